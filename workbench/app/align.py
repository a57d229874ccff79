"""The page that aligns a document with its translation, bead by bead."""

from typing import Any

from workbench.alignment.editing import History
from workbench.alignment.outputs import OUTPUTS
from workbench.app.panel import Page
from workbench.app.uploads import uploaded
from workbench.documents.registry import suffixes
from workbench.review import aligning, memory
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.projects import list_projects
from workbench.review.tasks import Task


def begin(desk: Desk, person: Person) -> dict[str, Any]:
    """What the form needs."""
    languages = desk.settings.source_language, desk.settings.target_language
    return {
        "languages": languages,
        "suffixes": suffixes(),
        "most_megabytes": desk.settings.max_file_mb,
        "projects": [
            project
            for project in list_projects(desk, person)
            if (project.source_language, project.target_language) == languages
        ],
    }


def start(desk: Desk, person: Person, source: dict, target: dict) -> str:  # type: ignore[type-arg]
    """Begin to align two files, each ``{"name", "content"}`` with its content as Base64."""
    files = uploaded(source), uploaded(target)
    return aligning.start_alignment(desk, person, files, desk.settings.glossary)


def state(desk: Desk, person: Person, key: str) -> dict[str, Any]:
    """How far it is, and the beads when it is done."""
    return _shown(aligning.alignment_state(person, key))


def edit(
    desk: Desk,
    person: Person,
    key: str,
    beads: int,
    name: str,
    position: int,
    side: str = "source",
    direction: str = "on",
    source: int = 0,
    target: int = 0,
) -> dict[str, Any]:
    """Merge, split, move or drop; ``beads`` is how many the page shows."""
    change = aligning.operation(name, position, side, direction, source, target)
    return _shown(aligning.edit_alignment(person, key, beads, change))


def undo(desk: Desk, person: Person, key: str) -> dict[str, Any]:
    """Take the last edit back."""
    return _shown(aligning.undo(person, key))


def redo(desk: Desk, person: Person, key: str) -> dict[str, Any]:
    """Do the edit again that was taken back."""
    return _shown(aligning.redo(person, key))


def export(desk: Desk, person: Person, key: str, format: str) -> Any:
    """The alignment as a file."""
    return aligning.export_alignment(person, key, format)


def _shown(found: Task[History]) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": found.name, "done": found.done, "total": found.total, "error": found.error}
    if found.value is None:
        return shown | {"beads": None}
    alignment = found.value.current
    beads = [
        {
            "source": [alignment.source[index] for index in bead.source],
            "target": [alignment.target[index] for index in bead.target],
            "confidence": bead.confidence,
        }
        for bead in alignment.beads
    ]
    past, future = len(found.value.past), len(found.value.future)
    return shown | {"beads": beads, "past": past, "future": future, "formats": list(OUTPUTS)}


def send(desk: Desk, person: Person, key: str, project: int) -> int:
    """Give the beads to the memory of a project; gives how many."""
    return memory.send_alignment(desk, person, project, key)


_FUNCTIONS = (begin, start, state, edit, undo, redo, export, send)
PAGE = Page("Align", "align", ("review_list.js", "align.js"), {function.__name__: function for function in _FUNCTIONS})
