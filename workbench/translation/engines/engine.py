"""What an engine is: anything that decodes many sources without constraints, and how the sources are batched for it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from workbench.translation.hypothesis import Hypothesis

#: Called with the number of sources done and of all.
Progress = Callable[[int, int], None]


class Engine(Protocol):
    """Decodes without constraints. All engines use the same limits, scores and suppressed tokens."""

    @property
    def name(self) -> str:
        """Library and number type, for signatures: ``torch-float32``."""
        ...

    def decode(
        self,
        sources: Sequence[Sequence[int]],
        *,
        beams: int,
        length_penalty: float,
        n_best: int = 1,
        prefixes: Sequence[Sequence[int]] | None = None,
        no_repeat: int = 0,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """The best ``n_best`` (at most ``beams``) hypotheses of each source, best first, in the order of ``sources``.

        Any number of sources in any order; each is token ids with the end of sentence, as many as the model has
        positions at most. Hypotheses end at ``length_limit``. ``prefixes`` are the target tokens that each must
        begin with; they count in its length and score. No sequence of ``no_repeat`` tokens is written twice behind
        them; 0: any may be.
        """
        ...


def batches(sources: Sequence[Sequence[int]], budget: int) -> Iterator[list[int]]:
    """Indices of sources of similar length, at most ``budget`` padded tokens (or one source) at a time.

    The longest come first, so that memory is at its highest at the start and the time left is not underestimated.
    """
    batch: list[int] = []
    width = 0
    for index in sorted(range(len(sources)), key=lambda index: -len(sources[index])):
        if batch and width * (len(batch) + 1) > budget:
            yield batch
            batch = []
        if not batch:
            width = len(sources[index])
        batch.append(index)
    if batch:
        yield batch
