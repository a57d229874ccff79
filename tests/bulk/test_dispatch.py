"""Tasks and workers that die: every task has exactly one result, and none is done by two workers at a time."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.bulk.executors.dispatch import MOST_TRIES, dispatch
from workbench.bulk.tasks import Counts, Failed, Result, RowsTask, Task, Translated
from workbench.errors import WorkbenchError


class MortalCrew:
    """Workers that die at the beginning of every task for which ``deaths`` says so, in the order of the tasks given."""

    def __init__(self, deaths: dict[str, int], order: Sequence[int]) -> None:
        self.deaths, self.order = dict(deaths), list(order)
        self.tasks: dict[int, Task] = {}
        self.started, self.most, self.closed = 0, 0, False
        self.dead: set[int] = set()

    def start(self) -> int:
        self.started += 1
        return self.started

    def give(self, member: int, task: Task) -> None:
        assert member not in self.dead and member not in self.tasks
        assert task not in self.tasks.values()
        self.tasks[member] = task
        self.most = max(self.most, len(self.tasks))

    def wait(self, busy: Sequence[int]) -> list[tuple[int, Result | None]]:
        assert sorted(busy) == sorted(self.tasks)
        member = sorted(busy)[(self.order.pop() if self.order else 0) % len(busy)]
        task = self.tasks.pop(member)
        if self.deaths.get(task.id, 0):
            self.deaths[task.id] -= 1
            self.dead.add(member)
            return [(member, None)]
        return [(member, Translated(task.id, {}, Counts(), ""))]

    def close(self) -> None:
        self.closed = True


@given(
    deaths=st.lists(st.integers(0, MOST_TRIES + 1), max_size=12),
    workers=st.integers(1, 4),
    order=st.lists(st.integers(0, 3), max_size=60),
)
def test_each_task_has_one_result(deaths, workers, order):
    tasks = [RowsTask(f"t{number}", ()) for number in range(len(deaths))]
    # A task that nothing kills comes between, so that the job as a whole is seen to go on.
    crew = MortalCrew({f"t{number}": count if number % 2 else 0 for number, count in enumerate(deaths)}, order)
    results = list(dispatch(tasks, crew, workers))
    assert sorted(result.id for result in results) == sorted(task.id for task in tasks)
    failed = {result.id for result in results if isinstance(result, Failed)}
    assert failed == {f"t{n}" for n, count in enumerate(deaths) if n % 2 and count >= MOST_TRIES}
    assert crew.closed and crew.most <= workers


def test_a_crew_that_only_dies_is_given_up():
    tasks = [RowsTask(f"t{number}", ()) for number in range(100)]
    crew = MortalCrew({task.id: 99 for task in tasks}, ())
    with pytest.raises(WorkbenchError, match="workers died"):
        list(dispatch(tasks, crew, 2))
    assert crew.closed and crew.started < 20


def test_tasks_are_made_only_when_a_worker_is_free():
    made = []

    def tasks():
        for number in range(10):
            made.append(number)
            yield RowsTask(f"t{number}", ())

    results = dispatch(tasks(), MortalCrew({}, ()), 2)
    next(results)
    assert len(made) <= 3
    results.close()
