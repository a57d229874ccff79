"""Findings that a reviewer has accepted, in a CSV file: this check, this segment, with a reason.

A segment is known by the hash of its source and target, so that it is found again wherever it moves, and no longer
once someone edits it.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import InputError
from workbench.files import decode, read_bytes, write_atomically

COLUMNS = ("check", "content", "document", "segment", "reason", "by", "when", "source", "target")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An accepted finding. ``when`` is an ISO 8601 date; document, segment and texts are there for people."""

    check: str
    content: str
    document: str
    segment: str
    reason: str
    by: str
    when: str
    source: str
    target: str


def accept(finding: Mapping[str, Any], reason: str, by: str, when: str) -> Acceptance:
    """The acceptance of a finding as the JSON report has it."""
    check, content, document = finding["check"], finding["content"], finding["document"]
    place = str(finding["segment"])
    return Acceptance(check, content, document, place, reason, by, when, finding["source"], finding["target"])


def read_accepted(path: Path) -> list[Acceptance]:
    """The acceptances in a file; none if there is no such file yet.

    Raises:
        InputError: the file is not what ``write_accepted`` writes; names the line.
    """
    if not path.exists():
        return []
    rows = csv.reader(io.StringIO(decode(read_bytes(path), str(path)), newline=""))
    if tuple(next(rows, ())) != COLUMNS:
        raise InputError(path, f"has not the header {','.join(COLUMNS)}", place="line 1")
    accepted = []
    for row in rows:
        if len(row) != len(COLUMNS):
            raise InputError(path, f"has {len(row)} cells instead of {len(COLUMNS)}", place=f"line {rows.line_num}")
        accepted.append(Acceptance(*row))
    return accepted


def write_accepted(path: Path, accepted: Iterable[Acceptance]) -> None:
    """Write the acceptances, the later one where two are of the same check and segment.

    Raises:
        InputError: the file cannot be written there.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    unique = {(entry.check, entry.content): entry for entry in accepted}
    for entry in unique.values():
        writer.writerow([getattr(entry, column) for column in COLUMNS])
    write_atomically(path, text.getvalue().encode())


def reasons(accepted: Iterable[Acceptance]) -> dict[tuple[str, str], str]:
    """The reasons by (check, content of the pair), as the checker wants them."""
    return {(entry.check, entry.content): entry.reason for entry in accepted}
