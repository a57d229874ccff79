"""The units of work of a bulk translation, and what becomes of them: plain data that can be sent to another machine.

A task is translated as a whole and for itself: what is batched together, and what decides between homonyms, are the
texts of one task only. The result therefore depends on neither the number of workers nor the order of the tasks.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """A document as bytes; ``id`` is its path below the folder, ``formats`` are the output formats wanted."""

    id: str
    data: bytes
    formats: Sequence[str]

    @property
    def content(self) -> str:
        """SHA-256 of what is to be translated, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class RowsTask:
    """Consecutive rows of a corpus (a shard); a text is None where the row has none."""

    id: str
    texts: Sequence[str | None]

    @property
    def content(self) -> str:
        """SHA-256 of what is to be translated, in hexadecimal."""
        return hashlib.sha256(json.dumps(self.texts).encode()).hexdigest()


Task = DocumentTask | RowsTask


@dataclass(frozen=True, slots=True)
class Counts:
    """What a report says of translated segments."""

    segments: int = 0
    marked: int = 0
    terms: int = 0
    terms_kept: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        sums = {name: value + getattr(other, name) for name, value in asdict(self).items()}
        return Counts(**sums)

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Counts":
        """The counts of ``asdict``; what is not there counts nothing."""
        return cls(**{name: int(record.get(name, 0)) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Translated:
    """A task that was done: the files by output format, and the signature of the translator."""

    id: str
    files: Mapping[str, bytes]
    counts: Counts
    signature: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that could not be done, and why, in one line."""

    id: str
    reason: str


Result = Translated | Failed
