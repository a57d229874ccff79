"""``workbench glossary check``, ``search``, ``stats`` and ``harvest``."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.output import ReportFormat, print_json, print_lines
from workbench.cli.several_values import DocumentsCommand
from workbench.errors import UsageError
from workbench.settings import load_settings


class HarvestFormat(StrEnum):
    """How harvested terms are written."""

    TEXT = "text"
    TSV = "tsv"
    CSV = "csv"


GlossaryOption = Annotated[str | None, typer.Option("--glossary", metavar="G", help="CSV file or bundled name.")]
ReportOption = Annotated[ReportFormat, typer.Option("--format", help="text or json.")]


def check_glossary(
    glossary: Annotated[str | None, typer.Argument(metavar="GLOSSARY", help="CSV file or bundled name.")] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE...",
            help="Say which terms no document has: files, and folders with all documents in them, up to the next "
            "option; may be repeated.",
        ),
    ] = None,
    languages: Annotated[
        str, typer.Option(metavar="L,L", help="Languages each concept should have; the first is translated from.")
    ] = "",
    format: ReportOption = ReportFormat.TEXT,
    fix: Annotated[bool, typer.Option("--fix", help="Tidy spaces and characters, remove repeated rows.")] = False,
    info: Annotated[bool, typer.Option("--info", help="List what is for information only, too.")] = False,
) -> None:
    """Check a glossary for what is wrong or doubtful; exit status 1 if there are errors.

    docs/glossary-hygiene.md lists the checks.
    """
    from workbench.glossary.hygiene.registry import Severity
    from workbench.glossary.hygiene.report import as_json, as_text
    from workbench.glossary.hygiene.rows import read_file
    from workbench.glossary.hygiene.run import fix_file, run_checks
    from workbench.glossary.hygiene.subject import Subject

    settings = load_settings({"glossary": glossary})
    path = _existing_path(settings.glossary)
    expected = _language_codes(languages)
    applied = fix_file(path) if fix else []
    file = read_file(path)
    subject = Subject(file.rows, file.broken, expected, usual_source=settings.source_language)
    if documents:
        texts = list(_texts(documents, subject.source_language))
        subject = replace(subject, texts=texts)
    findings = run_checks(subject)
    if format is ReportFormat.JSON:
        typer.echo(as_json(str(path), findings, applied))
    else:
        print_lines(as_text(str(path), findings, applied, with_info=info or bool(documents)))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


def search_glossary(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A term in any language, also inflected or misspelled.")],
    glossary: GlossaryOption = None,
    language: Annotated[str | None, typer.Option(metavar="L", help="Look only at terms in this language.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show so many concepts at most.")] = 10,
) -> None:
    """Find concepts by any of their terms, and show all that the glossary knows of them."""
    from workbench.cli.glossary_views import concept_lines
    from workbench.glossary.files import load_glossary
    from workbench.glossary.search import search

    results = search(load_glossary(_name(glossary)), text, language, limit)
    if not results:
        print_lines([f"nothing found for “{text}”"], err=True)
    for result in results:
        print_lines(concept_lines(result.concept))


def glossary_stats(
    glossary: Annotated[str | None, typer.Argument(metavar="GLOSSARY", help="CSV file or bundled name.")] = None,
    format: ReportOption = ReportFormat.TEXT,
) -> None:
    """Count the terms of a glossary by language, status, review and domain."""
    from workbench.cli.glossary_views import print_statistics
    from workbench.glossary.files import load_glossary
    from workbench.glossary.statistics import statistics

    numbers = statistics(load_glossary(_name(glossary)))
    if format is ReportFormat.JSON:
        print_json(numbers.as_json())
    else:
        print_statistics(numbers)


def harvest_terms(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Aligned text (.tsv, .tmx) or documents.")],
    glossary: GlossaryOption = None,
    language: Annotated[str | None, typer.Option(metavar="L", help="Language of the terms.")] = None,
    target: Annotated[str | None, typer.Option(metavar="L", help="Language of their translations.")] = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="Give so many at most.")] = 100,
    format: Annotated[HarvestFormat, typer.Option("--format", help="csv can be imported.")] = HarvestFormat.TEXT,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="File to write.")] = None,
) -> None:
    """Find terms in aligned text, or in documents, that the glossary does not have yet, best first."""
    from workbench.alignment.aligned_text import read_pairs
    from workbench.alignment.harvest import harvest
    from workbench.alignment.harvest_output import as_glossary, as_text, as_tsv
    from workbench.files import write_atomically
    from workbench.glossary.files import load_glossary

    settings = load_settings({"glossary": glossary, "source_language": language, "target_language": target})
    pair = settings.source_language, settings.target_language
    known = load_glossary(settings.glossary)
    terms = harvest([partial(read_pairs, file, *pair) for file in files], known, *pair, top)
    if format is HarvestFormat.CSV:
        report = as_glossary(terms, *pair, known.concepts)
    else:
        report = as_tsv(terms) if format is HarvestFormat.TSV else as_text(terms)
    if output:
        write_atomically(output, report.encode())
    else:
        typer.echo(report, nl=False)


def register(app: typer.Typer) -> None:
    """Add these commands to the group ``workbench glossary``."""
    app.command("check", cls=DocumentsCommand)(check_glossary)
    app.command("search")(search_glossary)
    app.command("stats")(glossary_stats)
    app.command("harvest")(harvest_terms)


def _name(glossary: str | None) -> str:
    return load_settings({"glossary": glossary}).glossary


def _existing_path(name: str) -> Path:
    """The file of the glossary of that name, which must be there."""
    from workbench.glossary.files import NONE, glossary_path, load_glossary

    if name == NONE:
        raise UsageError("no glossary to check: give a CSV file or a bundled name")
    path = glossary_path(name)
    if not path.exists():
        load_glossary(name)  # says which there are
    return path


def _language_codes(text: str) -> list[str]:
    """Codes with commas between them. Raises UsageError for something else."""
    from workbench.languages.profile import get_profile

    return [get_profile(code.strip()).code for code in text.split(",") if code.strip()]


def _texts(paths: Sequence[Path], language: str) -> Iterator[str]:
    """The segments of documents, and of all documents in folders."""
    from workbench.documents.registry import find_documents, read_document
    from workbench.languages.sentences import splitter

    split = splitter(language)
    for path in paths:
        for document in find_documents(path):
            yield from (segment.source for segment in read_document(document, split).segments)
