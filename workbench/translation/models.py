"""The registry of models: bundled names, pulled models, local folders in Hugging Face layout, hub ids.

A model is a folder with ``config.json``, sentencepiece models, a vocabulary and weights. Everything that can be wrong
with such a folder is found here and said in one line.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from workbench.errors import ModelError, UsageError
from workbench.resources import bundled
from workbench.settings import Settings

WEIGHTS = ("model.safetensors", "pytorch_model.bin")
#: What a pull fetches: never the weights of other frameworks that many model repositories hold as well.
WANTED = ("*.json", "*.spm", "*.safetensors", "pytorch_model.bin", "README.md")
#: Hypotheses kept for a model that does not say how many.
BEAMS = 4


@dataclass(frozen=True)
class ModelInfo:
    """What a model folder says of itself, read without loading the weights."""

    name: str
    folder: Path
    source_language: str
    target_language: str
    config: dict[str, Any]

    @property
    def annotation_tags(self) -> tuple[str, str, str] | None:
        """The pieces that open a term, open its rendering and close both; None if the model knows no annotation."""
        if not self.config.get("term_annotation"):
            return None
        opening, middle, closing = self.config.get("term_annotation_tags", ("<t>", "<tr>", "</t>"))
        return opening, middle, closing

    @cached_property
    def bad_words(self) -> list[list[int]]:
        """Sequences of token ids that are never generated; the opus-mt models name padding."""
        words: list[list[int]] = self.generation.get("bad_words_ids") or self.config.get("bad_words_ids") or []
        return words

    @cached_property
    def generation(self) -> dict[str, Any]:
        """``generation_config.json``: how the model's makers decode with it; empty if there is none."""
        path = self.folder / "generation_config.json"
        return _read_json(path) if path.is_file() else {}

    def decoding(self, settings: Settings) -> Settings:
        """The settings with the model's own beams and length penalty where they name none."""
        return replace(
            settings,
            beams=settings.beams or int(self.generation.get("num_beams") or BEAMS),
            length_penalty=settings.length_penalty or float(self.generation.get("length_penalty") or 1.0),
        )

    @property
    def weights(self) -> Path:
        """The file with the weights."""
        return next(path for name in WEIGHTS if (path := self.folder / name).is_file())

    @cached_property
    def weights_digest(self) -> str:
        """SHA-256 of the weights in hexadecimal."""
        with self.weights.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def fingerprint(self) -> str:
        """Name and eight hexadecimal digits of the weights' SHA-256; for signatures."""
        return f"{self.folder.name}-{self.weights_digest[:8]}"

    @property
    def size(self) -> int:
        """Bytes of the weights."""
        return self.weights.stat().st_size


def models_folder(settings: Settings) -> Path:
    """Where pulled models are kept (XDG base directory specification unless set)."""
    if settings.models_folder:
        return Path(settings.models_folder)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "workbench" / "models"


def list_models(settings: Settings) -> Iterator[ModelInfo]:
    """The bundled models and the pulled ones."""
    for base in (bundled("models"), models_folder(settings)):
        for config in sorted(base.glob("**/config.json")):
            yield describe(config.parent, str(config.parent.relative_to(base)))


def find_model(name: str, settings: Settings) -> ModelInfo:
    """The model of that name, folder or hub id. Raises ModelError if there is none or it is not whole."""
    for base in (bundled("models"), models_folder(settings)):
        if (base / name / "config.json").is_file():
            return describe(base / name, name)
    if Path(name).exists():
        return describe(Path(name), name)
    mend = (
        f"`workbench models pull {name}` fetches it" if name.count("/") == 1 else "`workbench models list` shows them"
    )
    raise ModelError(name, "no such model", mend=mend)


def describe(folder: Path, name: str) -> ModelInfo:
    """Check a folder and say what is in it. Raises ModelError: not Marian, or a file missing or empty."""
    if not folder.is_dir():
        raise ModelError(folder, "not a folder", mend="give the folder that holds config.json")
    config = _read_json(folder / "config.json")
    if config.get("model_type") != "marian":
        kind = config.get("model_type", "unknown")
        raise ModelError(folder, f"holds a model of type {kind}, not a MarianMT model")
    tokenizer = _read_json(folder / "tokenizer_config.json") if (folder / "tokenizer_config.json").exists() else {}
    needed = ["source.spm", "target.spm", "vocab.json"]
    needed += ["target_vocab.json"] if tokenizer.get("separate_vocabs") else []
    for file in needed:
        if not (folder / file).is_file() or (folder / file).stat().st_size == 0:
            raise ModelError(folder, f"tokenizer file {file} is missing or empty", mend="copy the model again, whole")
    if not any((folder / file).is_file() for file in WEIGHTS):
        raise ModelError(folder, f"no weights ({' or '.join(WEIGHTS)})", mend="copy the model again, whole")
    languages = _languages(folder, tokenizer)
    return ModelInfo(name, folder, *languages, config)


def _languages(folder: Path, tokenizer: dict[str, Any]) -> tuple[str, str]:
    source, target = tokenizer.get("source_lang"), tokenizer.get("target_lang")
    if source and target:
        return str(source), str(target)
    parts = folder.resolve().name.split("-")  # opus-mt-nl-en, the convention of the hub
    if len(parts) >= 2:
        return parts[-2], parts[-1]
    raise ModelError(folder, "says no languages", mend="add source_lang and target_lang to tokenizer_config.json")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(path.parent, f"{path.name} is missing", mend="give a folder in Hugging Face layout") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ModelError(path, f"not JSON ({error})", mend="copy the model again, whole") from None
    if not isinstance(value, dict):
        raise ModelError(path, "not a JSON object", mend="copy the model again, whole")
    return value


def pull(hub_id: str, settings: Settings) -> ModelInfo:
    """Fetch a Marian model from the hub (HF_ENDPOINT names another one) into the models folder.

    The folder appears only when every file is there and checked. Raises UsageError for a malformed id and ModelError
    when the hub cannot be reached, does not have it, or has another kind of model.
    """
    from huggingface_hub import snapshot_download

    if hub_id.count("/") != 1 or ".." in hub_id:
        raise UsageError(f"{hub_id!r} is not a hub id; write OWNER/NAME, for example Helsinki-NLP/opus-mt-nl-en")
    target = models_folder(settings) / hub_id
    if target.exists():
        return describe(target, hub_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pull-") as scratch:
        fetched = Path(scratch) / target.name
        try:
            snapshot_download(hub_id, local_dir=fetched, allow_patterns=list(WANTED))
        except Exception as error:  # hub, network and disk fail in a dozen classes; the mend is the same for all
            what = f"cannot be fetched from the hub ({str(error).strip().splitlines()[0]})"
            raise ModelError(hub_id, what, mend="check the name and the network") from None
        shutil.rmtree(fetched / ".cache", ignore_errors=True)
        describe(fetched, hub_id)
        fetched.rename(target)
    return describe(target, hub_id)
