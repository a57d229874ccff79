"""Which written forms of a term are a hit, and which words only look like one: a table for each phenomenon.

A case is a term, a text, and the words of the text that are the hit; None where there must be none. The parts of a
split verb are written with " … " between them.
"""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.glossary.matching import Hit, Matcher
from workbench.glossary.model import Glossary, Term

Case = tuple[str, str, str | None]

#: Terms that are marked as verbs in the glossary; the others are nouns.
VERBS = {
    "afzeggen", "bekrachtigen", "deelnemen", "goedkeuren", "in werking treden", "instemmen", "negotiate",
    "ondertekenen", "opzeggen", "overeenkomen", "plaatsvinden", "practise", "ratify", "sign", "toetreden",
    "uitwisselen", "van kracht worden", "winnen",
}  # fmt: skip

DUTCH: dict[str, list[Case]] = {
    "plural": [
        ("verdrag", "Beide verdragen gelden.", "verdragen"),
        ("lidstaat", "De lidstaten stemden in.", "lidstaten"),
        ("zitting", "Drie zittingen duurden lang.", "zittingen"),
        ("ministerie", "Twee ministeries en een dienst.", "ministeries"),
        ("memorandum", "De memoranda liggen klaar.", "memoranda"),
        ("crisis", "Alle crises tegelijk.", "crises"),
        ("onderhandelaar", "De onderhandelaars wachtten.", "onderhandelaars"),
        ("zee", "Over alle zeeën.", "zeeën"),
        ("regio", "In zes regio's.", "regio's"),
        ("lid", "De leden stemden.", "leden"),
        ("hoofdstad", "Twee hoofdsteden.", "hoofdsteden"),
        ("brief", "De brieven kwamen aan.", "brieven"),
        ("handelsgesprek", "Lange handelsgesprekken.", "handelsgesprekken"),
        ("bijzondere gezant", "De bijzondere gezanten.", "bijzondere gezanten"),
        ("verdrag", "Hij verdraagt geen kritiek.", None),
        ("zitting", "Hij zit in de zaal.", None),
        ("staat", "Twee steden vierden feest.", None),
        ("brief", "Een korte briefing.", None),
        ("lid", "Zij leed verlies.", None),
        ("bank", "Het bankje in het park.", "bankje"),
        ("raad", "Hij raadt het af.", None),
        ("partij", "Een part van de winst.", None),
    ],
    "diminutive": [
        ("dorp", "Een dorpje aan de grens.", "dorpje"),
        ("brief", "Drie briefjes.", "briefjes"),
        ("vlag", "Met vlaggetjes zwaaien.", "vlaggetjes"),
        ("land", "Dat kleine landje.", "landje"),
        ("staat", "Een staatje in de bergen.", "staatje"),
        ("kaart", "Zij trok een kaars.", None),
        ("partij", "Een partje sinaasappel.", None),
    ],
    "adjective ending": [
        ("bilateraal akkoord", "Een bilaterale akkoord.", "bilaterale akkoord"),
        ("bilateraal overleg", "Het bilaterale overleg.", "bilaterale overleg"),
        ("duurzame ontwikkeling", "Duurzaam ontwikkelingen volgen.", "Duurzaam ontwikkelingen"),
        ("nationale veiligheid", "het nationaal veiligheidsdenken", "nationaal veiligheid"),
        ("strategisch partnerschap", "De strategische partnerschappen.", "strategische partnerschappen"),
        ("grensoverschrijdende misdaad", "grensoverschrijdend misdaad", "grensoverschrijdend misdaad"),
        ("buitenlands beleid", "Het buitenlandse beleid.", "buitenlandse beleid"),
        ("vrije handel", "Vrijheid van handel.", None),
        ("sociale dialoog", "Een asociale dialoog.", None),
        ("nationale veiligheid", "internationale veiligheid", None),
        ("economische zone", "Een economie in de zone.", None),
        ("bilateraal overleg", "Multilateraal overleg.", None),
        ("open markt", "De opening van de markt.", None),
    ],
    "genitive": [
        ("Indonesië", "Indonesiës hoofdstad.", "Indonesiës"),
        ("Portugal", "Portugals kust.", "Portugals"),
        ("China", "China's kust.", "China's"),
        ("Cambodja", "Cambodja’s grens.", "Cambodja’s"),
        ("premier", "De premiers plannen.", "premiers"),
        ("Portugal", "De Portugese kust.", None),
        ("Laos", "Een Laotiaan en een Lao.", None),
        ("ander", "Anders gezegd.", None),
    ],
    "verb form": [
        ("bekrachtigen", "Het parlement bekrachtigde het.", "bekrachtigde"),
        ("bekrachtigen", "Het is bekrachtigd.", "bekrachtigd"),
        ("ondertekenen", "Zij ondertekent de brief.", "ondertekent"),
        ("opzeggen", "Het verdrag is opgezegd.", "opgezegd"),
        ("winnen", "Zo win ik de verkiezing.", "win"),
        ("opzeggen", "Als het land het opzegt.", "opzegt"),
        ("toetreden", "Nadat het was toegetreden.", "toegetreden"),
        ("uitwisselen", "De uitgewisselde nota's.", "uitgewisselde"),
        ("goedkeuren", "De goedgekeurde tekst.", "goedgekeurde"),
        ("bekrachtigen", "De krachtige motor.", None),
        ("ondertekenen", "De ondertekening.", None),
        ("opzeggen", "De opzet mislukte.", None),
        ("toetreden", "Hij betreedt de zaal.", None),
        ("uitwisselen", "Zij wisselden van plaats.", None),
        ("goedkeuren", "Dat is een goede keur.", None),
    ],
    "word for a woman": [
        ("woordvoerder", "De woordvoerster zweeg.", None),
        ("voorzitter", "De fractievoorzitster sprak.", None),
        ("kroonprins", "De kroonprinses kwam aan.", None),
        ("secretaris", "Zijn secretaresse belde.", None),
        ("keizer", "De keizerin van Japan.", None),
        ("directeur", "De directrice opende de school.", None),
        ("woordvoerster", "Twee woordvoersters zwegen.", "woordvoersters"),
        ("vorstin", "Alle vorstinnen.", "vorstinnen"),
        ("hectare", "Twee hectares rijst.", "hectares"),
        ("robuust plan", "Een robuuster plan.", "robuuster plan"),
    ],
    "separable verb": [
        ("opzeggen", "Het land zegde het verdrag op.", "zegde … op"),
        ("opzeggen", "Zegt men het verdrag op, dan eindigt het.", "Zegt … op"),
        ("opzeggen", "Zij zeggen de overeenkomst op en vertrekken.", "zeggen … op"),
        ("opzeggen", "Hij zegde op 5 mei het contract op.", "zegde … op"),
        ("opzeggen", "Men zegde het op omdat het moest.", "zegde … op"),
        ("opzeggen", "Zij zegden de akkoorden, hoe nuttig ook, op.", "zegden … op"),
        ("opzeggen", "Het recht om het op te zeggen.", "op te zeggen"),
        ("opzeggen", "Dat men het op zou kunnen zeggen.", "op zou kunnen zeggen"),
        ("toetreden", "Het land trad in 2004 toe tot de unie.", "trad … toe"),
        ("goedkeuren", "De kamer keurde de begroting goed.", "keurde … goed"),
        ("plaatsvinden", "Het overleg vond gisteren plaats.", "vond … plaats"),
        ("deelnemen", "Tien landen namen deel.", "namen … deel"),
        ("overeenkomen", "Zij kwamen een bestand overeen.", "kwamen … overeen"),
        ("in werking treden", "Het trad op 1 mei in werking.", "trad … in werking"),
        ("in werking treden", "Voordat het in werking treedt.", "in werking treedt"),
        ("in werking treden", "Het dient in werking te treden.", "in werking te treden"),
        ("van kracht worden", "De regel werd toen van kracht.", "werd … van kracht"),
        ("opzeggen", "Hij zegde niets en liep weg.", None),
        ("opzeggen", "Zij zeggen dat de prijs op peil blijft.", None),
        ("opzeggen", "Zij zegt dat op de markt.", None),
        ("opzeggen", "Zij zegde het bezoek toe en belde op.", None),
        ("opzeggen", "Zij zegde niets. De voorraad is op.", None),
        ("opzeggen", "Men heeft het gezegd: alles is op.", None),
        ("opzeggen", "Op de vraag zegde zij niets.", None),
        ("toetreden", "Zij trad af en gaf dat toe.", None),
        ("plaatsvinden", "Zij vond een plaats.", None),
        ("goedkeuren", "Zij keurde het voorstel af, en dat was goed.", None),
        ("deelnemen", "Zij namen het grootste deel van de winst.", None),
        ("deelnemen", "Hij neemt zijn deel, zij het hare.", None),
        ("deelnemen", "Zij namen geen deel.", "namen … deel"),
        ("instemmen", "Men stemt in mei over de wet.", None),
        ("opzeggen", "Zij zegt het op verzoek van de raad.", None),
        ("toetreden", "Zij trad de zaal binnen, naar het podium toe.", None),
        ("instemmen", "Hun stemmen klonken, in mei.", None),
        ("overeenkomen", "Zij komen tot overeenstemming.", None),
        ("afzeggen", "Zij zegt dat het verkeer af en toe stilstaat.", None),
        ("in werking treden", "Zij trad naar voren; de machine is in werking.", None),
    ],
    "hyphen, space or none": [
        ("vice-premier", "De vicepremier sprak.", "vicepremier"),
        ("vice-premier", "De vice premier sprak.", "vice premier"),
        ("vice-premier", "De vice‑premiers spraken.", "vice‑premiers"),
        ("vicepremier", "De vice-premier sprak.", "vice-premier"),
        ("vicepremier", "De vice premier sprak.", "vice premier"),
        ("vicepremier", "De Vice-Premiers spraken.", "Vice-Premiers"),
        ("voormalig vicepremier", "Een voormalig vice-premier sprak.", "voormalig vice-premier"),
        ("secretaris-generaal", "De secretaris generaal.", "secretaris generaal"),
        ("luchtmacht", "De lucht-macht oefent.", "lucht-macht"),
        ("e-mail", "Stuur een email.", "email"),
        ("Noord-Holland", "In Noord Holland.", "Noord Holland"),
        ("vice-premier", "De vice, premier Jansen, sprak.", None),
        ("vice-premier", "De vice - premier Jansen - sprak.", None),
        ("vicepremier", "De vice. Premier Jansen sprak.", None),
        ("landbouw", "Dat land bouwt huizen.", None),
        ("landgoed", "Wie dat land goed kent.", None),
        ("overleg", "Hij boog over leg na leg.", None),
        ("bijstand", "De score bij stand van zaken.", None),
        ("staatshoofd", "Van die staat hoofd en hart.", None),
        ("minister-president", "De minister sprak met de president.", None),
    ],
    "joined to another word": [
        ("Oostzee", "De Oostzeekwestie.", "Oostzee"),
        ("Oostzee", "Alle Oostzeekwesties.", "Oostzee"),
        ("Oostzee", "Het Oostzee-overleg.", "Oostzee"),
        ("Oostzee", "De Oostzeegrensgeschillen.", "Oostzee"),
        ("ASEAN", "De ASEAN-lidstaten.", "ASEAN"),
        ("EU", "Een EU-lid.", "EU"),
        ("mensenrechten", "De mensenrechtendialoog.", "mensenrechten"),
        ("toetreding", "De toetredingsgesprekken.", "toetreding"),
        ("vluchteling", "De vluchtelingenstatus.", "vluchtelingen"),
        ("ambassade", "Het ambassadepersoneel.", "ambassade"),
        ("Stille Oceaan", "Aan de Stille Oceaankust.", "Stille Oceaan"),
        ("lidstaat", "Een lidstatenberaad.", "lidstaten"),
        ("kustwacht", "De kustwacht- en marineschepen.", "kustwacht"),
        ("Mekong", "De Mekonglanden.", "Mekong"),
        ("staatsgreep", "De staatsgreepplegers.", "staatsgreep"),
        ("Oostzee", "oostzeekwestie", None),
        ("Tran", "De transportsector.", None),
        ("Tran", "Transportsector groeit.", None),
        ("Hong", "Hongergezant in actie.", None),
        ("Brugge", "Het Bruggenhoofdverhaal.", None),
        ("zitting", "De zittingszaal.", "zitting"),
        ("handel", "Onze handelspartner.", None),
        ("president van de staat", "De president van de staatsrekenkamer.", None),
        ("toetreden", "De toetredensvraag.", None),
    ],
    "inside another word": [
        ("site", "De website is traag.", None),
        ("raad", "Hoogverraad en verraad.", None),
        ("raad", "De draad kwijt zijn.", None),
        ("raad", "Een raadsel.", None),
        ("raad", "Wie raadpleegt haar?", None),
        ("VN", "De VNO sprak.", None),
        ("VN", "VNexpress schreef.", None),
        ("land", "Nederland en IJsland.", None),
        ("land", "De landbouw groeit.", None),
        ("land", "Het landschap.", None),
        ("land", "Landelijk beleid.", None),
        ("verdrag", "Een handelsverdrag.", None),
        ("premier", "De vicepremier.", None),
        ("staat", "De staatsie.", None),
        ("staat", "Een toestaatsing.", None),
        ("bank", "De bankier.", None),
        ("grens", "Een grenzeloos vertrouwen.", None),
        ("grens", "Een begrensd budget.", None),
        ("handel", "De handelaar.", None),
        ("handel", "Dat is hun handelwijze.", None),
        ("partij", "Een partijdig oordeel.", None),
        ("Europa", "Het Europarlement.", None),
        ("Congo", "De Congolese regering.", None),
        ("Taiwan", "Een Taiwanese firma.", None),
        ("Korea", "Een Koreaanse firma.", None),
        ("Willem", "In Willemstad.", None),
        ("EU", "De euro en de EUR.", None),
        ("macht", "Zij machtigden hem.", None),
        ("vrede", "Zij leven vredig.", None),
        ("zee", "Het zeepje.", None),
        ("recht", "Rechtvaardig en oprecht.", None),
        ("Vietnam", "Het Vietnamees.", None),
        ("minister", "Het ministerie.", None),
        ("kamer", "De cameraman.", None),
        ("president", "Het presidium.", None),
        ("gezant", "De gezangen.", None),
        ("leger", "De legering.", None),
        ("grens", "Een grendel.", None),
        ("staking", "De stalking.", None),
        ("douane", "De douanier.", None),
        ("Polen", "De polenta.", None),
        ("Iran", "Een Iraniër.", None),
        ("Belarus", "De Belarussen stemmen.", None),
        ("land", "De landlozen kregen niets.", None),
        ("Japan", "De Japanner.", None),
        ("raad", "De raadhuisstraat.", None),
        ("vrede", "Een bevredigend antwoord.", None),
    ],
    "capitals": [
        ("Nationale Vergadering", "DE NATIONALE VERGADERING SPRAK", "NATIONALE VERGADERING"),
        ("Nationale Vergadering", "de nationale vergadering", "nationale vergadering"),
        ("lidstaat", "ALLE LIDSTATEN VERGADEREN", "LIDSTATEN"),
        ("lidstaat", "Lidstaten Vergaderen", "Lidstaten"),
        ("Oostzee", "OOSTZEEKWESTIE BESPROKEN", "OOSTZEE"),
        ("vicepremier", "VICE-PREMIER SPREEKT", "VICE-PREMIER"),
        ("VN", "VN-TOP IN PARIJS", "VN"),
        ("NAVO", "De navo en de Navo.", None),
        ("VS", "Punt vs komma.", None),
        ("WIE", "WIE WINT DE VERKIEZINGEN", None),
        ("ngo", "Een NGO.", "NGO"),
        ("NGO", "Mevrouw Ngo sprak.", None),
        ("NGO", "Alle NGO's.", "NGO's"),
    ],
    "apostrophe and diacritics": [
        ("foto", "De foto’s en beelden.", "foto’s"),
        ("foto", "De foto's en beelden.", "foto's"),
        ("auto's", "Zijn auto’s.", "auto’s"),
        ("Centraal Comité", "Het Centraal Comite.", "Centraal Comite"),
        ("Centraal Comite", "Het Centraal Comité.", "Centraal Comité"),
        ("coördinatie", "De coordinatie.", "coordinatie"),
        ("coördinatie", "De coo\u0308rdinatie.", "coo\u0308rdinatie"),
        ("Nguyễn Huệ", "Langs de Nguyen Hue.", "Nguyen Hue"),
        ("Đồng Nai", "In Dong Nai.", "Dong Nai"),
        ("comité", "Hij komt mee.", None),
        ("idee", "De ID's.", None),
        ("hé", "Zij en hen.", None),
    ],
    "white space and invisible characters": [
        ("Raad van Europa", "De Raad\nvan Europa.", "Raad\nvan Europa"),
        ("Raad van Europa", "De Raad  van   Europa.", "Raad  van   Europa"),
        ("Raad van Europa", "De Raad\u00a0van Europa.", "Raad\u00a0van Europa"),
        ("samenwerking", "De samen\u00adwerking.", "samen\u00adwerking"),
        ("samenwerking", "De samen-\nwerking.", "samen-\nwerking"),
        ("samenwerking", "Alle samen\u00adwerkingen.", "samen\u00adwerkingen"),
        ("Oostzee", "De Oost\u00adzee\u00adkwestie.", "Oost\u00adzee\u00ad"),
        ("lidstaat", "De lid\u200bstaten.", "lid\u200bstaten"),
        ("Raad van Europa", "De Raad\n\nvan Europa.", None),
        ("Raad van Europa", "De Raad. Van Europa.", None),
        ("Raad van Europa", "De Raad, van Europa.", None),
        ("samenwerking", "Zij gaan samen. Werking verzekerd.", None),
        ("samenwerking", "Zij gaan samen werking zoeken.", None),
    ],
    "terms of many words": [
        ("Raad van State van Nederland", "De Raad van State van Nederland.", "Raad van State van Nederland"),
        (
            "verdrag inzake de rechten van personen met een handicap",
            "Het Verdrag inzake de rechten van personen met een handicap geldt.",
            "Verdrag inzake de rechten van personen met een handicap",
        ),
        (
            "organisatie voor het verbod van chemische wapens in de wereld",
            "De Organisatie voor het verbod van chemische wapens in de wereld.",
            "Organisatie voor het verbod van chemische wapens in de wereld",
        ),
        (
            "verdrag van de Verenigde Naties tegen corruptie en grensoverschrijdende misdaad",
            "Twee verdragen van de Verenigde\nNaties tegen corruptie en grensoverschrijdende misdaad.",
            "verdragen van de Verenigde\nNaties tegen corruptie en grensoverschrijdende misdaad",
        ),
        ("artikel 5, lid 2", "Volgens artikel 5, lid 2.", "artikel 5, lid 2"),
        ("artikel 5, lid 2", "Volgens artikel 5 lid 2.", "artikel 5 lid 2"),
        ("artikel 5", "Volgens artikel 50.", None),
        ("artikel 5", "Volgens artikel 5 en 6.", "artikel 5"),
        ("ministerie van Buitenlandse Zaken", "Het ministerie van Binnenlandse Zaken.", None),
        ("ministerie van Buitenlandse Zaken", "Het ministerie van Buitenlandse Handel.", None),
        ("ministerie van Buitenlandse Zaken", "Het ministerie voor Buitenlandse Zaken.", None),
        ("Hoge Raad", "De hoge raden en hun raad.", "hoge raden"),
        ("Hoge Raad", "De raad is hoog.", None),
    ],
}  # fmt: skip

ENGLISH: dict[str, list[Case]] = {
    "plural": [
        ("treaty", "Two treaties apply.", "treaties"),
        ("member state", "All Member States.", "Member States"),
        ("ministry", "Both ministries.", "ministries"),
        ("memorandum", "The memoranda.", "memoranda"),
        ("crisis", "These crises.", "crises"),
        ("spokeswoman", "Two spokeswomen.", "spokeswomen"),
        ("Secretary of State", "Two Secretaries of State.", "Secretaries of State"),
        ("party", "A part of it.", None),
        ("new", "The news today.", None),
        ("Laos", "A Lao citizen.", None),
        ("state", "The estate.", None),
    ],
    "possessive": [
        ("Prime Minister", "The Prime Minister's speech.", "Prime Minister's"),
        ("Prime Minister", "The Prime Ministers’ talks.", "Prime Ministers"),
        ("Vietnam", "Vietnam’s coast.", "Vietnam’s"),
        ("People's Committee", "The People’s Committee.", "People’s Committee"),
        ("People's Committee", "The people committee.", None),
        ("women's union", "A woman union.", None),
    ],
    "verb form": [
        ("ratify", "They ratified it.", "ratified"),
        ("negotiate", "They were negotiating.", "negotiating"),
        ("sign", "It was signed.", "signed"),
        ("sign", "A signal was sent.", None),
        ("ratify", "The ratio fell.", None),
    ],
    "hyphen, space or none": [
        ("Secretary-General", "The Secretary General.", "Secretary General"),
        ("Secretary General", "The Secretary-General.", "Secretary-General"),
        ("people-to-people", "People to people exchange.", "People to people"),
        ("policymaker", "Our policy-makers.", "policy-makers"),
        ("co-operation", "Closer cooperation.", "cooperation"),
        ("cooperation", "Closer co-operation.", "co-operation"),
        ("Secretary-General", "The secretary, General Smith.", None),
        ("Secretary-General", "The secretary – general as ever – left.", None),
        ("people-to-people", "From people to peoples.", "people to peoples"),
        ("statement", "State men came.", None),
    ],
    "British and American spelling": [
        ("international organisation", "International organizations.", "International organizations"),
        ("organization", "The organisation.", "organisation"),
        ("Ministry of Defence", "The Ministry of Defense.", "Ministry of Defense"),
        ("cultural centre", "Cultural centers.", "Cultural centers"),
        ("work programme", "The work program.", "work program"),
        ("labour", "A labor market.", "labor"),
        ("neighbouring country", "Neighboring countries.", "Neighboring countries"),
        ("councillor", "A councilor.", "councilor"),
        ("dialogue", "A dialog.", "dialog"),
        ("practise", "Who practices law.", "practices"),
        ("archaeology", "Archeology.", "Archeology"),
        ("centre", "The central bank.", None),
        ("hour", "Hor the Egyptian.", None),
        ("tour", "The tor was steep.", None),
        ("four", "It is for you.", None),
        ("prise", "A prize.", None),
        ("defence", "A dense defencelessness.", None),
        ("Tyre", "A flat tire.", None),
        ("poet", "A pet.", None),
        ("stalled talks", "Staled talks.", None),
    ],
    "inside another word": [
        ("East Sea", "The East Seaboard.", None),
        ("port", "Support and airports.", None),
        ("ally", "They rallied.", None),
        ("US", "Let us go.", None),
        ("US", "LET US PRAY TOGETHER", None),
        ("UN", "A UN-led force.", "UN"),
        ("UN", "UNESCO met.", None),
        ("sea", "The season.", None),
        ("treaty", "They treat it.", None),
        ("state", "The minister stated this.", None),
        ("state", "Stating the obvious.", None),
        ("states", "One state voted.", "state"),
        ("meeting", "Two meetings.", "meetings"),
        ("customs", "As custom dictates.", None),
        ("customs", "The customs officers.", "customs"),
        ("visa", "The ministers met vis-à-vis.", None),
        ("envoy", "The convoy.", None),
        ("minister", "The ministry.", None),
        ("border", "A boarder.", None),
        ("council", "Legal counsel.", None),
        ("aid", "They said so.", None),
        ("Niger", "Nigeria.", None),
        ("Oman", "A woman.", None),
        ("ASEAN", "SEASEAN.", None),
        ("Prime Minister", "The Prime Ministerial office.", None),
        ("WHO", "WHO SPOKE YESTERDAY", None),
        ("WHO", "the WHO", "WHO"),
    ],
    "capitals and space": [
        ("National Assembly", "THE NATIONAL ASSEMBLY", "NATIONAL ASSEMBLY"),
        ("National Assembly", "the national\nassembly", "national\nassembly"),
        ("National Assembly", "National. Assembly", None),
        ("National Assembly", "The nation assembles.", None),
        ("memorandum of understanding", "Memoranda of Understanding", "Memoranda of Understanding"),
        ("memorandum of understanding", "A memorandum without understanding", None),
    ],
}  # fmt: skip


def cases(language: str, groups: dict[str, list[Case]]) -> list[object]:
    return [
        pytest.param(language, *case, id=f"{language} {group}: {case[0]} in {case[1]!r}")
        for group, items in groups.items()
        for case in items
    ]


@cache
def matcher(language: str, *terms: str) -> Matcher:
    rows = [
        (term, Term(term, language, part_of_speech="verb" if term in VERBS else "noun", case_sensitive=False))
        for term in terms
    ]
    return Matcher(Glossary.of("cases", rows), language)


def words_of(hit: Hit, text: str) -> str:
    found = text[hit.start : hit.end]
    return f"{found} … {text[slice(*hit.particle)]}" if hit.particle else found


@pytest.mark.parametrize(("language", "term", "text", "wanted"), cases("nl", DUTCH) + cases("en", ENGLISH))
def test_a_term_is_found_as_it_is_written_and_nowhere_else(
    language: str, term: str, text: str, wanted: str | None
) -> None:
    assert [words_of(hit, text) for hit in matcher(language, term).find(text)] == ([wanted] if wanted else [])


def test_the_table_is_large_and_half_of_it_must_not_match() -> None:
    wanted = [case[2] for groups in (DUTCH, ENGLISH) for items in groups.values() for case in items]
    assert len(wanted) >= 250
    assert sum(item is None for item in wanted) * 2 >= len(wanted)


@pytest.mark.parametrize(
    ("term", "text", "compound"),
    [
        ("Oostzee", "De Oostzee.", False),
        ("Oostzee", "De Oostzeekwestie.", True),
        ("Oostzee", "De Oostzee-eilanden.", True),
        ("Oostzee", "De pro-Oostzee groep.", True),
        ("Oostzee", "De Oostzee – zo heet zij.", False),
        ("Oostzee", "De route Riga–Oostzee.", False),
        ("ASEAN", "De ASEAN-lidstaten.", True),
        ("vicepremier", "De vice-premier.", False),
    ],
)
def test_a_hit_says_that_it_is_part_of_a_compound(term: str, text: str, compound: bool) -> None:
    assert [hit.compound for hit in matcher("nl", term).find(text)] == [compound]


@pytest.mark.parametrize(
    ("terms", "text", "wanted", "nested"),
    [
        (("raad", "Raad van Europa"), "De Raad van Europa.", ["Raad van Europa"], ["Raad"]),
        (("Oostzee", "Oostzeekwestie"), "De Oostzeekwesties.", ["Oostzeekwesties"], ["Oostzee"]),
        (("open zee", "zee van tijd"), "In open zee van tijd.", ["zee van tijd"], []),
        (("verdrag", "opzeggen"), "Zij zegde het verdrag op.", ["zegde … op", "verdrag"], []),
        (("zeggen", "opzeggen"), "Zij zegde het contract op.", ["zegde … op"], ["zegde"]),
        (("secretaris-generaal", "generaal"), "De secretaris-generaal.", ["secretaris-generaal"], ["generaal"]),
        (("premier", "vicepremier"), "De vice-premier.", ["vice-premier"], ["premier"]),
        (("werking", "in werking treden"), "Het trad op 1 mei in werking.", ["trad … in werking"], ["werking"]),
        (("handel", "vrije handel", "vrije"), "Vrije handel.", ["Vrije handel"], ["Vrije", "handel"]),
    ],
)
def test_the_longest_of_overlapping_terms_wins(
    terms: tuple[str, ...], text: str, wanted: list[str], nested: list[str]
) -> None:
    hits = matcher("nl", *terms).find(text)
    assert [words_of(hit, text) for hit in hits] == wanted
    assert [words_of(inner, text) for hit in hits for inner in hit.nested] == nested


def test_a_term_that_is_case_sensitive_stands_as_it_is_written_in_a_compound_too() -> None:
    glossary = Glossary.of("case", [("sea", Term("Oostzee", "nl", case_sensitive=True))])
    text = "Oostzeekwestie, oostzeekwestie, OOSTZEE"
    assert [(hit.start, hit.end) for hit in Matcher(glossary, "nl").find(text)] == [(0, 7)]


POOL = (
    "verdrag", "handelsverdrag", "Oostzee", "zee", "Raad van Europa", "raad", "opzeggen", "toetreden", "vice-premier",
    "vicepremier", "premier", "open zee", "nationale veiligheid", "veiligheid", "lidstaat", "in werking treden",
    "mensenrechten", "recht", "coördinatie", "foto", "secretaris-generaal van de raad", "van de raad", "staat", "op",
)  # fmt: skip
WORDS = (
    "verdrag", "verdragen", "handelsverdrag", "Oostzee", "Oostzeekwestie", "zeeën", "zee", "Raad", "van", "Europa",
    "de", "zegde", "op", "te", "zeggen", "trad", "in", "werking", "toe", "vice-premier", "vicepremiers", "vice",
    "premier", "open", "nationaal", "nationale", "veiligheidsbeleid", "veiligheid", "lidstaten", "lidstatenoverleg",
    "en", "foto’s", "mensenrechtendialoog", "rechten", "coordinatie", "secretaris", "generaal", "staat", "verraad",
    "het", "website",
)  # fmt: skip
SEPARATORS = (" ", " ", " ", " ", "  ", "\n", "-", " - ", ", ", ". ", "\u00ad", "")
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=14).map(
    lambda pairs: "".join(word + separator for word, separator in pairs)
)
pools = st.sets(st.sampled_from(POOL), min_size=1).map(sorted)


def spans(hit: Hit) -> list[tuple[int, int]]:
    return [(hit.start, hit.end), *([hit.particle] if hit.particle else [])]


@given(texts | st.text(), pools)
def test_hits_are_sorted_and_not_empty_and_do_not_overlap(text: str, terms: list[str]) -> None:
    hits = matcher("nl", *terms).find(text)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    taken = sorted(span for hit in hits for span in spans(hit))
    assert all(start < end <= len(text) and text[start:end].strip() for start, end in taken)
    assert all(left[1] <= right[0] for left, right in pairwise(taken))
    for hit in hits:
        for inner in hit.nested:
            assert any(start <= inner.start and inner.end <= end for start, end in spans(hit))


@given(st.text(alphabet=st.characters(), max_size=60), st.text(max_size=30), st.sampled_from(["nl", "en", "vi", "zz"]))
def test_any_term_and_any_text_go(text: str, term: str, language: str) -> None:
    index = Matcher(Glossary.of("any", [("any", Term(term, language))]), language)
    index.find(text + term + text)
    index.document_context([text, term])


@given(texts, pools)
def test_capitals_change_nothing_for_terms_that_are_no_acronyms(text: str, terms: list[str]) -> None:
    index = matcher("nl", *terms)
    assert [(spans(hit), hit.concept.id) for hit in index.find(text.upper())] == [
        (spans(hit), hit.concept.id) for hit in index.find(text)
    ]


@given(texts, pools, pools)
def test_a_hit_stays_when_terms_are_added_unless_a_longer_one_covers_it(
    text: str, terms: list[str], more: list[str]
) -> None:
    before = matcher("nl", *terms).find(text)
    after = matcher("nl", *sorted({*terms, *more})).find(text)
    size = {hit: sum(end - start for start, end in spans(hit)) for hit in (*before, *after)}
    for hit in before:
        rivals = [other for other in after if overlap(hit, other)]
        assert any(spans(other) == spans(hit) or size[other] >= size[hit] for other in rivals)


def overlap(left: Hit, right: Hit) -> bool:
    return any(a < d and c < b for a, b in spans(left) for c, d in spans(right))
