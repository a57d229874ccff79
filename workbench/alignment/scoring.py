"""What speaks for a bead: features of the sentence vectors, lengths and shared words, and their weights.

Every feature is computed for all beads of a stretch of text at once. The weights are those of the conditional random
field in ``dynamic_program``; how they were learned stands in docs/alignment.md.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.alignment.dynamic_program import Floats, Scores, Shape
from workbench.alignment.vectors import Vectors
from workbench.languages.words import normalise, words

#: The most segments on one side of a bead.
WIDEST = 6
#: One to many, and many to many of at most five segments together.
SHAPES: tuple[Shape, ...] = tuple(
    (height, width)
    for height in range(1, WIDEST + 1)
    for width in range(1, WIDEST + 1)
    if min(height, width) == 1 or height + width <= 5
)

#: Log weights of the shapes, by sorted shape; the rest are one-to-many or many-to-many.
_SHAPE_WEIGHTS = {(1, 1): 0.0}
_MANY = {True: 0.0, False: 0.0}

#: The weights of the features of a bead ...
WEIGHTS: dict[str, float] = {}
#: ... and of a segment without a counterpart.
ALONE_WEIGHTS: dict[str, float] = {}

#: The variance of a length per character (Gale and Church 1993).
_VARIANCE = 6.8
_MOST_DEVIATION = 4.0
_MOST_GAIN = 0.5
#: Words are compared by so many letters, so that endings and some spellings do not count; shorter ones say little.
_STEM = 5
_SHORTEST = 4


@dataclass(frozen=True)
class Windows:
    """Windows of adjacent segments of one stretch of text; index k-1 holds those of k segments, by their start.

    ``strangeness`` is each window's mean distance to the other text; ``lengths`` are in characters of the target.
    """

    vectors: Sequence[Vectors]
    strangeness: Sequence[Floats]
    lengths: Sequence[Floats]
    keys: Sequence[Mapping[str, float]]


def keys(text: str) -> list[str]:
    """What a translation may keep as it is: numbers, and the beginnings of names and cognates."""
    found = []
    for word in words(text):
        plain = normalise(word.text)
        if plain.isdigit():
            found.append(plain)
        elif len(plain) >= _SHORTEST:
            found.append(plain[:_STEM])
    return found
