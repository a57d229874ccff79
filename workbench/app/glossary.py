"""The glossary page: searching, editing and deciding about terms, import and export, where terms occur."""

from collections.abc import Iterable
from typing import Any

from workbench.app.panel import Page
from workbench.app.uploads import content_of
from workbench.errors import UsageError
from workbench.glossary.choice import Choice
from workbench.glossary.diff import Key, keyed
from workbench.glossary.exchange.registry import format_names
from workbench.glossary.files import NONE
from workbench.glossary.model import Concept, Glossary, Review, Status, Term
from workbench.review import terms, terms_exchange, terms_in_project
from workbench.review.desk import Desk
from workbench.review.people import Person, Role
from workbench.review.projects import get_project, list_projects

#: Concepts, places and lines that are sent at once; the page says how many more there are.
_LISTED, _PLACES, _LINES = 100, 50, 200


def choices(desk: Desk, person: Person) -> Any:
    """The projects whose glossaries can be looked at."""
    return list_projects(desk, person)


def state(desk: Desk, person: Person, project: int) -> dict[str, Any]:
    """What the filters offer, and how many terms wait for an editor."""
    glossary = terms.project_glossary(desk, person, project)
    every = [term for _, term in glossary.rows()]
    may_see_files = person.role is Role.ADMIN and glossary.name != NONE
    return {
        "project": get_project(desk, person, project),
        "person": person,
        "name": glossary.name,
        "copied": terms.is_copied(desk, person, project) if glossary.name != NONE else None,
        "file": str(terms.glossary_file(desk, person, project)) if may_see_files else "",
        "concepts": len(glossary.concepts),
        "terms": len(every),
        "proposed": sum(term.review is Review.PROPOSED for term in every),
        "languages": sorted({term.language for term in every}),
        "domains": sorted({term.domain for term in every if term.domain}),
        "formats": format_names(),
    }


def find(desk: Desk, person: Person, project: int, wanted: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    """The concepts that a filter lets through."""
    found = terms.find_concepts(
        desk,
        person,
        project,
        terms.TermFilter(
            text=str(wanted.get("text", "")),
            language=str(wanted.get("language", "")),
            review=Review(wanted["review"]) if wanted.get("review") in list(Review) else None,
            status=Status(wanted["status"]) if wanted.get("status") in list(Status) else None,
            domain=str(wanted.get("domain", "")),
        ),
    )
    return {"total": len(found), "concepts": [_shown(concept) for concept in found[:_LISTED]]}


def concept(desk: Desk, person: Person, project: int, name: str) -> dict[str, Any] | None:
    """A concept as it is now; None if it is gone."""
    found = terms.project_glossary(desk, person, project).concepts.get(name)
    return _shown(found) if found else None


def places(desk: Desk, person: Person, project: int, concept: str) -> dict[str, Any]:
    """Where a concept occurs in the project."""
    found = terms_in_project.occurrences(desk, person, project, concept)
    return {"total": len(found), "places": found[:_PLACES]}


def hygiene(desk: Desk, person: Person, project: int) -> list[dict[str, Any]]:
    """What the checks of the glossary find."""
    found = terms_exchange.glossary_findings(desk, person, project)
    return [
        {"code": one.code, "severity": one.severity, "concept": one.concept, "term": one.term, "line": one.line}
        | {"message": one.message, "mend": one.mend}
        for one in found
    ]


def save(
    desk: Desk,
    person: Person,
    project: int,
    base: dict,  # type: ignore[type-arg]
    mine: dict,  # type: ignore[type-arg]
    over: bool = False,
) -> dict[str, Any]:
    """Save a concept; ``base`` is empty for a new one."""
    before = _concept(base) if base else None
    return _shown(terms.save_concept(desk, person, project, before, _concept(mine), over))


def propose(desk: Desk, person: Person, project: int, mine: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    """Propose the terms of a concept that it has not yet."""
    concept = _concept(mine)
    return _shown(terms.propose(desk, person, project, concept.id, concept.terms))


def decide(desk: Desk, person: Person, project: int, keys: list, decision: str) -> None:  # type: ignore[type-arg]
    """Approve, reject or forbid terms."""
    actions = {"approve": terms.approve_terms, "reject": terms.reject_terms, "forbid": terms.forbid_terms}
    if decision not in actions:
        raise UsageError("approve, reject or forbid")
    actions[decision](desk, person, project, [_key(key) for key in keys])


def preview(desk: Desk, person: Person, project: int, name: str, content: str) -> dict[str, Any]:
    """What importing a file (``content`` is Base64) would do."""
    found = terms_exchange.preview_import(desk, person, project, name, content_of(name, content))
    return _plan(found)


def take(desk: Desk, person: Person, project: int, name: str, content: str, choice: str) -> dict[str, Any]:
    """Import a file; ``choice`` says what stands where it contradicts the glossary."""
    chosen = Choice(choice) if choice in list(Choice) else Choice.KEEP
    return _plan(terms_exchange.apply_import(desk, person, project, name, content_of(name, content), chosen))


def export(desk: Desk, person: Person, project: int, format: str) -> Any:
    """The glossary as a file."""
    return terms_exchange.export_glossary(desk, person, project, format)


def harvest(desk: Desk, person: Person, project: int) -> Any:
    """Terms of approved segments that the glossary has not."""
    return terms_in_project.harvest_terms(desk, person, project)


def propose_harvested(desk: Desk, person: Person, project: int, sources: list) -> int:  # type: ignore[type-arg]
    """Propose the harvested terms with these sources; gives how many."""
    wanted = {str(source) for source in sources}
    chosen = [term for term in terms_in_project.harvest_terms(desk, person, project) if term.source in wanted]
    terms_in_project.propose_harvested(desk, person, project, chosen)
    return len(chosen)


def _shown(concept: Concept) -> dict[str, Any]:
    """A concept with the keys of its terms, by which they are decided about."""
    keys = list(keyed(Glossary(concept.id, {concept.id: concept})))
    return {"id": concept.id, "terms": concept.terms, "keys": keys}


def _concept(sent: dict[str, Any]) -> Concept:
    name = " ".join(str(sent.get("id", "")).split())
    if not name:
        raise UsageError("the concept needs a name")
    return Concept(name, tuple(_terms(sent.get("terms", ()))))


def _terms(sent: Iterable[Any]) -> Iterable[Term]:
    for fields in sent:
        text, language = (" ".join(str(fields.get(name, "")).split()) for name in ("text", "language"))
        if not text or not language:
            raise UsageError("each term needs its text and its language")
        texts = ("part_of_speech", "domain", "definition", "note", "source", "reviewed_by", "reviewed_at")
        yield Term(
            text,
            language,
            Status(fields["status"]),
            **{name: str(fields.get(name, "")) for name in texts},
            case_sensitive=bool(fields.get("case_sensitive")),
            do_not_translate=bool(fields.get("do_not_translate")),
            review=Review(fields["review"]),
            context=tuple(str(word) for word in fields.get("context", ())),
        )


def _key(sent: Any) -> Key:
    concept, language, text, number = sent
    return str(concept), str(language), str(text), int(number)


def _plan(found: terms_exchange.ImportPreview) -> dict[str, Any]:
    lines = list(found.plan.words())
    return {
        "new": len(found.plan.new),
        "changed": len(found.plan.changed),
        "conflicts": len(found.plan.conflicts),
        "lines": lines[:_LINES],
        "left": max(0, len(lines) - _LINES),
        "notes": found.notes,
    }


_FUNCTIONS = (
    *(choices, state, find, concept, places, hygiene, save, propose, decide),
    *(preview, take, export, harvest, propose_harvested),
)
PAGE = Page("Glossary", "glossary", ("glossary.js",), {function.__name__: function for function in _FUNCTIONS})
