"""Opening the review database: SQLite in a file by default, PostgreSQL by URL; upgraded when it is opened."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.orm import Session

from workbench.errors import StoreError, UsageError
from workbench.settings import Settings
from workbench.store.upgrade import upgrade

#: Seconds that a program waits for another one that writes.
PATIENCE = 20.0


class Store:
    """The review database, open. Several threads and processes may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """Made by ``open_store``."""
        is_postgres = engine.dialect.name == "postgresql"  # SQLite's readers see one state anyway
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if is_postgres else engine
        self._writing = engine.execution_options(immediate=True)

    @property
    def address(self) -> str:
        """Where the data is, without a password."""
        return self._reading.url.render_as_string(hide_password=True)

    @property
    def folder(self) -> Path:
        """Where files that belong to the data are kept: beside the SQLite file, else the user's data folder."""
        url = self._reading.url
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(str(url.database)).parent if is_file else data_folder()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the data, whatever is written meanwhile.

        Raises StoreError if the database cannot be used.
        """
        with self._explained(), Session(self._reading) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed when the block ends, all of them, and none if it raises.

        In SQLite one writer follows another: the block waits for its turn at the start, and so sees the newest data.
        Raises StoreError if the database cannot be written, or others have been writing it for PATIENCE seconds.
        """
        with self._explained(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._reading.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:  # what was asked for contradicts the data, which only the caller can explain
            raise
        except DBAPIError as error:
            raise StoreError(self.address, _reason(error.orig)) from error
        except sqlite3.Error as error:
            raise StoreError(self.address, _reason(error)) from error


def open_store(address: str) -> Store:
    """Open the database of a file or URL, make it if there is none, and bring its tables up to date.

    Raises:
        StoreError: it cannot be opened, is something else, or was written by a newer version of the program.
        UsageError: the URL is none, or its database needs a driver that is not installed.
    """
    engine = _engine(address)
    store = Store(engine)
    with store._explained():
        upgrade(engine, store.address)
        if engine.dialect.name == "sqlite":
            _use_write_ahead_log(engine)
    return store


def store_address(settings: Settings) -> str:
    """The setting ``store``; by default a file in ``data_folder``."""
    if settings.store:
        return settings.store
    return str(data_folder() / "review.sqlite")


def data_folder() -> Path:
    """The program's folder in the user's data folder (XDG base directory specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "workbench"


def _engine(address: str) -> Engine:
    if "://" not in address:
        path = Path(address)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(address, f"its folder cannot be made: {error.strerror}") from None
        address = f"sqlite:///{path}"
    try:
        url = make_url(address)
        options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}} if url.get_backend_name() == "sqlite" else {}
        engine = create_engine(url, pool_pre_ping=True, **options)
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(f"setting store: {error}; give a file or postgresql+psycopg://USER@HOST/NAME") from None
    except ModuleNotFoundError as error:
        raise UsageError(f"setting store: {error}; install workbench[postgres]") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """What SQLite asks of each connection; transactions are begun by ``_begin_sqlite`` and not by the driver."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")  # what is committed survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _use_write_ahead_log(engine: Engine) -> None:
    """Let people read while somebody writes; the file remembers it. Only once it is known to be ours."""
    deadline = time.monotonic() + PATIENCE
    connection = engine.raw_connection()
    try:
        while not _is_switched(connection.cursor(), deadline):
            time.sleep(0.05)
    finally:
        connection.close()


def _is_switched(cursor: Any, deadline: float) -> bool:
    """Whether the file now has a write-ahead log. SQLite does not wait for others before it makes this change."""
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
            raise
        return False
    return True


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction. A writer takes its turn now: one that read first would have to be refused."""
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _reason(error: BaseException | None) -> str:
    """What the database says, in words for the user."""
    name = getattr(error, "sqlite_errorname", "")
    return _REASONS.get(name, f"cannot be used: {str(error).strip().splitlines()[0]}")


_REASONS = {
    "SQLITE_NOTADB": "is no SQLite file",
    "SQLITE_BUSY": "is being written by another program; try again when that has ended",
    "SQLITE_READONLY": "cannot be written: it is read-only",
    "SQLITE_CANTOPEN": "cannot be opened or made there",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_CORRUPT": "is damaged; restore the backup",
}
