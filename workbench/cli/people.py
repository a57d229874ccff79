"""``workbench people``: the accounts of the review server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.settings import load_settings

if TYPE_CHECKING:
    from workbench.review.people import Role
    from workbench.store.database import Store

app = typer.Typer(no_args_is_help=True, help="Accounts of `workbench serve`: who may sign in, and with what role.")

Name = Annotated[str, typer.Argument(help="Name of the account.", metavar="NAME")]
RoleName = Annotated[str, typer.Option("--role", help="translator, editor or admin.", metavar="ROLE")]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="SQLite file or PostgreSQL URL; the setting without it.", metavar="PATH|URL"),
]


@app.command("list")
def list_people(store: StoreOption = None) -> None:
    """List the accounts with their roles."""
    from workbench.review.people import people

    with _opened(store) as opened:
        for person in people(opened):
            typer.echo(f"{person.name}\t{person.role}")


@app.command()
def add(name: Name, role: RoleName = "translator", store: StoreOption = None) -> None:
    """Make an account; asks for its password. From the first one on, everybody must sign in: make it an admin's."""
    from workbench.review.people import add_user

    with _opened(store) as opened:
        add_user(opened, name, _ask_password(), _role(role))


@app.command()
def password(name: Name, store: StoreOption = None) -> None:
    """Change a password."""
    from workbench.review.people import set_password

    with _opened(store) as opened:
        set_password(opened, name, _ask_password())


@app.command()
def role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")], store: StoreOption = None) -> None:
    """Change a role: translator, editor or admin."""
    from workbench.review.people import set_role

    with _opened(store) as opened:
        set_role(opened, name, _role(role))


@app.command()
def remove(name: Name, store: StoreOption = None) -> None:
    """Remove an account; what the person did stays in the history."""
    from workbench.review.people import remove_user

    with _opened(store) as opened:
        remove_user(opened, name)


@contextmanager
def _opened(address: str | None) -> Iterator["Store"]:
    from workbench.store.database import open_store, store_address

    store = open_store(store_address(load_settings({"store": address})))
    try:
        yield store
    finally:
        store.close()


def _ask_password() -> str:
    """A password, typed twice, or the first line of standard input that is no terminal."""
    import sys

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _role(name: str) -> "Role":
    from workbench.errors import UsageError
    from workbench.review.people import Role

    if name not in list(Role):
        raise UsageError(f"role {name!r}: known are {', '.join(Role)}")
    return Role(name)
