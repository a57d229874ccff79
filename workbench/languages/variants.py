"""British or American: which spelling variant a word is in, where the dictionary has it in both."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from workbench.languages.lemmas import is_word
from workbench.languages.profile import get_profile

BRITISH, AMERICAN = "British", "American"
#: Beginnings of words that British writes in both ways, as a verb or in one of their senses.
_BOTH = re.compile(
    r"licens|licenc|practi[cs]|program|met(er|re)|judg|acknowledg|dialog|analog|wil|skil|foet|fetal|labor(atory|ious)"
    r"|instal|enrol|enthral|fulfil|gram|kilogram|milligram|medi[ae]+val|archa?eolog|encyclop|parquet|tunnel|gr[ae]y$"
)


@dataclass(frozen=True, slots=True)
class Variant:
    """The variant of a word. Only words of one ``kind`` can be held against each other."""

    kind: str
    variant: str


@lru_cache(maxsize=2**15)
def variant_of(word: str, language: str) -> Variant | None:
    """The variant that a lower-case ``word`` is spelt in; None for one that has a single spelling."""
    respell = get_profile(language).spelling
    american = respell(word)
    if _BOTH.match(word):
        return None
    if american != word:
        is_british = is_word(american, language) and is_word(word, language)
        return _variant(word, american, BRITISH) if is_british else None
    british = _british_spellings(language).get(word)
    return _variant(british, word, AMERICAN) if british else None


def _variant(british: str, american: str, variant: str) -> Variant:
    """-ise against -ize is a kind of its own; -yse and all else tell British from American."""
    difference = next(
        (place for place, pair in enumerate(zip(british, american, strict=False)) if pair[0] != pair[1]), 0
    )
    if (british[difference : difference + 1], american[difference : difference + 1]) == ("s", "z") and (
        british[difference - 1] == "i"
    ):
        return Variant("-ise or -ize", "-ise" if variant is BRITISH else "-ize")
    return Variant("British or American", variant)


@cache
def _british_spellings(language: str) -> dict[str, str]:
    """The words of the dictionary that are an American spelling, with the British one."""
    respell = get_profile(language).spelling
    try:
        words = DefaultDictionaryFactory().get_dictionary(language)
    except ValueError:
        return {}
    return {
        american: word
        for word in map(str, words)
        if word.islower() and (american := respell(word)) != word and is_word(american, language)
    }
