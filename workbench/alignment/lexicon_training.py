"""Training the lexicon of word alignment on translated segments.

IBM Model 1 (Brown and others 1993) with a diagonal prior (Dyer, Chahuneau and Smith 2013), both directions at once:
what a link counts is the product of its posteriors in the two directions (alignment by agreement; Liang, Taskar and
Klein 2006), so that a rare word does not collect everything that stands beside it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.alignment.lexicon import Lexicon
from workbench.languages.words import normalise, words

#: Six rounds: more do not lower the alignment error.
_ROUNDS = 6
_TENSION = 6.0
_NO_COUNTERPART = 0.08
#: A pair is kept when it is expected so often: less is seen once, and doubles the size for .002 of error.
LEAST_COUNT = 1.5
#: Pairs of longer segments are left out: they cost memory by the square, and most are badly aligned.
_LONGEST = 100

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]


def train_lexicon(
    pairs: Iterable[tuple[str, str]],
    least_count: float = LEAST_COUNT,
    progress: Callable[[int, int], None] | None = None,
) -> Lexicon:
    """The lexicon of (source, target) segments; deterministic.

    Memory: about 60 bytes for each pair of words in a segment, 1 GB for 50,000 pairs of 16 words.
    ``progress`` is told the rounds done, and how many there are.
    """
    cells = _Cells([_tokens(pair) for pair in pairs])
    count = np.zeros(len(cells.types))
    forward = reverse = np.ones(len(cells.types))
    for number in range(_ROUNDS):
        count = _sums(cells.kind, cells.expected(forward, reverse), len(cells.types))
        forward = count / (_sums(cells.left, count)[cells.left] + 1e-9)
        reverse = count / (_sums(cells.right, count)[cells.right] + 1e-9)
        if progress:
            progress(number + 1, _ROUNDS)
    return cells.lexicon(count, least_count)


class _Cells:
    """Every source word with every target word of its segment, in flat arrays."""

    def __init__(self, segments: Iterable[tuple[list[str], list[str]]]) -> None:
        self._sources, self._targets = _Vocabulary(), _Vocabulary()
        left, right, distance, row, column = [], [], [], [], []
        rows = columns = 0
        for source, target in segments:
            n, m = len(source), len(target)
            if not (0 < n <= _LONGEST and 0 < m <= _LONGEST):
                continue
            left.append(np.repeat(self._sources.numbers(source), m))
            right.append(np.tile(self._targets.numbers(target), n))
            distance.append(np.abs(_places(n)[:, None] - _places(m)[None, :]).ravel())
            row.append(np.repeat(np.arange(rows, rows + n), m))
            column.append(np.tile(np.arange(columns, columns + m), n))
            rows, columns = rows + n, columns + m
        width = max(len(self._targets.words), 1)
        self.types, kind = np.unique(_joined(left) * width + _joined(right), return_inverse=True)
        self.kind, self.left, self.right = kind.astype(np.int32), self.types // width, self.types % width
        self._row, self._column = _joined(row).astype(np.int32), _joined(column).astype(np.int32)
        closeness = np.exp(-_TENSION * (np.concatenate(distance) if distance else np.zeros(0)))
        self._by_target = closeness / np.bincount(self._column, closeness)[self._column]
        self._by_source = closeness / np.bincount(self._row, closeness)[self._row]

    def expected(self, forward: Floats, reverse: Floats) -> Floats:
        """The expected count of each cell, given p(target | source) and p(source | target) of each type."""
        by_target = self._posterior(self._by_target, forward, self._column, self._targets.shares()[self.right])
        by_source = self._posterior(self._by_source, reverse, self._row, self._sources.shares()[self.left])
        return by_target * by_source

    def _posterior(self, prior: Floats, likelihood: Floats, group: Ints, share: Floats) -> Floats:
        joint = prior * likelihood[self.kind] * (1 - _NO_COUNTERPART)
        posterior: Floats = joint / (np.bincount(group, joint)[group] + _NO_COUNTERPART * share[self.kind])
        return posterior

    def lexicon(self, count: Floats, least_count: float) -> Lexicon:
        """The types that are expected more than ``least_count`` times, as shares of all occurrences of their words."""
        forward = count / (self._sources.counts()[self.left] + 1)
        reverse = count / (self._targets.counts()[self.right] + 1)
        source, target = list(self._sources.words), list(self._targets.words)
        return Lexicon(
            {
                (source[self.left[kind]], target[self.right[kind]]): (float(forward[kind]), float(reverse[kind]))
                for kind in np.flatnonzero(count > least_count)
            }
        )


class _Vocabulary:
    """Numbers words as they come, and counts them."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self._counts: list[int] = []

    def numbers(self, tokens: Sequence[str]) -> Ints:
        """The number of each token, new ones added; each counts once more."""
        found = [self.words.setdefault(token, len(self.words)) for token in tokens]
        self._counts += [0] * (len(self.words) - len(self._counts))
        for number in found:
            self._counts[number] += 1
        return np.array(found, np.int64)

    def counts(self) -> Floats:
        """How often each word occurred."""
        return np.array(self._counts, float)

    def shares(self) -> Floats:
        """The relative frequency of each word."""
        counts = self.counts()
        shares: Floats = counts / max(counts.sum(), 1)
        return shares


def _tokens(pair: tuple[str, str]) -> tuple[list[str], list[str]]:
    left, right = ([normalise(word.text) for word in words(text)] for text in pair)
    return left, right


def _sums(group: Ints, values: Floats, groups: int = 0) -> Floats:
    """The sum of the values of each group."""
    return np.bincount(group, values, groups).astype(np.float64)


def _places(count: int) -> Floats:
    places: Floats = (np.arange(count) + 0.5) / count
    return places


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
