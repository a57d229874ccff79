"""Files: read whole with a limit, decoded strictly, written so that nobody ever sees half a file."""

import codecs
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from workbench.errors import InputError

#: Larger files are refused unless the caller says otherwise: 64 MiB is a text of ten million words.
DEFAULT_LIMIT = 64 * 2**20


#: The names of files that are being written; one that nobody writes is left from a process that was killed.
UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.tmp")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Unicode encoding as found in a file: the codec and the byte order mark in front of the text."""

    codec: str
    mark: bytes = b""

    def encode(self, text: str, errors: str = "strict") -> bytes:
        """The text as bytes of this encoding, with the byte order mark if the file had one."""
        return self.mark + text.encode(self.codec, errors)


UTF_8 = Encoding("utf-8")

#: UTF-32 stands before UTF-16, whose little-endian mark is the start of UTF-32's.
MARKED_ENCODINGS = (
    Encoding("utf-8", codecs.BOM_UTF8),
    Encoding("utf-32-le", codecs.BOM_UTF32_LE),
    Encoding("utf-32-be", codecs.BOM_UTF32_BE),
    Encoding("utf-16-le", codecs.BOM_UTF16_LE),
    Encoding("utf-16-be", codecs.BOM_UTF16_BE),
)


def read_bytes(path: str | Path, limit: int = DEFAULT_LIMIT) -> bytes:
    """The content of a file.

    Args:
        path: the file.
        limit: the largest number of bytes that is read.

    Raises:
        InputError: the file is missing, a directory, not readable, or larger than ``limit``.
    """
    with open_binary(path) as file:
        try:
            data = file.read(limit + 1)  # not stat: pipes and growing files have no trustworthy size
        except OSError as error:
            raise InputError(path, f"cannot be read: {_reason(error)}") from None
    if len(data) > limit:
        raise InputError(path, f"is larger than {limit / 2**20:g} MiB", mend="split it into smaller files")
    return data


def open_binary(path: str | Path) -> BinaryIO:
    """A file opened for reading, for what is read piece by piece.

    Raises:
        InputError: the file is missing, a directory, or not readable.
    """
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, not a file", mend="give the files in it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        raise InputError(path, f"cannot be read: {_reason(error)}") from None


def file_digest(path: str | Path) -> str:
    """SHA-256 of a file's content in hexadecimal, read piece by piece.

    Raises:
        InputError: as ``open_binary``.
    """
    with open_binary(path) as file:
        digest = hashlib.sha256()
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def read_text(path: str | Path, limit: int = DEFAULT_LIMIT) -> str:
    """The text of a file: ``read_bytes`` and ``decode``, with their errors."""
    return decode(read_bytes(path, limit), str(path))


def find_encoding(data: bytes) -> Encoding:
    """The Unicode encoding that the byte order mark announces; UTF-8 without a mark."""
    return next((encoding for encoding in MARKED_ENCODINGS if data.startswith(encoding.mark)), UTF_8)


def decode(data: bytes, name: str) -> str:
    """Decode text: UTF-8 with or without a byte order mark, UTF-16 and UTF-32 with one. The mark is left out.

    Args:
        data: the content of a file.
        name: the name of the file, for messages.

    Raises:
        InputError: the bytes are not text in one of these encodings; says which line and byte.
    """
    encoding = find_encoding(data)
    body = data[len(encoding.mark) :]
    try:
        text = body.decode(encoding.codec)
    except UnicodeDecodeError as error:
        if encoding is UTF_8 and b"\0" in data:
            raise _binary(name, data.index(b"\0")) from None
        place = f"line {_line_of(body[: error.start].decode(encoding.codec, 'replace'))}"
        at = len(encoding.mark) + error.start
        what = f"is not {encoding.codec.upper()} text: byte 0x{data[at]:02x} at offset {at} does not fit"
        raise InputError(name, what, place=place, mend="save it as UTF-8") from None
    if "\0" in text:
        raise _binary(name, len(encoding.mark) + len(text[: text.index("\0")].encode(encoding.codec)))
    return text


@contextmanager
def atomic_writer(path: str | Path) -> Iterator[TextIO]:
    """A text file (UTF-8, line feeds) that appears at ``path`` when the block ends, and not at all if it fails.

    Raises:
        InputError: the file cannot be written there.
    """
    with atomic_binary_writer(path) as binary:
        text = TextIOWrapper(binary, encoding="utf-8", newline="\n", write_through=True)
        try:
            yield text
        finally:
            text.detach()


def write_atomically(path: str | Path, data: bytes) -> None:
    """Write a file so that readers see the old content or the new, never a part.

    Raises:
        InputError: the file cannot be written there.
    """
    with atomic_binary_writer(path) as file:
        file.write(data)


@contextmanager
def atomic_binary_writer(path: str | Path) -> Iterator[BinaryIO]:
    """A file beside ``path`` that takes its place when the block ends; removed when the block raises anything.

    Raises:
        InputError: the file cannot be written there.
    """
    target = Path(os.path.realpath(path))  # a symbolic link stays a link
    if target.is_dir():
        raise InputError(path, "is a folder; a file is to be written there", mend="give a file name")
    if target.exists() and not target.is_file():
        with open(target, "wb") as device:  # /dev/stdout, a named pipe: nothing there to replace
            yield device
        return
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")  # UNFINISHED knows these names
    try:
        # 0o666 lessened by the umask, as any new file; tempfile's 0o600 would lock colleagues out.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise InputError(path, f"cannot be written: {_reason(error)}") from None
    try:
        with open(descriptor, "wb") as file:
            if target.exists():
                os.fchmod(descriptor, target.stat().st_mode & 0o777)
            yield file
            file.flush()
            os.fsync(descriptor)
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def umask() -> int:
    """The permissions that the system takes from new files of this process."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _binary(name: str, offset: int) -> InputError:
    """The error for a file that holds NUL bytes."""
    return InputError(name, f"is a binary file, not text: NUL at byte offset {offset}", mend="save it as UTF-8 text")


def _line_of(text_before: str) -> int:
    """The number of the line, from 1, on which the text that follows ``text_before`` starts."""
    return text_before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _reason(error: Exception) -> str:
    """The operating system's reason in words, without the number and path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
