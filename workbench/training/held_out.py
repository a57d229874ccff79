"""How good a network is on pairs that it is not trained on: the loss, and chrF of greedy translations."""

import random
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import torch
import torch.nn.functional as F

from workbench.training.examples import Example
from workbench.training.mixture import cut_into_batches, sample
from workbench.training.network import Batch
from workbench.training.pairs import TrainingPair
from workbench.training.settings import TrainingSettings
from workbench.translation.marian import MarianModel

Precision = AbstractContextManager[object]

#: A greedy translation may be so many times as long as its source, and a few pieces more.
_LONGEST_OUTPUT = (2.0, 10)


class HeldOut:
    """Held-out pairs, at most as many as the settings say, always the same."""

    def __init__(self, pairs: Sequence[TrainingPair], model: MarianModel, settings: TrainingSettings) -> None:
        """Segments that are too long to be trained on are left out here too."""
        self._model, self._settings = model, settings
        chosen = list(pairs)
        random.Random(settings.seed).shuffle(chosen)
        fitting = []
        for pair in chosen:
            item = sample(Example(pair.source, pair.target), model)
            if max(len(item.source), len(item.target)) <= min(settings.longest, model.max_positions):
                fitting.append((item, pair))
            if len(fitting) == settings.held_out:
                break
        fitting.sort(key=lambda entry: len(entry[0].source))
        self.pairs = [pair for _, pair in fitting]
        self._batches = cut_into_batches([item for item, _ in fitting], settings.batch_tokens)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    @torch.no_grad()
    def loss(self, network: Any, device: torch.device, precision: Precision) -> float:
        """The mean negative log probability of a target piece, in nats, without smoothing."""
        network.eval()
        total, count = 0.0, 0
        for samples in self._batches:
            batch = Batch.of(samples, self._model, device)
            with precision:
                logits = batch.logits(network)
            kept = batch.target != self._model.pad
            total += F.cross_entropy(logits.float()[kept], batch.target[kept], reduction="sum").item()
            count += int(kept.sum())
        return total / count

    def chrf(self, network: Any, device: torch.device, precision: Precision) -> float:
        """chrF2 (Popović 2015) of greedy translations, 0 to 100, by sacreBLEU."""
        from sacrebleu import corpus_chrf

        hypotheses = [
            text
            for samples in self._batches
            for text in self._translated([item.source for item in samples], network, device, precision)
        ]
        return float(corpus_chrf(hypotheses, [[pair.target for pair in self.pairs]]).score)

    @torch.no_grad()
    def _translated(
        self,
        sources: Sequence[list[int]],
        network: Any,
        device: torch.device,
        precision: Precision,
    ) -> list[str]:
        network.eval()
        width = max(map(len, sources))
        ids = torch.tensor([[*row, *[self._model.pad] * (width - len(row))] for row in sources], device=device)
        times, more = _LONGEST_OUTPUT
        longest = min(int(width * times) + more, self._model.max_positions - 1)
        with precision:
            output = network.generate(
                input_ids=ids, attention_mask=(ids != self._model.pad).long(),
                num_beams=1, do_sample=False, max_length=None, max_new_tokens=longest,
            )  # fmt: skip
        return [self._model.text(row[1:].tolist()) for row in output]
