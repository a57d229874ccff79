"""``workbench memory add``, ``search``, ``export`` and ``stats``."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from workbench.documents.bilingual import MemoryMatch
from workbench.errors import UsageError
from workbench.settings import load_settings
from workbench.terminal import shown

app = typer.Typer(no_args_is_help=True, help="Fill and search translation memories.")

MemoryArgument = Annotated[str, typer.Argument(metavar="MEMORY", help="File, folder or bundled name.")]
LanguageOption = Annotated[
    str | None, typer.Option(metavar="L", help="Language that is translated from; that of the settings by default.")
]
TargetOption = Annotated[
    str | None, typer.Option(metavar="L", help="Language that is translated into; that of the settings by default.")
]


def _pair(language: str | None, target: str | None) -> tuple[str, str]:
    settings = load_settings({"source_language": language, "target_language": target})
    return settings.source_language, settings.target_language


@app.command("add")
def add_to_memory(
    memory: Annotated[Path, typer.Argument(metavar="MEMORY", help="File to add to (.sqlite); made if there is none.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="TMX, TSV, JSONL, memories, or folders.")],
    language: LanguageOption = None,
    target: TargetOption = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Who translated it, where the file does not say.")] = "",
) -> None:
    """Add translations to a memory: all of them, or none if one of the files is broken."""
    from workbench.translation.memory.files import STORED, find_memory, units_in
    from workbench.translation.memory.store import open_for_adding

    if memory.suffix.lower() not in STORED:
        raise UsageError(f"{memory}: a memory that can be added to is an SQLite file; end its name in {STORED[0]}")
    paths = [find_memory(file) for file in files]
    if any(path.absolute() == memory.absolute() for path in paths):
        raise UsageError(f"{memory}: cannot be added to itself")
    pair = _pair(language, target)
    now = datetime.now(UTC).replace(microsecond=0)
    units = (
        replace(unit, author=unit.author or author, created=unit.created or now) for unit in units_in(paths, *pair)
    )
    messages = Console(stderr=True, highlight=False)
    with open_for_adding(memory, *pair) as opened:
        with messages.status("adding") as status:
            count = opened.add(units, lambda done: status.update(f"adding: {done}"))
        statistics = opened.statistics()
    text = f"{memory}: {count} units added; {statistics.texts} texts with {statistics.translations} translations"
    messages.print(shown(text), markup=False, soft_wrap=True)


@app.command("search")
def search_memory(
    memory: MemoryArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A segment in the language that is translated from.")],
    language: LanguageOption = None,
    target: TargetOption = None,
    least: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="Least similarity in per cent.")] = 60,
    limit: Annotated[int, typer.Option(min=1, help="Show so many at most.")] = 5,
) -> None:
    """Find the same and similar texts: [-words-] are only in the memory, {+words+} only in TEXT."""
    from workbench.translation.memory.files import load_memory
    from workbench.translation.memory.lookup import matches

    with load_memory(memory, *_pair(language, target)) as opened:
        found = matches([opened], text, least, limit)
    if not found:
        typer.echo(shown(f"nothing similar to “{text}”"), err=True)
    for match in found:
        typer.echo(shown(f"{match.score:3} %  {_changed(match, text)}"))
        typer.echo(shown(f"       {match.target}"))
        typer.echo(shown(f"       {'; '.join(part for part in (match.origin, match.note) if part)}"))


@app.command("export")
def export_memory(
    memory: MemoryArgument,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PATH", help="File to write: .tmx or .tsv.")],
    language: LanguageOption = None,
    target: TargetOption = None,
) -> None:
    """Write everything that a memory holds as TMX 1.4b or TSV."""
    from workbench.documents.unit_files import write_units
    from workbench.translation.memory.files import load_memory

    pair = _pair(language, target)
    with load_memory(memory, *pair) as opened:
        for note in write_units(output, opened.units(), *pair):
            typer.echo(f"note: {note}", err=True)


@app.command("stats")
def memory_stats(memory: MemoryArgument, language: LanguageOption = None, target: TargetOption = None) -> None:
    """Count what a memory holds, as JSON."""
    from workbench.translation.memory.files import load_memory

    with load_memory(memory, *_pair(language, target)) as opened:
        numbers = opened.statistics()
        record = {
            "memory": opened.name,
            "languages": f"{opened.source_language}-{opened.target_language}",
            "texts": numbers.texts,
            "translations": numbers.translations,
            "additions": numbers.additions,
            "documents": numbers.documents,
            "fingerprint": opened.fingerprint,
        }
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2))


def _changed(match: MemoryMatch, text: str) -> str:
    """The source of a match with marks at what differs from ``text``, as ``wdiff`` shows it."""
    parts, position = [], 0
    for (start, end), (match_start, match_end) in match.differences:
        parts.append(match.source[position:match_start])
        parts += [f"[-{match.source[match_start:match_end]}-]"] if match_start < match_end else []
        parts += [f"{{+{text[start:end]}+}}"] if start < end else []
        position = match_end
    return "".join([*parts, match.source[position:]])
