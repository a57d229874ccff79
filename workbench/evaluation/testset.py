"""Test sets: segments with references, in documents; some with marked terms and look-alikes."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from workbench.errors import InputError, UsageError
from workbench.files import read_text, write_atomically
from workbench.resources import bundled

SUFFIX = ".tsv"
REQUIRED = ("source", "reference", "document")
OPTIONAL = ("terms", "lookalikes")


@dataclass(frozen=True, slots=True)
class Mark:
    """A concept marked at ``source[start:end]``, with its allowed renderings.

    As a look-alike: words that look like a term of the concept and are none; ``allowed`` is empty then.
    """

    concept: str
    start: int
    end: int
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceSegment:
    """A source segment with its reference translation and what is marked in it."""

    source: str
    reference: str
    document: str
    terms: tuple[Mark, ...] = ()
    lookalikes: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class TestSet:
    """A test set of a language pair. ``has_marks``: its glossary occurrences are marked, all of them."""

    name: str
    languages: tuple[str, str]
    segments: Sequence[ReferenceSegment]
    has_marks: bool = False

    @property
    def sources(self) -> list[str]:
        """The source segments in order."""
        return [segment.source for segment in self.segments]

    @property
    def references(self) -> list[str]:
        """The references in order."""
        return [segment.reference for segment in self.segments]

    def documents(self) -> dict[str, list[int]]:
        """The positions of each document's segments."""
        positions: dict[str, list[int]] = {}
        for position, segment in enumerate(self.segments):
            positions.setdefault(segment.document, []).append(position)
        return positions

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change when any segment does; runs of the same set can be compared."""
        text = "\n".join(repr(segment) for segment in self.segments)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def find_testset(name: str) -> Path:
    """The file of a test set: a path, or a bundled name (``main``, ``terminology``, ...). Raises UsageError."""
    path = Path(name)
    if path.exists() or path.suffix:
        return path
    known = known_testsets()
    if name not in known:
        raise UsageError(f"{name}: no such test set; known are {', '.join(known)}, or give a file")
    return known[name]


def known_testsets() -> dict[str, Path]:
    """The files of the bundled test sets, and of those in the current folder, by name."""
    folders = bundled("eval") / "testsets", Path("eval/testsets")
    return {file.name.split(".")[0]: file for folder in folders for file in sorted(folder.glob(f"*{SUFFIX}"))}


def read_testset(path: Path, reference: Path | None = None, languages: tuple[str, str] = ("", "")) -> TestSet:
    """A test set from a table, or from two plain files of one segment a line (FLORES, NTREX).

    Args:
        path: ``NAME.SOURCE-TARGET.tsv`` with the columns of ``REQUIRED`` and ``OPTIONAL``, not quoted; or plain source.
        reference: the plain references; their lines are the sources' translations.
        languages: the pair; by default that of the file's name.

    Raises:
        InputError: a file is missing or broken; says in which line.
    """
    other = (str(reference), read_text(reference)) if reference else None
    return parse_testset((str(path), read_text(path)), other, languages)


def parse_testset(
    file: tuple[str, str], reference: tuple[str, str] | None = None, languages: tuple[str, str] = ("", "")
) -> TestSet:
    """As ``read_testset``, of files that were read already, each given as its name and its text."""
    name, path = file[0], PurePath(file[0])
    if reference:
        return TestSet(path.stem, languages, list(_plain(file, reference)))
    header, rows = _table(name, file[1])
    segments = [_segment(name, number, row) for number, row in rows]
    if not segments:
        raise InputError(name, "holds no segments")
    return TestSet(path.name.split(".")[0], _pair(path, languages), segments, "terms" in header)


def write_testset(testset: TestSet, path: Path) -> None:
    """Write a test set without marks as a table that ``read_testset`` reads; a line or cell never breaks off.

    Raises InputError if it cannot be written.
    """
    rows = [REQUIRED, *((segment.source, segment.reference, segment.document) for segment in testset.segments)]
    lines = ["\t".join(" ".join(cell.split()) for cell in row) for row in rows]
    write_atomically(path, ("\n".join(lines) + "\n").encode())


def read_lines(path: Path) -> list[str]:
    """The segments of a plain file, one a line; only line feeds end a line, as translation tools write them.

    Raises InputError if the file cannot be read.
    """
    return _lines(read_text(path))


def marks_as_json(marks: Sequence[Mark], source: str) -> str:
    """Marks as a cell of the table: a JSON list, with the marked words, so that a shifted mark is noticed."""
    items: list[dict[str, Any]] = []
    for mark in marks:
        item: dict[str, Any] = {"concept": mark.concept, "at": mark.start, "words": source[mark.start : mark.end]}
        items.append(item | ({"allowed": list(mark.allowed)} if mark.allowed else {}))
    return json.dumps(items, ensure_ascii=False) if items else ""


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []


def _plain(file: tuple[str, str], reference: tuple[str, str]) -> Iterator[ReferenceSegment]:
    (name, text), (other, translation) = file, reference
    sources, references = _lines(text), _lines(translation)
    if len(sources) != len(references):
        what = f"has {len(references)} lines, but {name} has {len(sources)}"
        raise InputError(other, what, mend="give files whose lines are translations of each other")
    if not sources:
        raise InputError(name, "holds no segments")
    for source, line in zip(sources, references, strict=True):
        yield ReferenceSegment(source, line, PurePath(name).stem)


def _table(path: str, text: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    lines = _lines(text)
    header = lines[0].split("\t") if lines else []
    if not set(REQUIRED) <= set(header) <= {*REQUIRED, *OPTIONAL}:
        what = f"columns {', '.join(header) or 'missing'}; needed are {', '.join(REQUIRED)}"
        raise InputError(path, what, place="line 1", mend="give references (--reference FILE) to plain sentences")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise InputError(path, f"{len(cells)} columns instead of {len(header)}", place=f"line {number}")
        rows.append((number, dict(zip(header, cells, strict=True))))
    return header, rows


def _segment(path: str, number: int, row: dict[str, str]) -> ReferenceSegment:
    terms, lookalikes = (_marks(path, number, row["source"], row.get(column, "")) for column in OPTIONAL)
    return ReferenceSegment(row["source"], row["reference"], row["document"], terms, lookalikes)


def _marks(path: str, number: int, source: str, cell: str) -> tuple[Mark, ...]:
    try:
        items = json.loads(cell) if cell else []
        marks = [
            (Mark(str(item["concept"]), int(item["at"]), int(item["at"]) + len(item["words"]), _allowed(item)), item)
            for item in items
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            path, f"marks are not as eval/testsets/README.md says ({error})", place=f"line {number}"
        ) from None
    for mark, item in marks:
        if source[mark.start : mark.end] != item["words"]:
            raise InputError(path, f"“{item['words']}” is not at {mark.start} in the source", place=f"line {number}")
    return tuple(mark for mark, _ in marks)


def _allowed(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, item.get("allowed", ())))


def _pair(path: PurePath, languages: tuple[str, str]) -> tuple[str, str]:
    if all(languages):
        return languages
    for part in path.name.split("."):
        codes = part.split("-")
        if len(codes) == 2 and all(len(code) == 2 and code.isalpha() for code in codes):
            return codes[0], codes[1]
    raise InputError(path, "the name says no language pair", mend="name it NAME.nl-en.tsv, with your languages")
