"""The exchange formats by name, by suffix and by what a file begins with."""

import importlib
from functools import cache
from pathlib import Path

from workbench.errors import UsageError
from workbench.files import find_encoding, read_bytes
from workbench.glossary.exchange.base import Format, Import, Languages

#: Adapters by name; imported when they are wanted, so that CSV needs neither an XML nor a spreadsheet library.
_ADAPTERS = {
    "csv": ("csv_terms", "CsvFormat"),
    "csv-pairs": ("csv_pairs", "CsvPairsFormat"),
    "tsv": ("csv_pairs", "TsvPairsFormat"),
    "xlsx": ("xlsx", "XlsxFormat"),
    "tbx": ("tbx", "Tbx3Format"),
    "tbx2": ("tbx", "Tbx2Format"),
}


def format_names() -> list[str]:
    """The names of all formats."""
    return list(_ADAPTERS)


def read_import(path: Path, format_name: str | None, languages: Languages) -> Import:
    """The terms of a file, in the format of that name or the one that its content tells.

    Raises:
        InputError: the file cannot be read, or is not of the format; names the line.
        UsageError: there is no such format, or it needs languages.
    """
    data = read_bytes(path)
    chosen = format_named(format_name) if format_name else format_of_content(data, str(path))
    return chosen.read(data, str(path), languages)


def format_named(name: str) -> Format:
    """The format of that name. Raises UsageError, naming the known ones."""
    if name not in _ADAPTERS:
        raise UsageError(f"{name}: not a glossary format; known are {', '.join(_ADAPTERS)}")
    return _adapter(name)


def format_of_suffix(path: Path) -> Format:
    """The format to write a file of that name in. Raises UsageError if the suffix tells none."""
    for name in _ADAPTERS:
        if path.suffix.lower() in _adapter(name).suffixes:
            return _adapter(name)
    raise UsageError(f"{path}: the suffix tells no glossary format; add --format ({', '.join(_ADAPTERS)})")


def format_of_content(data: bytes, name: str) -> Format:
    """The format to read a file with: what it begins with counts more than its suffix; what is left is text."""
    encoding = find_encoding(data)
    if data.startswith(b"PK\x03\x04"):
        return _adapter("xlsx")
    if data[len(encoding.mark) :][:200].decode(encoding.codec, "ignore").lstrip().startswith("<"):
        return _adapter("tbx")
    suffix = Path(name).suffix.lower()
    known = next((found for found in map(_adapter, ("xlsx", "tbx")) if suffix in found.suffixes), None)
    return known or _adapter("csv")


@cache
def _adapter(name: str) -> Format:
    """The adapter of a format, made once."""
    module, class_name = _ADAPTERS[name]
    adapter: Format = getattr(importlib.import_module(f"workbench.glossary.exchange.{module}"), class_name)()
    return adapter
