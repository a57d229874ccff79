"""Engines for decoding without constraints, and the choice between them."""

import sys
from collections.abc import Callable
from importlib.util import find_spec

from workbench.errors import ModelError, UsageError
from workbench.settings import Settings
from workbench.translation.engines.engine import Engine
from workbench.translation.engines.machine import batch_tokens, threads
from workbench.translation.marian import MarianModel

__all__ = ["ENGINES", "Engine", "make_engine", "threads"]

ENGINES = ("auto", "torch", "ctranslate2")


def make_engine(model: MarianModel, settings: Settings, notify: Callable[[str], None] | None = None) -> Engine:
    """The engine that the settings ask for; ``auto`` takes CTranslate2 if it is installed and can run the model.

    ``notify`` is told, in one line, when ``auto`` falls back to torch because of the model, and when a converted model
    cannot be kept; standard error by default. Raises UsageError for an unknown engine or compute type and if
    CTranslate2 is demanded but not installed, ModelError if it is demanded and cannot run the model.
    """
    notify = notify or (lambda message: print(message, file=sys.stderr))
    if settings.engine not in ENGINES:
        raise UsageError(f"unknown engine {settings.engine!r}; known are {', '.join(ENGINES)}")
    installed = find_spec("ctranslate2") is not None
    if settings.engine == "ctranslate2" or (settings.engine == "auto" and installed):
        try:
            return _ctranslate2(model, settings, notify)
        except ModelError as error:
            if settings.engine == "ctranslate2":
                raise
            notify(f"{error}; translating with torch, which is slower")
    from workbench.translation.engines.torch_engine import TorchEngine

    return TorchEngine(model, batch_tokens(settings, model))


def _ctranslate2(model: MarianModel, settings: Settings, notify: Callable[[str], None]) -> Engine:
    from workbench.translation.engines.conversion import cache_folder, converted, require_ctranslate2

    require_ctranslate2()
    from workbench.translation.engines.ctranslate2_engine import CTranslate2Engine

    with converted(model, settings.compute_type, cache_folder(settings), notify) as folder:
        tokens = batch_tokens(settings, model)
        return CTranslate2Engine(model, folder, settings.compute_type, threads(settings), tokens)
