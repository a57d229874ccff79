"""``workbench align``."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.settings import load_settings


def align(
    source: Annotated[str, typer.Argument(help="The document.", metavar="SOURCE")],
    target: Annotated[str, typer.Argument(help="Its translation.", metavar="TARGET")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File; standard output without it.", metavar="PATH")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", help="tsv (with confidences), tmx, beads or html.", metavar="F")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="The given lines are the segments.")] = False,
    languages: Annotated[
        str | None, typer.Option(help="Such as nl-en; without it, those of the model.", metavar="PAIR")
    ] = None,
    glossary: Annotated[
        str | None, typer.Option(help="CSV file, bundled name, or 'none'.", metavar="PATH|none")
    ] = None,
    translated: Annotated[
        bool, typer.Option("--translated", help="Compare the project's own translation too (slow).")
    ] = False,
) -> None:
    """Align a document with its translation, sentence by sentence.

    Each bead has a confidence between 0 and 1. The overall confidence and a warning for documents that do not look
    like translations of each other go to standard error.
    """
    from rich.console import Console

    from workbench.alignment import jobs

    settings = load_settings({"glossary": glossary})
    messages = Console(stderr=True, highlight=False)
    jobs.align_files(source, target, output, format, languages, lines, translated, settings, messages)
