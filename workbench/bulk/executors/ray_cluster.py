"""Tasks on a Ray cluster: actors on many machines, each with a model of its own (extra ``ray``).

A cluster needs no file system in common: documents and rows go out as bytes, results come back as bytes, and only the
process that runs the job reads inputs and writes files. The files of model, glossary and memories are put into Ray's
object store once, and each machine fetches them once from there.
"""

import logging
import os
import socket
import tempfile
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbench import __version__
from workbench.bulk.executors.dispatch import dispatch
from workbench.bulk.resources import files_below, glossary_file, memory_paths, model_files
from workbench.bulk.tasks import Result, Task
from workbench.bulk.worker import Equipment, Worker
from workbench.errors import UsageError, WorkbenchError
from workbench.glossary.files import NONE
from workbench.settings import Settings

#: The address that stands for a cluster started on this machine, and ended with the job.
LOCAL = "local"
REACHABLE_SECONDS = 10
#: Files by their path below the folder of a worker.
Luggage = Mapping[str, bytes]


class RayExecutor:
    """An actor for each worker; one that dies, with its machine or alone, is replaced, and its task done again."""

    def __init__(self, equipment: Equipment, address: str, workers: int) -> None:
        """``workers`` of 0 stands for as many as the cluster has processors. Raises UsageError if Ray is missing."""
        if find_spec("ray") is None:
            raise UsageError("--ray needs Ray; install workbench[ray]")
        self.description = f"the Ray cluster at {address}"
        self._equipment, self._address, self._workers = equipment, address, workers

    def run(self, tasks: Iterable[Task]) -> Generator[Result, None, None]:
        """See ``Executor.run``. Raises WorkbenchError if there is no cluster at the address."""
        import ray

        _check_reachable(self._address)
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if self._address == LOCAL:
            quiet |= {"include_dashboard": False, "num_cpus": self._workers or len(os.sched_getaffinity(0))}
        try:
            ray.init(address=self._address, **quiet)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise WorkbenchError(f"--ray {self._address}: {str(error).splitlines()[0]}") from None
        try:
            threads = max(1, self._equipment.settings.threads)
            workers = self._workers or int(ray.cluster_resources().get("CPU", 1)) // threads or 1
            yield from dispatch(tasks, _Actors(self._equipment), workers)
        finally:
            ray.shutdown()


def _check_reachable(address: str) -> None:
    """Raise WorkbenchError where nobody listens at an address with a port; Ray itself would try for many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if port.isdigit():
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=REACHABLE_SECONDS).close()
        except OSError as error:
            raise WorkbenchError(f"--ray {address}: no cluster there ({error.strerror or error})") from None


class _Actors:
    """See ``Crew``; a member is the handle of an actor."""

    def __init__(self, equipment: Equipment) -> None:
        import ray

        settings, luggage = pack(equipment.settings)
        self._equipment = replace(equipment, settings=settings)
        self._luggage = ray.put(luggage)
        self._actor = ray.remote(num_cpus=max(1, settings.threads))(_Porter)
        self._running: dict[Any, Any] = {}

    def start(self) -> Any:
        return self._actor.remote(self._equipment, self._luggage, __version__)

    def give(self, member: Any, task: Task) -> None:
        self._running[member.work.remote(task)] = member

    def wait(self, busy: Sequence[Any]) -> list[tuple[Any, Result | None]]:
        import ray

        done: list[tuple[Any, Result | None]] = []
        ready, _ = ray.wait(list(self._running), num_returns=1)
        for reference in ready:
            member = self._running.pop(reference)
            try:
                result: Result | str = ray.get(reference)
            except ray.exceptions.RayActorError:
                done.append((member, None))
                continue
            if isinstance(result, str):
                raise WorkbenchError(result)
            done.append((member, result))
        return done

    def close(self) -> None:
        import ray

        for member in self._running.values():
            ray.kill(member)


class _Porter:
    """The actor: unpacks the luggage and makes its worker when the first task comes."""

    def __init__(self, equipment: Equipment, luggage: Luggage, version: str) -> None:
        self._equipment, self._luggage, self._version = equipment, luggage, version
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._worker: Worker | None = None

    def work(self, task: Task) -> Result | str:
        """The result of a task; in words, why no task can be done here."""
        if self._version != __version__:
            return f"a machine of the cluster has workbench {__version__}, not {self._version}; install the same"
        try:
            self._worker = self._worker or self._make()
        except WorkbenchError as error:
            return str(error)
        return self._worker(task)

    def _make(self) -> Worker:
        self._folder = tempfile.TemporaryDirectory(prefix="workbench-")
        settings = unpack(self._equipment.settings, self._luggage, Path(self._folder.name))
        return Worker(replace(self._equipment, settings=settings))


def pack(settings: Settings) -> tuple[Settings, Luggage]:
    """The files that a worker needs, and settings that name them below a folder. Raises WorkbenchError."""
    luggage: dict[str, bytes] = {}

    def add(path: Path, folder: str) -> str:
        for file in files_below(path):
            luggage[f"{folder}/{file.relative_to(path.parent)}"] = file.read_bytes()
        return f"{folder}/{path.name}"

    model = model_files(settings)
    for file in model:
        add(file, f"model/{model[0].parent.name}")
    glossary = glossary_file(settings)
    memories = [add(path, f"memory/{number}") for number, path in enumerate(memory_paths(settings))]
    packed = replace(
        settings,
        model=f"model/{model[0].parent.name}",
        glossary=add(glossary, "glossary") if glossary else NONE,
        memory=os.pathsep.join(memories),
    )
    return packed, luggage


def unpack(settings: Settings, luggage: Luggage, folder: Path) -> Settings:
    """Write the files into a folder; the settings with their paths there."""
    for name, data in luggage.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return replace(
        settings,
        model=str(folder / settings.model),
        glossary=settings.glossary if settings.glossary == NONE else str(folder / settings.glossary),
        memory=os.pathsep.join(str(folder / name) for name in settings.memory.split(os.pathsep) if name),
    )
