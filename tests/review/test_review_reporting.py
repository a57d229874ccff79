"""The consistency report of a project: counted in the background, kept until something changes; how its scores went."""

import time

import pytest
from reviewed import ANN, BOB, Reviewed

from workbench.errors import WorkbenchError
from workbench.review import reporting
from workbench.review.documents import list_documents
from workbench.review.editing import save
from workbench.review.errors import NotFound
from workbench.review.findings import accept_finding
from workbench.review.people import Person, Role
from workbench.review.reporting import ProjectReport
from workbench.review.segments import get_segment


def counted(reviewed: Reviewed) -> ProjectReport:
    """The report, once it is counted."""
    key = reporting.start_report(reviewed.desk, ANN, reviewed.project)
    deadline = time.monotonic() + 60
    while (task := reporting.report_state(ANN, key)).is_going_on:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert not task.error
    found = reporting.finished_report(reviewed.desk, BOB, reviewed.project)
    assert found
    return found


def test_a_report_is_kept_until_something_changes_and_its_scores_for_good(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    assert reporting.finished_report(desk, ANN, project) is None
    first = counted(reviewed)
    assert counted(reviewed) is first  # and not counted twice
    assert first.html.startswith(b"<!")
    segment = reviewed.segment("Europese Unie")
    save(desk, ANN, segment.id, "Nothing of the kind.", segment.version)
    assert reporting.finished_report(desk, ANN, project) is None
    second = counted(reviewed)
    assert second.scores["corpus"]["score"] < first.scores["corpus"]["score"]
    assert any(record["segment"] == segment.position + 1 for record in second.findings)
    (view,) = list_documents(desk, ANN, project)
    trends = reporting.score_trends(desk, ANN, project)
    assert set(trends) == {"", view.name}
    for line in trends.values():
        assert len(line.points) == 2 and line.points[1].y > line.points[0].y  # lower on the picture
    found = get_segment(desk, ANN, segment.id).findings[0]
    accept_finding(desk, ANN, segment.id, found.check, "Meant so.")
    assert reporting.finished_report(desk, ANN, project) is None


def test_others_get_neither_the_report_nor_the_trend(reviewed: Reviewed):
    counted(reviewed)
    eve = Person("Eve", Role.EDITOR)
    for ask in (reporting.finished_report, reporting.start_report, reporting.score_trends):
        with pytest.raises(NotFound):
            ask(reviewed.desk, eve, reviewed.project)


def test_a_glossary_that_breaks_meanwhile_is_said(reviewed: Reviewed, tmp_path):
    (tmp_path / "terms.csv").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match=r"terms\.csv"):
        reporting.start_report(reviewed.desk, ANN, reviewed.project)
