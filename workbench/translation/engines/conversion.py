"""Conversion of Marian models to CTranslate2, cached by content.

CTranslate2's own converter drops the padding row and starts the decoder from a zero embedding. That is how Marian
trains, but a model trained elsewhere starts from the padding token's embedding, which need not be zero: 90 % of the
bundled model's outputs change. Here the row is kept and the decoder starts from it, which fits both kinds.
"""

import copy
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbench.errors import InputError, ModelError, UsageError
from workbench.files import umask
from workbench.settings import Settings
from workbench.translation.marian import MarianModel
from workbench.translation.models import ModelInfo

COMPUTE_TYPES = ("int8", "float32")
#: Raised when a conversion by the code below would come out differently, so that older ones are not used any more.
REVISION = 1


def cache_folder(settings: Settings) -> Path:
    """Where converted models are kept (XDG base directory specification unless set)."""
    if settings.cache_folder:
        return Path(settings.cache_folder)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "workbench"


def cached_folder(info: ModelInfo, compute_type: str, cache: Path) -> Path:
    """The folder of a converted model in the cache; its name changes with anything that changes the conversion."""
    import ctranslate2

    digest = hashlib.sha256(info.weights_digest.encode())
    for name in ("config.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm"):
        path = info.folder / name
        digest.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"-")
    version = f"{ctranslate2.__version__}.{REVISION}"
    return cache / "ctranslate2" / f"{info.folder.name}-{digest.hexdigest()[:32]}-{version}-{compute_type}"


def require_ctranslate2() -> None:
    """Raises UsageError if CTranslate2 is not installed."""
    if find_spec("ctranslate2") is None:
        raise UsageError("ctranslate2 is not installed; `pip install 'workbench[fast]'` does that")


@contextmanager
def converted(model: MarianModel, compute_type: str, cache: Path, notify: Callable[[str], None]) -> Iterator[Path]:
    """The converted model's folder: from the cache, or converted now and put there.

    Where the cache cannot be written, a temporary folder that is gone when the block ends, and ``notify`` is told.
    Raises ModelError if CTranslate2 cannot run such a model.
    """
    folder = cached_folder(model.info, compute_type, cache)
    if not folder.is_dir():
        try:
            _convert_into_cache(model, compute_type, folder)
        except OSError as error:
            notify(
                f"{cache}: the converted model cannot be kept here ({error.strerror or error}); used for this run only"
            )
            with tempfile.TemporaryDirectory() as scratch:
                yield convert(model, compute_type, Path(scratch) / folder.name)
            return
    yield folder


def cache_model(model: MarianModel, settings: Settings) -> Path:
    """The folder in the cache of the settings, converted now if need be.

    Raises UsageError if CTranslate2 is not installed, InputError if the cache cannot be written, and as ``convert``.
    """
    require_ctranslate2()
    folder = cached_folder(model.info, settings.compute_type, cache_folder(settings))
    try:
        return folder if folder.is_dir() else _convert_into_cache(model, settings.compute_type, folder)
    except OSError as error:
        raise InputError(
            folder, f"cannot be written ({error.strerror or error})", mend="name a folder with -o"
        ) from None


def _convert_into_cache(model: MarianModel, compute_type: str, folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return convert(model, compute_type, folder)


def convert(model: MarianModel, compute_type: str, folder: Path) -> Path:
    """Convert ``model`` into a new ``folder``, which appears whole or not at all; returns it.

    If another process makes the same folder meanwhile, that one stays. Raises UsageError for an unknown compute type,
    ModelError if CTranslate2 cannot run such a model, and OSError if the folder cannot be written.
    """
    if compute_type not in COMPUTE_TYPES:
        raise UsageError(f"unknown compute type {compute_type!r}; known are {', '.join(COMPUTE_TYPES)}")
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".convert-"))
    try:
        specification = _specification(model)
        specification.optimize(quantization=None if compute_type == "float32" else compute_type)
        specification.save(str(scratch))
        scratch.chmod(0o777 & ~umask())  # mkdtemp lets only the owner in
        try:
            scratch.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def convert_to(model: MarianModel, compute_type: str, folder: Path) -> Path:
    """``convert`` for a folder that a user names.

    Raises UsageError if CTranslate2 is not installed, InputError if the folder is there already or cannot be written.
    """
    require_ctranslate2()
    if folder.exists():
        raise InputError(folder, "is there already", mend="name a new folder")
    try:
        return convert(model, compute_type, folder)
    except OSError as error:
        raise InputError(folder, f"cannot be written ({error.strerror or error})") from None


def vocabulary(pieces: Sequence[str]) -> list[str]:
    """The pieces as CTranslate2 knows them: ids that the vocabulary file does not name need distinct names too."""
    return [piece or f"<{number}>" for number, piece in enumerate(pieces)]


def _specification(model: MarianModel) -> Any:
    """The model as CTranslate2 describes it, checked. Raises ModelError if it has no words for it."""
    import torch
    from ctranslate2.converters.transformers import BartLoader

    network = copy.deepcopy(model.network)  # CTranslate2 quantizes the tensors that it is given in place
    config = network.config
    # BartLoader asks for these two; a Marian network normalises after each sublayer, and never its embeddings.
    config.normalize_before = config.normalize_embedding = False
    if config.encoder_attention_heads != config.decoder_attention_heads:
        raise ModelError(model.info.folder, "CTranslate2 needs as many heads in the encoder as in the decoder")
    try:
        with torch.no_grad():
            specification = BartLoader().get_model_spec(network)
            target = vocabulary(model.pieces)
            specification.register_source_vocabulary(vocabulary(model.source_pieces))
            specification.register_target_vocabulary(target)
            specification.config.eos_token = target[model.eos]
            specification.config.unk_token = model.tokenizer.unk_token
            specification.config.bos_token = specification.config.decoder_start_token = target[model.start]
            specification.validate()
    except (ValueError, KeyError, AttributeError, NotImplementedError) as error:
        raise ModelError(model.info.folder, f"cannot be converted for CTranslate2 ({error!r})") from None
    return specification
