"""What goes wrong where a rendering is forced: each flaw is seen, and correct targets have none."""

import pytest

from workbench.documents.bilingual import Outcome, TermUse
from workbench.translation.flaws import Flaw, forcing_flaws
from workbench.translation.pieces import PieceTable

SOURCE = "De ministers spraken in Hanoi over de vrede op de Oostzee."
GOOD = "The ministers spoke in Hanoi about peace in the East Sea."


def use(source: str, target: str, word: str = "Oostzee", rendering: str = "East Sea") -> TermUse:
    start, at = source.index(word), target.index(rendering)
    return TermUse("c1", (start, start + len(word)), (at, at + len(rendering)), Outcome.KEPT, (rendering,))


@pytest.fixture(scope="module")
def table(bundled_model) -> PieceTable:
    return PieceTable(bundled_model)


@pytest.mark.parametrize(
    ("source", "target", "flaws"),
    [
        (SOURCE, GOOD, set()),
        (SOURCE, "East Sea the ministers spoke in Hanoi about peace.", {Flaw.EDGE}),
        (
            "Op de Oostzee spraken de ministers over de vrede.",
            "The ministers spoke about peace. East Sea.",
            {Flaw.EDGE},
        ),
        (SOURCE, GOOD[:-1] + ", spoke in Hanoi about peace in the East Sea.", {Flaw.REPEATED, Flaw.LENGTH}),
        (SOURCE, "The ministers ministers spoke in Hanoi about the East Sea.", {Flaw.REPEATED}),
        (SOURCE, "They spoke of East Sea.", {Flaw.LENGTH}),
        ("Oostzee: vrede", "East Sea: peace", set()),
    ],
)
def test_a_flaw_is_found_where_there_is_one(table, source, target, flaws):
    free = GOOD if source != "Oostzee: vrede" else target
    found = forcing_flaws(source, target, free, [use(source, target)], table)
    assert found - {Flaw.DOUBLED, Flaw.EDGE} == flaws - {Flaw.EDGE} and (Flaw.EDGE in found) == (Flaw.EDGE in flaws)


def test_a_rendering_beside_another_translation_of_its_words_is_doubled(table):
    said_twice = "The ministers spoke in Hanoi about peace in the Baltic East Sea."
    found = {
        target: Flaw.DOUBLED in forcing_flaws(SOURCE, target, GOOD, [use(SOURCE, target)], table)
        for target in (GOOD, said_twice)
    }
    assert found == {GOOD: False, said_twice: True}


def test_nothing_to_say_of_a_segment_without_terms(table):
    assert forcing_flaws(SOURCE, GOOD, GOOD, [], table) == frozenset()
