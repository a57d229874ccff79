"""Merging an import: what is new, changed and in conflict, and that a second time changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.glossary.choice import Choice
from workbench.glossary.csv_format import format_glossary
from workbench.glossary.exchange.base import Import, Languages, Row, Tally, tidy
from workbench.glossary.exchange.placing import slug
from workbench.glossary.exchange.registry import format_of_content
from workbench.glossary.merge import MergePlan, plan_merge
from workbench.glossary.model import Glossary, Status, Term

CURRENT = Glossary.of(
    "terms",
    [
        ("baltic-sea", Term("Oostzee", "nl", domain="geography", context=("Zweden",))),
        ("baltic-sea", Term("Baltic Sea", "en", note="the European one")),
        ("baltic-sea", Term("the Baltic", "en", Status.ADMITTED)),
        ("baltic-sea", Term("East Sea", "en", Status.DEPRECATED)),
        ("east-sea", Term("Oostzee", "nl")),
        ("east-sea", Term("East Sea", "en")),
        ("east-sea", Term("Baltic Sea", "en", Status.DEPRECATED)),
        ("un", Term("VN", "nl")),
        ("un", Term("United Nations", "en")),
        ("europol", Term("Europol", "nl", do_not_translate=True)),
    ],
)


def read(text: str, languages: str = "nl,en") -> Import:
    data = text.encode()
    return format_of_content(data, "in.csv").read(data, "in.csv", Languages.parse(languages))


def terms(glossary: Glossary, concept: str, language: str = "en") -> dict[str, Status]:
    found = glossary.concepts[concept].terms
    return {term.text: term.status for term in found if term.language == language}


def check_second_time(plan: MergePlan, incoming: Import) -> None:
    """The same file once more changes nothing, whatever was chosen."""
    for choice in Choice:
        once = plan.apply(choice)
        again = plan_merge(once, incoming)
        assert not (again.new or again.changed)
        assert format_glossary(again.apply(choice)) == format_glossary(once)
    assert not plan_merge(plan.apply(Choice.TAKE), incoming).conflicts


def test_new_changed_and_unchanged():
    incoming = read(
        "concept_id,lang,term,status,note\n"
        "baltic-sea,en,Baltic Sea,preferred,in Europe\n"
        "baltic-sea,en,the Baltic,,\n"
        "baltic-sea,en,Eastern Sea,deprecated,wrong\n"
        "summit,nl,top,,\n"
        "summit,nl,topontmoeting,,\n"
    )
    plan = plan_merge(CURRENT, incoming)
    assert not plan.conflicts and plan.unchanged == 1
    merged = plan.apply(Choice.KEEP)
    sea = {term.text: term for term in merged.concepts["baltic-sea"].terms}
    assert sea["Baltic Sea"].note == "in Europe" and sea["Oostzee"].context == ("Zweden",)
    assert sea["the Baltic"].status is Status.ADMITTED and sea["Eastern Sea"].note == "wrong"
    assert terms(merged, "summit", "nl") == {"top": Status.PREFERRED, "topontmoeting": Status.ADMITTED}
    assert list(plan.words()) == [
        "new: 3",
        '  baltic-sea: en "Eastern Sea" (deprecated, note "wrong")',
        '  summit: nl "top" (preferred)',
        '  summit: nl "topontmoeting" (admitted)',
        "changed: 1",
        '  baltic-sea: en "Baltic Sea": note "the European one" is now "in Europe"',
        "in conflict: 0",
        "unchanged: 1",
    ]
    check_second_time(plan, incoming)


def test_an_empty_cell_clears_and_a_missing_column_does_not():
    for text, note in (
        ("concept_id,lang,term,note\nbaltic-sea,en,Baltic Sea,\n", ""),
        ("concept_id,lang,term\nbaltic-sea,en,Baltic Sea\n", "the European one"),
    ):
        plan = plan_merge(CURRENT, read(text))
        assert plan.apply(Choice.KEEP).concepts["baltic-sea"].terms[1].note == note


def test_another_preferred_term_is_a_conflict():
    incoming = read("concept_id,lang,term,status\nbaltic-sea,nl,Oostzee,\nbaltic-sea,en,Baltic,preferred\n")
    plan = plan_merge(CURRENT, incoming)
    assert list(plan.conflicts[0].words()) == [
        'baltic-sea: the preferred en term is "Baltic Sea" in the glossary and "Baltic" in the file',
        '  keep: en "Baltic" admitted; en "Baltic Sea" preferred',
        '  take: en "Baltic" preferred; en "Baltic Sea" admitted',
    ]
    assert terms(plan.apply(Choice.KEEP), "baltic-sea")["Baltic"] is Status.ADMITTED
    assert terms(plan.apply(Choice.TAKE), "baltic-sea")["Baltic Sea"] is Status.ADMITTED
    check_second_time(plan, incoming)


def test_a_swap_that_the_file_states_is_no_conflict():
    incoming = read(
        "concept_id,lang,term,status\nbaltic-sea,en,the Baltic,preferred\nbaltic-sea,en,Baltic Sea,admitted\n"
    )
    plan = plan_merge(CURRENT, incoming)
    assert not plan.conflicts
    assert terms(plan.apply(Choice.KEEP), "baltic-sea")["the Baltic"] is Status.PREFERRED
    check_second_time(plan, incoming)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("baltic-sea,en,East Sea,admitted", 'en "East Sea" is deprecated in the glossary and admitted in the file'),
        ("baltic-sea,en,East Sea,", 'en "East Sea" is deprecated in the glossary and to be used in the file'),
        (
            "baltic-sea,en,the Baltic,deprecated",
            'en "the Baltic" is admitted in the glossary and deprecated in the file',
        ),
    ],
)
def test_deprecated_here_and_allowed_there_is_a_conflict(row, reason):
    incoming = read(f"concept_id,lang,term,status\n{row}\n")
    plan = plan_merge(CURRENT, incoming)
    assert [list(conflict.reasons) for conflict in plan.conflicts] == [[reason]]
    assert format_glossary(plan.apply(Choice.KEEP)) == format_glossary(CURRENT)
    check_second_time(plan, incoming)


def test_all_at_once():
    incoming = read(
        "concept_id,lang,term,status\nbaltic-sea,en,East Sea,preferred\nbaltic-sea,en,Baltic Sea,deprecated\n"
    )
    plan = plan_merge(CURRENT, incoming)
    assert len(plan.conflicts) == 1 and len(plan.conflicts[0].reasons) == 2
    assert terms(plan.apply(Choice.KEEP), "baltic-sea") == terms(CURRENT, "baltic-sea")
    assert terms(plan.apply(Choice.TAKE), "baltic-sea") == {
        "Baltic Sea": Status.DEPRECATED,
        "the Baltic": Status.ADMITTED,
        "East Sea": Status.PREFERRED,
    }
    check_second_time(plan, incoming)


def test_the_same_name_for_another_concept_is_a_conflict():
    incoming = read("concept_id,lang,term\nun,nl,unie\nun,en,union\n")
    plan = plan_merge(CURRENT, incoming)
    assert "another concept" in plan.conflicts[0].reasons[0] and not plan.new
    assert list(plan.conflicts[0].words())[1:] == [
        "  keep: left out",
        '  take: nl "unie" admitted; en "union" admitted',
    ]
    assert format_glossary(plan.apply(Choice.KEEP)) == format_glossary(CURRENT)
    assert "union" in terms(plan.apply(Choice.TAKE), "un")
    stated = read("concept_id,lang,term,status\nun,nl,unie,preferred\n")
    plan = plan_merge(CURRENT, stated)
    assert terms(plan.apply(Choice.TAKE), "un", "nl") == {"VN": Status.ADMITTED, "unie": Status.PREFERRED}
    assert format_glossary(plan.apply(Choice.KEEP)) == format_glossary(CURRENT)
    check_second_time(plan, stated)
    only_new_language = plan_merge(CURRENT, read("concept_id,lang,term\nun,fr,ONU\n", ""))
    assert not only_new_language.conflicts and len(only_new_language.new) == 1


def test_a_new_concept_with_a_known_term_is_pointed_out():
    plan = plan_merge(CURRENT, read("concept_id,lang,term\nIATE-1,nl,VN\nIATE-1,en,UN\n"))
    assert plan.notices == ['IATE-1 is new, but nl "VN" is a term of un already'] and len(plan.new) == 2


def test_two_columns_find_their_concepts_by_the_source_term():
    incoming = read("VN,UN\nnieuwe term,new term\nNieuwe-term,newer term\nEuropol,Europol\nOostzee,East Sea\n")
    plan = plan_merge(CURRENT, incoming)
    assert [(concept, term.text, term.status) for concept, term in plan.new] == [
        ("un", "UN", Status.ADMITTED),
        ("nieuwe-term", "nieuwe term", Status.PREFERRED),
        ("nieuwe-term", "new term", Status.PREFERRED),
        ("nieuwe-term-2", "Nieuwe-term", Status.PREFERRED),
        ("nieuwe-term-2", "newer term", Status.PREFERRED),
    ]
    assert not (plan.changed or plan.conflicts)
    check_second_time(plan, incoming)


def test_a_source_term_of_several_concepts_cannot_be_placed():
    plan = plan_merge(CURRENT, read("Oostzee,the Sea\n"))
    assert plan.conflicts[0].reasons == [
        'nl "Oostzee" is a term of baltic-sea and of east-sea, and the file does not say which is meant'
    ]
    for choice in Choice:
        assert format_glossary(plan.apply(choice)) == format_glossary(CURRENT)


def test_terms_that_stand_twice_in_the_glossary_survive():
    twice = Glossary.of(
        "terms", [("a", Term("x", "nl", domain="1")), ("a", Term("x", "nl", Status.ADMITTED, domain="2"))]
    )
    plan = plan_merge(twice, Import([Row("a", Term("x", "nl", note="n"), frozenset({"note"}))]))
    assert [(term.domain, term.note) for _, term in plan.apply(Choice.KEEP).rows()] == [("1", "n"), ("2", "")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("minister van Buitenlandse Zaken", "minister-van-buitenlandse-zaken"),
        ("Coördinatie/één", "coordinatie-een"),
        ("gia nhập", "gia-nhap"),
        ("Đại sứ", "đai-su"),
        ("条约", "条约"),
        ("...", "concept"),
    ],
)
def test_names_of_concepts(text, name):
    assert slug(text) == name


FEW = {"concept": ["a", "b"], "language": ["nl", "en"], "text": ["x", "y", "z"], "note": ["", "n"]}
ROWS = st.lists(
    st.builds(
        lambda concept, language, text, note, status, stated: Row(
            concept, Term(text, language, status, note=note), frozenset(stated)
        ),
        **{name: st.sampled_from(values) for name, values in FEW.items()},
        status=st.sampled_from(Status),
        stated=st.sampled_from([(), ("note",), ("status",), ("status", "note")]),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(ROWS, ROWS)
def test_whatever_is_merged_can_be_written_and_merging_it_again_changes_nothing(first, second):
    current = plan_merge(Glossary("terms"), Import(tidy(first, Tally()))).apply(Choice.KEEP)
    incoming = Import(tidy(second, Tally()))
    plan = plan_merge(current, incoming)
    for _, term in plan.current.rows():
        assert any(term.text == kept.text for _, kept in plan.apply(Choice.TAKE).rows())
    check_second_time(plan, incoming)
