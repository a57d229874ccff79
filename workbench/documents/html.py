"""HTML: the main text of a page, with its tags kept; everything else is restored to the byte.

Text is read as a browser shows it (HTML Living Standard: character references decoded, white space collapsed).
Attributes such as ``alt`` and ``title``, and the title of the window, are not translated.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.documents.html_blocks import DEEPEST, HtmlBlock, TooDeep, html_blocks
from workbench.documents.inline import formatting_note
from workbench.documents.main_text import main_text
from workbench.documents.model import Block, Document, Splitter, bounded, cut
from workbench.documents.source_map import splice
from workbench.errors import InputError
from workbench.files import UTF_8, Encoding, decode, find_encoding

DECLARED = re.compile(rb"""<(?:meta\b[^>]*\bcharset|\?xml\b[^>]*\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
#: Labels that browsers read as another encoding (WHATWG Encoding Standard).
ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The whole raw page, how it was encoded, and the blocks of its main text."""

    raw: str
    encoding: Encoding
    blocks: Sequence[HtmlBlock]


class HtmlFormat:
    """The adapter for HTML and XHTML."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read the main text of a page. Raises InputError for bytes that are not text, and a page made to do harm."""
        raw, encoding = _decoded(data, name)
        try:
            everything = html_blocks(raw)
        except TooDeep:
            what = f"has more than {DEEPEST} elements in each other; refused as made to do harm"
            raise InputError(name, what) from None
        chosen = main_text(raw, everything)
        page = [block for block, is_main in zip(everything, chosen, strict=True) if is_main]
        blocks = [Block(block.kind, block.inline.map.text, f"line {block.line}") for block in page]
        segments = cut(blocks, bounded(split))
        notes = formatting_note([block.inline for block in page], segments)
        if len(page) < len(everything):
            around = len(everything) - len(page)
            notes.append(f"{around} blocks around the main text (menus and the like) stay as they are")
        return Document(name, self.name, blocks, segments, Skeleton(raw, encoding, page), notes)

    def write(self, document: Document, targets: Sequence[str]) -> bytes:
        """The page with its segments replaced, inline tags kept where the words between them allow it."""
        skeleton: Skeleton = document.skeleton
        edits = [
            edit
            for block, segments in zip(skeleton.blocks, document.segments_by_block(), strict=True)
            for edit in block.inline.edits(segments, targets, _escape)
        ]
        # Characters that the encoding of the page lacks become character references.
        return skeleton.encoding.encode(splice(skeleton.raw, sorted(edits)), "xmlcharrefreplace")


def _escape(text: str) -> str:
    """The text as character data."""
    return html.escape(text, quote=False)


def _decoded(data: bytes, name: str) -> tuple[str, Encoding]:
    """Decode a page: by its byte order mark, else as UTF-8 if it is that, else by the encoding that it declares.

    A page in ASCII stays in ASCII, so that it is read right whatever a server says of it.
    """
    encoding = find_encoding(data)
    try:
        text = decode(data, name)
    except InputError:
        declared = DECLARED.search(data, 0, 1024)
        label = declared[1].decode().lower() if declared else ""
        text = _declared_text(data, ALIASES.get(label, label))
        if encoding.mark or not text:
            raise
        return text, Encoding(ALIASES.get(label, label))
    return text, Encoding("ascii") if encoding is UTF_8 and data.isascii() else encoding


def _declared_text(data: bytes, codec: str) -> str:
    """The text in a declared encoding; nothing if it is not in that, or would not come back to the same bytes."""
    try:
        text = data.decode(codec)
        return text if text.encode(codec) == data else ""
    except (LookupError, ValueError):
        return ""
