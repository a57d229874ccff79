"""``workbench finetune``."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.evaluation import needs_metrics
from workbench.cli.several_values import SeveralValuesCommand
from workbench.errors import UsageError


class MemoriesCommand(SeveralValuesCommand):
    """A command with ``--memory FILE...``, ``--general FILE...`` and ``--testset NAME...``."""

    several = ("--memory", "--general", "--testset")


def finetune(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the adapted model.", metavar="FOLDER")],
    memory: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE...", help="Your translations: TMX, TSV, XLIFF, SQLite, JSON Lines, folders."),
    ] = None,
    project: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Review project whose approved segments are learnt.")
    ] = None,
    glossary: Annotated[
        str | None, typer.Option(help="CSV file, bundled name, or 'none'.", metavar="PATH|none")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Bundled or pulled name, or folder.", metavar="NAME|FOLDER")] = None,
    general: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE...|none", help="Mixed in, so that nothing is forgotten; the bundled memory."),
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Minutes of training at most, earlier runs included.")] = None,
    steps: Annotated[int | None, typer.Option(help="Updates of the weights at most.")] = None,
    annotation: Annotated[
        bool | None,
        typer.Option("--annotation/--no-annotation", help="Train term annotation; as the model does, if not given."),
    ] = None,
    testset: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|FILE...|none", help="Measured besides the held-out pairs; all of the languages."),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="TOML file with training settings.")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="Processor threads; 0: all.")] = None,
) -> None:
    """Adapt a model to your own translations, and measure what that did (docs/finetuning.md).

    Stopped or killed, it goes on when the same command is given again.
    """
    needs_metrics()
    from contextlib import closing, nullcontext
    from dataclasses import replace

    from rich.console import Console

    from workbench.settings import load_settings
    from workbench.store.database import open_store, store_address
    from workbench.training.finetuning import FINE_TUNING, Sources
    from workbench.training.finetuning import finetune as adapt
    from workbench.training.settings import read_settings

    if not memory and not project:
        raise UsageError("give translations to learn from: --memory FILE... or --project NAME")
    chosen = load_settings({"glossary": glossary, "model": model, "threads": threads})
    defaults = replace(FINE_TUNING, threads=chosen.threads)
    training = read_settings(settings, {"minutes": minutes, "steps": steps, "threads": threads}, defaults)
    messages = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    with closing(open_store(store_address(chosen))) if project else nullcontext() as store:
        sources = Sources(memory or [], [] if general == ["none"] else general, project or [], store)
        testsets = [] if testset == ["none"] else testset
        adapt(sources, output, annotation, chosen, training, messages, testsets)
