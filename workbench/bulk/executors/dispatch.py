"""Handing tasks to workers that may die: one task at a time for each, so that it is known whose task killed whom."""

from collections import Counter, deque
from collections.abc import Generator, Iterable, Sequence
from typing import Protocol, TypeVar

from workbench.bulk.tasks import Failed, Result, Task
from workbench.errors import WorkbenchError

#: A task in whose midst so many workers have died is given up: it is likely what kills them.
MOST_TRIES = 3

Member = TypeVar("Member")


class Crew(Protocol[Member]):
    """Workers elsewhere."""

    def start(self) -> Member:
        """A new worker; it may still be loading when this returns."""

    def give(self, member: Member, task: Task) -> None:
        """Give a task to an idle worker. That the worker is dead is for ``wait`` to find out."""

    def wait(self, busy: Sequence[Member]) -> list[tuple[Member, Result | None]]:
        """Wait until a worker is done or dead; those that are, with the result, or None for the dead.

        Raises WorkbenchError if a worker could not load what it works with.
        """

    def close(self) -> None:
        """End all workers."""


def dispatch(tasks: Iterable[Task], crew: Crew[Member], workers: int) -> Generator[Result, None, None]:
    """The results of all tasks as they are done, by at most ``workers`` workers at a time.

    A dead worker's task is done again by another one. Raises WorkbenchError if workers die and nothing gets done.
    """
    supply, again = iter(tasks), deque[Task]()
    idle: list[Member] = []
    busy: dict[Member, Task] = {}
    deaths, tries = 0, Counter[str]()
    try:
        while True:
            while len(busy) < workers and (task := again.popleft() if again else next(supply, None)):
                member = idle.pop() if idle else crew.start()
                crew.give(member, task)
                busy[member] = task
            if not busy:
                return
            for member, result in crew.wait(list(busy)):
                task = busy.pop(member)
                if result is not None:
                    deaths = 0
                    idle.append(member)
                    yield result
                    continue
                deaths += 1
                tries[task.id] += 1
                if deaths > MOST_TRIES * workers:
                    raise WorkbenchError(f"{deaths} workers died one after the other; is there enough memory?")
                if tries[task.id] < MOST_TRIES:
                    again.append(task)
                else:
                    yield Failed(task.id, f"{MOST_TRIES} workers died over it; is there enough memory?")
    finally:
        crew.close()
