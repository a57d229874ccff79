"""The same job on a Ray cluster of two workers on this machine, one of which is killed in the middle."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.bulk.executors.ray_cluster import RayExecutor, pack, unpack
from workbench.bulk.tasks import DocumentTask, RowsTask
from workbench.bulk.worker import Equipment, Worker
from workbench.errors import WorkbenchError
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.translation.mode import Mode


@pytest.fixture(autouse=True)
def prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray makes its workers nice, which on a machine with other work to do is waiting for nothing."""
    monkeypatch.setenv("RAY_worker_niceness", "0")


@pytest.fixture
def equipped(tiny_settings: Settings, tmp_path: Path) -> Equipment:
    """With a glossary, and with memories in a file and in a folder."""
    (tmp_path / "m1").mkdir()
    (tmp_path / "m1" / "a.tsv").write_text("source\ttarget\nDit is nota 1.\tThis is note 1.\n", encoding="utf-8")
    (tmp_path / "m2.tsv").write_text("source\ttarget\nDit is nota 2.\tThis is note 2.\n", encoding="utf-8")
    memory = os.pathsep.join(str(tmp_path / name) for name in ("m1", "m2.tsv"))
    return Equipment(replace(tiny_settings, memory=memory), Mode.SOFT)


def test_what_a_worker_needs_is_packed_and_unpacked(equipped, tmp_path):
    settings, luggage = pack(equipped.settings)
    assert str(tmp_path) not in repr(settings) + repr(sorted(luggage))
    there = unpack(settings, luggage, tmp_path / "there")
    task = RowsTask("rows#1", ("Dit is nota 1.", "Dit is nota 2.", "De premier sprak.", None))
    assert Worker(replace(equipped, settings=there))(task) == Worker(equipped)(task)
    assert load_glossary(there.glossary).fingerprint == load_glossary("diplomatic").fingerprint
    assert pack(replace(equipped.settings, glossary="none"))[0].glossary == "none"


def ancestors(process: int) -> list[int]:
    found = []
    while process > 1:
        status = Path(f"/proc/{process}/status").read_text()
        process = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:"))
        found.append(process)
    return found


def actors() -> list[int]:
    """The processes of actors that this process has started."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            is_actor = folder.name.isdigit() and (folder / "cmdline").read_bytes().startswith(b"ray::_Porter")
            if is_actor and os.getpid() in ancestors(int(folder.name)):
                found.append(int(folder.name))
        except OSError:  # a process that has just ended
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to find a worker to kill")
def test_a_cluster_with_a_killed_worker_gives_the_same_bytes_as_one_process(equipped):
    pytest.importorskip("ray", reason="Ray is not installed (extra ray)")
    tasks = [DocumentTask(f"{n}.txt", f"Dit is nota {n}.\n\nDe premier las ze.\n".encode(), ["html"]) for n in range(8)]
    tasks += [RowsTask(f"rows#{n}", (f"Zin {n} van de premier.", None)) for n in range(4)]
    worker = Worker(equipped)
    expected = {task.id: worker(task) for task in tasks}
    run = RayExecutor(equipped, "local", 2).run(tasks)
    found = [next(run)]
    victim, *others = actors()
    os.kill(victim, signal.SIGKILL)
    found += run
    assert len(others) == 1
    assert sorted(result.id for result in found) == sorted(expected)
    assert {result.id: result for result in found} == expected


def test_no_cluster_at_the_address_is_one_line(equipped):
    pytest.importorskip("ray", reason="Ray is not installed (extra ray)")
    with pytest.raises(WorkbenchError, match=r"--ray 127\.0\.0\.1:1: "):
        list(RayExecutor(equipped, "127.0.0.1:1", 1).run([]))
