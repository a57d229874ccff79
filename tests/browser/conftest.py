"""The real server in a process of its own, and pages of headless Chromium (Debian's package) that talk to it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.acting import REPORT, TARGETS, OpenPage
from tests.browser.filling import fill
from tests.browser.serving import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 20_000  # milliseconds that a page may take


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed (apt-get install chromium)"))


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
def review(server: Server) -> str:
    """The address of a translated report at the review page."""
    return f"{server.address}/review?document={fill(server.store, 'report.nl.txt', REPORT, TARGETS).document}"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages, each in a browser session of its own. At the end: no other site was asked, no script broke."""
    contexts, foreign, broken = [], list[str](), list[str]()

    def open_page(address: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        own = "/".join(address.split("/")[:3]), "data:", "blob:", "file:"
        context.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not foreign, "something was asked of another site"
    assert not broken, "a script failed"
