"""Plain text: paragraphs, headings, captions and list items, told apart by how people write them.

A file is either *hard-wrapped* (an editor or mailer broke its paragraphs into lines) or has one block a line. Markers
of list items, blank lines, indents, rules, lone addresses and names of pictures belong to the skeleton. Writing gives
back the line ends, byte order mark and encoding of the original; translated hard-wrapped paragraphs are wrapped anew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.documents.model import Block, BlockKind, Document, Splitter, cut, translated_text
from workbench.documents.placing import Placer
from workbench.documents.source_map import Edit, SourceMap, splice
from workbench.documents.wrapping import LONGEST, Line, continues, is_wrapped, join_words, lines_of, rewrap
from workbench.files import Encoding, decode, find_encoding

LIST_MARKER = re.compile(r"(?:[-*•‣◦▪·\u2013\u2014]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
NUMBERED = re.compile(r"\(?\d")
CAPTION = re.compile(r"(?:^|[\s(\u2013\u2014-])(?:foto|photo|beeld|afbeelding|image)s?\s?:\s", re.IGNORECASE)
#: Nothing for a reader: a line without letters and digits (a rule), an address, the name of a picture.
UNREADABLE = re.compile(r"[\W_]+|(?:https?://|www\.)\S+|\S+\.(?:jpe?g|png|gif|webp|svg|tiff?)", re.IGNORECASE)
CLAUSE_END = re.compile(r"[.!?:;,…][\"'”\u2019»)\]]*$")
LONGEST_HEADING = 100
LONGEST_CAPTION = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """A block with its lines: ``lines[0].start`` is where its text starts, behind a list marker."""

    kind: BlockKind
    lines: Sequence[Line]
    map: SourceMap


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The whole raw text, how it was encoded, and one passage for each block of the document."""

    raw: str
    encoding: Encoding
    wrapped: bool
    passages: Sequence[Passage]


class TextFormat:
    """The adapter for plain text in UTF-8, or in UTF-16 and UTF-32 with a byte order mark."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read plain text. Raises InputError for bytes that are not text."""
        raw = decode(data, name)
        groups = list(_paragraphs(lines_of(raw)))
        wrapped = is_wrapped([[line.text for line in group if not CAPTION.search(line.text)] for group in groups])
        passages = [passage for group in groups for passage in _passages(group, wrapped)]
        blocks = [Block(passage.kind, passage.map.text, f"line {passage.lines[0].number}") for passage in passages]
        skeleton = Skeleton(raw, find_encoding(data), wrapped, passages)
        return Document(name, self.name, blocks, cut(blocks, split), skeleton)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The text with its segments replaced; everything else is restored."""
        skeleton: Skeleton = document.skeleton
        edits = _rewrapped(document, targets) if skeleton.wrapped else _replaced(document, targets)
        return skeleton.encoding.encode(splice(skeleton.raw, edits))


def _replaced(document: Document, targets: Sequence[str]) -> Iterator[Edit]:
    """Edits that put each changed target where its source stood; a target stays on its line."""
    for segment in document.segments:
        if targets[segment.index] != segment.source:
            place = document.skeleton.passages[segment.block].map
            target = re.sub(r"\s*[\r\n]+\s*", " ", targets[segment.index])
            yield place.raw_start(segment.start), place.raw_end(segment.end), target


def _rewrapped(document: Document, targets: Sequence[str]) -> Iterator[Edit]:
    """Edits that wrap each block with a changed target anew, to the width that the file has."""
    skeleton: Skeleton = document.skeleton
    lengths = [len(line.text) for passage in skeleton.passages for line in passage.lines]
    width = max((length for length in lengths if length <= LONGEST), default=LONGEST)
    texts = translated_text(document, targets)
    for block, text, passage in zip(document.blocks, texts, skeleton.passages, strict=True):
        if text != block.text:
            first, last = passage.lines[0], passage.lines[-1]
            yield first.start, last.end, rewrap(text, passage.lines, width, skeleton.raw)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that hold something to read; blank and unreadable lines stand between them."""
    group: list[Line] = []
    for line in lines:
        if line.text and not UNREADABLE.fullmatch(line.text):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _passages(group: list[Line], wrapped: bool) -> Iterator[Passage]:
    """The blocks of one paragraph: its lines, or in a hard-wrapped file the lines that belong together."""
    current: list[Line] = []
    for line in group:
        if current and (not wrapped or LIST_MARKER.match(line.text) or not continues(current[-1].text, line.text)):
            yield _passage(current, alone=False)
            current = []
        current.append(line)
    yield _passage(current, alone=len(current) == len(group) == 1)


def _passage(lines: list[Line], alone: bool) -> Passage:
    """The block of some lines; ``alone`` says that it is one line with blank lines around it."""
    marker = LIST_MARKER.match(lines[0].text)
    first = lines[0].behind(marker.end() if marker else 0)
    lines = [first, *lines[1:]]
    text = join_words(lines)
    if CAPTION.search(text.text) and len(text.text) <= LONGEST_CAPTION:
        kind = BlockKind.CAPTION
    elif alone and _like_heading(text.text) and (not marker or NUMBERED.match(marker.group())):
        kind = BlockKind.HEADING
    else:
        kind = BlockKind.LIST_ITEM if marker else BlockKind.PARAGRAPH
    return Passage(kind, lines, text)


def _like_heading(text: str) -> bool:
    """Whether a line of its own reads as a heading: short, and without punctuation at its end."""
    return len(text) <= LONGEST_HEADING and not CLAUSE_END.search(text)
