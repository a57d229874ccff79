"""Markdown (CommonMark 0.31, with the tables and struck-out text of GitHub's): text between markup that is kept.

Code, HTML blocks, front matter, the addresses of links and the descriptions of pictures are not translated.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from workbench.documents.inline import InlineText
from workbench.documents.markdown_inline import inline_text, parser
from workbench.documents.model import Block, BlockKind, Document, Segment, Splitter, bounded, cut, translated_text
from workbench.documents.placing import Placer
from workbench.documents.source_map import Edit, SourceMap, splice
from workbench.documents.text import CAPTION
from workbench.files import Encoding, decode, find_encoding

FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n?|\n)(?:.*(?:\r\n?|\n))*?(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|$)")
LINE_END = re.compile(r"\r\n?|\n")
#: Markers of quotes and lists that may stand before the first row of a table.
CONTAINER_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+[ \t>]*)*")
KINDS = {
    "heading_open": BlockKind.HEADING,
    "list_item_open": BlockKind.LIST_ITEM,
    "blockquote_open": BlockKind.QUOTE,
    "td_open": BlockKind.CELL,
    "th_open": BlockKind.CELL,
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The whole raw text, how it was encoded, and the text of each block with its markup."""

    raw: str
    encoding: Encoding
    texts: Sequence[InlineText]


class MarkdownFormat:
    """The adapter for Markdown."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read Markdown. Raises InputError for bytes that are not text."""
        raw = decode(data, name)
        blocks: list[Block] = []
        texts: list[InlineText] = []
        notes: list[str] = []
        for kind, line, text in _Reader(raw).blocks():
            if text is None:
                notes.append(f"line {line + 1}: this paragraph stays as it is; its markup is too unusual")
            elif text.map.text.strip():
                is_caption = kind is BlockKind.PARAGRAPH and CAPTION.search(text.map.text)
                blocks.append(Block(BlockKind.CAPTION if is_caption else kind, text.map.text, f"line {line + 1}"))
                texts.append(text)
        segments = cut(blocks, bounded(split))
        skeleton = Skeleton(raw, find_encoding(data), texts)
        return Document(name, self.name, blocks, segments, skeleton, notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The text with its segments replaced, their formatting at the words that it belongs to.

        The result is read again. Where a block does not say what it should, since Markdown takes some punctuation
        for markup only beside certain letters, it is written without formatting.
        """
        skeleton: Skeleton = document.skeleton
        placer = placer or Placer()
        by_block = list(document.segments_by_block())
        written = splice(skeleton.raw, _edits(skeleton, by_block, targets, placer, frozenset()))
        if any(targets[segment.index] != segment.source for segment in document.segments):
            expected = [_squeezed(text) for text in translated_text(document, targets)]
            if wrong := _different(expected, written):
                written = splice(skeleton.raw, _edits(skeleton, by_block, targets, placer, wrong))
        return skeleton.encoding.encode(written)


def escape(text: str) -> str:
    """The text with a backslash before whatever Markdown would take for markup; on one line."""
    text = re.sub(r"\s*[\r\n]+\s*", " ", text)
    text = re.sub(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|<(?=[a-zA-Z/!?])|&(?=#|\w+;)", r"\\\g<0>", text)
    text = re.sub(r"^([-+#>=])(?=\1|\s|$)|#$", r"\\\g<0>", text)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


def _edits(
    skeleton: Skeleton,
    by_block: Sequence[Sequence[Segment]],
    targets: Sequence[str],
    placer: Placer,
    plain: frozenset[int],
) -> list[Edit]:
    """The edits of all blocks, those of the ``plain`` ones without formatting, which is remembered."""
    edits: list[Edit] = []
    for number, (text, segments) in enumerate(zip(skeleton.texts, by_block, strict=True)):
        edits += text.edits(skeleton.raw, segments, targets, escape, placer, plain=number in plain)
        if number in plain:
            placer.unplaced |= {segment.index for segment in segments}
    return sorted(edits)


def _different(expected: Sequence[str], written: str) -> frozenset[int]:
    """The numbers of the blocks that do not say what is expected; all of them if their number has changed."""
    found = [_squeezed(text.map.text) for _, _, text in _Reader(written).blocks() if text is not None]
    found = [text for text in found if text]
    if len(found) != len(expected):
        return frozenset(range(len(expected)))
    return frozenset(number for number, text in enumerate(expected) if found[number] != text)


def _squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


class _Reader:
    """Finds the inline text of each block in the raw text."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        front_matter = FRONT_MATTER.match(raw)
        self.begin = front_matter.end() if front_matter else 0
        self.first_line = len(LINE_END.findall(raw[: self.begin]))
        self.starts = [self.begin, *(match.end() for match in LINE_END.finditer(raw, self.begin)), len(raw)]
        self.row, self.cell_end = -1, 0
        self.table_end, self.adjoins = -1, False

    def blocks(self) -> Iterator[tuple[BlockKind, int, InlineText | None]]:
        """The blocks with their kinds and lines, from 0; None for a text that cannot be found in its lines."""
        containers: list[Token] = []
        for token in parser().parse(self.raw[self.begin :]):
            if token.type == "table_open" and token.map:
                self.adjoins, self.table_end = token.map[0] == self.table_end, token.map[1]
            if token.nesting == 1:
                containers.append(token)
            elif token.nesting == -1:
                containers.pop()
            elif token.type == "inline" and token.content and token.map:
                kind = next((KINDS[at.type] for at in reversed(containers) if at.type in KINDS), BlockKind.PARAGRAPH)
                yield kind, self.first_line + token.map[0], self._inline(token, containers)

    def _inline(self, token: Token, containers: Sequence[Token]) -> InlineText | None:
        """The text of an inline token."""
        try:
            return inline_text(token.children or [], self._content(token, containers))
        except ValueError:
            return None

    def _content(self, token: Token, containers: Sequence[Token]) -> SourceMap:
        """The content of an inline token, mapped to the raw text. Raises ValueError if it is not found."""
        first = token.map[0] if token.map else 0
        if containers[-1].type in ("td_open", "th_open"):
            if self.adjoins:
                raise ValueError("a table right below another begins only because its first row looks like a block")
            return self._cell(token.content, first, containers)
        if containers[-1].markup.startswith("#"):
            return self._heading(token.content, first, containers[-1].markup)
        return self._lines(token.content.split("\n"), first)

    def _heading(self, content: str, line: int, marker: str) -> SourceMap:
        """The content of a heading that stands behind its marker."""
        begin = self.raw.index(content, self.raw.index(marker, self.starts[line]) + len(marker))
        heading = SourceMap()
        heading.add(content, begin, begin + len(content))
        return heading

    def _lines(self, lines: Sequence[str], first: int) -> SourceMap:
        """The content of a paragraph. What a line has before it (markers, indents) is as long as it may be."""
        paragraph = SourceMap()
        end = 0
        for number, line in enumerate(lines, start=first):
            text = line.strip()
            whole = self.raw[self.starts[number] : self.starts[number + 1]].rstrip()
            if not whole.endswith(text):
                raise ValueError(f"{text!r} is not at the end of its line")
            begin = self.starts[number] + len(whole) - len(text)
            if paragraph.length:
                paragraph.add("\n", end, begin)
            paragraph.add(line[: len(line) - len(line.lstrip())], begin, begin)
            end = begin + len(text)
            paragraph.add(text, begin, end)
            trailing = line[len(line.rstrip()) :]
            paragraph.add(trailing, end, end + len(trailing))
            end += len(trailing)
        return paragraph

    def _cell(self, content: str, line: int, containers: Sequence[Token]) -> SourceMap:
        """The content of a table cell: the next on its line, its bars written with a backslash."""
        if line != self.row:
            in_list = any(at.type == "list_item_open" for at in containers)
            prefix = CONTAINER_PREFIX.match(self.raw, self.starts[line]) if in_list else None
            self.row, self.cell_end = line, prefix.end() if prefix else self.starts[line]
        position = self.raw.index(content.replace("|", r"\|"), self.cell_end, self.starts[line + 1])
        cell = SourceMap()
        for part in re.split(r"(\|)", content):
            length = 2 if part == "|" else len(part)
            cell.add(part, position, position + length)
            position += length
        self.cell_end = position
        return cell
