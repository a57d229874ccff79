"""The folder of results: locked by one run at a time, cleared of what a killed run left, written whole file by file."""

import fcntl
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from workbench.bulk.inputs import STATE
from workbench.bulk.manifest import Manifest, Record
from workbench.bulk.tasks import Counts
from workbench.errors import InputError, UsageError
from workbench.files import UNFINISHED, file_digest, write_atomically


class Results:
    """A folder of results and its manifest, for one job."""

    def __init__(self, folder: Path, manifest: Manifest, job: str) -> None:
        """Use ``open_results``; ``job`` is the signature of the job."""
        self.folder, self._manifest, self._job = folder, manifest, job

    def finished(self, task: str, content: str) -> Counts | None:
        """The counts of a task that was done before, of this content and by such a job; None if it is to be done."""
        record = self._manifest.finished(task, content, self._job)
        return record.counts if record else None

    def check(self, files: Mapping[str, str]) -> None:
        """Raise InputError where one of the files to be written is not ours to write over."""
        for file in files.values():
            if self._manifest.is_foreign(file):
                what = "was changed since it was written, or is another one's file"
                raise InputError(self.folder / file, what, mend="move it away to have it made again")

    def write(self, task: str, content: str, files: Mapping[str, bytes], counts: Counts) -> None:
        """Record a task and write its files, by path relative to the folder. Raises InputError."""
        digests = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
        self._manifest.add(Record(task, content, self._job, digests, counts))
        for file, data in files.items():
            make_folder((self.folder / file).parent)
            write_atomically(self.folder / file, data)

    def adopt(self, task: str, content: str, file: str, made: Path, counts: Counts) -> None:
        """Record a task, and put the file that was ``made`` elsewhere in the folder into place. Raises InputError."""
        self._manifest.add(Record(task, content, self._job, {file: file_digest(made)}, counts))
        make_folder((self.folder / file).parent)
        made.replace(self.folder / file)


@contextmanager
def open_results(folder: Path, job: str) -> Iterator[Results]:
    """Open a folder of results, made if it is not there.

    Raises InputError if it cannot be written or its manifest is damaged, UsageError if another run has it open.
    """
    state = folder / STATE
    make_folder(state)
    with (state / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"{folder}: another run is writing there; wait for it, or give another -o") from None
        for file in folder.rglob(".*.tmp"):
            if UNFINISHED.fullmatch(file.name):
                file.unlink(missing_ok=True)
        manifest = Manifest(state / "manifest.jsonl", folder)
        try:
            yield Results(folder, manifest, job)
        finally:
            manifest.close()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises InputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(folder, f"cannot be made ({error.strerror})") from None
