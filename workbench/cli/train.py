"""``workbench train``."""

from pathlib import Path
from typing import Annotated

import typer


def train(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="Folder of TSV, TMX, JSON Lines files; each is a corpus.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the model.", metavar="FOLDER")],
    languages: Annotated[str, typer.Option(help="Source and target, such as nl-en.", metavar="PAIR")] = "nl-en",
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="TOML file with training settings.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Updates of the weights at most.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Minutes at most, earlier runs included.")] = None,
    threads: Annotated[int | None, typer.Option(help="Processor threads; 0: all.")] = None,
    held_out: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="Memory that says when to stop; else a part of DATA.")
    ] = None,
    glossary: Annotated[
        str, typer.Option(help="Terms that are annotated: CSV file, bundled name, or 'none'.", metavar="PATH|none")
    ] = "none",
) -> None:
    """Train a new Marian model from translated text (docs/training.md).

    Where FOLDER holds an unfinished training of the same data and settings, that goes on.
    """
    from rich.console import Console

    from workbench.glossary.files import NONE, load_glossary
    from workbench.languages.profile import language_pair
    from workbench.settings import load_settings
    from workbench.training import jobs
    from workbench.training.settings import TrainingSettings, read_settings

    flags = {"steps": steps, "minutes": minutes, "threads": threads}
    chosen = read_settings(settings, flags, TrainingSettings(threads=load_settings().threads))
    messages = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    terms = None if glossary == NONE else load_glossary(glossary)
    jobs.train(data, output, language_pair(languages), held_out or [], terms, chosen, messages.print)
