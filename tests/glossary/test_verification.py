"""A translation keeps its terms, or it is said which occurrence it lost."""

import pytest

from workbench.documents.bilingual import Outcome
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary, Status, Term
from workbench.glossary.verification import Verifier


def concept(id: str, dutch: str, english: str, *, admitted: str = "", deprecated: str = "") -> list[tuple[str, Term]]:
    rows = [(id, Term(dutch, "nl")), (id, Term(english, "en"))]
    rows += [(id, Term(text, "en", Status.ADMITTED)) for text in admitted.split("|") if text]
    return rows + [(id, Term(text, "en", Status.DEPRECATED)) for text in deprecated.split("|") if text]


GLOSSARY = Glossary.of(
    "test",
    [
        *concept("pm", "premier", "Prime Minister", admitted="Premier"),
        *concept("dpm", "vicepremier", "Deputy Prime Minister", deprecated="Vice Premier"),
        *concept("sea", "Oostzee", "East Sea", deprecated="Baltic Sea|Baltic"),
        *concept("assembly", "Nationale Vergadering", "National Assembly"),
        *concept("chair", "voorzitter van de Nationale Vergadering", "Chairman of the National Assembly"),
        ("rws", Term("Rijkswaterstaat", "nl", do_not_translate=True)),
    ],
)
SOURCE, TARGET = Matcher(GLOSSARY, "nl"), Verifier(Matcher(GLOSSARY, "en"), "en")
KEPT, MISSING, FORBIDDEN = Outcome.KEPT, Outcome.MISSING, Outcome.FORBIDDEN


@pytest.mark.parametrize(
    ("source", "target", "outcomes"),
    [
        ("De premier sprak.", "The Prime Minister spoke.", [KEPT]),
        ("De premiers spraken.", "The prime ministers spoke.", [KEPT]),
        ("De premier sprak.", "The premier spoke.", [KEPT]),
        ("De premier sprak.", "The minister spoke.", [MISSING]),
        ("De premier sprak.", "The Deputy Prime Minister spoke.", [MISSING]),
        ("De premier en de premier.", "The Prime Minister spoke.", [KEPT, MISSING]),
        ("De premier en de premier.", "The Prime Minister and the Premier.", [KEPT, KEPT]),
        ("De premier en de vicepremier.", "The Deputy Prime Minister and the Prime Minister.", [KEPT, KEPT]),
        ("De vicepremier sprak.", "The Vice Premier spoke.", [FORBIDDEN]),
        ("In de Oostzee.", "In the East Sea.", [KEPT]),
        ("In de Oostzee.", "In the Baltic Sea.", [FORBIDDEN]),
        ("In de Oostzee.", "In the East Sea (the Baltic).", [FORBIDDEN]),
        ("In de Oostzee.", "In the East Seaboard.", [MISSING]),
        ("De Nationale Vergadering kwam bijeen.", "The Chairman of the National Assembly met.", [KEPT]),
        ("De voorzitter van de Nationale Vergadering.", "The Chairman of the National Assembly.", [KEPT]),
        ("Rijkswaterstaat bouwt.", "Rijkswaterstaat builds.", [KEPT]),
        ("Rijkswaterstaat bouwt.", "Public Works builds.", [MISSING]),
        ("Niemand sprak.", "The Prime Minister spoke.", []),
        ("De premier's woorden.", "The Prime Minister's words.", [KEPT]),
        ("De premier sprak.", "The Prime\nMinister spoke.", [KEPT]),
    ],
)
def test_outcomes(source, target, outcomes):
    uses = TARGET.verify(SOURCE.find(source), target)
    assert [use.outcome for use in uses] == outcomes


def test_spans_point_at_the_words():
    source, target = "De premier bezocht de Oostzee.", "The Premier visited the East Sea."
    first, second = TARGET.verify(SOURCE.find(source), target)
    assert source[slice(*first.source)] == "premier" and target[slice(*first.target)] == "Premier"
    assert source[slice(*second.source)] == "Oostzee" and target[slice(*second.target)] == "East Sea"
    assert list(first.allowed) == ["Prime Minister", "Premier"]
