"""The decoder of a Marian network, one token at a time for all rows of a batch.

The same function as the decoder of transformers, faster in a beam search: what belongs to a sentence is kept once for
all its beams, and nothing is copied when beams change places. The keys and values of every beam stay where they were
written, and each beam remembers which of them belong to its own past.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding, layer_norm, linear

#: Target positions for which room is made at the start; doubled whenever they are used up.
POSITIONS_AT_FIRST = 32


@dataclass
class DecoderState:
    """What the decoder remembers of its rows: S sentences with K beams each, in H heads of size D."""

    beams: int
    source_keys: list[Tensor]  # for each layer (S, H, D, source length)
    source_values: list[Tensor]  # for each layer (S, H, source length, D)
    source_mask: Tensor  # (S, 1, 1, source length): 0, or minus infinity for padding
    keys: list[Tensor]  # for each layer (S, H, D, room): the K of the first position, those of the second, and so on
    values: list[Tensor]  # for each layer (S, H, room, D)
    past: Tensor  # (S, 1, K, K * length): 0 for what belongs to a beam's past, minus infinity for what does not
    length: int = 0  # target positions so far

    def reorder(self, rows: Tensor) -> None:
        """Continue row i from the former row ``rows[i]`` of the same sentence."""
        origins = rows.view(-1, 1, self.beams, 1) % self.beams
        self.past = self.past.gather(2, origins.expand(-1, -1, -1, self.past.shape[3]))

    def keep(self, rows: Tensor) -> None:
        """Drop all sentences but those of ``rows``, which are all the rows of a sentence or none."""
        kept = rows[:: self.beams] // self.beams
        for tensors in (self.source_keys, self.source_values, self.keys, self.values):
            tensors[:] = [tensor.index_select(0, kept) for tensor in tensors]
        self.source_mask, self.past = self.source_mask[kept], self.past[kept]

    def append(self) -> slice:
        """Take the next target position; returns where its keys and values are to be written."""
        place = slice(self.length * self.beams, (self.length + 1) * self.beams)
        self.length += 1
        if place.stop > self.keys[0].shape[3]:
            self.keys = [torch.cat([tensor, torch.empty_like(tensor)], 3) for tensor in self.keys]
            self.values = [torch.cat([tensor, torch.empty_like(tensor)], 2) for tensor in self.values]
        own = torch.full((self.beams, self.beams), float("-inf")).fill_diagonal_(0.0)
        self.past = torch.cat([self.past, own.expand(len(self.past), 1, -1, -1)], 3)
        return place


class Decoder:
    """The decoder of a ``transformers.MarianMTModel``."""

    def __init__(self, network: Any) -> None:
        """Prepare the weights of ``network``."""
        decoder = network.model.decoder
        self._embeddings, self._positions = decoder.embed_tokens.weight, decoder.embed_positions.weight
        self._scale = float(decoder.embed_scale)
        self._layers = [_Layer(layer) for layer in decoder.layers]
        self._output = _Projection(network.lm_head.weight, network.final_logits_bias[0])

    def begin(self, encoded: Tensor, mask: Tensor, beams: int) -> DecoderState:
        """The state before the first token, from (sentences, source length, width) and (sentences, source length)."""
        source = [layer.read_source(encoded) for layer in self._layers]
        (sentences, heads, size, _), room = source[0][0].shape, beams * POSITIONS_AT_FIRST
        return DecoderState(
            beams=beams,
            source_keys=[keys for keys, _ in source],
            source_values=[values for _, values in source],
            source_mask=torch.zeros(mask.shape).masked_fill_(mask == 0, float("-inf"))[:, None, None],
            keys=[torch.empty(sentences, heads, size, room) for _ in source],
            values=[torch.empty(sentences, heads, room, size) for _ in source],
            past=torch.empty(sentences, 1, beams, 0),
        )

    def step(self, state: DecoderState, tokens: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Feed the last token of each row, (rows,).

        Returns the scores of the next, (rows, vocabulary), not normalised, and the attention on the source of each
        layer, (sentences, heads, beams, source length).
        """
        hidden = embedding(tokens, self._embeddings) * self._scale + self._positions[state.length]
        place = state.append()
        looks = []
        for number, layer in enumerate(self._layers):
            hidden = layer.attend_past(hidden, state, number, place)
            hidden, look = layer.attend_source(hidden, state, number)
            hidden = layer.feed_forward(hidden)
            looks.append(look)
        return self._output(hidden), looks


class _Projection:
    """A linear projection of rows whose weights are laid out once as oneDNN multiplies them.

    ``torch.nn.functional.linear`` does that anew at every call, which for the few rows of a decoder's step takes as
    long as the multiplication. The two functions are those that ``torch.compile`` uses; where torch lacks them,
    ``linear`` serves.
    """

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        self._weight, self._bias = weight, bias.contiguous()
        available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        packs = available and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
        self._packed = torch.ops.mkldnn._reorder_linear_weight(weight) if packs else None

    def __call__(self, rows: Tensor) -> Tensor:
        if self._packed is None:
            return linear(rows, self._weight, self._bias)
        projected: Tensor = torch.ops.mkldnn._linear_pointwise(rows, self._packed, self._bias, "none", [], "")
        return projected


class _Layer:
    """A layer's weights. The queries' are scaled in advance, and those of the past's three projections are one."""

    def __init__(self, layer: Any) -> None:
        past, source = layer.self_attn, layer.encoder_attn
        self.heads, self.size = past.num_heads, past.head_dim
        parts = [_scaled(past.q_proj, past.scaling), _weights(past.k_proj), _weights(past.v_proj)]
        self.past = _Projection(torch.cat([weight for weight, _ in parts]), torch.cat([bias for _, bias in parts]))
        self.past_out, self.past_norm = _Projection(*_weights(past.out_proj)), layer.self_attn_layer_norm
        self.query = _Projection(*_scaled(source.q_proj, source.scaling))
        self.source_key, self.source_value = _weights(source.k_proj), _weights(source.v_proj)
        self.source_out, self.source_norm = _Projection(*_weights(source.out_proj)), layer.encoder_attn_layer_norm
        self.wide, self.narrow = _Projection(*_weights(layer.fc1)), _Projection(*_weights(layer.fc2))
        self.activation, self.last_norm = layer.activation_fn, layer.final_layer_norm

    def read_source(self, encoded: Tensor) -> tuple[Tensor, Tensor]:
        """Keys (sentences, heads, size, source length) and values (sentences, heads, source length, size)."""
        shape = *encoded.shape[:2], self.heads, self.size
        keys = linear(encoded, *self.source_key).view(shape).permute(0, 2, 3, 1).contiguous()
        values = linear(encoded, *self.source_value).view(shape).transpose(1, 2).contiguous()
        return keys, values

    def attend_past(self, hidden: Tensor, state: DecoderState, number: int, place: slice) -> Tensor:
        """Self-attention of all rows over what was written so far, this token included."""
        query, key, value = self.past(hidden).view(-1, state.beams, 3, self.heads, self.size).unbind(2)
        keys, values = state.keys[number], state.values[number]
        keys[..., place] = key.permute(0, 2, 3, 1)
        values[:, :, place] = value.transpose(1, 2)
        weights = query.transpose(1, 2) @ keys[..., : place.stop] + state.past
        found = weights.softmax(-1) @ values[:, :, : place.stop]
        return _normalised(hidden + self.past_out(_joined(found)), self.past_norm)

    def attend_source(self, hidden: Tensor, state: DecoderState, number: int) -> tuple[Tensor, Tensor]:
        """Cross-attention of all rows; also returns its weights."""
        query = self.query(hidden).view(-1, state.beams, self.heads, self.size).transpose(1, 2)
        weights = (query @ state.source_keys[number] + state.source_mask).softmax(-1)
        found = weights @ state.source_values[number]
        return _normalised(hidden + self.source_out(_joined(found)), self.source_norm), weights

    def feed_forward(self, hidden: Tensor) -> Tensor:
        """The two position-wise projections."""
        inner = self.narrow(self.activation(self.wide(hidden)))
        return _normalised(hidden + inner, self.last_norm)


def _weights(module: Any) -> tuple[Tensor, Tensor]:
    return module.weight, module.bias


def _scaled(module: Any, factor: float) -> tuple[Tensor, Tensor]:
    return module.weight * factor, module.bias * factor


def _joined(heads: Tensor) -> Tensor:
    """(sentences, heads, beams, size) as (rows, width)."""
    return heads.transpose(1, 2).reshape(heads.shape[0] * heads.shape[2], -1)


def _normalised(hidden: Tensor, norm: Any) -> Tensor:
    return layer_norm(hidden, norm.normalized_shape, norm.weight, norm.bias, norm.eps)
