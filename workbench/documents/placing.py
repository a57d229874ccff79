"""Where the inline markup of a source goes in its translation.

A *pair* is markup around some words (bold, a link, ``<g>`` of XLIFF), a *point* is markup at a place between words (a
picture, the mark of a footnote, ``<x/>``). A pair goes to the one stretch of the target that stands for its words: the
same words if they come back unchanged and once (names, numbers), else what word alignment says. A pair that cannot be
placed is kept around the whole target, and its segment is remembered, so that somebody looks at it. No pair or point is
ever lost or doubled.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from workbench.documents.spans import Span

#: Word alignment as this layer sees it: ``project(span, source, target)`` gives the spans of ``target`` that stand for
#: ``source[slice(*span)]``, in order; nothing if it does not know.
Project = Callable[[Span, str, str], Sequence[Span] | None]

#: With more pairs a segment is no sentence; looking for the words of each would take minutes.
MOST_PAIRS = 300

_NOT_WORD = re.compile(r"\W*")


@dataclass(frozen=True, slots=True)
class Point:
    """Markup at ``offset`` of the source; ``pair`` is the number of the innermost pair around it."""

    offset: int
    pair: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an arranged target: text, or the number of a point; ``pairs`` are those around it, outermost first."""

    content: str | int
    pairs: tuple[int, ...]


@dataclass
class Placer:
    """Places markup with a word alignment, or without one; ``unplaced`` are the segments where that failed."""

    project: Project | None = None
    unplaced: set[int] = field(default_factory=set)

    def arrange(
        self,
        segment: int,
        source: str,
        pairs: Sequence[Span],
        points: Sequence[Point],
        target: str,
        fields: Container[int] = (),
    ) -> list[Piece]:
        """The target in pieces, each in its pairs.

        Args:
            segment: the index of the segment, for ``unplaced``.
            source: the text of the segment.
            pairs: spans of the source, none empty, nested or apart, outer ones first.
            points: in the order of the source.
            target: the translation; the texts of the pieces joined are the target.
            fields: the numbers of pairs that cannot be around other words, since a program fills them; where such a
                pair cannot be placed, it is in no piece.
        """
        arrangement = _Arrangement(source, target, pairs, self.project)
        if arrangement.around:
            self.unplaced.add(segment)
        arrangement.around = [number for number in arrangement.around if number not in fields]
        return list(arrangement.pieces(points))


class _Arrangement:
    """The spans of the pairs in one target."""

    def __init__(self, source: str, target: str, pairs: Sequence[Span], project: Project | None) -> None:
        self.source, self.target, self.pairs, self.project = source, target, pairs, project
        #: For each pair the pairs around it, outermost first.
        self.ancestors: list[tuple[int, ...]] = []
        self.placed: dict[int, Span] = {}
        self.around: list[int] = []
        self.is_sentence = len(pairs) <= MOST_PAIRS
        around: list[int] = []
        for number, span in enumerate(pairs):
            while around and not (pairs[around[-1]][0] <= span[0] and span[1] <= pairs[around[-1]][1]):
                around.pop()
            self.ancestors.append(tuple(around))
            around.append(number)
            place = self._place(number)
            if place is None:
                self.around.append(number)
            else:
                self.placed[number] = place

    def pieces(self, points: Sequence[Point]) -> Iterator[Piece]:
        """The pieces in the order of the target."""
        places = sorted((*self._point(point), number) for number, point in enumerate(points))
        edges = {0, len(self.target), *(edge for span in self.placed.values() for edge in span)}
        edges |= {place for place, *_ in places}
        starts: dict[int, list[int]] = defaultdict(list)
        for number, (start, _) in self.placed.items():
            starts[start].append(number)
        at_place: dict[int, list[int]] = defaultdict(list)
        for place, *_, number in places:
            at_place[place].append(number)
        inside: list[int] = []
        for position, edge in pairwise([-1, *sorted(edges)]):
            if position >= 0:
                inside = [number for number in inside if self.placed[number][1] > position]
                inside = sorted([*inside, *starts[position]])
                yield Piece(self.target[position:edge], (*self.around, *inside))
            for number in at_place[edge]:
                yield Piece(number, (*self.around, *self._own(points[number])))

    def _place(self, number: int) -> Span | None:
        """The span of a pair in the target, inside the pairs around it and apart from the others."""
        outer = [self.placed[at] for at in self.ancestors[number] if at in self.placed]
        start, end = outer[-1] if outer else (0, len(self.target))
        span = self.pairs[number]
        apart = [at for at in self.placed if at not in self.ancestors[number]] if self.is_sentence else []
        same = any(self.pairs[at] == span for at in self.ancestors[number])
        if not self.source[: span[0]].strip() and not self.source[span[1] :].strip():
            found: Span | None = (0, len(self.target))
        elif same and outer:
            found = outer[-1]
        else:
            found = self._find(span)
        if found is None:
            return None
        first, last = max(found[0], start), min(found[1], end)
        for other in (self.placed[at] for at in apart):
            if first < other[1] and other[0] < last:  # keep the longer part that is free
                first, last = max(
                    (first, min(last, other[0])), (max(first, other[1]), last), key=lambda at: at[1] - at[0]
                )
        return (first, last) if first < last else None

    def _find(self, span: Span) -> Span | None:
        """The stretch of the target that stands for a span of the source."""
        if not self.is_sentence:  # in proportion
            start, end = (at * len(self.target) // len(self.source) for at in span)
            return start, end
        text = self.source[slice(*span)]
        start = span[0] + len(text) - len(text.lstrip())
        words = text.strip()
        if not words:
            return None
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        same = list(pattern.finditer(self.target))
        if len(same) == 1 and len(pattern.findall(self.source)) == 1:
            return same[0].span()
        found = self._projected((start, start + len(words)))
        return found and self._with_punctuation(words, found)

    def _projected(self, span: Span) -> Span | None:
        """One stretch for what the alignment gives: all of it where it lies close together, else its longest part."""
        spans = list(self.project(span, self.source, self.target) or ()) if self.project else []
        if not spans:
            return None
        hull = min(start for start, _ in spans), max(end for _, end in spans)
        covered = sum(end - start for start, end in spans)
        return hull if hull[1] - hull[0] <= 2 * covered else max(spans, key=lambda at: at[1] - at[0])

    def _with_punctuation(self, words: str, span: Span) -> Span:
        """The span with the punctuation around it that the words have too: ``Let op:`` is ``Note:``, not ``Note``."""
        start, end = span
        before = words[: _end_of_punctuation(words)]
        after = words[len(words) - _end_of_punctuation(words[::-1]) :]
        while start and before and self.target[start - 1] == before[-1]:
            start, before = start - 1, before[:-1]
        while end < len(self.target) and after and self.target[end] == after[0]:
            end, after = end + 1, after[1:]
        return start, end

    def _point(self, point: Point) -> tuple[int, int, int]:
        """The place of a point in the target, and its rank among those there: in pairs that end, outside, in others."""
        own = self._own(point)
        place = self._point_place(point.offset)
        start, end = self.placed[own[-1]] if own else (0, len(self.target))
        place = min(max(place, start), end)
        for number, (first, last) in self.placed.items():
            if number not in own and first < place < last:
                place = last
        if not own or start < place < end:
            return place, 1, 0
        return (place, 0, -len(own)) if place == end else (place, 2, len(own))

    def _own(self, point: Point) -> tuple[int, ...]:
        """The placed pairs around a point, outermost first."""
        around = () if point.pair is None else (*self.ancestors[point.pair], point.pair)
        return tuple(number for number in around if number in self.placed)

    def _point_place(self, offset: int) -> int:
        """Behind what stands for the word before a point, else before what stands for the word after it."""
        before, after = self.source[:offset], self.source[offset:]
        if not before.strip():
            return 0
        if not after.strip():
            return len(self.target)
        if word := re.search(r"\w+\W*$", before):
            text = word.group().rstrip()
            if found := self._find((word.start(), word.start() + len(text))):
                return found[1] + (before[-1].isspace() and self.target[found[1] : found[1] + 1].isspace())
        if (word := re.match(r"\W*\w+", after)) and (found := self._find((offset, offset + word.end()))):
            return found[0]
        word_and_space = r"\S+\s*" if before[-1].isspace() else r"\S+"
        edges = [0, *(match.end() for match in re.finditer(word_and_space, self.target))]
        return min(edges, key=lambda edge: abs(edge / max(len(self.target), 1) - offset / len(self.source)))


def _end_of_punctuation(text: str) -> int:
    match = _NOT_WORD.match(text)
    return match.end() if match else 0
