"""Finding many phrases in a text at once, inflected forms included.

Every phrase is filed under the rarest of its words, so that the time for a text depends on its length and hardly on
the number of phrases. Two words agree when they share a form or a lemma.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from workbench.languages.lemmas import lemmas
from workbench.languages.words import Word, words

Payload = TypeVar("Payload")

#: What may stand between two words of one phrase: white space (a line break too) or a hyphen.
GAP = re.compile(r"[\s\u00ad]*[-\u2010-\u2013]?[\s\u00ad]*")


@dataclass(frozen=True, slots=True)
class Occurrence(Generic[Payload]):
    """A phrase that stands in a text at the characters start to end; word positions for measuring distance."""

    start: int
    end: int
    first_word: int
    last_word: int
    payload: Payload


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Payload]):
    keys: Sequence[frozenset[str]]
    anchor: int
    exact: str  # for case-sensitive phrases, else empty
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """An immutable index of phrases of one language."""

    def __init__(self, phrases: Iterable[tuple[str, bool, Payload]], language: str) -> None:
        """Index (phrase, case-sensitive, payload) triples."""
        self.language = language
        keyed = []
        for text, case_sensitive, payload in phrases:
            keys = [lemmas(word.text, language) for word in words(text)]
            if keys:
                keyed.append((keys, text if case_sensitive else "", payload))
        frequency = Counter(key for keys, _, _ in keyed for word in keys for key in word)
        self._by_key: dict[str, list[_Phrase[Payload]]] = {}
        for keys, exact, payload in keyed:
            anchor = min(range(len(keys)), key=lambda place: sum(frequency[key] for key in keys[place]))
            phrase = _Phrase(keys, anchor, exact, payload)
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
                        found.append(Occurrence(*span, first, last, phrase.payload))
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
        gaps = zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True)
        if not all(GAP.fullmatch(text, left.end, right.start) for left, right in gaps):
            return False
        return not phrase.exact or text[tokens[first].start : tokens[last].end] == phrase.exact
