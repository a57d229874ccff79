"""Delivering, and the findings that should be looked at before."""

import io
import json
from contextlib import closing

import pytest
from docx import Document as Word
from reviewed import ANN, REPORT, Reviewed
from sqlalchemy import update
from typer.testing import CliRunner

from workbench.cli import app
from workbench.documents.jsonl import read_jsonl
from workbench.errors import InputError, UsageError
from workbench.review.delivery import deliver, open_segments, output_names
from workbench.review.documents import add_document
from workbench.review.editing import approve, save
from workbench.review.errors import NotFound
from workbench.review.findings import (
    accept_finding,
    project_findings,
    project_report,
    recheck_document,
    reject_acceptance,
    segment_at,
)
from workbench.review.people import Person, Role
from workbench.review.segments import Filter, get_segment, segment_page
from workbench.review.translating import Worker, start_translation
from workbench.store.states import SegmentState
from workbench.store.tables import Document, Project


def test_a_document_comes_back_in_its_own_format_with_the_edits(reviewed: Reviewed):
    segment = reviewed.segment("bedankte")
    save(reviewed.desk, ANN, segment.id, "The envoy <thanked> his host.", segment.version)
    delivery = deliver(reviewed.desk, ANN, reviewed.document)
    assert delivery.name == "hanoi.en.txt"
    text = delivery.data.decode()
    assert "The envoy <thanked> his host." in text
    assert [bool(line) for line in text.split("\n")] == [bool(line) for line in REPORT.split("\n")]


@pytest.mark.parametrize("output", output_names())
def test_every_output_holds_the_edits(reviewed: Reviewed, output):
    segment = reviewed.segment("bedankte")
    save(reviewed.desk, ANN, segment.id, "The envoy thanked his host.", segment.version)
    delivery = deliver(reviewed.desk, ANN, reviewed.document, output)
    assert delivery.name.startswith("hanoi.")
    if not delivery.data.startswith(b"PK"):
        assert b"envoy" in delivery.data


def test_bilingual_records_say_what_a_person_wrote(reviewed: Reviewed):
    segment = reviewed.segment("bedankte")
    save(reviewed.desk, ANN, segment.id, "The envoy thanked his host.", segment.version)
    records = read_jsonl(deliver(reviewed.desk, ANN, reviewed.document, "jsonl").data, "x")
    edited = records[segment.position]
    assert (edited.origin, edited.score, edited.marks) == ("edited", None, ())
    assert records[0].origin != "edited"


def test_word_documents_come_back_as_word_documents(reviewed: Reviewed):
    word, buffer = Word(), io.BytesIO()
    word.add_paragraph("De minister kwam aan.")
    word.save(buffer)
    document = add_document(reviewed.desk, ANN, reviewed.project, "letter.docx", buffer.getvalue())
    start_translation(reviewed.desk, ANN, document.id)
    Worker(reviewed.desk).work()
    (segment,) = segment_page(reviewed.desk, ANN, document.id).segments
    save(reviewed.desk, ANN, segment.id, "The minister has come.", segment.version)
    delivery = deliver(reviewed.desk, ANN, document.id)
    assert delivery.name == "letter.en.docx"
    assert [item.text for item in Word(io.BytesIO(delivery.data)).paragraphs] == ["The minister has come."]


@pytest.mark.parametrize("model", ["nl-en", "gone-nl-en"])
def test_formatting_goes_to_the_words_that_a_person_wrote(reviewed: Reviewed, model):
    desk, text = reviewed.desk, "De **Europese Unie** steunt het *verdrag*.\n"
    document = add_document(desk, ANN, reviewed.project, "note.md", text.encode()).id
    (segment,) = segment_page(desk, ANN, document).segments
    save(desk, ANN, segment.id, "The treaty is supported by the European Union.", segment.version)
    with desk.store.write() as session:
        session.execute(update(Project).values(model=model))
    delivery = deliver(desk, ANN, document)
    if model == "nl-en":
        assert delivery.data.decode() == "The *treaty* is supported by the **European Union**.\n"
    assert delivery.data.decode().replace("*", "") == "The treaty is supported by the European Union.\n"


def test_what_is_not_approved_is_listed_first(reviewed: Reviewed):
    segments = reviewed.segments()
    assert len(open_segments(reviewed.desk, ANN, reviewed.document)) == len(segments)
    for segment in segments:
        approve(reviewed.desk, ANN, segment.id, segment.version)
    left = open_segments(reviewed.desk, ANN, reviewed.document)
    assert all(item.state is SegmentState.APPROVED and item.findings for item in left)


def test_nobody_downloads_what_he_or_she_may_not_see(reviewed: Reviewed):
    with pytest.raises(NotFound):
        deliver(reviewed.desk, Person("Eve", Role.EDITOR), reviewed.document)
    with pytest.raises(UsageError, match="output format"):
        deliver(reviewed.desk, ANN, reviewed.document, "../../etc/passwd")


def test_a_document_that_is_read_differently_now_is_still_delivered_bilingually(reviewed: Reviewed):
    with reviewed.desk.store.write() as session:
        session.get_one(Document, reviewed.document).data = b"Something else entirely."
    with pytest.raises(InputError, match="read differently"):
        deliver(reviewed.desk, ANN, reviewed.document)
    assert b"https://example.org/verdrag" in deliver(reviewed.desk, ANN, reviewed.document, "tsv").data


def test_findings_are_listed_accepted_for_this_text_and_open_again(reviewed: Reviewed):
    desk, segment = reviewed.desk, reviewed.segment("Europese Unie")
    lost = save(desk, ANN, segment.id, "The Union supports the treaty.", segment.version)
    placed = [item for item in project_findings(desk, ANN, reviewed.project) if item.finding.check == "term-missing"]
    assert [item.segment for item in placed] == [segment.id]
    with pytest.raises(UsageError, match="why"):
        accept_finding(desk, ANN, segment.id, "term-missing", " ")
    accepted = accept_finding(desk, ANN, segment.id, "term-missing", "The Union is meant.")
    assert [item.accepted for item in accepted.findings if item.check == "term-missing"] == ["The Union is meant."]
    assert accepted.version == lost.version  # no edit, and nobody's edit is refused for it
    assert not any(item.finding.check == "term-missing" for item in project_findings(desk, ANN, reviewed.project))
    again = save(desk, ANN, segment.id, "The Union backs the treaty.", lost.version)
    assert [item.accepted for item in again.findings if item.check == "term-missing"] == [""]
    back = save(desk, ANN, segment.id, lost.target, again.version)
    assert [item.accepted for item in back.findings if item.check == "term-missing"] == ["The Union is meant."]
    opened = reject_acceptance(desk, ANN, segment.id, "term-missing")
    assert [item.accepted for item in opened.findings if item.check == "term-missing"] == [""]


def test_checks_that_compare_segments_run_over_the_whole_document(reviewed: Reviewed):
    # The same source of four words and more with two translations is found by comparing only.
    text = "De minister kwam gisteren aan.\n\nDe premier vertrok.\n\nDe minister kwam gisteren aan."
    document = add_document(reviewed.desk, ANN, reviewed.project, "twice.txt", text.encode())
    start_translation(reviewed.desk, ANN, document.id)
    Worker(reviewed.desk).work()
    last = segment_page(reviewed.desk, ANN, document.id).segments[-1]
    saved = save(reviewed.desk, ANN, last.id, "Yesterday, the envoy came.", last.version)
    assert "translated-differently" not in {item.check for item in saved.findings}
    assert recheck_document(reviewed.desk, ANN, document.id) >= 1
    checked = get_segment(reviewed.desk, ANN, last.id)
    assert "translated-differently" in {item.check for item in checked.findings}
    assert checked.version == saved.version
    assert last.id in [
        item.id for item in segment_page(reviewed.desk, ANN, document.id, Filter(with_findings=True)).segments
    ]


def test_the_report_of_a_project_leads_to_its_segments(reviewed: Reviewed):
    segment = reviewed.segment("Europese Unie")
    save(reviewed.desk, ANN, segment.id, "The Union supports the treaty.", segment.version)
    report = project_report(reviewed.desk, ANN, reviewed.project)
    try:
        found = [item for item in report.findings() if item["check"] == "term-missing"]
        assert report.scores.total.segments == len(reviewed.segments())
    finally:
        report.close()
    place = found[0]["document"], found[0]["segment"]
    assert segment_at(reviewed.desk, ANN, reviewed.project, *place).id == segment.id


def test_the_command_checks_a_project_as_its_page_does(reviewed: Reviewed, monkeypatch):
    desk = reviewed.desk
    segment = reviewed.segment("Europese Unie")
    lost = save(desk, ANN, segment.id, "Nothing of the kind in 3 words.", segment.version)
    accept_finding(desk, ANN, segment.id, lost.findings[0].check, "Meant so.")
    monkeypatch.setenv("WORKBENCH_STORE", reviewed.address)
    result = CliRunner().invoke(app, ["check", "--project", "Hanoi", "--format", "json"])
    assert result.exit_code == 1, result.output
    found = json.loads(result.stdout)
    with closing(project_report(desk, ANN, reviewed.project)) as report:
        assert found["findings"] == list(report.findings())
    assert {record["document"] for record in found["findings"]} == {"hanoi.nl.txt"}
    assert "Meant so." in {record["accepted"] for record in found["findings"]}
    for wrong in (
        ["--project", "Saigon"],
        ["--project", "Hanoi", "x.tsv"],
        ["--project", "Hanoi", "--glossary", "none"],
        [],
    ):
        assert isinstance(CliRunner().invoke(app, ["check", *wrong]).exception, UsageError)
