"""``workbench translate``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import UsageError
from workbench.settings import load_settings
from workbench.translation.mode import Mode

if TYPE_CHECKING:
    from workbench.documents.placing import Project
    from workbench.translation.marian import MarianModel


def translate(
    files: Annotated[
        list[str], typer.Argument(help="Documents, or folders of them; - for standard input.", metavar="FILE...")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File, or folder for several results.", metavar="PATH")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", help="document, txt, page (HTML), tsv, tmx, xliff, jsonl, html (side by side).", metavar="F"
        ),
    ] = None,
    glossary: Annotated[
        str | None, typer.Option(help="CSV file, bundled name, or 'none'.", metavar="PATH|none")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Bundled or pulled name, or folder.", metavar="NAME|FOLDER")] = None,
    memory: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH", help="Translation memory: SQLite, TMX, TSV or JSONL file, folder, or bundled name."
        ),
    ] = None,
    mode: Annotated[Mode, typer.Option(help="How far the glossary counts.")] = Mode.STRICT,
    lines: Annotated[bool, typer.Option("--lines", help="One segment a line in, one line out.")] = False,
    beams: Annotated[int | None, typer.Option(help="Hypotheses kept by the beam search.")] = None,
    threads: Annotated[int | None, typer.Option(help="Processor threads; 0: all.")] = None,
    field: Annotated[
        str | None, typer.Option(metavar="NAME", help="FILEs are corpora (.jsonl, .parquet): translate this field.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes for folders and corpora; 0: one a processor.")] = None,
    ray: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Ray cluster for folders and corpora, or 'local'.")
    ] = None,
) -> None:
    """Translate documents.

    Into a folder (``-o FOLDER/``, or several FILEs) go the translated document in its own format and a side-by-side
    HTML page for each; ``--format`` picks one. Into a file goes the format that its suffix names.

    A folder is translated with all that is below it, and goes on where an earlier run with the same ``-o`` stopped
    (docs/scaling.md); exit status 1 if some files failed.
    """
    from rich.console import Console

    from workbench.translation import jobs

    memories = os.pathsep.join(memory) if memory else None
    flags = {"glossary": glossary, "memory": memories, "model": model, "beams": beams, "threads": threads}
    settings = load_settings(flags | {"workers": workers})
    messages = Console(stderr=True, highlight=False)
    if field is not None or ray is not None or any(os.path.isdir(file) for file in files):
        from workbench.bulk.run import translate_folders

        if output is None or lines:
            raise UsageError("folders and corpora need -o FOLDER, and no --lines")
        if not translate_folders(list(map(Path, files)), output, format, field, settings, mode, ray, messages):
            raise typer.Exit(1)
        return
    if lines:
        if len(files) != 1 or format:
            raise UsageError("--lines takes one FILE (or -) and no --format")
        jobs.translate_lines(files[0], output, settings, mode)
        return
    jobs.translate_files(files, output, format, settings, mode, messages, _projection)


def _projection(model: "MarianModel") -> "Project":
    """The word alignment that places formatting. Alignment uses translation, so that jobs cannot import it."""
    from workbench.alignment.projection import projection

    return projection(model.info.source_language, model.info.target_language, model)
