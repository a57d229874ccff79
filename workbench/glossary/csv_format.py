"""The glossary on disk: CSV (RFC 4180), UTF-8, one row a term, so that a change shows as one line in git.

The twelve columns of the contract are required, in any order. Three more are optional and written only when used:
``context``, words separated by `` | `` that decide for a concept where two concepts share a term; ``reviewed_by`` and
``reviewed_at`` (ISO 8601), who set ``review`` and when.

Rows are written sorted by concept, language, status and term. A cell that a spreadsheet would run as a formula (it
starts with ``=``, ``+``, ``-`` or ``@``) is written with an apostrophe in front, which reading takes off again.
"""

import csv
import gc
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from workbench.errors import GlossaryError
from workbench.files import decode, read_bytes, write_atomically
from workbench.glossary.model import Glossary, Review, Status, Term

COLUMNS = (
    "concept_id", "lang", "term", "status", "part_of_speech", "domain", "definition", "note", "source",
    "case_sensitive", "do_not_translate", "review",
)  # fmt: skip
OPTIONAL_COLUMNS = ("context", "reviewed_by", "reviewed_at")
CONTEXT_SEPARATOR = "|"

#: The order of terms of one concept and language, by status.
STATUS_ORDER: dict[str, int] = {Status.PREFERRED: 0, Status.ADMITTED: 1, Status.DEPRECATED: 2}

_FLAGS = {"yes": True, "true": True, "1": True, "": False, "no": False, "false": False, "0": False}
_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")
#: What no line has in which every cell can stand as it is.
_SPECIAL = re.compile(r'["\r\n=+@]|(?:^|[,\t])\'*-')
_QUOTED = re.compile(r'["\r\n]')

Choice = TypeVar("Choice", bound=StrEnum)


class CellError(ValueError):
    """A cell holds what its column cannot; the reader adds the file and the line."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def read_glossary(path: Path) -> Glossary:
    """Read a glossary file. Raises GlossaryError naming the line of the first thing that breaks the format."""
    return parse_glossary(read_bytes(path), str(path), path.stem)


def write_glossary(path: Path, glossary: Glossary) -> None:
    """Write a glossary file, atomically and in the stable order.

    Raises:
        GlossaryError: the glossary would not read back (an empty term, two preferred terms); nothing is written.
        InputError: the file cannot be written.
    """
    write_atomically(path, format_glossary(glossary, str(path)))


def parse_glossary(data: bytes, file: str, name: str) -> Glossary:
    """The glossary called ``name`` in the bytes of a ``file``. Raises GlossaryError as ``read_glossary`` does."""
    with _without_collecting():
        return Glossary.of(name, _rows(decode(data, file), file))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare the search for cycles while a glossary is made: it takes longer than reading, and there are none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def format_glossary(glossary: Glossary, file: str = "the glossary") -> bytes:
    """The glossary as the bytes of a file. Raises GlossaryError, naming ``file``, if it would not read back."""
    rows = sorted_cells(glossary.rows())
    columns = list(COLUMNS)
    columns += [name for place, name in enumerate(OPTIONAL_COLUMNS, len(COLUMNS)) if any(row[place] for row in rows)]
    pick = itemgetter(*((*COLUMNS, *OPTIONAL_COLUMNS).index(name) for name in columns))
    text = "".join(csv_line(row) for row in [columns, *map(pick, rows)])
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        place = f"line {text[: error.start].count(chr(10)) + 1}"
        raise GlossaryError(file, "half a surrogate pair cannot be written", place=place) from None
    parse_glossary(data, file, glossary.name)
    return data


def sorted_cells(rows: Iterable[tuple[str, Term]]) -> list[tuple[str, ...]]:
    """Terms as cells of all columns, in the stable order: concept, language, status, term."""
    return sorted((_cells(concept, term) for concept, term in rows), key=_row_order)


def csv_line(cells: Sequence[str], delimiter: str = ",") -> str:
    """Cells as a line of CSV with formulas made harmless. The csv module would leave a lone carriage return bare."""
    line = delimiter.join(cells)
    if line.count(delimiter) == len(cells) - 1 and not _SPECIAL.search(line):
        return line + "\n"
    return delimiter.join(_quoted(guard(cell), delimiter) for cell in cells) + "\n"


def guard(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would run it (or if it looks guarded already)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """The cell that ``guard`` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def is_guarded(text: str) -> bool:
    """Whether any cell of a file may be guarded; asked once, since it is seldom so."""
    return "'" in text and any(guarded in text for guarded in ("'=", "'+", "'-", "'@"))


class RowParser:
    """Makes terms of rows of cells, by the names of the columns; a column that is missing is empty in every row."""

    def __init__(self, header: Sequence[str], guarded: bool = False) -> None:
        places = [header.index(name) if name in header else -1 for name in (*COLUMNS, *OPTIONAL_COLUMNS)]
        self._pick = itemgetter(*places)
        self._guarded = guarded

    def __call__(self, row: list[str]) -> tuple[str, Term]:
        """(concept id, term) of a row. Raises CellError for a cell that its column cannot hold."""
        row.append("")  # where -1, the place of missing columns, points
        if self._guarded:
            row = [unguard(cell) for cell in row]
        (
            concept, language, text, status, part_of_speech, domain, definition, note, source,
            case_sensitive, do_not_translate, review, context, reviewed_by, reviewed_at,
        ) = map(str.strip, self._pick(row))  # fmt: skip
        if not (concept and language and text):
            raise CellError("concept_id, lang and term must not be empty")
        return concept, Term(
            text,
            language.lower(),
            _STATUSES.get(status) or status_of(status),
            part_of_speech,
            domain,
            definition,
            note,
            source,
            case_sensitive != "" and flag_of(case_sensitive, "case_sensitive"),
            do_not_translate != "" and flag_of(do_not_translate, "do_not_translate"),
            _REVIEWS.get(review) or review_of(review),
            context_of(context) if context else (),
            reviewed_by,
            date_of(reviewed_at) if reviewed_at else "",
        )


def status_of(cell: str) -> Status:
    """The status in a cell; preferred if it is empty. Raises CellError."""
    return _STATUSES.get(cell) or _choice(cell, Status, "status")


def review_of(cell: str) -> Review:
    """The review state in a cell; approved if it is empty. Raises CellError."""
    return _REVIEWS.get(cell) or _choice(cell, Review, "review")


def flag_of(cell: str, column: str) -> bool:
    """Yes or no in a cell. Raises CellError."""
    value = _FLAGS.get(cell)
    if value is None:
        value = _FLAGS.get(cell.lower())
    if value is None:
        raise CellError(f"{column} {cell!r} is unknown", "write yes or leave it empty")
    return value


def context_of(cell: str) -> tuple[str, ...]:
    """The context words in a cell."""
    return tuple(word.strip() for word in cell.split(CONTEXT_SEPARATOR) if word.strip())


def date_of(cell: str) -> str:
    """The date in a cell, as it is written there. Raises CellError if it is not ISO 8601."""
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        raise CellError(f"reviewed_at {cell!r} is not a date", "write it as 2026-09-30 or 2026-09-30T14:00") from None
    return cell


#: Reads the text of one field of a term, for formats that hold fields one by one. They raise CellError.
FIELD_READERS: Mapping[str, Callable[[str], Any]] = {
    "status": status_of,
    "part_of_speech": str,
    "domain": str,
    "definition": str,
    "note": str,
    "source": str,
    "case_sensitive": lambda cell: flag_of(cell, "case_sensitive"),
    "do_not_translate": lambda cell: flag_of(cell, "do_not_translate"),
    "review": review_of,
    "context": context_of,
    "reviewed_by": str,
    "reviewed_at": lambda cell: date_of(cell) if cell else "",
}

_STATUSES: dict[str, Status] = {"": Status.PREFERRED, **{status.value: status for status in Status}}
_REVIEWS: dict[str, Review] = {"": Review.APPROVED, **{review.value: review for review in Review}}


def field_text(value: object) -> str:
    """The value of a field as the text of a cell; ``FIELD_READERS`` read it back."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return f" {CONTEXT_SEPARATOR} ".join(word.strip() for word in value)
    return str(value).strip()


def _rows(text: str, file: str) -> Iterator[tuple[str, Term]]:
    """The rows of a glossary file, checked."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    preferred: set[tuple[str, str]] = set()
    line = 1  # the first line of the row; the reader knows only its last
    try:
        header = next(reader, [])
        _check_header(header, file)
        parse, width = RowParser(header, is_guarded(text)), len(header)
        line = reader.line_num + 1
        for row in reader:
            if row:
                if len(row) != width:
                    raise CellError(f"not {width} cells", "quote cells with commas")
                concept, term = parse(row)
                if term.status is Status.PREFERRED:
                    if (concept, term.language) in preferred:
                        what = f"second preferred {term.language} term {term.text!r} of concept {concept}"
                        raise CellError(what, "make one of them admitted")
                    preferred.add((concept, term.language))
                yield concept, term
            line = reader.line_num + 1
    except CellError as error:
        raise GlossaryError(file, error.what, place=f"line {line}", mend=error.mend) from None
    except csv.Error as error:
        raise GlossaryError(file, f"not CSV ({error})", place=f"line {line}") from None


def _check_header(header: list[str], file: str) -> None:
    """Raise GlossaryError unless all columns of the contract are there once, and none that writing would lose."""
    known = (*COLUMNS, *OPTIONAL_COLUMNS)
    for column in COLUMNS:
        if column not in header:
            what = f"not a glossary: column {column} is missing"
            raise GlossaryError(file, what, place="line 1", mend=f"the first line must be {','.join(COLUMNS)}")
    for place, column in enumerate(header):
        if column not in known:
            mend = f"remove it; known besides the twelve are {', '.join(OPTIONAL_COLUMNS)}"
            raise GlossaryError(file, f"column {column!r} is unknown", place="line 1", mend=mend)
        if column in header[:place]:
            raise GlossaryError(file, f"column {column} stands twice", place="line 1", mend="remove one of them")


def _cells(concept: str, term: Term) -> tuple[str, ...]:
    """A term as the cells of all columns."""
    fields = (
        term.status, term.part_of_speech, term.domain, term.definition, term.note, term.source, term.case_sensitive,
        term.do_not_translate, term.review, term.context, term.reviewed_by, term.reviewed_at,
    )  # fmt: skip
    return (concept.strip(), term.language.strip().lower(), term.text.strip(), *map(field_text, fields))


def _row_order(cells: tuple[str, ...]) -> tuple[object, ...]:
    """What rows are sorted by: concept, language, status, term; then the rest, so that the order is always the same."""
    concept, language, term, status, *rest = cells
    return concept, language, STATUS_ORDER[status], term, rest


def _quoted(cell: str, delimiter: str) -> str:
    if _QUOTED.search(cell) or delimiter in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _choice(cell: str, kind: type[Choice], column: str) -> Choice:
    try:
        return kind(cell.lower())
    except ValueError:
        raise CellError(f"{column} {cell!r} is unknown", f"write {', '.join(kind)}") from None
