"""Translation in the background: killed anywhere it goes on where it stopped, with nothing lost and nothing doubled."""

import multiprocessing
import os
import shutil
import signal
import threading
import time
from contextlib import closing
from dataclasses import replace

import pytest
from reviewed import ANN, BOB, Reviewed
from sqlalchemy import func, select
from test_review_editing import assert_history_is_consistent

from workbench.errors import UsageError
from workbench.review import changes, translating
from workbench.review.delivery import deliver
from workbench.review.desk import Desk
from workbench.review.documents import add_document, get_document, remove_document
from workbench.review.editing import approve, save
from workbench.review.projects import ProjectSettings, change_settings, create_project
from workbench.review.segments import segment_page
from workbench.review.terms import project_glossary, save_concept
from workbench.review.translating import (
    BATCH,
    FIRST_BATCH,
    Worker,
    cancel_translation,
    progress,
    retranslate,
    start_translation,
)
from workbench.settings import Settings
from workbench.store.database import open_store
from workbench.store.states import JobState, SegmentState
from workbench.store.tables import Edit, Job, Segment
from workbench.translation.mode import Mode

LONG = "\n\n".join(f"{number} ministers kwamen aan." for number in range(1, FIRST_BATCH + BATCH + 6))


@pytest.fixture(scope="session")
def small_model(make_random_marian, tmp_path_factory) -> str:
    """A random model: nonsense, but real, and quickly made."""
    folder = tmp_path_factory.mktemp("model") / "tiny-nl-en"
    folder.mkdir()
    return str(make_random_marian(folder, max_position_embeddings=128))


@pytest.fixture
def desk(desk) -> Desk:
    """A desk whose translations are as quick as they are bad."""
    return Desk(desk.store, replace(desk.settings, beams=1))


def make_document(desk: Desk, model: str, text: str = LONG) -> int:
    project = create_project(desk, ANN, "Long", ProjectSettings("none", model, mode=Mode.OFF))
    return add_document(desk, ANN, project.id, "long.txt", text.encode()).id


def _work(address: str, settings: Settings) -> None:
    with closing(open_store(address)) as store:
        Worker(Desk(store, settings)).work()


def _work_and_die(address: str, settings: Settings, segment: int) -> None:
    """Translate, and be killed while so many segments are written, inside of a transaction."""
    written = 0

    def record(*arguments) -> None:
        nonlocal written
        written += 1
        if written == segment:
            os.kill(os.getpid(), signal.SIGKILL)
        changes.record(*arguments)

    translating.record = record
    translating.BATCH_SECONDS = 1e9  # a busy machine makes no smaller batches here
    _work(address, settings)


def test_a_translation_that_is_killed_goes_on_where_it_stopped(desk, address, small_model):
    document = make_document(desk, small_model)
    total = start_translation(desk, ANN, document).total
    assert total > FIRST_BATCH + BATCH
    arguments = address, desk.settings, FIRST_BATCH + BATCH // 2
    process = multiprocessing.get_context("spawn").Process(target=_work_and_die, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL

    after_kill = {item.id: item for item in segment_page(desk, ANN, document, size=200).segments}
    done = [item for item in after_kill.values() if item.state is not SegmentState.PENDING]
    assert len(done) == FIRST_BATCH  # the batch that was being written is not there at all
    view = get_document(desk, ANN, document)
    assert not view.is_whole and view.job is JobState.RUNNING
    for output in ("document", "tsv", "tmx", "html"):
        with pytest.raises(UsageError, match="not translated yet"):
            deliver(desk, ANN, document, output)

    assert Worker(desk).work()
    assert not Worker(desk).work()  # nothing is left to do
    assert get_document(desk, ANN, document).is_whole and progress(desk, ANN, document).state is JobState.DONE
    for item in segment_page(desk, ANN, document, size=200).segments:
        before = after_kill[item.id]
        if before.state is not SegmentState.PENDING:
            assert (item.target, item.version) == (before.target, before.version)
    with desk.store.read() as session:
        counts = session.execute(select(Edit.segment_id, func.count()).group_by(Edit.segment_id)).all()
        assert {count for _, count in counts} == {1} and len(counts) == total
    assert_history_is_consistent(desk, document)
    assert deliver(desk, ANN, document).data


def test_a_kill_before_the_first_batch_loses_nothing(desk, address, small_model):
    document = make_document(desk, small_model, "De minister kwam aan.")
    start_translation(desk, ANN, document)
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(address, desk.settings))
    process.start()
    deadline = time.monotonic() + 120
    while progress(desk, ANN, document).state is JobState.QUEUED:
        assert process.is_alive() and time.monotonic() < deadline, "the worker did not begin"
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    Worker(desk).work()
    assert get_document(desk, ANN, document).is_whole
    assert_history_is_consistent(desk, document)


class _Meanwhile:
    """A worker's view of the model: after the first batch something else happens."""

    def __init__(self, worker: Worker, happens) -> None:
        self.batches, self.happens, self.commit = 0, happens, worker._commit

    def __call__(self, *batch) -> None:
        self.batches += 1
        if self.batches == 2:
            self.happens()
        self.commit(*batch)


@pytest.mark.parametrize("happens", ["cancelled", "cancelled and queued", "removed", "taken over"])
def test_a_worker_that_lost_its_document_commits_nothing_more(desk, small_model, happens):
    document = make_document(desk, small_model)
    start_translation(desk, ANN, document)

    def act() -> None:
        if happens.startswith("cancelled"):
            assert cancel_translation(desk, BOB, document).state is JobState.CANCELLED
        if happens == "cancelled and queued":
            start_translation(desk, BOB, document)
        if happens == "removed":
            remove_document(desk, ANN, document)
        if happens == "taken over":
            with desk.store.write() as session:
                session.get_one(Job, document).owner = "elsewhere:1:another"

    worker = Worker(desk)
    worker._commit = _Meanwhile(worker, act)  # type: ignore[method-assign]
    assert worker.work()
    with desk.store.read() as session:
        done = select(func.count()).select_from(Segment).where(Segment.state != SegmentState.PENDING.value)
        assert session.scalar(done) == (0 if happens == "removed" else FIRST_BATCH)
    if happens == "cancelled":
        assert not get_document(desk, ANN, document).is_whole and not Worker(desk).work()
        start_translation(desk, ANN, document)
    if happens.startswith("cancelled"):
        Worker(desk).work()
        assert get_document(desk, ANN, document).is_whole
        assert_history_is_consistent(desk, document)


def test_a_cancelled_translation_gives_up_the_batch_that_it_is_at(desk, small_model, monkeypatch):
    document = make_document(desk, small_model)
    start_translation(desk, ANN, document)
    monkeypatch.setattr(translating, "LOOK", 0.0)
    monkeypatch.setattr(Worker, "_commit", lambda *_: pytest.fail("the batch was translated to its end"))
    looked = Worker._looking

    def looking(worker, id):
        look = looked(worker, id)

        def cancel_and_look(done, total):
            cancel_translation(desk, BOB, document)
            look(done, total)

        return cancel_and_look

    monkeypatch.setattr(Worker, "_looking", looking)
    assert Worker(desk).work()
    assert progress(desk, ANN, document).state is JobState.CANCELLED


def test_batches_are_as_large_as_the_pace_allows():
    segments = [Segment(source="x" * 10) for _ in range(100)]
    batches = translating._Batches(segments)
    sizes = []
    for batch in batches:
        sizes.append(len(batch))
        batches.took(batch, len(batch) * (translating.BATCH_SECONDS / 5))  # a slow model: five in the time of a batch
    assert sizes == [FIRST_BATCH, *[5] * 18, 2]
    batches = translating._Batches(segments)
    sizes = [batches.took(batch, 0.001) or len(batch) for batch in batches]
    assert sizes == [FIRST_BATCH, BATCH, BATCH, 100 - FIRST_BATCH - 2 * BATCH]


def test_a_worker_in_the_background_says_how_far_it_is_and_stops_when_asked(desk, small_model):
    document = make_document(desk, small_model)
    start_translation(desk, ANN, document)
    seen = []
    worker = Worker(desk)
    worker.start()
    deadline = time.monotonic() + 60
    while (step := progress(desk, ANN, document)).state is not JobState.DONE and time.monotonic() < deadline:
        seen.append(step)
        time.sleep(0.01)
    worker.stop()
    assert step.done == step.total and step.seconds_left is None
    running = [item for item in seen if item.state is JobState.RUNNING and 0 < item.done < item.total]
    assert all(item.seconds_left is not None and item.seconds_left >= 0 for item in running)
    assert not any(thread.name == "translation" for thread in threading.enumerate())


def test_a_worker_that_is_stopped_leaves_the_document_queued(desk, small_model):
    document = make_document(desk, small_model)
    start_translation(desk, ANN, document)
    worker = Worker(desk)
    worker._stop.set()
    worker.work()
    state = progress(desk, ANN, document)
    assert (state.state, state.done) == (JobState.QUEUED, 0)
    Worker(desk).work()
    assert get_document(desk, ANN, document).is_whole


def test_what_is_wrong_with_the_model_is_said_and_nothing_is_translated(desk, small_model, tmp_path):
    gone = tmp_path / "gone-nl-en"
    shutil.copytree(small_model, gone)
    document = make_document(desk, str(gone), "De minister kwam aan.")
    shutil.rmtree(gone)
    start_translation(desk, ANN, document)
    Worker(desk).work()
    state = progress(desk, ANN, document)
    assert state.state is JobState.FAILED and "no such model" in state.error and "\n" not in state.error
    assert get_document(desk, ANN, document).states[SegmentState.PENDING] == 1
    (segment,) = segment_page(desk, ANN, document).segments
    save(desk, ANN, segment.id, "The minister arrived.", segment.version)  # by hand it can be done
    assert b"The minister arrived." in deliver(desk, ANN, document).data


def test_what_is_written_by_hand_while_the_model_translates_is_left_alone(desk, small_model):
    document = make_document(desk, small_model)
    start_translation(desk, ANN, document)
    last = segment_page(desk, ANN, document, size=200).segments[-1]
    worker = Worker(desk)
    worker._commit = _Meanwhile(  # type: ignore[method-assign]
        worker, lambda: save(desk, BOB, last.id, "By hand.", last.version)
    )
    assert worker.work()
    after = segment_page(desk, ANN, document, size=200).segments[-1]
    assert (after.target, after.state, after.changed_by) == ("By hand.", SegmentState.EDITED, "Bob")
    assert get_document(desk, ANN, document).is_whole
    assert_history_is_consistent(desk, document)


def test_translating_what_is_translated_is_refused(reviewed: Reviewed):
    with pytest.raises(UsageError, match="already"):
        start_translation(reviewed.desk, ANN, reviewed.document)


def test_translating_anew_keeps_what_people_did_and_obeys_the_glossary_of_now(reviewed: Reviewed):
    desk = reviewed.desk
    first, second = reviewed.segment("bedankte"), reviewed.segment("onderhandelingen")
    edited = save(desk, ANN, first.id, "My text.", first.version)
    approved = approve(desk, ANN, second.id, second.version)
    base = project_glossary(desk, ANN, reviewed.project).concepts["treaty"]
    mine = replace(
        base, terms=tuple(replace(term, text="covenant") if term.language == "en" else term for term in base.terms)
    )
    save_concept(desk, ANN, reviewed.project, base, mine)
    retranslate(desk, ANN, reviewed.document)
    assert not get_document(desk, ANN, reviewed.document).is_whole
    Worker(desk).work()
    after = {item.id: item for item in reviewed.segments()}
    assert (after[first.id].target, after[first.id].state) == (edited.target, SegmentState.EDITED)
    assert (after[second.id].target, after[second.id].state) == (approved.target, SegmentState.APPROVED)
    assert "covenant" in reviewed.segment("verdrag").target
    assert any("other settings" in note for note in get_document(desk, ANN, reviewed.document).notes)
    assert_history_is_consistent(desk, reviewed.document)


def test_a_memory_is_used_and_said_to_be(desk, small_model, tmp_path):
    memory = tmp_path / "memory.tsv"
    memory.write_text("nl\ten\nDe minister kwam aan.\tThe minister has arrived.\n", encoding="utf-8")
    document = make_document(desk, small_model, "De minister kwam aan.\n\nDe premier vertrok.")
    project = get_document(desk, ANN, document).project
    change_settings(desk, ANN, project, ProjectSettings("none", small_model, memory=str(memory)))
    start_translation(desk, ANN, document)
    Worker(desk).work()
    first, second = segment_page(desk, ANN, document).segments
    assert (first.target, first.state) == ("The minister has arrived.", SegmentState.MEMORY)
    assert second.state is SegmentState.MACHINE
