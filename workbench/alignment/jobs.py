"""Alignment jobs: two files in, one result out, with progress; what ``workbench align`` runs."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from workbench.alignment import sentences
from workbench.alignment.beads import Alignment
from workbench.alignment.outputs import OUTPUTS, output_for
from workbench.alignment.plausibility import check_languages, overall_confidence, warnings
from workbench.alignment.sentences import Signals, Text
from workbench.alignment.vectors import load_encoder
from workbench.documents.model import BlockKind
from workbench.documents.registry import read_document
from workbench.errors import InputError, UsageError
from workbench.files import read_text, write_atomically
from workbench.glossary.files import load_glossary
from workbench.glossary.matching import Matcher
from workbench.languages.profile import language_pair
from workbench.languages.sentences import splitter
from workbench.settings import Settings
from workbench.translation.models import find_model


def align_files(
    source: str,
    target: str,
    output: Path | None,
    format_name: str | None,
    languages: str | None,
    lines: bool,
    translated: bool,
    settings: Settings,
    messages: Console,
) -> None:
    """Align two documents and write the result whole or not at all.

    Args:
        source, target: the files.
        output: the result; None: standard output.
        format_name: the format; None: what the output's suffix says, else TSV.
        languages: such as ``nl-en``; None: those of the translation model.
        lines: the lines of the files are the segments.
        translated: the project's own translation of the source is compared as well.
        settings: encoder, glossary, model, limits.
        messages: where progress and warnings go.

    Raises:
        InputError: a file cannot be read, holds no text, or is not in its language.
        UsageError: an unknown format, or languages that are none.
    """
    output_format = output_for(format_name or _format_of(output))
    pair = _languages(languages, settings)
    texts = [_read(file, code, lines, settings) for file, code in zip((source, target), pair, strict=True)]
    check_languages(texts[0].segments, texts[1].segments, pair, (source, target))
    encoder = load_encoder(settings)
    signals = _signals(pair, translated, settings)
    with _progress(messages, Path(source).name) as progress:
        alignment = sentences.align(texts[0], texts[1], pair, encoder, signals, progress)
    data = output_format.write(alignment, Path(source).name)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_atomically(output, data)
    _report(alignment, output, messages)


def _read(file: str, language: str, lines: bool, settings: Settings) -> Text:
    """The segments of a file. Raises InputError where there are none."""
    limit = settings.max_file_mb * 2**20
    if lines:
        text = Text(read_text(file, limit).removesuffix("\n").replace("\r\n", "\n").split("\n"))
    else:
        document = read_document(file, splitter(language), limit=limit)
        kinds = [document.blocks[segment.block].kind for segment in document.segments]
        segments = [segment.source for segment in document.segments]
        text = Text(segments, [kind is BlockKind.HEADING for kind in kinds])
    if not any(segment.strip() for segment in text.segments):
        raise InputError(file, "holds no text to align")
    return text


def _languages(given: str | None, settings: Settings) -> tuple[str, str]:
    if given is None:
        info = find_model(settings.model, settings)
        return info.source_language, info.target_language
    return language_pair(given)


def _signals(pair: tuple[str, str], translated: bool, settings: Settings) -> Signals:
    """The glossary's concepts on both sides, and on request the project's own translation."""
    glossary = load_glossary(settings.glossary)
    finders = [_concepts(Matcher(glossary, code)) if glossary.concepts else None for code in pair]
    return Signals(_translation(pair, settings) if translated else None, *finders)


def _concepts(matcher: Matcher) -> Callable[[str], Iterable[str]]:
    return lambda text: {hit.concept.id for hit in matcher.find(text)}


def _translation(pair: tuple[str, str], settings: Settings) -> Callable[[Sequence[str]], Sequence[str]]:
    from workbench.translation.jobs import make_translator

    info = find_model(settings.model, settings)
    if (info.source_language, info.target_language) != pair:
        raise UsageError(f"--translated needs a model for {'-'.join(pair)}; {info.name} is for another pair")
    translator = make_translator(info, settings)
    return lambda segments: [segment.target for segment in translator.translate(segments)]


def _format_of(output: Path | None) -> str:
    if output is None:
        return "tsv"
    for name, output_format in OUTPUTS.items():
        if output_format.suffix == output.suffix.lower():
            return name
    known = ", ".join(output_format.suffix for output_format in OUTPUTS.values())
    raise UsageError(f"{output}: no format has this suffix; known are {known}, or give --format")


@contextmanager
def _progress(messages: Console, name: str) -> Iterator[sentences.Progress]:
    """A bar with segments done and time left on the messages' console."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=messages) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(alignment: Alignment, output: Path | None, messages: Console) -> None:
    paired = sum(bool(bead.source and bead.target) for bead in alignment.beads)
    text = (
        f"{len(alignment.source)} and {len(alignment.target)} segments, {len(alignment.beads)} beads, "
        f"{len(alignment.beads) - paired} without counterpart, overall confidence {overall_confidence(alignment):.2f}"
    )
    messages.print(text, markup=False, soft_wrap=True)
    for warning in warnings(alignment):
        messages.print(f"warning: {warning}", markup=False, soft_wrap=True, style="yellow")
    if output:
        messages.print(f"wrote {output}", markup=False, soft_wrap=True)
