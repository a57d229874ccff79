"""Each check with a table of pairs that it must find and pairs that it must leave alone."""

from collections.abc import Sequence

import pytest

from workbench.consistency.model import Pair
from workbench.consistency.registry import CHECKS, Scope
from workbench.consistency.run import Checker
from workbench.consistency.subject import Toolbox
from workbench.documents.model import BlockKind
from workbench.glossary.files import load_glossary

Texts = tuple[str, str]

#: check -> pairs that it finds.
HITS: dict[str, list[Texts]] = {
    "term-missing": [
        ("De Nationale Vergadering vergadert.", "The House of Commons is meeting."),
        ("De vicepremier sprak met de ambassadeur.", "The Deputy Prime Minister spoke to the envoy."),
        ("De Europese Commissie keurde het plan goed.", "Brussels approved the plan."),
    ],
    "term-count": [
        ("De premier ontving de premier van Laos.", "The Prime Minister received the leader of Laos."),
        ("De ambassadeur groette de ambassadeur.", "The ambassador greeted his colleague."),
        ("De Nationale Vergadering is de Nationale Vergadering.", "The National Assembly is what it is."),
    ],
    "term-form": [
        ("De diplomatieke betrekkingen zijn hersteld.", "Diplomacy and relating have been restored."),
        ("De mensenrechten tellen.", "Humanity rightly counts."),
        ("De Europese Commissie keurde het goed.", "Europe's commissioner approved it."),
    ],
    "term-forbidden": [
        ("De rechtsstaat is in gevaar.", "The law state is in danger."),
        ("De Veiligheidsraad kwam bijeen.", "The Safety Council met."),
        ("De mensenrechten worden geschonden.", "People's rights are being violated."),
    ],
    "do-not-translate": [
        ("De Benelux tekende het akkoord.", "The Low Countries signed the accord."),
        ("Interpol zoekt de man.", "The police of the world are looking for the man."),
        ("De BRICS kwamen bijeen.", "The emerging economies met."),
    ],
    "number": [
        ("Er waren 1.250 gasten.", "There were 1,520 guests."),
        ("Het kost 2,8 miljard euro.", "It costs 2.8 million euros."),
        ("Zij wachtten anderhalf uur.", "They waited two and a half hours."),
        ("Tientallen mensen kwamen.", "Thousands of people came."),
        ("De eenentwintigste vergadering.", "The twenty-second meeting."),
        ("Tussen 10 en 15 procent.", "Between 10 and 50 per cent."),
        ("Zij kozen drie leden.", "They elected members."),
    ],
    "date-or-time": [
        ("Op 3 december 2025 begon het.", "It began on 3 November 2025."),
        ("De trein vertrekt om half acht.", "The train leaves at 8.30."),
        ("Het overleg is op dinsdag.", "The talks are on Thursday."),
        ("Ingediend op 03-12-2025.", "Submitted on 13 December 2025."),
    ],
    "unit": [
        ("Het kost 5 miljoen euro.", "It costs 5 million dollars."),
        ("De weg is 30 kilometer lang.", "The road is 30 miles long."),
        ("Twintig procent stemde voor.", "Twenty tonnes voted in favour."),
    ],
    "name": [
        ("Premier Pham Minh Chinh sprak.", "Prime Minister Pham Minh Chin spoke."),
        ("Wij ontmoetten Sonexay Siphandone.", "We met Sonexay."),
        ("De brief was van Hannelore De Bock.", "The letter was from Hannelore De Back."),
    ],
    "name-form": [
        ("In Boloven groeit koffie.", "Coffee grows in Bolaven."),
        ("Hij woont in Xayaburi.", "He lives in Xaybury."),
        ("Zij kwam uit Viengxai.", "She came from Vientung."),
    ],
    "acronym": [
        ("De OCOP-winkel is open.", "The OPOC shop is open."),
        ("De UEFA gaf een boete.", "The UEAF imposed a fine."),
        ("Zij liet een MRI maken.", "She had a scan made."),
    ],
    "untranslated": [
        ("De wacht liep over de stadsmuur.", "De wacht liep over de stadsmuur."),
        ("Wij gaan morgen naar huis.", "Wij gaan morgen weer naar ons huis."),
        ("Het terras ligt aan de zuidkant van het huis.", "Een groot terras ligt achter het huis."),
    ],
    "source-left": [
        ("Hij liep met een lantaarn.", "He walked with a lantaarn."),
        ("Zij eten boterhammen in de zon.", "They eat boterhammen in the sun."),
        ("De taart was gezakt.", "The taart had collapsed."),
    ],
    "spelling-variant": [],
    "title-capitals": [],
    "empty-target": [("Zeker.", ""), ("12", "  "), ("De gasten vertrokken.", "\n")],
    "tag": [
        ("Klik op <b>hier</b>.", "Click <b>here."),
        ("Er zijn {count} gasten.", "There are some guests."),
        ("Hallo %s, welkom.", "Hello, welcome."),
        ("A&nbsp;B", "A B"),
    ],
    "address": [
        ("Zie www.voorbeeld.nl/tafel.", "See www.voorbeeld.nl/table."),
        ("Schrijf naar consul@voorbeeld.nl.", "Write to the consul."),
        ("Meer op https://voorbeeld.nl/a.", "More here."),
    ],
    "length-ratio": [
        ("De president sprak uitvoerig over de betrekkingen tussen beide landen.", "He spoke."),
        ("Zij sprak over de toekomst van het land.", "She spoke " + "about the future of the country " * 4),
        ("Na de lunch werd het programma voortgezet met een bezoek aan de haven.", "After lunch, the port."),
    ],
    "end-punctuation": [
        ("Komt u morgen?", "You are coming tomorrow."),
        ("Hij kwam niet.", "He did not come"),
        ("Wat een dag!", "What a day."),
    ],
    "quotes": [
        ('Hij noemde het "een fooi".', "He called it a tip."),
        ("Hij noemde het een fooi.", 'He called it "a tip".'),
        ('"Goed", zei hij.', '"Good, he said.'),
    ],
    "brackets": [
        ("De gast (93) sprak.", "The guest (93 spoke."),
        ("De gast [sic] sprak.", "The guest sic spoke."),
        ("De gast sprak.", "The guest) spoke."),
    ],
    "spaces": [
        ("Hij kwam, zag en won.", "He came , saw and won."),
        ("Hij kwam laat.", "He  came late."),
        ("Hij kwam laat.", "He came late. "),
        ("Hij kwam, zij niet.", "He came,she did not."),
    ],
    "initial-capital": [
        ("Het huis is oud.", "the house is old."),
        ("de oude huizen", "Old houses"),
        ('"Het huis is oud."', '"the house is old."'),
    ],
    "capitals": [
        ("Het huis is oud", "THE HOUSE IS OLD"),
        ("HET HUIS IS OUD", "The house is old"),
        ("Bezoek aan de haven", "VISIT TO THE PORT"),
    ],
    "repeated-word": [
        ("Het pad is lang.", "The the path is long."),
        ("Hij gaat weg.", "He is is leaving."),
        ("Zij woont in Rome.", "She lives in in Rome."),
    ],
    "repeated-phrase": [
        ("Zij werken in het regenwoud.", "They work in the rainforest in the rainforest."),
        ("Hij sprak over de vrede.", "He spoke about peace about peace."),
        (
            "De delegatie bezocht de haven.",
            "The delegation visited the port of the city and later visited the port of the city.",
        ),
    ],
}  # fmt: skip

#: check -> pairs that it leaves alone.
MISSES: dict[str, list[Texts]] = {
    "term-missing": [
        ("De Nationale Vergadering vergadert.", "The National Assembly is meeting."),
        ("De ambassadeurs spraken.", "The ambassadors spoke."),
        ("De premier ontving de premier van Laos.", "The Prime Minister received the leader of Laos."),
        ("De toetreding duurde jaren.", "It took years before the country joined."),
    ],
    "term-count": [
        ("De premier sprak.", "The Prime Minister spoke."),
        ("De premier en de premier.", "The Prime Minister and the Prime Minister."),
        ("De Nationale Vergadering vergadert.", "The House of Commons is meeting."),
    ],
    "term-form": [
        ("De ambassadeur sprak.", "The ambassador spoke."),
        ("De Nationale Vergadering vergadert.", "The House of Commons is meeting."),
        ("De koe graast.", "The cow grazes."),
    ],
    "term-forbidden": [
        ("De rechtsstaat is in gevaar.", "The rule of law is in danger."),
        ("De wet van de staat.", "The law state by state."),
        ("De Veiligheidsraad kwam bijeen.", "The Security Council met."),
    ],
    "do-not-translate": [
        ("De Benelux tekende het akkoord.", "The Benelux signed the accord."),
        ("Interpol zoekt de man.", "Interpol is looking for the man."),
        ("De BRICS-landen kwamen bijeen.", "The BRICS countries met."),
    ],
    "number": [
        ("Er waren 1.250 gasten.", "There were 1,250 guests."),
        ("Het kost 2,8 miljard euro.", "It costs 2.8 billion euros."),
        ("Zij wachtten anderhalf uur.", "They waited one and a half hours."),
        ("Zij wachtten anderhalf uur.", "They waited an hour and a half."),
        ("Tientallen mensen kwamen.", "Dozens of people came."),
        ("Tientallen miljoenen dollars.", "Tens of millions of dollars."),
        ("Er kwamen eenentwintig landen.", "Twenty-one countries came."),
        ("Er kwamen 21 landen.", "Twenty-one countries came."),
        ("De 48e vergadering van 2021-2025.", "The forty-eighth meeting of 2021–2025."),
        ("Een kwart miljoen bomen.", "A quarter of a million trees."),
        ("In de jaren tachtig.", "In the 1980s."),
        ("Beide landen, een tweestatenoplossing.", "The two countries, a two-state solution."),
        ("honderdvijftig tot tweehonderd", "one hundred and fifty to two hundred"),
        ("Hij acht dat wenselijk.", "He considers that desirable."),
    ],
    "date-or-time": [
        ("Op 3 december 2025 begon het.", "It began on December 3, 2025."),
        ("De trein vertrekt om half acht.", "The train leaves at 7.30 p.m."),
        ("Om 15.30 uur, kwart over drie.", "At 3.30 p.m., a quarter past three."),
        ("Ingediend op 03-12-2025.", "Submitted on 3 December 2025."),
        ("Woensdagmiddag kwam zij.", "She came on Wednesday afternoon."),
    ],
    "unit": [
        ("Het kost 5 miljoen euro.", "It costs EUR 5 million."),
        ("De weg is 30 km lang.", "The road is 30 kilometres long."),
        ("Twintig procent stemde voor.", "Twenty per cent voted in favour."),
    ],
    "name": [
        ("Premier Pham Minh Chinh sprak.", "Prime Minister Pham Minh Chinh spoke."),
        ("Nguyễn Phú Trọng sprak.", "Nguyen Phu Trong spoke."),
        ("In Noord-Brabant regent het.", "It is raining in North Brabant."),
        ("Snookerspeler Zhao Wenbo won.", "Snooker player Zhao Wenbo won."),
    ],
    "name-form": [
        ("In Boloven groeit koffie.", "Coffee grows in Boloven."),
        ("Hij woont in Wenen.", "He lives in Vienna."),
        ("Chinhs bezoek was kort.", "Chinh's visit was short."),
    ],
    "acronym": [
        ("De OCOP-winkel is open.", "The OCOP shop is open."),
        ("De VN kwam bijeen.", "The UN met."),
        ("Het BBP groeit.", "GDP is growing."),
    ],
    "untranslated": [
        ("De wacht liep over de stadsmuur.", "The watchman walked along the city wall."),
        ("Hotel Continental", "Hotel Continental"),
        ("Phnom Penh", "Phnom Penh"),
    ],
    "source-left": [
        ("Hij liep met een lantaarn.", "He walked with a lantern."),
        ("Het woord 'gezellig' is lastig.", 'The word "gezellig" is difficult.'),
        ("De apartheid is voorbij.", "The apartheid is over."),
    ],
    "spelling-variant": [],
    "title-capitals": [],
    "empty-target": [("", ""), ("—", ""), ("Zeker.", "Certainly.")],
    "tag": [
        ("Klik op <b>hier</b>.", "<b>Here</b> you click."),
        ("Er zijn {count} gasten.", "There are {count} guests."),
        ("5 < 6 en 7 > 3", "5 < 6 and 7 > 3"),
    ],
    "address": [
        ("Zie www.voorbeeld.nl/tafel.", "See www.voorbeeld.nl/tafel."),
        ("Schrijf naar consul@voorbeeld.nl.", "Write to consul@voorbeeld.nl."),
        ("Geen adres hier.", "No address here."),
    ],
    "length-ratio": [
        ("Goed.", "That is fine with me."),
        ("Zij sprak over de toekomst van het land.", "She spoke about the future of the country."),
        ("", "Nothing was here."),
    ],
    "end-punctuation": [
        ("Komt u morgen?", "Are you coming tomorrow?"),
        ('"Hij kwam niet."', '"He did not come".'),
        ("Hij kwam…", "He came..."),
    ],
    "quotes": [
        ('Hij noemde het "een fooi".', "He called it “a tip”."),
        ("Hij noemde het 'een fooi'.", 'He called it "a tip".'),
        ("Dat zijn Jans foto's.", "Those are Jan's photos."),
    ],
    "brackets": [
        ("De gast (93) sprak.", "The guest (93) spoke."),
        ("a) de gast", "a) the guest"),
        ("De gast sprak.", "The guest spoke."),
    ],
    "spaces": [
        ("Hij kwam, zag en won.", "He came, saw and won."),
        ("Het kost 1.250,50.", "It costs 1,250.50."),
        ("Zie U.S. en e.g.", "See the U.S. and e.g."),
    ],
    "initial-capital": [
        ("Het huis is oud.", "The house is old."),
        ("de Nederlandse huizen", "Dutch houses"),
        ("de NAVO", "NATO"),
    ],
    "capitals": [
        ("Het huis is oud", "The house is old"),
        ("NAVO", "The alliance"),
        ("HET HUIS", "THE HOUSE"),
    ],
    "repeated-word": [
        ("Hij had gehad wat hij wilde.", "He had had what he wanted."),
        ("New York New York", "New York, New York"),
        ("Heel, heel lang.", "Long, long ago."),
    ],
    "repeated-phrase": [
        ("Zij gaan van deur tot deur om te helpen.", "They go door to door to help."),
        ("Hij sprak over de vrede.", "He spoke about peace."),
        ("Niet de koerier, niet de klant.", "Not the courier, not the customer."),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def tools() -> Toolbox:
    return Toolbox(load_glossary("diplomatic"), "nl", "en")


def found(tools: Toolbox, code: str, pairs: Sequence[Texts], kind: BlockKind = BlockKind.PARAGRAPH) -> list[int]:
    """The numbers of the segments in which a check finds something."""
    segments = [Pair("report", number, *texts, kind=kind) for number, texts in enumerate(pairs, start=1)]
    checked = Checker(tools, [code]).check(segments)
    return [item.subject.pair.segment for item in checked if item.findings]


def _cases(table: dict[str, list[Texts]]) -> list[tuple[str, Texts]]:
    return [(code, texts) for code, rows in table.items() for texts in rows]


@pytest.mark.parametrize(("code", "texts"), _cases(HITS))
def test_a_check_finds_the_error(tools: Toolbox, code: str, texts: Texts) -> None:
    assert found(tools, code, [texts]) == [1]


@pytest.mark.parametrize(("code", "texts"), _cases(MISSES))
def test_a_check_leaves_a_correct_pair_alone(tools: Toolbox, code: str, texts: Texts) -> None:
    assert found(tools, code, [texts]) == []


#: check -> documents, and the segments of each in which it must find something.
DOCUMENTS: dict[str, list[tuple[list[Texts], list[int]]]] = {
    "translated-differently": [
        ([("De zaal was vol en stil.", "The hall was full and quiet.")] * 2, []),
        ([("De zaal was vol.", "The hall was full."), ("De zaal was vol.", "Every seat was taken.")], [2]),
        ([("De zaal was vol.", "The hall was full."), ("De zaal was vol!", "The hall was full.")], []),
        ([("Ja.", "Yes."), ("Nee.", "No."), ("Ja.", "Indeed.")], [3]),
    ],
    "same-translation": [
        ([("De ketting van haar brak.", "Her necklace broke at once."),
          ("Wij gaan morgen weg.", "Her necklace broke at once.")], [2]),
        ([("De gasten vertrokken heel vroeg.", "The guests left very early."),
          ("De gasten vertrokken erg vroeg.", "The guests left very early.")], []),
        ([("Zeker.", "Certainly."), ("Jazeker.", "Certainly.")], []),
        ([("Hij sloeg de deur dicht.", "He shut the door."), ("Het was koud en nat.", "He shut the door."),
          ("Zij zag de maan opkomen.", "She saw the moon rise.")], [2]),
    ],
    "name-spelling": [
        ([("Nguyễn sprak.", "Nguyễn spoke."), ("Nguyễn zweeg.", "Nguyen was silent.")], [2]),
        ([("Zelensky sprak.", "Zelensky spoke."), ("Zelensky zweeg.", "Zelenskyy was silent.")], [2]),
        ([("In Đà Nẵng.", "In Đà Nẵng."), ("Naar Đà Nẵng.", "To Da Nang.")], [2]),
        ([("Hùng sprak.", "Hùng spoke."), ("Hưng zweeg.", "Hưng was silent.")], []),
        ([("Chinh sprak.", "Chinh spoke."), ("Chinhs woord.", "Chinh's word.")], []),
        ([("NGUYEN", "NGUYEN"), ("Nguyen zweeg.", "Nguyen was silent.")], []),
    ],
    "official-name": [
        ([("Dit is het Jaar van de Vriendschap.", "This is the Friendship Year."),
          ("In het Jaar van de Vriendschap reizen zij.", "In the Amity Season they travel.")], [2]),
        ([("Dit is het Jaar van de Vriendschap.", "This is the Year of Friendship."),
          ("In het Jaar van de Vriendschap reizen zij.", "In the Friendship Year they travel.")], []),
        ([("Het Huis van de Vriendschap is open.", "The House of Friendship is open."),
          ("Naast het Huis van de Vriendschap ligt een tuin.", "Next to it lies a garden.")], []),
        ([("Zij zag het Huis van de Vriendschap.", "She saw the House of Friendship."),
          ("Wij zagen het Huis van de Vriendschap.", "We saw the Amity Centre.")], [2]),
        ([("Hij opende de Week van de Poëzie.", "He opened the Poetry Week."),
          ("Tijdens de Week van de Poëzie las zij voor.", "During the Festival of Verse she read.")], [2]),
    ],
    "term-changes": [
        ([("Het Humanitaire Uitwisselingsjaar begint.", "The Humanitarian Exchange Year begins."),
          ("Het Humanitaire Uitwisselingsjaar eindigt.", "The People's Exchange Year ends.")], [2]),
        ([("Het Verenigd Koninkrijk stemde.", "The United Kingdom voted."),
          ("Het Verenigd Koninkrijk zweeg.", "Great Britain was silent.")], [2]),
        ([("De Europese Commissie sprak.", "The European Commission spoke."),
          ("De Europese Commissie zweeg.", "The Commission was silent.")], []),
        ([("Het VN-Zeerechtverdrag telt.", "The United Nations Convention on the Law of the Sea counts."),
          ("Het VN-Zeerechtverdrag geldt.", "UNCLOS applies.")], []),
        ([("De minister van Defensie sprak.", "The Minister of Defence spoke."),
          ("De minister van Defensie zweeg.", "The Defence Minister was silent.")], []),
        ([("De Rekenkamer sprak.", "The Court of Audit spoke."), ("De Rekenkamer zweeg.", "The Audit Office did not.")],
         [2]),
    ],
    "spelling-variant": [
        ([("De kleur.", "The colour of it."), ("De haven.", "The harbor of it.")], [2]),
        ([("De kleur.", "The color of it."), ("De haven.", "The harbour of it.")], [2]),
        ([("Het plan.", "They realise it."), ("Het doel.", "They organize it.")], [2]),
        ([("De kleur.", "The colour of it."), ("Het doel.", "They organize it.")], []),
        ([("De haven.", "Pearl Harbor"), ("De kleur.", "The colour of it.")], []),
        ([("De kleur.", "The colour of it."), ("De haven.", "The harbour of it.")], []),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "pairs", "expected"), [(code, *case) for code, cases in DOCUMENTS.items() for case in cases]
)
def test_a_check_finds_the_first_deviation_in_a_document(
    tools: Toolbox, code: str, pairs: list[Texts], expected: list[int]
) -> None:
    assert found(tools, code, pairs) == expected


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (["The Visit of the Minister to Hanoi", "A new railway for the whole country"], [2]),
        (["The visit of the minister to the port", "A Railway for the Whole Country"], [2]),
        (["The Visit of the Minister to Hanoi", "A Railway for the Whole Country"], []),
        (["The Visit of the Minister to Hanoi", "Summary", "News"], []),
    ],
)
def test_headings_are_held_to_one_way_of_capitals(tools: Toolbox, targets: list[str], expected: list[int]) -> None:
    pairs = [("Kop van het stuk", target) for target in targets]
    assert found(tools, "title-capitals", pairs, BlockKind.HEADING) == expected
    assert found(tools, "title-capitals", pairs, BlockKind.PARAGRAPH) == []


def test_every_check_has_a_table_and_documentation() -> None:
    assert set(CHECKS) == set(HITS) | set(DOCUMENTS)
    assert all(len(rows) >= 3 for code, rows in HITS.items() if CHECKS[code].scope is Scope.SEGMENT)
    assert all(len(rows) >= 3 for code, rows in MISSES.items() if CHECKS[code].scope is Scope.SEGMENT)
    assert all(check.title and check.documentation.endswith((".", ")")) for check in CHECKS.values())


@pytest.mark.parametrize("code", list(CHECKS))
@pytest.mark.parametrize(
    "texts", [("", ""), ("", "x"), ("x", ""), ("?!", "…"), ("\ud800", "\ud800 a"), ("1 " * 60, "")]
)
def test_no_check_fails_on_odd_text(tools: Toolbox, code: str, texts: Texts) -> None:
    list(Checker(tools, [code]).check([Pair("report", 1, *texts)] * 2))
