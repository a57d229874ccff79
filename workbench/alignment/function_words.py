"""Function words by what they do in a noun phrase: with them phrases are found without a part-of-speech tagger."""

from dataclasses import dataclass

from workbench.errors import UsageError


@dataclass(frozen=True)
class FunctionWords:
    """The closed word classes of a language, lower case.

    ``determiners`` open a noun phrase; ``joiners`` stand before one, and between its parts (Act ON the Protection OF
    Personal Data); ``others`` do neither. ``measures`` are nouns and adjectives of time, order and quantity, with
    which no term begins or ends.
    """

    determiners: frozenset[str]
    joiners: frozenset[str]
    others: frozenset[str]
    measures: frozenset[str]

    @property
    def unfit(self) -> frozenset[str]:
        """The words with which no term begins or ends."""
        return self.determiners | self.joiners | self.others | self.measures


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DUTCH = FunctionWords(
    determiners=_set("""
        de het een 't 'n den des der deze die dit dat zijn haar hun ons onze mijn jouw uw elk elke ieder iedere geen
        alle beide enkele sommige verscheidene diverse welk welke zo'n zulke
    """),
    joiners=_set("""
        van voor in op aan met door bij naar uit over tot tussen tegen onder na om binnen buiten inzake betreffende
        per via vanuit jegens ter ten en of
    """),
    others=_set("""
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
    """),
    measures=_set("""
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
    """),
)

_ENGLISH = FunctionWords(
    determiners=_set("""
        the a an this that these those his her its their our my your each every no all both some any several such
    """),
    joiners=_set("of and for on in to with at against between by from or"),
    others=_set("""
        as about above across after along among around before behind below beneath beside besides beyond concerning
        despite down during except into like near off onto out outside over per regarding since through throughout
        till toward towards under underlying until unto up upon via within without is was are were be been being am
        has have had having do does did doing done will would can could shall should may might must ought let get gets
        got make makes made take takes took taken come comes came go goes went gone say says said see seen give gives
        gave given put keep kept i you he she it we they me him us them who whom whose which what where when why how
        here there someone anyone everyone nobody something anything nothing each other another one ones itself
        himself herself themselves but nor so yet if because although though while whereas unless than then once
        whether not only also too very much many more most less least few little own same just even still already
        again always never ever often soon now today yesterday tomorrow well however therefore moreover further
        furthermore thereby therein thereof hereby herein
    """),
    measures=_set("""
        zero two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand
        million billion half quarter third first second fourth fifth sixth seventh eighth ninth tenth last next second
        minute hour day week month year decade century morning afternoon evening night monday tuesday wednesday
        thursday friday saturday sunday january february march april may june july august september october november
        december summer winter spring autumn percent cent
    """),
)

_KNOWN = {"nl": _DUTCH, "en": _ENGLISH}


def function_words(language: str) -> FunctionWords:
    """The function words of a language. Raises UsageError for a language whose words are not listed here."""
    if language not in _KNOWN:
        raise UsageError(f"terms cannot be harvested in language {language!r}; known are {', '.join(_KNOWN)}")
    return _KNOWN[language]
