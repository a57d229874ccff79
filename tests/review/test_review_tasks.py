"""Work in the background: one at a time where wanted, given up when cancelled, its failures told in a line."""

import threading
import time

import pytest
from reviewed import ANN, BOB

from workbench.errors import InputError
from workbench.review.errors import NotFound
from workbench.review.tasks import Progress, Task, Tasks


def ended(tasks: Tasks[int], key: str) -> Task[int]:
    deadline = time.monotonic() + 20
    while (task := tasks.find(ANN, key)).is_going_on:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return task


def test_one_is_done_at_a_time_and_the_others_wait():
    tasks, at_work, most = Tasks[int]("sum", 10, at_once=1), [], []

    def work(progress: Progress) -> int:
        at_work.append(1)
        most.append(len(at_work))
        progress(1, 2)
        time.sleep(0.02)
        at_work.pop()
        return 7

    keys = [tasks.start(ANN, "a", work) for _ in range(4)]
    assert [ended(tasks, key).value for key in keys] == [7] * 4
    assert most == [1] * 4
    assert {task.done for _, task in tasks.of(ANN)} == {1} and not list(tasks.of(BOB))


def test_a_cancelled_one_gives_up_and_makes_room_for_the_next():
    tasks, begun, cancelled = Tasks[int]("sum", 10, at_once=1), threading.Event(), threading.Event()

    def work(progress: Progress) -> int:
        begun.set()
        while True:
            try:
                progress(0, 1)
            except BaseException:
                cancelled.set()
                raise
            time.sleep(0.005)

    key = tasks.start(ANN, "long", work)
    assert begun.wait(20)
    with pytest.raises(NotFound):
        tasks.cancel(BOB, key)
    tasks.cancel(ANN, key)
    assert cancelled.wait(20)
    with pytest.raises(NotFound):
        tasks.find(ANN, key)
    assert ended(tasks, tasks.start(ANN, "short", lambda _: 1)).value == 1


def test_failures_are_told_and_the_oldest_are_forgotten(caplog):
    tasks = Tasks[int]("sum", 2)

    def refused(_: Progress) -> int:
        raise InputError("x.txt", "is no sum")

    def broken(_: Progress) -> int:
        raise ZeroDivisionError

    first = tasks.start(ANN, "refused", refused)
    assert ended(tasks, first).error == "x.txt: is no sum"
    second = tasks.start(ANN, "broken", broken)
    assert "ZeroDivisionError" in ended(tasks, second).error
    assert "in the background" in caplog.text
    third = tasks.start(ANN, "good", lambda _: 3)
    assert ended(tasks, third).value == 3
    with pytest.raises(NotFound, match="gone"):
        tasks.find(ANN, first)
    assert tasks.change(ANN, third, lambda value: value + 1).value == 4
