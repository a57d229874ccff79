"""Zip files of documents (.docx, .odt), from strangers: checked before anything in them is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from posixpath import normpath

from lxml import etree

from workbench.documents.safe_xml import parse_xml
from workbench.errors import InputError

LARGEST_UNPACKED = 256 * 2**20
MOST_ENTRIES = 10_000
#: Text compresses to a tenth; a large entry that was a hundred times larger still is a zip bomb.
HIGHEST_RATIO = 200
RATIO_APPLIES_FROM = 2**20
#: Where Word and LibreOffice keep macros. They have no place in a document from a stranger, nor in its translation.
_MACROS = re.compile(r"(?:^|/)vbaProject\.bin$|^Basic/|^Scripts/", re.IGNORECASE)


class Archive:
    """A zip file in memory, checked when it is opened."""

    #: What the archive should be, for messages.
    what = "a document"

    def __init__(self, data: bytes, name: str) -> None:
        """Open an archive.

        Args:
            data: the zip file.
            name: its name, for messages.

        Raises:
            InputError: no zip file, damaged, encrypted, or made to do harm (a zip bomb, names outside of it).
        """
        self.data, self.name = data, name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._check_entries()
            damaged = self._zip.testzip()
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise InputError(name, f"is damaged or cut off: {error}", mend="get the file anew") from None
        if damaged:
            raise InputError(name, f"is damaged: {damaged} does not match its checksum", mend="get the file anew")

    def xml(self, part: str) -> etree._ElementTree:
        """An entry as XML.

        Raises:
            InputError: there is no such part, or it is not well-formed, or has a document type.
        """
        try:
            content = self._zip.read(part)
        except KeyError:
            raise InputError(self.name, f"is not {self.what}: it holds no {part}") from None
        if b"<!DOCTYPE" in content:  # forbidden in OPC, unknown in ODF, and entity bombs need one
            raise InputError(self.name, "has a document type declaration, which Office files never have", place=part)
        return parse_xml(content, self.name, self.what, part)

    def names(self) -> list[str]:
        """The names of the entries, in their order."""
        return self._zip.namelist()

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with some entries replaced, everything else as it is; the same bytes for no parts."""
        if not parts:
            return self.data
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as written:
            for info in self._zip.infolist():
                content = parts.get(info.filename)
                written.writestr(info, self._zip.read(info) if content is None else content, info.compress_type)
        return buffer.getvalue()

    def _check_entries(self) -> None:
        """Raise InputError for what no honest document holds."""
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise InputError(self.name, f"holds more than {MOST_ENTRIES} files; refused as a possible zip bomb")
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise InputError(self.name, f"unpacks to more than {LARGEST_UNPACKED // 2**20} MiB; refused as a zip bomb")
        if len({entry.filename for entry in entries}) < len(entries):
            raise InputError(self.name, "is damaged: it holds two files of the same name")
        for entry in entries:
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise InputError(self.name, f"{entry.filename!r} is compressed in a way that Office does not use")
            if entry.flag_bits & 1:
                raise InputError(self.name, "is encrypted", mend="save it without a password")
            if entry.file_size > max(RATIO_APPLIES_FROM, HIGHEST_RATIO * entry.compress_size):
                raise InputError(self.name, f"{entry.filename!r} is compressed like a zip bomb; refused")
            if _MACROS.search(entry.filename):
                raise InputError(self.name, f"holds macros ({entry.filename!r})", mend="save it without macros")
            if entry.filename.startswith(("/", "\\")) or normpath(entry.filename).startswith(".."):
                raise InputError(self.name, f"{entry.filename!r} is a name outside of the file; refused")
