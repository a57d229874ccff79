"""Scores, usage of concepts, reports and accepted findings, on small documents."""

import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.consistency.accepted import Acceptance, accept, read_accepted, reasons, write_accepted
from workbench.consistency.documentation import documentation
from workbench.consistency.html_report import as_html
from workbench.consistency.model import Finding, Pair, Problem, Severity
from workbench.consistency.picture import heat_map, trend
from workbench.consistency.report import Report, check_pairs
from workbench.consistency.run import Checker
from workbench.consistency.scores import segment_score
from workbench.consistency.subject import Toolbox
from workbench.consistency.text_report import as_text
from workbench.consistency.usage import ConceptUsage, Place, Rendering
from workbench.errors import InputError, UsageError
from workbench.glossary.files import load_glossary

DOCS = Path(__file__).resolve().parents[2] / "docs"
HIT = ("Het Humanitaire Uitwisselingsjaar telt 12 maanden.", "The Humanitarian Exchange Year has 12 months.")
OTHER = ("Het Humanitaire Uitwisselingsjaar telt 12 maanden.", "The People's Exchange Year has 12 months.")
LOST = ("Het Humanitaire Uitwisselingsjaar telt 12 maanden.", "The festival has 13 months.")


@pytest.fixture(scope="module")
def tools() -> Toolbox:
    return Toolbox(load_glossary("diplomatic"), "nl", "en")


def pairs(*documents: list[tuple[str, str]], translator: str = "", dates: tuple[str, ...] = ()) -> list[Pair]:
    return [
        Pair(f"report {letter}", number, *texts, translator=translator, date=dates[place] if dates else "")
        for place, (letter, document) in enumerate(zip("abcdef", documents, strict=False))
        for number, texts in enumerate(document, start=1)
    ]


def report_of(tools: Toolbox, *documents: list[tuple[str, str]], **known: object) -> Report:
    return check_pairs(pairs(*documents, **known), Checker(tools))  # type: ignore[arg-type]


def test_perfect_pairs_score_one(tools: Toolbox) -> None:
    report = report_of(tools, [HIT])
    scores = report.scores.as_json()
    assert scores["corpus"]["score"] == scores["documents"][0]["score"] == 1
    assert scores["corpus"]["term_success_rate"] == scores["corpus"]["number_fidelity"] == 1
    assert list(report.findings()) == [] and not report.has_critical
    report.close()


def test_lost_terms_and_numbers_lower_the_scores(tools: Toolbox) -> None:
    report = report_of(tools, [HIT, LOST])
    corpus = report.scores.as_json()["corpus"]
    assert (corpus["terms"], corpus["term_success_rate"]) == (2, 0.5)
    assert (corpus["numbers"], corpus["number_fidelity"]) == (2, 0.5)
    assert 0 < corpus["score"] < 1 and report.has_critical
    report.close()


@given(st.lists(st.sampled_from(list(Severity))), st.lists(st.sampled_from(list(Severity))))
def test_a_segment_score_lies_between_0_and_1_and_falls_with_each_finding(
    few: list[Severity], more: list[Severity]
) -> None:
    def score(severities: list[Severity], accepted: str = "") -> float:
        pair = Pair("a", 1, "x", "y")
        return segment_score([Finding("number", severity, pair, Problem("m"), accepted) for severity in severities])

    assert 0 <= score(few + more) <= score(few) <= 1
    assert score(few, "reviewed") == 1


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_dominant_share_and_entropy(counts: list[int]) -> None:
    usage = ConceptUsage("c", "s", "p")
    for number, count in enumerate(counts):
        rendering = Rendering(str(number), Place("d", number, "", "", number))
        rendering.documents["d"] = count
        usage.renderings[(str(number),)] = rendering
    assert usage.share == max(counts) / sum(counts)
    assert 0 <= usage.entropy <= max(0.0, len(counts) - 1)
    assert (usage.entropy == 0) == (len(counts) == 1)


def test_the_first_deviation_is_found_over_documents(tools: Toolbox) -> None:
    report = report_of(tools, [HIT, HIT], [HIT, OTHER], [OTHER], dates=("2025-01-05", "2025-03-01", "2025-02-01"))
    usage = report.scores.usage.concepts["humanitarian-exchange-year"]
    assert usage.dominant is not None and usage.dominant.text == "Humanitarian Exchange Year"
    assert (usage.count, usage.dominant.count) == (5, 3)
    first = usage.deviations[0]
    assert (first.text, str(first.first)) == ("People's Exchange Year", "report b, segment 2 on 2025-03-01")
    assert report.scores.as_json()["corpus"]["term_consistency"] == 0.6
    report.close()


def test_translators_and_months_are_grouped_when_known(tools: Toolbox) -> None:
    report = report_of(tools, [HIT], [LOST], translator="Anna", dates=("2025-01-05", "2025-02-05"))
    scores = report.scores.as_json()
    assert [row["translator"] for row in scores["translators"]] == ["Anna"]
    assert [(row["month"], row["term_success_rate"]) for row in scores["months"]] == [("2025-01", 1), ("2025-02", 0)]
    report.close()


def test_documents_do_not_share_what_is_compared_within_one(tools: Toolbox) -> None:
    checker = Checker(tools, ["term-changes"])
    assert [len(item.findings) for item in checker.check(pairs([HIT, OTHER], [OTHER, HIT]))] == [0, 1, 0, 1]


def test_the_json_report_keeps_its_contract(tools: Toolbox) -> None:
    report = report_of(tools, [HIT, LOST])
    file = StringIO()
    report.write_json(file)
    written = json.loads(file.getvalue())
    assert set(written) == {"scores", "findings"}
    contract = {"check", "severity", "document", "segment", "source", "target", "message"}
    assert written["findings"] and all(contract <= set(finding) for finding in written["findings"])
    assert (
        written["scores"]["signature"].startswith("workbench:")
        and "glossary:diplomatic:" in (written["scores"]["signature"])
    )
    assert written["findings"] == list(report.findings())
    report.close()


def test_an_unknown_check_is_named(tools: Toolbox) -> None:
    with pytest.raises(UsageError, match="no-such-check"):
        Checker(tools, ["no-such-check"])


class _Page(HTMLParser):
    """What a page would load or run, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "xlink:href")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_escapes_texts_and_loads_nothing(tools: Toolbox) -> None:
    evil = '<script>alert("1")</script> & \x00 20'
    documents = [[(evil, evil.replace("20", "30")), HIT], [OTHER, LOST]]
    report = check_pairs([Pair(f'"><img src=x>{pair.document}', *_rest(pair)) for pair in pairs(*documents)],
                         Checker(tools))  # fmt: skip
    page = _Page()
    page.feed(as_html(report))
    assert "script" not in page.tags and "img" not in page.tags and page.addresses == []
    assert 'alert("1")' in page.text and "\x00" not in page.text
    report.close()


def _rest(pair: Pair) -> tuple[int, str, str]:
    return pair.segment, pair.source, pair.target


def test_the_heat_map_says_with_letters_what_it_shows_in_colour(tools: Toolbox) -> None:
    report = report_of(tools, [HIT, HIT], [HIT, OTHER], [LOST])
    map = heat_map(report.scores)
    row = next(row for row in map.rows if row.usage.concept == "humanitarian-exchange-year")
    cells = [cell.text if cell else "" for cell in row.cells]
    assert cells == ["A2", "A1 B1", "∅1"]
    assert [cell.deviation if cell else 0 for cell in row.cells] == [0, 0.5, 1]
    svg = re.search(r"<svg.*?</svg>", as_html(report), re.DOTALL)
    assert svg and all(f">{text}</text>" in svg[0] for text in cells)
    assert [point.name for point in trend(report.scores)] == ["report a", "report b", "report c"]
    report.close()


def test_the_text_report_holds_no_control_characters(tools: Toolbox) -> None:
    report = report_of(tools, [("Er waren 12\x1b[31m gasten.", "There were 13\x1b[31m guests.")])
    lines = list(as_text(report))
    assert any("number" in line for line in lines) and all(line.isprintable() for line in lines)
    report.close()


def test_an_accepted_finding_stays_accepted_until_the_text_changes(tools: Toolbox, tmp_path: Path) -> None:
    path = tmp_path / "accepted.csv"
    report = report_of(tools, [HIT, LOST])
    record = next(record for record in report.findings() if record["check"] == "number")
    report.close()
    write_accepted(path, [accept(record, 'the client says, "13"', "Anna", "2026-01-02")])
    known = reasons(read_accepted(path))
    again = check_pairs(pairs([OTHER, LOST, HIT]), Checker(tools, ["number"], known))
    assert [item["accepted"] for item in again.findings()] == ['the client says, "13"']
    assert not again.has_critical and again.scores.as_json()["corpus"]["accepted"] == 1
    again.close()
    edited = check_pairs(pairs([(LOST[0], "The festival has 14 months.")]), Checker(tools, ["number"], known))
    assert edited.has_critical
    edited.close()


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=30)


@given(st.lists(st.tuples(*[CELLS] * 9), max_size=5, unique_by=lambda row: row[:2]))
def test_acceptances_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("accepted") / "accepted.csv"
    entries = [Acceptance(*row) for row in rows]
    write_accepted(path, entries)
    assert read_accepted(path) == entries


def test_a_broken_file_of_acceptances_is_named(tmp_path: Path) -> None:
    path = tmp_path / "accepted.csv"
    path.write_text("check,reason\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_accepted(path)


def test_the_documentation_of_the_checks_is_current() -> None:
    assert (DOCS / "consistency-checks.md").read_text(encoding="utf-8") == documentation()
