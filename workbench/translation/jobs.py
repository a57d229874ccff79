"""Translation jobs: files in, files out, with progress; what ``workbench translate`` runs."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from workbench.documents.bilingual import BilingualDocument, Outcome
from workbench.documents.model import Document
from workbench.documents.outputs import OUTPUTS, output_for, result_name
from workbench.documents.registry import format_for, read_data, read_document
from workbench.errors import InputError, UsageError
from workbench.files import atomic_writer, write_atomically
from workbench.glossary.files import load_glossary
from workbench.languages.sentences import splitter
from workbench.settings import Settings
from workbench.translation.engines import threads
from workbench.translation.memory.files import load_memories
from workbench.translation.mode import Mode
from workbench.translation.models import ModelInfo, find_model
from workbench.translation.passes import Progress
from workbench.translation.pipeline import Translator

STANDARD_INPUT = "-"
#: A longer line is no text, and would fill the memory before anything could be said about it.
LONGEST_LINE = 10_000_000


@dataclass(frozen=True)
class Target:
    """A result to write: output format, and path or None for standard output."""

    format: str
    path: Path | None


def make_translator(info: ModelInfo, settings: Settings, mode: Mode = Mode.STRICT) -> Translator:
    """A translator with that model, and the glossary and memories of the settings.

    Raises ModelError, GlossaryError, and InputError for a memory.
    """
    glossary = load_glossary(settings.glossary)
    memories = load_memories(settings.memory, info.source_language, info.target_language)
    from workbench.translation.marian import MarianModel

    return Translator(MarianModel(info, threads(settings)), glossary, settings, mode, memories=memories)


def translate_files(
    files: Sequence[str],
    output: Path | None,
    format_name: str | None,
    settings: Settings,
    mode: Mode,
    messages: Console,
) -> None:
    """Translate documents and write the results, each whole or not at all.

    Whatever can be wrong with inputs, outputs and settings is found before the first document is translated.
    """
    info = find_model(settings.model, settings)
    plans = plan(files, output, format_name, (info.source_language, info.target_language))
    documents = [_read(file, info.source_language, settings) for file in files]
    translator = make_translator(info, settings, mode)
    for document, targets in zip(documents, plans, strict=True):
        with _progress(messages, Path(document.name).name) as progress:
            bilingual = translator.translate_document(document, progress)
        for target in targets:
            _write(target.path, output_for(target.format).write(bilingual))
        _report(bilingual, targets, messages)


def translate_lines(file: str, output: Path | None, settings: Settings, mode: Mode) -> None:
    """Translate a file line by line, in constant memory: exactly one line out for each line in.

    Raises InputError for a line that is not UTF-8 or is longer than LONGEST_LINE; with an output file nothing is left
    of the lines before it.
    """
    if file != STANDARD_INPUT and not Path(file).is_file():
        raise InputError(file, "no such file")
    translator = make_translator(find_model(settings.model, settings), settings, mode)
    source = nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else open(file, "rb")  # noqa: SIM115
    with source as stream, atomic_writer(output) if output else nullcontext(sys.stdout) as out:
        for segment in translator.translate_lines(_lines(stream, file)):
            out.write(" ".join(segment.target.splitlines()) + "\n")


def _lines(stream: BinaryIO, name: str) -> Iterator[str]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise InputError(name, f"longer than {LONGEST_LINE} bytes", place=f"line {number}", mend="split the line")
        try:
            yield line.decode("utf-8").strip("\r\n")
        except UnicodeDecodeError as error:
            what = f"not UTF-8 (byte 0x{line[error.start]:02x})"
            raise InputError(name, what, place=f"line {number}", mend="convert the file to UTF-8") from None


def plan(
    files: Sequence[str], output: Path | None, format_name: str | None, languages: tuple[str, str]
) -> list[list[Target]]:
    """What to write for each input.

    Raises UsageError for an unknown format, several documents without a folder, or two results in one file.
    """
    if format_name:
        output_for(format_name)
    if output is None:
        if len(files) > 1:
            raise UsageError("several documents need -o FOLDER")
        return [[Target(format_name or "document", None)]]
    if len(files) == 1 and output.suffix and not output.is_dir() and not str(output).endswith(os.sep):
        return [[Target(format_name or _format_of(files[0], output), output)]]
    names = [format_name] if format_name else ["document", "html"]
    plans = [[Target(name, output / _name_for(file, name, languages)) for name in names] for file in files]
    paths = Counter(target.path for targets in plans for target in targets)
    path, count = paths.most_common(1)[0]
    if count > 1:
        raise UsageError(f"two documents would be written to {path}; translate them into different folders")
    return plans


def _format_of(file: str, output: Path) -> str:
    if Path(file).suffix.lower() == output.suffix.lower():
        return "document"
    for name, kind in OUTPUTS.items():
        if kind.suffix == output.suffix.lower():
            return name
    known = ", ".join(sorted(kind.suffix for kind in OUTPUTS.values() if kind.suffix))
    raise UsageError(f"{output}: no format has this suffix; known are {known} and the document's own, or give --format")


def _name_for(file: str, format_name: str, languages: tuple[str, str]) -> str:
    return result_name("stdin.txt" if file == STANDARD_INPUT else file, format_name, languages)


def _read(file: str, language: str, settings: Settings) -> Document:
    split, limit = splitter(language), settings.max_file_mb * 2**20
    if file != STANDARD_INPUT:
        return read_document(file, split, limit=limit)
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            "standard input", f"larger than {settings.max_file_mb} MB", mend="raise the setting max_file_mb"
        )
    return read_data(data, "standard input", split, format_for("text"))


def _write(path: Path | None, data: bytes) -> None:
    if path is None:
        sys.stdout.buffer.write(data)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(path.parent, f"cannot be made ({error.strerror})") from None
    write_atomically(path, data)


@contextmanager
def _progress(messages: Console, name: str) -> Iterator[Progress]:
    """A bar with segments done and time left on the messages' console."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with ProgressBar(*columns, console=messages) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(bilingual: BilingualDocument, targets: Sequence[Target], messages: Console) -> None:
    outcomes = Counter(use.outcome for segment in bilingual.segments for use in segment.terms)
    marked = sum(bool(segment.marks) for segment in bilingual.segments)
    text = (
        f"{Path(bilingual.document.name).name}: {len(bilingual.segments)} segments, glossary terms kept "
        f"{outcomes[Outcome.KEPT]} of {outcomes.total()}, {marked} segments marked for review"
    )
    messages.print(text, markup=False, soft_wrap=True)
    for note in bilingual.notes:
        messages.print(f"note: {note}", markup=False, soft_wrap=True)
    for target in targets:
        if target.path:
            messages.print(f"wrote {target.path}", markup=False, soft_wrap=True)
