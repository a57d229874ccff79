"""``workbench compare``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from workbench.errors import UsageError
from workbench.settings import load_settings

if TYPE_CHECKING:
    from workbench.documents.model import Document


def compare(
    source: Annotated[Path, typer.Argument(help="A document.")],
    target: Annotated[Path, typer.Argument(help="A document on the same subject, in another language or the same.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write.", metavar="PATH")] = None,
    format: Annotated[
        str | None, typer.Option("--format", help="text, tsv, json or html (side by side); else by the suffix.")
    ] = None,
    glossary: Annotated[
        str | None, typer.Option(help="CSV file, bundled name, or 'none'.", metavar="PATH|none")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="The least score that is shown; lower finds more.")] = None,
    source_language: Annotated[str | None, typer.Option(help="ISO 639-1; else recognised.", metavar="LANG")] = None,
    target_language: Annotated[str | None, typer.Option(help="ISO 639-1; else recognised.", metavar="LANG")] = None,
) -> None:
    """Find the passages of two documents that say the same, though neither translates the other.

    Shows them side by side with the numbers, dates, names and terms that agree and that differ.
    """
    from workbench.alignment.comparison import compare_documents
    from workbench.alignment.comparison_output import WRITERS
    from workbench.alignment.passages import THRESHOLD
    from workbench.alignment.vectors import load_encoder
    from workbench.files import write_atomically
    from workbench.glossary.files import load_glossary
    from workbench.translation.models import find_model

    settings = load_settings({"glossary": glossary})
    writer = WRITERS.get(name := format or _format_of(output))
    if writer is None:
        raise UsageError(f"no format {name!r}; known: {', '.join(WRITERS)}")
    model = find_model(settings.model, settings)
    pair = model.source_language, model.target_language
    left, left_language = _read(source, source_language, pair)
    right, right_language = _read(target, target_language, pair)
    terms = load_glossary(settings.glossary)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Comparing", total=None)
        comparison = compare_documents(
            left,
            right,
            (left_language, right_language),
            load_encoder(settings),
            terms,
            THRESHOLD if threshold is None else threshold,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    written = writer(comparison)
    if output is None:
        typer.echo(written, nl=False)
    else:
        write_atomically(output, written.encode())
    if not comparison.passages:
        message = "no passage of one document corresponds to one of the other; a lower --threshold shows doubtful ones"
        Console(stderr=True, highlight=False).print(message)


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lower().lstrip(".") if output else "text"
    return "text" if suffix == "txt" else suffix


def _read(path: Path, language: str | None, candidates: tuple[str, str]) -> "tuple[Document, str]":
    """The document and its language, recognised among the candidates unless given."""
    from workbench.documents.registry import read_document
    from workbench.languages.detection import language_of
    from workbench.languages.sentences import splitter

    document = read_document(path, splitter(language or candidates[0]))
    if language:
        return document, language
    found = language_of(" ".join(block.text for block in document.blocks)[:20_000], candidates)
    if found is None:
        raise UsageError(f"{path}: its language is not clear; give --source-language and --target-language")
    return (document if found == candidates[0] else read_document(path, splitter(found))), found
