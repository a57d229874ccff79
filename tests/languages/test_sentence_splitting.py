import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.languages.sentences import split_sentences, splitter

#: Each case is a list of sentences, which are joined with a space and must be found again.
SENTENCES = {
    "nl": [
        ["De ministers spraken elkaar in Utrecht.", "Daarna vertrok de delegatie naar Leuven."],
        # Titles and initials.
        ["Prof. dr. J.A. de Wit opende de zitting.", "Mr. Smeets sloot haar."],
        ["Mw. Bakker en dhr. Pieterse tekenden.", "Mevr. Smeets was getuige."],
        ["Kol. b.d. R. Visser en gen. A.B. van Dam kwamen ook."],
        ["J. De Coninck sprak namens België.", "Hij bleef kort."],
        ["Ir. Th. Kuipers bouwde de sluis.", "Zij staat er nog."],
        # References.
        ["Zie art. 5 en blz. 12 van nr. 34.", "Meer staat er niet."],
        ["Het besluit staat in Stb. 2020, nr. 12.", "Het geldt nog."],
        ["Volgens par. 3 en fig. 2 daalt de uitvoer.", "Zie ook vol. IV van de reeks."],
        ["Resolutie nr. 12-AB/CD is aangenomen.", "Niemand stemde tegen."],
        ["Wij wonen op nr. 5.", "Zij wonen op nr. 7."],
        ["Het is een mooi par.", "De golfer lachte."],
        # Abbreviations in mid-sentence.
        ["O.a. Vietnam en Laos doen mee.", "Dat geldt m.b.t. China niet."],
        ["Landen als bijv. Chili of Peru, resp. Cuba, bleven weg.", "Brazilië kwam."],
        ["Het overleg d.d. 3 december werd i.v.m. Kerstmis uitgesteld."],
        ["Dit gebeurt i.s.m. De Nederlandsche Bank en t.b.v. Europa."],
        ["Het werk is incl. btw aanbesteed, excl. Belgische heffingen."],
        ["Dat is vlgs. hem zo.", "Het klopt."],
        # Abbreviations that may end a sentence.
        ["Op 3 december jl. sprak de directeur a.i. Jansen met de raad."],
        ["Er waren bussen, treinen, enz.", "De reis duurde lang."],
        ["Het plan kwam van Jansen c.s.", "Het voorstel viel."],
        ["De minister a.i. Bakker bleef, evenals Smeets e.a. Brusselse gasten."],
        ["Het bedrijf Rozema B.V. Groningen levert de pompen."],
        ["Hij werkt bij Rozema N.V.", "De fabriek staat in Gent."],
        ["Zij wonen in de V.S.", "De familie bleef hier."],
        ["Aanwezig waren ministers e.d.", "Er was koffie."],
        ["De schade is 5 mln. euro en 2 mld. dollar."],
        # Ordinals, dates and numbers.
        ["De 1. divisie en de 2. brigade trokken op."],
        ["Op 12 jan. 2024 kwam hij en op 3 febr. vertrok hij."],
        ["Ik heet Jan.", "Hij heet Piet."],
        ["De uitvoer groeide met 2,6 procent tot 1.300.000 ton.", "In 2025 daalt hij."],
        ["Het is nu 2025.", "12 landen doen mee."],
        ["Om 15.30 uur begon het.", "Om 17.00 uur was het klaar."],
        # List markers.
        ["1. De partijen komen overeen.", "2. De kosten worden gedeeld."],
        ["1.2. Het verdrag geldt vijf jaar.", "1.3. Het kan worden verlengd."],
        ["a. De minister benoemt de leden.", "b. De leden kiezen een voorzitter."],
        ["IV. Slotbepalingen"],
        ["De partijen besloten het volgende.", "a) Er komt een loket.", "b) Het loket is gratis."],
        # Quotations and brackets.
        ['"Ga weg!" riep hij.', "Niemand ging."],
        ['"Komt u morgen?" vroeg de gastheer.', '"Misschien", zei zij.'],
        ["Hij zei: 'Wij gaan door.'", "'Dat is zeker.'"],
        ["“Het akkoord is rond.”", "De minister lachte."],
        ["„Wij tekenen vandaag.”", "Iedereen klapte."],
        ["«Wij tekenen vandaag.»", "Iedereen klapte."],
        ['"Wij zijn blij.', "Dit is een mijlpaal.", 'Minister Smeets kwam zelf", zei hij.'],
        ["Zij las 'De brug' (een roman.)", "Toen ging zij slapen."],
        ["(Het debat was gesloten.)", "De voorzitter stond op."],
        ["Zij noemde het een (!) De Wit-plan en een (?) Smeets-plan."],
        ["De zitting is gesloten.", "(gelach)"],
        ["De premiers schudden elkaar de hand.", "(Foto: ANP/Jan Visser)"],
        ["De premiers schudden elkaar de hand.", "Foto: Jan Visser/ANP"],
        # Ellipsis, question and exclamation marks.
        ["Landen, steden en dorpen... zijn welkom.", "Kom maar..."],
        ["Hij aarzelde… en sprak toen.", "Hij aarzelde…", "Toen sprak hij."],
        ["Wat nu?", "Nee!", "Echt niet?!", "Jawel."],
        ["Wie kwam er...", "Niemand."],
        # Addresses and file names.
        ["Zie www.voorbeeld.nl.", "De tekst staat op https://voorbeeld.nl/a.B/index.html."],
        ["Mail naar J.Visser@voorbeeld.nl of open foto.jpg niet.", "Dank."],
        ["Bron: https://voorbeeld.nl/Artikel.Een/Bijlage.Twee"],
        ["Open bestand b2-5153.jpg.", "Sluit het weer."],
        # Words that are short or look like abbreviations.
        ["Dat weet u.", "Wij weten het al.", "Minister Smeets niet."],
        ["Dat zijn onze foto's.", "Minister Smeets maakte ze."],
        ["Hij sprak op de top.", "Minister Smeets zweeg."],
        ["Zij steunen de EU.", "Minister Smeets ook."],
        ["Zij kwam gisteren.", "'s Avonds vertrok zij.", "'t Was laat."],
        ["Wij kozen groep A.", "De minister koos groep B."],
    ],
    "en": [
        ["Mr. Smith and Dr. A.B. Jones met in St. Andrews.", "They signed."],
        ["See No. 5, pp. 12 and art. 3, e.g. Section B.", "No.", "He said so."],
        ["The U.S. Congress met.", "They left the U.S.", "The talks went on."],
        ["It ended at 5 p.m.", "The chair left."],
        ["Acme Inc. Holdings, Smith et al. and others, etc. were there."],
        ["Gen. Le Van Tam, Lt. Col. Tran and Sen. Brown spoke on Jan. 5."],
        ['"Will you sign?" she asked.', '"I will."', "He did."],
        ["Ask me.", "People do."],
        ["The bank's the ministry's.", "People know."],
        ["I met Dec.", "The others had left."],
    ],
    "fr": [
        ["M. Dupont est venu.", "Il a signé l'accord."],
        ["Les ministres ont signé.", "Ils sont repartis."],
    ],
    "ja": [["大臣が署名した。"], ["会議は終わった。"]],
}

#: Texts that are more than sentences with a space between them.
TEXTS = [
    ("Dit is goed voor de wereld.De minister sprak.", ["Dit is goed voor de wereld.", "De minister sprak."]),
    ("Wij gaan!Zij bleven…Toen kwam hij.", ["Wij gaan!", "Zij bleven…", "Toen kwam hij."]),
    ('Hij zei "Wij gaan."Toen kwam zij.', ['Hij zei "Wij gaan."', "Toen kwam zij."]),
    ("Volgens dr.Visser en de b.v.B is er niets.", ["Volgens dr.Visser en de b.v.B is er niets."]),
    ("Dit is een regel\nmet een hard einde. En\nnog een.", ["Dit is een regel\nmet een hard einde.", "En\nnog een."]),
    ("Een kop\n\nEen alinea zonder punt\n \nNog een", ["Een kop", "Een alinea zonder punt", "Nog een"]),
    ("Een kop\r\n\r\nEen regel\r\ndie doorloopt", ["Een kop", "Een regel\r\ndie doorloopt"]),
    ("• eerste punt\n• tweede punt\n• derde", ["• eerste punt", "• tweede punt", "• derde"]),
    ("1. Opening\n2. Verslag\n3. Sluiting", ["1. Opening", "2. Verslag", "3. Sluiting"]),
    ("Zij tekenden in artikel\n5. Dat was alles.", ["Zij tekenden in artikel\n5.", "Dat was alles."]),
    ('Dat was het. " Toen ging hij.', ['Dat was het. "', "Toen ging hij."]),
    ("Ja.\u00a0Nee.\u2003Misschien.", ["Ja.", "Nee.", "Misschien."]),
    ("  Wit om de zin.  ", ["Wit om de zin."]),
    ("Een \x00 en een \ud800. En door.", ["Een \x00 en een \ud800.", "En door."]),
    ("...", ["..."]),
    (" \n\t ", []),
    ("", []),
]


def pieces(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"), [(code, sentences) for code, cases in SENTENCES.items() for sentences in cases]
)
def test_sentences_are_found_again(language: str, sentences: list[str]) -> None:
    assert pieces(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_texts_are_cut(text: str, expected: list[str]) -> None:
    assert pieces(text, "nl") == expected


def test_there_are_many_hard_cases() -> None:
    assert sum(map(len, SENTENCES.values())) + len(TEXTS) >= 60


def test_a_splitter_is_made_for_a_language() -> None:
    assert splitter("nl")("Ja. Nee.") == [(0, 3), (4, 8)]
    with pytest.raises(UsageError):
        splitter("dutch")


#: Texts that are full of what sentences are cut at.
AWKWARD = st.lists(
    st.one_of(
        st.text(max_size=4),
        st.sampled_from(list(" \n\r.!?…\"'“”‘’()[]«»-–•*1aBé\u00a0\u2028\x00\ud800。")),
        st.sampled_from(["De ", "en ", "dr. ", "o.a. ", "nr. ", "J.A. ", "1. ", "\n2. ", "\n• ", "\n\n"]),
        st.sampled_from(["Een zin. ", "wereld.De ", "www.a.nl/B. ", '"Ja." ', "(Nee.) ", "enz. ", "... "]),
    ),
    max_size=25,
).map("".join)


@given(AWKWARD, st.sampled_from(["nl", "en", "fr", "zz"]))
def test_only_white_space_stands_outside_the_spans(text: str, language: str) -> None:
    position = 0
    for start, end in split_sentences(text, language):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(AWKWARD, st.sampled_from(["nl", "en", "fr", "zz"]))
def test_a_sentence_is_not_cut_again(text: str, language: str) -> None:
    for start, end in split_sentences(text, language):
        assert split_sentences(text[start:end], language) == [(0, end - start)]


def test_a_line_of_many_words_is_one_sentence() -> None:
    assert split_sentences("woord " * 40_000, "nl") == [(0, 239_999)]


@pytest.mark.parametrize("unit", ["woord", "Een zin. ", '"A. B" C. ', ". "])
def test_a_very_long_line_takes_linear_time(unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.perf_counter()
        split_sentences(unit * times, "nl")
        return time.perf_counter() - start

    seconds(100)
    # Ten times the text; a quadratic method would take a hundred times as long.
    assert seconds(20_000) < 40 * seconds(2_000) + 0.5


def test_shuffled_sentences_are_found_again() -> None:
    sentences = [sentence for case in SENTENCES["nl"] for sentence in case if sentence[0].isupper()]
    sentences = [sentence for sentence in sentences if sentence.endswith((".", "!", "?")) and len(sentence) > 20]
    random.Random(1).shuffle(sentences)
    assert pieces("\n\n".join(sentences), "nl") == sentences
