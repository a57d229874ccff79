"""What every search returns, and how long it may become. Apart from the searches, so that no torch is needed for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.translation.marian import MarianModel


@dataclass(frozen=True)
class Hypothesis:
    """Target token ids without the end of sentence; ``score`` is the log probability over length ** penalty.

    ``finished`` is false when the length limit cut it off.
    """

    tokens: tuple[int, ...]
    score: float
    finished: bool = True


def length_limit(source_tokens: int, model: "MarianModel") -> int:
    """The most tokens a target may have, the end of sentence included."""
    return min(int(source_tokens * 1.6) + 24, model.max_positions - 1)
