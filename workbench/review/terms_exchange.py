"""Glossaries in and out of a project: an import with its preview, an export with what it cannot hold, the hygiene."""

from dataclasses import dataclass

from workbench.errors import InputError
from workbench.files import read_bytes
from workbench.glossary.choice import Choice
from workbench.glossary.exchange.base import Languages
from workbench.glossary.exchange.registry import format_named, format_of_content
from workbench.glossary.hygiene.registry import Finding
from workbench.glossary.hygiene.rows import parse_file
from workbench.glossary.hygiene.run import run_checks
from workbench.glossary.hygiene.subject import Subject
from workbench.glossary.merge import MergePlan, plan_merge
from workbench.glossary.model import Glossary
from workbench.review.desk import Desk
from workbench.review.people import Person, Role
from workbench.review.projects import get_project
from workbench.review.terms import edit_glossary, glossary_file, project_glossary


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, and what was left out or guessed when the file was read."""

    plan: MergePlan
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportedGlossary:
    """A file to be downloaded, and in words what its format cannot hold."""

    name: str
    data: bytes
    losses: tuple[str, ...]


def preview_import(desk: Desk, person: Person, project_id: int, name: str, data: bytes) -> ImportPreview:
    """Read a glossary file of any exchange format, and say what merging it would do. Nothing is written.

    Raises:
        InputError: it is too large, or no glossary; names the line.
        NotFound, GlossaryError: there is no such project, or its glossary cannot be read.
    """
    return _plan(desk, person, project_id, name, data, project_glossary(desk, person, project_id))


def apply_import(
    desk: Desk, person: Person, project_id: int, name: str, data: bytes, choice: Choice = Choice.KEEP
) -> ImportPreview:
    """Merge a file into the glossary as it is on disk by now; gives what was done. ``choice`` decides the conflicts.

    Raises as ``preview_import``, and NotAllowed for translators.
    """
    person.must_be(Role.EDITOR, "import into the glossary")
    done: list[ImportPreview] = []

    def change(current: Glossary) -> Glossary:
        done[:] = [_plan(desk, person, project_id, name, data, current)]
        return done[0].plan.apply(choice)

    edit_glossary(desk, person, project_id, change)
    return done[0]


def export_glossary(desk: Desk, person: Person, project_id: int, format_name: str) -> ExportedGlossary:
    """The project's glossary in the format of another program. Raises NotFound, GlossaryError, UsageError."""
    chosen = format_named(format_name)
    glossary = project_glossary(desk, person, project_id)
    export = chosen.write(glossary, _languages(desk, person, project_id))
    return ExportedGlossary(f"{glossary.name}{chosen.suffixes[0]}", export.data, tuple(export.losses))


def glossary_findings(desk: Desk, person: Person, project_id: int) -> list[Finding]:
    """What the checks of the glossary find, errors first. Raises NotFound, GlossaryError, UsageError."""
    project, path = get_project(desk, person, project_id), glossary_file(desk, person, project_id)
    file = parse_file(read_bytes(path), str(path))
    expected = project.source_language, project.target_language
    return run_checks(Subject(file.rows, file.broken, expected, usual_source=project.source_language))


def _plan(desk: Desk, person: Person, project_id: int, name: str, data: bytes, current: Glossary) -> ImportPreview:
    limit = desk.settings.max_file_mb
    if len(data) > limit * 2**20:
        raise InputError(name, f"is larger than {limit} MiB")
    read = format_of_content(data, name).read(data, name, _languages(desk, person, project_id))
    return ImportPreview(plan_merge(current, read), tuple(read.notes))


def _languages(desk: Desk, person: Person, project_id: int) -> Languages:
    project = get_project(desk, person, project_id)
    return Languages((project.source_language, project.target_language))
