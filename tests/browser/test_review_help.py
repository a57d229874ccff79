"""What the review page offers beside the text: memories, the model, repetitions, findings, comments, replacing."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acting import WORKING, OpenPage, chip, field, open_first, panel, row, save, saved, state, write
from tests.browser.filling import fill
from tests.browser.serving import Server


def test_the_model_gives_other_translations_and_one_is_inserted_by_its_number(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    written = field(page).input_value()
    page.keyboard.press("Alt+a")
    offered = panel(page).locator(".others .wb-insert")
    expect(offered.first).to_be_visible(timeout=WORKING)
    number = offered.first.locator("kbd").inner_text()
    page.keyboard.press(f"Alt+{number}")
    expect(field(page)).not_to_have_value(written)
    expect(field(page)).to_be_focused()
    chosen = field(page).input_value()
    save(page)
    expect(state(page, 1)).to_have_text("edited")
    expect(panel(page).get_by_text("Changes to the machine's text")).to_be_visible()
    page.keyboard.press("Alt+m")
    expect(field(page)).to_have_value(written)
    page.keyboard.press("Control+z")  # undoes the typing, which is not saved
    expect(field(page)).to_have_value(chosen)


def test_memory_matches_show_how_their_source_differs_and_insert(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    memory = tmp_path / "memory.tsv"
    source, target = "De regering wacht al maanden op een antwoord.", "The government has awaited an answer for months."
    memory.write_text(f"source\ttarget\n{source}\t{target}\n")
    data, targets = b"De regering wacht al weken op een antwoord.\n", ["The government awaits an answer."]
    document = fill(server.store, "report.nl.txt", data, targets, memory=str(memory)).document
    page = open_page(f"{server.address}/review?document={document}")
    open_first(page)
    offer = panel(page).locator(".memory .wb-offer")
    expect(offer).to_contain_text(re.compile(r"\d\d %"))
    expect(offer.locator("del")).to_have_text("maanden")
    expect(offer.locator("ins")).to_have_text("weken")
    offer.get_by_role("button").click()
    expect(field(page)).to_have_value(target)


def test_repeated_segments_are_filled_together_and_undone_together(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    chip(page, "repeated").click()
    expect(page.locator(".wb-row")).to_have_count(2)
    row(page, 1).locator(".wb-target").click()
    expect(field(page)).to_be_focused()
    write(page, "The government is waiting.")
    page.get_by_role("button", name="Fill 1 open segment with this text").click()
    expect(row(page, 2).locator(".wb-target")).to_have_text("The government is waiting.")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, 2).locator(".wb-target")).to_have_text("The government awaits an answer.")


def test_a_finding_is_accepted_with_a_reason_and_can_be_asked_about_again(server: Server, open_page: OpenPage) -> None:
    document = fill(
        server.store, "report.nl.txt", b"De begroting telt 14 posten.\n", ["The budget has 15 items."]
    ).document
    page = open_page(f"{server.address}/review?document={document}")
    findings = chip(page, "findings").locator(".wb-count")
    expect(findings).to_have_text("1")
    open_first(page)
    finding = panel(page).locator(".findings .wb-finding").first
    expect(finding).to_contain_text("14")
    while panel(page).get_by_role("button", name="Accept…").count():
        panel(page).get_by_role("button", name="Accept…").first.click()
        page.get_by_label("Reason").fill("The source was corrected.")
        page.get_by_role("dialog").get_by_role("button", name="Accept").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(panel(page).get_by_text("accepted: The source was corrected.").first).to_be_visible()
    expect(findings).to_have_text("0")
    panel(page).get_by_role("button", name="Not accepted").first.click()
    expect(findings).to_have_text("1")


def test_comments_are_seen_by_the_other_answered_and_closed(review: str, open_page: OpenPage) -> None:
    one, two = open_page(review), open_page(review)
    for page in (one, two):
        open_first(page)
    panel(one).get_by_label("New comment").fill("Which government?")
    one.keyboard.press("Control+Enter")
    expect(chip(one, "comments").locator(".wb-count")).to_have_text("1")
    expect(panel(two).locator(".wb-comment p")).to_have_text("Which government?")
    chip(two, "comments").click()
    expect(two.locator(".wb-row")).to_have_count(1)
    panel(two).locator(".wb-comment").get_by_role("button", name="Close").click()
    expect(panel(two).locator(".wb-comment")).to_contain_text("closed by")
    expect(chip(one, "comments").locator(".wb-count")).to_have_text("0")


def test_replacing_shows_what_it_would_do_and_does_what_was_chosen(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    page.get_by_role("button", name="Replace…").click()
    page.get_by_label("Search", exact=True).fill("awaits")
    page.get_by_label("Replace with").fill("expects")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("2 segments would change")
    expect(asked.locator("ins").first).to_have_text("expects")
    expect(row(page, 2).locator(".wb-target")).to_have_text("The government awaits an answer.")
    asked.get_by_role("checkbox", name="Replace in segment 4").uncheck()
    asked.get_by_role("button", name="Replace in the chosen ones").click()
    expect(row(page, 2).locator(".wb-target")).to_have_text("The government expects an answer.")
    saved(page)
    expect(row(page, 4).locator(".wb-target")).to_have_text("The government awaits an answer.")


def test_the_history_says_who_changed_what(review: str, open_page: OpenPage) -> None:
    page = open_page(review)
    open_first(page)
    write(page, "The Minister of Foreign Affairs went to Hanoi.")
    save(page)
    panel(page).get_by_text("History (2)").click()
    event = panel(page).locator(".wb-event", has_text="local")
    expect(event.locator("ins")).to_have_text("went to")
    page.get_by_role("button", name="Changes").click()
    expect(page.get_by_role("dialog").locator(".wb-latest").first).to_contain_text("local")
