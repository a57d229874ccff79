"""What a bulk translation is to translate: the files of folders, and where the result of each goes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workbench.bulk.corpora import corpus_format, is_corpus
from workbench.documents.outputs import output_for, result_name
from workbench.documents.registry import find_documents
from workbench.errors import InputError, UsageError

#: The folder beside the results that holds what a run must remember.
STATE = "_workbench"
#: What stands for the suffix of a corpus among the output formats.
CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to translate: ``id`` is its path below the folder, ``results`` the paths to write by output format."""

    id: str
    path: Path
    results: dict[str, str]

    @property
    def is_corpus(self) -> bool:
        """Whether rows are translated, not a document."""
        return CORPUS in self.results


def find_inputs(
    paths: Sequence[Path], output: Path, formats: Sequence[str], field: str | None, languages: tuple[str, str]
) -> list[Input]:
    """The files of folders, with names relative to their folder, and files by their own name; in order of name.

    Args:
        paths: folders and files.
        output: the folder of results; what lies in it is never an input.
        formats: output formats of documents.
        field: the field of corpora that is translated; None: corpora are left alone.
        languages: source and target.

    Raises:
        InputError: there is nothing to translate in a folder.
        UsageError: an unknown format, two results in one file, or results in the folder that is translated.
    """
    for name in formats:
        output_for(name)
    found = []
    for path in paths:
        if path.is_dir() and path.resolve() == output.resolve():
            raise UsageError(f"{output}: the results cannot go into the folder that is translated; give another -o")
        for file in _files(path, output, field):
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            found.append(Input(name, file, _results(file, name, formats, field, languages)))
    shared = _shared(found)
    for item in found:
        item.results.update({form: _longer(item, path) for form, path in item.results.items() if path in shared})
    if twice := _shared(found):
        raise UsageError(f"two documents would be written to {output / min(twice)}; translate them into other folders")
    return found


def _shared(inputs: Sequence[Input]) -> set[str]:
    """The results that more than one input would be written to."""
    counts = Counter(result for item in inputs for result in item.results.values())
    return {result for result, count in counts.items() if count > 1}


def _longer(item: Input, result: str) -> str:
    """The name of a result that another document wants too: ``report.nl.docx.nl-en.html``."""
    return f"{item.id}{''.join(PurePosixPath(result).suffixes[-2:])}"


def _files(path: Path, output: Path, field: str | None) -> Iterable[Path]:
    if not path.is_dir():
        if not path.is_file():
            raise InputError(path, "no such file or folder")
        if field is not None:
            corpus_format(path)
        return [path]
    results = output.resolve()
    found: list[Path] = []
    try:
        found = find_documents(path)
    except InputError:
        if field is None:
            raise
    if field is not None:
        found = sorted([*found, *(file for file in path.rglob("[!.]*") if is_corpus(file) and file.is_file())])
    found = [file for file in found if not file.resolve().is_relative_to(results)]
    if not found:
        raise InputError(path, "there is nothing to translate in this folder")
    return found


def _results(
    file: Path, name: str, formats: Sequence[str], field: str | None, languages: tuple[str, str]
) -> dict[str, str]:
    folder = PurePosixPath(name).parent
    if field is not None and is_corpus(file):
        corpus_format(file)
        stem = file.stem.removesuffix(f".{languages[0]}")
        return {CORPUS: str(folder / f"{stem}.{languages[1]}{file.suffix}")}
    return {form: str(folder / result_name(file, form, languages)) for form in formats}
