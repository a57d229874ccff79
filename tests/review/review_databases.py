"""The databases of the tests: SQLite files, or databases of the PostgreSQL server that WORKBENCH_TEST_POSTGRES names.

The variable is a URL without a database, ``postgresql+psycopg://USER@HOST:PORT``; the user may create databases.
"""

import os
import secrets
import shutil
from pathlib import Path

from sqlalchemy import create_engine

SERVER = os.environ.get("WORKBENCH_TEST_POSTGRES", "")


def new_database(folder: Path) -> str:
    """The address of an empty database."""
    return _created("") if SERVER else str(folder / "review.sqlite")


def copied_database(address: str, folder: Path) -> str:
    """The address of a copy of a database that nobody is using."""
    if SERVER:
        return _created(f"TEMPLATE {address.rpartition('/')[2]}")
    return str(shutil.copy(address, folder / "review.sqlite"))


def _created(options: str) -> str:
    name = f"wb_{secrets.token_hex(8)}"
    engine = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} {options}")
    engine.dispose()
    return f"{SERVER}/{name}"
