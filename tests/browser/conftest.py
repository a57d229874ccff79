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
from playwright.sync_api import Browser, Page, sync_playwright

from workbench.review import documents, projects
from workbench.review.desk import Desk
from workbench.review.people import local_person
from workbench.review.projects import ProjectSettings
from workbench.review.translating import Worker, start_translation
from workbench.settings import Settings
from workbench.store.database import open_store

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
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with an empty database; started by the test, which may fill the database before."""
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[[str], Page]]:
    """Opens pages, each in a browser session of its own. At the end: no other site was asked, no script broke."""
    contexts, foreign, broken = [], list[str](), list[str]()

    def open_page(path: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: foreign.append(request.url) if not _is_own(request.url, server) else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(server.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not foreign, "something was asked of another site"
    assert not broken, "a script failed"


def _is_own(url: str, server: Server) -> bool:
    return url.startswith((server.address, "data:", "blob:"))


def fill(store: Path, name: str, data: bytes, glossary: str = "diplomatic") -> int:
    """Put a translated document into a database, without a browser; gives its id."""
    opened = open_store(str(store))
    desk, person = Desk(opened, Settings(threads=1)), local_person()
    found = projects.list_projects(desk, person)
    project = found[0] if found else projects.create_project(desk, person, "Visits", ProjectSettings(glossary, "nl-en"))
    document = documents.add_document(desk, person, project.id, name, data).id
    start_translation(desk, person, document)
    worker = Worker(desk)
    assert worker.work()
    worker.stop()
    opened.close()
    return document
