"""A loaded MarianMT model: text to token ids and back, encoding, and decoding step by step with caches.

Rows are hypotheses: a batch of B sentences with K beams has B*K rows, the beams of one sentence adjacent.

The tokenizer is loaded at once; the network, and torch with it, when something is first decoded with it: a run that
CTranslate2 serves alone never pays for it.
"""

from __future__ import annotations  # torch's types stand in signatures

import warnings
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.documents.spans import Span
from workbench.errors import ModelError
from workbench.translation.models import ModelInfo

if TYPE_CHECKING:
    from torch import Tensor

    from workbench.translation.decoder import Decoder, DecoderState


class Piece(NamedTuple):
    """A token id, and the place in the text of the last character that it stands for (or is a byte of)."""

    number: int
    position: int


class MarianModel:
    """MarianMTModel and MarianTokenizer of a folder, in single precision on the CPU, ready for the searches."""

    def __init__(self, info: ModelInfo, threads: int = 0) -> None:
        """Load the tokenizer and check the files; torch will use so many threads, 0: as many as it does by itself.

        Raises ModelError if something is missing or cannot be read.
        """
        self.info, self._threads = info, threads
        self.eos: int = self._number("eos_token_id")
        self.pad: int = self._number("pad_token_id")
        self.start: int = self._number("decoder_start_token_id")
        self.source_vocabulary: int = self._number("vocab_size")
        self.vocabulary: int = info.config.get("decoder_vocab_size") or self.source_vocabulary
        self.max_positions: int = self._number("max_position_embeddings")
        self.tokenizer = self._load_tokenizer()
        self._check_weights()

    def _number(self, key: str) -> int:
        value = self.info.config.get(key)
        if not isinstance(value, int):
            raise ModelError(self.info.folder / "config.json", f"says no {key}", mend="copy the model again, whole")
        return value

    def _load_tokenizer(self) -> Any:
        import transformers
        from transformers import MarianTokenizer

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # sacremoses is only recommended, and changes nothing for Marian
                return MarianTokenizer.from_pretrained(self.info.folder, local_files_only=True)
        except Exception as error:  # the libraries raise a dozen kinds, for all of which the mend is the same
            raise self._broken(error) from None

    def _check_weights(self) -> None:
        """See whether the file with the weights is whole, without reading it."""
        from safetensors import SafetensorError, safe_open

        path = self.info.weights
        try:
            if path.suffix == ".safetensors":
                with safe_open(path, framework="numpy"):
                    pass
            elif not zipfile.is_zipfile(path):
                _ = self.network  # written before torch 1.6; only reading it all tells
        except (SafetensorError, OSError) as error:
            raise self._broken(error) from None

    @cached_property
    def network(self) -> Any:
        """The ``transformers.MarianMTModel``, loaded when first asked for. Raises ModelError if it cannot be."""
        import torch
        from transformers import MarianMTModel

        if self._threads:
            torch.set_num_threads(self._threads)
        try:
            network, report = MarianMTModel.from_pretrained(
                self.info.folder, dtype=torch.float32, local_files_only=True, output_loading_info=True
            )
        except Exception as error:  # as for the tokenizer
            raise self._broken(error) from None
        if report["missing_keys"]:
            raise self._broken(f"no weights for {min(report['missing_keys'])}")
        return network.eval().requires_grad_(False)

    def _broken(self, error: object) -> ModelError:
        reason = str(error).strip().split("\n")[0]
        return ModelError(self.info.folder, f"cannot be loaded ({reason})", mend="copy the model again, whole")

    @cached_property
    def _decoder(self) -> Decoder:
        from workbench.translation.decoder import Decoder

        return Decoder(self.network)

    @property
    def _target_numbers(self) -> dict[str, int]:
        """The token id of each target piece."""
        numbers: dict[str, int] = (
            self.tokenizer.target_encoder if self.tokenizer.separate_vocabs else self.tokenizer.encoder
        )
        return numbers

    @cached_property
    def pieces(self) -> list[str]:
        """The target piece of each token id; empty for ids outside the vocabulary file."""
        return _pieces(self._target_numbers, self.vocabulary)

    @cached_property
    def source_pieces(self) -> list[str]:
        """The source piece of each token id, likewise."""
        return _pieces(self.tokenizer.encoder, self.source_vocabulary)

    @cached_property
    def suppressed_ids(self) -> list[int]:
        """Token ids that are never generated: padding, unknown, annotation tags, and single bad words of the model."""
        ids = {self.pad, self.tokenizer.unk_token_id}
        ids |= {self._target_numbers.get(tag) for tag in self.info.annotation_tags or ()}
        ids |= {words[0] for words in self.info.bad_words if len(words) == 1}
        return sorted(number for number in ids if number is not None and number < self.vocabulary)

    @cached_property
    def suppressed(self) -> Tensor:
        """``suppressed_ids`` as a tensor."""
        import torch

        return torch.tensor(self.suppressed_ids)

    def source_ids(self, text: str) -> list[int]:
        """Token ids of a source text, the end of sentence included; not cut to any length."""
        return list(self.tokenizer(text).input_ids)

    def target_ids(self, text: str) -> list[int]:
        """Token ids of a target text without the end of sentence."""
        return list(self.tokenizer(text_target=text).input_ids)[:-1]

    def located_source(self, text: str) -> list[Piece]:
        """The pieces of a source text with their places, without the end of sentence."""
        return self._located(text, self.tokenizer.spm_source, self.tokenizer.encoder)

    def located_target(self, text: str) -> list[Piece]:
        """The pieces of a target text with their places, without the end of sentence."""
        return self._located(text, self.tokenizer.spm_target, self._target_numbers)

    def source_tokens(self, text: str, span: Span) -> list[int]:
        """The positions in ``source_ids(text)`` of the pieces of a span; a space before it does not belong to it."""
        start, end = span
        return [number for number, piece in enumerate(self.located_source(text)) if start <= piece.position < end]

    def _located(self, text: str, sentencepiece: Any, numbers: dict[str, int]) -> list[Piece]:
        # The mapping goes back to the text as given, across sentencepiece's own normalisation.
        found = sentencepiece.encode(text, return_type="offset_mapping")
        return [
            Piece(numbers.get(piece, self.tokenizer.unk_token_id), max(start, end - 1))
            for piece, (start, end) in zip(found["pieces"], found["offsets"], strict=True)
        ]

    def text(self, tokens: Sequence[int]) -> str:
        """The text of target token ids."""
        ids = [number for number in tokens if number not in (self.pad, self.eos)]
        return str(self.tokenizer.decode(ids, skip_special_tokens=True)).strip()

    def encode(self, sources: Sequence[Sequence[int]], beams: int) -> DecoderState:
        """Encode token ids of B sentences once; the state has B * beams rows."""
        import torch

        width = max(map(len, sources))
        ids = torch.tensor([[*source, *[self.pad] * (width - len(source))] for source in sources])
        mask = torch.tensor([[1] * len(source) + [0] * (width - len(source)) for source in sources])
        encoded = self.network.model.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self._decoder.begin(encoded, mask, beams)

    def logits(self, state: DecoderState, tokens: Tensor) -> Tensor:
        """Feed the last token of each row, (rows,); returns the scores of the next, not normalised.

        (rows, vocabulary)
        """
        return self._decoder.step(state, tokens)[0]

    def step(self, state: DecoderState, tokens: Tensor) -> Tensor:
        """Feed the last token of each row, (rows,); returns the log probabilities of the next, (rows, vocabulary)."""
        return self.logits(state, tokens).log_softmax(-1)

    def step_with_attention(self, state: DecoderState, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """As ``step``, and where each row looks: the attention on the source tokens, (rows, source length).

        That of the ``alignment_head`` [layer, head] which the config names, else the mean over the heads of the last
        layer but one, which aligns best in models that were not trained to (Garg et al. 2019, D19-1453).
        """
        logits, looks = self._decoder.step(state, tokens)
        layer, heads = self._alignment_heads
        look = looks[layer][:, heads].mean(1)
        return logits.log_softmax(-1), look.reshape(len(tokens), -1)

    def attend(self, source: Sequence[int], target: Sequence[int]) -> Tensor:
        """Cross-attention with the target given (teacher forcing): (target length, source length).

        Row i is where the model looks when it is about to say target token i, by the heads of ``step_with_attention``.
        ``source`` has its end of sentence, ``target`` has not; both fit into the model's positions.
        """
        import torch

        if not target:
            return torch.zeros(0, len(source))
        layer, heads = self._alignment_heads
        attention = self.network.model.decoder.layers[layer].encoder_attn
        seen: list[Tensor] = []
        hooks = [
            projection.register_forward_hook(lambda _module, _input, output: seen.append(output))
            for projection in (attention.q_proj, attention.k_proj)
        ]
        try:
            encoded = self.network.model.encoder(input_ids=torch.tensor([source])).last_hidden_state
            decoded = torch.tensor([[self.start, *target[:-1]]])
            self.network.model.decoder(input_ids=decoded, encoder_hidden_states=encoded, use_cache=False)
        finally:
            for hook in hooks:
                hook.remove()
        query, key = (tensor[0].view(tensor.shape[1], -1, attention.head_dim)[:, heads] for tensor in seen)
        weights: Tensor = torch.einsum("thd,shd->hts", query, key) * attention.scaling
        return weights.softmax(-1).mean(0)

    @property
    def _alignment_heads(self) -> tuple[int, list[int]]:
        """Layer and heads of the cross-attention that say which source token a target token translates."""
        if named := self.info.config.get("alignment_head"):
            return int(named[0]), [int(named[1])]
        layers: int = self.info.config["decoder_layers"]
        return max(0, layers - 2), list(range(self.info.config["decoder_attention_heads"]))


def _pieces(encoder: Mapping[str, int], size: int) -> list[str]:
    pieces = [""] * size
    for piece, number in encoder.items():
        if number < size:
            pieces[number] = piece
    return pieces
