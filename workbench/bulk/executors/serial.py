"""Tasks done one after the other in this process."""

from collections.abc import Generator, Iterable

from workbench.bulk.tasks import Result, Task
from workbench.bulk.worker import Equipment, Worker


class SerialExecutor:
    """One worker, in this process, made when the first task comes."""

    description = "one process"

    def __init__(self, equipment: Equipment) -> None:
        self._equipment = equipment

    def run(self, tasks: Iterable[Task]) -> Generator[Result, None, None]:
        """See ``Executor.run``."""
        worker: Worker | None = None
        for task in tasks:
            worker = worker or Worker(self._equipment)
            yield worker(task)
