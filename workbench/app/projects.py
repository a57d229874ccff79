"""The projects page: projects, their documents, uploading, translating with progress, cancelling."""

import base64
import binascii
from typing import Any

from workbench.app.panel import Page
from workbench.documents.registry import suffixes
from workbench.errors import UsageError
from workbench.glossary.files import NONE
from workbench.resources import bundled
from workbench.review import documents, projects, translating
from workbench.review.desk import Desk
from workbench.review.people import Person, Role, has_accounts
from workbench.review.projects import ProjectSettings
from workbench.translation.mode import Mode
from workbench.translation.models import list_models

_MODES = {
    Mode.STRICT: "strict: every term gets an allowed rendering, or a mark says why not",
    Mode.SOFT: "soft: terms are suggested to the model",
    Mode.OFF: "off: the glossary is only checked afterwards",
}


def overview(desk: Desk, person: Person) -> dict[str, Any]:
    """All projects that the person may see, and what a new one can be made with."""
    return {
        "person": person,
        "accounts": has_accounts(desk.store),
        "projects": projects.list_projects(desk, person),
        "offered": _offered(desk),
        "modes": _MODES,
        "defaults": projects.default_settings(desk),
        "suffixes": suffixes(),
        "most_megabytes": desk.settings.max_file_mb,
    }


def create(desk: Desk, person: Person, name: str, settings: dict) -> Any:  # type: ignore[type-arg]
    """Make a project."""
    return projects.create_project(desk, person, name, _settings(desk, person, settings))


def change(desk: Desk, person: Person, project: int, name: str, settings: dict) -> Any:  # type: ignore[type-arg]
    """Change the settings and name of a project."""
    current = projects.get_project(desk, person, project)
    wanted = _settings(desk, person, settings, current.settings)
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
        "documents": [
            {"document": view, "progress": translating.progress(desk, person, view.id)}
            for view in documents.list_documents(desk, person, project)
        ],
    }


def upload(desk: Desk, person: Person, project: int, name: str, content: str, start: bool) -> Any:
    """Store a document (``content`` is Base64), and translate it if wanted."""
    try:
        data = base64.b64decode(content, validate=True)
    except binascii.Error:
        raise UsageError(f"{name}: did not arrive whole; upload it again") from None
    view = documents.add_document(desk, person, project, name, data)
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


def _offered(desk: Desk) -> dict[str, list[str]]:
    """The glossaries, models and memories that everybody may choose; other files of the server are not reached."""
    glossaries = [path.stem for path in sorted(bundled("glossaries").glob("*.csv"))]
    memories = [path.name for path in sorted(bundled("aligned").iterdir()) if path.is_dir()]
    models = [info.name for info in list_models(desk.settings)]
    default = projects.default_settings(desk)
    return {
        "glossary": list(dict.fromkeys([default.glossary, *glossaries, NONE])),
        "model": list(dict.fromkeys([default.model, *models])),
        "memory": list(dict.fromkeys([default.memory, "", *memories])),
    }


def _settings(
    desk: Desk, person: Person, wanted: dict[str, Any], current: ProjectSettings | None = None
) -> ProjectSettings:
    """The settings that a page sent. Raises NotAllowed for a file that is not offered, but for administrators."""
    offered = _offered(desk)
    for name, known in offered.items():
        value = str(wanted.get(name, ""))
        if value not in known and not (current and value == getattr(current, name)):
            person.must_be(Role.ADMIN, f"choose another {name} of the server")
    if wanted.get("mode") not in list(Mode):
        raise UsageError("choose one of the modes")
    return ProjectSettings(*(str(wanted.get(name, "")) for name in offered), Mode(wanted["mode"]))


_FUNCTIONS = (
    *(overview, create, change, share, delete, contents),
    *(upload, translate, retranslate, cancel, remove),
)
PAGE = Page("Projects", "", ("projects.js",), {function.__name__: function for function in _FUNCTIONS})
