"""``workbench serve`` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

READY = 120  # seconds that a server may take to answer, on a machine that has other things to do


class Server:
    """``workbench serve`` over a database; can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, folder / "review.sqlite"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or do nothing if it runs."""
        if self._process and self._process.poll() is None:
            return
        command = [sys.executable, "-m", "workbench", "serve", "--port", str(self.port), "--store", str(self.store)]
        environment = os.environ | {"WORKBENCH_THREADS": "1"}
        log = self.folder / "stderr.txt"
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(command, stderr=stderr, stdout=stderr, env=environment, cwd=self.folder)
        end = time.monotonic() + READY
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
            except HTTPError:  # it answers; with accounts it wants somebody to sign in
                return
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return
        self.stop()
        pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")

    def kill(self) -> None:
        """End it as a power failure would."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
