"""Projects: documents that belong together, with their glossary, model and people."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.errors import UsageError
from workbench.glossary.files import NONE
from workbench.resources import bundled
from workbench.review.access import find_project, visible_projects
from workbench.review.desk import Desk
from workbench.review.people import Person, Role, has_accounts, person_named
from workbench.store.tables import Document, Member, Project
from workbench.translation.mode import Mode

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """With what the documents of a project are translated; the fields are those of the settings."""

    glossary: str
    model: str
    memory: str = ""
    mode: Mode = Mode.STRICT


@dataclass(frozen=True, slots=True)
class Choices:
    """The glossaries, models and memories that anybody may choose; administrators may name others by their path."""

    glossaries: tuple[str, ...]
    models: tuple[str, ...]
    memories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project as it is shown. ``members`` is empty where everybody may see it."""

    id: int
    name: str
    source_language: str
    target_language: str
    settings: ProjectSettings
    created_by: str
    created_at: datetime
    documents: int
    members: tuple[str, ...]


def default_settings(desk: Desk) -> ProjectSettings:
    """What the settings of the program say."""
    return ProjectSettings(desk.settings.glossary, desk.settings.model, desk.settings.memory)


def choices(desk: Desk) -> Choices:
    """What is bundled, pulled, or named by the settings of the program."""
    from workbench.translation.models import list_models

    usual = default_settings(desk)
    glossaries = sorted(path.stem for path in bundled("glossaries").glob("*.csv"))
    memories = sorted(entry.name for entry in bundled("aligned").iterdir() if entry.is_dir())
    return Choices(
        tuple(dict.fromkeys([usual.glossary, *glossaries, NONE])),
        tuple(dict.fromkeys([usual.model, *(info.name for info in list_models(desk.settings))])),
        tuple(dict.fromkeys([*filter(None, usual.memory.split(os.pathsep)), *memories])),
    )


def create_project(desk: Desk, person: Person, name: str, settings: ProjectSettings | None = None) -> ProjectView:
    """Make a project, whose languages are those of the model.

    Raises:
        UsageError: the name is empty, too long or taken.
        ModelError, GlossaryError, InputError: there is no such model, glossary or memory.
    """
    name, settings = _checked_name(name), settings or default_settings(desk)
    languages = check_settings(desk, person, settings)
    try:
        with desk.store.write() as session:
            project = Project(
                name=name,
                source_language=languages[0],
                target_language=languages[1],
                created_by=person.name,
                **_columns(settings),
            )
            session.add(project)
            session.flush()
            session.add(Member(project_id=project.id, name=person.name))
            session.flush()
            return _view(session, project)
    except IntegrityError:
        raise UsageError(f"there is a project {name!r} already") from None


def list_projects(desk: Desk, person: Person) -> list[ProjectView]:
    """The projects that the person may see, by name."""
    with desk.store.read() as session:
        return [_view(session, project) for project in session.scalars(visible_projects(person).order_by(Project.name))]


def get_project(desk: Desk, person: Person, project_id: int) -> ProjectView:
    """A project. Raises NotFound."""
    with desk.store.read() as session:
        return _view(session, find_project(session, person, project_id))


def change_settings(desk: Desk, person: Person, project_id: int, settings: ProjectSettings) -> ProjectView:
    """Change with what the next translation is made. Raises as ``create_project``, NotFound, and UsageError for a model
    of other languages."""
    languages = check_settings(desk, person, settings)
    with desk.store.write() as session:
        project = find_project(session, person, project_id)
        if languages != (project.source_language, project.target_language):
            pair = f"{project.source_language}-{project.target_language}"
            raise UsageError(f"{settings.model}: translates {'-'.join(languages)}, and the project is {pair}")
        for column, value in _columns(settings).items():
            setattr(project, column, value)
        return _view(session, project)


def rename_project(desk: Desk, person: Person, project_id: int, name: str) -> ProjectView:
    """Give a project another name. Raises NotFound and UsageError."""
    name = _checked_name(name)
    try:
        with desk.store.write() as session:
            project = find_project(session, person, project_id)
            project.name = name
            session.flush()
            return _view(session, project)
    except IntegrityError:
        raise UsageError(f"there is a project {name!r} already") from None


def delete_project(desk: Desk, person: Person, project_id: int) -> None:
    """Delete a project with all its documents and their history. Raises NotFound; NotAllowed but for administrators."""
    person.must_be(Role.ADMIN, "delete projects")
    with desk.store.write() as session:
        find_project(session, person, project_id)
        session.execute(delete(Project).where(Project.id == project_id))


def set_members(desk: Desk, person: Person, project_id: int, names: Iterable[str]) -> ProjectView:
    """Say who may see a project. Raises NotFound, UsageError for a name without an account, NotAllowed for
    translators."""
    person.must_be(Role.EDITOR, "say who may see a project")
    names = list(dict.fromkeys(names))
    unknown = [name for name in names if has_accounts(desk.store) and person_named(desk.store, name) is None]
    if unknown:
        raise UsageError(f"there is no account of the name {', '.join(unknown)}")
    with desk.store.write() as session:
        project = find_project(session, person, project_id)
        session.execute(delete(Member).where(Member.project_id == project_id))
        session.add_all(Member(project_id=project_id, name=name) for name in names)
        session.flush()
        return _view(session, project)


def check_settings(desk: Desk, person: Person, settings: ProjectSettings) -> tuple[str, str]:
    """The languages of the model, after everything that the settings name was found.

    Raises:
        NotAllowed: somebody else than an administrator names a file of the server that nobody set up.
        ModelError, GlossaryError, InputError: there is no such model, glossary or memory.
    """
    from workbench.translation.memory.files import find_memory
    from workbench.translation.models import find_model

    offered, memories = choices(desk), [name for name in settings.memory.split(os.pathsep) if name]
    is_offered = settings.glossary in offered.glossaries and settings.model in offered.models
    if not is_offered or not set(memories) <= set(offered.memories):
        person.must_be(Role.ADMIN, "use files of the server that are not offered")
    info = find_model(settings.model, replace(desk.settings, model=settings.model))
    desk.glossary(settings.glossary)
    for name in memories:
        find_memory(name)
    return info.source_language, info.target_language


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"the name of a project has 1 to {LONGEST_NAME} printable characters")
    return name


def _columns(settings: ProjectSettings) -> dict[str, str]:
    return {
        "glossary": settings.glossary,
        "model": settings.model,
        "memory": settings.memory,
        "mode": settings.mode.value,
    }


def _view(session: Session, project: Project) -> ProjectView:
    count = select(func.count()).select_from(Document).where(Document.project_id == project.id)
    members = select(Member.name).where(Member.project_id == project.id).order_by(Member.name)
    return ProjectView(
        project.id,
        project.name,
        project.source_language,
        project.target_language,
        ProjectSettings(project.glossary, project.model, project.memory, Mode(project.mode)),
        project.created_by,
        project.created_at,
        session.scalar(count) or 0,
        tuple(session.scalars(members)),
    )
