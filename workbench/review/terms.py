"""The glossary of a project as its page shows it: search and filters, editing, and the editors' review.

The glossary is a file that is edited elsewhere too: every change is made on what is on disk by then. An editor who
began with an older state of a concept gets what others changed merged in, or is asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import InputError, UsageError
from workbench.files import read_bytes, write_atomically
from workbench.glossary.diff import Key, keyed
from workbench.glossary.editing import EditConflict, edit, locked, merge_edits
from workbench.glossary.files import NONE, glossary_path, is_bundled
from workbench.glossary.model import Concept, Glossary, Review, Status, Term
from workbench.glossary.search import search
from workbench.review.access import find_project
from workbench.review.desk import Desk
from workbench.review.errors import NotFound
from workbench.review.people import Person, Role
from workbench.store.columns import now
from workbench.store.tables import Project

_MOST_FOUND = 200


class TermConflict(UsageError):
    """Somebody changed the same fields of a concept meanwhile. Nothing was written; ``conflicts`` say which."""

    def __init__(self, conflicts: Sequence[EditConflict]) -> None:
        self.conflicts = conflicts
        super().__init__("; ".join(conflict.words() for conflict in conflicts))


@dataclass(frozen=True, slots=True)
class TermFilter:
    """Which concepts are wanted: those with a term that every given criterion fits. ``text`` is searched as by
    ``workbench glossary search``, without regard to inflection, accents and typing errors."""

    text: str = ""
    language: str = ""
    review: Review | None = None
    status: Status | None = None
    domain: str = ""


def project_glossary(desk: Desk, person: Person, project_id: int) -> Glossary:
    """The glossary of a project as its file is now. Raises NotFound and GlossaryError."""
    return desk.glossary(_project(desk, person, project_id).glossary)


def find_concepts(desk: Desk, person: Person, project_id: int, wanted: TermFilter) -> list[Concept]:
    """The concepts that a filter lets through: the best first for a text, else in the order of the file.

    Raises NotFound, GlossaryError, and UsageError for a text without a word.
    """
    glossary = project_glossary(desk, person, project_id)
    concepts: Iterable[Concept] = glossary.concepts.values()
    if wanted.text.strip():
        concepts = [result.concept for result in search(glossary, wanted.text, limit=_MOST_FOUND)]
    return [concept for concept in concepts if any(_fits(term, wanted) for term in concept.terms)]


def proposals(desk: Desk, person: Person, project_id: int) -> list[Concept]:
    """The concepts with a term that waits for an editor. Raises NotFound and GlossaryError."""
    return find_concepts(desk, person, project_id, TermFilter(review=Review.PROPOSED))


def save_concept(
    desk: Desk, person: Person, project_id: int, base: Concept | None, mine: Concept, over: bool = False
) -> Concept:
    """Save a concept that was edited; what others changed in it since ``base`` was read is merged in, field by field.

    Args:
        base: the concept as the editor was opened with; None for a new one.
        mine: the concept as it is to be; without terms it is removed.
        over: whether mine is to stand where both changed the same.

    Returns:
        The concept as it is in the file now.

    Raises:
        TermConflict: somebody changed the same fields meanwhile; nothing was written.
        NotAllowed: the person is a translator, who may only propose.
        NotFound, GlossaryError, InputError: there is no such project, or the file cannot be changed so.
    """
    person.must_be(Role.EDITOR, "edit the glossary")

    def change(current: Glossary) -> Glossary:
        theirs = current.concepts.get(mine.id, Concept(mine.id, ()))
        if over:
            return _with(current, mine)
        merged = merge_edits(
            *(_only(current.name, concept) for concept in (base or Concept(mine.id, ()), mine, theirs))
        )
        if merged.conflicts:
            raise TermConflict(merged.conflicts)
        return _with(current, merged.glossary.concepts.get(mine.id, Concept(mine.id, ())))

    changed = edit_glossary(desk, person, project_id, change)
    return changed.concepts.get(mine.id, Concept(mine.id, ()))


def propose(desk: Desk, person: Person, project_id: int, concept_id: str, terms: Sequence[Term]) -> Concept:
    """Add terms to a concept, or a new concept, for an editor to decide about. Everybody may propose.

    Raises:
        UsageError: the concept has one of the terms already.
        NotFound, GlossaryError, InputError: as ``save_concept``.
    """

    def change(current: Glossary) -> Glossary:
        concept = current.concepts.get(concept_id, Concept(concept_id, ()))
        known = {(term.language, term.text) for term in concept.terms}
        for term in terms:
            if (term.language, term.text) in known:
                raise UsageError(f"{concept_id} has “{term.text}” already")
        return _with(current, Concept(concept_id, (*concept.terms, *_proposed(concept, terms))))

    return edit_glossary(desk, person, project_id, change).concepts[concept_id]


def approve_terms(desk: Desk, person: Person, project_id: int, terms: Sequence[Key]) -> Glossary:
    """Approve terms, which are enforced from now on. Raises as ``save_concept``, and NotFound if a term is gone."""
    return _reviewed(desk, person, project_id, terms, lambda term: replace(term, review=Review.APPROVED))


def reject_terms(desk: Desk, person: Person, project_id: int, terms: Sequence[Key]) -> Glossary:
    """Reject terms: they stay in the file, so that nobody proposes them again. Raises as ``approve_terms``."""
    return _reviewed(desk, person, project_id, terms, lambda term: replace(term, review=Review.REJECTED))


def forbid_terms(desk: Desk, person: Person, project_id: int, terms: Sequence[Key]) -> Glossary:
    """Forbid terms: approved as renderings that must not be used. Raises as ``approve_terms``."""
    return _reviewed(
        desk,
        person,
        project_id,
        terms,
        lambda term: replace(term, review=Review.APPROVED, status=Status.DEPRECATED),
    )


def _reviewed(
    desk: Desk, person: Person, project_id: int, terms: Sequence[Key], decide: Callable[[Term], Term]
) -> Glossary:
    person.must_be(Role.EDITOR, "decide about terms")
    wanted, day = set(terms), now().date().isoformat()

    def change(current: Glossary) -> Glossary:
        known = keyed(current)
        if missing := wanted - set(known):
            concept, language, text, _ = min(missing)
            raise NotFound(f"{concept} has no term {language} “{text}” any more")
        decided = [
            (key[0], replace(decide(term), reviewed_by=person.name, reviewed_at=day) if key in wanted else term)
            for key, term in known.items()
        ]
        return Glossary.of(current.name, decided)

    return edit_glossary(desk, person, project_id, change)


def _proposed(concept: Concept, terms: Iterable[Term]) -> list[Term]:
    """The terms as proposals; a concept keeps its preferred term."""
    preferred = {term.language for term in concept.terms if term.status is Status.PREFERRED}
    proposed = []
    for term in terms:
        status = Status.ADMITTED if term.status is Status.PREFERRED and term.language in preferred else term.status
        proposed.append(replace(term, review=Review.PROPOSED, status=status, reviewed_by="", reviewed_at=""))
        preferred |= {term.language} if status is Status.PREFERRED else set()
    return proposed


def _fits(term: Term, wanted: TermFilter) -> bool:
    return (
        wanted.language in ("", term.language)
        and wanted.review in (None, term.review)
        and wanted.status in (None, term.status)
        and wanted.domain in ("", term.domain)
    )


def _only(name: str, concept: Concept) -> Glossary:
    return Glossary(name, {concept.id: concept} if concept.terms else {})


def _with(glossary: Glossary, concept: Concept) -> Glossary:
    """The glossary with a concept put in place of the one of its name, at the end if there is none."""
    concepts = {**glossary.concepts, concept.id: concept}
    return Glossary(glossary.name, {id: entry for id, entry in concepts.items() if entry.terms})


def _project(desk: Desk, person: Person, project_id: int) -> Project:
    with desk.store.read() as session:
        project = find_project(session, person, project_id)
        session.expunge_all()
        return project


def glossary_file(desk: Desk, person: Person, project_id: int) -> Path:
    """The file of a project's glossary. Raises NotFound, and UsageError for a project without a glossary."""
    return glossary_path(desk.glossary_name(_name(desk, person, project_id)))


def edit_glossary(desk: Desk, person: Person, project_id: int, change: Callable[[Glossary], Glossary]) -> Glossary:
    """Change the glossary of a project as it is on disk by now; the first change of a bundled one makes a copy of it,
    which all projects here use from then on.

    Raises as ``glossary_file`` and ``glossary.editing.edit``.
    """
    name = _name(desk, person, project_id)
    if not is_bundled(name):
        return edit(glossary_path(name), change)
    copy = desk.glossary_copy(name)
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(copy.parent, f"cannot be made ({error.strerror})") from None
    with locked(copy.parent):
        if not copy.exists():
            write_atomically(copy, read_bytes(glossary_path(name)))
    return edit(copy, change)


def is_copied(desk: Desk, person: Person, project_id: int) -> bool | None:
    """Whether the bundled glossary of a project was edited, and so copied; None if it is a file of somebody's own."""
    name = _name(desk, person, project_id)
    return desk.glossary_copy(name).is_file() if is_bundled(name) else None


def _name(desk: Desk, person: Person, project_id: int) -> str:
    name = _project(desk, person, project_id).glossary
    if name == NONE:
        raise UsageError("the project has no glossary; choose one in its settings")
    return name
