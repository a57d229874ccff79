"""Words that are joined: "Oostzee" in "Oostzeekwesties", "vice-premier" and "vicepremier"; no "raad" in "verraad".

What follows the noun must be a word that the language's dictionary knows, or two such words, behind a linking letter
or none. A compound that the dictionary knows as a whole has a meaning of its own: "landbouw" is not about a country.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.languages.lemmas import dictionary_spelling, is_word, lemmas
from workbench.languages.profile import Compounds, get_profile
from workbench.languages.words import Word, normalise

SHORTEST_PART = 4
HYPHENS = "-\u2010\u2011"
#: What is longer is no word, and looking for words in it would take long.
_LONGEST_WORD = 60
_DIVISION = re.compile(rf"[{HYPHENS}\u00ad](?:[^\S\n]*\n[^\S\n]*)?(?=[^\W\d_])")
_HYPHEN_IN_WORD = re.compile(rf"(?<=[^\W\d_])[{HYPHENS}](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Part:
    """The first part of a compound: the noun that it is, and how many characters of the word belong to it.

    ``is_single`` says that one word follows, not two.
    """

    noun: str
    length: int
    is_single: bool


def first_parts(word: str, nouns: Mapping[str, bool], language: str) -> tuple[Part, ...]:
    """The ``nouns`` that ``word`` begins with if it is a compound, longest first.

    ``nouns`` maps normalised nouns to whether they are names. A plural may be the first part (lidstatenoverleg).
    """
    rules = get_profile(language).compounds
    if not rules or len(word) > _LONGEST_WORD:
        return ()
    spelling, key = dictionary_spelling(word).lower(), normalise(word)
    if len(spelling) != len(key) or is_word(spelling, language):
        return ()
    found: dict[str, Part] = {}
    for length in range(len(key) - min(map(len, rules.short_heads)), SHORTEST_PART - 1, -1):
        for noun in _nouns(key[:length], nouns, language):
            is_name = nouns[noun]
            if is_name and word[0].islower():
                continue
            if count := _words_in_rest(spelling[:length], spelling[length:], is_name, rules, language):
                found.setdefault(noun, Part(noun, _written_length(word, length), count == 1))
    return tuple(found.values())


def _nouns(beginning: str, nouns: Mapping[str, bool], language: str) -> Iterator[str]:
    if beginning in nouns:
        yield beginning
    elif beginning.endswith("en"):
        yield from (lemma for lemma in lemmas(beginning, language) if lemma in nouns)


def _words_in_rest(first: str, rest: str, behind_name: bool, rules: Compounds, language: str) -> int:
    """Of how many words ``rest`` consists, behind a linking letter or none: 1 or 2, and 0 if it is something else.

    Names have no linking letter. Where ``first`` and a part of the rest make a word, that is the first part
    (raadhuis-straat, honger-gezant).
    """
    excluded = rules.endings | rules.name_endings if behind_name else rules.endings
    links = ("",) if behind_name else rules.links
    ends = {link: rest[len(link) :] for link in links if rest.startswith(link)}
    if not excluded.isdisjoint(ends.values()):
        return 0
    if any(_is_longer_word(first + link, end, language) for link, end in ends.items()):
        return 0
    if any(_is_last_part(end, rules, language) for end in ends.values()):
        return 1
    return 2 if any(_are_two_words(end, rules, language) for end in ends.values()) else 0


def _is_longer_word(first: str, end: str, language: str) -> bool:
    cuts = range(1, len(end) - SHORTEST_PART + 1)
    return any(is_word(end[cut:], language) and is_word(first + end[:cut], language) for cut in cuts)


def _are_two_words(end: str, rules: Compounds, language: str) -> bool:
    cuts = range(SHORTEST_PART, len(end) - SHORTEST_PART + 1)
    return any(is_word(end[:cut], language) and _is_last_part(end[cut:], rules, language) for cut in cuts)


def _is_last_part(word: str, rules: Compounds, language: str) -> bool:
    return (len(word) >= SHORTEST_PART or word in rules.short_heads) and is_word(word, language)


def _written_length(word: str, length: int) -> int:
    """How many characters of ``word`` make up the first ``length`` of its spelling."""
    written = next(end for end in range(length, len(word) + 1) if len(dictionary_spelling(word[:end])) >= length)
    while written < len(word) and len(dictionary_spelling(word[: written + 1])) == length:
        written += 1
    return written


def written_as_one(phrase: str) -> str:
    """``phrase`` without the hyphens in its words: vice-premier -> vicepremier."""
    return _HYPHEN_IN_WORD.sub("", phrase)


def is_prefix(word: str, language: str) -> bool:
    """Whether the normalised ``word`` belongs to the next one, and is written apart by mistake."""
    rules = get_profile(language).compounds
    return rules is not None and word in rules.prefixes


def divided_words(text: str, tokens: Sequence[Word]) -> Iterator[int]:
    """The places of tokens that are joined to the next by a hyphen, or divided at the end of a line."""
    starts: list[int] = []
    for division in _DIVISION.finditer(text):
        starts = starts or [token.start for token in tokens]
        place = bisect_right(starts, division.start()) - 1
        if 0 <= place < len(tokens) - 1 and tokens[place + 1].start == division.end():
            left, right = tokens[place].text, tokens[place + 1].text
            is_word_part = len(right) > 1 and not left[-1].isdigit()  # no part of "vis-à-vis" makes a "visa"
            if is_word_part and (not left.isupper() or right.isupper()):
                yield place
