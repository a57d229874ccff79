"""How fast the review page is, in headless Chromium at the real server: opening 2,000 segments, and saving an edit.

    python benchmarks/review_page.py [SEGMENTS [EDITS]]

Prints medians and the slowest tenth. "Open" is from the address to the first segments on the page, with an empty cache
and with what the browser keeps of an earlier visit. "Saved edit" is from the key press to the moment when the page
shows that the store has committed, with "approve and next" (which moves on at once) and with "save".
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.filling import fill_long
from tests.browser.serving import Server

OPENINGS = 7
VIEW: ViewportSize = {"width": 1280, "height": 800}
#: Measures in the page, so that the time of the driver is not counted.
SAVED = """([key, ctrl]) => new Promise((resolve) => {
  const field = document.querySelector("textarea.wb-editor");
  const waiting = document.querySelector(".wb-waiting");
  const start = performance.now();
  new MutationObserver((_, observer) => {
    if (waiting.textContent === "") { observer.disconnect(); resolve(performance.now() - start); }
  }).observe(waiting, { childList: true, characterData: true, subtree: true });
  field.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey: ctrl, bubbles: true, cancelable: true }));
})"""
MOVED = """() => new Promise((resolve) => {
  const start = performance.now();
  const before = document.querySelector("textarea.wb-editor");
  const look = () => {
    const field = document.querySelector("textarea.wb-editor");
    if (field && field !== before && field === document.activeElement) resolve(performance.now() - start);
    else requestAnimationFrame(look);
  };
  before.dispatchEvent(new KeyboardEvent("keydown",
    { key: "ArrowDown", code: "ArrowDown", altKey: true, bubbles: true, cancelable: true }));
  look();
})"""


def main(segments: int = 2_000, edits: int = 30) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        document = fill_long(server.store, segments).document
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            report(server, browser, f"/review?document={document}", segments, edits)
        finally:
            browser.close()
            server.stop()


def report(server: Server, browser: Browser, path: str, segments: int, edits: int) -> None:
    openings = [open_once(browser.new_context(viewport=VIEW), server.address + path) for _ in range(OPENINGS)]
    used = browser.new_context(viewport=VIEW)
    again = [open_once(used, server.address + path) for _ in range(OPENINGS + 1)][1:]
    page = browser.new_page(viewport=VIEW)
    page.goto(server.address + path)
    page.locator(".wb-row .wb-source").first.wait_for()
    page.keyboard.press("Alt+ArrowDown")
    page.locator("textarea.wb-editor").wait_for()
    page.wait_for_timeout(4_000)  # the glossary is loaded meanwhile
    moves = [page.evaluate(MOVED) for _ in range(edits)]
    saves = [edit(page, number, "s") for number in range(edits)]
    approvals = [edit(page, number, "Enter") for number in range(edits)]
    print(f"{segments} segments; milliseconds, median (slowest tenth)")
    for name, times in (
        ("open, nothing cached", openings),
        ("open, used before", again),
        ("next segment, ready to type", moves),
        ("saved edit (Ctrl+S)", saves),
        ("saved approval (Ctrl+Enter)", approvals),
    ):
        print(f"{name:32}{statistics.median(times):8.0f} ({sorted(times)[int(0.9 * (len(times) - 1))]:.0f})")
    print(f"rows in the page: {page.locator('.wb-row').count()}")


def open_once(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(".wb-row .wb-source").first.wait_for()
    seconds = time.perf_counter() - start
    page.close()
    return 1000 * seconds


def edit(page: Page, number: int, key: str) -> float:
    page.locator("textarea.wb-editor").press_sequentially(f" {number}")
    page.wait_for_timeout(600)  # the check while writing is not what is measured
    milliseconds: float = page.evaluate(SAVED, [key, True])
    page.wait_for_timeout(300)
    return milliseconds


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
