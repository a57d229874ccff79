"""What the alignment tests share: the gold documents, an encoder that needs no model, and what must always hold."""

import re
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from workbench.alignment.beads import Alignment
from workbench.alignment.vectors import Vectors, unit
from workbench.languages.words import words

GOLD = Path(__file__).resolve().parents[2] / "eval" / "alignment"


def read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def gold(name: str) -> tuple[list[str], list[str], list[str]]:
    """Source, target and beads as written of a gold document."""
    source, target, beads = (read_lines(GOLD / f"{name}.{suffix}") for suffix in ("nl", "en", "nl-en"))
    return source, target, beads


def passage(name: str, first: int, last: int) -> tuple[list[str], list[str]]:
    """The source and target lines of some of the gold beads, by their place in the file."""
    source, target, beads = gold(name)
    numbers = [
        [int(number) for bead in beads[first:last] for number in re.findall(r"\d+", bead.split(":")[side])]
        for side in (0, 1)
    ]
    return [source[number] for number in numbers[0]], [target[number] for number in numbers[1]]


@cache
def _vector(word: str) -> Vectors:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(64).astype(np.float32)


class WordEncoder:
    """Texts with the same words have the same vector: enough where both sides are in one language."""

    name = "words"

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row] += _vector(word.text.lower())
        return unit(vectors)


def assert_whole(alignment: Alignment) -> None:
    """Every segment stands in exactly one bead, in order, and confidences are probabilities."""
    assert [index for bead in alignment.beads for index in bead.source] == list(range(len(alignment.source)))
    assert [index for bead in alignment.beads for index in bead.target] == list(range(len(alignment.target)))
    assert all(0 <= bead.confidence <= 1 for bead in alignment.beads)
