"""The first look at two texts: a monotone path of 1-1 pairs, found from coarse to fine.

As in Vecalign (Thompson and Koehn 2019), both texts are halved by averaging neighbouring vectors until they are short;
the path of the short texts is the middle of the band in which the next finer ones are searched. Time and memory are
linear in the number of segments.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.alignment.anchors import Integers
from workbench.alignment.vectors import Vectors, unit

Floats = NDArray[np.float64]

#: Texts of so many segments are searched whole.
_SHORT = 200
#: How far the band reaches beyond the path of the coarser text, and how wide it gets where that has no pairs.
_REACH = 16
_WIDEST = 400
#: Pairs less alike than this (0: like any two segments, 1: the same) are no pairs.
_LEAST = 0.12
#: What an equal label adds to the likeness of a pair, and what different labels or kinds take away.
_SAME_LABEL, _OTHER_LABEL = 0.4, 0.3
#: So many evenly spread segments stand for "any segment" when likeness is normalised.
SAMPLE = 200
_ROWS = 64


@dataclass(frozen=True)
class Side:
    """What the first look knows of one text: a vector, a label (-1: none) and whether it is a heading, each segment."""

    vectors: Vectors
    labels: Integers
    headings: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True)
class Path:
    """1-1 pairs, ascending on both sides, with how alike they are; and each segment's likeness to its best match."""

    source: Integers
    target: Integers
    likeness: Floats
    best_source: Floats
    best_target: Floats


@dataclass(frozen=True)
class _Band:
    """Row i may pair with targets ``low[i] <= j < high[i]``; both ascend."""

    low: Integers
    high: Integers


def strangeness(vectors: Vectors, sample: Vectors) -> Floats:
    """The mean cosine distance of each vector to a sample of the other text: what 'not alike' means for it."""
    return np.asarray(1 - (vectors @ sample.T).mean(1), np.float64)


def spread_sample(vectors: Vectors) -> Vectors:
    """Evenly spread vectors that stand for the whole text."""
    count = min(len(vectors), SAMPLE)
    sample: Vectors = vectors[np.arange(count) * len(vectors) // max(count, 1)]
    return sample


def find_path(source: Side, target: Side) -> Path:
    """The path of 1-1 pairs through two texts that both have segments."""
    levels = [(source, target)]
    while max(map(len, levels[-1])) > _SHORT and min(map(len, levels[-1])) > 1:
        levels.append((_halved(levels[-1][0]), _halved(levels[-1][1])))
    path = None
    for coarse_source, coarse_target in reversed(levels):
        band = _band_around(path, len(coarse_source), len(coarse_target))
        path = _search(coarse_source, coarse_target, band)
    assert path is not None
    return path


def _halved(side: Side) -> Side:
    """A text of half the length: the mean of every two vectors; labels and kinds count only in the full text."""
    vectors = side.vectors
    if len(vectors) % 2:
        vectors = np.concatenate([vectors, vectors[-1:]])
    halved = unit(vectors[::2] + vectors[1::2])
    return Side(halved, np.full(len(halved), -1), np.zeros(len(halved), bool))


def _band_around(path: Path | None, rows: int, columns: int) -> _Band:
    """The band for a text of which ``path`` is that of its half; without one, everything."""
    if path is None or not len(path.source):
        middle = np.arange(rows) * columns // rows
        width = columns if path is None else _WIDEST
        low, high = middle - width, middle + width
    else:
        ends = (
            np.concatenate([[-1], path.source, [(rows + 1) // 2]]),
            np.concatenate([[-1], path.target, [(columns + 1) // 2]]),
        )
        row = np.arange(rows) / 2
        middle = 2 * np.interp(row, ends[0], ends[1])
        after = np.searchsorted(ends[0], row.astype(int))
        before = np.maximum(np.searchsorted(ends[0], row.astype(int), side="right") - 1, 0)
        low = np.maximum(2 * ends[1][before] - _REACH, middle - _WIDEST).astype(int)
        high = np.minimum(2 * ends[1][after] + 2 + _REACH, middle + _WIDEST).astype(int)
    low, high = np.clip(low, 0, columns - 1), np.clip(high, 1, columns)
    low[0], high[-1] = 0, columns
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum(np.maximum.accumulate(high), low + 1)
    # Rows must touch, or no path leads from one to the next.
    low[1:] = np.minimum(low[1:], high[:-1])
    return _Band(np.minimum.accumulate(low[::-1])[::-1], high)


def _search(source: Side, target: Side, band: _Band) -> Path:
    """The path of pairs with the greatest sum of likeness above the least; leaving a segment out costs nothing."""
    best_source, best_target = np.full(len(source), -1.0), np.full(len(target), -1.0)
    from_rows = []
    alike_rows = []
    reached = np.zeros(int(band.high[0]) + 1)
    previous_low = 0
    for row, alike in enumerate(_likeness(source, target, band)):
        low, high = int(band.low[row]), int(band.high[row])
        if high > low:
            best_source[row] = alike.max()
            best_target[low:high] = np.maximum(best_target[low:high], alike)
        above = np.full(high - low + 1, -np.inf)
        overlap = reached[low - previous_low :]
        above[: len(overlap)] = overlap[: len(above)]
        matched = np.full(len(above), -np.inf)
        matched[1:] = above[:-1] + alike - _LEAST
        is_pair = matched > above
        best = np.maximum(matched, above)
        reached = np.maximum.accumulate(best)
        from_rows.append(np.where(reached > best, np.int8(2), is_pair.astype(np.int8)))
        alike_rows.append(alike)
        previous_low = low
    return _traced(from_rows, alike_rows, band, best_source, best_target)


def _traced(
    from_rows: list[NDArray[np.int8]], alike_rows: list[Floats], band: _Band, best_source: Floats, best_target: Floats
) -> Path:
    """Back along the best path."""
    pairs = []
    row, column = len(from_rows) - 1, int(band.high[-1])
    while row >= 0 and column > 0:
        low = int(band.low[row])
        step = from_rows[row][column - low]
        if step == 2:
            column -= 1
        elif step == 1:
            column -= 1
            pairs.append((row, column, float(alike_rows[row][column - low])))
            row -= 1
        else:
            row -= 1
    pairs.reverse()
    columns = list(zip(*pairs, strict=True)) or [(), (), ()]
    return Path(
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int64),
        np.array(columns[2], np.float64),
        best_source,
        best_target,
    )


def _likeness(source: Side, target: Side, band: _Band) -> Iterator[Floats]:
    """The likeness of each row to the targets in its band: 1 the same, 0 like any two segments."""
    strange_source = strangeness(source.vectors, spread_sample(target.vectors))
    strange_target = strangeness(target.vectors, spread_sample(source.vectors))
    for start in range(0, len(source), _ROWS):
        rows = slice(start, min(start + _ROWS, len(source)))
        low, high = int(band.low[rows].min()), int(band.high[rows].max())
        distance = 1 - source.vectors[rows] @ target.vectors[low:high].T
        normal = (strange_source[rows, None] + strange_target[None, low:high]) / 2
        alike = 1 - distance / np.maximum(normal, 1e-6)
        alike += _from_anchors(source, target, rows, slice(low, high))
        for row in range(rows.start, rows.stop):
            yield alike[row - start, band.low[row] - low : band.high[row] - low]


def _from_anchors(source: Side, target: Side, rows: slice, columns: slice) -> Floats:
    """What labels and headings add to likeness."""
    labels, others = source.labels[rows, None], target.labels[None, columns]
    same = (labels == others) & (labels >= 0)
    other = (labels != others) & (labels >= 0) & (others >= 0)
    other |= source.headings[rows, None] != target.headings[None, columns]
    return np.asarray(_SAME_LABEL * same - _OTHER_LABEL * other, np.float64)
