"""Inline formatting: text with markup in it, and how a translation finds its place between the markup.

A *run* is a stretch of a segment under the same formatting (the term of word processors). A translated sentence goes
into the runs that have the formatting of most of the sentence; other runs keep their formatting where their words
come back unchanged in the translation (names, numbers), and are emptied otherwise.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import count

from workbench.documents.model import Segment
from workbench.documents.source_map import Edit, SourceMap


class Role(Enum):
    """What a piece of markup does: it opens or closes something, or stands for itself (a picture, a comment)."""

    OPEN = "open"
    CLOSE = "close"
    VOID = "void"


@dataclass(slots=True)
class Markup:
    """A piece of inline markup: ``raw[start:end]``, before the character at ``offset`` of the text."""

    role: Role
    offset: int
    start: int
    end: int
    #: The other one of a pair, as an index into ``InlineText.markup``.
    partner: int | None = None
    #: Whether the pair breaks when it is not right at its words, as Markdown's emphasis does.
    fragile: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, ``text[start:end]``; ``format`` is the same number where the formatting is the same."""

    start: int
    end: int
    format: int


@dataclass
class InlineText:
    """The text of a block with its markup, both mapped to the raw text. Grown first, then asked."""

    map: SourceMap = field(default_factory=SourceMap)
    markup: list[Markup] = field(default_factory=list)

    def open(self, start: int, end: int, *, fragile: bool = False) -> int:
        """Add opening markup; gives its index for ``close``."""
        self.markup.append(Markup(Role.OPEN, self.map.length, start, end, None, fragile))
        return len(self.markup) - 1

    def close(self, start: int, end: int, opening: int | None) -> None:
        """Add closing markup; ``opening`` is the index of its opening, None if that is outside of the block."""
        closing = Markup(Role.CLOSE, self.map.length, start, end, opening)
        if opening is not None:
            self.markup[opening].partner = len(self.markup)
            closing.fragile = self.markup[opening].fragile
        self.markup.append(closing)

    def void(self, start: int, end: int) -> None:
        """Add markup that stands for itself."""
        self.markup.append(Markup(Role.VOID, self.map.length, start, end))

    def runs(self, start: int, end: int) -> list[Run]:
        """The runs of the segment ``text[start:end]``."""
        first = bisect_right(self._runs, start, key=lambda run: run.start) - 1
        last = bisect_left(self._runs, end, key=lambda run: run.start)
        return [Run(max(run.start, start), min(run.end, end), run.format) for run in self._runs[first:last]]

    def is_formatted(self, start: int, end: int) -> bool:
        """Whether the formatting changes inside the segment ``text[start:end]``."""
        return len({run.format for run in self.runs(start, end)}) > 1

    @cached_property
    def _runs(self) -> list[Run]:
        """The runs of the whole text."""
        runs: list[Run] = []
        opened: list[tuple[int, int]] = []  # the opening markup, and the format before it
        current, numbers, position = 0, count(1), 0
        for number, markup in enumerate(self.markup):
            if markup.offset > position:
                runs.append(Run(position, markup.offset, current))
                position = markup.offset
            if markup.partner is None:
                continue
            if markup.role is Role.OPEN:
                opened.append((number, current))
                current = next(numbers)
            elif opened[-1][0] == markup.partner:
                current = opened.pop()[1]
            else:  # crossed pairs, as in <b><i></b></i>
                opened = [pair for pair in opened if pair[0] != markup.partner]
                current = next(numbers)
        return [*runs, Run(position, self.map.length, current)] if position < self.map.length else runs

    def edits(
        self, segments: Sequence[Segment], targets: Sequence[str], escape: Callable[[str], str]
    ) -> Iterator[Edit]:
        """The edits that put the changed targets of the block's segments into the raw text, in no order."""
        removed: set[int] = set()
        for segment in segments:
            if targets[segment.index] == segment.source:
                continue
            runs = self.runs(segment.start, segment.end)
            texts = [segment.source[run.start - segment.start : run.end - segment.start] for run in runs]
            placed = distribute(texts, [run.format for run in runs], targets[segment.index])
            for run, text in zip(runs, placed, strict=True):
                yield self.map.raw_start(run.start), self.map.raw_end(run.end), escape(text)
            filled = [run for run, text in zip(runs, placed, strict=True) if text.strip()]
            removed |= self._useless(segment, filled)
        for number in removed:
            yield self.markup[number].start, self.markup[number].end, ""

    def plain_edits(
        self, segments: Sequence[Segment], targets: Sequence[str], escape: Callable[[str], str]
    ) -> Iterator[Edit]:
        """The edits that write every segment without formatting, and take the block's pairs of markup away."""
        for segment in segments:
            texts = [targets[segment.index]]
            for run in self.runs(segment.start, segment.end):
                yield self.map.raw_start(run.start), self.map.raw_end(run.end), escape(texts.pop() if texts else "")
        for markup in self.markup:
            if markup.partner is not None:
                yield markup.start, markup.end, ""

    def _useless(self, segment: Segment, filled: Sequence[Run]) -> set[int]:
        """The markup in a segment that must go: pairs around nothing, and fragile pairs that reach out of it."""
        found: set[int] = set()
        starts = [run.start for run in filled]
        begin = bisect_right(self.markup, segment.start, key=lambda markup: markup.offset)
        end = bisect_left(self.markup, segment.end, key=lambda markup: markup.offset)
        for number in range(begin, end):
            markup = self.markup[number]
            if markup.partner is None:
                continue
            first, last = sorted((markup.offset, self.markup[markup.partner].offset))
            inside = segment.start <= first and last <= segment.end
            empty = inside and bisect_left(starts, first) == bisect_left(starts, last)
            if empty or (markup.fragile and not inside):
                found |= {number, markup.partner}
        return found


def formatting_note(texts: Iterable[InlineText], segments: Iterable[Segment]) -> list[str]:
    """What a user should know of formatting inside sentences; nothing if there is none."""
    blocks = list(texts)
    formatted = sum(blocks[segment.block].is_formatted(segment.start, segment.end) for segment in segments)
    return note_on_formatted(formatted)


def note_on_formatted(number: int) -> list[str]:
    """The note on a number of segments with formatting inside; nothing for none."""
    if not number:
        return []
    what = "1 segment has" if number == 1 else f"{number} segments have"
    return [f"{what} formatting inside; a translation keeps it only on words that do not change"]


def distribute(texts: Sequence[str], formats: Sequence[Hashable], target: str) -> list[str]:
    """The text of each run of a translated segment; joined they are the target.

    Args:
        texts: the texts of the runs in the source.
        formats: the formatting of each run, for comparison only.
        target: the translation of the whole segment.
    """
    weight: Counter[Hashable] = Counter()
    for text, run_format in zip(texts, formats, strict=True):
        weight[run_format] += len(text)
    main = weight.most_common(1)[0][0]
    anchors = _anchors(texts, [run_format != main for run_format in formats], target)
    while True:
        placed = _place(texts, [run_format == main for run_format in formats], anchors, target)
        if placed is not None:
            return placed
        anchors = anchors[:-1]


def _anchors(texts: Sequence[str], candidates: Sequence[bool], target: str) -> list[tuple[int, int, int]]:
    """The runs whose words come back in the target, once and in order, as (run, start, end in the target)."""
    anchors, position = [], 0
    for number, text in enumerate(texts):
        words = text.strip()
        if candidates[number] and words:
            found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", target))
            if len(found) == 1 and found[0].start() >= position:
                anchors.append((number, *found[0].span()))
                position = found[0].end()
    return anchors


def _place(
    texts: Sequence[str], main: Sequence[bool], anchors: Sequence[tuple[int, int, int]], target: str
) -> list[str] | None:
    """The texts of the runs with these anchors; None if words between two anchors have no run to go to."""
    placed = [""] * len(texts)
    run, position = 0, 0
    for anchor, start, end in [*anchors, (len(texts), len(target), len(target))]:
        homes = [number for number in range(run, anchor) if main[number]]
        between = target[position:start]
        if homes:
            placed[max(homes, key=lambda number: len(texts[number]))] = between
        elif between:
            return None
        if anchor < len(texts):
            placed[anchor] = target[start:end]
        run, position = anchor + 1, end
    return placed
