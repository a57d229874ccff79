"""Files of translation units, read by their suffix: TMX, TSV in columns, and our own JSON Lines."""

from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.jsonl import read_header, read_jsonl
from workbench.documents.tmx import read_tmx
from workbench.documents.tsv import HEADER, unescape
from workbench.errors import InputError
from workbench.files import read_bytes, read_text

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


def _read_tsv(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """Two columns or more, with a header or without; a third column that is called document says where from.

    Cells are escaped only under the header of our own bilingual TSV, with that column or without.
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
        if number == 1 and _is_header(cells, source_language, target_language):
            has_document = cells[2:3] == [_DOCUMENT]
            own = line in (HEADER, f"{HEADER}\t{_DOCUMENT}")
            continue
        if own:
            cells = [unescape(cell) for cell in cells]
        yield TranslationUnit(cells[0], cells[1], "".join(cells[2:3]) if has_document else "")


def _is_header(cells: list[str], source_language: str, target_language: str) -> bool:
    first, second = (cell.strip().lower() for cell in cells[:2])
    return (first in _ROLES[0] and second in _ROLES[1]) or (first, second) == (source_language, target_language)


def _read_jsonl(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The segments of a bilingual document."""
    data = read_bytes(path, SIZE_LIMIT)
    header = read_header(data, str(path))
    languages = header.get("source_language", source_language), header.get("target_language", target_language)
    if languages != (source_language, target_language):
        what = f"is {languages[0]}-{languages[1]}, not {source_language}-{target_language}"
        raise InputError(path, what, place="line 1", mend="give the languages of the file")
    for segment in read_jsonl(data, str(path)):
        yield TranslationUnit(segment.source, segment.target, str(header.get("document", "")))


_READERS: dict[str, Callable[[Path, str, str], Iterator[TranslationUnit]]] = {
    ".tmx": read_tmx,
    ".tsv": _read_tsv,
    ".jsonl": _read_jsonl,
}
