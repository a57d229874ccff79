"""Bringing the tables of a database up to date: migrations of alembic that are shipped in the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from workbench.errors import StoreError

MIGRATIONS = Path(__file__).with_name("migrations")
#: Two programs that open a new PostgreSQL database at once make its tables one after the other: the key of a lock.
_LOCK = 0x776274


def upgrade(engine: Engine, name: str, to: str = "head") -> None:
    """Run the migrations that a database lacks, all of them or none; ``name`` is for messages.

    Raises:
        StoreError: the database is of a newer version, or holds tables of something else.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == scripts.as_revision_number(to):
            return
    with engine.execution_options(immediate=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        _check_is_ours(connection, scripts, name)
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _check_is_ours(connection: Connection, scripts: ScriptDirectory, name: str) -> None:
    """Raise StoreError unless the database is empty or holds our tables of a version that we know."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = [script.revision for script in scripts.walk_revisions()]
    if current is None and inspect(connection).get_table_names():
        raise StoreError(name, "holds the tables of another program", mend="give another file or database")
    if current is not None and current not in known:
        what = f"was written by a newer version of this program (tables of {current})"
        raise StoreError(name, what, mend="update the program")
