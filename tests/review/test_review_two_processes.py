"""Two processes edit the same segment again and again: every committed edit is in the history, and none overwrote."""

import multiprocessing
from contextlib import closing

import pytest
from reviewed import ANN, Reviewed
from test_review_editing import assert_history_is_consistent

from workbench.review.desk import Desk
from workbench.review.editing import save
from workbench.review.errors import Conflict
from workbench.review.history import segment_history
from workbench.review.people import Person, Role
from workbench.review.segments import get_segment
from workbench.settings import Settings
from workbench.store.database import open_store

ROUNDS = 8


def _edit(address: str, settings: Settings, name: str, segment_id: int) -> None:
    """Add words to a segment, one after another, to whatever stands there by then."""
    person = Person(name, Role.ADMIN)
    with closing(open_store(address)) as store:
        desk = Desk(store, settings)
        segment = get_segment(desk, person, segment_id)
        for number in range(ROUNDS):
            while True:
                try:
                    segment = save(desk, person, segment_id, f"{segment.target} {name}{number}", segment.version)
                    break
                except Conflict as conflict:
                    (clash,) = conflict.clashes
                    segment = get_segment(desk, person, segment_id)
                    assert segment.version >= clash.version


def test_two_processes_that_edit_one_segment_lose_nothing(reviewed: Reviewed):
    segment = reviewed.segment("bedankte")
    context = multiprocessing.get_context("spawn")
    arguments = [(reviewed.address, reviewed.desk.settings, name, segment.id) for name in ("Ann", "Bob")]
    processes = [context.Process(target=_edit, args=given) for given in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    words = get_segment(reviewed.desk, ANN, segment.id).target.removeprefix(segment.target).split()
    assert sorted(words) == sorted(f"{name}{number}" for name in ("Ann", "Bob") for number in range(ROUNDS))
    assert [word for word in words if word.startswith("Ann")] == [f"Ann{number}" for number in range(ROUNDS)]
    authors = [event.author for event in segment_history(reviewed.desk, ANN, segment.id)]
    assert (authors.count("Ann"), authors.count("Bob")) == (ROUNDS, ROUNDS)
    assert_history_is_consistent(reviewed.desk, reviewed.document)


def _edit_until_killed(address: str, settings: Settings, segment_id: int, said: "multiprocessing.Queue[int]") -> None:
    with closing(open_store(address)) as store:
        desk, number = Desk(store, settings), 0
        segment = get_segment(desk, ANN, segment_id)
        while True:
            number += 1
            segment = save(desk, ANN, segment_id, f"Edit {number}.", segment.version)
            said.put(number)


@pytest.mark.parametrize("edits", [1, 7])
def test_an_edit_that_was_said_to_be_saved_survives_a_kill(reviewed: Reviewed, edits):
    segment = reviewed.segment("bedankte")
    context = multiprocessing.get_context("spawn")
    said = context.Queue()
    arguments = reviewed.address, reviewed.desk.settings, segment.id, said
    process = context.Process(target=_edit_until_killed, args=arguments)
    process.start()
    for _ in range(edits):
        number = said.get(timeout=60)
    process.kill()
    process.join()
    kept = int(get_segment(reviewed.desk, ANN, segment.id).target.removeprefix("Edit ").removesuffix("."))
    assert kept >= number
    assert_history_is_consistent(reviewed.desk, reviewed.document)
