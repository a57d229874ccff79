"""English: the language profile, and the endings of its words."""

import re
from collections.abc import Iterator

from workbench.languages.profile import LanguageProfile, NounPhrases

ABBREVIATIONS = """
    adm amb approx brig capt cf cmdr col cpl dr ed eds fr gen gov hon lt maj messrs mr mrs ms mt mx pres prof rep
    resp rev sen sgt st supt tel viz vs
    e.g i.e
"""
NUMBER_ABBREVIATIONS = """
    art arts ch chap fig figs no nos p para paras pp sec vol vols
    jan feb mar apr jun jul aug sept sep oct nov dec
"""
FINAL_ABBREVIATIONS = """
    al bros co corp dept esq est etc inc jr ltd plc sr
    a.k.a a.m b.c b.c.e c.e d.c e.u p.m ph.d u.k u.n u.s u.s.a
"""
OPENERS = """
    a according after all also although an and another are as at because before both but by can did do during each
    earlier finally for from furthermore he her here his how however i if in is it its last later many meanwhile
    more moreover most my nevertheless new no nor not now of on once one only or our over several she since so some
    still such that the their then there therefore these they this those through thus to today together under until
    we what when where whether which while who why will with without yesterday yet you
"""

SMALL_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""
ORDINAL_WORDS = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
MONTH_NAMES = "January February March April May June July August September October November December"

#: Possessives of irregular plurals are words of their own in names (People's Republic, Women's Union); customs are no
#: plural of a custom.
FIXED_FORMS = frozenset({"children's", "customs", "men's", "people's", "peoples'", "women's"})

ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """The ordinal of ``number`` in digits: 3 -> "3rd", 11 -> "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else ORDINAL_ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def base_forms(word: str) -> Iterator[str]:
    """What a lower-case ``word`` may be a form of, by its ending: possessive or plural."""
    if word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif re.search(r"(?:s|x|ch|sh)es$", word):
        yield word[:-2]
    elif re.search(r"[^aiousx']s$", word):
        yield word[:-1]


def plural(phrase: str) -> str:
    """The regular plural of a noun phrase: that of its head, the word before the first preposition or the last one.

    "Ministry of Foreign Affairs" -> "Ministries of Foreign Affairs".
    """
    preposition = re.search(r" (?:and|at|by|for|from|in|of|on|to|with) ", phrase)
    head = phrase[: preposition.start()] if preposition else phrase
    rest = phrase[len(head) :]
    if re.search(r"[^aeiou]y$", head):
        return f"{head[:-1]}ies{rest}"
    return f"{head}{'es' if re.search('(?:s|x|z|ch|sh)$', head) else 's'}{rest}"


#: British spellings and their American counterpart, each with letters that every such word has. A result need not be a
#: word, so long as both spellings have the same one and no other word has it: -ise becomes -ize in "advise" too.
_SPELLINGS = [
    (letters, re.compile(british), american)
    for letters, british, american in (
        ("practis", r"^practis", "practic"),
        ("is", r"(?<=...)is(e|ed|es|er|ers|ing|ation|ations|ational|able)$", r"iz\1"),
        ("lys", r"(?<=[a-z]l)ys(e|ed|es|er|ers|ing)$", r"yz\1"),
        ("our", r"(arm|behavi|cand|clam|col|endeav|fav|ferv|harb|hon|hum|lab|neighb|od|parl|ranc|rum|sav|savi|splend"
                r"|tum|val|vap|vig)our", r"\1or"),
        ("re", r"(calib|cent|fib|lit|lust|meag|met|sab|somb|spect|theat)re(s?|d)$", r"\1er\2"),
        ("nc", r"^(defen|licen|offen|preten)c(e|ed|es)$", r"\1s\2"),
        ("mme", r"gramme(s?)$", r"gram\1"),
        ("ogue", r"(anal|catal|dial|epil|monol|prol)ogue(s?|d)$", r"\1og\2"),
        ("ll", r"(canc|chann|counc|couns|equ|fu|jew|lab|lev|mod|pan|parc|quarr|riv|sign|tot|trav|tunn)"
               r"([aei])ll(?=[eio])", r"\1\2l"),
        ("l", r"^(enrol|enthral|fulfil|instal|skil|wil)l?(s|ment|ments|ful|fully)?$", r"\1\2"),
        ("gement", r"(abrid|acknowled|jud)gement", r"\1gment"),
        ("ae", r"^(an|arch|encyclop|f|gyn|h|medi|orthop|p)ae(?=[cdmotv][a-z]{2})", r"\1e"),
        ("foet", r"^foet(?=[aiu])", "fet"),
        ("manoeuv", r"manoeuvre?", "maneuver"),
        ("aluminium", r"aluminium", "aluminum"),
        ("grey", r"grey", "gray"),
        ("artefact", r"artefact", "artifact"),
        ("sceptic", r"sceptic", "skeptic"),
        ("plough", r"plough", "plow"),
        ("mould", r"^mould", "mold"),
        ("ageing", r"^ageing$", "aging"),
    )
]  # fmt: skip


def spelling(word: str) -> str:
    """The American spelling of a normalised ``word``: organisation -> organization, centre -> center."""
    for letters, british, american in _SPELLINGS:
        if letters in word:
            word = british.sub(american, word)
    return word


#: Join the parts of a phrase: "Chairman of the Assembly".
FUNCTION_WORDS = "a an and at by for from in of on the to with"

#: By what they do in a noun phrase: NounPhrases in profile.py.
DETERMINERS = """
    the a an this that these those his her its their our my your each every no all both some any several such
"""
JOINERS = "of and for on in to with at against between by from or"
OTHER_FUNCTION_WORDS = """
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
"""
MEASURES = """
    zero two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand
    million billion half quarter third first second fourth fifth sixth seventh eighth ninth tenth last next second
    minute hour day week month year decade century morning afternoon evening night monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december summer winter spring autumn percent cent
"""

PROFILE = LanguageProfile(
    code="en",
    name="English",
    abbreviations=frozenset(ABBREVIATIONS.split()),
    number_abbreviations=frozenset(NUMBER_ABBREVIATIONS.split()),
    final_abbreviations=frozenset(FINAL_ABBREVIATIONS.split()),
    openers=frozenset(OPENERS.split()),
    small_numbers=tuple(SMALL_NUMBERS.split()),
    ordinal_words=tuple(ORDINAL_WORDS.split()),
    ordinal=ordinal,
    ordinal_pattern=r"([0-9]{1,9})(?:st|nd|rd|th)\b",
    hour_words=("hours", "hrs", "o'clock", "a.m.", "p.m.", "am", "pm"),
    month_names=tuple(MONTH_NAMES.split()),
    fixed_forms=FIXED_FORMS,
    verb_endings=("ed", "ing"),
    base_forms=base_forms,
    spelling=spelling,
    plural=plural,
    function_words=frozenset(FUNCTION_WORDS.split()),
    said_twice=frozenset({"had", "that", "very", "so", "many", "bye", "no", "yes", "ha", "tut", "long", "far"}),
    articles=frozenset({"a", "an", "the"}),
    noun_phrases=NounPhrases(
        determiners=frozenset(DETERMINERS.split()),
        joiners=frozenset(JOINERS.split()),
        others=frozenset(OTHER_FUNCTION_WORDS.split()),
        measures=frozenset(MEASURES.split()),
    ),
)
