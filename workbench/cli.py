"""The commands, thin: parse, call, print.

Results go to standard output or ``-o``; progress and messages to standard error. Exit status 0: done; 1: the work
found a failure; 2: bad usage or input; 130: interrupted.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from workbench import __version__
from workbench.errors import UsageError, WorkbenchError
from workbench.settings import load_settings
from workbench.translation.mode import Mode

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
models_app = typer.Typer(no_args_is_help=True, help="List, describe and fetch translation models.")
app.add_typer(models_app, name="models")

_messages = Console(stderr=True, highlight=False)

GlossaryOption = Annotated[str | None, typer.Option(help="CSV file, bundled name, or 'none'.", metavar="PATH|none")]
ModelOption = Annotated[
    str | None, typer.Option(help="Bundled or pulled name, folder, or hub id.", metavar="NAME|FOLDER")
]


def main() -> None:
    """Run the command line; the entry point of ``workbench``."""
    # Translation needs no network, and asks for none.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        app()
    except WorkbenchError as error:
        _messages.print(f"error: {error}", style="red", markup=False, soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        _messages.print("interrupted; no unfinished file was left behind")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"workbench {__version__}")
        raise typer.Exit


@app.callback()
def workbench(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Translate Dutch diplomatic and government reports into English with a glossary that counts."""


@app.command()
def translate(
    files: Annotated[list[str], typer.Argument(help="Documents; - for standard input.", metavar="FILE...")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File, or folder for several results.", metavar="PATH")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", help="document, txt, tsv, jsonl or html (side by side).", metavar="F")
    ] = None,
    glossary: GlossaryOption = None,
    model: ModelOption = None,
    mode: Annotated[Mode, typer.Option(help="How far the glossary counts.")] = Mode.STRICT,
    lines: Annotated[bool, typer.Option("--lines", help="One segment a line in, one line out.")] = False,
    beams: Annotated[int | None, typer.Option(help="Hypotheses kept by the beam search.")] = None,
    threads: Annotated[int | None, typer.Option(help="Processor threads; 0: all.")] = None,
) -> None:
    """Translate documents.

    Into a folder (``-o FOLDER/``, or several FILEs) go the translated document in its own format and a side-by-side
    HTML page for each; ``--format`` picks one. Into a file goes the format that its suffix names.
    """
    from workbench.translation import jobs

    flags = {"glossary": glossary, "model": model, "beams": beams, "threads": threads}
    settings = load_settings(flags)
    if lines:
        if len(files) != 1 or format:
            raise UsageError("--lines takes one FILE (or -) and no --format")
        jobs.translate_lines(files[0], output, settings, mode)
        return
    jobs.translate_files(files, output, format, settings, mode, _messages)


@models_app.command("list")
def list_models() -> None:
    """List the bundled and the pulled models."""
    from workbench.translation import models

    table = Table("name", "languages", "size", "annotation", box=None)
    for info in models.list_models(load_settings()):
        pair = f"{info.source_language}-{info.target_language}"
        table.add_row(info.name, pair, f"{info.size / 1e6:.0f} MB", "yes" if info.annotation_tags else "no")
    Console(highlight=False).print(table)


@models_app.command("info")
def model_info(name: Annotated[str, typer.Argument(metavar="NAME|FOLDER")]) -> None:
    """Describe a model: languages, size, shape, and whether it understands term annotation."""
    from workbench.translation import models

    info = models.find_model(name, load_settings())
    config = info.config
    table = Table(show_header=False, box=None)
    for key, value in {
        "name": info.name,
        "folder": str(info.folder),
        "languages": f"{info.source_language} to {info.target_language}",
        "weights": f"{info.weights.name}, {info.size / 1e6:.1f} MB",
        "fingerprint": info.fingerprint,
        "layers": f"encoder {config.get('encoder_layers')}, decoder {config.get('decoder_layers')}",
        "width": str(config.get("d_model")),
        "vocabulary": str(config.get("vocab_size")),
        "positions": str(config.get("max_position_embeddings")),
        "term annotation": " ".join(info.annotation_tags) if info.annotation_tags else "no",
    }.items():
        table.add_row(key, value)
    Console(highlight=False, soft_wrap=True).print(table)


@models_app.command("pull")
def pull_model(hub_id: Annotated[str, typer.Argument(metavar="OWNER/NAME")]) -> None:
    """Fetch a Marian model from the hub, for example Helsinki-NLP/opus-mt-nl-en."""
    from workbench.translation import models

    info = models.pull(hub_id, load_settings())
    typer.echo(f"{info.name} in {info.folder}")
