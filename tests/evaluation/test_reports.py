"""Reports: each form says what failed and why, holds hostile text harmlessly, and needs no network."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from evaluation_helpers import demands_of, made_of, run_of

from workbench.evaluation.gate import GateConfig, GateEntry, Limit, judge
from workbench.evaluation.history import Entry, history_text, read_history, update_baselines
from workbench.evaluation.html_report import gate_html, trends
from workbench.evaluation.report import (
    as_json,
    comparison_json,
    comparison_text,
    gate_json,
    gate_junit,
    gate_markdown,
    gate_text,
    run_json,
    run_text,
)
from workbench.evaluation.runs import write_run
from workbench.evaluation.significance import SignificanceTest
from workbench.evaluation.trend import HEIGHT, WIDTH, trend

HOSTILE = '<script>alert("x")</script> & | `code` [link](http://example.org) \x1b[31m \u202e'


@pytest.fixture(scope="module")
def verdict(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gate")
    testset = made_of(
        ("De ambassadeur vertrok na het overleg met de minister uit het noorden.", "The ambassador left."),
        (f"Zij riep: {HOSTILE}", f"She called: {HOSTILE}"),
        ("Ja.", "Yes."),
        document="<doc>",
    )
    entry = GateEntry("own", folder / "own.tsv", folder / "own.json", (Limit("chrf", 99.0, 0.1), Limit("ter", 50.0)))
    write_run(run_of(testset, testset.references), entry.baseline)
    config = GateConfig([entry], 0.05, 50, SignificanceTest.BOOTSTRAP, folder)
    return judge(entry, config, demands_of(testset), run_of(testset, ["", f"He called: {HOSTILE}", "No."]))


def test_the_text_says_what_failed_and_shows_the_segment(verdict):
    text = "\n".join(gate_text([verdict]))
    assert "FAIL own" in text and text.endswith("quality gate: FAILED")
    assert "FAIL chrf floor" in text and "segment 1 (<doc>): empty: nothing was translated" in text
    assert "\x1b" not in text and "\u202e" not in text


def test_the_json_holds_everything(verdict):
    data = json.loads(as_json(gate_json([verdict])))
    assert data["passed"] is False
    (entry,) = data["test_sets"]
    assert {ruin["kind"] for ruin in entry["ruined"]} >= {"empty", "term lost"}
    assert {"name", "passed", "reason"} == set(entry["checks"][0])
    assert entry["run"]["figures"]["chrf"]["signature"].startswith("nrefs:1")
    assert entry["comparison"]["changed"] == 3 and len(entry["comparison"]["moved"]) == 3
    assert entry["comparison"]["moved"][0]["source"]


def test_junit_counts_its_cases(verdict):
    (suite,) = ElementTree.fromstring(gate_junit([verdict]))
    cases = suite.findall("testcase")
    failed = [case for case in cases if case.find("failure") is not None]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), str(len(failed)))
    assert {case.get("name") for case in failed} >= {"chrf floor", "no ruined segment"}


def test_markdown_is_a_table_that_text_cannot_break(verdict):
    text = gate_markdown([verdict])
    assert text.startswith("## Quality gate: FAILED")
    assert "<script>" not in text and "](http" not in text and "`code`" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {6}


class Elements(HTMLParser):
    """The names of the elements and the values of attributes that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.loaded: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.loaded += [value for name, value in attrs if name in ("src", "href", "xlink:href", "srcset", "style")]


def test_the_page_runs_nothing_and_loads_nothing(verdict):
    page = gate_html([verdict], {})
    elements = Elements()
    elements.feed(page)
    assert "script" not in elements.names and elements.loaded == []
    assert {"table", "svg", "polyline"} <= elements.names
    assert "default-src 'none'" in page and "\x1b" not in page
    assert "FAILED" in page and "nothing was translated" in page  # in words, not by colour alone


def test_the_trend_ends_with_this_run_and_leaves_out_other_test_sets(verdict):
    past = Entry("2026-01-02T00:00:00+00:00", "first", "s", verdict.run.fingerprint, {"chrf": 50.0})
    other = Entry("2026-01-01T00:00:00+00:00", "another", "s", "00000000", {"chrf": 10.0})
    chrf, ter = trends(verdict, [other, past])
    assert (chrf.metric, ter.metric) == ("chrf", "ter")
    assert [point.label.split(":")[0] for point in chrf.points] == ["2026-01-02, first", "this run"]
    assert len(ter.points) == 1


@pytest.mark.parametrize("scores", [[5.0], [5.0, 5.0], [1.0, 90.0, 40.0], [0.0] * 100])
def test_points_lie_in_the_picture(scores):
    line = trend("chrf", [("x", score) for score in scores])
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in line.points)
    assert line.low < line.high


def test_runs_and_comparisons_are_told(verdict):
    assert any("nrefs:1" in line for line in run_text(verdict.run))
    assert run_json(verdict.run)["segments"] == 3
    lines = list(comparison_text(verdict.comparison, 3))
    assert lines[0] == "3 of 3 segments differ" and any("system" in line for line in lines)
    assert comparison_json(verdict.comparison)["slices"]


def test_a_new_baseline_is_recorded_with_its_reason(tmp_path, verdict):
    entry = GateEntry("own", tmp_path / "t.tsv", tmp_path / "baselines" / "own.json", ())
    for reason in ("first", "second\nline"):
        update_baselines([(entry, verdict.run)], tmp_path / "history", reason)
    entries = read_history(tmp_path / "history", "own")
    assert [item.reason for item in entries] == ["first", "second line"]
    assert entries[0].scores["chrf"] == pytest.approx(verdict.run.figures["chrf"].score, abs=0.01)
    assert "first" in "\n".join(history_text("own", entries))
    assert read_history(tmp_path, "unknown") == []
