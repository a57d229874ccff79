"""Who may see what: a person sees the projects that he or she is a member of; administrators see all of them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workbench.errors import UsageError
from workbench.review.errors import NotFound
from workbench.review.people import Person, Role
from workbench.store.tables import Document, Member, Project, Segment


def visible_projects(person: Person) -> Select[Project]:
    """The query for the projects that a person may see."""
    query = select(Project)
    if person.role is Role.ADMIN:
        return query
    return query.where(Project.id.in_(select(Member.project_id).where(Member.name == person.name)))


def find_project(session: Session, person: Person, project_id: int) -> Project:
    """A project. Raises NotFound if there is none that the person may see."""
    project = session.scalar(visible_projects(person).where(Project.id == project_id))
    if project is None:
        raise NotFound(f"there is no project {project_id}")
    return project


def project_named(session: Session, name: str) -> Project:
    """A project by its name, or else by its number, for whoever may open the database itself.

    Raises UsageError; lists what there is.
    """
    found = session.scalar(select(Project).where(Project.name == name))
    if found is None and name.isascii() and name.isdecimal():
        found = session.get(Project, int(name))
    if found is None:
        known = ", ".join(map(repr, session.scalars(select(Project.name).order_by(Project.name)))) or "none"
        raise UsageError(f"there is no project {name!r}; there are {known}")
    return found


def find_document(session: Session, person: Person, document_id: int) -> tuple[Document, Project]:
    """A document and its project. Raises NotFound if there is none that the person may see."""
    document = session.get(Document, document_id)
    if document is not None:
        project = session.scalar(visible_projects(person).where(Project.id == document.project_id))
        if project is not None:
            return document, project
    raise NotFound(f"there is no document {document_id}")


def find_segment(session: Session, person: Person, segment_id: int) -> tuple[Segment, Document, Project]:
    """A segment with its document and project. Raises NotFound if there is none that the person may see."""
    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound(f"there is no segment {segment_id}")
    try:
        return segment, *find_document(session, person, segment.document_id)
    except NotFound:
        raise NotFound(f"there is no segment {segment_id}") from None
