"""Where tasks are done: in this process, in a pool of processes, or on a Ray cluster."""

import os
from collections.abc import Generator, Iterable
from dataclasses import replace
from typing import Protocol

from workbench.bulk.tasks import Result, Task
from workbench.bulk.worker import Equipment

__all__ = ["Executor", "make_executor"]


class Executor(Protocol):
    """Does tasks."""

    #: In words, for the person who waits.
    description: str

    def run(self, tasks: Iterable[Task]) -> Generator[Result, None, None]:
        """The results of all tasks, as they are done; ``tasks`` is read only a few tasks ahead.

        Raises WorkbenchError if no worker can be made. Closing the iterator ends all workers.
        """


def make_executor(equipment: Equipment, workers: int, ray_address: str | None = None) -> Executor:
    """An executor with so many workers; 0: one for each processor, and on Ray for each processor of the cluster.

    A worker has one processor thread unless the settings say otherwise: several processes with one thread each do more
    than one process with several (docs/scaling.md). With one worker the work stays in this process.

    Raises UsageError if Ray is asked for but not installed.
    """
    settings = equipment.settings
    if ray_address is not None:
        from workbench.bulk.executors.ray_cluster import RayExecutor

        return RayExecutor(_one_of_many(equipment), ray_address, workers)
    workers = workers or len(os.sched_getaffinity(0)) // max(1, settings.threads) or 1
    if workers == 1:
        from workbench.bulk.executors.serial import SerialExecutor

        return SerialExecutor(equipment)
    from workbench.bulk.executors.processes import ProcessExecutor

    return ProcessExecutor(_one_of_many(equipment), workers)


def _one_of_many(equipment: Equipment) -> Equipment:
    """The equipment of one worker among others: one thread unless the settings name a number."""
    return replace(equipment, settings=replace(equipment.settings, threads=equipment.settings.threads or 1))
