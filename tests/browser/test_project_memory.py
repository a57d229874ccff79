"""An alignment goes to the memory of a project, in a real browser, and a segment of the project is offered it."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acting import WORKING, OpenPage, open_first
from tests.browser.filling import fill
from tests.browser.serving import Server

SOURCE = "De ambassadeur opende een school in het noorden. De minister bedankte de gastheer."
TARGET = "The ambassador opened a school in the north. The minister thanked the host."


def test_beads_are_sent_offered_and_taken_back(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    filled = fill(server.store, "report.nl.txt", SOURCE.encode(), ["A school.", "Thanks."])
    files = tmp_path / "note.nl.txt", tmp_path / "note.en.txt"
    for path, text in zip(files, (SOURCE, TARGET), strict=True):
        path.write_text(text, encoding="utf-8")
    page = open_page(f"{server.address}/align?project={filled.project}")
    page.set_input_files("input[name=source]", files[0])
    page.set_input_files("input[name=target]", files[1])
    page.get_by_role("button", name="Align").click()
    page.locator(".wb-bead").first.wait_for(timeout=WORKING)
    page.get_by_role("button", name="Send to the memory…").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".wb-messages")).to_contain_text("sent")

    page.goto(f"{server.address}/review?document={filled.document}")
    open_first(page)
    offered = page.locator(".wb-side .memory .wb-insert").first
    expect(offered).to_contain_text("opened a school")
    expect(page.locator(".wb-side .memory")).to_contain_text("this project, note.nl.txt")
    page.get_by_role("link", name="Projects").click()
    card = page.locator(".wb-memory")
    expect(card).to_contain_text("note.nl.txt")
    with page.expect_download() as download:
        card.get_by_role("button", name="Download TMX").click()
    assert "opened a school" in Path(download.value.path()).read_text(encoding="utf-8")
    card.get_by_role("button", name="Take note.nl.txt back").click()
    expect(card).to_contain_text("Empty yet")
