"""The page that delivers a document: what is not ready comes first, then the formats."""

from typing import Any

from workbench.app.panel import Page
from workbench.review import delivery
from workbench.review.desk import Desk
from workbench.review.documents import get_document, list_documents
from workbench.review.people import Person
from workbench.review.projects import get_project, list_projects
from workbench.review.translating import progress

#: Open segments that are listed; the page says how many more there are.
_LISTED = 200
_LABELS = {
    "document": "The format it came in",
    "html": "Side by side, HTML",
    "docx": "Side by side, Word",
    "xliff": "XLIFF, for other translation tools",
    "tmx": "TMX, for translation memories",
    "tsv": "TSV: source and translation in two columns",
    "txt": "Plain text, one segment a line",
    "jsonl": "JSON Lines: everything that is known",
    "page": "The translation alone as a web page",
}


def choices(desk: Desk, person: Person) -> list[Any]:
    """The documents that can be delivered, by project."""
    return [
        {"project": project, "documents": list_documents(desk, person, project.id)}
        for project in list_projects(desk, person)
    ]


def state(desk: Desk, person: Person, document: int) -> dict[str, Any]:
    """What of a document is not ready, and the formats it can have."""
    view = get_document(desk, person, document)
    found = delivery.open_segments(desk, person, document)
    return {
        "document": view,
        "project": get_project(desk, person, view.project),
        "progress": progress(desk, person, document),
        "open": found[:_LISTED],
        "open_count": len(found),
        "whole": view.is_whole,
        "formats": [{"name": name, "label": _LABELS.get(name, name)} for name in delivery.output_names()],
    }


def deliver(desk: Desk, person: Person, document: int, format: str) -> Any:
    """The finished file."""
    return delivery.deliver(desk, person, document, format)


_FUNCTIONS = (choices, state, deliver)
PAGE = Page("Deliver", "deliver", ("deliver.js",), {function.__name__: function for function in _FUNCTIONS})
