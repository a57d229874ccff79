"""Tables of any kind: rows of terms, or pairs of terms; the first row tells which."""

from collections.abc import Sequence

from workbench.errors import GlossaryError
from workbench.glossary.csv_format import is_guarded
from workbench.glossary.exchange.base import Import, Languages
from workbench.glossary.exchange.pairs_table import read_pairs
from workbench.glossary.exchange.term_table import is_term_table, read_term_table
from workbench.glossary.exchange.text import read_rows


def read_text_table(data: bytes, name: str, languages: Languages) -> Import:
    """The terms of a table in text (CSV, TSV and the like). Raises as ``read_table`` and ``read_rows`` do."""
    rows, notes = read_rows(data, name)
    guarded = any(is_guarded(cell) for _, row in rows for cell in row)
    found = read_table(rows, name, languages, guarded=guarded)
    return Import(found.rows, [*notes, *found.notes])


def read_table(
    rows: Sequence[tuple[int, list[str]]],
    name: str,
    languages: Languages,
    *,
    guarded: bool = False,
    unit: str = "line",
) -> Import:
    """The terms of a table.

    Args:
        rows: the rows that are not empty, with their numbers.
        name: the file, for messages.
        languages: which languages to take, and for two columns which they are.
        guarded: whether an apostrophe before a formula is to be taken off.
        unit: what the numbers count, for messages.

    Raises:
        GlossaryError: the table is empty, or has other columns than it should, or a cell holds what it cannot.
        UsageError: the table has two columns of unknown languages.
    """
    if not rows:
        raise GlossaryError(name, "holds no terms", place=f"{unit} 1")
    read = read_term_table if is_term_table(rows[0][1]) else read_pairs
    return read(rows, name, languages, guarded=guarded, unit=unit)
