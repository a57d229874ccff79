"""The manifest of a bulk translation: a journal of what was made from what, so that work is never done twice.

One JSON object a line, appended and flushed to disk *before* the files it names are written. A run that is killed at
any moment therefore leaves a file that is missing or older than its record, which is done again, and never one that
no record knows. A line that was being written when the power went has no line feed, and is dropped.

A file that is there but has a content that no record names was edited by a person: it is never written over.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from workbench.bulk.tasks import Counts
from workbench.errors import InputError
from workbench.files import file_digest


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a task: the SHA-256 of its input, the signature of the job, and of each file its SHA-256."""

    task: str
    content: str
    job: str
    files: Mapping[str, str]
    counts: Counts


class Manifest:
    """The records of a folder of results, by task; paths of files are relative to that folder."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Read the journal at ``path``, there or not, of results in ``folder``. Raises InputError if it is damaged."""
        self.path, self._folder = path, folder
        self.records: dict[str, Record] = {}
        self._written: dict[str, set[str]] = {}
        whole = self._read()
        self._file = _open_for_appending(path, whole)

    def close(self) -> None:
        """Close the journal."""
        self._file.close()

    def add(self, record: Record) -> None:
        """Append a record, on disk when this returns. Write the files it names afterwards."""
        self._remember(record)
        self._file.write((json.dumps(asdict(record), ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape"))
        self._file.flush()
        os.fsync(self._file.fileno())

    def finished(self, task: str, content: str, job: str) -> Record | None:
        """The record of a task that was done with this input by this job, and whose files are all there."""
        record = self.records.get(task)
        if record is None or (record.content, record.job) != (content, job):
            return None
        return record if all(self._is_there(file, digest) for file, digest in record.files.items()) else None

    def is_foreign(self, file: str) -> bool:
        """Whether a file is there that no run wrote, or that was changed since."""
        digest = self._digest(file)
        return digest is not None and digest not in self._written.get(file, ())

    def _is_there(self, file: str, digest: str) -> bool:
        """Whether a file has this content, or a person's; not one of an earlier run."""
        found = self._digest(file)
        return found is not None and (found == digest or found not in self._written[file])

    def _digest(self, file: str) -> str | None:
        path = self._folder / file
        return file_digest(path) if path.exists() else None

    def _remember(self, record: Record) -> None:
        self.records[record.task] = record
        for file, digest in record.files.items():
            self._written.setdefault(file, set()).add(digest)

    def _read(self) -> int:
        """Read all whole lines; returns how many bytes they are."""
        size = 0
        try:
            stream = self.path.open("rb")
        except FileNotFoundError:
            return 0
        with stream:
            for number, line in enumerate(stream, start=1):
                if not line.endswith(b"\n"):
                    break
                size += len(line)
                try:
                    self._remember(_record(json.loads(line.decode("utf-8", "surrogateescape"))))
                except (ValueError, KeyError, TypeError, AttributeError):
                    mend = "delete the line; its document is then translated again"
                    raise InputError(self.path, "is no record", place=f"line {number}", mend=mend) from None
        return size


def _record(data: dict[str, Any]) -> Record:
    files = {str(file): str(digest) for file, digest in data["files"].items()}
    return Record(str(data["task"]), str(data["content"]), str(data["job"]), files, Counts.from_json(data["counts"]))


def _open_for_appending(path: Path, size: int) -> BinaryIO:
    """Open a journal whose first ``size`` bytes are whole lines; what follows them is dropped."""
    try:
        file = path.open("ab")
        file.truncate(size)
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror}") from None
    return file
