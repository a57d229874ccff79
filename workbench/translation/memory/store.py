"""A translation memory in an SQLite file (or in working memory): written in transactions, deduplicated, indexed.

SQLite by the standard library and not SQLAlchemy, which the review database uses: a memory is one file that people
copy and send, its index is bytes, and half a million rows go in one by one.

A text stands once, by its exact form, with all its translations; a translation stands once for a text, with the number
of times that it was added, and where it came from last. Texts are numbered from 0 in the order of arrival.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.documents.bilingual import TranslationUnit
from workbench.errors import InputError
from workbench.files import open_binary
from workbench.languages.profile import get_profile
from workbench.translation.memory import index
from workbench.translation.memory.forms import exact_form, key

#: ``PRAGMA application_id`` of our files ("wbtm"), and ``PRAGMA user_version``: the version of the tables below.
APPLICATION = 0x7762746D
VERSION = 1
#: Seconds that a program waits for another one that writes.
PATIENCE = 20.0
#: Texts that are indexed together: many, for each word of them is written once a round.
AT_ONCE = 50_000

_SCHEMA = (
    "CREATE TABLE memory (source_language TEXT, target_language TEXT, fingerprint TEXT)",
    "CREATE TABLE text (number INTEGER PRIMARY KEY, key INTEGER UNIQUE, text TEXT)",
    "CREATE TABLE translation (number INTEGER, key INTEGER, text TEXT, document TEXT, author TEXT, created TEXT, "
    "count INTEGER, PRIMARY KEY (number, key)) WITHOUT ROWID",
    index.SCHEMA,
)
_UPSERT = (
    "INSERT INTO translation VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (number, key) DO UPDATE SET count = count + 1, "
    "document = excluded.document, author = excluded.author, created = excluded.created"
)

#: Called with the number of units that were added so far.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with one of its translations, and how often that was added."""

    unit: TranslationUnit
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much a memory holds. ``additions`` counts every unit that was ever added, the same ones too."""

    texts: int
    translations: int
    additions: int
    documents: int


class Memory:
    """A translation memory for one pair of languages. Use as a context manager, or call ``close``.

    Several threads may look things up at once; SQLite lets one after the other in.
    """

    def __init__(self, database: sqlite3.Connection, name: str, path: Path | None = None) -> None:
        """Made by the functions below."""
        self._database, self.name, self._path = database, name, path
        self.source_language, self.target_language = self._one("SELECT source_language, target_language FROM memory")

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @property
    def fingerprint(self) -> str:
        """A number that changes with every addition, and not with their order; 16 hexadecimal digits."""
        return str(self._one("SELECT fingerprint FROM memory")[0])

    def add(self, units: Iterable[TranslationUnit], progress: Progress | None = None) -> int:
        """Add units, all or none; those without a text or a translation are passed over.

        ``units`` may read a file meanwhile: what that raises undoes everything.

        Returns:
            The number of units that were added, the same ones too.

        Raises:
            InputError: the memory cannot be written, or another program has been writing it for PATIENCE seconds.
        """
        added = 0
        filled = (unit for unit in units if exact_form(unit.source) and exact_form(unit.target))
        with _explained(self._path), self._transaction():
            fingerprint = int(self.fingerprint, 16)
            while batch := list(islice(filled, AT_ONCE)):
                index.add_texts(self._database, self._add_batch(batch))
                fingerprint += sum(_hash(unit) for unit in batch)
                added += len(batch)
                if progress:
                    progress(added)
            self._database.execute("UPDATE memory SET fingerprint = ?", (f"{fingerprint % 2**64:016x}",))
        return added

    def entries(self, source: str) -> list[Entry]:
        """What the memory holds for a text, by its exact form: the commonest translation first, then the latest."""
        query = (
            "SELECT text.text, translation.text, document, author, created, count FROM text "
            "JOIN translation USING (number) WHERE text.key = ? ORDER BY count DESC, created DESC, translation.text"
        )
        with _explained(self._path):
            rows = self._database.execute(query, (key(source),)).fetchall()
        wanted = exact_form(source)
        return [_entry(row) for row in rows if exact_form(row[0]) == wanted]

    def similar(self, source: str) -> list[str]:
        """Texts of the memory that share words with ``source``, unordered; to be compared with it."""
        with _explained(self._path):
            numbers = index.candidates(self._database, source, self._size())
            marks = ", ".join("?" for _ in numbers)
            rows = self._database.execute(f"SELECT text FROM text WHERE number IN ({marks})", numbers)
            return [row[0] for row in rows]

    def units(self) -> Iterator[TranslationUnit]:
        """Everything that the memory holds, in the order of arrival of the texts."""
        query = (
            "SELECT text.text, translation.text, document, author, created, count FROM text "
            "JOIN translation USING (number) ORDER BY number, count DESC, created DESC, translation.text"
        )
        with _explained(self._path):
            for row in self._database.execute(query):
                yield _entry(row).unit

    def statistics(self) -> Statistics:
        """How much the memory holds."""
        with _explained(self._path):
            texts = self._one("SELECT count(*) FROM text")[0]
            counts = "SELECT count(*), coalesce(sum(count), 0), count(DISTINCT nullif(document, '')) FROM translation"
            return Statistics(texts, *self._one(counts))

    def _add_batch(self, batch: Iterable[TranslationUnit]) -> Iterator[tuple[int, str]]:
        """Store units; gives the texts that are new, with their numbers."""
        execute = self._database.execute
        following = self._size()
        for unit in batch:
            source_key = key(unit.source)
            row = execute("SELECT number FROM text WHERE key = ?", (source_key,)).fetchone()
            number = row[0] if row else following
            if not row:
                execute("INSERT INTO text VALUES (?, ?, ?)", (number, source_key, _storable(unit.source)))
                following += 1
                yield number, unit.source
            created = unit.created.astimezone(UTC).isoformat(timespec="seconds") if unit.created else ""
            origin = _storable(unit.document), _storable(unit.author), created
            execute(_UPSERT, (number, key(unit.target), _storable(unit.target), *origin))

    def _size(self) -> int:
        return int(self._one("SELECT coalesce(max(number) + 1, 0) FROM text")[0])

    def _one(self, query: str) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._database.execute(query).fetchone()
        return row

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")  # waits for other writers now, not halfway
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def memory_in_ram(source_language: str, target_language: str, name: str) -> Memory:
    """An empty memory that is gone when it is closed."""
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _create(database, source_language, target_language)
    return Memory(database, name)


def open_memory(path: str | Path) -> Memory:
    """The memory in a file, for reading only.

    Raises:
        InputError: there is no such file, or it is no translation memory that this version reads.
    """
    path = Path(path)
    open_binary(path).close()  # says what is wrong with the file better than SQLite does
    with _explained(path):
        address = f"{path.absolute().as_uri()}?mode=ro"
        database = sqlite3.connect(address, uri=True, timeout=PATIENCE, check_same_thread=False)
        return _opened(database, path)


@contextmanager
def open_for_adding(path: str | Path, source_language: str, target_language: str) -> Iterator[Memory]:
    """The memory in a file, for reading and adding; made if there is none, and removed again if nothing was added.

    Raises:
        InputError: the file is no translation memory that this version reads, has other languages, or cannot be made.
        UsageError: a language is no ISO 639-1 code.
    """
    path = Path(path)
    get_profile(source_language), get_profile(target_language)
    is_new = not path.exists()
    with _explained(path):
        database = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
        try:
            if not path.stat().st_size:
                _create(database, source_language, target_language)
            memory = _opened(database, path)
            check_languages(memory, source_language, target_language, path)
            yield memory
            is_new = is_new and not memory.statistics().texts
        finally:
            database.close()
            if is_new:  # a program that opened it meanwhile is told by SQLite when it writes
                path.unlink(missing_ok=True)


def check_languages(memory: Memory, source_language: str, target_language: str, path: str | Path) -> None:
    """Raise InputError unless the memory is of these languages."""
    if (memory.source_language, memory.target_language) != (source_language, target_language):
        found = f"{memory.source_language}-{memory.target_language}"
        what = f"is a translation memory for {found}, not {source_language}-{target_language}"
        raise InputError(path, what, mend="give one for these languages")


def _create(database: sqlite3.Connection, source_language: str, target_language: str) -> None:
    """Make the tables, unless another program was quicker."""
    database.execute("BEGIN IMMEDIATE")
    if database.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _SCHEMA:
            database.execute(statement)
        database.execute("INSERT INTO memory VALUES (?, ?, ?)", (source_language, target_language, f"{0:016x}"))
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
    database.execute("COMMIT")


def _opened(database: sqlite3.Connection, path: Path) -> Memory:
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise InputError(path, "is an SQLite file, but no translation memory", mend="give another file")
    if version != VERSION:
        what = f"is a translation memory of version {version}; this program knows {VERSION}"
        raise InputError(path, what, mend="update the program")
    return Memory(database, path.stem, path)


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    """Turns the errors of SQLite, which a user can cause, into InputError."""
    try:
        yield
    except sqlite3.Error as error:
        what = _REASONS.get(getattr(error, "sqlite_errorname", ""), f"cannot be used: {error}")
        raise InputError(path or "memory", what) from None


_REASONS = {
    "SQLITE_NOTADB": "is not a translation memory: no SQLite file",
    "SQLITE_BUSY": "is being written by another program; try again when that has ended",
    "SQLITE_READONLY": "cannot be written: it is read-only",
    "SQLITE_CANTOPEN": "cannot be opened or made there",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_CORRUPT": "is damaged; restore it, or make it anew from the files that were added",
}


def _entry(row: tuple[Any, ...]) -> Entry:
    source, target, document, author, created, count = row
    moment = datetime.fromisoformat(created) if created else None
    return Entry(TranslationUnit(source, target, document, author, moment), count)


def _hash(unit: TranslationUnit) -> int:
    """A 64-bit number for a pair: both keys, one of them multiplied so that the pair has a direction."""
    source, target = key(unit.source) % 2**64, key(unit.target) % 2**64
    return (source * 0x9E3779B97F4A7C15 + target) % 2**64


def _storable(text: str) -> str:
    """The text without lone surrogates, which no UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode()
