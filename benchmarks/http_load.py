"""Load on the HTTP interface over loopback: requests a second held, latencies, refusals, and whether one was lost.

    python benchmarks/http_load.py [--clients 1 4 16 64] [--seconds 20] [--queue 32] [--mode strict] [--beams 4]
        [--threads 1]

Starts the real server in a process of its own on 127.0.0.1, and for each number of clients, each a thread that asks as
soon as it was answered, sends segments of the test set, one a request, for so many seconds. A refusal (503) must have
Retry-After; the client waits a tenth of a second then. Every request must be answered: served, or refused. ``lost``
counts those that were neither, and answers that are of another request. The last column is the processor time of the
server for each request served, which other work on the machine hardly changes (Linux).
"""

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

PAUSE = 0.1
LONGEST_RUN = 120


@dataclass
class Tally:
    latencies: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    lost: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16, 64])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--queue", type=int, default=32)
    parser.add_argument("--mode", default="strict")
    parser.add_argument("--beams", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--testset", type=Path, default=Path("eval/testsets/main.nl-en.tsv"))
    options = parser.parse_args()
    texts = [line.split("\t")[0] for line in options.testset.read_text(encoding="utf-8").splitlines()[1:]]
    settings = {"WORKBENCH_API_QUEUE": str(options.queue), "WORKBENCH_BEAMS": str(options.beams)}
    command = [sys.executable, "-m", "workbench", "serve-api", "--port", "0", "--threads", str(options.threads)]
    server = subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.PIPE, text=True)
    try:
        port = next(int(found[1]) for line in server.stderr if (found := re.search(r"listening at \S+:(\d+),", line)))
        warm_up(port, options.mode)
        print(f"mode {options.mode}, beams {options.beams}, queue {options.queue}, {options.seconds:g} s each")
        names = zip(("served/s", "p50, ms", "p95, ms", "refused"), (10, 9, 9, 9), strict=True)
        columns = "".join(f"{name:>{width}}" for name, width in names)
        print(f"{'clients':>8}{columns}{'refusal p95, ms':>17}{'lost':>6}{'server, ms':>12}")
        for clients in options.clients:
            before = processor_time(server.pid)
            found = loaded(port, clients, min(options.seconds, LONGEST_RUN), texts, options.mode)
            show(clients, *found, processor_time(server.pid) - before)
    finally:
        server.terminate()
        server.wait(60)


def warm_up(port: int, mode: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port, timeout=120), "Dit is een zin.", mode)
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def loaded(port: int, clients: int, seconds: float, texts: list[str], mode: str) -> tuple[Tally, float]:
    tally, lock, end = Tally(), threading.Lock(), time.monotonic() + seconds
    started = time.monotonic()
    threads = [
        threading.Thread(target=client, args=(port, texts[number::clients], mode, end, tally, lock))
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.monotonic() - started


def client(port: int, texts: list[str], mode: str, end: float, tally: Tally, lock: threading.Lock) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    number = 0
    while time.monotonic() < end:
        text = texts[number % len(texts)]
        started = time.monotonic()
        try:
            status, retry_after, body = ask(connection, text, mode)
        except (OSError, http.client.HTTPException, ValueError):
            connection.close()
            with lock:
                tally.lost += 1
            continue
        spent = time.monotonic() - started
        with lock:
            if status == 200 and [segment["source"] for segment in body["segments"]] == [text]:
                tally.latencies.append(spent)
                number += 1
            elif status == 503 and retry_after:
                tally.refusals.append(spent)
            else:
                tally.lost += 1
        if status == 503:
            time.sleep(PAUSE)


def ask(connection: http.client.HTTPConnection, text: str, mode: str) -> tuple[int, str | None, dict]:
    body = json.dumps({"texts": [text], "mode": mode})
    connection.request("POST", "/v1/translate", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.headers.get("Retry-After"), json.loads(answer.read())


def processor_time(process: int) -> float:
    """Seconds of processor time that a process has spent (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show(clients: int, tally: Tally, seconds: float, processor: float) -> None:
    each = 1000 * processor / max(1, len(tally.latencies))
    refusal = f"{1000 * percentile(tally.refusals, 95):17.0f}" if tally.refusals else f"{'-':>17}"
    print(
        f"{clients:8}{len(tally.latencies) / seconds:10.1f}{1000 * percentile(tally.latencies, 50):9.0f}"
        f"{1000 * percentile(tally.latencies, 95):9.0f}{len(tally.refusals):9}{refusal}{tally.lost:6}{each:12.0f}",
        flush=True,
    )


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else sum(values)


if __name__ == "__main__":
    main()
