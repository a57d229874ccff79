"""The torch search as an engine: the reference, and what runs where CTranslate2 is not installed."""

from collections.abc import Sequence

from workbench.translation.engines.engine import Progress, batches
from workbench.translation.marian import MarianModel
from workbench.translation.search import Hypothesis, beam_search


class TorchEngine:
    """``search.beam_search`` in batches of at most ``batch_tokens`` padded source tokens."""

    name = "torch-float32"

    def __init__(self, model: MarianModel, batch_tokens: int) -> None:
        self.model, self.batch_tokens = model, batch_tokens

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
        """See ``Engine.decode``."""
        results: list[list[Hypothesis]] = [[] for _ in sources]
        done = 0
        for batch in batches(sources, self.batch_tokens):
            found = beam_search(
                self.model,
                [sources[index] for index in batch],
                beams=beams,
                length_penalty=length_penalty,
                n_best=n_best,
                prefixes=[prefixes[index] for index in batch] if prefixes else None,
                no_repeat=no_repeat,
            )
            for index, hypotheses in zip(batch, found, strict=True):
                results[index] = hypotheses
            done += len(batch)
            if progress:
                progress(done, len(sources))
        return results
