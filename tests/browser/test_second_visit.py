"""A second visit asks the server for the page and its data only: the scripts are kept by the browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.serving import Server


def test_scripts_are_asked_for_once(server: Server, open_page: Callable[[str], Page]) -> None:
    page = open_page(server.address)
    expect(page.get_by_role("button", name="New project").first).to_be_visible()
    page.goto(f"{server.address}/evaluation")
    expect(page.get_by_role("heading", name="Evaluations")).to_be_visible()
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.includes('/assets/'))"
        ".map((one) => one.transferSize)"
    )
    assert len(sizes) > 10 and not any(sizes), "scripts were sent again"
    answer = page.request.get(server.address)
    assert "cache-control" not in answer.headers  # the page itself changes with the program
