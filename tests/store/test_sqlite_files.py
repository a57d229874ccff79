"""The review database in a file: files that are something else or may not be written, and the backup."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

from workbench.errors import StoreError
from workbench.store.database import open_store
from workbench.store.tables import User


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "text.sqlite"
    path.write_bytes(b"no database, but long enough to be read as one" * 50)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="no SQLite file"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_a_database_of_another_program_keeps_every_byte(tmp_path):
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE letters (text)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(str(tmp_path / "file" / "review.sqlite"))


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
            closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy,
        ):
            source.backup(copy)
    with closing(open_store(str(tmp_path / "copy.sqlite"))) as store, store.read() as session:
        assert session.scalars(select(User.name)).all() == ["Ann"]
