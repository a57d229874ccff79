"""Dutch: the language profile, and the endings of its words.

Spelling follows the Groene Boekje; numbers and abbreviations follow the advice of the Nederlandse Taalunie.
"""

import re
from collections.abc import Iterator

from workbench.languages.profile import Compounds, LanguageProfile, NounPhrases, SeparableVerbs

ABBREVIATIONS = """
    aant afb afd afl alg art artt bc bijl bijv blz ca cf cfr chr dd dhr dir dr drs ds em evt excl fam fr geb gebr gem
    gen hfst hh hr hst ing insp inst inz ir jhr jkvr joh jrg kol lt luit maj mej mevr mgr mr mrs mw ned nr nrs oorspr
    opp plv pp pres prof prov red resp secr sgt st stb stcrt tel th trb univ v vert vgl vnl volgnr voorz vs wnd z
    zgn
    a.d.h.v a.g.v a.h.w b.g.g b.v.p c.q d.d d.i d.m.v d.w.z g.g.d h.e h.k.h h.m i.c i.e i.g.v i.h.a i.h.b i.i.g
    i.o.v i.p.v i.s.m i.t.t i.v.m k.k.h l.s m.a.w m.b.t m.b.v m.h.o m.i m.i.v m.m m.m.v m.n m.u.v n.a.v n.h o.a
    o.b.v o.g o.g.v o.i o.l.v o.m o.v.v p.m p.o r.k t.a.v t.b.v t.g.v t.h.v t.m t.n.v t.o.v t.w t.z v.a v.d v.h
    v.l.n.r v.w.b w.b w.o z.d z.e z.g z.g.n z.h z.i z.k.h z.m
"""
NUMBER_ABBREVIATIONS = """
    dl fig n no p par pag reg tab vol
    jan feb febr mrt apr jun jul aug sept sep okt nov dec
"""
FINAL_ABBREVIATIONS = """
    enz etc jl jr mld mln sr
    a.i a.s a.u.b b.v c.s d.v e.a e.d e.d.m e.o e.v e.v.a i.d i.l i.o m.v n.b n.chr n.v o.i.d o.t.t u.i v.chr v.o.f
    w.v.t.t.k z.o.z z.s.m
"""
OPENERS = """
    aan al alle alleen allereerst als beide bij bovendien daar daarbij daardoor daarmee daarna daarnaast daarom dat
    de deze die dit door echter een eerder en er ga gisteren haar het hier hiermee hij hoe hun ik in inmiddels is
    later maar met morgen na naar niet nu of om omdat ondanks onder ons ook op over sinds tegelijkertijd ten terwijl
    tijdens toch toen tot tussen u uit vandaag vanuit verder vervolgens volgens voor vooral waar wanneer wat we wel
    wie wij ze zij zo zoals zonder zowel
"""

SMALL_NUMBERS = """
    nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
    achttien negentien twintig
"""
ORDINAL_WORDS = """
    nulde eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende
    vijftiende zestiende zeventiende achttiende negentiende twintigste
"""
MONTH_NAMES = "januari februari maart april mei juni juli augustus september oktober november december"

#: Where simplemma is wrong (leden is not lijden here), or sees only the verb in what is more often a plural noun.
IRREGULAR_LEMMAS = {
    "leden": "lid",
    "bezoeken": "bezoek",
    "bewijzen": "bewijs",
    "doden": "dode",
    "eisen": "eis",
    "reizen": "reis",
    "verliezen": "verlies",
    "werken": "werk",
    "hoofdsteden": "hoofdstad",
}


#: simplemma takes the word for a woman as a form of that for a man, though they are translated in different ways.
FEMININE = (
    ("ster", "er"), ("ster", "aar"), ("ares", "aar"), ("eres", "er"), ("inses", "ins"), ("in", ""), ("esse", ""),
    ("rice", ""),
)  # fmt: skip
#: Here simplemma takes "eerste" for a form of "een", and the people for the country.
FIXED_FORMS = frozenset({*ORDINAL_WORDS.split(), "belarussen"})


def ordinal(number: int) -> str:
    """The ordinal of ``number`` in digits: 3 -> "3e"."""
    return f"{number}e"


def base_forms(word: str) -> Iterator[str]:
    """What a lower-case ``word`` may be a form of, by its ending: plural, genitive, diminutive, inflected adjective."""
    if word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("ën"):
        yield word[:-2]
        yield f"{word[:-2]}e"
    elif word.endswith("en"):
        yield from _closed(word[:-2])
    elif word.endswith("e"):
        yield from _closed(word[:-1])
    elif re.search(r"[^aiousxz]s$", word):
        yield word[:-1]
    if diminutive := re.fullmatch(r"(.+?)(?:tje|pje|kje|je)s?", word):
        yield diminutive[1]


def _closed(stem: str) -> Iterator[str]:
    """How ``stem`` is spelled when no vowel follows it any more: stat -> staat, verklar -> verklaar, grenz -> grens."""
    stem = re.sub(r"v$", "f", re.sub(r"z$", "s", stem))
    if re.search(r"([^aeiou])\1$", stem):
        yield stem[:-1]
    elif open_syllable := re.fullmatch(r"(.*[^aeiou]|)([aeou])([^aeioujwx])", stem):
        before, vowel, consonant = open_syllable.groups()
        yield f"{before}{vowel}{vowel}{consonant}"
        # An unstressed e or o stays single: artikelen, professoren.
        if vowel in "eo":
            yield stem
    else:
        yield stem


#: Derive words instead of joining them (raadsel, landelijk, grenzeloos), or are adverbs (daarover).
COMPOUND_ENDINGS = """
    aars achtig achtige baar bare chap dom ende gewijs gewijze haftig haftige heid heden ling lingen loos loosheid
    loze lozen maal matig matige rijk rijke ring ringen schap schappen ster sters talig talige vol volle vrij vrije
    waarts waartse waardig waardige wijs wijze zaam zame zijds zijdse
    achter beneden binnen boven buiten daar door heen hier lang langs naar neer onder over samen tegen terug tussen
    uit vandaan voor
"""
NAME_ENDINGS = "berg brug burg dam dorp fort hard haven kerk land meer stad straat veen veld wijk"
SHORT_HEADS = "bod dag eis gas hal hof lid net rol top uur val wal weg wet zee"
PREFIXES = "adjunct anti contra ex loco mede mini niet non oud pro pseudo semi sub super ultra vice"

PARTICLES = """
    aan achter achteruit af bij bijeen binnen bloot boven buiten deel door dwars gelijk goed heen hoog in ineen kwijt
    langs los mede mee na neer om omhoog omlaag onder open op over overeen plaats rond samen stand stil stop tegemoet
    tegen teleur tentoon terecht terug thuis toe tussen uit uiteen vast vol voor voorbij voort vooruit vrij waar weer
    weg
"""
#: Auxiliaries and "te" between a particle and its infinitive: "op te zeggen", "op zou kunnen zeggen".
BRIDGES = """
    te blijft blijven gaan gaat ging gingen hebben heeft hoeft hoeven kan kon konden kunnen laat laten liet lieten mag
    moest moesten moet moeten mocht mochten mogen wil wilde wilden willen wou zal zou zouden zullen
"""
AFTER_PARTICLE = """
    aangezien al als bij dan dat doordat dus en hetgeen hoewel indien maar met mits na naar nadat noch of om omdat
    onder ondanks opdat sinds tegen tegenover tenzij terwijl tijdens toen tot totdat uit vanaf vanuit vanwege volgens
    voor voordat waar waarbij waardoor waarin waarmee waarna waarop waarvan want wanneer wegens zoals zodat zodra
    zonder
"""

#: Join the parts of a phrase: "voorzitter van de Nationale Vergadering".
FUNCTION_WORDS = (
    "aan bij de den der des door een en het in met na naar of om onder op over te tegen ten ter tot uit van voor"
)

#: By what they do in a noun phrase: NounPhrases in profile.py.
DETERMINERS = """
    de het een 't 'n den des der deze die dit dat zijn haar hun ons onze mijn jouw uw elk elke ieder iedere geen
    alle beide enkele sommige verscheidene diverse welk welke zo'n zulke
"""
JOINERS = """
    van voor in op aan met door bij naar uit over tot tussen tegen onder na om binnen buiten inzake betreffende
    per via vanuit jegens ter ten en of
"""
OTHER_FUNCTION_WORDS = """
    te aldus behalve conform gedurende gezien halverwege krachtens langs naast namens nabij omtrent ondanks rond
    rondom sinds tegenover tijdens vanaf vanwege volgens voorbij wegens zonder ingevolge overeenkomstig zoals als
    dan is was waren ben bent wordt worden werd werden geworden heeft heb hebt hebben had hadden gehad kan kun
    kunnen kon konden zal zullen zou zouden moet moeten moest moesten mag mogen mocht mochten wil willen wilde
    wilden gaat gaan ging gingen laat laten liet lieten blijft blijven bleef bleven komt komen kwam kwamen doet
    doen deed deden maakt maken zegt zeggen zei zeiden zegde staat staan stond stonden ligt lag lagen geeft geven
    gaf gaven neemt nemen nam namen krijgt krijgen kreeg kregen houdt houden hield hielden genomen gekomen gegeven
    gemaakt gedaan ik jij je u hij zij ze wij we jullie men hem hen mij me zich jou er hier daar ginds waar wie
    wat hoe wanneer waarom iemand niemand iets niets alles elkaar elkaars zelf zelfs maar want dus omdat doordat
    zodat terwijl toen toch indien hoewel ofschoon tenzij mits opdat zodra totdat voordat nadat alsof evenals
    alsmede noch hetzij nu nog al ook niet wel zo zeer veel vele weinig meer minder meest meeste minst minste
    alleen slechts reeds steeds weer opnieuw vooral verder daarom daarmee daarbij daarvan daarin daarop daarover
    daarna daarvoor daartoe daardoor daaronder erin erop eraan erbij erover ervan ervoor hierbij hiervan hierover
    hierin hierop hiermee hierna hieronder waarbij waarin waarop waarmee waarvan waarvoor waardoor waaronder
    waarover waarna waaraan waartoe samen andere ander anderen eigen zodanig dergelijke bovendien echter immers
    namelijk tevens eveneens onlangs sindsdien af toe mee heen terug voort weg neer open dicht bijna ongeveer
    circa ruim ruime bijvoorbeeld althans inmiddels uiteindelijk meteen straks soms vaak altijd nooit ooit thans
    destijds graag misschien wellicht bijzonder onderling onderlinge gezamen geheel heel hele ene zogenaamde
    zogeheten respectievelijk betrokken betreffend desbetreffende genoemde voornoemde bovengenoemde dezelfde
    hetzelfde zelfde
"""
MEASURES = """
    nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
    achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend miljoen
    miljard anderhalf anderhalve half halve helft kwart derde eerste tweede vierde vijfde zesde zevende achtste
    negende tiende elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende
    twintigste honderdste tweederde driekwart dubbele seconde seconden minuut minuten uur uren dag dagen week
    weken weekend maand maanden kwartaal halfjaar jaar jaren decennium decennia eeuw eeuwen ochtend ochtends
    middag avond avonds nacht vandaag gisteren morgen maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    januari februari maart april mei juni juli augustus september oktober november december zomer winter lente
    voorjaar herfst najaar begin einde eind moment tijd procent procentpunt percentage aantal aantallen deel delen
    gedeelte gros groot grote groter grotere grootste klein kleine kleinere kleinste hoog hoge hoger hogere
    hoogste laag lage lager lagere laagste lang lange kort korte nieuw nieuwe nieuwste oud oude oudste jong jonge
    goed goede beter betere beste volgend volgende vorig vorige laatst laatste afgelopen komend komende huidig
    huidige toenmalig toenmalige voormalig voormalige eerder eerdere later latere vroeger vroegere eerst meter
    kilometer hectare ton kilo euro dollar dong keer maal stuk stuks paar tal tiental tientallen honderden
    duizenden gebied kader gelegenheid geval wijze manier plaats zake zaak
"""

PROFILE = LanguageProfile(
    code="nl",
    name="Dutch",
    abbreviations=frozenset(ABBREVIATIONS.split()),
    number_abbreviations=frozenset(NUMBER_ABBREVIATIONS.split()),
    final_abbreviations=frozenset(FINAL_ABBREVIATIONS.split()),
    openers=frozenset(OPENERS.split()),
    decimal=",",
    thousands=".",
    small_numbers=tuple(SMALL_NUMBERS.split()),
    ordinal_words=tuple(ORDINAL_WORDS.split()),
    ordinal=ordinal,
    ordinal_pattern=r"([0-9]{1,9})(?:e|de|ste)\b",
    hour_words=("uur",),
    month_names=tuple(MONTH_NAMES.split()),
    irregular_lemmas=IRREGULAR_LEMMAS,
    fixed_forms=FIXED_FORMS,
    diminutive="je",
    feminine=FEMININE,
    base_forms=base_forms,
    compounds=Compounds(
        links=("", "s", "en", "e", "n"),
        endings=frozenset(COMPOUND_ENDINGS.split()),
        name_endings=frozenset(NAME_ENDINGS.split()),
        short_heads=frozenset(SHORT_HEADS.split()),
        prefixes=frozenset(PREFIXES.split()),
    ),
    separable=SeparableVerbs(
        particles=frozenset(PARTICLES.split()),
        bridges=frozenset(BRIDGES.split()),
        openers=frozenset(AFTER_PARTICLE.split()),
        never_before=frozenset({"de", "een", "mijn", "uw", "zijn"}),
        participle="ge",
    ),
    function_words=frozenset(FUNCTION_WORDS.split()),
    articles=frozenset({"de", "het", "een", "'t"}),
    noun_phrases=NounPhrases(
        determiners=frozenset(DETERMINERS.split()),
        joiners=frozenset(JOINERS.split()),
        others=frozenset(OTHER_FUNCTION_WORDS.split()),
        measures=frozenset(MEASURES.split()),
    ),
)
