"""JSON Lines (jsonlines.org): a header object, then one object a segment with everything that is known of it.

The header is recognised by its key ``workbench``; the keys of all objects stand in a fixed order, so that two files
can be compared line by line. Spans are ``[start, end]`` in characters (Unicode code points).
"""

import json
from collections.abc import Sequence
from typing import Any

from workbench.documents.bilingual import (
    BilingualDocument,
    BilingualSegment,
    MemoryMatch,
    Origin,
    Outcome,
    PlaceableUse,
    TermUse,
)
from workbench.documents.model import BlockKind
from workbench.documents.spans import Span
from workbench.errors import InputError
from workbench.files import decode

#: The version of this file format, written under the key ``workbench``.
VERSION = 1


def write_jsonl(bilingual: BilingualDocument) -> bytes:
    """The bilingual document as JSON Lines in UTF-8."""
    header = {
        "workbench": VERSION,
        "document": bilingual.document.name,
        "format": bilingual.document.format,
        "source_language": bilingual.source_language,
        "target_language": bilingual.target_language,
        "signature": bilingual.signature,
        "notes": [*bilingual.notes],
    }
    records = [header, *(_record(segment) for segment in bilingual.segments)]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def read_jsonl(data: bytes, name: str) -> list[BilingualSegment]:
    """The segments of a JSON Lines file.

    Raises:
        InputError: a line is not JSON or not a bilingual segment; says which.
    """
    return [_segment(record, name, number) for number, record in _records(data, name) if "workbench" not in record]


def read_header(data: bytes, name: str) -> dict[str, Any]:
    """The header of a JSON Lines file; empty if it has none.

    Raises:
        InputError: a line is not JSON.
    """
    first = next((record for _, record in _records(data, name)), {})
    return first if "workbench" in first else {}


def _record(segment: BilingualSegment) -> dict[str, Any]:
    """A segment as plain data."""
    return {
        "index": segment.index,
        "source": segment.source,
        "target": segment.target,
        "origin": segment.origin.value,
        "kind": segment.kind.value,
        "place": segment.place,
        "terms": [term_record(term) for term in segment.terms],
        "marks": [*segment.marks],
        "score": segment.score,
        "placeables": [placeable_record(placeable) for placeable in segment.placeables],
        "history": [*segment.history],
        "matches": [match_record(match) for match in segment.matches],
    }


def term_record(term: TermUse) -> dict[str, Any]:
    """The use of a term as plain data."""
    return {
        "concept": term.concept,
        "source": [*term.source],
        "target": None if term.target is None else [*term.target],
        "outcome": term.outcome.value,
        "allowed": [*term.allowed],
        "explanation": term.explanation,
    }


def placeable_record(placeable: PlaceableUse) -> dict[str, Any]:
    """What became of a number, name or address as plain data."""
    return {
        "kind": str(placeable.kind),
        "source": [*placeable.source],
        "allowed": [*placeable.allowed],
        "kept": placeable.kept,
    }


def match_record(match: MemoryMatch) -> dict[str, Any]:
    """What a translation memory offers as plain data."""
    return {
        "source": match.source,
        "target": match.target,
        "score": match.score,
        "origin": match.origin,
        "differences": [[[*span], [*other]] for span, other in match.differences],
        "note": match.note,
    }


def _records(data: bytes, name: str) -> Sequence[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line numbers; empty lines are passed over."""
    records = []
    for number, line in enumerate(decode(data, name).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(name, f"is not JSON: {error}", place=f"line {number}") from None
        if not isinstance(record, dict):
            raise InputError(name, "is JSON but not an object", place=f"line {number}")
        records.append((number, record))
    return records


def _segment(record: dict[str, Any], name: str, number: int) -> BilingualSegment:
    """The segment of a record. Raises InputError if the record is something else."""
    try:
        return BilingualSegment(
            index=int(record["index"]),
            source=_text(record["source"]),
            target=_text(record["target"]),
            origin=Origin(record["origin"]),
            kind=BlockKind(record.get("kind", BlockKind.PARAGRAPH)),
            place=_text(record.get("place", "")),
            terms=tuple(term_of(term) for term in record.get("terms", ())),
            marks=tuple(_text(mark) for mark in record.get("marks", ())),
            score=None if record.get("score") is None else float(record["score"]),
            placeables=tuple(placeable_of(item) for item in record.get("placeables", ())),
            history=tuple(_text(line) for line in record.get("history", ())),
            matches=tuple(match_of(item) for item in record.get("matches", ())),
        )
    except KeyError as error:
        raise InputError(name, f"a segment needs the key {error}", place=f"line {number}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(name, f"is not a bilingual segment: {error}", place=f"line {number}") from None


def term_of(record: dict[str, Any]) -> TermUse:
    """The use of a term of a record."""
    return TermUse(
        concept=_text(record["concept"]),
        source=_span(record["source"]),
        target=None if record["target"] is None else _span(record["target"]),
        outcome=Outcome(record["outcome"]),
        allowed=tuple(_text(rendering) for rendering in record["allowed"]),
        explanation=_text(record.get("explanation", "")),
    )


def placeable_of(record: dict[str, Any]) -> PlaceableUse:
    """What became of a number, name or address, of a record."""
    return PlaceableUse(
        kind=_text(record["kind"]),
        source=_span(record["source"]),
        allowed=tuple(_text(rendering) for rendering in record["allowed"]),
        kept=bool(record["kept"]),
    )


def match_of(record: dict[str, Any]) -> MemoryMatch:
    """What a translation memory offers, of a record."""
    return MemoryMatch(
        source=_text(record["source"]),
        target=_text(record["target"]),
        score=int(record["score"]),
        origin=_text(record.get("origin", "")),
        differences=tuple((_span(span), _span(other)) for span, other in record.get("differences", ())),
        note=_text(record.get("note", "")),
    )


def _text(value: object) -> str:
    """The value, which must be a string. Raises TypeError if not, ValueError for a lone surrogate."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    value.encode()
    return value


def _span(value: Any) -> Span:
    """The value as a span of two numbers. Raises TypeError or ValueError if it is none."""
    start, end = value
    return int(start), int(end)
