"""The network in training: where it runs, in which precision, and batches as tensors."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from workbench.errors import UsageError
from workbench.training.mixture import Sample
from workbench.training.settings import TrainingSettings
from workbench.translation.marian import MarianModel


def choose_device(settings: TrainingSettings) -> torch.device:
    """The device that the settings name. Raises UsageError for a GPU that is not there."""
    if settings.device == "cuda" and not torch.cuda.is_available():
        raise UsageError("device is cuda, and torch finds no GPU")
    if settings.device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(settings.device)


def autocast(settings: TrainingSettings, device: torch.device) -> AbstractContextManager[object]:
    """What the forward pass runs in: bfloat16 pays where the processor multiplies it by itself."""
    has_bfloat16 = (
        torch.cuda.is_bf16_supported() if device.type == "cuda" else torch.cpu.get_capabilities().get("avx512_bf16")
    )
    if settings.precision == "float32" or (settings.precision == "auto" and not has_bfloat16):
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)


def set_threads(settings: TrainingSettings) -> None:
    """Let torch use so many threads."""
    torch.set_num_threads(settings.threads or len(os.sched_getaffinity(0)))


@dataclass(frozen=True)
class Batch:
    """Samples as tensors, padded, (rows, length): what the encoder and the decoder read, and what is to be said."""

    source: Tensor
    mask: Tensor
    decoder: Tensor
    target: Tensor

    @classmethod
    def of(cls, samples: Sequence[Sample], model: MarianModel, device: torch.device) -> "Batch":
        """The samples padded to the longest, the target moved by one for the decoder."""
        source = _padded([item.source for item in samples], model.pad)
        target = _padded([item.target for item in samples], model.pad)
        decoder = _padded([[model.start, *item.target[:-1]] for item in samples], model.pad)
        mask = _padded([[1] * len(item.source) for item in samples], 0)
        return cls(*(tensor.to(device) for tensor in (source, mask, decoder, target)))

    def logits(self, network: Any) -> Tensor:
        """The scores of each next piece, (rows, length, vocabulary)."""
        output = network(
            input_ids=self.source, attention_mask=self.mask, decoder_input_ids=self.decoder, use_cache=False
        )
        logits: Tensor = output.logits
        return logits


def _padded(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])
