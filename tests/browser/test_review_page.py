"""A translator's work at the review page, in a real browser at the real server."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import (
    REPORT,
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
from tests.browser.filling import fill_long
from tests.browser.serving import Server


def test_upload_translate_review_and_deliver(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(server.address)
    new_project(page, "A visit to Hanoi")
    report = tmp_path / "report.nl.txt"
    report.write_bytes(REPORT)
    upload(page, report)
    expect(translated(page)).to_be_visible(timeout=WORKING)
    page.locator(".wb-documents").get_by_role("link", name="report.nl.txt").click()
    open_first(page)
    for _ in range(4):
        expect(field(page)).to_be_focused()
        page.keyboard.press("Control+Enter")
    expect(page.locator(".wb-progress")).to_contain_text("4 of 4 approved")
    page.get_by_role("link", name="Deliver").last.click()
    expect(page.get_by_role("heading", name="Every segment is approved")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download: the format it came in").click()
    assert download.value.suggested_filename == "report.en.txt"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Hanoi" in text and len(text.strip().split("\n\n")) == 4


def test_correct_approve_filter_undo(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    machine = field(page).input_value()
    write(page, "The Minister of Foreign Affairs went to Hanoi.")
    page.keyboard.press("Control+Enter")
    expect(state(page, 1)).to_have_text("approved")
    expect(row(page, 1)).to_contain_text("went to Hanoi")
    expect(field(page)).to_have_attribute("aria-label", "Translation of segment 2")
    chip(page, "approved").click()
    expect(page.locator(".wb-row")).to_have_count(1)
    expect(row(page, 1)).to_contain_text("went to Hanoi")
    chip(page, "All").click()
    expect(page.locator(".wb-row")).to_have_count(4)
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value(machine)
    expect(state(page, 1)).to_have_text("machine")
    page.get_by_role("button", name="Redo").click()
    expect(field(page)).to_have_value("The Minister of Foreign Affairs went to Hanoi.")
    expect(state(page, 1)).to_have_text("approved")


def test_a_term_that_is_deleted_is_found_while_writing_and_comes_back_by_one_key(
    review: str, open_page: OpenPage
) -> None:
    page = open_page(review)
    open_first(page)
    write(page, "The Minister of Foreign Affairs visited Hanoi.")
    lost = page.locator(".wb-side .terms .wb-finding")
    expect(page.locator(".wb-side")).to_contain_text("Terms kept")
    expect(lost).to_have_count(0)
    write(page, "The Minister of Foreign Affairs visited ")
    expect(lost).to_have_count(1)
    expect(lost).to_contain_text("Hanoi")
    expect(row(page, 1).locator(".wb-source .wb-term.missing")).to_have_text("Hanoi")
    page.keyboard.press("Control+.")
    expect(field(page)).to_have_value(re.compile("visited Hanoi"))
    expect(lost).to_have_count(0)
    write(page, "The Minister of Foreign Affairs visited it.")
    save(page)
    expect(chip(page, "findings").locator(".wb-count")).to_have_text("1")


def disagree(review: str, open_page: OpenPage) -> tuple[Page, Page, Locator]:
    """Two people write in the first segment; gives their pages, and what the second one is asked."""
    one, two = open_page(review), open_page(review)
    for page in (one, two):
        open_first(page)
    write(two, "Written by the second.")
    write(one, "Written by the first.")
    save(one)
    two.keyboard.press("Control+s")
    return one, two, two.get_by_role("dialog")


def test_two_people_in_the_same_segment_are_asked(review: str, open_page: OpenPage) -> None:
    one, two, asked = disagree(review, open_page)
    expect(asked).to_contain_text("Written by the first.")
    expect(asked).to_contain_text("Written by the second.")
    asked.get_by_role("button", name="Keep mine").click()
    saved(two)
    expect(field(one)).to_have_value("Written by the second.")  # each sees what the other saved
    one.keyboard.press("Alt+ArrowDown")
    write(two, "Again by the second.")
    two.keyboard.press("Control+s")
    expect(row(one, 1).locator(".wb-target")).to_have_text("Again by the second.")


def test_in_a_conflict_the_text_of_the_other_can_be_taken(review: str, open_page: OpenPage) -> None:
    one, two, asked = disagree(review, open_page)
    asked.get_by_role("button", name="Take theirs").click()
    saved(two)
    expect(field(two)).to_have_value("Written by the first.")
    two.reload()
    expect(row(two, 1).get_by_text("Written by the first.")).to_be_visible()
    expect(field(one)).to_have_value("Written by the first.")


def test_a_long_document_shows_a_window_and_reaches_its_end(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.address}/review?document={fill_long(server.store, 2_000).document}")
    open_first(page)
    assert page.locator(".wb-row").count() < 80
    page.locator(".wb-list").evaluate("(list) => { list.scrollTop = list.scrollHeight; }")
    expect(page.get_by_text("Zin 2000 van het verslag.")).to_be_visible()
    assert page.locator(".wb-row").count() < 80
    page.get_by_role("searchbox").fill("Zin 1234 ")
    expect(page.locator(".wb-row")).to_have_count(1)
    expect(page.locator(".wb-number")).to_have_text("1234")
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_text("Zin 1 van het verslag.")).to_be_visible()
