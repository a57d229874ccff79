"""The deliver page: what is not ready comes first, then the file."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acting import REPORT, TARGETS, OpenPage, field
from tests.browser.filling import fill
from tests.browser.serving import Server


def test_what_is_not_approved_is_pointed_out_before_it_is_delivered(server: Server, open_page: OpenPage) -> None:
    document = fill(server.store, "report.nl.txt", REPORT, TARGETS).document
    page = open_page(f"{server.address}/deliver?document={document}")
    expect(page.get_by_role("heading", name="4 segments to look at first")).to_be_visible()
    expect(page.get_by_role("row", name="De ambassadeur sprak")).to_contain_text("machine")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download: TSV").click()
    assert TARGETS[2] in Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_role("link", name="Review segment 3").click()
    expect(field(page)).to_have_value(TARGETS[2])


def test_a_document_that_is_not_whole_is_not_delivered(server: Server, open_page: OpenPage) -> None:
    document = fill(server.store, "report.nl.txt", REPORT, (*TARGETS[:3], "")).document
    page = open_page(f"{server.address}/deliver?document={document}")
    expect(page.get_by_role("heading", name="1 segment not translated yet")).to_be_visible()
    downloads = page.get_by_role("button", name="Download")
    expect(downloads.first).to_be_disabled()
    assert all(button.is_disabled() for button in downloads.all())


def test_a_document_is_delivered_in_the_format_it_came_in(server: Server, open_page: OpenPage) -> None:
    data = b"<html><body><h1>De ambassadeur</h1><p>De regering <b>wacht</b>.</p></body></html>"
    filled = fill(server.store, "report.nl.html", data, ["The ambassador", "The government waits."], approved=True)
    page = open_page(f"{server.address}/deliver?document={filled.document}")
    expect(page.get_by_role("heading", name="Every segment is approved")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download: the format it came in").click()
    assert download.value.suggested_filename == "report.en.html"
    assert "<h1>The ambassador</h1>" in Path(download.value.path()).read_text(encoding="utf-8")
