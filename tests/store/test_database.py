"""The review database: made, upgraded, refused where it is something else, and safe with several writers and kills."""

import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, select

from workbench.errors import StoreError, UsageError
from workbench.settings import Settings
from workbench.store.database import open_store, store_address
from workbench.store.tables import Base, User
from workbench.store.upgrade import upgrade


def test_the_migrations_make_the_tables_of_the_code(tmp_path):
    open_store(str(tmp_path / "review.sqlite")).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'review.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_of_the_first_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "old.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    upgrade(engine, str(path), to="0001")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO users (name, role, password_hash, created_at) "
            "VALUES ('Ann', 'editor', 'scrypt$...', '2026-01-02 03:04:05')"
        )
    engine.dispose()
    with closing(open_store(str(path))) as store, store.read() as session:
        user = session.scalars(select(User)).one()
        assert (user.name, user.failures, user.locked_until) == ("Ann", 0, None)
        assert user.created_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_a_failing_migration_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "old.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    upgrade(engine, str(path), to="0001")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE users ADD COLUMN locked_until DATETIME")  # what 0002 adds as its second
    engine.dispose()
    with pytest.raises(StoreError):
        open_store(str(path))
    with closing(sqlite3.connect(path)) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(users)")}
        assert "failures" not in columns and "locked_until" in columns
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_what_is_no_review_database_is_refused_and_left_alone(tmp_path):
    text, other, newer = tmp_path / "text.sqlite", tmp_path / "other.sqlite", tmp_path / "newer.sqlite"
    text.write_bytes(b"no database, but long enough to be read as one" * 50)
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE letters (text)")
    open_store(str(newer)).close()
    with closing(sqlite3.connect(newer)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    for path, message in ((text, "no SQLite file"), (other, "another program"), (newer, "newer version")):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=message):
            open_store(str(path))
        assert path.read_bytes() == before


@pytest.mark.parametrize("address", ["mysql+nothing://x/y", "://"])
def test_an_address_that_is_none_is_explained(address):
    with pytest.raises(UsageError, match="setting store"):
        open_store(address)


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(str(tmp_path / "file" / "review.sqlite"))


def test_the_default_lies_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store_address(Settings()) == str(tmp_path / "workbench" / "review.sqlite")
    assert store_address(Settings(store="postgresql://x/y")) == "postgresql://x/y"


def test_a_reader_sees_one_state_while_others_write(tmp_path):
    with closing(open_store(str(tmp_path / "review.sqlite"))) as store:
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 0
            with store.write() as writing:
                writing.add(User(name="Ann", role="admin", password_hash=""))
            assert session.scalar(select(func.count()).select_from(User)) == 0
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_block_that_fails_writes_nothing(tmp_path):
    with closing(open_store(str(tmp_path / "review.sqlite"))) as store:
        with pytest.raises(RuntimeError), store.write() as session:
            session.add(User(name="Ann", role="admin", password_hash=""))
            session.flush()
            raise RuntimeError
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 0


def _open_and_count(path: str, number: int) -> None:
    with closing(open_store(path)) as store:
        for step in range(20):
            with store.write() as session:
                session.add(User(name=f"{number}-{step}", role="admin", password_hash=""))


def test_processes_that_open_a_new_database_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    path = str(tmp_path / "review.sqlite")
    processes = [context.Process(target=_open_and_count, args=(path, number)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    with closing(open_store(path)) as store, store.read() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 60


def _commit_and_die(path: str) -> None:
    store = open_store(path)
    with store.write() as session:
        session.add(User(name="committed", role="admin", password_hash=""))
    with store.write() as session:
        session.add(User(name="never committed", role="admin", password_hash=""))
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_was_committed_survives_a_kill_and_nothing_else_does(tmp_path):
    path = str(tmp_path / "review.sqlite")
    process = multiprocessing.get_context("spawn").Process(target=_commit_and_die, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with closing(open_store(path)) as store, store.read() as session:
        assert session.scalars(select(User.name)).all() == ["committed"]


def test_a_file_that_may_not_be_written_is_explained(tmp_path):
    path = tmp_path / "review.sqlite"
    open_store(str(path)).close()
    # As root no file is read-only; a database whose header says so is.
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(path.read_bytes())
    data[18] = 9  # file format write version that no SQLite knows: to be read only
    path.write_bytes(data)
    with pytest.raises(StoreError, match="read-only"):
        open_store(str(path))


def test_the_copy_that_sqlite_makes_is_a_backup(tmp_path):
    with closing(open_store(str(tmp_path / "review.sqlite"))) as store:
        with store.write() as session:
            session.add(User(name="Ann", role="admin", password_hash=""))
        with (
            closing(sqlite3.connect(tmp_path / "review.sqlite")) as source,
            closing(sqlite3.connect(Path(tmp_path / "copy.sqlite"))) as copy,
        ):
            source.backup(copy)
    with closing(open_store(str(tmp_path / "copy.sqlite"))) as store, store.read() as session:
        assert session.scalars(select(User.name)).all() == ["Ann"]
