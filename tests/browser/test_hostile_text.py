"""Markup and script in texts and names is text on every page: nothing of it is interpreted."""

from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.acting import WORKING, OpenPage, field, open_first, panel, row, state, write
from tests.browser.filling import Filled, fill
from tests.browser.serving import Server
from workbench.glossary.csv_format import write_glossary
from workbench.glossary.model import Glossary, Term

IMAGE = "<img src=x onerror=window.hit=1>"
HOSTILE = f"Een <script>window.hit=2</script> en {IMAGE} \"'`${{window.hit=3}}{{{{x}}}}</textarea></script> woord."
NAME = f"<b>bad{IMAGE}"


def nothing_ran(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.locator("#workbench :is(img, script, b:text('bad'))").count() == 0


def open_download(page: Page, download: Download, folder: Path) -> None:
    """Look at a page that was downloaded as somebody who opens the file."""
    download.save_as(folder / "page.html")
    page.goto((folder / "page.html").as_uri())


@pytest.fixture(scope="module")
def filled(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A project whose texts, names, terms and definitions are hostile."""
    glossary = tmp_path_factory.mktemp("glossary") / "terms.csv"
    terms = Term(f"woord {IMAGE}", "nl", domain=IMAGE), Term(f"word {IMAGE}", "en", definition=HOSTILE, note=IMAGE)
    write_glossary(glossary, Glossary.of("terms", [(f"word {IMAGE}", term) for term in terms]))
    data = f"{HOSTILE}\n\nHet woord {IMAGE} telt 14 tekens.\n".encode()
    targets = [HOSTILE, f"The term {IMAGE} has 15 characters."]
    return fill(server.store, f"{NAME}.nl.txt", data, targets, str(glossary), project_name=NAME)


def test_on_the_review_page(server: Server, open_page: OpenPage, filled: Filled) -> None:
    page = open_page(f"{server.address}/review?document={filled.document}")
    open_first(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(row(page, 1).locator(".wb-source")).to_contain_text("<script>window.hit=2</script>")
    write(page, f"{HOSTILE} {IMAGE}")
    expect(panel(page)).to_contain_text("Changes to the machine's text")
    page.keyboard.press("Alt+c")
    page.keyboard.type(IMAGE)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".wb-comment p")).to_have_text(IMAGE)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(state(page, 1)).to_have_text("approved")
    expect(panel(page)).to_contain_text(f"“woord {IMAGE[:-1]}” is missing")  # a term ends with a word
    page.keyboard.press("Control+1")
    expect(field(page)).to_have_value(f"The term {IMAGE} has 15 characters. word {IMAGE}")
    page.get_by_role("button", name="Changes").click()
    expect(page.get_by_role("dialog")).to_contain_text(IMAGE)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Replace…").click()
    page.get_by_label("Search", exact=True).fill("<img")
    expect(page.get_by_role("dialog").locator("del").first).to_have_text("<img")
    nothing_ran(page)


def test_on_the_pages_of_projects_and_delivery(server: Server, open_page: OpenPage, filled: Filled) -> None:
    page = open_page(f"{server.address}/?project={filled.project}")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.locator(".wb-documents")).to_contain_text(f"{NAME}.nl.txt")
    page.get_by_role("button", name="Remove…").click()
    expect(page.get_by_role("dialog")).to_contain_text(NAME)
    page.keyboard.press("Escape")
    nothing_ran(page)
    page.get_by_role("link", name="Deliver").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.get_by_role("row", name="tekens")).to_contain_text(IMAGE)
    nothing_ran(page)


def test_in_the_side_by_side_page_that_is_delivered(
    server: Server, open_page: OpenPage, filled: Filled, tmp_path: Path
) -> None:
    page = open_page(f"{server.address}/deliver?document={filled.document}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download: side by side, HTML").click()
    open_download(page, download.value, tmp_path)
    expect(page.get_by_text("<script>window.hit=2</script>").first).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator("body img").count() == 0


def test_on_the_glossary_page(server: Server, open_page: OpenPage, filled: Filled, tmp_path: Path) -> None:
    page = open_page(f"{server.address}/glossary?project={filled.project}")
    page.locator(".wb-concept").click()
    expect(page.get_by_label("Definition")).to_have_value(HOSTILE)
    expect(page.locator(".wb-place")).to_contain_text(IMAGE)
    page.get_by_role("button", name="Check…").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Import…").click()
    sent = tmp_path / f"{IMAGE}.tsv"
    sent.write_text(f"nl\ten\n{IMAGE}\t<script>window.hit=6</script>\n")
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(sent)
    expect(page.get_by_role("dialog")).to_contain_text("<script>window.hit=6</script>")
    nothing_ran(page)


def test_on_the_consistency_page_and_in_its_report(
    server: Server, open_page: OpenPage, filled: Filled, tmp_path: Path
) -> None:
    page = open_page(f"{server.address}/consistency?project={filled.project}")
    expect(page.locator(".wb-tile").first).to_be_visible(timeout=WORKING)
    expect(page.get_by_role("row", name="15 characters").first).to_contain_text(IMAGE)
    nothing_ran(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML report").click()
    open_download(page, download.value, tmp_path)
    expect(page.get_by_text("15 characters").first).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator("body img").count() == 0


def test_on_the_align_page(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(f"{server.address}/align?alignment={IMAGE}")
    expect(page.get_by_role("alert")).to_be_visible()  # there is no alignment of that name
    nothing_ran(page)
    for name, text in (("source", f"De minister sprak over {IMAGE}."), ("target", f"The minister spoke of {IMAGE}.")):
        file = tmp_path / f"{IMAGE}.{name}.txt"
        file.write_text(text)
        page.set_input_files(f"input[name={name}]", file)
    page.get_by_role("button", name="Align").click()
    expect(page.locator(".wb-bead").first).to_contain_text(IMAGE, timeout=WORKING)
    expect(page.get_by_role("heading", level=1)).to_contain_text(IMAGE)
    nothing_ran(page)


def test_in_the_names_of_uploads_that_are_refused(server: Server, open_page: OpenPage, filled: Filled) -> None:
    page = open_page(f"{server.address}/?project={filled.project}")
    sent = {"name": f"{IMAGE}.docx", "mimeType": "application/octet-stream", "buffer": b"no document"}
    page.set_input_files("input[type=file]", sent)  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_contain_text(f"{IMAGE}.docx")
    nothing_ran(page)
