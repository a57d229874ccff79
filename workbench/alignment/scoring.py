"""What speaks for a bead: features of sentence vectors, lengths and shared words, and their weights.

Every feature is computed for all beads of a stretch of text at once. The weights belong to the conditional random
field of ``dynamic_program``; ``benchmarks/alignment_weights.py`` learns them, docs/alignment.md says on what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.alignment.dynamic_program import Floats, Scores, Shape
from workbench.alignment.vectors import Vectors

#: The most segments on one side of a bead.
WIDEST = 6
#: One to many, and many to many of at most five segments together.
SHAPES: tuple[Shape, ...] = tuple(
    (height, width)
    for height in range(1, WIDEST + 1)
    for width in range(1, WIDEST + 1)
    if min(height, width) == 1 or height + width <= 5
)

#: The features of a bead, in order: its distance; the same for every segment more than two; how much its lengths
#: differ, as a ratio and in deviations (Gale and Church 1993); the likeness that it has more than if a neighbour
#: joined it; the words both sides share; what a segment less or more would win, if anything; the likeness of the
#: segment that fits worst.
FEATURES = ("distance", "size", "ratio", "deviation", "joined", "shared", "improvable", "weakest")
DISTANCE = FEATURES.index("distance")
#: The features of a segment without counterpart: one, its likeness to its best match, and its length.
ALONE_FEATURES = ("alone", "match", "length")
#: Beads are more or less common by shape.
SHAPE_CLASSES = ("1-1", "1-2", "2-2", "1-3", "1-4", "1-more", "more-more")


@dataclass(frozen=True)
class Weights:
    """What each feature adds to a score: arrays in the order of the names above."""

    shapes: Floats
    beads: Floats
    alone: Floats


WEIGHTS = Weights(
    np.array([0.70, 0.34, -0.52, 0.64, 0.41, -1.35, -0.62]),
    np.array([-3.57, -3.83, -0.09, -1.27, 2.17, 2.89, 2.27, 1.67]),
    np.array([1.13, -2.05, -5.33]),
)

#: The variance of a length per character.
_VARIANCE = 6.8
_MOST_DEVIATION = 4.0
_MOST_GAIN = 0.5
#: Shared words count less beside much that is not shared, and this much is never shared.
_UNSHARED = 4.0


@dataclass(frozen=True)
class Windows:
    """The windows of one to WIDEST adjacent segments in a stretch of text; index k-1 holds those of k, by their start.

    ``vectors[k-1]`` has shape (n-k+1, d); ``strangeness[k-1]`` is each window's mean distance to the other text.
    ``lengths`` (n,) are in characters, scaled to the other text; ``keys`` (n, words) weigh the words that a
    translation may keep; ``matches`` (n,) is each segment's likeness to its best match.
    """

    vectors: Sequence[Vectors]
    strangeness: Sequence[Floats]
    lengths: Floats
    keys: Floats
    matches: Floats

    def __len__(self) -> int:
        return len(self.lengths)


def shape_class(shape: Shape) -> int:
    """The index of the shape's class in SHAPE_CLASSES."""
    known = {(1, 1): 0, (1, 2): 1, (2, 2): 2, (1, 3): 3, (1, 4): 4}
    return known.get((min(shape), max(shape)), 5 if min(shape) == 1 else 6)


def bead_features(source: Windows, target: Windows) -> dict[Shape, Floats]:
    """The features of all beads of two stretches: for each shape (a, b) an array (n-a+1, m-b+1, features)."""
    alike = _likeness(source, target)
    found = {}
    for shape in SHAPES:
        if shape not in alike:
            continue
        own = alike[shape]
        lengths = _sums(source.lengths, shape[0])[:, None], _sums(target.lengths, shape[1])[None, :]
        lesser, greater = _best_lesser(alike, shape), _best_greater(alike, shape)
        joined = np.clip(own - greater, -_MOST_GAIN, _MOST_GAIN)
        extra = np.clip(own - lesser, -_MOST_GAIN, _MOST_GAIN)
        found[shape] = np.stack(
            [
                1 - own,
                (1 - own) * (sum(shape) - 2),
                np.abs(np.log(lengths[0] / lengths[1])),
                np.minimum(
                    np.abs(lengths[0] - lengths[1]) / np.sqrt(_VARIANCE * (lengths[0] + lengths[1]) / 2),
                    _MOST_DEVIATION,
                ),
                joined,
                _shared(source, target, shape),
                np.minimum(joined, 0) + np.minimum(extra, 0),
                _weakest(alike, shape),
            ],
            axis=-1,
        )
    return found


def alone_features(windows: Windows) -> Floats:
    """The features of segments without counterpart: shape (n, 3)."""
    return np.stack([np.ones(len(windows)), windows.matches, np.log(windows.lengths) / 4], axis=-1)


def score(features: Mapping[Shape, Floats], source: Windows, target: Windows, weights: Weights = WEIGHTS) -> Scores:
    """The scores of all beads, deletions and insertions of two stretches with these ``bead_features``."""
    beads = {shape: values @ weights.beads + weights.shapes[shape_class(shape)] for shape, values in features.items()}
    return Scores(beads, alone_features(source) @ weights.alone, alone_features(target) @ weights.alone)


def _likeness(source: Windows, target: Windows) -> dict[Shape, Floats]:
    """The likeness of windows of any two sizes: 1 the same, 0 like any two; a margin, which does away with hubs."""
    found: dict[Shape, Floats] = {}
    for height, (vectors, strange) in enumerate(zip(source.vectors, source.strangeness, strict=True), start=1):
        for width, (others, strange_other) in enumerate(zip(target.vectors, target.strangeness, strict=True), start=1):
            normal = np.maximum((strange[:, None] + strange_other[None, :]) / 2, 1e-6)
            found[height, width] = 1 - (1 - vectors @ others.T) / normal
    return found


def _best_lesser(alike: Mapping[Shape, Floats], shape: Shape) -> Floats:
    """The likeness of the best bead that lacks the first or last segment of one side; minus infinity for 1-1."""
    height, width = shape
    rows, columns = alike[shape].shape
    best = np.full((rows, columns), -np.inf)
    if height > 1:
        less = alike[height - 1, width]
        best = np.maximum(best, np.maximum(less[:rows], less[1 : rows + 1]))
    if width > 1:
        less = alike[height, width - 1]
        best = np.maximum(best, np.maximum(less[:, :columns], less[:, 1 : columns + 1]))
    return best


def _best_greater(alike: Mapping[Shape, Floats], shape: Shape) -> Floats:
    """The likeness of the best bead that has one neighbour more on one side; minus infinity if there is none."""
    height, width = shape
    best = np.full(alike[shape].shape, -np.inf)
    if (height + 1, width) in alike:
        more = alike[height + 1, width]
        best[:-1] = np.maximum(best[:-1], more)
        best[1:] = np.maximum(best[1:], more)
    if (height, width + 1) in alike:
        more = alike[height, width + 1]
        best[:, :-1] = np.maximum(best[:, :-1], more)
        best[:, 1:] = np.maximum(best[:, 1:], more)
    return best


def _weakest(alike: Mapping[Shape, Floats], shape: Shape) -> Floats:
    """The likeness of that segment of the bead that is least like the other side."""
    height, width = shape
    rows, columns = alike[shape].shape
    weakest = np.full((rows, columns), np.inf)
    for offset in range(height):
        weakest = np.minimum(weakest, alike[1, width][offset : offset + rows])
    for offset in range(width):
        weakest = np.minimum(weakest, alike[height, 1][:, offset : offset + columns])
    return weakest


def _shared(source: Windows, target: Windows, shape: Shape) -> Floats:
    """How much of the words that a translation may keep stands on both sides: 0 to 1."""
    ours, theirs = _sums(source.keys, shape[0]), _sums(target.keys, shape[1])
    both = np.sqrt(ours) @ np.sqrt(theirs).T
    return np.asarray(both / ((ours.sum(1)[:, None] + theirs.sum(1)[None, :]) / 2 + _UNSHARED))


def _sums(values: Floats, size: int) -> Floats:
    """The sums over ``size`` adjacent rows."""
    summed = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    return np.asarray(summed[size:] - summed[:-size])
