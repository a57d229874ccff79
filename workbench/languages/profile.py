"""A language profile: everything language-specific that the package uses, behind one small class.

A profile is data plus calls to libraries (sentencex splits sentences, simplemma knows lemmas). A language without a
profile of its own gets a plain one, which works with what the libraries know.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from workbench.errors import UsageError
from workbench.languages import others


def no_base_forms(word: str) -> Iterable[str]:
    """The rules of a language that has none: no base forms for any ``word``."""
    return ()


def same_spelling(word: str) -> str:
    """The rule of a language that has one spelling: ``word`` itself."""
    return word


def no_plural(phrase: str) -> str:
    """The rule of a language without known plurals: ``phrase`` itself."""
    return phrase


@dataclass(frozen=True)
class Compounds:
    """How a language writes words together.

    ``links`` may stand between the parts ("" included). ``endings`` look like words but derive ("-schap"), or make an
    adverb; behind a name the ``name_endings`` make another name ("-land"). ``short_heads`` are last parts of three
    letters. ``prefixes`` are written apart by mistake ("vice premier").
    """

    links: tuple[str, ...]
    endings: frozenset[str]
    name_endings: frozenset[str]
    short_heads: frozenset[str]
    prefixes: frozenset[str]


@dataclass(frozen=True)
class SeparableVerbs:
    """How a language splits verbs: "opzeggen", "zegde het verdrag op", "op te zeggen".

    ``particles`` come off; one does not stand behind a word of ``never_before``. ``bridges`` stand between particle
    and infinitive; ``openers`` may follow a particle at the end of its clause. ``participle`` begins what is no finite
    verb.
    """

    particles: frozenset[str]
    bridges: frozenset[str]
    openers: frozenset[str]
    never_before: frozenset[str]
    participle: str


@dataclass(frozen=True)
class NounPhrases:
    """Words by what they do in a noun phrase: with them phrases are found without a part-of-speech tagger.

    The closed word classes: ``determiners`` open a noun phrase; ``joiners`` stand before one, and between its parts
    (Act ON the Protection OF Personal Data); ``others`` do neither. ``measures`` are nouns and adjectives of time,
    order and quantity, with which no term begins or ends.
    """

    determiners: frozenset[str]
    joiners: frozenset[str]
    others: frozenset[str]
    measures: frozenset[str]


@dataclass(frozen=True)
class LanguageProfile:
    """What is known of a language. Words are casefolded, and abbreviations lack their last full stop.

    Sentences: ``abbreviations`` never end one; ``number_abbreviations`` do not when a number follows;
    ``final_abbreviations`` may, and do when one of the ``openers`` follows, the words that most often open a sentence.

    Numbers: ``decimal`` and ``thousands`` separate the parts of written numbers; ``small_numbers`` and
    ``ordinal_words`` give words for 0 to 20; ``ordinal`` writes an ordinal in digits (3 -> "3rd") and
    ``ordinal_pattern`` recognises one, its number in group 1 (empty: none); ``hour_words`` follow a time of day.

    Lemmas: ``irregular_lemmas`` adds lemmas that simplemma lacks; ``fixed_forms`` have no lemma but themselves;
    a lemma that ends in ``diminutive`` has one of its own (briefjes, briefje, brief); ``feminine`` pairs the ending of
    a word for a woman with that of the word it derives from, of which it is no form (voorzitster, voorzitter);
    ``verb_endings`` are those of verb forms, which no form of a noun has (stated, stating);
    ``base_forms`` guesses by endings what an unknown lower-case word may be a form of; ``spelling`` gives the one
    spelling that stands for all of a normalised word (centre, center); ``plural`` is the regular plural of a noun
    phrase. ``compounds`` says how words are written
    together, so that the end of an unknown word can be known, and ``separable`` how verbs are split; None: not at all.

    ``function_words`` join the parts of a phrase without belonging to its meaning ("Chairman OF THE Assembly").
    ``said_twice`` are words that may well follow themselves ("had had").
    ``articles`` are no part of a term that begins with one. ``noun_phrases`` says by which words phrases are found;
    None: not at all.
    """

    code: str
    name: str
    abbreviations: frozenset[str] = frozenset()
    number_abbreviations: frozenset[str] = frozenset()
    final_abbreviations: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    decimal: str = "."
    thousands: str = ","
    small_numbers: tuple[str, ...] = ()
    ordinal_words: tuple[str, ...] = ()
    ordinal: Callable[[int], str] = str
    ordinal_pattern: str = ""
    hour_words: tuple[str, ...] = ()
    month_names: tuple[str, ...] = ()
    irregular_lemmas: Mapping[str, str] = field(default_factory=dict)
    fixed_forms: frozenset[str] = frozenset()
    diminutive: str = ""
    feminine: tuple[tuple[str, str], ...] = ()
    verb_endings: tuple[str, ...] = ()
    base_forms: Callable[[str], Iterable[str]] = no_base_forms
    spelling: Callable[[str], str] = same_spelling
    plural: Callable[[str], str] = no_plural
    compounds: Compounds | None = None
    separable: SeparableVerbs | None = None
    function_words: frozenset[str] = frozenset()
    said_twice: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    noun_phrases: NounPhrases | None = None


@cache
def shipped_profiles() -> Mapping[str, LanguageProfile]:
    """The languages that have a profile of their own, by code."""
    from workbench.languages import dutch, english

    return {profile.code: profile for profile in (dutch.PROFILE, english.PROFILE)}


@cache
def language_pair(text: str) -> tuple[str, str]:
    """Source and target language of a pair such as "nl-en". Raises UsageError for anything else."""
    source, _, target = text.partition("-")
    if not source or not target:
        raise UsageError(f"--languages {text}: write source and target, such as nl-en")
    return get_profile(source).code, get_profile(target).code


def get_profile(code: str) -> LanguageProfile:
    """The profile of a language by its ISO 639-1 ``code``.

    Raises UsageError for something that is not such a code.
    """
    known = shipped_profiles()
    if code in known:
        return known[code]
    if len(code) == 2 and code.isascii() and code.isalpha() and code.islower():
        return LanguageProfile(code=code, name=code, articles=others.ARTICLES.get(code, frozenset()))
    raise UsageError(f"language {code!r} is not a two-letter ISO 639-1 code; write for example {' or '.join(known)}")
