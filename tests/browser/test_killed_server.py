"""The server is killed, as a power failure would, while people and the translation work: nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acting import (
    WORKING,
    OpenPage,
    chip,
    field,
    new_project,
    open_first,
    row,
    save,
    saved,
    state,
    translated,
    upload,
    write,
)
from tests.browser.filling import count_pending
from tests.browser.serving import Server

#: Segments of a document that is translated long enough to be interrupted in the middle.
LONG = 240


@pytest.fixture(scope="module")
def _mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("mortal"))
    yield server
    server.stop()


@pytest.fixture
def server(_mortal: Server) -> Server:
    """A server for the tests of this module only, which they kill; it runs."""
    _mortal.start()
    return _mortal


def test_a_kill_during_edits_loses_none(review: str, server: Server, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    write(page, "A first sentence.")
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    server.kill()
    write(page, "A second sentence.")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".wb-waiting")).to_contain_text("not saved")
    server.start()
    saved(page)
    other = open_page(review)
    expect(row(other, 1).locator(".wb-target")).to_have_text("A first sentence.")
    expect(row(other, 2).locator(".wb-target")).to_have_text("A second sentence.")


def test_a_page_that_is_closed_while_the_server_is_away_saves_when_it_is_opened_again(
    review: str, server: Server, open_page: OpenPage
) -> None:
    page = open_page(review)
    open_first(page)
    server.kill()
    write(page, "Written without a server.")
    page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('workbench-draft-'))")
    address = page.url
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    server.start()
    page.goto(address)
    expect(field(page)).to_have_value("Written without a server.")
    saved(page)
    expect(state(page, 1)).to_have_text("edited")


def test_a_kill_during_a_translation_keeps_what_was_done_and_goes_on(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(server.address)
    new_project(page, "Interrupted")
    report = tmp_path / "report.nl.txt"
    numbers = range(1, LONG + 1)
    report.write_text(
        "\n\n".join(f"De regering heeft in jaar {n} een brief van {n} bladzijden gekregen." for n in numbers)
    )
    upload(page, report)
    started = page.locator(".wb-documents").get_by_text("left")  # the first batch is done: the time left can be told
    expect(started).to_be_visible(timeout=WORKING)
    page.locator(".wb-documents").get_by_role("link", name="report.nl.txt").click()
    open_first(page)
    write(page, "A person wrote this.")
    save(page)
    server.kill()
    assert 0 < count_pending(server.store) < LONG, "the server was killed in the middle of the translation"
    server.start()
    page.reload()
    expect(state(page, 1)).to_have_text("edited")
    expect(chip(page, "not translated").locator(".wb-count")).to_have_text("0", timeout=WORKING)
    expect(field(page)).to_have_value("A person wrote this.")
    expect(page.locator(".wb-progress")).to_contain_text(f"0 of {LONG} approved")
    page.get_by_role("link", name="Projects").click()
    expect(translated(page)).to_be_visible()
