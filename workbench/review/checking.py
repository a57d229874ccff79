"""What is wrong with a segment as it stands: what became of its terms, and findings. Runs again at each edit."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.documents.bilingual import Outcome, TermUse
from workbench.documents.jsonl import term_record
from workbench.glossary.matching import DocumentContext
from workbench.review.tools import Tools
from workbench.store.tables import AcceptedFinding
from workbench.translation.requirements import Kind, Requirement, addresses, find_requirements, unmet

Record = Mapping[str, Any]
#: Reasons by check and content of the pair.
Accepted = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Checked:
    """The terms of a segment with what stands for them, and its findings, as plain data."""

    terms: Sequence[Record]
    findings: Sequence[Record]

    @property
    def open_findings(self) -> int:
        """How many findings nobody has accepted."""
        return sum(not finding["accepted"] for finding in self.findings)


def check_segment(
    tools: Tools, source: str, target: str, accepted: Accepted, context: DocumentContext | None = None
) -> Checked:
    """Check a target against its source. ``context`` tells what homonyms mean in the document."""
    hits = tools.source_matcher.find(source, context, ignored=addresses(source))
    uses = tools.verifier.verify(hits, target)
    content = content_of(source, target)
    findings = list(_term_findings(source, target, uses))
    wanted = [_as_it_stands(source, item) for item in find_requirements(source, hits, tools.languages)]
    for requirement in unmet(wanted, target, tools.verifier):
        if requirement.kind is not Kind.TERM:
            span = requirement.start, requirement.end
            findings.append(
                _finding(requirement.kind, "functional", f"“{source[slice(*span)]}” is missing", [span], [])
            )
    return Checked(
        [term_record(use) for use in uses],
        [
            finding | {"content": content, "accepted": accepted.get((finding["check"], content), "")}
            for finding in findings
        ],
    )


def _as_it_stands(source: str, requirement: Requirement) -> Requirement:
    """An address must stand in the target as it stands in the source; the placeholder is for the decoder."""
    if requirement.kind is not Kind.PROTECTED:
        return requirement
    return replace(requirement, renderings=(source[requirement.start : requirement.end],))


def content_of(source: str, target: str) -> str:
    """Twelve hexadecimal digits for a pair, by which an accepted finding is known again wherever the pair stands."""
    return hashlib.sha256(f"{source}\0{target}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def accepted_reasons(session: Session, project_id: int) -> Accepted:
    """The findings that were accepted in a project."""
    columns = select(AcceptedFinding.check, AcceptedFinding.content, AcceptedFinding.reason)
    rows = session.execute(columns.where(AcceptedFinding.project_id == project_id))
    return {(check, content): reason for check, content, reason in rows}


def _term_findings(source: str, target: str, uses: Sequence[TermUse]) -> Iterator[dict[str, Any]]:
    for use in uses:
        words = source[slice(*use.source)]
        if use.outcome is Outcome.MISSING:
            message = f"“{words}” has no allowed rendering ({', '.join(use.allowed)})"
            yield _finding("term-missing", "critical", message, [use.source], [])
        elif use.outcome is Outcome.FORBIDDEN and use.target:
            message = f"“{target[slice(*use.target)]}” is a forbidden rendering"
            yield _finding("term-forbidden", "critical", message, [use.source], [use.target])


def _finding(
    check: str, severity: str, message: str, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    spans = {"source_spans": [[*span] for span in source], "target_spans": [[*span] for span in target]}
    return {"check": check, "severity": severity, "message": message, **spans}
