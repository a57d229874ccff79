"""The memory's part in a translation: what translators have translated before is looked up before anything is decoded.

The same text is used as it was translated, unless the glossary forbids that; similar texts are offered to the reviewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.documents.bilingual import MemoryMatch, Outcome
from workbench.glossary.matching import Hit
from workbench.glossary.verification import Verifier
from workbench.translation.memory.lookup import exact_match, matches
from workbench.translation.memory.store import Memory
from workbench.translation.mode import Mode


@dataclass(frozen=True, slots=True)
class Recall:
    """What the memories say of a segment: the target to use, if any, what they offer besides, and marks."""

    target: str | None = None
    matches: Sequence[MemoryMatch] = ()
    marks: Sequence[str] = ()


NOTHING = Recall()


class MemoryPass:
    """Looks segments up in memories, the first of which counts most. Without memories it knows nothing."""

    def __init__(self, memories: Sequence[Memory], verifier: Verifier, mode: Mode) -> None:
        """``verifier`` holds translations against the glossary; with ``Mode.OFF`` the glossary forbids nothing."""
        self._memories, self._verifier, self._mode = memories, verifier, mode

    @property
    def fingerprint(self) -> str:
        """What the memories hold, for the signature; empty without memories."""
        return ",".join(f"{memory.name}-{memory.fingerprint}" for memory in self._memories)

    def recall(self, source: str, hits: Sequence[Hit]) -> Recall:
        """Look a segment up, with its glossary hits. Raises InputError if a memory is damaged."""
        if not self._memories:
            return NOTHING
        exact = exact_match(self._memories, source)
        if exact is None:
            return Recall(matches=matches(self._memories, source))
        lost = self._lost_terms(source, exact.target, hits)
        if not lost:
            return Recall(exact.target, [exact])
        mark = f"the memory offers “{exact.target}” ({exact.origin}), which the glossary forbids: {', '.join(lost)}"
        return Recall(matches=matches(self._memories, source), marks=[mark])

    def _lost_terms(self, source: str, target: str, hits: Sequence[Hit]) -> list[str]:
        """The terms of the source for which no allowed rendering stands in the target, as they are written."""
        if self._mode is Mode.OFF:
            return []
        uses = self._verifier.verify(hits, target)
        return [f"“{source[slice(*use.source)]}”" for use in uses if use.outcome is not Outcome.KEPT]
