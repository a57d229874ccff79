"""``workbench check``."""

import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import UsageError
from workbench.settings import load_settings

if TYPE_CHECKING:
    from workbench.consistency.accepted import Acceptance
    from workbench.consistency.model import Pair
    from workbench.consistency.report import Record, Report
    from workbench.consistency.subject import Toolbox


class CheckFormat(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="BILINGUAL...", help="Files in .jsonl, .tsv, .tmx, .xlf.")
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Check this review project, with its glossary and what was accepted in it."),
    ] = None,
    glossary: Annotated[str | None, typer.Option(metavar="PATH", help="CSV file, bundled name, or 'none'.")] = None,
    format: Annotated[CheckFormat, typer.Option("--format", help="text, json or html.")] = CheckFormat.TEXT,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="File to write.")] = None,
    checks: Annotated[
        list[str] | None, typer.Option("--check", metavar="CODE", help="Run this check only; may be repeated.")
    ] = None,
    cosmetic: Annotated[bool, typer.Option("--cosmetic", help="List cosmetic findings as text, too.")] = False,
    accepted: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV file of findings that are accepted.")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="CHECK@SEGMENT", help="Accept this finding; CHECK@DOCUMENT:SEGMENT for several files."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why findings are accepted.")] = "",
    by: Annotated[str, typer.Option(help="Who accepts them; the user's name if empty.")] = "",
    documents_of: Annotated[
        Path | None,
        typer.Option(metavar="REPORT", help="FILES are English documents on this report: compare their terms."),
    ] = None,
    language: Annotated[str, typer.Option(metavar="L", help="Language of the sources.")] = "nl",
    target: Annotated[str, typer.Option(metavar="L", help="Language of the targets.")] = "en",
) -> None:
    """Check how consistently translations use terms, names and numbers; exit status 1 if a finding is critical.

    docs/consistency.md defines the scores, docs/consistency-checks.md lists the checks.
    """
    if bool(files) == bool(project):
        raise UsageError("give files, or --project NAME")
    if project:
        if glossary or accepted or accept or documents_of:
            raise UsageError("--project has its own glossary and its own accepted findings")
        _finish(_project_report(project, checks), format, output, cosmetic)
        return
    files = files or []
    from workbench.consistency.run import Checker
    from workbench.consistency.subject import Toolbox
    from workbench.glossary.files import load_glossary

    tools = Toolbox(load_glossary(load_settings({"glossary": glossary}).glossary), language, target)
    if documents_of:
        if format is not CheckFormat.TEXT:
            raise UsageError("--documents-of gives text only")
        _compare(documents_of, files, tools, output)
        return
    from workbench.consistency.accepted import read_accepted, reasons
    from workbench.consistency.inputs import read_pairs
    from workbench.consistency.report import check_pairs

    known = read_accepted(accepted) if accepted else []
    checker = Checker(tools, checks, reasons(known))
    report = check_pairs(_with_progress(read_pairs(files, language, target)), checker)
    if accept:
        with closing(report):
            _accept(report, accept, accepted, known, reason, by)
        return
    _finish(report, format, output, cosmetic)


def _project_report(project: str, checks: list[str] | None) -> "Report":
    """The report of a review project in the database of the settings."""
    from workbench.review.access import project_named
    from workbench.review.desk import Desk
    from workbench.review.findings import project_report
    from workbench.review.people import local_person
    from workbench.store.database import open_store, store_address

    settings = load_settings()
    with closing(open_store(store_address(settings))) as store:
        with store.read() as session:
            number = project_named(session, project).id
        return project_report(Desk(store, settings), local_person(), number, checks=checks)


def _finish(report: "Report", format: CheckFormat, output: Path | None, cosmetic: bool) -> None:
    """Write the report and close it. Raises typer.Exit if a finding is critical."""
    with closing(report):
        _write(report, format, output, cosmetic)
        if report.has_critical:
            raise typer.Exit(1)


def _write(report: "Report", format: CheckFormat, output: Path | None, cosmetic: bool) -> None:
    from workbench.consistency.html_report import as_html
    from workbench.consistency.text_report import as_text
    from workbench.files import atomic_writer

    with atomic_writer(output) if output else nullcontext(sys.stdout) as file:
        if format is CheckFormat.JSON:
            report.write_json(file)
        elif format is CheckFormat.HTML:
            file.write(as_html(report))
        else:
            for line in as_text(report, with_cosmetic=cosmetic):
                file.write(f"{line}\n")


def _accept(
    report: "Report", wanted: list[str], path: Path | None, known: "list[Acceptance]", reason: str, by: str
) -> None:
    """Write the findings that ``wanted`` names to the file of accepted ones. Raises UsageError for one that is none."""
    from getpass import getuser

    from workbench.consistency.accepted import accept, write_accepted

    if path is None or not reason.strip():
        raise UsageError("--accept wants --accepted FILE, where to write it, and --reason")
    new = []
    for name in wanted:
        code, _, place = name.partition("@")
        found = [record for record in report.findings() if record["check"] == code and place in _places(record)]
        if not found:
            raise UsageError(f"--accept {name}: no such finding; write for example number@12 or number@FILE:12")
        if len({record["document"] for record in found}) > 1:
            raise UsageError(f"--accept {name}: several documents have it; write {code}@DOCUMENT:{place}")
        new += [accept(record, reason, by or getuser(), date.today().isoformat()) for record in found]
    write_accepted(path, [*known, *new])
    typer.echo(f"{len(new)} accepted in {path}", err=True)


def _places(record: "Record") -> tuple[str, str]:
    return str(record["segment"]), f"{record['document']}:{record['segment']}"


def _compare(report: Path, files: list[Path], tools: "Toolbox", output: Path | None) -> None:
    from workbench.consistency.comparable import as_text, compare
    from workbench.files import write_atomically

    text = as_text(compare(report, files, tools))
    if output:
        write_atomically(output, text.encode())
    else:
        typer.echo(text, nl=False)


def _with_progress(pairs: "Iterator[Pair]") -> "Iterator[Pair]":
    """The pairs, counted on a terminal's standard error."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("checking") as status:
        for number, pair in enumerate(pairs, start=1):
            if number % 100 == 0:
                status.update(f"checked {number} segments")
            yield pair
