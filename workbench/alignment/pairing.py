"""The second reading of a harvest: which target phrases stand beside the candidates, and which render them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from workbench.alignment.association import competitive_linking, dice, log_likelihood
from workbench.alignment.candidates import Key, PhraseFinder
from workbench.alignment.survey import KnownTerms, is_known
from workbench.alignment.termhood import Candidate

#: Larger tables drop what is rare so far.
_MOST_PHRASES = 600_000
_MOST_PAIRS = 3_000_000

#: A pair must occur together in so many segments, so much of the time, and not by chance (chi-squared, p < 0.001).
_LEAST_TOGETHER = 2
_LEAST_DICE = 0.25
_LEAST_LIKELIHOOD = 10.83
#: Translations have about the same length (Gale and Church 1993): what is so many times as long is a piece of a name
#: paired with the whole, unless the shorter one is an acronym.
_LARGEST_RATIO = 2.0
_LONGEST_ACRONYM = 4
#: A target that so seldom stands without content words around it is a piece of a longer one.
_LEAST_WHOLE = 0.2
#: One occurrence together may always be chance.
_DISCOUNT = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A candidate and the target phrase that renders it; empty if there are no targets."""

    candidate: Candidate
    target: Key
    score: float


class Pairing:
    """Counts in how many segments candidates and target phrases occur, and occur together."""

    def __init__(self, candidates: Sequence[Candidate], known: KnownTerms, source: PhraseFinder, target: PhraseFinder):
        self._candidates, self._known, self._source, self._target = candidates, known, source, target
        self._segments = 0
        self._sources: Counter[Key] = Counter()
        self._targets: Counter[Key] = Counter()
        self._whole: Counter[Key] = Counter()
        self._together: dict[Key, Counter[Key]] = {candidate.key: Counter() for candidate in candidates}
        self._target_floor = self._pair_floor = self._pairs = 0

    def read(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Count in the (source, target) segments of one document."""
        for source, target in pairs:
            if target:
                self._segments += 1
                targets = self._count_targets(target)
                for key in self._candidates_in(source):
                    self._sources[key] += 1
                    self._together[key].update(targets)
                    self._pairs += len(targets)
                self._drop_rare()

    def links(self) -> list[Link]:
        """Each candidate that is linked with a target, best first."""
        strength = {(source, target): score for score, source, target in self._scored()}
        links = competitive_linking((score, *pair) for pair, score in strength.items())
        found = [
            Link(candidate, target, candidate.score * strength[candidate.key, target])
            for candidate in self._candidates
            if (target := links.get(candidate.key))
        ]
        return sorted(found, key=lambda link: -link.score)

    def _count_targets(self, text: str) -> set[Key]:
        phrases = self._target.phrases(text)
        keys = {phrase.key for phrase in phrases}
        self._targets.update(keys)
        self._whole.update({phrase.key for phrase in phrases if phrase.whole})
        return keys

    def _candidates_in(self, text: str) -> set[Key]:
        terms = self._known.spans(text)
        phrases = (phrase for phrase in self._source.phrases(text) if phrase.key in self._together)
        return {phrase.key for phrase in phrases if not is_known(phrase, terms)}

    def _drop_rare(self) -> None:
        """Lossy counting (Manku and Motwani 2002), as in the survey."""
        if len(self._targets) > _MOST_PHRASES:
            self._target_floor += 1
            self._targets = _above(self._targets, self._target_floor)
            self._whole = Counter({key: self._whole[key] for key in self._targets})
        if self._pairs > _MOST_PAIRS:
            self._pair_floor += 1
            self._together = {key: _above(counts, self._pair_floor) for key, counts in self._together.items()}
            self._pairs = sum(map(len, self._together.values()))

    def _scored(self) -> list[tuple[float, Key, Key]]:
        """How firmly source and target phrases belong together, best first; of equal pairs the most alike first."""
        found = [pair for source, counts in self._together.items() for pair in self._scored_targets(source, counts)]
        return sorted(found, key=lambda pair: (-pair[0], *self._difference(*pair[1:]), pair[1:]))

    def _scored_targets(self, source: Key, counts: Counter[Key]) -> Iterator[tuple[float, Key, Key]]:
        for target, together in counts.items():
            occurrences = self._targets[target]
            if together < _LEAST_TOGETHER or not are_of_like_length(source, target):
                continue
            if self._whole[target] < _LEAST_WHOLE * occurrences:
                continue
            margins = self._sources[source], max(together, occurrences)
            score = dice(together, *margins, discount=_DISCOUNT)
            if score >= _LEAST_DICE and log_likelihood(together, *margins, self._segments) >= _LEAST_LIKELIHOOD:
                yield score, source, target

    def _difference(self, source: Key, target: Key) -> tuple[int, float]:
        """By how many content words two phrases differ, and how unlike their letters are: translations are alike."""
        words = len(self._source.content_words(source)) - len(self._target.content_words(target))
        return abs(words), -fuzz.ratio(" ".join(source), " ".join(target))


def are_of_like_length(source: Key, target: Key) -> bool:
    """Whether neither phrase has more than twice the letters of the other, or one is as short as an acronym."""
    shorter, longer = sorted((source, target), key=lambda key: sum(map(len, key)))
    letters = sum(map(len, shorter))
    is_acronym = len(shorter) == 1 and letters <= _LONGEST_ACRONYM
    return is_acronym or sum(map(len, longer)) <= _LARGEST_RATIO * letters


def _above(counts: Counter[Key], floor: int) -> Counter[Key]:
    return Counter({key: count for key, count in counts.items() if count > floor})
