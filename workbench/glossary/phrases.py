"""Finding many phrases in a text at once, inflected forms included.

Every phrase is filed under the rarest of its words, so that the time for a text depends on its length and hardly on
the number of phrases. Two words agree when they share a form or a lemma.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from workbench.languages.lemmas import lemmas
from workbench.languages.words import Word, normalise, words

Payload = TypeVar("Payload")

#: Between two words of a phrase there may be white space (a line break too), hyphens, and the phrase's own punctuation.
_INVISIBLE = re.compile(r"[\s\u00ad\u2010-\u2013-]+")


@dataclass(frozen=True, slots=True)
class Occurrence(Generic[Payload]):
    """A phrase that stands in a text at the characters start to end; word positions for measuring distance.

    ``exact`` is false where a word agrees by its lemma only.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    payload: Payload
    exact: bool = True


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Payload]):
    forms: Sequence[str]
    keys: Sequence[frozenset[str]]
    gaps: Sequence[str]
    acronyms: Sequence[int]  # places of words in capitals: NGO does not stand in a person's name Ngo
    anchor: int
    surface: str  # for case-sensitive phrases, else empty
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """An immutable index of phrases of one language."""

    def __init__(self, phrases: Iterable[tuple[str, bool, Payload]], language: str) -> None:
        """Index (phrase, case-sensitive, payload) triples."""
        self.language = language
        parsed = [
            (tokens, [lemmas(token.text, language) for token in tokens], text, case_sensitive, payload)
            for text, case_sensitive, payload in phrases
            if (tokens := words(text))
        ]
        frequency = Counter(key for _, keys, *_ in parsed for word in keys for key in word)
        self._by_key: dict[str, list[_Phrase[Payload]]] = {}
        for tokens, keys, text, case_sensitive, payload in parsed:
            anchor = min(range(len(keys)), key=lambda place: sum(frequency[key] for key in keys[place]))
            phrase = _Phrase(
                forms=[normalise(token.text) for token in tokens],
                keys=keys,
                gaps=_gaps(text, tokens),
                acronyms=[place for place, token in enumerate(tokens) if _is_acronym(token.text)],
                anchor=anchor,
                surface=text if case_sensitive else "",
                payload=payload,
            )
            for key in keys[anchor]:
                self._by_key.setdefault(key, []).append(phrase)

    def occurrences(self, text: str) -> list[Occurrence[Payload]]:
        """All places where a phrase stands, overlapping ones included, by position and then longest first."""
        tokens = words(text)
        keys = [lemmas(token.text, self.language) for token in tokens]
        found = []
        for place, word_keys in enumerate(keys):
            seen: set[int] = set()  # a phrase filed under two keys of this word counts once
            for key in word_keys:
                for phrase in self._by_key.get(key, ()):
                    first = place - phrase.anchor
                    if id(phrase) not in seen and self._stands(phrase, first, keys, tokens, text):
                        seen.add(id(phrase))
                        last = first + len(phrase.keys) - 1
                        span = tokens[first].start, tokens[last].end
                        exact = all(
                            normalise(token.text) == form
                            for token, form in zip(tokens[first : last + 1], phrase.forms, strict=True)
                        )
                        found.append(Occurrence(*span, first, last, phrase.payload, exact))
        found.sort(key=lambda occurrence: (occurrence.start, -occurrence.end))
        return found

    def _stands(
        self, phrase: _Phrase[Payload], first: int, keys: Sequence[frozenset[str]], tokens: Sequence[Word], text: str
    ) -> bool:
        last = first + len(phrase.keys) - 1
        if first < 0 or last >= len(keys):
            return False
        if any(keys[first + offset].isdisjoint(wanted) for offset, wanted in enumerate(phrase.keys)):
            return False
        if not all(_is_acronym(tokens[first + place].text) for place in phrase.acronyms):
            return False
        between = _gaps(text, tokens[first : last + 1])
        if any(gap not in ("", own) for gap, own in zip(between, phrase.gaps, strict=True)):
            return False
        return not phrase.surface or text[tokens[first].start : tokens[last].end] == phrase.surface


def _gaps(text: str, tokens: Sequence[Word]) -> list[str]:
    """What stands between each two of ``tokens``, without white space and hyphens."""
    between = (text[left.end : right.start] for left, right in pairwise(tokens))
    return [_INVISIBLE.sub("", gap).replace("\u2019", "'") for gap in between]


def _is_acronym(word: str) -> bool:
    """Whether a word begins with two capitals or more: VN, NGO's, EU-lid, but no name and no word."""
    return word[:2].isupper() and len(word) > 1
