"""Two people with accounts in one document: each sees what the other saved, and nothing is overwritten unasked."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.filling import fill
from tests.browser.serving import Server
from workbench.review.people import Role, add_user
from workbench.store.database import open_store

PASSWORD = "a long password"
PEOPLE = {"noor": Role.ADMIN, "bram": Role.TRANSLATOR}


def test_the_other_is_named_and_a_conflict_asks(own_server: Server, open_page: Callable[[str], Page]) -> None:
    text, targets = b"De minister kwam aan. De regering wacht af.", ["The minister arrived.", "The government waits."]
    document = fill(own_server.store, "report.nl.txt", text, targets, members=list(PEOPLE)).document
    store = open_store(str(own_server.store))
    for name, role in PEOPLE.items():
        add_user(store, name, PASSWORD, role)
    store.close()
    own_server.start()
    pages = []
    for name in PEOPLE:
        page = open_page(own_server.address)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Projects").wait_for()
        page.goto(f"{own_server.address}/review?document={document}")
        expect(page.locator(".wb-row .wb-source").first).to_be_visible()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("textarea.wb-editor")).to_be_focused()
        pages.append(page)
    noor, bram = pages
    bram.keyboard.press("Control+A")
    bram.keyboard.type("By Bram.")
    noor.keyboard.press("Control+A")
    noor.keyboard.type("By Noor.")
    noor.keyboard.press("Control+s")
    expect(bram.locator(".wb-messages")).to_contain_text("noor has just changed this segment")
    expect(bram.locator("textarea.wb-editor")).to_have_value("By Bram.")
    bram.keyboard.press("Control+Enter")
    asked = bram.get_by_role("dialog", name="was changed by noor")
    expect(asked).to_contain_text("By Noor.")
    expect(noor.locator("textarea.wb-editor")).to_have_value("By Noor.")  # nothing is overwritten while it is asked
    asked.get_by_role("button", name="Keep mine").click()
    expect(noor.locator("textarea.wb-editor")).to_have_value("By Bram.")
    expect(noor.locator(".wb-row").first.locator(".wb-state")).to_have_text("approved")
    noor.get_by_role("button", name="Changes").click()
    history = noor.get_by_role("dialog", name="Latest changes")
    expect(history).to_contain_text("bram")
    expect(history).to_contain_text("noor")
