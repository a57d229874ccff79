"""Beads: which segments of a source correspond to which of a target, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """Source and target segments that say the same, as zero-based indices, ascending and adjacent.

    One side is empty for an insertion or a deletion. ``confidence`` lies between 0 and 1.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float = 1.0

    def __str__(self) -> str:
        """``[0, 1]:[2]``, the notation of Bleualign and Vecalign."""
        return f"{list(self.source)}:{list(self.target)}"


@dataclass(frozen=True)
class Alignment:
    """The segments of two texts and the beads between them; every segment stands in exactly one bead.

    ``signature`` says with what the beads were found, as ``key:value|key:value``.
    """

    source: Sequence[str]
    target: Sequence[str]
    beads: Sequence[Bead]
    source_language: str
    target_language: str
    signature: str = ""

    def texts(self, bead: Bead) -> tuple[str, str]:
        """The text of both sides of a bead, segments joined by a space."""
        return (
            " ".join(self.source[index] for index in bead.source),
            " ".join(self.target[index] for index in bead.target),
        )
