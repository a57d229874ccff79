"""The command as a user runs it: a pool of processes, killed workers, a killed run, exit status, the report."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from workbench.bulk.executors.processes import ProcessExecutor
from workbench.bulk.run import translate_folders
from workbench.bulk.tasks import DocumentTask, Failed, Translated
from workbench.bulk.worker import Equipment, Worker
from workbench.cli import main
from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.translation.mode import Mode

MANIFEST = "_workbench/manifest.jsonl"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tiny_settings: Settings) -> None:
    for name in ("model", "cache_folder", "engine", "beams"):
        monkeypatch.setenv(f"WORKBENCH_{name.upper()}", str(getattr(tiny_settings, name)))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(12):
        lines = "".join(f"De minister las nota {number} op dag {day}.\n\n" for day in range(3))
        (folder / f"nota-{number:02}.txt").write_text(lines, encoding="utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "workbench", "translate", *map(str, arguments), "--mode", "off"]


def in_process(monkeypatch, capsys, *arguments: object) -> tuple[object, str, str]:
    """The command in this process: status, standard output and error."""
    monkeypatch.setattr(sys, "argv", ["workbench", "translate", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code, *capsys.readouterr()


def results(folder: Path) -> dict[str, bytes]:
    """All files but the journal, whose order is that in which tasks were done."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.name != "manifest.jsonl"}


def wait_until(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes of a run")
def test_a_killed_run_leaves_nothing_behind_and_the_next_goes_on_where_it_stopped(many, tmp_path, tiny_settings):
    alone, pooled = tmp_path / "alone", tmp_path / "pooled"
    serial = replace(tiny_settings, workers=1, threads=0)
    assert translate_folders([many], alone, None, None, serial, Mode.OFF, None, Console(quiet=True))
    run = subprocess.Popen(command(many, "-o", pooled, "--workers", 2), stderr=subprocess.DEVNULL)
    wait_until(lambda: lines_of(pooled / MANIFEST) >= 3)
    workers = children(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait(60)
    recorded = lines_of(pooled / MANIFEST)
    wait_until(lambda: not any(Path(f"/proc/{worker}/stat").exists() for worker in workers), 30)
    assert 3 <= recorded < 12 and len(workers) >= 2
    again = subprocess.run(command(many, "-o", pooled), capture_output=True, text=True, timeout=300)
    assert again.returncode == 0, again.stderr
    assert f"{12 - recorded} translated, {recorded} done before, 0 failed" in again.stderr or (
        f"{13 - recorded} translated, {recorded - 1} done before, 0 failed" in again.stderr
    ), again.stderr  # the last record may be of files that were not written yet
    assert results(pooled) == results(alone)


def test_a_killed_worker_is_replaced_and_its_document_done(equipment):
    tasks = [DocumentTask(f"{number}.txt", f"Dit is nota {number}.\n".encode(), ["document"]) for number in range(8)]
    worker = Worker(equipment)
    expected = {task.id: worker(task) for task in tasks}
    run = ProcessExecutor(equipment, 2).run(tasks)
    found = [next(run)]
    os.kill(children(os.getpid())[-1], signal.SIGKILL)
    found += run
    assert sorted(result.id for result in found) == sorted(expected)
    assert all(isinstance(result, Translated) and result == expected[result.id] for result in found)
    assert not [child for child in children(os.getpid()) if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]


def test_a_worker_that_cannot_load_ends_the_job(tmp_path, tiny_settings):
    broken = Equipment(Settings(model=str(tmp_path / "absent")), Mode.OFF)
    with pytest.raises(WorkbenchError, match="absent"):
        list(ProcessExecutor(broken, 2).run([DocumentTask("a.txt", b"a", ["document"])]))


def test_a_broken_document_is_a_result(equipment):
    (result,) = ProcessExecutor(equipment, 2).run([DocumentTask("a.docx", b"no zip", ["document"])])
    assert isinstance(result, Failed) and "a.docx" in result.reason


def test_the_command_reports_what_failed_with_status_one(archive, tmp_path, monkeypatch, capsys):
    status, out, err = in_process(monkeypatch, capsys, archive, "-o", tmp_path / "out", "--workers", 1, "--mode", "off")
    assert status == 1 and out == ""
    assert "failed: 2024/kapot.txt: line 1" in err and "3 translated, 0 done before, 1 failed" in err
    assert "score" in err and (tmp_path / "out" / "_workbench" / "consistency.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{archive}"], "need -o FOLDER"),
        (["{archive}", "-o", "{archive}/bezoek.nl.txt"], "is a file"),
        (["{archive}", "-o", "{archive}"], "cannot go into"),
        (["{archive}", "-o", "{out}", "--format", "odd"], "odd"),
        (["{archive}", "-o", "{out}", "--lines"], "no --lines"),
        (["{archive}/bezoek.nl.txt", "-o", "{out}", "--field", "text"], "--field is for corpora"),
        (["{archive}", "-o", "{out}", "--glossary", "absent.csv"], "no such glossary"),
        (["{archive}", "-o", "{out}", "--workers", "-1"], "must not be negative"),
    ],
)
def test_bad_usage_is_one_line_and_writes_nothing(archive, tmp_path, arguments, message, monkeypatch, capsys):
    filled = [argument.format(archive=archive, out=tmp_path / "out") for argument in arguments]
    status, _, err = in_process(monkeypatch, capsys, *filled)
    assert status == 2 and err.count("\n") == 1 and message in err
    assert not (tmp_path / "out").exists()
