"""A document whose model cannot be loaded, in a real browser: the reason is shown, and it is translated by hand."""

from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.acting import OpenPage
from tests.browser.serving import Server
from workbench.review.desk import Desk
from workbench.review.documents import add_document
from workbench.review.people import local_person
from workbench.review.projects import ProjectSettings, create_project
from workbench.review.translating import start_translation
from workbench.settings import Settings
from workbench.store.database import open_store
from workbench.store.tables import Project

TEXT = b"De minister bezocht Hanoi.\n\nDe regering wacht af.\n"


def fill(path: Path) -> tuple[int, int]:
    """A project whose model is gone, and a document in it that the server is to translate."""
    store, person = open_store(str(path)), local_person()
    desk = Desk(store, Settings())
    project = create_project(desk, person, "Without a model", ProjectSettings("diplomatic", "nl-en")).id
    with store.write() as session:
        session.execute(update(Project).values(model="gone-nl-en"))
    document = add_document(desk, person, project, "report.nl.txt", TEXT).id
    start_translation(desk, person, document)
    store.close()
    return project, document


def test_what_cannot_be_translated_is_written_by_hand(server: Server, open_page: OpenPage) -> None:
    project, document = fill(server.store)
    page = open_page(f"{server.address}/?project={project}")
    expect(page.locator(".wb-failed")).to_contain_text("gone-nl-en")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".wb-failed")).to_contain_text("gone-nl-en")
    page.get_by_role("link", name="report.nl.txt").click()
    expect(page.locator(".wb-translation")).to_contain_text("failed: gone-nl-en")
    page.keyboard.press("Alt+ArrowDown")
    field = page.locator("textarea.wb-editor")
    expect(field).to_be_focused()
    expect(page.locator(".wb-source .wb-term").first).to_be_visible()  # the glossary helps without a model
    page.keyboard.type("The minister visited Hanoi.")
    page.keyboard.press("Control+Enter")
    expect(field).to_have_attribute("aria-label", "Translation of segment 2")
    page.keyboard.press("Control+Enter")  # nothing is written yet: nothing to approve
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("The government awaits.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".wb-progress")).to_contain_text("2 of 2 approved")
    expect(page.locator(".wb-translation")).to_be_empty()
    page.get_by_role("link", name="Deliver").last.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download: the format it came in").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text == "The minister visited Hanoi.\n\nThe government awaits.\n"
    assert document
