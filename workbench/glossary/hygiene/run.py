"""Running the checks on a glossary, and applying the fixes that are safe."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.files import read_bytes, write_atomically
from workbench.glossary.editing import locked

# Importing these modules registers their checks.
from workbench.glossary.hygiene import concepts, conflicts, spelling, usage  # noqa: F401
from workbench.glossary.hygiene.registry import CHECKS, Finding, Fix, Severity
from workbench.glossary.hygiene.rows import GlossaryFile, Row, parse_file
from workbench.glossary.hygiene.subject import Subject

_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class AppliedFix:
    """A fix that was made: the line before it, the term before it, and what was done."""

    code: str
    line: int
    term: str
    fix: Fix


def run_checks(subject: Subject) -> list[Finding]:
    """What all registered checks find, errors first, then by line."""
    findings = [finding for check in CHECKS.values() for finding in check.findings(subject)]
    return sorted(findings, key=lambda finding: (_ORDER[finding.severity], finding.line, finding.code))


def fix_file(path: Path) -> list[AppliedFix]:
    """Apply the safe fixes to a glossary file, with nobody else editing it; what there is nothing to fix in stays.

    Raises:
        GlossaryError: it is no glossary, or another edit does not end; the file stays as it is.
        InputError: it cannot be read or written.
    """
    path = Path(os.path.realpath(path))  # all names of a file have one lock
    with locked(path.parent):
        data = read_bytes(path)
        file = parse_file(data, str(path))
        applied = list(_fixes(file))
        if applied:
            texts = {fix.line: fix.fix.term for fix in applied}  # the last of a line counts
            write_atomically(path, file.rewritten(texts))
    return applied


def _fixes(file: GlossaryFile) -> Iterator[AppliedFix]:
    """The fixes one after the other, since one can make way for the next: each round takes the first of each row."""
    rows = {row.line: row for row in file.rows}
    while fixes := _first_fixes(list(rows.values())):
        for line, finding in fixes.items():
            if finding.fix:
                yield AppliedFix(finding.code, line, rows[line].written, finding.fix)
                _apply(finding.fix, rows, line, file.columns)


def _first_fixes(rows: Sequence[Row]) -> dict[int, Finding]:
    subject = Subject(rows)
    fixes: dict[int, Finding] = {}
    for check in CHECKS.values():
        if check.has_fixes:
            for finding in check.findings(subject):
                if finding.fix:
                    fixes.setdefault(finding.line, finding)
    return fixes


def _apply(fix: Fix, rows: dict[int, Row], line: int, columns: Sequence[str]) -> None:
    if fix.term is None:
        del rows[line]
        return
    row = rows[line]
    cells = list(row.cells)
    cells[columns.index("term")] = fix.term
    rows[line] = replace(row, term=replace(row.term, text=fix.term.strip()), written=fix.term, cells=cells)
