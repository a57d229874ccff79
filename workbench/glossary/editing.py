"""Editing a glossary file when others edit it too: locked edits, and a three-way merge for edits made meanwhile."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from workbench.errors import GlossaryError
from workbench.files import write_atomically
from workbench.glossary.csv_format import format_glossary, read_glossary
from workbench.glossary.diff import keyed, name_of
from workbench.glossary.model import Glossary, Status, Term

#: How long an edit waits for another one to end, in seconds.
PATIENCE = 30.0
_PAUSE = 0.01


def edit(path: Path, change: Callable[[Glossary], Glossary], *, create: bool = False) -> Glossary:
    """Read a glossary file, change it and write it, with nobody else editing meanwhile.

    Args:
        path: the file.
        change: makes the new glossary of the one that is on disk now; what it raises leaves the file as it is.
        create: whether to start with an empty glossary if there is no file.

    Returns:
        The glossary as it is on disk afterwards. A change that changes nothing does not touch the file.

    Raises:
        GlossaryError: the file, or the changed glossary, breaks the format, or another edit does not end.
        InputError: the file cannot be read or written.
    """
    path = Path(os.path.realpath(path))  # all names of a file have one lock
    with locked(path.parent):
        empty = create and not path.exists()
        current = Glossary(path.stem) if empty else read_glossary(path)
        changed = change(current)
        if empty or changed != current:
            write_atomically(path, format_glossary(changed, str(path)))
        return changed


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. The file itself is replaced by each edit, so that its lock would lock nobody out.

    Raises:
        GlossaryError: the folder cannot be locked, or someone else keeps the lock.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise GlossaryError(folder, f"cannot be locked: {error.strerror}") from None
    try:
        _wait_for_lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)  # gives the lock back, as the end of the process would


def _wait_for_lock(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                what = f"another program has been editing here for {PATIENCE:.0f} seconds"
                raise GlossaryError(folder, what, mend="try again when it is done") from None
            time.sleep(_PAUSE)
        except OSError as error:
            raise GlossaryError(folder, f"cannot be locked: {error.strerror}") from None


@dataclass(frozen=True)
class EditConflict:
    """A field that two editors changed differently; ``field`` is empty if one of them removed the term."""

    concept: str
    field: str
    mine: Term | None
    theirs: Term | None

    def words(self) -> str:
        """The conflict as a line of text."""
        term = self.mine or self.theirs
        if term is None:
            return self.concept
        who = f"{self.concept}: {name_of(term)}"
        if self.mine is None or self.theirs is None:
            changer, remover = ("they", "you") if self.mine is None else ("you", "they")
            return f"{who}: {changer} changed it, {remover} removed it"
        if self.mine.text != self.theirs.text:
            return f'{self.concept}: you prefer "{self.mine.text}", they prefer "{self.theirs.text}"'
        mine, theirs = getattr(self.mine, self.field), getattr(self.theirs, self.field)
        return f"{who}: {self.field} is {mine!r} by you and {theirs!r} by them"


@dataclass(frozen=True)
class MergedEdits:
    """Two editors' changes together. Where they are in conflict, the glossary has theirs."""

    glossary: Glossary
    conflicts: Sequence[EditConflict] = ()


def merge_edits(base: Glossary, mine: Glossary, theirs: Glossary) -> MergedEdits:
    """Merge two edits of the same ``base``, field by field.

    An editor that was opened with ``base`` saves ``mine`` by an ``edit`` whose change merges with what is on disk by
    then, and asks the user about the conflicts.
    """
    old, ours, their = keyed(base), keyed(mine), keyed(theirs)
    rows: list[tuple[str, Term]] = []
    conflicts: list[EditConflict] = []
    for key in {**their, **ours}:
        term = _merge_term(key[0], old.get(key), ours.get(key), their.get(key), conflicts)
        if term is not None:
            rows.append((key[0], term))
    conflicts += _two_preferred(rows, theirs)
    return MergedEdits(Glossary.of(theirs.name, rows), conflicts)


def _merge_term(
    concept: str, base: Term | None, mine: Term | None, theirs: Term | None, conflicts: list[EditConflict]
) -> Term | None:
    """A term after two edits; None if it is removed."""
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if mine is None or theirs is None:
        conflicts.append(EditConflict(concept, "", mine, theirs))
        return theirs
    start = base or Term(mine.text, mine.language)  # both added it
    values: dict[str, Any] = {}
    for entry in fields(Term):
        ours, their, old = (getattr(term, entry.name) for term in (mine, theirs, start))
        if their == old:
            values[entry.name] = ours
        elif ours not in (old, their):
            conflicts.append(EditConflict(concept, entry.name, mine, theirs))
    return replace(theirs, **values)


def _two_preferred(rows: list[tuple[str, Term]], theirs: Glossary) -> Iterator[EditConflict]:
    """Where each editor made another term the preferred one: theirs stays, mine becomes admitted in ``rows``."""
    chosen = {(concept, term.language): term for concept, term in theirs.rows() if term.status is Status.PREFERRED}
    preferred = {(concept, term.language, term.text) for concept, term in rows if term.status is Status.PREFERRED}
    for place, (concept, term) in enumerate(rows):
        other = chosen.get((concept, term.language), term)
        is_theirs = other.text == term.text or (concept, other.language, other.text) not in preferred
        if term.status is Status.PREFERRED and not is_theirs:
            rows[place] = (concept, replace(term, status=Status.ADMITTED))
            yield EditConflict(concept, "status", term, other)
