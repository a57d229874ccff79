"""The review database: made, upgraded, refused where it is something else, and safe with several writers and kills.

What holds for SQLite's files only is in test_sqlite_files.py.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, func, inspect, select, text

from workbench.errors import StoreError, UsageError
from workbench.settings import Settings
from workbench.store.database import open_store, store_address
from workbench.store.tables import Base, User
from workbench.store.upgrade import upgrade


@contextmanager
def bare_engine(address: str) -> Iterator[Engine]:
    """The database without what ``open_store`` does to it."""
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    yield engine
    engine.dispose()


def test_the_migrations_make_the_tables_of_the_code(address):
    open_store(address).close()
    with bare_engine(address) as engine, engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_of_the_first_version_is_upgraded_with_all_that_is_in_it(address):
    with bare_engine(address) as engine:
        upgrade(engine, address, to="0001")
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO users (name, role, password_hash, created_at) "
                "VALUES ('Ann', 'editor', 'scrypt$...', '2026-01-02 03:04:05')"
            )
    with closing(open_store(address)) as store, store.read() as session:
        user = session.scalars(select(User)).one()
        assert (user.name, user.failures, user.locked_until) == ("Ann", 0, None)
        assert user.created_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_a_failing_migration_leaves_the_database_as_it_was(address):
    with bare_engine(address) as engine:
        upgrade(engine, address, to="0001")
        with engine.begin() as connection:  # what 0002 adds as its second
            connection.exec_driver_sql("ALTER TABLE users ADD COLUMN locked_until TIMESTAMP")
        with pytest.raises(StoreError):
            open_store(address)
        with engine.connect() as connection:
            columns = {column["name"] for column in inspect(connection).get_columns("users")}
            assert "failures" not in columns and "locked_until" in columns
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"


def test_a_database_of_another_program_or_of_a_newer_version_is_refused_and_left_alone(address):
    with bare_engine(address) as engine:
        for statement, message in (
            ("CREATE TABLE letters (text VARCHAR)", "another program"),
            ("CREATE TABLE alembic_version (version_num VARCHAR)", None),
            ("INSERT INTO alembic_version VALUES ('9999')", "newer version"),
        ):
            with engine.begin() as connection:
                connection.exec_driver_sql(statement)
            before = set(inspect(engine).get_table_names())
            if message:
                with pytest.raises(StoreError, match=message):
                    open_store(address)
            assert set(inspect(engine).get_table_names()) == before


@pytest.mark.parametrize("address", ["mysql+nothing://x/y", "://"])
def test_an_address_that_is_none_is_explained(address):
    with pytest.raises(UsageError, match="setting store"):
        open_store(address)


def test_a_server_that_does_not_answer_is_explained_without_its_password():
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="cannot be used") as raised:
        open_store("postgresql+psycopg://ann:secret@127.0.0.1:1/workbench")  # nobody listens on port 1
    assert "127.0.0.1" in str(raised.value) and "secret" not in str(raised.value)


def test_the_default_lies_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store_address(Settings()) == str(tmp_path / "workbench" / "review.sqlite")
    assert store_address(Settings(store="postgresql://x/y")) == "postgresql://x/y"


def test_a_reader_sees_one_state_while_others_write(address):
    with closing(open_store(address)) as store:
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 0
            with store.write() as writing:
                writing.add(User(name="Ann", role="admin", password_hash=""))
            assert session.scalar(select(func.count()).select_from(User)) == 0
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_block_that_fails_writes_nothing(address):
    with closing(open_store(address)) as store:
        with pytest.raises(RuntimeError), store.write() as session:
            session.add(User(name="Ann", role="admin", password_hash=""))
            session.flush()
            raise RuntimeError
        with store.read() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 0


def _open_and_count(address: str, number: int) -> None:
    with closing(open_store(address)) as store:
        for step in range(20):
            with store.write() as session:
                session.add(User(name=f"{number}-{step}", role="admin", password_hash=""))


def test_processes_that_open_a_new_database_at_once_lose_nothing(address):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_open_and_count, args=(address, number)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    with closing(open_store(address)) as store, store.read() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 60


def _commit_and_die(address: str) -> None:
    store = open_store(address)
    with store.write() as session:
        session.add(User(name="committed", role="admin", password_hash=""))
    with store.write() as session:
        session.add(User(name="never committed", role="admin", password_hash=""))
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_was_committed_survives_a_kill_and_nothing_else_does(address):
    process = multiprocessing.get_context("spawn").Process(target=_commit_and_die, args=(address,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with closing(open_store(address)) as store, store.read() as session:
        assert session.scalars(select(User.name)).all() == ["committed"]
