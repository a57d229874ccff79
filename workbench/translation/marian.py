"""A loaded MarianMT model: text to token ids and back, encoding, and decoding step by step with caches.

Rows are hypotheses: a batch of B sentences with K beams has B*K rows, the beams of one sentence adjacent.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from workbench.errors import ModelError
from workbench.translation.models import ModelInfo


@dataclass
class DecoderState:
    """What the decoder remembers of its rows: encoder output, mask, and key-value caches."""

    encoded: Tensor  # (rows, source length, d_model)
    mask: Tensor  # (rows, source length)
    cache: Any  # transformers.EncoderDecoderCache

    def reorder(self, rows: Tensor) -> None:
        """Continue row i from the former row ``rows[i]`` of the same sentence.

        The source side of the cache is the same for all beams of a sentence and is left alone.
        """
        self.cache.self_attention_cache.reorder_cache(rows)

    def keep(self, rows: Tensor) -> None:
        """Drop all rows but ``rows``, on both sides."""
        self.cache.self_attention_cache.batch_select_indices(rows)
        self.cache.cross_attention_cache.batch_select_indices(rows)
        self.encoded, self.mask = self.encoded[rows], self.mask[rows]


class MarianModel:
    """MarianMTModel and MarianTokenizer of a folder, in single precision on the CPU, ready for the searches."""

    def __init__(self, info: ModelInfo) -> None:
        """Load the folder. Raises ModelError if the weights or the tokenizer cannot be read."""
        import transformers
        from transformers import MarianMTModel, MarianTokenizer

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        self.info = info
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # sacremoses is only recommended, and changes nothing for Marian
                self.tokenizer = MarianTokenizer.from_pretrained(info.folder, local_files_only=True)
                self.network = MarianMTModel.from_pretrained(info.folder, dtype=torch.float32, local_files_only=True)
        except Exception as error:  # the libraries raise a dozen kinds, for all of which the mend is the same
            reason = str(error).strip().split("\n")[0]
            raise ModelError(info.folder, f"cannot be loaded ({reason})", mend="copy the model again, whole") from None
        self.network.eval()
        config = self.network.config
        self.eos: int = config.eos_token_id
        self.pad: int = config.pad_token_id
        self.start: int = config.decoder_start_token_id
        self.vocabulary: int = config.decoder_vocab_size
        self.max_positions: int = config.max_position_embeddings

    @cached_property
    def pieces(self) -> list[str]:
        """The target piece of each token id; empty for ids outside the vocabulary file."""
        encoder = self.tokenizer.target_encoder if self.tokenizer.separate_vocabs else self.tokenizer.encoder
        return _pieces(encoder, self.vocabulary)

    @cached_property
    def source_pieces(self) -> list[str]:
        """The source piece of each token id, likewise."""
        return _pieces(self.tokenizer.encoder, self.network.config.vocab_size)

    @cached_property
    def suppressed(self) -> Tensor:
        """Token ids that are never generated: padding, unknown, annotation tags, and single bad words of the model."""
        ids = {self.pad, self.tokenizer.unk_token_id}
        ids |= {self.tokenizer.convert_tokens_to_ids(tag) for tag in self.info.annotation_tags or ()}
        ids |= {words[0] for words in self.network.generation_config.bad_words_ids or () if len(words) == 1}
        return torch.tensor(sorted(number for number in ids if number is not None and number < self.vocabulary))

    def source_ids(self, text: str) -> list[int]:
        """Token ids of a source text, the end of sentence included; not cut to any length."""
        return list(self.tokenizer(text).input_ids)

    def target_ids(self, text: str) -> list[int]:
        """Token ids of a target text without the end of sentence."""
        return list(self.tokenizer(text_target=text).input_ids)[:-1]

    def text(self, tokens: Sequence[int]) -> str:
        """The text of target token ids."""
        ids = [number for number in tokens if number not in (self.pad, self.eos)]
        return str(self.tokenizer.decode(ids, skip_special_tokens=True)).strip()

    @torch.inference_mode()
    def encode(self, sources: Sequence[Sequence[int]], beams: int) -> DecoderState:
        """Encode token ids of B sentences once; the state has B * beams rows."""
        from transformers import DynamicCache, EncoderDecoderCache

        width = max(map(len, sources))
        ids = torch.tensor([[*source, *[self.pad] * (width - len(source))] for source in sources])
        mask = torch.tensor([[1] * len(source) + [0] * (width - len(source)) for source in sources])
        encoded = self.network.model.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
        return DecoderState(encoded.repeat_interleave(beams, 0), mask.repeat_interleave(beams, 0), cache)

    @torch.inference_mode()
    def step(self, state: DecoderState, tokens: Tensor) -> Tensor:
        """Feed the last token of each row, (rows,); returns the log probabilities of the next, (rows, vocabulary)."""
        output = self.network.model.decoder(
            input_ids=tokens[:, None],
            encoder_hidden_states=state.encoded,
            encoder_attention_mask=state.mask,
            past_key_values=state.cache,
            use_cache=True,
        )
        logits = self.network.lm_head(output.last_hidden_state[:, -1]) + self.network.final_logits_bias
        log_probs: Tensor = logits.log_softmax(-1)
        return log_probs

    @torch.inference_mode()
    def step_with_attention(self, state: DecoderState, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """As ``step``, and where each row looks: the attention on the source tokens, (rows, source length).

        That of the ``alignment_head`` [layer, head] which the config names, else the mean over the heads of the last
        layer but one, which aligns best in models that were not trained to (Garg et al. 2019, D19-1453).
        """
        layer, heads = self._alignment_heads
        attention = self.network.model.decoder.layers[layer].encoder_attn
        queries: list[Tensor] = []
        hook = attention.q_proj.register_forward_hook(lambda _module, _input, output: queries.append(output))
        try:
            log_probs = self.step(state, tokens)
        finally:
            hook.remove()
        keys = state.cache.cross_attention_cache.layers[layer].keys[:, heads]  # (rows, heads, source length, size)
        query = queries[0].view(len(tokens), -1, attention.head_dim)[:, heads]
        weights = torch.einsum("rhd,rhld->rhl", query, keys) * attention.scaling
        weights = weights.masked_fill(state.mask[:, None] == 0, float("-inf"))
        return log_probs, weights.softmax(-1).mean(1)

    @cached_property
    def _alignment_heads(self) -> tuple[int, list[int]]:
        """Layer and heads of the decoder's cross-attention that say which source word a target token translates."""
        config = self.network.config
        named = getattr(config, "alignment_head", None)
        if named:
            return int(named[0]), [int(named[1])]
        return max(0, config.decoder_layers - 2), list(range(config.decoder_attention_heads))


def _pieces(encoder: dict[str, int], size: int) -> list[str]:
    pieces = [""] * size
    for piece, number in encoder.items():
        if number < size:
            pieces[number] = piece
    return pieces
