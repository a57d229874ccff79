"""What is wrong with a segment as it stands: what became of its terms, and findings. Runs again at each edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.consistency.model import Pair
from workbench.consistency.registry import CHECKS, Scope
from workbench.consistency.report import as_record
from workbench.consistency.run import CheckedPair, Checker
from workbench.consistency.subject import Toolbox
from workbench.documents.jsonl import term_record
from workbench.documents.model import BlockKind
from workbench.glossary.matching import DocumentContext
from workbench.store.states import SegmentState
from workbench.store.tables import AcceptedFinding, Segment

Record = Mapping[str, Any]
#: Reasons by check and content of the pair.
Accepted = Mapping[tuple[str, str], str]

#: The checks that look at nothing but the segment; what they find is known as soon as it is edited.
SEGMENT_CHECKS = frozenset(code for code, check in CHECKS.items() if check.scope is Scope.SEGMENT)
#: What is kept of a finding; the segment has the rest.
_KEPT = ("check", "severity", "message", "source_spans", "target_spans", "content", "accepted")


@dataclass(frozen=True, slots=True)
class Checked:
    """The terms of a segment with what stands for them, and its findings, as plain data."""

    terms: Sequence[Record]
    findings: Sequence[Record]

    @property
    def open_findings(self) -> int:
        """How many findings nobody has accepted."""
        return sum(not finding["accepted"] for finding in self.findings)


def check_segment(tools: Toolbox, pair: Pair, accepted: Accepted, context: DocumentContext) -> Checked:
    """Check a pair on its own. ``context`` tells what homonyms mean in its document."""
    return next(iter(_checked(Checker(tools, SEGMENT_CHECKS, accepted).check([pair], context))))


def check_document(
    tools: Toolbox, pairs: Iterable[Pair], accepted: Accepted, context: DocumentContext
) -> Iterable[Checked]:
    """Check the pairs of a document, with the checks that compare them too."""
    return _checked(Checker(tools, None, accepted).check(pairs, context))


def pair_of(segment: Segment, document: str, target: str | None = None) -> Pair:
    """A segment as the checks want it, with another target if one is given."""
    by_person = segment.state in (SegmentState.EDITED, SegmentState.APPROVED)
    return Pair(
        document,
        segment.position + 1,
        segment.source,
        segment.target if target is None else target,
        BlockKind(segment.kind),
        segment.changed_by if by_person else "",
        segment.changed_at.date().isoformat() if by_person and segment.changed_at else "",
    )


def accepted_reasons(session: Session, project_id: int) -> Accepted:
    """The findings that were accepted in a project."""
    columns = select(AcceptedFinding.check, AcceptedFinding.content, AcceptedFinding.reason)
    rows = session.execute(columns.where(AcceptedFinding.project_id == project_id))
    return {(check, content): reason for check, content, reason in rows}


def _checked(pairs: Iterable[CheckedPair]) -> Iterable[Checked]:
    for pair in pairs:
        records = [as_record(finding) for finding in pair.findings]
        yield Checked(
            [term_record(use) for _, use in pair.subject.uses],
            [{name: record[name] for name in _KEPT} for record in records],
        )
