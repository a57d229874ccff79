"""Export and import give back the same term base, whatever is in it, in every format that holds all fields."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.glossary.choice import Choice
from workbench.glossary.csv_format import format_glossary
from workbench.glossary.exchange.base import Import, Languages
from workbench.glossary.exchange.escapes import NOT_XML, escape, unescape
from workbench.glossary.exchange.registry import format_named
from workbench.glossary.exchange.tbx_vocabulary import INDENTATION
from workbench.glossary.merge import plan_merge
from workbench.glossary.model import Glossary, Review, Status, Term

ALL = Languages()
Check = Callable[[str], bool]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NASTY = [
    "=cmd()", "'=x", "''+1", "-1", "@a", "'s-Gravenhage", 'a "b" c', "one\ntwo", "one\r\ntwo", "one\rtwo", "one\n  two",
    "a\ttab", "<a>&amp;</a>", "]]>", "_x0041_", "_x005F_x0041_", "\u202eright to left", "e\u0301", "a|b", "a;b,c",
    "[workbench] note: x", "[workbench] domain: y\nz", "[workbench]", "\x01\x1b[31m", "\U0001f600", "\ufeffx", "#N/A",
    "112", "yes", "2026-09-30", "noun", "proper noun", "other",
]  # fmt: skip
LETTERS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")


def texts(is_held: Check) -> st.SearchStrategy[str]:
    drawn = st.one_of(st.sampled_from(NASTY), st.text(LETTERS, max_size=12))
    return drawn.filter(is_held).map(str.strip)


@st.composite
def glossaries(draw: st.DrawFn, is_held: Check = bool, is_term: Check = bool) -> Glossary:
    any_text = texts(lambda text: not text or is_held(text))
    some_text = any_text.filter(bool)
    rows: dict[tuple[str, str, str], Term] = {}
    for _ in range(draw(st.integers(1, 6))):
        term = Term(
            text=draw(some_text.filter(is_term)),
            language=draw(st.sampled_from(["nl", "en", "en-gb"])),
            status=draw(st.sampled_from(Status)),
            part_of_speech=draw(any_text),
            domain=draw(any_text),
            definition=draw(any_text),
            note=draw(any_text),
            source=draw(any_text),
            case_sensitive=draw(st.booleans()),
            do_not_translate=draw(st.booleans()),
            review=draw(st.sampled_from(Review)),
            context=tuple(draw(st.lists(some_text.filter(lambda word: "|" not in word), max_size=2))),
            reviewed_by=draw(any_text),
            reviewed_at=draw(st.sampled_from(["", "2026-09-30", "2026-09-30T14:00:00+02:00"])),
        )
        concept = draw(st.sampled_from(["a", "b", draw(some_text)]))
        others = [other for (name, language, _), other in rows.items() if (name, language) == (concept, term.language)]
        if any(other.status is Status.PREFERRED for other in others):
            term = replace(term, status=Status.ADMITTED)
        rows.setdefault((concept, term.language, term.text), term)
    return Glossary.of("terms", [(concept, term) for (concept, _, _), term in rows.items()])


def merged(found: Import, current: Glossary | None = None) -> Glossary:
    return plan_merge(current or Glossary("terms"), found).apply(Choice.KEEP)


def check_round_trip(name: str, glossary: Glossary) -> None:
    exchange = format_named(name)
    export = exchange.write(glossary, ALL)
    found = exchange.read(export.data, "terms", ALL)
    assert format_glossary(merged(found)) == format_glossary(glossary)
    assert not found.notes
    plan = plan_merge(glossary, found)
    assert not (plan.new or plan.changed or plan.conflicts)


@QUICK
@given(glossaries())
def test_csv(glossary):
    check_round_trip("csv", glossary)


@QUICK
@given(glossaries())
def test_xlsx(glossary):
    check_round_trip("xlsx", glossary)


def is_xml(text: str) -> bool:
    """XML has no control characters."""
    return not NOT_XML.search(text)


def is_not_indented(text: str) -> bool:
    """An indented line inside a term is read as a space."""
    return not INDENTATION.search(text)


@QUICK
@given(glossaries(is_xml, is_not_indented))
def test_tbx_version_3(glossary):
    check_round_trip("tbx", glossary)


@QUICK
@given(glossaries(is_xml, is_not_indented))
def test_tbx_version_2(glossary):
    check_round_trip("tbx2", glossary)


@QUICK
@given(glossaries())
def test_what_tbx_does_not_hold_is_listed(glossary):
    fields = [value for _, term in glossary.rows() for value in (term.text, term.note, term.definition)]
    for name in ("tbx", "tbx2"):
        export = format_named(name).write(glossary, ALL)
        losses = "\n".join(export.losses)
        assert "control character" in losses or not any(map(NOT_XML.search, fields))
        assert format_named(name).read(export.data, "terms", ALL).rows


@QUICK
@given(glossaries())
def test_two_columns_change_nothing_where_they_came_from(glossary):
    pair = Languages.parse("nl,en")
    for name in ("tsv", "csv-pairs"):
        found = format_named(name).read(b"nl\ten\n" + format_named("tsv").write(glossary, pair).data, "terms", pair)
        plan = plan_merge(glossary, found)
        assert not (plan.new or plan.changed)
        assert all("does not say which" in reason for conflict in plan.conflicts for reason in conflict.reasons)


@given(st.text(st.one_of(st.sampled_from("_x0041\x01F"), LETTERS)))
def test_escapes(text):
    assert not NOT_XML.search(escape(text, NOT_XML))
    assert unescape(escape(text, NOT_XML)) == text
