"""The databases of the tests: SQLite files, or databases of the PostgreSQL server that WORKBENCH_TEST_POSTGRES names.

The variable is a URL without a database, ``postgresql+psycopg://USER@HOST:PORT``, of a user who may create databases;
``.ci/postgres`` starts such a server and sets it.
"""

import os
import secrets
import shutil
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

_ADDRESS = os.environ.get("WORKBENCH_TEST_POSTGRES")
SERVER: URL | None = make_url(_ADDRESS) if _ADDRESS else None


def new_database(folder: Path) -> str:
    """The address of an empty database."""
    return _created(SERVER, "") if SERVER else str(folder / "review.sqlite")


def copied_database(address: str, folder: Path) -> str:
    """The address of a copy of a database that nobody is using."""
    if SERVER:
        return _created(SERVER, f"TEMPLATE {make_url(address).database}")
    return str(shutil.copy(address, folder / "review.sqlite"))


def _created(server: URL, options: str) -> str:
    name = f"wb_{secrets.token_hex(8)}"
    engine = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} {options}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
