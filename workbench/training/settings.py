"""The one table of training settings: name, default and help; from a TOML file and from flags."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from workbench.errors import InputError, UsageError
from workbench.files import read_text


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class TrainingSettings:
    """All settings of a training run. Field metadata holds the help text; shares and weights lie between 0 and 1."""

    vocabulary: int = _setting(8000, "Pieces of a new sentencepiece model, padding not counted.")
    width: int = _setting(320, "d_model of a new model; a multiple of heads.")
    heads: int = _setting(5, "Attention heads of a new model.")
    encoder_layers: int = _setting(6, "Layers of a new encoder.")
    decoder_layers: int = _setting(3, "Layers of a new decoder.")
    feed_forward: int = _setting(1280, "Inner width of the feed-forward layers of a new model.")
    positions: int = _setting(512, "Positions of a new model: the longest source and output, in pieces.")

    steps: int = _setting(0, "Updates of the weights at most; 0: as many as the minutes allow.")
    minutes: float = _setting(0.0, "Minutes of training at most, earlier runs included; 0: as the steps say.")
    seed: int = _setting(1, "Seed of the order of the data, of its variation, of dropout and of new weights.")
    threads: int = _setting(0, "Processor threads; 0: all.")
    device: str = _setting("auto", "cpu, cuda, or auto: a GPU where there is one.")
    precision: str = _setting("auto", "float32, bfloat16 (autocast), or auto: bfloat16 where the processor has it.")

    learning_rate: float = _setting(0.0004, "Highest learning rate of AdamW.")
    warmup: int = _setting(200, "Updates in which the learning rate rises from 0.")
    decay: str = _setting("inverse-sqrt", "inverse-sqrt (after `flat` updates), or linear: to 0 at the end of the run.")
    flat: int = _setting(4000, "Updates before the inverse square root sets in.")
    weight_decay: float = _setting(0.01, "Weight decay of AdamW.")
    clip: float = _setting(1.0, "Largest norm of the gradient.")
    dropout: float = _setting(0.1, "Share of values that are dropped in training.")
    label_smoothing: float = _setting(0.1, "Probability mass that is spread over all pieces.")
    average: float = _setting(0.999, "Decay of the exponential average of the weights, which is what is kept.")
    guide: float = _setting(0.2, "Weight of guided attention: one head learns to align words; 0: not.")

    batch_tokens: int = _setting(2500, "Padded pieces in a batch, of the longer side.")
    longest: int = _setting(160, "Longer segments (in pieces) are left out.")
    pool: int = _setting(6000, "Segments that are drawn at once and sorted by length into batches.")
    annotate: float = _setting(0.2, "Share of segments with annotated terms; 0: none.")
    arbitrary: float = _setting(0.3, "Share of annotated phrases that are given an arbitrary rendering.")
    concatenate: float = _setting(0.15, "Share of segments that are joined with their neighbours.")
    vary: float = _setting(0.15, "Share of segments in which a name or a number is replaced on both sides.")

    mixture: Mapping[str, float] = field(
        default_factory=dict,
        metadata={"help": "Weight of each corpus by its name; those not named weigh as their share of all pairs."},
    )

    evaluate_every: int = _setting(500, "Updates between two evaluations on the held-out pairs.")
    patience: int = _setting(6, "Evaluations without a better one before training stops; 0: never.")
    stop_on: str = _setting("loss", "What is better: loss, or chrf of greedy translations (needs sacrebleu).")
    held_out: int = _setting(500, "Held-out pairs that are used at most for one evaluation.")
    save_seconds: int = _setting(300, "Seconds between two checkpoints.")


_CHOICES = {
    "device": ("auto", "cpu", "cuda"),
    "precision": ("auto", "float32", "bfloat16"),
    "decay": ("inverse-sqrt", "linear"),
    "stop_on": ("loss", "chrf"),
}
_SHARES = ("dropout", "label_smoothing", "average", "annotate", "arbitrary", "concatenate", "vary")
_POSITIVE = (
    *("vocabulary", "width", "heads", "encoder_layers", "decoder_layers", "feed_forward", "positions"),
    *("learning_rate", "clip", "batch_tokens", "longest", "pool", "evaluate_every", "held_out"),
)


def read_settings(path: Path | None, flags: Mapping[str, Any], defaults: TrainingSettings) -> TrainingSettings:
    """``defaults`` with the values of a TOML file, then those of ``flags`` that are not None.

    Raises InputError for a file that is not TOML or has an unknown name or a wrong value in it, UsageError for a wrong
    flag, and for a run that nothing would end.
    """
    values = {entry.name: getattr(defaults, entry.name) for entry in fields(defaults)}
    if path is not None:
        for name, value in _table(path).items():
            try:
                values[name] = _checked(name, value)
            except ValueError as error:
                raise InputError(path, str(error)) from None
    for name, value in flags.items():
        if value is not None:
            try:
                values[name] = _checked(name, value)
            except ValueError as error:
                raise UsageError(f"--{name.replace('_', '-')}: {error}") from None
    if values["width"] % values["heads"]:
        raise UsageError(f"width {values['width']} is not a multiple of heads {values['heads']}")
    if not (values["steps"] or values["minutes"]):
        raise UsageError("say how long to train: steps or minutes")
    return TrainingSettings(**values)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(path, f"not TOML ({error})") from None


def _checked(name: str, value: Any) -> Any:
    """The value as the type of the setting. Raises ValueError with what is wrong."""
    kinds: dict[str, Any] = {entry.name: type(entry.default) for entry in fields(TrainingSettings)}
    if name not in kinds:
        raise ValueError(f"unknown setting {name!r}; known are {', '.join(sorted(kinds))}")
    if name == "mixture":
        return _weights(value)
    kind = kinds[name]
    if isinstance(value, int) and not isinstance(value, bool) and kind is float:
        value = float(value)
    if type(value) is not kind:
        raise ValueError(f"{name} must be a {kind.__name__}, not {value!r}")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"{name} must be one of {', '.join(_CHOICES[name])}, not {value!r}")
    if kind is not str and not (0 <= value < float("inf")):
        raise ValueError(f"{name} must be a number that is not negative")
    if (name in _SHARES and value > 1) or (name in ("dropout", "label_smoothing", "average") and value == 1):
        raise ValueError(f"{name} must lie between 0 and 1")
    if name in _POSITIVE and value == 0:
        raise ValueError(f"{name} must be above 0")
    return value


def _weights(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping) or not all(
        isinstance(weight, int | float) and 0 <= weight < float("inf") for weight in value.values()
    ):
        raise ValueError("mixture must be a table of corpora and weights, numbers that are not negative")
    return {str(name): float(weight) for name, weight in value.items()}
