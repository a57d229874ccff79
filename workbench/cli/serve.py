"""``workbench serve``."""

from typing import Annotated

import typer

from workbench.settings import load_settings


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen at; others than this machine's need accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.", min=1, max=65535)] = 7860,
    store: Annotated[
        str | None, typer.Option(help="SQLite file or PostgreSQL URL; the setting without it.", metavar="PATH|URL")
    ] = None,
) -> None:
    """Translate, review and deliver in the browser, and look after the glossary."""
    from rich.console import Console

    from workbench.app.server import serve as run

    messages = Console(stderr=True, highlight=False)
    run(load_settings({"store": store}), host, port, lambda line: messages.print(line, markup=False, soft_wrap=True))
