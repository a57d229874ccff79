"""A translator's work at the review page, in a real browser at the real server."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.filling import fill, fill_long
from tests.browser.serving import Server

OpenPage = Callable[[str], Page]

#: Terms of the bundled glossary: one in the first and third segment, and a sentence that stands there twice.
REPORT = b"""De minister van Buitenlandse Zaken bezocht Hanoi.

De regering wacht op een antwoord.

De ambassadeur sprak in Vientiane met de pers.

De regering wacht op een antwoord.
"""


TARGETS = (
    "The Minister of Foreign Affairs visited Hanoi.",
    "The government awaits an answer.",
    "The ambassador spoke to the press in Vientiane.",
    "The government awaits an answer.",
)


def row(page: Page, number: int) -> Locator:
    return page.locator(".wb-row").nth(number - 1)


def field(page: Page) -> Locator:
    return page.locator("textarea.wb-editor")


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{name}\s*\d+$"))


def open_first(page: Page) -> None:
    expect(page.locator(".wb-row .wb-source").first).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    expect(field(page)).to_be_focused()


def write(page: Page, text: str) -> None:
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def saved(page: Page) -> None:
    expect(page.locator(".wb-waiting")).to_have_text("")


@pytest.fixture
def review(server: Server) -> str:
    """The address of a translated report."""
    return f"{server.address}/review?document={fill(server.store, 'report.nl.txt', REPORT, TARGETS)}"


@pytest.fixture
def own_review(own_server: Server) -> str:
    """The same at a server that may be killed."""
    document = fill(own_server.store, "report.nl.txt", REPORT, TARGETS)
    own_server.start()
    return f"{own_server.address}/review?document={document}"


def test_upload_translate_review_and_deliver(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(server.address)
    page.get_by_role("button", name="New project").first.click()
    page.get_by_label("Name").fill("A visit to Hanoi")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="A visit to Hanoi")).to_be_visible()
    report = tmp_path / "report.nl.txt"
    report.write_bytes(REPORT)
    page.set_input_files("input[type=file]", report)
    documents = page.locator(".wb-documents")
    expect(documents.get_by_text("translated", exact=True)).to_be_visible(timeout=90_000)
    documents.get_by_role("link", name="report.nl.txt").click()
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
    expect(row(page, 1).locator(".wb-state")).to_have_text("approved")
    expect(row(page, 1)).to_contain_text("went to Hanoi")
    expect(field(page)).to_have_attribute("aria-label", "Translation of segment 2")
    chip(page, "approved").click()
    expect(page.locator(".wb-row")).to_have_count(1)
    expect(row(page, 1)).to_contain_text("went to Hanoi")
    chip(page, "All").click()
    expect(page.locator(".wb-row")).to_have_count(4)
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value(machine)
    expect(row(page, 1).locator(".wb-state")).to_have_text("machine")
    page.get_by_role("button", name="Redo").click()
    expect(field(page)).to_have_value("The Minister of Foreign Affairs went to Hanoi.")
    expect(row(page, 1).locator(".wb-state")).to_have_text("approved")


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
    page.keyboard.press("Control+s")
    saved(page)
    expect(chip(page, "findings").locator(".wb-count")).to_have_text("1")


def test_a_kill_of_the_server_loses_no_edit(own_review: str, own_server: Server, open_page: OpenPage) -> None:
    page = open_page(own_review)
    open_first(page)
    write(page, "A first sentence.")
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    own_server.kill()
    write(page, "A second sentence.")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".wb-waiting")).to_contain_text("not saved")
    own_server.start()
    saved(page)
    other = open_page(own_review)
    expect(row(other, 1).locator(".wb-target")).to_have_text("A first sentence.")
    expect(row(other, 2).locator(".wb-target")).to_have_text("A second sentence.")


def test_a_page_that_is_closed_while_the_server_is_away_saves_when_it_is_opened_again(
    own_review: str, own_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_review)
    open_first(page)
    own_server.kill()
    write(page, "Written without a server.")
    page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('workbench-draft-'))")
    address = page.url
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    own_server.start()
    page.goto(address)
    expect(field(page)).to_have_value("Written without a server.")
    saved(page)
    expect(row(page, 1).locator(".wb-state")).to_have_text("edited")


def test_two_people_in_the_same_segment_are_asked(review: str, open_page: OpenPage) -> None:
    one, two = open_page(review), open_page(review)
    for page in (one, two):
        open_first(page)
    write(two, "Written by the second.")
    write(one, "Written by the first.")
    one.keyboard.press("Control+s")
    saved(one)
    two.keyboard.press("Control+s")
    asked = two.get_by_role("dialog")
    expect(asked).to_contain_text("Written by the first.")
    expect(asked).to_contain_text("Written by the second.")
    asked.get_by_role("button", name="Keep mine").click()
    saved(two)
    expect(field(one)).to_have_value("Written by the second.")  # each sees what the other saved
    one.keyboard.press("Alt+ArrowDown")
    write(two, "Again by the second.")
    two.keyboard.press("Control+s")
    expect(row(one, 1).locator(".wb-target")).to_have_text("Again by the second.")


def test_text_is_never_markup(server: Server, open_page: OpenPage) -> None:
    hostile = "Een <script>window.hit=1</script> en <img src=x onerror=window.hit=2> \"'`${window.hit=3}{{x}} woord."
    document = fill(server.store, "<b>bad<img src=x onerror=window.hit=4>.txt", f"{hostile}\n".encode(), [hostile])
    page = open_page(f"{server.address}/review?document={document}")
    open_first(page)
    expect(row(page, 1).locator(".wb-source")).to_contain_text("<script>window.hit=1</script>")
    write(page, hostile)
    page.keyboard.press("Alt+c")
    page.keyboard.type("<img src=x onerror=window.hit=5>")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".wb-comment p")).to_have_text("<img src=x onerror=window.hit=5>")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(row(page, 1).locator(".wb-state")).to_have_text("approved")
    page.goto(f"{server.address}/deliver?document={document}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<b>bad")
    page.get_by_role("link", name="Projects").click()
    expect(page.locator(".wb-documents")).to_contain_text("<b>bad")
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script").count() == 0


def test_everything_frequent_works_without_a_mouse(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    press = page.keyboard.press
    press("F1")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Approve")
    press("Escape")
    press("Alt+ArrowDown")
    write(page, "The government is waiting.")
    press("Alt+f")
    expect(row(page, 4).locator(".wb-target")).to_have_text("The government is waiting.")
    press("Control+f")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("vientiane")
    expect(page.locator(".wb-row")).to_have_count(1)
    press("Enter")
    expect(field(page)).to_have_attribute("aria-label", "Translation of segment 3")
    press("Control+f")
    press("Delete")
    expect(page.locator(".wb-row")).to_have_count(4)
    press("Escape")
    press("Control+h")
    page.keyboard.type("waiting")
    press("Tab")
    page.keyboard.type("in no hurry")
    expect(page.get_by_role("dialog")).to_contain_text("2 segments would change")
    page.get_by_role("button", name="Replace in the chosen ones").focus()
    press("Enter")
    expect(row(page, 2).locator(".wb-target")).to_have_text("The government is in no hurry.")
    expect(row(page, 4).locator(".wb-target")).to_have_text("The government is in no hurry.")
    press("Control+z")
    expect(row(page, 4).locator(".wb-target")).to_have_text("The government is waiting.")


def test_a_long_document_shows_a_window_and_reaches_its_end(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.address}/review?document={fill_long(server.store, 2_000)}")
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
