"""What every format is read into: a document of blocks, cut into segments, with the skeleton around them.

A *block* is a paragraph, heading, caption, list item or table cell. A *segment* is a sentence (or a shorter
piece) of one block, addressed by character offsets into the block's text. What stands between two segments
of a block is white space only. What stands between blocks belongs to the format's *skeleton*, which only the
adapter of the format understands. Writing a document back with its own sources as targets restores it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from workbench.documents.placing import Placer


class BlockKind(StrEnum):
    """The role of a block in its document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that the format keeps together.

    ``text`` is what a reader sees (entities decoded, inline tags removed); ``place`` says where it stands in the
    file, for messages ("line 12", "table 1, row 3, column 2").
    """

    kind: BlockKind
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a block that is translated as one: ``blocks[block].text[start:end] == source``."""

    index: int
    block: int
    start: int
    end: int
    source: str


@dataclass(frozen=True)
class Document:
    """A document as read. ``skeleton`` is private to the adapter that read it."""

    name: str
    format: str
    blocks: Sequence[Block]
    segments: Sequence[Segment]
    skeleton: Any = field(default=None, repr=False)
    #: What the reader had to leave out or could not keep, in words, for the user.
    notes: Sequence[str] = ()

    def segments_by_block(self) -> Iterator[list[Segment]]:
        """The segments of each block in order; an empty list for a block without text."""
        grouped: list[list[Segment]] = [[] for _ in self.blocks]
        for segment in self.segments:
            grouped[segment.block].append(segment)
        return iter(grouped)


#: Cuts the text of one block into (start, end) spans of segments. Spans are in order, do not overlap, neither start
#: nor end with white space, and cover everything that is not white space.
Splitter = Callable[[str], list[tuple[int, int]]]


class Format(Protocol):
    """A document format: an adapter that reads it, and writes it back with the segments' translations."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read ``data``; ``name`` is the file's name for messages. Raises InputError."""

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The document with segment i replaced by ``targets[i]``; a target equal to its source stays verbatim.

        ``placer`` finds the words of inline markup, by default without word alignment; afterwards its ``unplaced``
        are the segments around which markup had to be kept.
        """


def cut(blocks: Iterable[Block], split: Splitter) -> list[Segment]:
    """Cut every block into numbered segments."""
    segments: list[Segment] = []
    for number, block in enumerate(blocks):
        for start, end in split(block.text):
            segments.append(Segment(len(segments), number, start, end, block.text[start:end]))
    return segments


#: Where the text of a block breaks though the block goes on: at a tab or page break, an empty line, and a line break
#: that an author made, unless the next line goes on in small letters.
_BOUNDARY = re.compile(r"[\t\f]|\n(?=\n)|\n(?![^\S\n]*[a-zß-öø-ÿ])")


def bounded(split: Splitter) -> Splitter:
    """A splitter for formats with tabs and line breaks of their own: its segments never reach over one."""

    def split_bounded(text: str) -> list[tuple[int, int]]:
        spans, position = [], 0
        for start, end in [*(match.span() for match in _BOUNDARY.finditer(text)), (len(text), len(text))]:
            spans += [(position + first, position + last) for first, last in split(text[position:start])]
            position = end
        return spans

    return split_bounded


def translated_text(document: Document, targets: Sequence[str]) -> list[str]:
    """The text of each block with its segments replaced by their targets and the white space between them kept."""
    texts: list[str] = []
    for block, segments in zip(document.blocks, document.segments_by_block(), strict=True):
        parts, position = [], 0
        for segment in segments:
            parts += [block.text[position : segment.start], targets[segment.index]]
            position = segment.end
        texts.append("".join(parts) + block.text[position:])
    return texts
