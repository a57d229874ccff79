"""Lemmas: the keys under which a word form is found, so that inflected forms of one word meet.

simplemma's dictionaries come first; a language profile adds what they lack. Keys are for comparing, not for reading:
two words are forms of one when their key sets meet.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

from workbench.languages.profile import LanguageProfile, get_profile
from workbench.languages.words import normalise

#: Capitals up to this length are an acronym (US, WHO), not a shouted word (us, who).
_LONGEST_ACRONYM = 4
#: Shorter stems are too often another word: Chen is no form of CH, nor hitte one of hit.
_SHORTEST_STEM = 4
_SHORTEST_KNOWN_STEM = 5
_SHORTEST_PART_OF_COMPOUND = 4
#: What is longer is no word, and looking for words in it would take long.
_LONGEST_WORD = 60

#: Capitals that are longer are a word in capitals, the ending of which may be taken off: BRICS is no form of BRIC.
_LONGEST_ACRONYM_NAME = 8

_DICTIONARIES = DefaultStrategy()
_LITERAL = DictionaryLookupStrategy()


@lru_cache(maxsize=2**16)
def lemmas(word: str, language: str) -> frozenset[str]:
    """The normalised keys under which ``word`` is found in ``language``: itself and its possible lemmas.

    A language that simplemma lacks gives the word itself. Raises UsageError if ``language`` is no ISO 639-1 code.
    """
    profile = get_profile(language)
    key = normalise(word)
    if key in profile.fixed_forms or len(key) > _LONGEST_WORD:
        return frozenset({key})
    spelling = dictionary_spelling(word)
    found = set(_known_lemmas(spelling, profile))
    if not found and not (spelling.isupper() and len(spelling) <= _LONGEST_ACRONYM_NAME):
        found.update(_guessed_lemmas(spelling.lower(), profile))
    keys = {key, *map(normalise, found)}
    return frozenset(keys.union(map(profile.spelling, keys)))


@lru_cache(maxsize=2**16)
def dictionary_lemma(word: str, language: str) -> str | None:
    """The lemma that simplemma knows for ``word``; None if it knows neither the word nor the language."""
    try:
        lemma: str | None = _DICTIONARIES.get_lemma(word, language)
    except ValueError:
        return None
    return lemma


def dictionary_spelling(word: str) -> str:
    """``word`` as a dictionary has it: composed, with straight apostrophes, without invisible characters."""
    if word.isascii():
        return word
    composed = unicodedata.normalize("NFC", word).replace("\u2019", "'")
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")


def is_word(word: str, language: str) -> bool:
    """Whether ``word``, as it is spelled here, stands in the dictionary that simplemma has of ``language``."""
    try:
        known: bool = _LITERAL.is_dictionary_member(word, language)
    except ValueError:
        return False
    return known


def _known_lemmas(word: str, profile: LanguageProfile) -> Iterator[str]:
    lower = word.lower()
    is_acronym = len(word) <= _LONGEST_ACRONYM and word.isupper()
    for form in {word} if is_acronym else {word, lower}:
        if (lemma := dictionary_lemma(form, profile.code)) and not _is_feminine(lower, lemma, profile):
            yield lemma
            if profile.diminutive and lemma.endswith(profile.diminutive):
                yield dictionary_lemma(lemma, profile.code) or lemma
    if lower in profile.irregular_lemmas:
        yield profile.irregular_lemmas[lower]


def _is_feminine(word: str, lemma: str, profile: LanguageProfile) -> bool:
    """Whether ``word`` is the word for a woman that derives from ``lemma``; "win" is a form of "winnen"."""
    return not lemma.startswith(word) and any(
        word.endswith(feminine) and lemma.endswith(masculine) and not lemma.endswith(feminine)
        for feminine, masculine in profile.feminine
    )


def _guessed_lemmas(word: str, profile: LanguageProfile) -> Iterator[str]:
    """Lemmas of a lower-case ``word`` that the dictionary lacks, by the end of a compound and by endings."""
    if profile.compounds:
        yield from _compound_lemmas(word, profile)
    for base in profile.base_forms(word):
        if _is_safe(base, word, profile.code):
            yield base


def _compound_lemmas(word: str, profile: LanguageProfile) -> Iterator[str]:
    """The lemma of the longest known end of ``word``, behind its beginning: volksraden -> volksraad."""
    for cut in range(_SHORTEST_PART_OF_COMPOUND, len(word) - _SHORTEST_PART_OF_COMPOUND + 1):
        if known := list(_known_lemmas(word[cut:], profile)):
            yield from (word[:cut] + lemma for lemma in known)
            return


def _is_safe(base: str, word: str, language: str) -> bool:
    """Whether taking ``word`` for a form of ``base`` merges no two words.

    An apostrophe leaves no doubt, and a long base that is no known word merges nothing. Adverbs end in a bare s
    (slechts is no form of slecht), but behind a known name it is a genitive (Vietnams).
    """
    if word == f"{base}'s":
        return True
    if len(base) < _SHORTEST_STEM:
        return False
    if (known := dictionary_lemma(base, language)) is None:
        return True
    if word == f"{base}s":
        return known[0].isupper()
    return len(base) >= _SHORTEST_KNOWN_STEM
