"""Corpora: files with a text in each row, read and written row by row, so that memory does not grow with them.

JSON Lines (jsonlines.org) and Apache Parquet. A translated corpus has the same rows in the same order with two fields
more: the translation, and the marks, the reasons to look at it.
"""

import importlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from workbench.errors import InputError, UsageError
from workbench.files import atomic_writer, open_binary
from workbench.translation.jobs import LONGEST_LINE

#: The translation of a row and its marks; None where the row has no text.
Row = tuple[str | None, list[str]]


class CorpusFormat(Protocol):
    """A kind of corpus."""

    def texts(self, path: Path, field: str) -> Iterator[str | None]:
        """The texts of a field, row by row. Raises InputError for a row without the field, or with no text in it."""

    def write(self, path: Path, output: Path, fields: tuple[str, str], rows: Iterable[Row]) -> None:
        """Write the corpus at ``path`` with the rows' translations and marks under ``fields``, whole or not at all.

        Raises InputError if the corpus has such a field, or has changed since its texts were read.
        """


class JsonLines:
    """One object a line. What a line holds besides is kept byte for byte; blank lines are kept, and are no rows."""

    def texts(self, path: Path, field: str) -> Iterator[str | None]:
        """See ``CorpusFormat``."""
        for number, line in _lines(path):
            if line.strip():
                yield _text_of(_object(path, number, line), path, number, field)

    def write(self, path: Path, output: Path, fields: tuple[str, str], rows: Iterable[Row]) -> None:
        """See ``CorpusFormat``."""
        supply = iter(rows)
        with atomic_writer(output) as file:
            for number, line in _lines(path):
                if not line.strip():
                    file.write(line)
                    continue
                if taken := set(fields) & set(_object(path, number, line)):
                    raise _taken(path, min(taken), f"line {number}")
                row = next(supply, None)
                if row is None:
                    raise _changed(path)
                added = json.dumps(dict(zip(fields, row, strict=True)), ensure_ascii=False)
                file.write(f"{line.rstrip()[:-1].rstrip()}, {added[1:]}\n")
        if next(supply, None) is not None:
            raise _changed(path)


class Parquet:
    """Apache Parquet, by pyarrow (extra ``parquet``); read in batches, written in row groups of GROUP rows."""

    BATCH, GROUP = 512, 8192

    def texts(self, path: Path, field: str) -> Iterator[str | None]:
        """See ``CorpusFormat``."""
        with _parquet(path) as file:
            names = file.schema_arrow.names
            if field not in names:
                raise InputError(path, f"has no column {field!r}", mend=f"it has {', '.join(names)}")
            number = 0
            for batch in file.iter_batches(self.BATCH, columns=[field]):
                for text in batch.column(0).to_pylist():
                    number += 1
                    if not isinstance(text, str | None):
                        raise InputError(path, f"column {field!r} holds no text", place=f"row {number}")
                    yield text

    def write(self, path: Path, output: Path, fields: tuple[str, str], rows: Iterable[Row]) -> None:
        """See ``CorpusFormat``."""
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        from workbench.files import atomic_binary_writer

        supply = iter(rows)
        with _parquet(path) as source, atomic_binary_writer(output) as stream:
            schema = source.schema_arrow
            if taken := set(fields) & set(schema.names):
                raise _taken(path, min(taken), "")
            kinds = pyarrow.string(), pyarrow.list_(pyarrow.string())
            for name, kind in zip(fields, kinds, strict=True):
                schema = schema.append(pyarrow.field(name, kind))
            with ParquetWriter(stream, schema) as writer:
                for batch in source.iter_batches(self.GROUP):
                    chosen = list(islice(supply, batch.num_rows))
                    if len(chosen) < batch.num_rows:
                        raise _changed(path)
                    columns = [text for text, _ in chosen], [marks for _, marks in chosen]
                    added = [pyarrow.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
                    writer.write_batch(pyarrow.RecordBatch.from_arrays([*batch.columns, *added], schema=schema))
        if next(supply, None) is not None:
            raise _changed(path)


FORMATS: dict[str, CorpusFormat] = {".jsonl": JsonLines(), ".ndjson": JsonLines(), ".parquet": Parquet()}


def is_corpus(path: Path) -> bool:
    """Whether a file is a corpus by its suffix."""
    return path.suffix.lower() in FORMATS


def corpus_format(path: Path) -> CorpusFormat:
    """The format of a corpus by its suffix. Raises UsageError if it is none, or needs a library that is not there."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(f"{path}: --field is for corpora; known are {', '.join(FORMATS)}")
    if suffix == ".parquet" and importlib.util.find_spec("pyarrow") is None:
        raise UsageError(f"{path}: Parquet needs pyarrow; install workbench[parquet]")
    return FORMATS[suffix]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with open_binary(path) as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise InputError(path, f"longer than {LONGEST_LINE} bytes", place=f"line {number}")
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                what = f"is not UTF-8 (byte 0x{line[error.start]:02x})"
                raise InputError(path, what, place=f"line {number}", mend="convert the file to UTF-8") from None


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not JSON: {error}", place=f"line {number}") from None
    if not isinstance(found, dict):
        raise InputError(path, "is JSON but not an object", place=f"line {number}")
    return found


def _text_of(found: dict[str, object], path: Path, number: int, field: str) -> str | None:
    if field not in found:
        mend = f"it has {', '.join(found)}" if found else ""
        raise InputError(path, f"has no field {field!r}", place=f"line {number}", mend=mend)
    text = found[field]
    if not isinstance(text, str | None):
        raise InputError(path, f"field {field!r} is no text", place=f"line {number}", mend="write text or null")
    if text is not None and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InputError(path, f"field {field!r} holds half a character (a lone surrogate)", place=f"line {number}")
    return text


def _parquet(path: Path):  # type: ignore[no-untyped-def]  # pyarrow has no types
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(path, pre_buffer=False)
    except (ArrowException, OSError) as error:
        raise InputError(path, f"is not Parquet: {' '.join(str(error).split())}") from None


def _taken(path: Path, field: str, place: str) -> InputError:
    return InputError(path, f"has a field {field!r} already", place=place, mend="translate the original")


def _changed(path: Path) -> InputError:
    return InputError(path, "has changed while it was translated", mend="run the command again")
