"""``workbench serve-api``."""

from typing import Annotated

import typer

from workbench.settings import load_settings


def serve_api(
    host: Annotated[
        str, typer.Option(help="Address to listen at; others than this machine's need keys.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0: any that is free.", min=0, max=65535)] = 5000,
    glossary: Annotated[
        str | None, typer.Option(help="CSV file, bundled name, or 'none'.", metavar="PATH|none")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Bundled or pulled name, or folder.", metavar="NAME|FOLDER")] = None,
    memory: Annotated[str | None, typer.Option(metavar="PATH", help="Translation memory.")] = None,
    keys: Annotated[str | None, typer.Option(metavar="FILE", help="API keys, a line NAME KEY each.")] = None,
    threads: Annotated[int | None, typer.Option(help="Processor threads; 0: all.")] = None,
) -> None:
    """Translate, align and check for other tools over HTTP; LibreTranslate's clients work with it (docs/http.md)."""
    from rich.console import Console

    from workbench.api.server import serve

    messages = Console(stderr=True, highlight=False)
    flags = {"glossary": glossary, "model": model, "memory": memory, "api_keys": keys, "threads": threads}
    serve(load_settings(flags), host, port, lambda line: messages.print(line, markup=False, soft_wrap=True))
