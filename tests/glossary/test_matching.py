"""Terms of the bundled glossary are found in Dutch as it is written, and the right concept is chosen."""

import pytest

from workbench.glossary.files import load_glossary
from workbench.glossary.matching import DocumentContext, Matcher
from workbench.glossary.model import Glossary, Term

MATCHER = Matcher(load_glossary("diplomatic"), "nl")


def found(text: str, *document: str) -> list[tuple[str, str]]:
    context = MATCHER.document_context([text, *document])
    return [(text[hit.start : hit.end], hit.concept.id) for hit in MATCHER.find(text, context)]


def english(text: str, *document: str) -> list[str]:
    context = MATCHER.document_context([text, *document])
    return [hit.concept.allowed("en")[0].text for hit in MATCHER.find(text, context)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Secretaris-generaal van de Communistische Partij To Lam sprak.", "General Secretary"),
        ("De secretaris-generaal van het Centraal Comité.", "General Secretary"),
        ("De secretaris-generaal van de Verenigde Naties.", "Secretary-General"),
        ("VN-secretaris-generaal Guterres waarschuwde.", "Secretary-General"),
        ("De spanningen in de Oostzee tussen Vietnam en China.", "East Sea"),
        ("De Oostzee bij Finland en Estland.", "Baltic Sea"),
        ("De Nationale Vergadering kwam bijeen.", "National Assembly"),
        ("Het Nationaal Volkscongres kwam bijeen.", "National People's Congress"),
        ("Het Vaderlandsfront organiseerde dit.", "Fatherland Front"),
        ("Zij ondertekenden een Gezamenlijke Verklaring.", "Joint Statement"),
        ("Het alomvattend strategisch samenwerkingspartnerschap.", "Comprehensive Strategic Cooperative Partnership"),
        ("Het alomvattende strategische samenwerkingspartnerschap.", "Comprehensive Strategic Cooperative Partnership"),
        ("Een Gemeenschap van Gedeelde Toekomst.", "Community of Shared Future"),
        ("Het Provinciaal Volkscomité van Lang Son.", "Provincial People's Committee"),
        ("Het Intergouvernementele Comité kwam bijeen.", "Intergovernmental Committee"),
    ],
)
def test_the_traps_of_the_field(text, wanted):
    assert any(wanted in rendering for rendering in english(text))


def test_the_document_decides_where_the_sentence_does_not():
    sentence = "De secretaris-generaal dankte de aanwezigen."
    party = "Het Politbureau en het Centraal Comité van de Communistische Partij van Vietnam vergaderden."
    nations = "De Verenigde Naties en de Veiligheidsraad van de VN vergaderden."
    assert english(sentence, party) == ["General Secretary"]
    assert english(sentence, nations) == ["Secretary-General"]


def test_where_nothing_decides_both_are_allowed_and_it_is_said():
    (hit,) = MATCHER.find("De secretaris-generaal dankte de aanwezigen.")
    assert not hit.certain
    assert {"General Secretary", "Secretary-General"} <= {term.text for term in hit.concept.allowed("en")}
    assert hit.concept.deprecated("en") == []


def test_the_choice_is_explained():
    (hit, *_) = MATCHER.find("De Oostzee bij Finland.")
    assert "Finland" in hit.reason


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("de nationale vergadering", "nationale vergadering"),
        ("DE NATIONALE VERGADERING", "NATIONALE VERGADERING"),
        ("de Nationale\nVergadering", "Nationale\nVergadering"),
        ("de Nationale  Vergadering", "Nationale  Vergadering"),
        ("het Centraal Comite", "Centraal Comite"),
        ("de staatsbezoeken", "staatsbezoeken"),
        ("de vicepremiers", "vicepremiers"),
        ("de vice-premier", "vice-premier"),
        ("twee ambassadeurs", "ambassadeurs"),
    ],
)
def test_as_it_is_written(text, span):
    assert span in [words for words, _ in found(text)]


@pytest.mark.parametrize(
    "text",
    ["de Nationale. Vergadering", "de nationale feestvergadering", "een minister uit Peking", "Foto: Ngo Bao Thuan"],
)
def test_what_is_no_term(text):
    assert not {"National Assembly", "Prime Minister", "non-governmental organisation", "NGO"} & set(english(text))


def test_the_longest_term_wins_and_the_nested_one_is_kept_for_information():
    hits = MATCHER.find("De voorzitter van de Nationale Vergadering sprak.")
    assert [hit.concept.id for hit in hits] == ["chairman-national-assembly"]
    assert [hit.concept.allowed("en")[0].text for hit in hits[0].nested] == ["National Assembly"]


def rivals() -> Matcher:
    """Two concepts with the same term, told apart by context words and by their domains."""
    rows = [
        ("bank-money", Term("bank", "nl", domain="finance", context=("rente", "krediet"))),
        ("bank-river", Term("bank", "nl", domain="geography", context=("rivier", "zand"))),
        ("loan", Term("lening", "nl", domain="finance")),
        ("delta", Term("delta", "nl", domain="geography")),
        ("dam", Term("dam", "nl", domain="geography")),
    ]
    return Matcher(Glossary.of("rivals", rows), "nl")


@pytest.mark.parametrize(
    ("text", "document", "concept", "reason"),
    [
        ("De bank en de rivier.", ["Rente en krediet."], "bank-river", "“rivier” stands near"),
        ("Rente bij de bank, ver van een rivier.", [], "bank-money", "“Rente” stands near"),
        (
            "De bank.",
            ["Een rivier.", "De rivieren.", "Krediet."],
            "bank-river",
            "the words of the whole document decide",
        ),
        ("De bank.", ["De delta, de dam, een lening."], "bank-river", "“geography”"),
        ("De bank.", ["Een rivier en krediet.", "Een lening."], "bank-money", "“finance”"),
    ],
)
def test_context_words_decide_and_then_the_domain(text, document, concept, reason):
    matcher = rivals()
    (hit,) = [hit for hit in matcher.find(text, matcher.document_context([text, *document])) if hit.term.text == "bank"]
    assert hit.concept.id == concept and hit.certain
    assert reason in hit.reason


@pytest.mark.parametrize("document", [[], ["Een lening voor de delta."], ["Rente en rivier."]])
def test_a_tie_decides_nothing(document):
    matcher = rivals()
    (hit,) = matcher.find("De bank.", matcher.document_context(["De bank.", *document]))
    assert not hit.certain
    assert hit.concept.id == "bank-money|bank-river"


def test_a_document_without_context_decides_nothing():
    (hit,) = rivals().find("De bank.", DocumentContext())
    assert not hit.certain


def test_the_part_of_a_compound_is_chosen_by_context_too():
    (hit, *_) = MATCHER.find("De Oostzeekwestie drukt op Vietnam.")
    assert (hit.concept.id, hit.compound) == ("east-sea", True)
