"""How fast bulk translation is: executors compared, memory against the number of rows, and a sizing table.

    python benchmarks/bulk.py executors [--segments 512] [--rounds 3] [--mode strict] [--beams 4]
    python benchmarks/bulk.py memory [--rows 1000 10000 100000] [--format jsonl|parquet]
    python benchmarks/bulk.py sizing [--segments 512]
    python benchmarks/bulk.py batches [--segments 2048] [--rows 32 128 512 2048]

``executors`` translates the same segments with one process of one thread, one process of all threads, and a pool of
processes, in turn within each round; figures are medians, and ratios of medians. Beside seconds of the clock, which
other work on the machine changes, stands the processor time of all processes. The loading of models is left out: a
first task warms each worker up. ``memory`` runs the command on corpora of so many rows in processes of their own, with
the most resident memory of the process that reads and writes, and of the largest worker; the rows are short and few
distinct ones, so that translation costs little: what is measured is what grows with the rows. ``sizing`` gives segments
a second of processor time, which other work on the machine does not change much, by mode and number of hypotheses.
``batches`` gives the same by the number of rows in a task, which are batched together.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from workbench.bulk.executors import make_executor
from workbench.bulk.tasks import RowsTask
from workbench.bulk.worker import Equipment, Worker
from workbench.settings import Settings
from workbench.translation.mode import Mode

#: Segments of a task: small ones, so that a short run has several for each worker.
ROWS = 64
TEN_MILLION = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parts = parser.add_subparsers(dest="part", required=True)
    for name in ("executors", "sizing"):
        part = parts.add_parser(name)
        part.add_argument("--testset", type=Path, default=Path("eval/testsets/main.nl-en.tsv"))
        part.add_argument("--segments", type=int, default=512)
    parts.choices["executors"].add_argument("--rounds", type=int, default=3)
    parts.choices["executors"].add_argument("--mode", type=Mode, default=Mode.STRICT)
    parts.choices["executors"].add_argument("--beams", type=int, default=4)
    part = parts.add_parser("batches")
    part.add_argument("--testset", type=Path, default=Path("eval/testsets/main.nl-en.tsv"))
    part.add_argument("--segments", type=int, default=2048)
    part.add_argument("--rows", type=int, nargs="+", default=[32, 128, 512, 2048])
    part = parts.add_parser("memory")
    part.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000, 100_000])
    part.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl")
    options = parser.parse_args()
    runs = {"executors": run_executors, "memory": run_memory, "sizing": run_sizing, "batches": run_batches}
    runs[options.part](options)


def segments(path: Path, count: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines][:count]


def run_executors(options: argparse.Namespace) -> None:
    texts = segments(options.testset, options.segments)
    tasks = [RowsTask(f"rows#{start}", tuple(texts[start : start + ROWS])) for start in range(0, len(texts), ROWS)]
    cores = len(os.sched_getaffinity(0))
    settings = Settings(beams=options.beams)
    variants = {
        "1 process, 1 thread": (replace(settings, threads=1), 1),
        f"1 process, {cores} threads": (replace(settings, threads=cores), 1),
        f"{cores} processes, 1 thread each": (settings, cores),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in variants}
    for _ in range(options.rounds):
        for name, (chosen, workers) in variants.items():
            seconds[name].append(timed(Equipment(chosen, options.mode), tasks, workers))
    print(
        f"{len(texts)} segments, mode {options.mode}, beams {options.beams}, median of {options.rounds}, {cores} cores"
    )
    print(f"{'':32}{'seconds':>9}{'segments/s':>12}{'ratio':>8}{'processor s':>13}{'segments/processor s':>22}")
    first = statistics.median(spent for spent, _ in next(iter(seconds.values())))
    for name, times in seconds.items():
        spent, processor = (statistics.median(column) for column in zip(*times, strict=True))
        speeds = f"{len(texts) / spent:12.1f}{first / spent:8.2f}{processor:13.1f}{len(texts) / processor:22.1f}"
        print(f"{name:32}{spent:9.1f}{speeds}")


def timed(equipment: Equipment, tasks: Sequence[RowsTask], workers: int) -> tuple[float, float]:
    """Seconds for the tasks once every worker has had one, and processor seconds of all processes."""
    warm_up = [RowsTask(f"warm#{number}", (f"Dit is zin {number}.",)) for number in range(2 * workers)]
    begun = 0.0, 0.0

    def supply():
        nonlocal begun
        yield from warm_up
        begun = time.perf_counter(), processor_time()
        yield from tasks

    names, ended = set(), begun
    for result in make_executor(equipment, workers).run(supply()):
        names.add(result.id)
        ended = time.perf_counter(), processor_time()  # before the workers end
    assert names >= {task.id for task in tasks}
    return ended[0] - begun[0], ended[1] - begun[1]


def processor_time() -> float:
    """Seconds of processor time of this process and of its children that live (Linux)."""
    spent = time.process_time()
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def run_memory(options: argparse.Namespace) -> None:
    print(f"{'rows':>9}{'seconds':>9}{'reads and writes, MiB':>24}{'worker, MiB':>13}")
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / f"corpus.{options.format}"
            write_corpus(corpus, rows)
            started = time.perf_counter()
            command = [sys.executable, __file__, "measured", str(corpus), f"{folder}/out"]
            found = subprocess.run(command, capture_output=True, text=True, check=True)
            own, workers = (int(word) for word in found.stdout.split())
            print(f"{rows:9}{time.perf_counter() - started:9.0f}{own / 1024:24.0f}{workers / 1024:13.0f}", flush=True)


def write_corpus(path: Path, rows: int) -> None:
    texts = [f"Dit is zin {number % 100}." for number in range(rows)]
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            for number, text in enumerate(texts):
                file.write(json.dumps({"id": number, "text": text, "more": "x" * 500}) + "\n")
        return
    import pyarrow
    from pyarrow.parquet import write_table

    columns = {"id": range(rows), "text": texts, "more": [f"{number:0500}" for number in range(rows)]}
    write_table(pyarrow.table({name: list(column) for name, column in columns.items()}), path, row_group_size=8192)


def measured(corpus: str, output: str) -> None:
    """The command in this process with one worker beside it; prints the most memory of both in KiB."""
    from rich.console import Console

    from workbench.bulk.run import translate_folders

    settings = Settings(beams=1, glossary="none", workers=2)
    messages = Console(stderr=True)
    assert translate_folders([Path(corpus)], Path(output), None, "text", settings, Mode.OFF, None, messages)
    print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def run_sizing(options: argparse.Namespace) -> None:
    texts = segments(options.testset, options.segments)
    print(f"{len(texts)} segments, {sum(len(text.split()) for text in texts)} words; a core of this machine")
    print(f"{'mode':8}{'beams':>6}{'segments/s/core':>17}{'core hours for 10 million':>27}")
    for mode, beams in ((Mode.OFF, 1), (Mode.OFF, 4), (Mode.SOFT, 4), (Mode.STRICT, 1), (Mode.STRICT, 4)):
        speed = core_speed(Worker(Equipment(Settings(threads=1, beams=beams), mode)), texts, 512)
        print(f"{mode:8}{beams:6}{speed:17.1f}{TEN_MILLION / speed / 3600:27.0f}", flush=True)


def run_batches(options: argparse.Namespace) -> None:
    texts = segments(options.testset, options.segments)
    worker = Worker(Equipment(Settings(threads=1), Mode.STRICT))
    print(f"{len(texts)} segments, strict, beams {Settings().beams}\n{'rows':>6}{'segments/s/core':>17}")
    for rows in options.rows:
        print(f"{rows:6}{core_speed(worker, texts, rows):17.1f}", flush=True)


def core_speed(worker: Worker, texts: Sequence[str], rows: int) -> float:
    """Segments a second of processor time, in tasks of so many rows."""
    worker(RowsTask("warm", tuple(texts[:8])))
    started = time.process_time()
    for start in range(0, len(texts), rows):
        worker(RowsTask(f"rows#{start}", tuple(texts[start : start + rows])))
    return len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    measured(*sys.argv[2:]) if sys.argv[1:2] == ["measured"] else main()
