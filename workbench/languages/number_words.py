"""Number words, months, weekdays and spoken times of a language, as data.

Dutch writes numbers up to a thousand as one word and says the ones first (eenentwintig); English writes them apart.
Both are read by one rule in ``quantities.py`` from the tables here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class NumberWords:
    """How a language says numbers. All words are lower case and without accents.

    ``cardinals`` and ``ordinals`` are below a hundred, ``scales`` multiply what stands before them. ``joiners`` stand
    between the parts of a number, ``ordinal_endings`` make any cardinal an ordinal. ``fractions`` are parts of one and
    their multiples (anderhalf). ``vague`` are round numbers in the plural (tientallen), ``vague_joiner`` stands between
    two of them (tens OF thousands). ``loose`` words imply a number that need not be rendered by one (beide).
    ``ambiguous`` number words are as often something else (een, second). ``articles`` may stand between a fraction and
    its scale (half A million). ``endings`` make other words of a number (driejarig), which other languages may say
    without one. ``clock`` are patterns of a spoken time, with the hours and minutes that they add to the hour in group
    1. ``weekdays`` begin with Monday.
    """

    cardinals: Mapping[str, int] = field(default_factory=dict)
    ordinals: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    ordinal_endings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    fractions: Mapping[str, Fraction] = field(default_factory=dict)
    vague: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    vague_joiner: str = ""
    loose: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    written_as_one: bool = False
    clock: tuple[tuple[str, int, int], ...] = ()
    weekdays: tuple[str, ...] = ()
    ambiguous_months: frozenset[str] = frozenset()


def _counted(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


def _loose(words: str, start: int, step: int) -> dict[str, tuple[int, ...]]:
    return {word: (value,) for word, value in _counted(words, start, step).items()}


_DUTCH = NumberWords(
    cardinals={
        **_counted("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
                   " zeventien achttien negentien"),
        **_counted("twintig dertig veertig vijftig zestig zeventig tachtig negentig", 20, 10),
    },
    ordinals={
        **_counted("nulde eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde"
                   " dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende"),
        "derden": 3, "vierden": 4, "vijfden": 5,
    },
    scales={"honderd": 100, "duizend": 1000, "miljoen": 10**6, "miljard": 10**9, "biljoen": 10**12, "mln": 10**6,
            "mld": 10**9, "mrd": 10**9},
    joiners=frozenset({"en"}),
    ordinal_endings=("ste",),
    endings=("tal", "maal", "jarig", "jarige", "jarigen", "daags", "daagse", "voudig", "voudige", "voud", "koppig",
             "koppige", "delig", "delige", "jaarlijks", "jaarlijkse", "en", "kamp", "ling", "lingen", "hoek"),
    fractions={"half": Fraction(1, 2), "halve": Fraction(1, 2), "helft": Fraction(1, 2), "anderhalf": Fraction(3, 2),
               "anderhalve": Fraction(3, 2), "kwart": Fraction(1, 4), "driekwart": Fraction(3, 4)},
    vague={"tientallen": (10, 12), "honderden": (100,), "duizenden": (1000,), "miljoenen": (10**6,),
           "miljarden": (10**9,), "honderdduizenden": (10**5,), "tienduizenden": (10**4,)},
    loose={"beide": (2,), "beiden": (2,), "allebei": (2,), "dubbel": (2,), "dubbele": (2,), "tweeling": (2,),
           "paar": (2,), "duo": (2,), "trio": (3,), "dozijn": (12,), "decennium": (10,), "decennia": (10,),
           "eeuw": (100,),
           "eeuwen": (100,), "tiental": (10, 12), "kwartier": (15,), "verdubbeld": (2,), "verdubbelen": (2,),
           "verdubbelde": (2,), "verdubbeling": (2,), "etmaal": (24,), "millennium": (1000,), "weekend": (2,),
           "halveren": (2,), "voorlaatste": (2,), "enige": (1,), "enkele": (1,), "ene": (1,),
           "eens": (1,), "week": (7, 8), "halfjaar": (6,), "half": (6, 30),
           "halve": (6, 30), "kwart": (15, 25), "kwartje": (25,), "driekwart": (3,), "anderhalf": (18, 90),
           "anderhalve": (18, 90)},
    ambiguous=frozenset({"een", "eerste", "nul", "half", "halve", "helft", "kwart", "tweeling", "derden", "vierden",
                         "vierde", "acht"}),
    articles=frozenset({"een"}),
    written_as_one=True,
    clock=((r"half (\w+)", -1, 30), (r"kwart over (\w+)", 0, 15), (r"kwart voor (\w+)", -1, 45)),
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
)  # fmt: skip

_ENGLISH = NumberWords(
    cardinals={
        **_counted("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                   " sixteen seventeen eighteen nineteen"),
        **_counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    },
    ordinals={
        **_counted("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
                   " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"),
        **_counted("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", 20, 10),
        "hundredth": 100, "thousandth": 1000,
        **_counted("thirds fourths fifths sixths sevenths eighths ninths tenths", 3),
    },
    scales={"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "mn": 10**6,
            "bn": 10**9, "tn": 10**12, "m": 10**6},
    joiners=frozenset({"and"}),
    fractions={"half": Fraction(1, 2), "halves": Fraction(1, 2), "quarter": Fraction(1, 4)},
    vague={"dozens": (12, 10), "tens": (10,), "scores": (10, 12, 20), "hundreds": (100,), "thousands": (1000,),
           "millions": (10**6,), "billions": (10**9,)},
    vague_joiner="of",
    loose={"both": (2,), "twice": (2,), "thrice": (3,), "once": (1,), "double": (2,), "doubled": (2,), "doubles": (2,),
           "doubling": (2,), "triple": (3,), "tripled": (3,), "threefold": (3,), "twofold": (2,), "fourfold": (4,),
           "fivefold": (5,), "tenfold": (10,), "couple": (2,), "pair": (2,), "twin": (2,), "trio": (3,),
           "dozen": (12, 10), "decade": (10,), "decades": (10,), "century": (100,), "centuries": (100,),
           "quarters": (4,),
           "fortnight": (14, 2), "halved": (2,), "halve": (2,), "single": (1,), "secondly": (2,), "thirdly": (3,),
           "fourthly": (4,), "fifthly": (5,), "bilateral": (2,), "trilateral": (3,), "tripartite": (3,),
           "quadruple": (4,), "quadrupled": (4,), "quintupled": (5,), "either": (2,), "neither": (2,), "between": (2,),
           "biennial": (2,), "triplets": (3,), "twins": (2,), "week": (7, 8), "alone": (1,), "biannual": (2,),
           "trebled": (3,), "latter": (2,), "quarterly": (4,), "triennial": (3,), "tenth": (10,),
           "hour": (24,), "day": (24,), "year": (12,), "annual": (12,), "sextet": (6,), "quartet": (4,),
           "triangle": (3,), "hexagonal": (6,), "triangular": (3,), "noon": (12,),
           "midday": (12,), "midnight": (12, 0, 24), "duplicate": (2,), "triplicate": (3,),
           **_loose("twenties thirties forties fifties sixties seventies eighties nineties", 20, 10)},
    ambiguous=frozenset({"one", "first", "second", "zero", "half", "halves", "quarter", "m"}),
    articles=frozenset({"a"}),
    clock=((r"half[- ]past (\w+)", 0, 30), (r"quarter past (\w+)", 0, 15), (r"quarter to (\w+)", -1, 45)),
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ambiguous_months=frozenset({"march", "may"}),
)  # fmt: skip

NUMBER_WORDS: Mapping[str, NumberWords] = {"nl": _DUTCH, "en": _ENGLISH}


def number_words(language: str) -> NumberWords:
    """The number words of a language by its ISO 639-1 code; empty for one without a table."""
    return NUMBER_WORDS.get(language, NumberWords())
