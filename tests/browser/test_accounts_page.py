"""A server with accounts: signing in, and what each role may see and do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import OpenPage
from tests.browser.filling import Filled, fill
from tests.browser.serving import Server
from workbench.review.people import Role, add_user
from workbench.store.database import open_store

PASSWORDS = {"Noor": "a long password", "Bram": "another password", "Ella": "a third password"}
ROLES = {"Noor": Role.ADMIN, "Bram": Role.TRANSLATOR, "Ella": Role.EDITOR}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server where everybody must sign in."""
    server = Server(tmp_path_factory.mktemp("accounts"))
    store = open_store(str(server.store))
    for name, password in PASSWORDS.items():
        add_user(store, name, password, ROLES[name])
    store.close()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared(server: Server) -> Filled:
    """A project of which the translator and the editor are members."""
    data = b"De ambassadeur sprak.\n"
    return fill(server.store, "report.nl.txt", data, ["The ambassador spoke."], members=["Bram", "Ella"])


@pytest.fixture(scope="module")
def private(server: Server) -> Filled:
    """A project of the administrators."""
    return fill(server.store, "secret.nl.txt", b"De regering wacht.\n", ["The government waits."], members=["Noor"])


def sign_in(page: Page, name: str, password: str = "") -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password or PASSWORDS[name])
    page.get_by_role("button", name="Sign in").click()


def test_a_wrong_password_is_refused_and_a_right_one_is_not(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.address)
    sign_in(page, "Bram", "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    sign_in(page, "Bram")
    expect(page.locator(".wb-signed-in")).to_contain_text("Bram")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto(f"{server.address}/glossary")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_people_see_their_projects_only(server: Server, open_page: OpenPage, shared: Filled, private: Filled) -> None:
    page = open_page(server.address)
    sign_in(page, "Bram")
    expect(page.locator(".wb-shelf-list a")).to_have_count(1)
    page.goto(f"{server.address}/review?document={private.document}")
    expect(page.locator(".wb-message")).to_contain_text("there is no document")
    page.goto(f"{server.address}/deliver?document={private.document}")
    expect(page.locator(".wb-message")).to_contain_text("there is no document")
    page.goto(f"{server.address}/glossary?project={private.project}")
    expect(page.locator(".wb-message")).to_contain_text("there is no project")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "Noor")
    expect(page.locator(".wb-shelf-list a")).to_have_count(2)


def test_a_translator_is_not_offered_what_others_may(server: Server, open_page: OpenPage, shared: Filled) -> None:
    page = open_page(server.address)
    sign_in(page, "Bram")
    page.goto(f"{server.address}/?project={shared.project}")
    expect(page.get_by_role("button", name="Settings…")).to_be_visible()
    expect(page.get_by_role("button", name="Delete…")).to_have_count(0)
    expect(page.get_by_role("button", name="People…")).to_have_count(0)
    page.goto(f"{server.address}/glossary?project={shared.project}")
    page.locator(".wb-concept").first.click()
    expect(page.get_by_role("button", name="Propose the new terms")).to_be_visible()
    expect(page.get_by_role("button", name="Remove the concept…")).to_have_count(0)


def test_a_translator_who_calls_the_server_without_the_page_is_refused(
    server: Server, open_page: OpenPage, shared: Filled, private: Filled
) -> None:
    page = open_page(server.address)
    sign_in(page, "Bram")
    with page.expect_request(lambda request: '"overview"' in (request.post_data or "")) as sent:
        page.goto(server.address)
    request = sent.value

    def ask(function: str, **arguments: object) -> str:
        body = request.post_data_json
        body["data"] = {"name": function, "arguments": arguments}
        return page.request.post(request.url, data=body).text()

    assert '"kind":"refused"' in ask("delete", project=shared.project).replace(" ", "")
    assert "there is no project" in ask("contents", project=private.project)
    assert "there is no project" in ask("upload", project=private.project, name="a.txt", content="", start=False)
    page.reload()
    expect(page.locator(".wb-shelf-list a")).to_have_count(1)


def test_a_translator_looks_at_evaluations_and_runs_none(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.address)
    sign_in(page, "Bram")
    page.goto(f"{server.address}/evaluation")
    expect(page.get_by_text("Editors and administrators may do that")).to_be_visible()
    expect(page.get_by_role("button", name="Evaluate…")).to_have_count(0)


def test_an_administrator_shares_and_deletes_a_project(server: Server, open_page: OpenPage) -> None:
    data, targets, title = b"De regering wacht.\n", ["The government waits."], "To be deleted"
    mine = fill(server.store, "report.nl.txt", data, targets, project_name=title, members=["Noor"])
    page = open_page(server.address)
    sign_in(page, "Noor")
    page.goto(f"{server.address}/?project={mine.project}")
    page.get_by_role("button", name="People…").click()
    page.get_by_label("Names, one a line").fill("Noor\nElla")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    other = open_page(server.address)
    sign_in(other, "Ella")
    other.goto(f"{server.address}/review?document={mine.document}")
    expect(other.locator(".wb-row")).to_have_count(1)
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".wb-shelf-list")).not_to_contain_text(title)
    other.reload()
    expect(other.locator(".wb-message")).to_contain_text("there is no document")


def test_two_people_see_what_the_other_saved_and_a_conflict_asks(
    server: Server, open_page: OpenPage, shared: Filled
) -> None:
    pages = []
    for name in ("Noor", "Bram"):
        page = open_page(server.address)
        sign_in(page, name)
        expect(page.locator(".wb-signed-in")).to_contain_text(name)
        page.goto(f"{server.address}/review?document={shared.document}")
        expect(page.locator(".wb-row .wb-source").first).to_be_visible()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("textarea.wb-editor")).to_be_focused()
        pages.append(page)
    noor, bram = pages
    for page, text in ((bram, "By Bram."), (noor, "By Noor.")):
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    noor.keyboard.press("Control+s")
    expect(bram.locator(".wb-messages")).to_contain_text("Noor has just changed this segment")
    expect(bram.locator("textarea.wb-editor")).to_have_value("By Bram.")
    bram.keyboard.press("Control+Enter")
    asked = bram.get_by_role("dialog")
    expect(asked).to_contain_text("By Noor.")
    expect(noor.locator("textarea.wb-editor")).to_have_value("By Noor.")  # nothing is overwritten while it is asked
    asked.get_by_role("button", name="Keep mine").click()
    expect(noor.locator("textarea.wb-editor")).to_have_value("By Bram.")
    expect(noor.locator(".wb-row").first.locator(".wb-state")).to_have_text("approved")
    noor.get_by_role("button", name="Changes").click()
    for name in ("Bram", "Noor"):
        expect(noor.get_by_role("dialog", name="Latest changes")).to_contain_text(name)
