"""What all commands that report share: the formats of a report, and printing it."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import typer

from workbench.terminal import shown


class ReportFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines of text, with nothing in them that a terminal would act on."""
    for line in lines:
        typer.echo(shown(line), err=err)


def print_json(report: Any) -> None:
    """Print an object as JSON that people can read, too."""
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
