"""What a translation may keep as it is: numbers, the beginnings of names and of cognates, and glossary concepts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from workbench.alignment.dynamic_program import Floats
from workbench.languages.words import normalise, words

#: Words are compared by so many letters, so that endings do not count; shorter words say little.
_STEM = 5
_SHORTEST = 4

#: Finds the concepts that a segment names; the same concept in both languages has the same name.
ConceptFinder = Callable[[str], Iterable[str]]


def keys(text: str, concepts: ConceptFinder | None = None) -> list[str]:
    """The keys of a segment: digits, stems, concepts."""
    plain = [normalise(word.text) for word in words(text)]
    stems = [word if word.isdigit() else word[:_STEM] for word in plain if word.isdigit() or len(word) >= _SHORTEST]
    return stems + [f"concept {name}" for name in concepts(text)] if concepts else stems


class KeptWords:
    """The keys of all segments of two texts, weighed by how rare they are.

    Only keys that stand on both sides count; the weight of one is the logarithm of how seldom it is.
    """

    def __init__(self, source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> None:
        self._sides = source, target
        counts = [Counter(key for segment in side for key in set(segment)) for side in self._sides]
        total = len(source) + len(target) + 1
        self._weights = {key: np.log(total / (counts[0][key] + counts[1][key])) for key in counts[0] & counts[1]}

    def stretch(self, source: slice, target: slice) -> tuple[Floats, Floats]:
        """The weights of the keys in two stretches of segments: shapes (n, keys) and (m, keys)."""
        stretches = self._sides[0][source], self._sides[1][target]
        here = [{key for segment in side for key in segment if key in self._weights} for side in stretches]
        places = {key: place for place, key in enumerate(sorted(here[0] | here[1]))}
        arrays = tuple(np.zeros((len(side), len(places))) for side in stretches)
        for side, array in zip(stretches, arrays, strict=True):
            for row, segment in enumerate(side):
                for key in set(segment):
                    if key in places:
                        array[row, places[key]] = self._weights[key]
        return arrays[0], arrays[1]
