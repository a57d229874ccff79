"""The projects page: projects, their documents, uploading, translating with progress, cancelling."""

from typing import Any

from workbench.app.panel import Page
from workbench.app.uploads import content_of
from workbench.documents.registry import suffixes
from workbench.errors import UsageError
from workbench.review import documents, memory, projects, translating
from workbench.review.desk import Desk
from workbench.review.people import Person, has_accounts
from workbench.review.projects import ProjectSettings
from workbench.translation.mode import Mode

_MODES = {
    Mode.STRICT: "strict: every term gets an allowed rendering, or a mark says why not",
    Mode.SOFT: "soft: terms are suggested to the model",
    Mode.OFF: "off: the glossary is only checked afterwards",
}


def overview(desk: Desk, person: Person) -> dict[str, Any]:
    """All projects that the person may see, and what a new one can be made with."""
    offered = projects.choices(desk)
    return {
        "person": person,
        "accounts": has_accounts(desk.store),
        "projects": projects.list_projects(desk, person),
        "offered": {"glossary": offered.glossaries, "model": offered.models, "memory": ("", *offered.memories)},
        "modes": _MODES,
        "defaults": projects.default_settings(desk),
        "suffixes": suffixes(),
        "most_megabytes": desk.settings.max_file_mb,
    }


def create(desk: Desk, person: Person, name: str, settings: dict) -> Any:  # type: ignore[type-arg]
    """Make a project."""
    return projects.create_project(desk, person, name, settings_of(settings))


def change(desk: Desk, person: Person, project: int, name: str, settings: dict) -> Any:  # type: ignore[type-arg]
    """Change the settings and name of a project."""
    current = projects.get_project(desk, person, project)
    wanted = settings_of(settings)
    if wanted != current.settings:
        current = projects.change_settings(desk, person, project, wanted)
    if " ".join(name.split()) != current.name:
        current = projects.rename_project(desk, person, project, name)
    return current


def share(desk: Desk, person: Person, project: int, members: list) -> Any:  # type: ignore[type-arg]
    """Say who may see a project."""
    return projects.set_members(desk, person, project, [str(name) for name in members])


def delete(desk: Desk, person: Person, project: int) -> None:
    """Delete a project with all its documents."""
    projects.delete_project(desk, person, project)


def contents(desk: Desk, person: Person, project: int) -> dict[str, Any]:
    """A project with its documents and how far each is."""
    return {
        "project": projects.get_project(desk, person, project),
        "memory": memory.project_memory(desk, person, project),
        "documents": [
            {"document": view, "progress": translating.progress(desk, person, view.id)}
            for view in documents.list_documents(desk, person, project)
        ],
    }


def upload(desk: Desk, person: Person, project: int, name: str, content: str, start: bool) -> Any:
    """Store a document (``content`` is Base64), and translate it if wanted."""
    view = documents.add_document(desk, person, project, name, content_of(name, content))
    if start:
        translating.start_translation(desk, person, view.id)
    return view


def translate(desk: Desk, person: Person, document: int) -> Any:
    """Translate what has no target yet."""
    return translating.start_translation(desk, person, document)


def retranslate(desk: Desk, person: Person, document: int) -> Any:
    """Translate anew what no person has touched."""
    return translating.retranslate(desk, person, document)


def cancel(desk: Desk, person: Person, document: int) -> Any:
    """Stop translating; what is done stays."""
    return translating.cancel_translation(desk, person, document)


def remove(desk: Desk, person: Person, document: int) -> None:
    """Remove a document with its translation."""
    documents.remove_document(desk, person, document)


def export_memory(desk: Desk, person: Person, project: int) -> Any:
    """The memory of a project as a file."""
    return memory.export_memory(desk, person, project)


def take_back(desk: Desk, person: Person, project: int, name: str) -> None:
    """Take what was sent from the alignment of a document out of the memory of a project."""
    memory.take_back(desk, person, project, name)


def settings_of(wanted: dict[str, Any]) -> ProjectSettings:
    """The settings that a page sent; which of them the person may use is not decided here."""
    try:
        mode = Mode(str(wanted.get("mode")))
    except ValueError:
        raise UsageError("choose one of the modes") from None
    glossary, model, memory = (str(wanted.get(name, "")) for name in ("glossary", "model", "memory"))
    return ProjectSettings(glossary, model, memory, mode)


_FUNCTIONS = (
    *(overview, create, change, share, delete, contents),
    *(upload, translate, retranslate, cancel, remove, export_memory, take_back),
)
PAGE = Page("Projects", "", ("projects.js",), {function.__name__: function for function in _FUNCTIONS})
