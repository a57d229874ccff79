"""What a reviewer may put into a segment: other translations, memory matches, earlier approvals, glossary terms."""

from dataclasses import dataclass

from sqlalchemy import select

from workbench.documents.bilingual import MemoryMatch
from workbench.review.access import find_segment
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.word_diff import Piece, word_diff
from workbench.store.states import SegmentState
from workbench.store.tables import Document, Segment
from workbench.translation.requirements import addresses

#: Approved segments of the project that are offered as if a memory had them.
_MOST_APPROVED = 3


@dataclass(frozen=True, slots=True)
class TermSuggestion:
    """A term of the source and the renderings that the glossary allows, the preferred one first.

    ``start:end`` is its place in the source; ``is_kept`` whether one of them stands in the target.
    """

    concept: str
    start: int
    end: int
    renderings: tuple[str, ...]
    is_kept: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class ModelSuggestion:
    """Another translation by the model; ``difference`` is from the target as it stands."""

    target: str
    score: float
    terms_missing: int
    difference: tuple[Piece, ...]


def term_suggestions(desk: Desk, person: Person, segment_id: int) -> list[TermSuggestion]:
    """The glossary's renderings for the terms of a segment, in order. From the last check; quick. Raises NotFound."""
    with desk.store.read() as session:
        segment, _, _ = find_segment(session, person, segment_id)
        return [
            TermSuggestion(
                term["concept"],
                term["source"][0],
                term["source"][1],
                tuple(term["allowed"]),
                term["outcome"] == "kept",
                term["explanation"],
            )
            for term in segment.terms
        ]


def memory_suggestions(desk: Desk, person: Person, segment_id: int) -> list[MemoryMatch]:
    """What the project's memories offer now, its own and those that it names; what was approved for the same source
    comes first.

    Raises NotFound, and InputError for a memory that cannot be read.
    """
    from workbench.translation.memory.lookup import EXACT, matches

    with desk.store.read() as session:
        segment, _, project = find_segment(session, person, segment_id)
        same = (
            select(Segment.target, Document.name, Segment.changed_by)
            .join(Document)
            .where(Document.project_id == project.id, Segment.source == segment.source, Segment.id != segment_id)
            .where(Segment.state == SegmentState.APPROVED.value)
            .order_by(Segment.changed_at.desc())
        )
        approved = {target: f"approved, {name}, {author}" for target, name, author in session.execute(same)}
        source, target = segment.source, segment.target
        session.expunge_all()
    own = [MemoryMatch(source, target, EXACT, origin) for target, origin in approved.items()][:_MOST_APPROVED]
    shown = {*approved, target}  # what was approved for this source; a segment is no match of its own
    found = matches(desk.memories(project), source)
    return own + [match for match in found if match.score < EXACT or match.target not in shown]


def model_suggestions(desk: Desk, person: Person, segment_id: int, count: int = 4) -> list[ModelSuggestion]:
    """Other translations, those that keep the glossary's terms first; takes as long as translating the segment does.

    Raises NotFound, ModelError, GlossaryError.
    """
    from workbench.translation.alternatives import alternatives

    with desk.store.read() as session:
        segment, document, project = find_segment(session, person, segment_id)
        source, target, document_id = segment.source, segment.target, document.id
        session.expunge_all()
    tools = desk.tools(project)
    hits = tools.source_matcher.find(source, desk.context(project, document_id), ignored=addresses(source))
    found = alternatives(desk.translator(project), tools.verifier, source, hits, count + 1)
    others = [item for item in found if item.target != target][:count]
    return [
        ModelSuggestion(item.target, item.score, item.terms_missing, tuple(word_diff(target, item.target)))
        for item in others
    ]
