"""Text tables as others write them: any of the usual delimiters, with or without a byte order mark, old encodings."""

import csv
import io
import re

from workbench.errors import GlossaryError, InputError
from workbench.files import UTF_8, decode, find_encoding

DELIMITERS = "\t;,|"

#: Excel's own hint for the delimiter, as the first line of a file.
_HINT = re.compile(r"sep=([\t;,|:])(\r\n|\r|\n)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LINE = re.compile(r"[^\r\n]*")
_IN_QUOTES = re.compile(r'"[^"]*"')

#: (line number, cells) of a row; the number is that of its first line.
NumberedRow = tuple[int, list[str]]


def read_rows(data: bytes, name: str) -> tuple[list[NumberedRow], list[str]]:
    """The rows of a text table that are not empty, and in words what was guessed.

    Raises:
        GlossaryError: the file is not text, or its quotes are broken; names the line.
    """
    text, notes = decode_leniently(data, name)
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else find_delimiter(text)
    table, skipped = (text[hint.end() :], 1) if hint else (text, 0)
    try:
        return _parse(table, delimiter, name, skipped), notes
    except GlossaryError:
        if delimiter != "\t":
            raise
        # Many programs write tabs and no quotes at all; a quotation mark is then part of the term.
        return _parse(table, delimiter, name, skipped, quoted=False), notes


def decode_leniently(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file: Unicode, or else Windows-1252 (of which Latin-1 is a part), which is said in the notes.

    Raises:
        GlossaryError: the file is binary.
    """
    if find_encoding(data) is UTF_8 and b"\0" in data:
        raise _binary(name, data.index(b"\0"), data)
    try:
        text, notes = decode(data, name), []
    except InputError as error:
        if find_encoding(data) is not UTF_8:
            raise
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:  # five bytes have no character there
            text = data.decode("latin-1")
        notes = [f"not UTF-8, read as Windows-1252 ({error.place})"]
    control = _CONTROL.search(text) if notes else None
    if control:
        raise _binary(name, control.start(), data)
    return text, notes


def find_delimiter(text: str) -> str:
    """The delimiter of a table: the one that the first line has most of, outside quotes."""
    first = _LINE.match(text.lstrip("\r\n "))
    line = _IN_QUOTES.sub("", first[0] if first else "")
    return max(DELIMITERS, key=line.count) if any(mark in line for mark in DELIMITERS) else ","


def _parse(text: str, delimiter: str, name: str, skipped: int, quoted: bool = True) -> list[NumberedRow]:
    """The rows that are not empty; ``skipped`` lines stand before them."""
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True)
    rows = []
    line = skipped + 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                rows.append((line, row))
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise GlossaryError(name, f"not CSV ({error})", place=f"line {line}") from None
    return rows


def _binary(name: str, offset: int, data: bytes) -> GlossaryError:
    line = data[:offset].count(b"\n") + 1
    return GlossaryError(name, "is a binary file, not text", place=f"line {line}", mend="save it as UTF-8 text")
