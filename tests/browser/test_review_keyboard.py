"""A document is found, read, corrected and approved by somebody who has no mouse."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import REPORT, TARGETS, WORKING, OpenPage, field, open_first, panel, row, state, write
from tests.browser.filling import fill
from tests.browser.serving import Server

#: So often Tab is pressed at most: there are not as many controls on any page.
MOST_TABS = 60


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until a control has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def test_a_segment_is_reached_corrected_and_approved(server: Server, open_page: OpenPage) -> None:
    filled = fill(server.store, "report.nl.txt", REPORT, TARGETS)
    page = open_page(f"{server.address}/?project={filled.project}")
    press = page.keyboard.press
    tab_to(page, page.locator(".wb-documents").get_by_role("link", name="report.nl.txt"))
    press("Enter")
    open_first(page)
    write(page, "The Minister of Foreign Affairs visited ")
    expect(panel(page).locator(".terms .wb-finding")).to_contain_text("Hanoi")
    press("Control+1")
    expect(field(page)).to_have_value("The Minister of Foreign Affairs visited Hanoi")
    page.keyboard.type(".")
    press("Control+Enter")
    expect(state(page, 1)).to_have_text("approved")
    expect(field(page)).to_have_attribute("aria-label", "Translation of segment 2")
    press("Alt+ArrowUp")
    press("Alt+r")
    expect(state(page, 1)).to_have_text("machine")  # it is the machine's text again


def test_other_translations_and_comments_are_reached(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    press = page.keyboard.press
    press("Alt+a")
    expect(panel(page).locator(".others .wb-insert").first).to_be_visible(timeout=WORKING)
    press("Alt+c")
    page.keyboard.type("Is this the usual title?")
    press("Control+Enter")
    expect(panel(page).locator(".wb-comment p")).to_have_text("Is this the usual title?")
    press("Escape")
    expect(field(page)).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Close"))
    press("Enter")
    expect(panel(page).locator(".wb-comment")).to_contain_text("closed by")


def test_a_filter_is_set_and_the_list_is_walked_through(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    press = page.keyboard.press
    press("Escape")
    press("Control+f")
    tab_to(page, page.get_by_role("button", name="repeated"))
    press("Space")
    expect(page.locator(".wb-row")).to_have_count(2)
    expect(page.get_by_role("button", name="repeated")).to_be_focused()
    press("Alt+ArrowDown")
    expect(field(page)).to_have_attribute("aria-label", "Translation of segment 2")
    press("Escape")
    press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-label", "Translation of segment 4")


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
    tab_to(page, page.get_by_role("button", name="Replace in the chosen ones"))
    press("Enter")
    expect(row(page, 2).locator(".wb-target")).to_have_text("The government is in no hurry.")
    expect(row(page, 4).locator(".wb-target")).to_have_text("The government is in no hurry.")
    press("Control+z")
    expect(row(page, 4).locator(".wb-target")).to_have_text("The government is waiting.")
