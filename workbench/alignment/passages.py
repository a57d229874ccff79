"""Comparable documents: passages of one that say the same as passages of another that is not its translation.

Sentence vectors propose, and the order of neither document matters. Each segment proposes its nearest segments of the
other side; around each proposal the passages of one to four adjacent segments are compared. Their score is the cosine,
times the ratio margin (Artetxe and Schwenk 2019): the cosine divided by the mean cosine of either passage to its
nearest segments of the other side, so that what resembles everything matches nothing; times a factor from .9 to 1.1
for the share of numbers, dates and names that agree. The best pairs are taken first, and a segment belongs to one
passage.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.alignment.facts import Fact, FactComparer, FactKind
from workbench.alignment.vectors import SentenceEncoder, Vectors

#: From here on a pair is given. Chosen on documents that share passages: benchmarks/passages.py.
THRESHOLD = 0.8
#: The most adjacent segments of a passage.
LONGEST = 4
_NEIGHBOURS = 4
#: Segments of fewer letters (names of persons and papers, dates, photo credits) say too little to be compared.
_SHORTEST = 20
#: The factor for each segment after the first: longer passages of one subject are more alike whatever they say.
_PER_SEGMENT = 0.97
#: The factor for passages with only differing facts; 2 minus this is the one for only agreeing facts.
_ALL_DIFFERS = 0.9
#: Between documents that share nothing the usual cosine nears 0; a margin over less than this means nothing.
_LEAST_USUAL = 0.2
#: Rows of one block of the similarity matrix, so that 50,000 segments a side fit into memory.
_BLOCK = 512

Range = tuple[int, int]
Pair = tuple[Range, Range]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class PassagePair:
    """Two passages that say the same: half-open ranges of segments, and what agrees and differs."""

    score: float
    source: Range
    target: Range
    agreeing: Sequence[Fact]
    differing: Sequence[Fact]


def mine_passages(
    source: Sequence[str],
    target: Sequence[str],
    encoder: SentenceEncoder,
    facts: FactComparer,
    threshold: float = THRESHOLD,
    progress: Callable[[int, int], None] | None = None,
) -> list[PassagePair]:
    """The passages of two lists of segments that correspond, best first.

    Time grows with the product of both lengths (one matrix product), memory with their sum. ``progress`` is told the
    source segments done, and how many there are.
    """
    rows, columns = _Side(source, encoder), _Side(target, encoder)
    seeds = _propose(rows, columns, progress)
    pairs = {pair for seed in seeds for pair in _around(seed, rows, columns)}
    rows.encode({pair[0] for pair in pairs}, encoder)
    columns.encode({pair[1] for pair in pairs}, encoder)
    likeness = {pair: _likeness(pair, rows, columns) for pair in pairs}
    # Facts cost more to compare than vectors: only where they can decide.
    hopeful = [pair for pair, alike in likeness.items() if alike * (2 - _ALL_DIFFERS) >= threshold]
    scored = [_scored(pair, likeness[pair], rows, columns, facts) for pair in hopeful]
    return list(_best_first(pair for pair in scored if pair.score >= threshold))


class _Side:
    """The segments of one document with their vectors, and how near the other document comes to each."""

    def __init__(self, segments: Sequence[str], encoder: SentenceEncoder) -> None:
        self.segments = segments
        #: The segments that are long enough to be compared.
        self.indices = [index for index, text in enumerate(segments) if sum(map(str.isalpha, text)) >= _SHORTEST]
        self.vectors: Vectors = encoder.encode([segments[index] for index in self.indices])
        self.nearness = np.zeros(len(segments), np.float32)
        self._passages = {(index, index + 1): vector for index, vector in zip(self.indices, self.vectors, strict=True)}

    def text(self, span: Range) -> str:
        """The segments of a range, joined by a space."""
        return " ".join(self.segments[span[0] : span[1]])

    def around(self, index: int) -> Iterator[Range]:
        """The passages that hold a segment."""
        for first in range(max(0, index - LONGEST + 1), index + 1):
            for last in range(index + 1, min(len(self.segments), first + LONGEST) + 1):
                yield first, last

    def encode(self, spans: Iterable[Range], encoder: SentenceEncoder) -> None:
        """Make the vectors of passages that are not there yet."""
        missing = sorted(set(spans) - self._passages.keys())
        self._passages.update(zip(missing, encoder.encode([self.text(span) for span in missing]), strict=True))

    def vector(self, span: Range) -> Vectors:
        """The vector of a passage that was encoded."""
        vector: Vectors = self._passages[span]
        return vector

    def usual(self, span: Range) -> float:
        """The mean cosine of the nearest segments of the other side to that segment of the passage which has most."""
        return float(self.nearness[span[0] : span[1]].max())


def _propose(rows: _Side, columns: _Side, progress: Callable[[int, int], None] | None) -> set[tuple[int, int]]:
    """Pairs of segments of which one is among the nearest of the other; notes the nearness of all segments."""
    if not rows.indices or not columns.indices:
        return set()
    count = min(_NEIGHBOURS, len(columns.indices))
    best = np.full((len(columns.indices), min(_NEIGHBOURS, len(rows.indices))), -1.0, np.float32)
    from_row: Ints = np.zeros(best.shape, np.int64)
    seeds: set[tuple[int, int]] = set()
    for start in range(0, len(rows.indices), _BLOCK):
        block = rows.vectors[start : start + _BLOCK] @ columns.vectors.T
        nearest = np.argsort(-block, axis=1)[:, :count]
        for offset, chosen in enumerate(nearest):
            row = rows.indices[start + offset]
            rows.nearness[row] = block[offset, chosen].mean()
            seeds.update((row, columns.indices[column]) for column in chosen)
        best, from_row = _merge(best, from_row, block.T, start)
        if progress:
            progress(min(start + _BLOCK, len(rows.indices)), len(rows.indices))
    columns.nearness[columns.indices] = best.mean(axis=1)
    for place, column in enumerate(columns.indices):
        seeds.update((rows.indices[row], column) for row in from_row[place])
    return seeds


def _merge(best: Vectors, origin: Ints, block: Vectors, start: int) -> tuple[Vectors, Ints]:
    """The best of ``best`` and of a further block, with the rows they come from."""
    scores = np.concatenate([best, block], axis=1)
    origins = np.concatenate([origin, np.tile(np.arange(start, start + block.shape[1]), (len(block), 1))], axis=1)
    order = np.argsort(-scores, axis=1)[:, : best.shape[1]]
    return np.take_along_axis(scores, order, 1), np.take_along_axis(origins, order, 1)


def _around(seed: tuple[int, int], rows: _Side, columns: _Side) -> Iterator[Pair]:
    """Passages that hold the two segments of a seed, one side at most twice and one segment as long as the other."""
    for source in rows.around(seed[0]):
        for target in columns.around(seed[1]):
            sizes = sorted((source[1] - source[0], target[1] - target[0]))
            if sizes[1] <= 2 * sizes[0] + 1:
                yield source, target


def _likeness(pair: Pair, rows: _Side, columns: _Side) -> float:
    """Cosine times ratio margin, less for long passages."""
    cosine = float(rows.vector(pair[0]) @ columns.vector(pair[1]))
    usual = (rows.usual(pair[0]) + columns.usual(pair[1])) / 2
    more = sum(last - first - 1 for first, last in pair)
    return max(cosine, 0.0) ** 2 / max(usual, _LEAST_USUAL) * math.pow(_PER_SEGMENT, more)


def _scored(pair: Pair, likeness: float, rows: _Side, columns: _Side, facts: FactComparer) -> PassagePair:
    compared = facts.compare(rows.text(pair[0]), columns.text(pair[1]))
    same, other = (sum(fact.kind is not FactKind.TERM for fact in found) for found in compared)
    share = (same + 1) / (same + other + 2)  # Laplace: one half where there are no facts
    score = likeness * (_ALL_DIFFERS + 2 * (1 - _ALL_DIFFERS) * share)
    return PassagePair(round(score, 3), *pair, compared.agreeing, compared.differing)


def _best_first(pairs: Iterable[PassagePair]) -> Iterator[PassagePair]:
    """Pairs by falling score; one that shares a segment with a pair that was taken is dropped."""
    taken: tuple[set[int], set[int]] = (set(), set())
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.source, pair.target)):
        source, target = range(*pair.source), range(*pair.target)
        if taken[0].isdisjoint(source) and taken[1].isdisjoint(target):
            taken[0].update(source)
            taken[1].update(target)
            yield pair
