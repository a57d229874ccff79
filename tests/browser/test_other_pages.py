"""The glossary, consistency and align pages in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import fill
from tests.browser.serving import Server
from workbench.glossary.csv_format import write_glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Term
from workbench.review.people import Role, add_user
from workbench.store.database import open_store

OpenPage = Callable[[str], Page]

GLOSSARY = Glossary.of("terms", [("ambassador", Term("ambassadeur", "nl")), ("ambassador", Term("ambassador", "en"))])


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    write_glossary(path, GLOSSARY)
    return path


def open_concept(page: Page, term: str) -> None:
    page.get_by_role("searchbox").fill(term)
    page.locator(".wb-concept", has_text=term).click()


def test_a_glossary_change_changes_the_next_translation(
    server: Server, open_page: OpenPage, glossary: Path, tmp_path: Path
) -> None:
    page = open_page(server.address)
    page.get_by_role("button", name="New project").first.click()
    page.get_by_label("Name").fill("Envoys")
    page.locator("select[name=glossary]").evaluate(
        "(field, path) => { field.append(new Option(path)); field.value = path; }", str(glossary)
    )
    page.get_by_role("button", name="Save").click()
    report = tmp_path / "report.nl.txt"
    report.write_text("De ambassadeur sprak met de minister.\n", encoding="utf-8")
    page.set_input_files("input[type=file]", report)
    translated = page.locator(".wb-documents").get_by_text("translated", exact=True)
    expect(translated).to_be_visible(timeout=90_000)

    page.get_by_role("link", name="Glossary").click()
    open_concept(page, "ambassadeur")
    page.get_by_label("Term in en").fill("special envoy")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".wb-message")).to_contain_text("Saved")
    assert "special envoy" in [term.text for term in load_glossary(str(glossary)).concepts["ambassador"].terms]

    page.get_by_role("link", name="Projects").click()
    page.get_by_role("button", name="Again…").click()
    page.get_by_role("button", name="Translate again").click()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(translated).to_be_visible(timeout=90_000)
    page.locator(".wb-documents").get_by_role("link", name="report.nl.txt").click()
    expect(page.locator(".wb-target").first).to_contain_text(re.compile("special envoy", re.IGNORECASE))


def test_two_editors_of_a_concept_are_asked(server: Server, open_page: OpenPage, glossary: Path) -> None:
    fill(server.store, "report.nl.txt", b"De ambassadeur sprak.\n", ["The ambassador spoke."], str(glossary))
    one, two = open_page(server.address), open_page(server.address)
    for page in (one, two):
        page.locator(".wb-shelf-list a").last.click()
        expect(page.locator(".wb-documents")).to_be_visible()
    address = one.get_by_role("link", name="Glossary").get_attribute("href")
    for page in (one, two):
        page.goto(address or "")
        open_concept(page, "ambassadeur")
    one.get_by_label("Definition").fill("Head of a mission.")
    one.get_by_role("button", name="Save").click()
    expect(one.locator(".wb-message")).to_contain_text("Saved")
    two.get_by_label("Definition").fill("Somebody who is sent.")
    two.get_by_role("button", name="Save").click()
    asked = two.get_by_role("dialog")
    expect(asked).to_contain_text("Head of a mission.")
    asked.get_by_role("button", name="Look at theirs").click()
    expect(two.get_by_label("Definition")).to_have_value("Head of a mission.")


def test_a_finding_leads_to_its_segment(server: Server, open_page: OpenPage) -> None:
    sources = b"De minister bezocht Hanoi.\n\nDe begroting telt 14 posten.\n"
    document = fill(server.store, "report.nl.txt", sources, ["The minister visited Hanoi.", "The budget has 15 items."])
    page = open_page(f"{server.address}/review?document={document}")
    expect(page.locator(".wb-row")).to_have_count(2)
    page.get_by_role("link", name="Consistency").click()
    expect(page.locator(".wb-tile").first).to_be_visible()
    page.get_by_label("Check").select_option("number")
    page.locator("tr", has_text="14").get_by_role("link", name="report.nl.txt 2").click()
    expect(page.locator("textarea.wb-editor")).to_have_value("The budget has 15 items.")


def test_align_and_edit(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    source, target = tmp_path / "report.nl.txt", tmp_path / "report.en.txt"
    source.write_text("De minister bezocht Hanoi.\n\nZij sprak daar met de pers.\n\nDaarna reisde zij door.\n")
    target.write_text("The minister visited Hanoi.\n\nShe spoke to the press there.\n\nThen she travelled on.\n")
    page = open_page(f"{server.address}/align")
    page.set_input_files("input[name=source]", source)
    page.set_input_files("input[name=target]", target)
    page.get_by_role("button", name="Align").click()
    beads = page.locator(".wb-bead")
    expect(beads).to_have_count(3, timeout=90_000)
    page.keyboard.press("m")
    expect(beads).to_have_count(2)
    expect(beads.first.locator(".wb-source p")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(beads).to_have_count(3)
    page.keyboard.press("d")
    expect(beads).to_have_count(4)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "She spoke to the press there." in text and "The minister visited Hanoi." not in text


def test_with_accounts_people_sign_in_and_see_their_projects(own_server: Server, open_page: OpenPage) -> None:
    store = open_store(str(own_server.store))
    add_user(store, "Noor", "a long password", Role.ADMIN)
    add_user(store, "Bram", "another password", Role.TRANSLATOR)
    store.close()
    document = fill(own_server.store, "report.nl.txt", b"De ambassadeur sprak.\n", ["The ambassador spoke."])
    own_server.start()

    def sign_in(page: Page, name: str, password: str) -> None:
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()

    page = open_page(f"{own_server.address}/review?document={document}")
    sign_in(page, "Bram", "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    sign_in(page, "Bram", "another password")
    expect(page.locator(".wb-signed-in")).to_contain_text("Bram")
    expect(page.get_by_text("No project yet")).to_be_visible()
    page.goto(f"{own_server.address}/review?document={document}")
    expect(page.locator(".wb-message")).to_contain_text("there is no document")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "Noor", "a long password")
    expect(page.locator(".wb-shelf-list a")).to_have_count(1)
