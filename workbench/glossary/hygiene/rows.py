"""A glossary file row by row, faults included, so that all of them can be told at once and fixed one by one.

Reading a glossary to use it (``csv_format``) stops at the first fault; here only a file that is no glossary at all is
refused. Every row keeps its text, so that a fix changes its own rows and no other byte of the file.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import GlossaryError
from workbench.files import Encoding, decode, find_encoding, read_bytes
from workbench.glossary.csv_format import (
    CellError,
    RowParser,
    csv_line,
    is_guarded,
    parse_glossary,
    unguard,
)
from workbench.glossary.model import Term


@dataclass(frozen=True, slots=True)
class Row:
    """A term, its concept, its text as it is written, and all its cells; ``line`` is where the row begins."""

    line: int
    concept: str
    term: Term
    written: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be read as a term, and why."""

    line: int
    concept: str
    text: str
    what: str
    mend: str


@dataclass(frozen=True)
class GlossaryFile:
    """The content of a glossary file: the rows, and the text of each line or group of lines by its first line."""

    encoding: Encoding
    pieces: Mapping[int, str]
    columns: Sequence[str]
    rows: Sequence[Row]
    broken: Sequence[BrokenRow]

    def rewritten(self, texts: Mapping[int, str | None]) -> bytes:
        """The file with new terms in the rows of some lines, and without those whose new term is None."""
        pieces = dict(self.pieces)
        for row in self.rows:
            if row.line in texts:
                text = texts[row.line]
                pieces[row.line] = "" if text is None else self._line(row, text)
        return self.encoding.encode("".join(pieces.values()))

    def _line(self, row: Row, text: str) -> str:
        cells = list(row.cells)
        cells[self.columns.index("term")] = text
        old = self.pieces[row.line]
        ending = old[len(old.rstrip("\r\n")) :]
        return csv_line(cells).removesuffix("\n") + ending


def read_file(path: Path) -> GlossaryFile:
    """Read a glossary file with its faults.

    Raises:
        GlossaryError: it is no glossary: not CSV, or without the columns of one; names the line.
        InputError: it cannot be read, or is not text.
    """
    return parse_file(read_bytes(path), str(path))


def parse_file(data: bytes, name: str) -> GlossaryFile:
    """The rows in the bytes of a file; ``name`` is for messages. Raises as ``read_file`` does."""
    text = decode(data, name)
    pieces: dict[int, str] = {}
    rows: list[Row] = []
    broken: list[BrokenRow] = []
    columns: list[str] = []
    for line, piece, cells in _pieces(text, name):
        pieces[line] = piece
        if not columns:
            parse_glossary(piece.encode(), name, name)  # refuses what is no header
            columns = cells
            parse = RowParser(columns, is_guarded(text))
        elif cells:
            row = _row(line, cells, columns, parse)
            if isinstance(row, Row):
                rows.append(row)
            else:
                broken.append(row)
    if not columns:
        parse_glossary(b"", name, name)
    return GlossaryFile(find_encoding(data), pieces, columns, rows, broken)


def _pieces(text: str, name: str) -> Iterator[tuple[int, str, list[str]]]:
    """Where each row begins, its text and its cells. Raises GlossaryError for what is not CSV."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), strict=True)
    start = 0
    while start < len(lines):
        try:
            cells = next(reader)
        except csv.Error as error:
            raise GlossaryError(name, f"not CSV ({error})", place=f"line {start + 1}") from None
        yield start + 1, "".join(lines[start : reader.line_num]), cells
        start = reader.line_num


def _row(
    line: int, cells: list[str], columns: Sequence[str], parse: Callable[[list[str]], tuple[str, Term]]
) -> Row | BrokenRow:
    cells = [unguard(cell) for cell in cells]
    named = dict(zip(columns, cells, strict=False))
    concept, text = named.get("concept_id", "").strip(), named.get("term", "").strip()
    if len(cells) != len(columns):
        what, mend = f"has {len(cells)} cells instead of {len(columns)}", "quote cells with commas"
        return BrokenRow(line, concept, text, what, mend)
    try:
        concept, term = parse(list(cells))
    except CellError as error:
        return BrokenRow(line, concept, text, error.what, error.mend)
    return Row(line, concept, term, named["term"], cells)
