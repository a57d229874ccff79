"""Terms, numbers and names are counted by occurrence; marks are held against the glossary."""

import pytest
from evaluation_helpers import demands_of, head_of, made_of, marked

from workbench.documents.bilingual import Outcome
from workbench.evaluation.demands import Demands, Fault, consistency, verify_marks
from workbench.evaluation.metrics import Count
from workbench.evaluation.testset import Mark
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary

SOURCE = "De premier en de vicepremier spraken op 3 december met de ambassadeur over 17,5 miljoen euro."


@pytest.mark.parametrize(
    ("name", "hypothesis", "met", "total"),
    [
        ("terms", "The Prime Minister and the Deputy Prime Minister spoke to the ambassador.", 3, 3),
        ("terms", "The Deputy Prime Minister spoke to the ambassadors.", 2, 3),
        ("terms", "", 0, 3),
        ("numbers", "On December 3 they discussed 17.5 million euros.", 2, 2),
        ("numbers", "On December 3 they discussed 17,5 million euros.", 1, 2),
        ("names", "anything", 0, 0),
    ],
)
def test_occurrences_are_counted(name, hypothesis, met, total):
    demands = demands_of(made_of((SOURCE, "")))
    assert demands.counts(name, [hypothesis]) == [Count(met, total)]


def test_names_must_stay():
    demands = demands_of(made_of(("Mevrouw Thandeka Dlamini sprak.", "")))
    assert demands.counts("names", ["Ms Thandeka Dlamini spoke."]) == [Count(1, 1)]
    assert demands.counts("names", ["Ms Dlamini spoke."]) == [Count(0, 1)]


def test_the_document_decides_what_a_homonym_means():
    lines = (
        ("De Oostzee is diep.", "The sea is deep."),
        ("Vietnam en China hebben een gedragscode.", "They have a code."),
    )
    hits = demands_of(made_of(*lines)).hits[0]
    assert [hit.concept.id for hit in hits] == ["east-sea"]


def test_consistency_is_the_share_of_the_most_frequent_rendering():
    testset = made_of(*(("De gezamenlijke verklaring is getekend.", "") for _ in range(3)))
    texts = [
        "The joint statement was signed.",
        "The Joint Statements were signed.",
        "The joint declaration was signed.",
    ]
    demands = demands_of(testset)
    uses = demands.uses(texts)
    assert {use.outcome for of_segment in uses for use in of_segment} == {Outcome.KEPT}
    assert consistency(testset, uses, texts) == Count(2, 3)


def test_marks_count_whatever_the_glossary_says():
    source = "De premier vertrok."
    mark = Mark("prime-minister", 3, 10, ("Prime Minister",))
    testset = marked(source, "The Prime Minister left.", [mark])
    demands = Demands(testset, Glossary("empty"))
    assert demands.counts("terms", ["The Prime Minister left."]) == [Count(1, 1)]
    assert demands.counts("terms", ["The premier left."]) == [Count(0, 1)]
    assert demands.faults() == [Fault(0, "prime-minister", "premier", is_lookalike=False)]
    (use,) = verify_marks([[mark]], testset, ["The premier left."])[0]
    assert use.outcome is Outcome.MISSING


def test_the_bundled_glossary_finds_the_marked_terms():
    """What it finds and what it takes for a term wrongly is measured at full size by the gate."""
    assert [fault for fault in demands_of(head_of("terminology", 100)).faults() if not fault.is_lookalike] == []


def test_the_glossary_must_not_take_a_look_alike_for_a_term():
    source = "Het kind begon in Wenen te wenen."
    place, weeping = source.index("Wenen"), source.index("wenen")
    mark, wrong = Mark("vienna", weeping, weeping + 5), Mark("vienna", place, place + 5)
    testset = marked(source, "The child began to weep in Vienna.", lookalikes=[mark])
    assert Demands(testset, load_glossary("diplomatic")).faults() == []
    testset = marked(source, "The child began to weep in Vienna.", lookalikes=[wrong])
    (fault,) = Demands(testset, load_glossary("diplomatic")).faults()
    assert fault.is_lookalike and fault.words == "Wenen"
