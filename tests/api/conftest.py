"""The real server in a process of its own, and a client of the standard library."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Answer(NamedTuple):
    status: int
    body: Any
    headers: dict[str, str]


class Client:
    def __init__(self, address: str, process: "subprocess.Popen[str]") -> None:
        self.address, self.process = address, process

    def ask(self, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        """GET, or POST of an object as JSON, or of bytes as they are."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | (headers or {})
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.address + path, data, headers), timeout=120
            ) as found:
                return Answer(found.status, json.load(found), dict(found.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, json.load(error), dict(error.headers))


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Client]]:
    """Starts ``workbench serve-api`` on a free port with these arguments and settings."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object, **settings: object) -> Client:
        cache = tmp_path_factory.getbasetemp().parent / "cache"
        environment = {f"WORKBENCH_{name.upper()}": str(value) for name, value in settings.items()}
        environment = os.environ | {"WORKBENCH_CACHE_FOLDER": str(cache), "WORKBENCH_BEAMS": "1"} | environment
        command = [sys.executable, "-m", "workbench", "serve-api", "--port", "0", "--threads", "1"]
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent,
        )
        started.append(process)
        said = ""
        while line := process.stderr.readline():
            said += line
            if found := re.search(r"listening at (\S+),", line):
                return _answering(Client(found[1], process))
        raise AssertionError(f"the server ended: {said}")

    yield start
    for process in started:
        process.kill()
        process.wait()


def _answering(client: Client) -> Client:
    deadline = time.monotonic() + 60
    while True:
        try:
            assert client.ask("/health").body["status"] == "ok"
            return client
        except OSError:
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
