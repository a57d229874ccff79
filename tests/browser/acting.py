"""What people do at the pages, and what they look at there, for all tests that drive a browser."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

#: Milliseconds that a translation or an alignment may take, the loading of a model included.
WORKING = 90_000

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
    """A row of the list of segments, counted from 1."""
    return page.locator(".wb-row").nth(number - 1)


def state(page: Page, number: int) -> Locator:
    return row(page, number).locator(".wb-state")


def field(page: Page) -> Locator:
    """The text field of the active segment."""
    return page.locator("textarea.wb-editor")


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="The active segment")


def chip(page: Page, name: str) -> Locator:
    """A button of the row of filters."""
    return page.get_by_role("button", name=re.compile(rf"^{name}\s*\d+$"))


def open_first(page: Page) -> None:
    expect(page.locator(".wb-row .wb-source").first).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    expect(field(page)).to_be_focused()


def write(page: Page, text: str) -> None:
    """Write in the active segment, in place of what stands there."""
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    saved(page)


def saved(page: Page) -> None:
    expect(page.locator(".wb-waiting")).to_have_text("")


def new_project(page: Page, name: str, glossary: Path | None = None) -> None:
    """Make a project at the page of projects; with a glossary that the form does not offer yet."""
    page.get_by_role("button", name="New project").first.click()
    page.get_by_label("Name").fill(name)
    if glossary:
        page.locator("select[name=glossary]").evaluate(
            "(field, path) => { field.append(new Option(path)); field.value = path; }", str(glossary)
        )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def upload(page: Page, *files: Path) -> None:
    page.set_input_files("input[type=file]", files)


def translated(page: Page) -> Locator:
    """The documents of the project that are translated."""
    return page.locator(".wb-documents").get_by_text("translated", exact=True)
