"""Projects and uploads: every format, and nothing that is hostile, damaged or too large gets in or stays half in."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document as Word
from reviewed import ANN, BOB
from sqlalchemy import func, select

from workbench.errors import UsageError, WorkbenchError
from workbench.review.desk import Desk
from workbench.review.documents import add_document, get_document, list_documents, remove_document
from workbench.review.errors import NotAllowed, NotFound
from workbench.review.people import Person, Role
from workbench.review.projects import (
    ProjectSettings,
    change_settings,
    create_project,
    delete_project,
    get_project,
    rename_project,
)
from workbench.review.segments import segment_page
from workbench.store.states import SegmentState
from workbench.store.tables import Document, Member, Segment


@pytest.fixture
def project(desk):
    return create_project(desk, ANN, "Hanoi", ProjectSettings("none", "nl-en"))


def word_file() -> bytes:
    document, buffer = Word(), io.BytesIO()
    document.add_paragraph("De minister kwam aan. De premier vertrok.")
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.txt", b"De minister kwam aan. De premier vertrok.", "text"),
        ("a.md", b"De minister kwam aan. De premier vertrok.", "markdown"),
        ("a.html", b"<html><body><p>De minister kwam aan. De premier vertrok.</p></body></html>", "html"),
        ("a.docx", word_file(), "docx"),
    ],
)
def test_every_format_is_stored_with_its_segments_and_its_bytes(desk, project, name, data, format):
    view = add_document(desk, ANN, project.id, name, data)
    assert (view.format, view.segments, view.is_whole, view.job) == (format, 2, False, None)
    with desk.store.read() as session:
        assert session.get_one(Document, view.id).data == data
    sources = [segment.source for segment in segment_page(desk, ANN, view.id).segments]
    assert sources == ["De minister kwam aan.", "De premier vertrok."]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/a.txt", "a.txt"),
        ("C:\\reports\\a.txt", "a.txt"),
        ("a\0b\n.txt", "ab.txt"),
        ("\u202etxt.a.txt", "txt.a.txt"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
        ("x" * 500 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_only_the_harmless_last_part_of_a_name_counts(desk, project, name, stored):
    assert add_document(desk, ANN, project.id, name, b"De minister kwam aan.").name == stored


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("spaces.txt", b" \n\n "),
        ("no-suffix", b"De minister"),
        (".txt", b"De minister"),
        ("program.exe", b"MZ"),
        ("pdf.txt", b"%PDF-1.7 text"),
        ("latin.txt", "één".encode("latin-1")),
        ("binary.txt", bytes(range(256))),
        ("not-word.docx", b"De minister kwam aan."),
        ("cut.docx", word_file()[:-100]),
        ("bomb.docx", _zip({"[Content_Types].xml": _TYPES, "word/document.xml": bytes(20 * 2**20)})),
        ("escape.docx", _zip({"[Content_Types].xml": _TYPES, "../../evil": b"x"})),
        ("entities.docx", _zip({"[Content_Types].xml": _ENTITIES})),
        ("other.docx", _zip({"hello.txt": b"hello"})),
        ("large.txt", b"x" * (2**20 + 1)),
        ("deep.html", b"<div>" * 200_000),
    ],
)
def test_hostile_and_damaged_uploads_are_refused_in_one_line_and_leave_nothing(desk, project, name, data):
    small = Desk(desk.store, replace(desk.settings, max_file_mb=1)) if name == "large.txt" else desk
    with pytest.raises(WorkbenchError) as error:
        add_document(small, ANN, project.id, name, data)
    assert "\n" not in str(error.value)
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0
        assert session.scalar(select(func.count()).select_from(Segment)) == 0


def test_markup_in_a_document_stays_text(desk, project):
    text = "Zij zei: <script>alert(1)</script> & vertrok."
    view = add_document(desk, ANN, project.id, "a.txt", text.encode())
    assert "".join(segment.source for segment in segment_page(desk, ANN, view.id).segments).replace(" ", "") == (
        text.replace(" ", "")
    )


def test_a_name_stands_once_in_a_project(desk, project):
    add_document(desk, ANN, project.id, "a.txt", b"De minister kwam aan.")
    with pytest.raises(UsageError, match="has a document of this name"):
        add_document(desk, BOB, project.id, "a.txt", b"De premier.")
    assert len(list_documents(desk, ANN, project.id)) == 1


def test_the_number_of_a_removed_document_is_not_given_again(desk, project):
    first = add_document(desk, ANN, project.id, "a.txt", b"De minister kwam aan.")
    (segment,) = segment_page(desk, ANN, first.id).segments
    remove_document(desk, ANN, first.id)
    second = add_document(desk, ANN, project.id, "a.txt", b"De premier vertrok.")
    (other,) = segment_page(desk, ANN, second.id).segments
    assert second.id != first.id and other.id != segment.id


def test_only_editors_remove_what_somebody_else_uploaded(desk, project):
    view = add_document(desk, ANN, project.id, "a.txt", b"De minister kwam aan.")
    cleo = Person("Cleo", Role.TRANSLATOR)
    with pytest.raises(NotFound):  # no member of the project
        remove_document(desk, cleo, view.id)
    with desk.store.write() as session:
        session.add(Member(project_id=project.id, name="Cleo"))
    with pytest.raises(NotAllowed):
        remove_document(desk, cleo, view.id)
    assert get_document(desk, cleo, view.id).states[SegmentState.PENDING] == 1
    remove_document(desk, BOB, view.id)
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Segment)) == 0


def test_a_project_is_renamed_changed_and_deleted_with_everything_in_it(desk, project):
    add_document(desk, ANN, project.id, "a.txt", b"De minister kwam aan.")
    create_project(desk, ANN, "Other", ProjectSettings("none", "nl-en"))
    with pytest.raises(UsageError, match="already"):
        rename_project(desk, ANN, project.id, "Other")
    assert rename_project(desk, ANN, project.id, "  Hue   visit ").name == "Hue visit"
    changed = change_settings(desk, ANN, project.id, ProjectSettings("diplomatic", "nl-en", memory="written"))
    assert changed.settings.glossary == "diplomatic" and get_project(desk, ANN, project.id) == changed
    delete_project(desk, ANN, project.id)
    with desk.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0
        assert session.scalar(select(func.count()).select_from(Segment)) == 0


@pytest.mark.parametrize(
    "chosen",
    [
        ProjectSettings("no-such-glossary", "nl-en"),
        ProjectSettings("none", "no-such-model"),
        ProjectSettings("none", "nl-en", memory="no-such-memory"),
    ],
)
def test_a_project_with_what_is_not_there_is_not_made(desk, chosen):
    with pytest.raises(WorkbenchError):
        create_project(desk, ANN, "Broken", chosen)
    assert create_project(desk, ANN, "Broken", ProjectSettings("none", "nl-en")).documents == 0
