"""Tables of terms: one row a term, the names of our columns in the first row, whatever file they come in."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.errors import GlossaryError
from workbench.glossary.csv_format import COLUMNS, OPTIONAL_COLUMNS, CellError, RowParser
from workbench.glossary.exchange.base import Import, Languages, Row, Tally, language_tag, only_languages, tidy

REQUIRED = ("concept_id", "lang", "term")
_OTHER_NAMES = {"concept": "concept_id", "id": "concept_id", "language": "lang", "pos": "part_of_speech"}


def is_term_table(header: Sequence[str]) -> bool:
    """Whether a first row says that a row is a term."""
    return not {"term", "concept_id"}.isdisjoint(_columns(header))


def read_term_table(
    rows: Sequence[tuple[int, list[str]]], name: str, languages: Languages, *, guarded: bool, unit: str
) -> Import:
    """The terms in the numbered rows of a table, the first of which names the columns.

    Args:
        rows: the rows that are not empty.
        name: the file, for messages.
        languages: which languages to take.
        guarded: whether an apostrophe before a formula is to be taken off.
        unit: what the numbers count, for messages.

    Raises:
        GlossaryError: a column that every term needs is missing, or a cell holds what its column cannot.
    """
    first, header = rows[0]
    columns = _columns(header)
    for column in REQUIRED:
        if column not in columns:
            what = f"not a glossary: column {column} is missing"
            raise GlossaryError(name, what, place=f"{unit} {first}", mend=f"columns are {', '.join(COLUMNS)}")
    tally = Tally()
    _note_columns(columns, tally)
    parse = RowParser(columns, guarded)
    fields = frozenset(columns).intersection((*COLUMNS, *OPTIONAL_COLUMNS)).difference(REQUIRED)
    found = []
    for number, row in rows[1:]:
        try:
            cells = _fitted(row, len(columns))
            concept, term = parse(cells)
        except CellError as error:
            raise GlossaryError(name, error.what, place=f"{unit} {number}", mend=error.mend) from None
        language = language_tag(term.language)
        if language != term.language:
            term = replace(term, language=language)
        found.append(Row(concept, term, _stated(fields, columns, cells)))
    kept = tidy(only_languages(found, languages, tally), tally)
    return Import(kept, list(tally.lines()))


def _columns(header: Sequence[str]) -> list[str]:
    """The first row as names of columns."""
    names = [cell.strip().lower().replace(" ", "_") for cell in header]
    return [_OTHER_NAMES.get(name, name) for name in names]


def _note_columns(columns: Sequence[str], tally: Tally) -> None:
    """Tally the columns that are not read."""
    for place, column in enumerate(columns):
        if not column:
            tally.add(f"column {place + 1} without a name: left out")
        elif column not in (*COLUMNS, *OPTIONAL_COLUMNS):
            tally.add(f"column {column}: unknown, left out")
        elif column in columns[:place]:
            tally.add(f"column {column} again: left out")


def _stated(fields: frozenset[str], columns: Sequence[str], cells: Sequence[str]) -> frozenset[str]:
    """The fields that a row says something about. An empty status or review says nothing; an empty note does."""
    silent = [field for field in ("status", "review") if field in fields and not cells[columns.index(field)].strip()]
    return fields.difference(silent) if silent else fields


def _fitted(row: list[str], width: int) -> list[str]:
    """The row with as many cells as there are columns: spreadsheets leave out or add empty cells at the end."""
    if any(cell.strip() for cell in row[width:]):
        raise CellError(f"has {len(row)} cells for {width} columns", "quote cells that hold the delimiter")
    return row[:width] + [""] * (width - len(row))
