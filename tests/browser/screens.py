"""Screenshots of all pages, light and dark, for the documentation: ``make screens`` writes docs/screens.

``python -m tests.browser.screens FOLDER`` writes more of them, to be looked at after a change of the pages: also the
dialogs, and all of it at three widths. Needs Pillow, which comes with gradio, to make the pictures small.
"""

import csv
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

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


View = tuple[str, str, Callable[[Page], None]]


def main(folder: Path | None) -> None:
    """Into docs/screens, or everything into ``folder``."""
    (folder or SCREENS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        project, document = fill(server.store)
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            for view in views(project, document):
                for theme in ("light", "dark"):
                    take(browser, server.address, view, theme, 1280, folder or SCREENS)
            review = views(project, document)[1]
            if folder is None:
                take(browser, server.address, review, "light", 1920, folder or SCREENS)
                take(browser, server.address, review, "light", 800, folder or SCREENS)
                return
            for view in views(project, document):
                for width in (800, 1920):
                    take(browser, server.address, view, "light", width, folder)
            for view in dialogs(project, document):
                for theme in ("light", "dark"):
                    take(browser, server.address, view, theme, 1280, folder)
        finally:
            browser.close()
            server.stop()


def views(project: int, document: int) -> list[View]:
    """Name, address, and what is done before the picture is taken."""
    return [
        ("projects", f"/?project={project}", lambda page: page.locator(".wb-documents").wait_for()),
        ("review", f"/review?document={document}", write),
        ("deliver", f"/deliver?document={document}", lambda page: page.locator(".wb-card").first.wait_for()),
        ("glossary", f"/glossary?project={project}", look_up),
        ("align", "/align", align_sample),
        ("consistency", f"/consistency?project={project}", lambda page: page.locator(".wb-tile").first.wait_for()),
        ("evaluation", "/evaluation", evaluate_sample),
    ]


def dialogs(project: int, document: int) -> list[View]:
    """The same of dialogs and of what is seen seldom."""

    def press(name: str) -> Callable[[Page], None]:
        return lambda page: page.get_by_role("button", name=name).first.click()

    def replace(page: Page) -> None:
        press("Replace…")(page)
        page.get_by_label("Search", exact=True).fill("the")
        page.get_by_label("Replace with").fill("that")
        page.get_by_role("button", name="Replace in the chosen ones").wait_for()

    def repeated(page: Page) -> None:
        page.locator(".wb-row").nth(2).click()
        page.keyboard.press("Alt+a")
        page.locator(".others .wb-insert").first.wait_for()
        page.keyboard.press("Alt+c")

    return [
        ("project-new", "/", press("New project")),
        ("project-settings", f"/?project={project}", press("Settings…")),
        ("document-remove", f"/?project={project}", press("Remove…")),
        ("review-choose", "/review", lambda page: page.locator(".wb-links a").first.wait_for()),
        ("review-keys", f"/review?document={document}", press("Keys")),
        ("review-replace", f"/review?document={document}", replace),
        ("review-changes", f"/review?document={document}", press("Changes")),
        ("review-alternatives", f"/review?document={document}", repeated),
        ("glossary-new", f"/glossary?project={project}", press("New concept")),
        ("glossary-check", f"/glossary?project={project}", press("Check…")),
        ("glossary-harvest", f"/glossary?project={project}", press("Harvest…")),
        ("glossary-export", f"/glossary?project={project}", press("Export…")),
        ("align-form", "/align", lambda page: page.get_by_role("button", name="Align").wait_for()),
        ("sign-in", "/sign-in", lambda page: page.get_by_role("button", name="Sign in").wait_for()),
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
    page.set_input_files("input[name=source]", ROOT / "eval" / "samples" / "hanoi-visit.nl.txt")
    page.set_input_files("input[name=target]", reference("\n\n"))
    page.get_by_role("button", name="Align").click()
    page.locator(".wb-bead").nth(2).click()
    page.keyboard.press("m")


def evaluate_sample(page: Page) -> None:
    """With and without the glossary, the first time that the page is seen; then what was evaluated is shown."""
    page.locator(".wb-shelf").wait_for()
    if page.locator(".wb-figures").count():
        return
    for glossary in ("none", "diplomatic"):
        page.get_by_role("button", name="Evaluate…").first.click()
        page.locator("select[name=testset]").select_option(label="files of mine…")
        page.set_input_files("input[name=source]", reference("\n", "source"))
        page.set_input_files("input[name=reference]", reference("\n"))
        page.locator("select[name=glossary]").select_option(glossary)
        page.get_by_role("button", name="Evaluate", exact=True).click()
        page.get_by_text(f"glossary {glossary} ").wait_for()


def reference(between: str, column: str = "reference") -> FilePayload:
    """The segments of a sample, or their translations, as an upload."""
    with (ROOT / "eval" / "testsets" / "samples.nl-en.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    text = between.join(row[column] for row in rows if row["document"].startswith("hanoi-visit"))
    language = "nl" if column == "source" else "en"
    return {"name": f"hanoi-visit.{language}.txt", "mimeType": "text/plain", "buffer": text.encode()}


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


def take(browser: Browser, server: str, view: View, theme: str, width: int, folder: Path) -> None:
    name, path, act = view
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(server + path)
    act(page)
    page.wait_for_timeout(1_500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    ending = {1280: f"-{theme}", 1920: "-wide", 800: "-narrow"}[width]
    picture.save(folder / f"{name}{ending}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
