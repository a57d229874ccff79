"""The commands, thin: parse, call, print; a file for each group of commands.

Results go to standard output or ``-o``; progress and messages to standard error. Exit status 0: done; 1: the work
found a failure; 2: bad usage or input; 130: interrupted.

A command imports what it runs with when it runs, so that ``--help`` does not wait for it; a test holds them to it.
"""

import os
import sys
from typing import Annotated

import typer

from workbench import __version__
from workbench.cli import evaluation, glossary, memory, models, people
from workbench.cli.align import align
from workbench.cli.check import check
from workbench.cli.compare import compare
from workbench.cli.finetune import MemoriesCommand, finetune
from workbench.cli.serve import serve
from workbench.cli.serve_api import serve_api
from workbench.cli.train import train
from workbench.cli.translate import translate
from workbench.errors import WorkbenchError

INTERRUPTED = 130

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.command()(translate)
app.command()(align)
app.command()(compare)
app.command()(check)
app.command()(serve_api)
app.add_typer(evaluation.app, name="eval")
app.command(cls=MemoriesCommand)(finetune)
app.command()(train)
app.command()(serve)
app.add_typer(glossary.app, name="glossary")
app.add_typer(memory.app, name="memory")
app.add_typer(models.app, name="models")
app.add_typer(people.app, name="people")


def main() -> None:
    """Run the command line; the entry point of ``workbench``."""
    # Translation needs no network, and asks for none.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        app()
    except WorkbenchError as error:
        _say(f"error: {error}", style="red")
        sys.exit(2)
    except (KeyboardInterrupt, SystemExit) as ending:  # typer turns an interrupt into an exit with this status
        if isinstance(ending, SystemExit) and ending.code != INTERRUPTED:
            raise
        _say("interrupted; no unfinished file was left behind")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def _say(message: str, style: str | None = None) -> None:
    from rich.console import Console

    Console(stderr=True, highlight=False).print(message, style=style, markup=False, soft_wrap=True)


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
