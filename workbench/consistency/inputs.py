"""Files of bilingual text as pairs to be checked: JSON Lines, TSV, TMX and XLIFF, by their suffix."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.consistency.model import Pair
from workbench.documents.bilingual import TranslationUnit
from workbench.documents.jsonl import read_header, read_jsonl
from workbench.documents.unit_files import read_units, suffixes
from workbench.documents.xliff import SUFFIXES as XLIFF_SUFFIXES
from workbench.documents.xliff import is_xliff, read_xliff
from workbench.errors import InputError
from workbench.files import read_bytes


def read_pairs(paths: Iterable[Path], source_language: str, target_language: str) -> Iterator[Pair]:
    """The pairs of files, one file after the other; segments are counted from 1 in each document.

    The document is what the file says (TMX and XLIFF may hold several), or the file's name, with its
    folders where two files have the same. Who translated it and when
    is known from TMX, and from JSON Lines whose header has ``translator`` and ``date``.

    Raises:
        InputError: a suffix of another kind, or a file that cannot be read or has other languages; names the line.
    """
    paths = list(paths)
    names = Counter(path.name for path in paths)
    for path in paths:
        name = path.name if names[path.name] == 1 else str(path)
        yield from _read(path, name, source_language, target_language)


def _read(path: Path, name: str, source_language: str, target_language: str) -> Iterator[Pair]:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return _read_jsonl(path, name, (source_language, target_language))
    if is_xliff(path):
        return _pairs(name, read_xliff(path, source_language, target_language))
    if suffix in suffixes():
        return _pairs(name, read_units(path, source_language, target_language))
    known = ", ".join(dict.fromkeys((*suffixes(), *XLIFF_SUFFIXES)))
    raise InputError(path, "is no bilingual file by its suffix", mend=f"give one of {known}")


def _read_jsonl(path: Path, name: str, languages: tuple[str, str]) -> Iterator[Pair]:
    data = read_bytes(path)
    header = read_header(data, str(path))
    found = header.get("source_language", languages[0]), header.get("target_language", languages[1])
    if found != languages:
        what = f"is {found[0]}-{found[1]}, not {languages[0]}-{languages[1]}"
        raise InputError(path, what, place="line 1", mend="give the languages of the file")
    translator, date = str(header.get("translator", "")), str(header.get("date", ""))
    for number, segment in enumerate(read_jsonl(data, str(path)), start=1):
        yield Pair(name, number, segment.source, segment.target, segment.kind, translator, date)


def _pairs(name: str, units: Iterable[TranslationUnit]) -> Iterator[Pair]:
    numbers = Counter[str]()
    for unit in units:
        document = unit.document or name
        numbers[document] += 1
        date = unit.created.date().isoformat() if unit.created else ""
        yield Pair(document, numbers[document], unit.source, unit.target, translator=unit.author, date=date)
