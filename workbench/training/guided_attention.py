"""Guided attention (Chen and others 2016, arXiv 1607.01628; Garg and others 2019, D19-1453).

The cross-entropy between word alignments and one head of the decoder's cross-attention: the head becomes an aligner.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from workbench.training.mixture import Sample


class GuidedAttention:
    """Watches one head of a network's cross-attention, and says how far it is from the alignments of a batch."""

    def __init__(self, network: Any, layer: int, head: int) -> None:
        """Queries and keys are seen by hooks; nothing of the network changes."""
        attention = network.model.decoder.layers[layer].encoder_attn
        self._part = slice(head * attention.head_dim, (head + 1) * attention.head_dim)
        self._scaling = attention.scaling
        self._seen: dict[str, Tensor] = {}
        for name in ("q_proj", "k_proj"):
            getattr(attention, name).register_forward_hook(
                lambda _module, _input, output, name=name: self._seen.__setitem__(name, output[..., self._part])
            )

    def loss(self, batch: Sequence[Sample], padding: Tensor) -> Tensor | None:
        """The mean over the aligned target pieces after a forward pass; None if the batch has no alignment.

        ``padding``: true where the source is padding, (rows, source length).
        """
        links = [(row, *link) for row, item in enumerate(batch) for link in item.guide]
        if not links:
            return None
        scores = (self._seen["q_proj"] @ self._seen["k_proj"].transpose(1, 2)).float() * self._scaling
        scores = scores.masked_fill(padding[:, None, :], float("-inf")).log_softmax(-1)
        rows, targets, sources, shares = (
            torch.tensor(column, device=padding.device) for column in zip(*links, strict=True)
        )
        loss: Tensor = -(scores[rows, targets, sources] * shares).sum() / shares.sum()
        return loss
