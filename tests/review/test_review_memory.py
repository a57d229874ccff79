"""The memory of a project: approvals feed it, alignments are sent to it, and the next document finds both."""

import time

import pytest
from reviewed import ANN, Reviewed

from workbench.documents.tmx import read_tmx
from workbench.errors import UsageError
from workbench.review import aligning, memory
from workbench.review.desk import OWN_MEMORY
from workbench.review.documents import add_document, get_document
from workbench.review.editing import approve, reopen
from workbench.review.errors import NotFound
from workbench.review.people import Person, Role
from workbench.review.segments import segment_page
from workbench.review.suggestions import memory_suggestions
from workbench.review.translating import Worker, start_translation
from workbench.store.states import SegmentState

NOTE = "De premier bezocht de markt in de hoofdstad. De ambassadeur opende daarna een school in het noorden."
TRANSLATION = "The premier visited the market in the capital. The ambassador then opened a school in the north."


def translated(reviewed: Reviewed, name: str, text: str):
    """The segments of a new document of the project."""
    document = add_document(reviewed.desk, ANN, reviewed.project, name, text.encode()).id
    start_translation(reviewed.desk, ANN, document)
    assert Worker(reviewed.desk).work()
    assert not get_document(reviewed.desk, ANN, document).error
    return segment_page(reviewed.desk, ANN, document).segments


def test_what_is_approved_is_found_by_the_next_document(reviewed: Reviewed):
    desk, segment = reviewed.desk, reviewed.segment("bedankte")
    approved = approve(desk, ANN, segment.id, segment.version, "The minister gave his host thanks.")
    assert memory_suggestions(desk, ANN, segment.id) == []  # a segment is no match of its own
    same, near = translated(reviewed, "b.txt", "De minister bedankte de gastheer. De minister bedankte de gastheren.")
    assert (same.target, same.state) == (approved.target, SegmentState.MEMORY)
    assert any(OWN_MEMORY in match.origin and match.score < 100 for match in near.matches)
    assert memory.project_memory(desk, ANN, reviewed.project).approved == 1
    reopen(desk, ANN, approved.id, approved.version)
    assert memory.project_memory(desk, ANN, reviewed.project).approved == 0
    (again,) = translated(reviewed, "c.txt", "De minister bedankte de gastheer.")
    assert again.state is SegmentState.MACHINE


def test_a_rendering_that_the_glossary_forbids_is_not_taken_from_the_memory(reviewed: Reviewed):
    segment = reviewed.segment("Europese Unie")
    approve(reviewed.desk, ANN, segment.id, segment.version, "The European Community supports the treaty.")
    (same,) = translated(reviewed, "b.txt", segment.source)
    assert same.state is SegmentState.MACHINE and "Community" not in same.target


def test_an_alignment_that_is_sent_is_found_and_can_be_taken_back(reviewed: Reviewed, tmp_path):
    desk, files = reviewed.desk, (("note.nl.txt", NOTE.encode()), ("note.en.txt", TRANSLATION.encode()))
    key = aligning.start_alignment(desk, ANN, files, "none")
    deadline = time.monotonic() + 120
    while (state := aligning.alignment_state(ANN, key)).is_going_on:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not state.error
    count = memory.send_alignment(desk, ANN, reviewed.project, key)
    assert count == memory.send_alignment(desk, ANN, reviewed.project, key)  # in place of the first time
    (sent,) = memory.project_memory(desk, ANN, reviewed.project).sent
    assert (sent.document, sent.units, sent.author) == ("note.nl.txt", count, "Ann")
    first, _ = translated(reviewed, "b.txt", NOTE)
    assert (first.target, first.state) == (TRANSLATION.split(". ")[0] + ".", SegmentState.MEMORY)

    exported = memory.export_memory(desk, ANN, reviewed.project)
    (tmp_path / "memory.tmx").write_bytes(exported.data)
    assert TRANSLATION.split(". ")[1] in [unit.target for unit in read_tmx(tmp_path / "memory.tmx", "nl", "en")]
    with pytest.raises(NotFound):
        memory.send_alignment(desk, Person("Eve", Role.EDITOR), reviewed.project, key)
    with pytest.raises(NotFound):
        memory.export_memory(desk, Person("Eve", Role.EDITOR), reviewed.project)
    memory.take_back(desk, ANN, reviewed.project, "note.nl.txt")
    assert memory.project_memory(desk, ANN, reviewed.project).sent == []


def test_an_alignment_without_pairs_is_not_sent(reviewed: Reviewed, monkeypatch):
    from workbench.alignment.beads import Alignment

    empty = Alignment([], [], [], "nl", "en")
    task = aligning.Task("Ann", "x.txt")
    monkeypatch.setattr(memory, "alignment_state", lambda *_: task)
    monkeypatch.setattr(memory, "current_alignment", lambda *_: empty)
    with pytest.raises(UsageError, match="no bead has both sides"):
        memory.send_alignment(reviewed.desk, ANN, reviewed.project, "key")
