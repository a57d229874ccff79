"""Drafts: the candidate targets of a unit, and which of them is the best."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.documents.bilingual import Origin
from workbench.translation.flaws import Flaw
from workbench.translation.requirements import Requirement

#: What a missing term or address costs a draft, in nats per token of the model's score: worth nearly any loss.
COST_OF_TERM = 2.0
#: What a missing number or name costs, in nats: a short text may be bent for it, a long one is better completed by the
#: reviewer than ruined.
COST_OF_OTHER = 15.0
#: What a text costs that is cut off, and each of its flaws, in nats per token.
COST_OF_CUT, COST_OF_FLAW = 1.0, 0.5


@dataclass(frozen=True)
class Draft:
    """A candidate target of a unit, its tokens, and the requirements that it does not meet.

    ``annotated`` are the requirements that were annotated in the source that it was decoded from; ``score`` is the
    model's log probability per token; ``finished`` is false if the length limit cut the text off. ``flaws`` are those
    of the text: of a draft that nothing was forced into, only whether it repeats itself is looked at.
    """

    text: str
    tokens: Sequence[int]
    score: float
    finished: bool
    origin: Origin
    missing: Sequence[Requirement]
    annotated: Sequence[Requirement] = ()
    flaws: frozenset[Flaw] = frozenset()

    @property
    def cost(self) -> float:
        """Sorts drafts, the best first: the model's score against what is missing."""
        other = COST_OF_OTHER / (len(self.tokens) + 1)
        missing = sum(COST_OF_TERM if requirement.is_strict else other for requirement in self.missing)
        flaws = (not self.finished) * COST_OF_CUT + len(self.flaws) * COST_OF_FLAW
        return missing + flaws - self.score


@dataclass
class Drafts:
    """All drafts of a unit, in the order in which they were made; at least one before ``best`` is asked for."""

    tried: list[Draft]

    @property
    def best(self) -> Draft:
        """The draft of the lowest cost; the earliest of equals."""
        return min(self.tried, key=lambda draft: draft.cost)

    @property
    def history(self) -> tuple[str, ...]:
        """Each draft in words: the pass that made it, and what it lost."""
        return tuple(f"{draft.origin}: {_losses(draft)}" for draft in self.tried)


def _losses(draft: Draft) -> str:
    lost = [f"{requirement.kind} “{requirement.renderings[0]}” missing" for requirement in draft.missing]
    lost += ["cut off at the length limit"] * (not draft.finished) + sorted(draft.flaws)
    return ", ".join(lost) or "nothing missing"
