"""Baselines and their history: what the gate compares with, and the figures of every baseline that there was."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.errors import InputError, UsageError
from workbench.evaluation.gate import GateEntry
from workbench.evaluation.runs import Run, write_run
from workbench.files import read_text, write_atomically
from workbench.terminal import shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A baseline of the past: when it was recorded (ISO 8601, UTC), why, how it was made, and its scores."""

    recorded: str
    reason: str
    signature: str
    fingerprint: str
    scores: dict[str, float]


def history_file(folder: Path, name: str) -> Path:
    """Where the history of a test set's baselines lies."""
    return folder / f"{name}.jsonl"


def read_history(folder: Path, name: str) -> list[Entry]:
    """The baselines that there were, the oldest first; none if there is no history yet.

    Raises InputError for a line that is no entry.
    """
    path = history_file(folder, name)
    if not path.exists():
        return []
    entries = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        try:
            entries.append(Entry(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise InputError(path, f"is no entry of a history ({error})", place=f"line {number}") from None
    return entries


def check_reason(reason: str) -> None:
    """Raise UsageError if the reason says nothing; before any work is done for it."""
    if not reason.strip():
        raise UsageError("a new baseline needs a reason; give --reason TEXT")


def history_text(name: str, entries: Sequence[Entry]) -> Iterator[str]:
    """The baselines of a test set, one a line."""
    yield f"{name}: {len(entries)} baselines"
    for entry in entries:
        scores = ", ".join(f"{metric} {score:.2f}" for metric, score in entry.scores.items())
        yield shown(f"  {entry.recorded}  {entry.reason}: {scores}; {entry.signature}")


def update_baselines(
    runs: Sequence[tuple[GateEntry, Run]], history: Path, reason: str, now: datetime | None = None
) -> list[Path]:
    """Make runs the baselines of their test sets, and record when and why; returns the files written.

    Raises UsageError without a reason, InputError if a file cannot be written.
    """
    check_reason(reason)
    recorded = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    written = []
    for entry, run in runs:
        scores = {name: round(figure.score, 2) for name, figure in run.figures.items()}
        past = Entry(recorded, " ".join(reason.split()), run.signature, run.fingerprint, scores)
        line = json.dumps(asdict(past), ensure_ascii=False)
        path = history_file(history, entry.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        entry.baseline.parent.mkdir(parents=True, exist_ok=True)
        before = read_text(path) if path.exists() else ""
        write_run(run, entry.baseline)
        write_atomically(path, f"{before}{line}\n".encode())
        written += [entry.baseline, path]
    return written
