"""Cutting two texts into stretches that are aligned one by one, at pairs that are settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from workbench.alignment.coarse import Path
from workbench.alignment.dynamic_program import Floats

#: A pair this alike that is the best match on both sides is settled ...
_SURE = 0.35
#: ... unless one side is so many times as long as the other: it may be half of a bead.
_UNEVEN = 1.6
#: Longer stretches are cut at the most alike pair near their middle, settled or not.
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Stretch:
    """Source segments ``source`` and target segments ``target`` that are aligned with each other, as ranges.

    ``likeness`` is that of a settled pair, None for a stretch that is to be aligned.
    """

    source: range
    target: range
    likeness: float | None = None


def cut(path: Path, source_lengths: Floats, target_lengths: Floats) -> list[Stretch]:
    """The stretches of two texts, in order; together they hold every segment once.

    Between two settled pairs that follow each other on both sides no bead can reach over, so there is a cut.
    Lengths are in characters, those of the source scaled to the target.
    """
    sure = _settled(path, source_lengths, target_lengths)
    cuts = [(0, 0)]
    for index in range(1, len(path.source)):
        follows = path.source[index - 1] + 1 == path.source[index] and path.target[index - 1] + 1 == path.target[index]
        if follows and sure[index - 1] and sure[index]:
            cuts.append((int(path.source[index]), int(path.target[index])))
    cuts.append((len(source_lengths), len(target_lengths)))
    likeness = dict(zip(zip(path.source.tolist(), path.target.tolist(), strict=True), path.likeness, strict=True))
    found: list[Stretch] = []
    for start, end in pairwise(cuts):
        source, target = range(start[0], end[0]), range(start[1], end[1])
        if len(source) == len(target) == 1 and start in likeness:
            found.append(Stretch(source, target, float(likeness[start])))
        else:
            found += _shortened(Stretch(source, target), path)
    return found


def _settled(path: Path, source_lengths: Floats, target_lengths: Floats) -> np.ndarray:
    """Which pairs of the path are settled."""
    ratio = source_lengths[path.source] / target_lengths[path.target]
    return np.asarray(
        (path.likeness >= _SURE)
        & (path.likeness >= path.best_source[path.source] - 1e-9)
        & (path.likeness >= path.best_target[path.target] - 1e-9)
        & (ratio < _UNEVEN)
        & (ratio > 1 / _UNEVEN)
    )


def _shortened(stretch: Stretch, path: Path) -> Iterator[Stretch]:
    """The stretch, or two or more shorter ones where it is too long."""
    waiting = [stretch]
    while waiting:
        stretch = waiting.pop()
        if max(len(stretch.source), len(stretch.target)) <= _LONGEST:
            yield stretch
            continue
        row, column = _middle(stretch, path)
        waiting.append(Stretch(range(row, stretch.source.stop), range(column, stretch.target.stop)))
        waiting.append(Stretch(range(stretch.source.start, row), range(stretch.target.start, column)))


def _middle(stretch: Stretch, path: Path) -> tuple[int, int]:
    """Where to cut: before the most alike pair in the middle half; without one, in the middle of both sides."""
    longer, pairs = (
        (stretch.source, path.source) if len(stretch.source) >= len(stretch.target) else (stretch.target, path.target)
    )
    quarter = len(longer) // 4
    first, last = np.searchsorted(pairs, [longer.start + quarter, longer.stop - quarter])
    inside = [
        index
        for index in range(first, last)
        if path.source[index] in stretch.source and path.target[index] in stretch.target
    ]
    if not inside:
        return stretch.source.start + len(stretch.source) // 2, stretch.target.start + len(stretch.target) // 2
    best = max(inside, key=lambda index: path.likeness[index])
    return int(path.source[best]), int(path.target[best])
