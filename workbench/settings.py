"""The one table of settings: name, default and help; read from flags, the environment and a file, in that order.

A setting ``beams`` is the environment variable ``WORKBENCH_BEAMS`` and the key ``beams`` in ``workbench.toml`` (in the
current folder, or the file that ``WORKBENCH_SETTINGS`` names). Values are checked against the type of the default.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from workbench.errors import InputError, UsageError

ENVIRONMENT_PREFIX = "WORKBENCH_"
FILE_NAME = "workbench.toml"


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """All settings with their values. Field metadata holds the help text that the documentation prints."""

    model: str = _setting("nl-en", "Model to translate with: a bundled or pulled name, a folder, or a hub id.")
    glossary: str = _setting("diplomatic", "Glossary: a bundled name, a CSV file, or 'none'.")
    source_language: str = _setting("nl", "Language that is translated from, where neither model nor file says it.")
    target_language: str = _setting("en", "Language that is translated into, where neither model nor file says it.")
    memory: str = _setting(
        "", "Translation memories: names, files or folders, with a colon between (Windows: semicolon)."
    )
    store: str = _setting(
        "", "Review database: an SQLite file or a PostgreSQL URL; empty: a file in the user's data folder."
    )
    models_folder: str = _setting("", "Where pulled models are kept; empty: the user's data folder.")
    cache_folder: str = _setting("", "Where converted models are kept; empty: the user's cache folder.")
    engine: str = _setting("auto", "Decodes the first pass: ctranslate2, torch, or auto: the first that can.")
    compute_type: str = _setting("int8", "Numbers that ctranslate2 computes with: int8, or float32, slower and exact.")
    beams: int = _setting(0, "Hypotheses kept by the beam search; 0: what the model's generation config says.")
    constrained_beams: int = _setting(8, "Hypotheses kept by the constrained search of the second pass.")
    length_penalty: float = _setting(0.0, "Exponent of the length that scores are divided by; 0: the model's.")
    batch_tokens: int = _setting(0, "Padded source tokens in one batch; 0: what the machine's memory allows.")
    segment_tokens: int = _setting(120, "Longer segments are translated in pieces of at most so many tokens.")
    sentence_encoder: str = _setting("universal", "Sentence vectors: 'universal', or a sentence-transformers folder.")
    threads: int = _setting(0, "Processor threads; 0: all.")
    workers: int = _setting(0, "Processes for folders and corpora; 0: one for each processor.")
    comet_python: str = _setting(
        "", "Python of an environment with unbabel-comet, for `eval run --comet`; empty: none."
    )
    comet_model: str = _setting("Unbabel/wmt22-comet-da", "Model of COMET, by the name that its library knows.")
    api_keys: str = _setting("", "File with the keys of the HTTP interface, a line NAME KEY each; empty: no keys.")
    api_queue: int = _setting(64, "Requests that may wait at the HTTP interface; more are refused.")
    api_rate: int = _setting(0, "Requests a minute that a key may make at the HTTP interface; 0: any number.")
    api_characters: int = _setting(20_000, "Characters of text that a request at the HTTP interface may hold.")
    max_file_mb: int = _setting(64, "Largest document that is read, in megabytes.")


def load_settings(flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``flags`` (those not None), the environment, the settings file, and the defaults.

    Raises UsageError for a value of the wrong type and for an unknown name in the file, InputError for a broken file.
    """
    environment = os.environ if environment is None else environment
    path = environment.get(f"{ENVIRONMENT_PREFIX}SETTINGS", "")
    values = _read_file(Path(path or FILE_NAME), required=bool(path))
    origin = dict.fromkeys(values, path or FILE_NAME)
    for entry in fields(Settings):
        variable = ENVIRONMENT_PREFIX + entry.name.upper()
        if variable in environment:
            values[entry.name], origin[entry.name] = environment[variable], variable
    for name, value in (flags or {}).items():
        if value is not None:
            values[name], origin[name] = value, f"--{name.replace('_', '-')}"
    return Settings(**{name: _checked(name, value, origin[name]) for name, value in values.items()})


def _read_file(path: Path, required: bool) -> dict[str, Any]:
    if not path.is_file():
        if required:
            raise InputError(
                path, "no such settings file", mend=f"unset {ENVIRONMENT_PREFIX}SETTINGS or write the file"
            )
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(path, f"not TOML ({error})") from None


def _checked(name: str, value: Any, origin: str) -> Any:
    known: dict[str, type] = {entry.name: type(entry.default) for entry in fields(Settings)}
    if name not in known:
        raise UsageError(f"{origin}: unknown setting {name!r}; known are {', '.join(sorted(known))}")
    kind = known[name]
    try:
        converted: Any = kind(value)
    except (TypeError, ValueError):
        raise UsageError(f"{origin}: setting {name} must be a {kind.__name__}, not {value!r}") from None
    if kind in (int, float) and converted < 0:
        raise UsageError(f"{origin}: setting {name} must not be negative")
    return converted
