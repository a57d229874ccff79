"""``workbench glossary``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.glossary_maintenance import register
from workbench.cli.output import ReportFormat, print_json, print_lines
from workbench.errors import UsageError
from workbench.glossary.choice import Choice
from workbench.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Exchange, compare and tend glossaries.")
register(app)  # check, search, stats, harvest


Name = Annotated[str, typer.Argument(metavar="GLOSSARY", help="CSV file or bundled name.")]
FormatName = Annotated[
    str | None, typer.Option("--format", metavar="F", help="csv, csv-pairs, tsv, xlsx, tbx or tbx2.")
]
LanguageNames = Annotated[
    str, typer.Option("--languages", metavar="L,L", help="Only these: nl,en. Two columns: source,target.")
]


# Exchange and history: import, export, diff


@app.command("import")
def import_terms(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, XLSX or TBX file.")],
    into: Annotated[str | None, typer.Option(metavar="GLOSSARY", help="CSV file, new or not, or bundled name.")] = None,
    format: FormatName = None,
    languages: LanguageNames = "",
    apply: Annotated[bool, typer.Option("--apply", help="Write the glossary; otherwise only show.")] = False,
    on_conflict: Annotated[Choice | None, typer.Option(help="Keep what is there, or take what the file has.")] = None,
) -> None:
    """Merge the terms of a file into a glossary.

    Shows what is new, changed and in conflict; writes it with --apply. What the file does not mention stays. If there
    are conflicts, --apply needs --on-conflict; without it nothing is written and the exit status is 1.
    """
    from workbench.glossary.csv_format import read_glossary
    from workbench.glossary.editing import edit
    from workbench.glossary.exchange.base import Languages
    from workbench.glossary.exchange.registry import read_import
    from workbench.glossary.merge import plan_merge
    from workbench.glossary.model import Glossary

    path = _glossary_to_write(load_settings({"glossary": into}).glossary)
    incoming = read_import(file, format, Languages.parse(languages))
    print_lines((f"note: {note}" for note in incoming.notes), err=True)

    def merge(current: Glossary) -> Glossary:
        plan = plan_merge(current, incoming)
        print_lines(plan.words())
        if apply and plan.conflicts and on_conflict is None:
            print_lines(
                [f"nothing was written: {len(plan.conflicts)} in conflict; add --on-conflict keep or take"], err=True
            )
            raise typer.Exit(1)
        return plan.apply(on_conflict or Choice.KEEP)

    if apply:
        edit(path, merge, create=True)
        print_lines([f"{path} is up to date"], err=True)
    else:
        merge(read_glossary(path) if path.exists() else Glossary(path.stem))
        print_lines([f"nothing was written; add --apply to write {path}"], err=True)


@app.command("export")
def export_terms(
    glossary: Name,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="File to write.")] = None,
    format: FormatName = None,
    languages: LanguageNames = "",
) -> None:
    """Write a glossary in the format of another program, and list on standard error what that cannot hold."""
    from workbench.files import write_atomically
    from workbench.glossary.exchange.base import Languages
    from workbench.glossary.exchange.registry import format_named, format_of_suffix
    from workbench.glossary.files import load_glossary

    if format:
        chosen = format_named(format)
    elif output:
        chosen = format_of_suffix(output)
    else:
        raise UsageError("give a file with -o, or a --format to write to standard output")
    export = chosen.write(load_glossary(glossary), Languages.parse(languages))
    if output:
        write_atomically(output, export.data)
    else:
        sys.stdout.buffer.write(export.data)
    print_lines((f"not held by {chosen.title}: {loss}" for loss in export.losses), err=True)


@app.command("diff")
def diff_glossaries(
    old: Annotated[str, typer.Argument(metavar="OLD", help="CSV file or bundled name.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="CSV file or bundled name.")],
    format: Annotated[ReportFormat, typer.Option("--format", help="Words or JSON.")] = ReportFormat.TEXT,
) -> None:
    """Tell in words what changed between two glossaries: terms added, removed, moved and changed."""
    from workbench.glossary.csv_format import read_glossary
    from workbench.glossary.diff import diff, tell
    from workbench.glossary.files import glossary_path

    changes = diff(read_glossary(glossary_path(old)), read_glossary(glossary_path(new)))
    if format is ReportFormat.JSON:
        report = {"old": old, "new": new, "changes": [change.as_json() for change in changes]}
        print_json(report)
    else:
        print_lines(tell(changes))


def _glossary_to_write(name: str) -> Path:
    """The file of the glossary of that name; there need not be one yet if it ends in .csv."""
    from workbench.glossary.files import NONE, glossary_path, load_glossary

    if name == NONE:
        raise UsageError("no glossary to import into: add --into GLOSSARY")
    path = glossary_path(name)
    if not path.exists() and path.suffix.lower() != ".csv":
        load_glossary(name)  # says which there are
    return path
