"""XLSX (ECMA-376): the columns of the CSV format on one sheet. Every cell is a text, even one like a formula."""

import io
import re
from datetime import date
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from workbench.documents.opc import Package
from workbench.errors import GlossaryError
from workbench.glossary.csv_format import COLUMNS, OPTIONAL_COLUMNS, guard, sorted_cells
from workbench.glossary.exchange.base import Export, Import, Languages, Tally, of_languages
from workbench.glossary.exchange.escapes import NOT_XML, escape, unescape
from workbench.glossary.exchange.table import read_table
from workbench.glossary.exchange.term_table import is_term_table
from workbench.glossary.exchange.text import NumberedRow
from workbench.glossary.model import Glossary

#: The longest text that Excel takes in a cell.
LONGEST_CELL = 32_767
#: Excel writes a carriage return as an escape, too; XML parsers would make a line feed of it.
_BAD = re.compile(f"{NOT_XML.pattern}|\r")
_WIDTHS = {"term": 40, "concept_id": 30, "definition": 50, "note": 40}


class XlsxFormat:
    """A workbook of Excel, LibreOffice or Google Sheets."""

    name = "xlsx"
    title = "XLSX, one row a term"
    suffixes: tuple[str, ...] = (".xlsx",)

    def read(self, data: bytes, name: str, languages: Languages) -> Import:
        """The terms on the first sheet that is a table of terms, or else on the first that holds anything.

        The names of the other sheets are noted.

        Raises:
            InputError: the file is no workbook, damaged, or made to do harm.
            GlossaryError: the sheet is not a glossary; names the row.
            UsageError: the sheet has two columns of unknown languages.
        """
        Package(data, name)  # refuses zip bombs before anything is unpacked
        try:
            sheets = _sheets(data)
        except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
            what = f"cannot be read as an Excel workbook: {' '.join(str(error).split()) or type(error).__name__}"
            raise GlossaryError(name, what, mend="save it anew as .xlsx") from None
        filled = sorted((sheet for sheet in sheets if sheet[1]), key=lambda sheet: not is_term_table(sheet[1][0][1]))
        found = read_table(filled[0][1] if filled else [], name, languages, unit="row")
        return Import(found.rows, [*(f"sheet {title}: left out" for title, _ in filled[1:]), *found.notes])

    def write(self, glossary: Glossary, languages: Languages) -> Export:
        """The glossary as a workbook. Texts longer than Excel takes are cut, and listed."""
        workbook = openpyxl.Workbook(write_only=True)
        sheet = workbook.create_sheet("terms")
        sheet.freeze_panes = "A2"
        header = (*COLUMNS, *OPTIONAL_COLUMNS)
        for place, column in enumerate(header):
            sheet.column_dimensions[chr(ord("A") + place)].width = _WIDTHS.get(column, 15)
        losses = Tally()
        rows = [(concept, term) for concept, terms in of_languages(glossary, languages) for term in terms]
        sheet.append([_cell(sheet, column, Font(bold=True)) for column in header])
        for cells in sorted_cells(rows):
            texts = [escape(cell, _BAD) for cell in cells]
            for column, text in zip(header, texts, strict=True):
                if len(text) > LONGEST_CELL:
                    losses.add(f"{column} of {cells[2][:60]!r}: longer than {LONGEST_CELL} characters, cut")
            sheet.append([_cell(sheet, text) for text in texts])
        data = io.BytesIO()
        workbook.save(data)
        return Export(data.getvalue(), list(losses.lines()))


def _cell(sheet: Any, text: str, font: Font | None = None) -> Any:
    """A cell that holds the text as text; None, no cell at all, for no text."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl would make formulas and error values of some
    if font:
        cell.font = font
    elif guard(text) != text:
        cell.quotePrefix = True  # stays a text when someone edits it in Excel
    return cell


def _sheets(data: bytes) -> list[tuple[str, list[NumberedRow]]]:
    """The sheets with their rows that are not empty, as texts."""
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheets = []
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # what the file claims of its size may be wrong, or made to exhaust memory
        rows = [(number, _texts(values)) for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)]
        sheets.append((sheet.title, [(number, row) for number, row in rows if row]))
    return sheets


def _texts(values: tuple[Any, ...]) -> list[str]:
    """The values of a row as texts, without the empty ones at the end."""
    texts = [_text(value) for value in values]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(value: Any) -> str:
    """What a person sees in a cell. Formulas come as their text, which is what a glossary wants of them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # datetime is one
        return value.isoformat().removesuffix("T00:00:00")
    return unescape(str(value))
