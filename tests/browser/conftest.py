"""The real server in a process of its own, and pages of headless Chromium (Debian's package) that talk to it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
READY = 60  # seconds that a server may take to answer
PATIENCE = 20_000  # milliseconds that a page may take


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed (apt-get install chromium)"))


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs for all tests; each makes projects of its own."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, which may kill it; not started yet."""
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens pages, each in a browser session of its own. At the end: no other site was asked, no script broke."""
    contexts, foreign, broken = [], list[str](), list[str]()

    def open_page(address: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        own = "/".join(address.split("/")[:3]), "data:", "blob:"
        page.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not foreign, "something was asked of another site"
    assert not broken, "a script failed"
