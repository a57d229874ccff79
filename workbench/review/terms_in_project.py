"""The glossary against the documents of a project: where a term occurs, and terms that it lacks."""

from dataclasses import dataclass

from sqlalchemy import select

from workbench.alignment.harvest import HarvestedTerm, harvest
from workbench.alignment.harvest_output import glossary_of
from workbench.documents.bilingual import TermUse
from workbench.documents.jsonl import term_of
from workbench.errors import UsageError
from workbench.glossary.model import Glossary
from workbench.review.access import find_project
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.terms import edit_glossary
from workbench.store.states import SegmentState
from workbench.store.tables import Document, Segment

MOST_HARVESTED = 100


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A segment in which a concept occurs, and what stands for it there."""

    document: int
    document_name: str
    segment: int
    position: int
    source: str
    target: str
    use: TermUse


def occurrences(desk: Desk, person: Person, project_id: int, concept: str) -> list[Occurrence]:
    """Where a concept occurs in the translated segments of a project, as they were checked last. Raises NotFound."""
    with desk.store.read() as session:
        find_project(session, person, project_id)
        columns = select(
            Document.id,
            Document.name,
            Segment.id,
            Segment.position,
            Segment.source,
            Segment.target,
            Segment.terms,
        )
        query = columns.join(Segment, Segment.document_id == Document.id).where(Document.project_id == project_id)
        rows = session.execute(query.order_by(Document.name, Segment.position))
        return [
            Occurrence(document, name, id, position, source, target, term_of(record))
            for document, name, id, position, source, target, terms in rows
            for record in terms
            if record["concept"] == concept
        ]


def harvest_terms(desk: Desk, person: Person, project_id: int, most: int = MOST_HARVESTED) -> list[HarvestedTerm]:
    """Terms that approved segments of a project have and its glossary has not, with their translations, best first.

    Raises:
        NotFound: there is no such project.
        UsageError: nothing is approved yet, or the source language has no rules for noun phrases.
    """
    with desk.store.read() as session:
        project = find_project(session, person, project_id)
        columns = select(Segment.document_id, Segment.source, Segment.target).join(Document)
        query = columns.where(Document.project_id == project_id, Segment.state == SegmentState.APPROVED.value)
        pairs: dict[int, list[tuple[str, str]]] = {}
        for document, source, target in session.execute(query.order_by(Segment.document_id, Segment.position)):
            pairs.setdefault(document, []).append((source, target))
        session.expunge_all()
    if not pairs:
        raise UsageError("terms are harvested from approved segments, and none is approved yet")
    languages = project.source_language, project.target_language
    readers = [texts.__iter__ for texts in pairs.values()]
    return harvest(readers, desk.glossary(project.glossary), *languages, most)


def propose_harvested(desk: Desk, person: Person, project_id: int, chosen: list[HarvestedTerm]) -> Glossary:
    """Add harvested terms to the project's glossary as proposals; each becomes a concept of its own.

    Raises NotFound, GlossaryError, InputError.
    """
    with desk.store.read() as session:
        project = find_project(session, person, project_id)
        languages = project.source_language, project.target_language

    def change(current: Glossary) -> Glossary:
        return Glossary.of(current.name, [*current.rows(), *glossary_of(chosen, *languages, current.concepts).rows()])

    return edit_glossary(desk, person, project_id, change)
