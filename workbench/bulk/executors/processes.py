"""A pool of processes on this machine, each with a model of its own."""

import os
import signal
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from workbench.bulk.executors.dispatch import dispatch
from workbench.bulk.tasks import Result, Task
from workbench.bulk.worker import Equipment, Worker
from workbench.errors import WorkbenchError


class ProcessExecutor:
    """So many processes with a worker each; one that dies is replaced, and its task done again."""

    def __init__(self, equipment: Equipment, workers: int) -> None:
        self.description = f"{workers} processes"
        self._equipment, self._workers = equipment, workers

    def run(self, tasks: Iterable[Task]) -> Generator[Result, None, None]:
        """See ``Executor.run``."""
        return dispatch(tasks, _Processes(self._equipment), self._workers)


@dataclass(frozen=True, eq=False)
class _Member:
    process: SpawnProcess
    pipe: "Connection[Task, Result | str]"


class _Processes:
    """See ``Crew``."""

    def __init__(self, equipment: Equipment) -> None:
        self._equipment = equipment
        self._members: list[_Member] = []

    def start(self) -> _Member:
        # Not forked: the threads of torch and CTranslate2 do not survive that.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(self._equipment, theirs), daemon=True)
        process.start()
        theirs.close()
        member = _Member(process, ours)
        self._members.append(member)
        return member

    def give(self, member: _Member, task: Task) -> None:
        with suppress(OSError):
            member.pipe.send(task)

    def wait(self, busy: Sequence[_Member]) -> list[tuple[_Member, Result | None]]:
        by_pipe = {member.pipe: member for member in busy}
        done: list[tuple[_Member, Result | None]] = []
        for pipe in connection.wait(list(by_pipe)):
            member = by_pipe[pipe]  # type: ignore[index]  # what is waited for are pipes
            try:
                result = member.pipe.recv()
            except (EOFError, OSError):
                self._end(member)
                done.append((member, None))
                continue
            if isinstance(result, str):
                raise WorkbenchError(result)
            done.append((member, result))
        return done

    def close(self) -> None:
        for member in list(self._members):
            self._end(member)

    def _end(self, member: _Member) -> None:
        self._members.remove(member)
        member.process.kill()  # it writes nothing itself, so nothing is left half done
        member.process.join()
        member.pipe.close()


def _work(equipment: Equipment, pipe: "Connection[Result | str, Task]") -> None:
    """The life of a process: tasks in, results out; a string says why the worker cannot be made."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the terminal is for the parent, which ends us
    threading.Thread(target=_die_with_parent, daemon=True).start()
    worker: Worker | None = None
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            worker = worker or Worker(equipment)
        except WorkbenchError as error:
            pipe.send(str(error))
            return
        pipe.send(worker(task))


def _die_with_parent() -> None:
    """End this process when its parent is gone, were it killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
