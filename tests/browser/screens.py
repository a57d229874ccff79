"""Screenshots of all pages, light and dark, for the documentation: ``make screens`` writes docs/screens.

Needs Pillow, which comes with gradio, to make the pictures small.
"""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.serving import Server
from workbench.review import comments, documents, editing, projects
from workbench.review.desk import Desk
from workbench.review.people import local_person
from workbench.review.projects import ProjectSettings
from workbench.review.segments import segment_page
from workbench.review.translating import Worker, start_translation
from workbench.settings import Settings
from workbench.store.database import open_store

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("hanoi-visit.nl.docx", "baltic-security.nl.md", "trade-mission.nl.html")
SCREENS = ROOT / "docs" / "screens"
#: Colours of a picture: enough for pages without photographs, and a third of the size.
COLOURS = 200


def main() -> None:
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        project, document = fill(server.store)
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            for name, path, act in views(project, document):
                for theme in ("light", "dark"):
                    take(browser, server.address + path, name, theme, 1280, act)
            take(browser, f"{server.address}/review?document={document}", "review-wide", "light", 1920, write)
            take(browser, f"{server.address}/review?document={document}", "review-narrow", "light", 800, write)
        finally:
            browser.close()
            server.stop()


def views(project: int, document: int) -> list[tuple[str, str, Callable[[Page], None]]]:
    """Name, address, and what is done before the picture is taken."""
    return [
        ("projects", f"/?project={project}", lambda page: page.locator(".wb-documents").wait_for()),
        ("review", f"/review?document={document}", write),
        ("deliver", f"/deliver?document={document}", lambda page: page.locator(".wb-card").first.wait_for()),
        ("glossary", f"/glossary?project={project}", look_up),
        ("align", "/align", align_sample),
        ("consistency", f"/consistency?project={project}", lambda page: page.locator(".wb-tile").first.wait_for()),
    ]


def write(page: Page) -> None:
    """A segment in which a term was lost."""
    page.locator(".wb-row").nth(4).click()
    field = page.locator("textarea.wb-editor")
    field.fill(field.input_value().replace("Secretary", "Chairman"))
    page.locator(".wb-side .wb-finding").first.wait_for()


def look_up(page: Page) -> None:
    page.get_by_role("searchbox").fill("minister")
    page.locator(".wb-concept", has_text="minister-president").first.click()
    page.locator(".wb-pane .wb-part").wait_for()


def align_sample(page: Page) -> None:
    with (ROOT / "eval" / "testsets" / "samples.nl-en.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    text = "\n\n".join(row["reference"] for row in rows if row["document"].startswith("hanoi-visit"))
    translation = {"name": "hanoi-visit.en.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("input[name=source]", ROOT / "eval" / "samples" / "hanoi-visit.nl.txt")
    page.set_input_files("input[name=target]", translation)  # type: ignore[arg-type]
    page.get_by_role("button", name="Align").click()
    page.locator(".wb-bead").nth(2).click()
    page.keyboard.press("m")


def fill(store: Path) -> tuple[int, int]:
    """A project in the middle of the work; gives its id, and that of a document."""
    opened = open_store(str(store))
    desk, person = Desk(opened, Settings()), local_person("Noor")
    project = projects.create_project(desk, person, "Asia desk", ProjectSettings("diplomatic", "nl-en", "written")).id
    projects.create_project(desk, person, "Letters to parliament", ProjectSettings("diplomatic", "nl-en"))
    ids = []
    for name in SAMPLES:
        data = (ROOT / "eval" / "samples" / name).read_bytes()
        ids.append(documents.add_document(desk, person, project, name, data).id)
        start_translation(desk, person, ids[-1])
    worker = Worker(desk)
    while worker.work():
        pass
    worker.stop()
    first, second, third, *_ = segment_page(desk, person, ids[0]).segments
    editing.approve(desk, person, first.id, first.version)
    editing.approve(desk, person, second.id, second.version)
    editing.save(desk, person, third.id, third.target.replace("At the invitation", "Invited"), third.version)
    comments.add_comment(desk, local_person("Bram"), third.id, "Does the delegation have a name?")
    opened.close()
    return project, ids[0]


def take(browser: Browser, address: str, name: str, theme: str, width: int, act: Callable[[Page], None]) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(address)
    act(page)
    page.wait_for_timeout(1_500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    picture.save(SCREENS / (f"{name}-{theme}.png" if width == 1280 else f"{name}.png"), optimize=True)
    context.close()


if __name__ == "__main__":
    main()
