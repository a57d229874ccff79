"""The document formats by name and suffix, and reading a file with the format that fits it."""

import importlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from workbench.documents.model import Document, Format, Splitter
from workbench.errors import InputError, UsageError
from workbench.files import DEFAULT_LIMIT, read_bytes

#: Adapters by name; imported when they are wanted, so that plain text needs no HTML or XML library.
_ADAPTERS = {
    "text": ("workbench.documents.text", "TextFormat"),
    "markdown": ("workbench.documents.markdown", "MarkdownFormat"),
    "html": ("workbench.documents.html", "HtmlFormat"),
    "docx": ("workbench.documents.docx", "DocxFormat"),
    "odt": ("workbench.documents.odt", "OdtFormat"),
    "xliff": ("workbench.documents.xliff_format", "XliffFormat"),
    "po": ("workbench.documents.po", "PoFormat"),
    "srt": ("workbench.documents.srt", "SrtFormat"),
    "pdf": ("workbench.documents.pdf", "PdfFormat"),
}
_SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".sdlxliff": "xliff",
    ".mqxliff": "xliff",
    ".po": "po",
    ".pot": "po",
    ".srt": "srt",
    ".pdf": "pdf",
}
#: What the first bytes of a file say that it is, in words, whatever its suffix says.
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or Office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF-", "a PDF file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc) or one locked with a password"),
    (b"{\\rtf", "a Rich Text (RTF) file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
#: Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9).
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ZIP = _SIGNATURES[0][0]
#: The formats that are zip archives, in words.
_ZIPPED = {"docx": "a Word document", "odt": "an OpenDocument text"}


def format_names() -> list[str]:
    """The names of the formats that documents are read from and written to."""
    return list(_ADAPTERS)


def suffixes() -> list[str]:
    """The suffixes of files that can be read, each with its dot."""
    return list(_SUFFIXES)


def format_for(name_or_path: str | Path) -> Format:
    """The format of this name, or of a file with this name or suffix.

    Raises:
        UsageError: no such format; lists the known ones.
    """
    wanted = str(name_or_path)
    if wanted in _ADAPTERS:
        return _adapter(wanted)
    suffix = Path(wanted).suffix.lower()
    if suffix in _SUFFIXES:
        return _adapter(_SUFFIXES[suffix])
    suffixes = {name: ", ".join(at for at, owner in _SUFFIXES.items() if owner == name) for name in _ADAPTERS}
    known = ", ".join(f"{name} ({of_name})" for name, of_name in suffixes.items())
    raise UsageError(f"{wanted}: not a known document format; known are {known}")


def written_suffix(path: str | Path) -> str:
    """The suffix of a translation of the document at ``path``: its own, but a PDF becomes a Word document."""
    suffix = Path(path).suffix
    return ".docx" if suffix.lower() == ".pdf" else suffix


def find_documents(path: Path) -> list[Path]:
    """The documents that a path stands for: the file itself, or all files in a folder that have a format's suffix.

    Hidden files are left out, and so is what Word keeps beside a document that is open (``~$``).

    Raises:
        InputError: there is no document in the folder.
    """
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
    found = [file for file in files if not file.name.startswith((".", "~$"))]
    if not found:
        raise InputError(path, "there is no document in this folder", mend=f"known are {', '.join(_SUFFIXES)}")
    return found


def read_document(
    path: str | Path, split: Splitter, format_name: str | None = None, limit: int = DEFAULT_LIMIT
) -> Document:
    """Read a file with the format that its suffix says.

    Args:
        path: the file.
        split: cuts a block's text into segments.
        format_name: the format, where the suffix does not say it.
        limit: the largest file that is read, in bytes.

    Raises:
        InputError: the file cannot be read, or is not what its format claims.
        UsageError: the format is unknown.
    """
    document_format = format_for(format_name or path)
    return read_data(read_bytes(path, limit), str(path), split, document_format)


def read_data(data: bytes, name: str, split: Splitter, document_format: Format) -> Document:
    """Read a document that is already in memory, such as an upload; otherwise as ``read_document``.

    Raises:
        InputError: ``data`` is empty, or is not what the format claims.
    """
    if not data:
        raise InputError(name, "the file is empty")
    _check_signature(data, name, document_format)
    document = document_format.read(data, name, split)
    hidden = sum(len(_BIDIRECTIONAL.findall(block.text)) for block in document.blocks)
    if not hidden:
        return document
    note = f"{hidden} characters that change the direction of writing can make text look different from what it says"
    return replace(document, notes=[*document.notes, note])


def _check_signature(data: bytes, name: str, document_format: Format) -> None:
    """Raise InputError where the first bytes say that the file is something else than the format."""
    found = next((words for start, words in _SIGNATURES if data.startswith(start)), "")
    if document_format.name in _ZIPPED:
        if not data.startswith(_ZIP):
            what, suffix = _ZIPPED[document_format.name], document_format.suffixes[0]
            message = f"is not {what} ({suffix}) but {found or 'something else'}"
            raise InputError(name, message, mend=f"save it as {suffix} without a password")
    elif document_format.name == "pdf":
        if b"%PDF-" not in data[:1024]:
            raise InputError(name, f"is not a PDF file but {found or 'something else'}", mend="check its suffix")
    elif found:
        raise InputError(name, f"is not {document_format.name} but {found}", mend="check its suffix")


@cache
def _adapter(name: str) -> Format:
    """The adapter of a format, made once."""
    module, class_name = _ADAPTERS[name]
    adapter: Format = getattr(importlib.import_module(module), class_name)()
    return adapter
