"""Termhood: how much speaks for a phrase being a term, from what is counted of it over all text.

That it stands where noun phrases stand, outside longer terms (C-value, Frantzi, Ananiadou and Mima 2000), in few
documents (inverse document frequency, Spärck Jones 1972), beside terms of the glossary (weirdness, Ahmad, Gillam and
Tostevin 1999, with the segments that hold no known term as general language), and that its words hold together
(normalised pointwise mutual information, Bouma 2009).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.alignment.candidates import Key, Phrase, PhraseFinder
from workbench.languages.profile import get_profile

#: A candidate must occur so often, and have so many letters.
_LEAST_FREQUENCY = 2
_SHORTEST = 3
#: So much of it must stand where noun phrases do, and so much of its last word elsewhere, which is no verb then.
_LEAST_NOMINAL = 0.25
_LEAST_NOMINAL_OF_HEAD = 0.15
#: Weirdness is drawn towards 1 as if so many neutral occurrences had been seen: three of three prove little.
_NEUTRAL = 5

#: A word is a name when so much of it has a capital inside sentences.
_MOST_OF_A_NAME = 0.8
#: What stands for cohesion in single words: how likely such a word has one sense only.
_DISTINCT_NAME = 0.3
_DISTINCT_COMPOUND = 0.5
_DISTINCT_WORD = 0.15
#: Shorter parts of compounds are found in too many other words.
_SHORTEST_PART = 4
#: Above 1, cohesion tells more than the rest.
_WEIGHT_OF_COHESION = 1.5
#: Few terms hold prepositions or conjunctions (Justeson and Katz 1995), apart from names.
_WEIGHT_OF_JOINED = 0.5


@dataclass(slots=True)
class Tally:
    """What is counted of one phrase. ``inside_terms`` counts it as known term or part of one; the rest does not."""

    frequency: int = 0
    inside_terms: int = 0
    documents: int = 0
    last_document: int = -1
    nominal: int = 0
    initial: int = 0
    capital: int = 0
    beside_terms: int = 0
    covered: float = 0.0

    def add(self, document: int, phrase: Phrase, capital: bool, beside_terms: bool, covered: float) -> None:
        """Count an occurrence; ``covered`` is the share of its letters that belong to known terms."""
        self.frequency += 1
        self.nominal += phrase.nominal
        self.initial += phrase.initial
        self.capital += capital and not phrase.initial
        self.beside_terms += beside_terms
        self.covered += covered
        if document != self.last_document:
            self.documents += 1
            self.last_document = document

    @property
    def everywhere(self) -> int:
        """The frequency, known terms included."""
        return self.frequency + self.inside_terms

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital inside sentences."""
        return self.capital > _MOST_OF_A_NAME * (self.frequency - self.initial)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be a term; the higher the score, the more speaks for it."""

    key: Key
    frequency: int
    documents: int
    score: float


class Termhood:
    """Scores the phrases of a collection of documents."""

    def __init__(
        self, tallies: Mapping[Key, Tally], finder: PhraseFinder, documents: int, share_with_terms: float
    ) -> None:
        """``share_with_terms`` is the share of all segments that hold a known term; 0 leaves weirdness out."""
        self._tallies, self._finder = tallies, finder
        self._documents, self._share_with_terms = documents, share_with_terms
        self._frequent = {key: tally for key, tally in tallies.items() if tally.frequency >= _LEAST_FREQUENCY}
        self._in_longer = _in_longer(self._frequent)
        self._words = sum(tally.everywhere for key, tally in tallies.items() if len(key) == 1)

    def candidates(self) -> list[Candidate]:
        """The phrases that may be terms, best first."""
        found = [
            Candidate(key, tally.frequency, tally.documents, score)
            for key, tally in self._frequent.items()
            if self._is_noun_phrase(key, tally) and (score := self._score(key, tally)) > 0
        ]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.key))

    def _is_noun_phrase(self, key: Key, tally: Tally) -> bool:
        head = self._tallies.get(key[-1:], tally)
        elsewhere = head.frequency - tally.frequency
        return (
            sum(map(len, key)) >= _SHORTEST
            and tally.nominal >= _LEAST_NOMINAL * tally.frequency
            and head.nominal >= _LEAST_NOMINAL_OF_HEAD * elsewhere
        )

    def _score(self, key: Key, tally: Tally) -> float:
        unity = self._cohesion(key) * self._weight_of_joined(key, tally) if len(key) > 1 else self._distinct(key, tally)
        known = tally.covered / tally.frequency
        return math.sqrt(self._c_value(key, tally)) * self._rarity(tally) * self._weirdness(tally) * unity * (1 - known)

    def _c_value(self, key: Key, tally: Tally) -> float:
        """The C-value; with 1 added to the length, so that single words have one (Barrón-Cedeño and others 2009)."""
        length = math.log2(1 + len(self._finder.content_words(key)))
        return length * max(0.0, tally.frequency - self._in_longer.get(key, 0.0))

    def _rarity(self, tally: Tally) -> float:
        """The inverse document frequency, never 0: a term of every document is still a term."""
        return math.log2(1 + self._documents / tally.documents)

    def _weirdness(self, tally: Tally) -> float:
        """How much more often than chance the phrase stands in a segment with a term of the glossary."""
        if not self._share_with_terms:
            return 1.0
        expected = self._share_with_terms * (tally.frequency + _NEUTRAL)
        return (tally.beside_terms + _NEUTRAL * self._share_with_terms) / expected

    def _cohesion(self, key: Key) -> float:
        """How firmly the weakest joint of a phrase holds, from 0 to 1."""
        weakest = 1.0
        for cut in range(1, len(key)):
            parts = [self._tallies.get(part) for part in self._without_joint(key[:cut], key[cut:])]
            together = self._tallies[key].everywhere / self._words
            apart = math.prod(part.everywhere / self._words for part in parts if part)
            if all(parts) and together < 1:
                weakest = min(weakest, math.log(together / apart) / -math.log(together))
        return math.pow(max(0.0, weakest), _WEIGHT_OF_COHESION)

    def _without_joint(self, left: Key, right: Key) -> tuple[Key, Key]:
        """Two parts of a phrase without the function words between them."""
        while len(left) > 1 and not self._finder.content_words(left[-1:]):
            left = left[:-1]
        while len(right) > 1 and not self._finder.content_words(right[:1]):
            right = right[1:]
        return left, right

    def _weight_of_joined(self, key: Key, tally: Tally) -> float:
        """Two names that are joined are no name (Laos and Vietnam), but other words with a capital may be."""
        content = self._finder.content_words(key)
        words = [self._tallies.get((word,)) for word in content]
        is_name = tally.is_name and not all(word and word.is_name for word in words)
        return 1.0 if len(content) == len(key) or is_name else _WEIGHT_OF_JOINED

    def _distinct(self, key: Key, tally: Tally) -> float:
        if tally.is_name:
            return _DISTINCT_NAME
        return _DISTINCT_COMPOUND if self._is_compound(key[0]) else _DISTINCT_WORD

    def _is_compound(self, word: str) -> bool:
        """Whether the language joins words, and ``word`` consists of two that occur themselves, s between or not."""
        rules = get_profile(self._finder.language).compounds
        if rules is None:
            return False
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        return any(
            word[cut:] not in rules.endings and self._occurs(word[cut:])
            for cut in cuts
            if self._occurs(word[:cut]) or self._occurs(word[:cut].removesuffix("s"))
        )

    def _occurs(self, word: str) -> bool:
        tally = self._tallies.get((word,))
        is_content = bool(word) and bool(self._finder.content_words((word,)))
        return is_content and tally is not None and tally.everywhere >= _LEAST_FREQUENCY


def _in_longer(tallies: Mapping[Key, Tally]) -> dict[Key, float]:
    """For each phrase the mean frequency of the longer phrases that contain it."""
    sums: Counter[Key] = Counter()
    counts: Counter[Key] = Counter()
    for key, tally in tallies.items():
        for part in set(_parts(key)):
            if part in tallies:
                sums[part] += tally.frequency
                counts[part] += 1
    return {key: sums[key] / counts[key] for key in sums}


def _parts(key: Key) -> Iterable[Key]:
    lengths = range(1, len(key))
    return (key[first : first + length] for length in lengths for first in range(len(key) - length + 1))
