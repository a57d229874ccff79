"""The folder of a training: what it is about, so that it goes on with the same data and settings and no others."""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.errors import InputError, UsageError
from workbench.files import write_atomically
from workbench.training.pairs import TrainingPair
from workbench.training.settings import TrainingSettings

#: The folder below that of the model, the file that says what the training is about, and the one that is locked.
FOLDER, DESCRIPTION, _LOCK = "training", "run.json", "lock"
#: What may be another in a training that goes on: how long, where, and how often it is saved.
_FREE = {"steps", "minutes", "threads", "device", "patience", "save_seconds"}


@contextmanager
def training_folder(output: Path) -> Iterator[Path]:
    """The folder of the training below ``output``, made if need be, for this process alone while the block runs.

    It is gone again if nothing was begun in it.

    Raises InputError if it cannot be made, UsageError if another process trains there.
    """
    folder = output / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _LOCK).touch()
    except OSError as error:
        raise InputError(folder, f"cannot be made ({error.strerror})") from None
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system takes it back from a process that is killed
        except OSError:
            raise UsageError(f"{output}: another process is training there") from None
        if not (folder / DESCRIPTION).exists():
            _remove_leftovers(folder)
        try:
            yield folder
        finally:
            if not (folder / DESCRIPTION).exists():
                _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    """Remove the folder of a training that never began, and the one above it if nothing else is in there."""
    _remove_leftovers(folder)
    (folder / _LOCK).unlink(missing_ok=True)
    folder.rmdir()
    if not any(folder.parent.iterdir()):
        folder.parent.rmdir()


def _remove_leftovers(folder: Path) -> None:
    """Remove what a process left that was killed before the training began."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


def describe_training(
    settings: TrainingSettings, start: str, data: Mapping[str, Iterable[TrainingPair]]
) -> dict[str, Any]:
    """What must be the same for a training to go on. ``start`` names the model and the glossary that it begins with."""
    values = {name: value for name, value in asdict(settings).items() if name not in _FREE}
    return {"start": start, "data": {name: digest(pairs) for name, pairs in data.items()}, "settings": values}


def digest(pairs: Iterable[TrainingPair]) -> str:
    """The number of pairs, and 16 hexadecimal digits of what they say."""
    count, hashed = 0, hashlib.sha256()
    for pair in pairs:
        count += 1
        hashed.update(f"{pair.source}\t{pair.target}\t{pair.document}\n".encode())
    return f"{count} pairs {hashed.hexdigest()[:16]}"


def check_same_training(folder: Path, description: Mapping[str, Any]) -> None:
    """Note what the training in ``folder`` is about, or see that it is about the same.

    Raises UsageError that names the first difference.
    """
    path = folder / DESCRIPTION
    text = json.dumps(description, indent=1, ensure_ascii=False, sort_keys=True)
    if not path.is_file():
        write_atomically(path, text.encode())
        return
    try:
        before = _flat(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, AttributeError) as error:
        raise InputError(path, f"is broken ({error})", mend="remove its folder to start anew") from None
    now = _flat(json.loads(text))
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            raise UsageError(
                f"{folder.parent}: the training there was begun with {name} = {before.get(name)}, not {now.get(name)}; "
                "go on with the same, or name another folder"
            )


def _flat(description: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"{group} {name}" if name else group: value
        for group, values in description.items()
        for name, value in (values.items() if isinstance(values, dict) else [("", values)])
    }
