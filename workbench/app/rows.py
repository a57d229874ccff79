"""Segments as the pages get them: texts cut into pieces at their terms and findings, so that scripts count nothing.

Places in texts are counted in code points here and in UTF-16 units in browsers; pieces avoid the difference.
"""

from typing import Any

from workbench.documents.bilingual import MemoryMatch, Outcome, TermUse
from workbench.documents.side_by_side import changes, describe, pieces
from workbench.review.segments import Finding, SegmentView

#: Findings that the terms show themselves.
_OF_TERMS = ("term-missing", "term-forbidden")
#: A finding without a term is drawn as a term that is missing.
_DRAWN = Outcome.MISSING


def row(segment: SegmentView) -> dict[str, Any]:
    """A segment for the list."""
    return {
        "id": segment.id,
        "position": segment.position,
        "kind": segment.kind,
        "place": segment.place,
        "source": segment.source,
        "target": segment.target,
        "machine": segment.machine_target,
        "state": segment.state,
        "origin": segment.origin,
        "marks": segment.marks,
        "comments": segment.comments,
        "version": segment.version,
        "author": segment.changed_by,
        "at": segment.changed_at,
        **checked(segment),
    }


def checked(segment: SegmentView) -> dict[str, Any]:
    """What the checks say of a segment: pieces to be highlighted, terms, findings."""
    on_source = [(term.source, term) for term in segment.terms]
    on_target = [(term.target, term) for term in segment.terms if term.target]
    others = [finding for finding in segment.findings if finding.check not in _OF_TERMS]
    on_source += [(span, _drawn(finding)) for finding in others for span in finding.source_spans]
    on_target += [(span, _drawn(finding)) for finding in others for span in finding.target_spans]
    return {
        "source_pieces": pieces(segment.source, on_source),
        "target_pieces": pieces(segment.target, on_target),
        "terms": [_term(segment.source, term) for term in segment.terms],
        "findings": [
            {"check": found.check, "severity": found.severity, "message": found.message, "accepted": found.accepted}
            for found in segment.findings
        ],
    }


def match(offered: MemoryMatch, source: str) -> dict[str, Any]:
    """A memory match with how its source differs from the segment's."""
    return {
        "target": offered.target,
        "score": offered.score,
        "origin": offered.origin,
        "note": offered.note,
        "difference": [
            {"kind": kind, "text": text}
            for change in changes(offered, source)
            for kind, text in (("same", change.same), ("removed", change.removed), ("added", change.added))
            if text
        ],
    }


def _drawn(finding: Finding) -> TermUse:
    return TermUse(finding.message, (0, 0), None, _DRAWN, ())


def _term(source: str, term: TermUse) -> dict[str, Any]:
    return {
        "words": source[slice(*term.source)],
        "concept": term.concept,
        "renderings": term.allowed,
        "outcome": term.outcome,
        "description": describe(term),
    }
