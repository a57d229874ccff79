"""The align page: two documents become beads, which are edited with single keys and exported."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import WORKING, OpenPage
from tests.browser.serving import Server

SOURCE = "De minister bezocht Hanoi.\n\nZij sprak daar met de pers.\n\nDaarna reisde zij door.\n"
TARGET = "The minister visited Hanoi.\n\nShe spoke to the press there.\n\nThen she travelled on.\n"


@pytest.fixture
def page(server: Server, open_page: OpenPage, tmp_path: Path) -> Page:
    """Two documents of three sentences, aligned."""
    page = open_page(f"{server.address}/align")
    for name, text in (("source", SOURCE), ("target", TARGET)):
        file = tmp_path / f"report.{name}.txt"
        file.write_text(text)
        page.set_input_files(f"input[name={name}]", file)
    page.get_by_role("button", name="Align").click()
    expect(beads(page)).to_have_count(3, timeout=WORKING)
    return page


def beads(page: Page) -> Locator:
    return page.locator(".wb-bead")


def sizes(page: Page) -> list[tuple[int, int]]:
    """How many segments each bead has on both sides."""
    return [(bead.locator(".wb-source p").count(), bead.locator(".wb-target p").count()) for bead in beads(page).all()]


def test_beads_are_merged_split_moved_dropped_and_this_is_undone(page: Page) -> None:
    press = page.keyboard.press
    press("m")
    expect(beads(page)).to_have_count(2)
    assert sizes(page) == [(2, 2), (1, 1)]
    page.get_by_role("button", name="Split before source segment 2").click()
    expect(beads(page)).to_have_count(3)
    assert sizes(page) == [(1, 1), (1, 1), (1, 1)]
    press("m")
    expect(beads(page)).to_have_count(2)
    press("s")
    expect(beads(page)).to_have_count(3)
    press("2")  # the last source segment goes to the bead below
    expect(beads(page).nth(1).locator(".wb-source p")).to_have_count(2)
    assert sizes(page)[:2] == [(0, 1), (2, 1)]
    press("Control+z")
    expect(beads(page).nth(1).locator(".wb-source p")).to_have_count(1)
    press("Control+Shift+z")
    expect(beads(page).nth(1).locator(".wb-source p")).to_have_count(2)
    press("Control+z")
    press("ArrowDown")
    press("d")
    expect(beads(page)).to_have_count(4)
    page.get_by_role("button", name="Undo").click()
    expect(beads(page)).to_have_count(3)


def test_an_export_has_what_was_edited(page: Page) -> None:
    page.keyboard.press("d")
    expect(beads(page)).to_have_count(4)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "She spoke to the press there." in text and "The minister visited Hanoi." not in text


def test_an_alignment_is_there_again_when_the_page_is_loaded_again(page: Page) -> None:
    page.keyboard.press("m")
    expect(beads(page)).to_have_count(2)
    page.reload()
    expect(beads(page)).to_have_count(2)
