"""The glossary page: what editors and translators do there, and what becomes of it in translations."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import WORKING, OpenPage, new_project, translated, upload
from tests.browser.filling import fill
from tests.browser.serving import Server
from workbench.glossary.csv_format import write_glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Term

GLOSSARY = Glossary.of("terms", [("ambassador", Term("ambassadeur", "nl")), ("ambassador", Term("ambassador", "en"))])
SEGMENT = b"De ambassadeur sprak.\n", ["The ambassador spoke."]


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    write_glossary(path, GLOSSARY)
    return path


@pytest.fixture
def page(server: Server, open_page: OpenPage, glossary: Path) -> Page:
    """The glossary page of a project with one document, which has a term."""
    project = fill(server.store, "report.nl.txt", *SEGMENT, str(glossary)).project
    return open_page(f"{server.address}/glossary?project={project}")


def english(path: Path, concept: str) -> list[str]:
    return [term.text for term in load_glossary(str(path)).concepts[concept].terms if term.language == "en"]


def open_concept(page: Page, term: str) -> None:
    page.get_by_role("searchbox").fill(term)
    page.locator(".wb-concept", has_text=term).click()


def told(page: Page, text: str) -> None:
    expect(page.locator(".wb-message").last).to_contain_text(text)


def test_a_glossary_change_changes_the_next_translation(
    server: Server, open_page: OpenPage, glossary: Path, tmp_path: Path
) -> None:
    page = open_page(server.address)
    new_project(page, "Envoys", glossary)
    report = tmp_path / "report.nl.txt"
    report.write_text("De ambassadeur sprak met de minister.\n", encoding="utf-8")
    upload(page, report)
    expect(translated(page)).to_be_visible(timeout=WORKING)

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
    expect(translated(page)).to_be_visible(timeout=WORKING)
    page.locator(".wb-documents").get_by_role("link", name="report.nl.txt").click()
    expect(page.locator(".wb-target").first).to_contain_text(re.compile("special envoy", re.IGNORECASE))


def test_two_editors_of_a_concept_are_asked(server: Server, open_page: OpenPage, glossary: Path) -> None:
    pages = open_page(server.address), open_page(server.address)
    project = fill(server.store, "report.nl.txt", *SEGMENT, str(glossary)).project
    for page in pages:
        page.goto(f"{server.address}/glossary?project={project}")
        open_concept(page, "ambassadeur")
    one, two = pages
    one.get_by_label("Definition").fill("Head of a mission.")
    one.get_by_role("button", name="Save").click()
    expect(one.locator(".wb-message")).to_contain_text("Saved")
    two.get_by_label("Definition").fill("Somebody who is sent.")
    two.get_by_role("button", name="Save").click()
    asked = two.get_by_role("dialog")
    expect(asked).to_contain_text("Head of a mission.")
    asked.get_by_role("button", name="Look at theirs").click()
    expect(two.get_by_label("Definition")).to_have_value("Head of a mission.")


def test_a_concept_is_made_and_found_where_it_occurs(page: Page, glossary: Path) -> None:
    page.get_by_role("button", name="New concept").click()
    page.get_by_label("Name of the concept").fill("to speak")
    page.get_by_label("Term in nl").fill("sprak")
    page.get_by_label("Term in en").fill("addressed")
    page.get_by_label("Domain", exact=True).fill("protocol")
    page.get_by_label("Definition").fill("To say something in public.")
    page.get_by_role("button", name="More about the term").last.click()
    page.get_by_label("only with these capitals").last.check()
    page.get_by_role("button", name="Save").click()
    told(page, "Saved")
    made = {term.language: term for term in load_glossary(str(glossary)).concepts["to speak"].terms}
    assert (made["en"].text, made["en"].domain, made["en"].case_sensitive) == ("addressed", "protocol", True)
    assert (made["nl"].definition, made["nl"].case_sensitive) == ("To say something in public.", False)
    open_concept(page, "ambassadeur")
    place = page.locator(".wb-place")
    expect(place).to_contain_text("The ambassador spoke.")
    place.get_by_role("link").click()
    expect(page.locator("textarea.wb-editor")).to_have_value("The ambassador spoke.")


def test_a_forbidden_rendering_is_a_finding_from_then_on(page: Page) -> None:
    open_concept(page, "ambassadeur")
    page.get_by_role("button", name="Add a term").click()
    page.get_by_label("Term in en").last.fill("envoy")
    page.get_by_label("Status").last.select_option("forbidden")
    page.get_by_role("button", name="Save").click()
    told(page, "Saved")
    page.locator(".wb-place").get_by_role("link").click()
    expect(page.locator("textarea.wb-editor")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("The envoy spoke.")
    expect(page.get_by_role("complementary")).to_contain_text("has a forbidden rendering")


def test_an_import_says_what_it_would_do_before_it_is_done(page: Page, glossary: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent.csv"
    rows = [*GLOSSARY.rows(), ("consul", Term("consul-generaal", "nl")), ("consul", Term("consul general", "en"))]
    write_glossary(sent, Glossary.of("sent", rows))
    page.get_by_role("button", name="Import…").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(sent)
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("2 new, 0 changed, 0 in conflict")
    expect(asked).to_contain_text("consul-generaal")
    assert "consul" not in load_glossary(str(glossary)).concepts
    asked.get_by_role("button", name="Import", exact=True).click()
    told(page, "Imported")
    assert english(glossary, "consul") == ["consul general"]
    expect(page.locator(".wb-concept", has_text="consul-generaal")).to_be_visible()


def test_a_file_that_is_no_glossary_is_refused_by_name(page: Page, tmp_path: Path) -> None:
    sent = tmp_path / "holiday.csv"
    sent.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    page.get_by_role("button", name="Import…").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(sent)
    expect(page.get_by_role("alert")).to_contain_text("holiday.csv")


def test_harvested_terms_become_proposals_that_an_editor_decides(
    server: Server, open_page: OpenPage, glossary: Path
) -> None:
    subjects = ["stad", "school", "haven", "krant"], ["city", "school", "port", "newspaper"]
    with_term = [f"De {word} begon een veiligheidsdialoog in {year}." for year, word in enumerate(subjects[0], 2020)]
    without = [f"De {word} is in {year} gesloten." for year, word in enumerate(subjects[0], 2020)]
    targets = [f"The {word} began a security dialogue in {year}." for year, word in enumerate(subjects[1], 2020)]
    targets += [f"The {word} was closed in {year}." for year, word in enumerate(subjects[1], 2020)]
    data = "\n\n".join(with_term + without).encode()
    project = fill(server.store, "report.nl.txt", data, targets, str(glossary), approved=True).project
    page = open_page(f"{server.address}/glossary?project={project}")
    page.get_by_role("button", name="Harvest…").click()
    found = page.get_by_role("dialog").locator("label", has_text="veiligheidsdialoog")
    expect(found).to_contain_text("security dialogue")
    found.get_by_role("checkbox").check()
    page.get_by_role("button", name="Propose the chosen ones").click()
    told(page, "1 proposal")
    page.get_by_role("button", name="2 proposals to decide").click()  # the term and its translation
    page.locator(".wb-concept", has_text="veiligheidsdialoog").click()
    page.get_by_role("button", name="Approve").first.click()
    expect(page.get_by_role("button", name="1 proposal to decide")).to_be_visible()
    expect(page.get_by_role("button", name="Reject")).to_have_count(1)
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("button", name="to decide")).to_have_count(0)


def test_an_export_is_a_file(page: Page) -> None:
    page.get_by_role("button", name="Export…").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Export as csv", exact=True).click()
    assert "ambassadeur" in Path(download.value.path()).read_text(encoding="utf-8")
