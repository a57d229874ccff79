"""The evaluation page in a real browser: an upload is evaluated in the background and compared with the one before."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import WORKING, OpenPage
from tests.browser.serving import Server

HOSTILE = "<img src=x onerror=window.hit=1>"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    source, reference = tmp_path / "few.nl.txt", tmp_path / "few.en.txt"
    source.write_text("De minister bezocht Hanoi.\nDe regering wacht af.\n", encoding="utf-8")
    reference.write_text(f"The minister visited Hanoi {HOSTILE}.\nThe government waits.\n", encoding="utf-8")
    return source, reference


def evaluate(page: Page, files: tuple[Path, Path], glossary: str) -> None:
    page.get_by_role("button", name="Evaluate…").first.click()
    page.locator("select[name=testset]").select_option(label="files of mine…")
    page.set_input_files("input[name=source]", files[0])
    page.set_input_files("input[name=reference]", files[1])
    page.locator("select[name=glossary]").select_option(glossary)
    page.get_by_role("button", name="Evaluate", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".wb-task")).to_have_count(1)


def test_an_upload_is_evaluated_and_compared(server: Server, open_page: OpenPage, files: tuple[Path, Path]) -> None:
    page = open_page(f"{server.address}/evaluation")
    evaluate(page, files, "diplomatic")
    expect(page.get_by_role("heading", name="The first evaluation of this test set")).to_be_visible(timeout=WORKING)
    first = page.url
    expect(page.locator(".wb-figures")).to_contain_text("chrF")
    expect(page.locator(".wb-worst")).to_contain_text(HOSTILE)
    evaluate(page, files, "none")
    expect(page.get_by_role("heading", name="Compared with the evaluation of")).to_be_visible(timeout=WORKING)
    assert page.url != first
    expect(page.locator(".wb-trend").first.locator("circle")).to_have_count(2)
    assert page.evaluate("window.hit") is None
    with page.expect_download() as download:
        page.get_by_role("button", name="Run (JSON)").click()
    assert download.value.suggested_filename.startswith("few")
    page.goto(first)  # what was evaluated is there again
    expect(page.get_by_role("heading", name="The first evaluation of this test set")).to_be_visible()
