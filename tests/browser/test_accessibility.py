"""Every page, light and dark, for everybody: names of controls, contrast (WCAG 2.2 AA), a focus that can be seen.

The rules are those of axe-core. It is the page that is judged, not the frame that Gradio puts around it.
"""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.acting import REPORT, TARGETS, OpenPage, open_first, panel, write
from tests.browser.filling import Filled, fill
from tests.browser.serving import Server

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: Controls at the start of a page that Tab is pressed through.
CONTROLS = 25

_FOCUSED = """() => {
    const focused = document.activeElement, style = getComputedStyle(focused), place = focused.getBoundingClientRect();
    return {
        inside: Boolean(focused.closest("#workbench")),
        shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
        visible: place.width > 0 && place.right > 0 && place.left < innerWidth,
        html: focused.outerHTML.slice(0, 200),
    };
}"""


@pytest.fixture(scope="module")
def filled(server: Server) -> Filled:
    return fill(server.store, "report.nl.txt", REPORT, (*TARGETS[:2], "The envoy spoke in 2024.", TARGETS[3]))


def in_a_segment(page: Page) -> None:
    open_first(page)
    write(page, "The Minister of Foreign Affairs visited 15 towns.")
    expect(panel(page).locator(".terms .wb-finding")).to_be_visible()


def in_a_concept(page: Page) -> None:
    page.get_by_role("searchbox").fill("ambassadeur")
    page.locator(".wb-concept", has_text="ambassadeur").first.click()
    expect(page.locator(".wb-term-row").first).to_be_visible()


def in_a_dialog(name: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return press


def waiting_for(selector: str) -> Callable[[Page], None]:
    return lambda page: expect(page.locator(selector).first).to_be_visible()


PLACES = {
    "projects": ("/?project={project}", waiting_for(".wb-documents")),
    "new project": ("/?project={project}", in_a_dialog("New project")),
    "review": ("/review?document={document}", in_a_segment),
    "keys": ("/review?document={document}", in_a_dialog("Keys")),
    "replace": ("/review?document={document}", in_a_dialog("Replace…")),
    "deliver": ("/deliver?document={document}", waiting_for(".wb-card")),
    "glossary": ("/glossary?project={project}", in_a_concept),
    "import": ("/glossary?project={project}", in_a_dialog("Import…")),
    "consistency": ("/consistency?project={project}", waiting_for(".wb-tile")),
    "align": ("/align", waiting_for("form.wb-card")),
    "evaluation": ("/evaluation", waiting_for(".wb-shelf")),
    "new evaluation": ("/evaluation", in_a_dialog("Evaluate…")),
    "sign in": ("/sign-in", waiting_for("form")),
}


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(server: Server, open_page: OpenPage, filled: Filled, place: str) -> None:
    address, act = PLACES[place]
    page = open_page(server.address + address.format(**filled._asdict()))
    act(page)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found = Axe().run(page, options=RULES)
        assert not found.response["violations"], f"{theme}: {found.generate_report()}"


@pytest.mark.parametrize("place", ["projects", "review", "deliver", "glossary", "consistency", "align", "evaluation"])
def test_the_focus_is_seen_wherever_tab_leads(server: Server, open_page: OpenPage, filled: Filled, place: str) -> None:
    address, act = PLACES[place]
    page = open_page(server.address + address.format(**filled._asdict()))
    act(page)
    page.locator("body").evaluate("() => document.activeElement.blur()")
    for _ in range(CONTROLS):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused["html"].startswith("<body"):
            break  # the end of the page
        assert focused["inside"] and focused["shown"] and focused["visible"], focused["html"]
