"""The consistency page: from a score to a finding, and from there to the segment."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acting import OpenPage
from tests.browser.filling import fill
from tests.browser.serving import Server


def test_a_finding_leads_to_its_segment(server: Server, open_page: OpenPage) -> None:
    sources = b"De minister bezocht Hanoi.\n\nDe begroting telt 14 posten.\n"
    document = fill(
        server.store, "report.nl.txt", sources, ["The minister visited Hanoi.", "The budget has 15 items."]
    ).document
    page = open_page(f"{server.address}/review?document={document}")
    expect(page.locator(".wb-row")).to_have_count(2)
    page.get_by_role("link", name="Consistency").click()
    expect(page.locator(".wb-tile").first).to_be_visible()
    page.get_by_label("Check").select_option("number")
    page.locator("tr", has_text="14").get_by_role("link", name="report.nl.txt 2").click()
    expect(page.locator("textarea.wb-editor")).to_have_value("The budget has 15 items.")


def test_the_report_is_a_page_that_needs_no_server(server: Server, open_page: OpenPage) -> None:
    project = fill(
        server.store, "report.nl.txt", b"De begroting telt 14 posten.\n", ["The budget has 15 items."]
    ).project
    page = open_page(f"{server.address}/consistency?project={project}")
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML report").click()
    page.set_content(Path(download.value.path()).read_text(encoding="utf-8"))
    expect(page.get_by_text("The budget has 15 items.").first).to_be_visible()
