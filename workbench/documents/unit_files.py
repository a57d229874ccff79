"""Files of translation units by their suffix: TMX and TSV in columns are read and written, our JSON Lines read."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.jsonl import read_header, read_jsonl
from workbench.documents.tmx import read_tmx, write_tmx
from workbench.documents.tsv import HEADER, escape, unescape
from workbench.errors import InputError, UsageError
from workbench.files import atomic_writer, read_bytes, read_text

#: Headers that files of others have: roles or language codes.
_ROLES = ({"source", "src"}, {"target", "tgt", "trg", "reference"})
_DOCUMENT = "document"
#: Files of text lines are read whole; a larger one is refused. A million pairs take about 250 MiB.
SIZE_LIMIT = 512 * 2**20


def is_unit_file(path: str | Path) -> bool:
    """Whether the suffix says that a file holds translation units."""
    return Path(path).suffix.lower() in _READERS


def suffixes() -> list[str]:
    """The suffixes of files that hold translation units."""
    return list(_READERS)


def read_units(path: str | Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of a ``.tmx``, ``.tsv`` or ``.jsonl`` file. Either text may be empty.

    Raises:
        InputError: the suffix is another, or the file cannot be read, is not what its suffix claims, or says that it
            has other languages; names the line.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(path, "holds no translation units by its suffix", mend=f"give {', '.join(_READERS)}")
    return reader(path, source_language, target_language)


def write_units(
    path: str | Path, units: Iterable[TranslationUnit], source_language: str, target_language: str
) -> list[str]:
    """Write units to a ``.tmx`` or ``.tsv`` file, which appears when it is whole; gives notes on what does not fit.

    Raises:
        InputError: the file cannot be written.
        UsageError: the suffix is another.
    """
    path, notes = Path(path), []
    if path.suffix.lower() not in (".tmx", ".tsv"):
        raise UsageError(f"{path}: translation units are written to .tmx or .tsv")
    with atomic_writer(path) as file:
        if path.suffix.lower() == ".tmx":
            replaced = write_tmx(units, source_language, target_language, file)
            notes += [f"{replaced} characters that XML cannot hold were written as U+FFFD"] if replaced else []
        else:
            file.write(f"{source_language}\t{target_language}\t{_DOCUMENT}\n")
            for unit in units:
                file.write("\t".join(map(escape, (unit.source, unit.target, unit.document))) + "\n")
    return notes


def _read_tsv(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """Two columns or more, with a header or without; a third column that is called document says where from.

    Cells are escaped under our own headers: that of bilingual TSV, and the two languages with ``document``.
    """
    own, has_document = False, False
    for number, line in enumerate(read_text(path, SIZE_LIMIT).split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) < 2:
            mend = "write source<TAB>target on every line"
            raise InputError(path, "has one cell instead of 2", place=f"line {number}", mend=mend)
        if number == 1 and cells[2:] == [_DOCUMENT] and all(map(_is_code, cells[:2])):
            if cells[:2] != [source_language, target_language]:
                raise _other_languages(path, cells[0], cells[1], source_language, target_language)
            own, has_document = True, True
        elif number == 1 and _is_header(cells, source_language, target_language):
            own, has_document = line == HEADER, cells[2:3] == [_DOCUMENT]
        else:
            if own:
                cells = [unescape(cell) for cell in cells]
            yield TranslationUnit(cells[0], cells[1], "".join(cells[2:3]) if has_document else "")


def _is_header(cells: list[str], source_language: str, target_language: str) -> bool:
    first, second = (cell.strip().lower() for cell in cells[:2])
    return (first in _ROLES[0] and second in _ROLES[1]) or (first, second) == (source_language, target_language)


def _is_code(cell: str) -> bool:
    return len(cell) == 2 and cell.isascii() and cell.isalpha() and cell.islower()


def _read_jsonl(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The segments of a bilingual document."""
    data = read_bytes(path, SIZE_LIMIT)
    header = read_header(data, str(path))
    languages = header.get("source_language", source_language), header.get("target_language", target_language)
    if languages != (source_language, target_language):
        raise _other_languages(path, *languages, source_language, target_language)
    for segment in read_jsonl(data, str(path)):
        yield TranslationUnit(segment.source, segment.target, str(header.get("document", "")))


def _other_languages(path: Path, source: str, target: str, source_language: str, target_language: str) -> InputError:
    what = f"is {source}-{target}, not {source_language}-{target_language}"
    return InputError(path, what, place="line 1", mend="give the languages of the file")


_READERS: dict[str, Callable[[Path, str, str], Iterator[TranslationUnit]]] = {
    ".tmx": read_tmx,
    ".tsv": _read_tsv,
    ".jsonl": _read_jsonl,
}
