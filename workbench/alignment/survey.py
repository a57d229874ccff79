"""The first reading of a harvest: how often the phrases of the source language occur, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workbench.alignment.candidates import Key, Phrase, PhraseFinder
from workbench.alignment.termhood import Candidate, Tally, Termhood
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary, Review

#: A larger table drops what is rare so far.
_MOST_PHRASES = 600_000


class KnownTerms:
    """The terms of a glossary, inflected or not, whatever their review says: what was rejected is no news either."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        rows = ((concept, replace(term, review=Review.APPROVED)) for concept, term in glossary.rows())
        self._matcher = Matcher(Glossary.of(glossary.name, rows), language)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where known terms stand."""
        return [(hit.start, hit.end) for hit in self._matcher.find(text)]


def is_known(phrase: Phrase, terms: Iterable[tuple[int, int]]) -> bool:
    """Whether a phrase is a known term, part of one, or overlaps one. One that contains a term is new."""
    for start, end in terms:
        overlaps = phrase.start < end and start < phrase.end
        contains = phrase.start <= start and end <= phrase.end and phrase.end - phrase.start > end - start
        if overlaps and not contains:
            return True
    return False


class Survey:
    """Counts the phrases of documents."""

    def __init__(self, finder: PhraseFinder, known: KnownTerms) -> None:
        self._finder, self._known = finder, known
        self._tallies: dict[Key, Tally] = {}
        self._floor = 0
        self._documents = self._segments = self._with_terms = 0

    def read(self, texts: Iterable[str]) -> None:
        """Count the phrases in the segments of one document."""
        self._documents += 1
        for text in texts:
            terms = self._known.spans(text)
            self._segments += 1
            self._with_terms += bool(terms)
            for phrase in self._finder.phrases(text):
                self._count(phrase, text, terms)
            if len(self._tallies) > _MOST_PHRASES:
                self._drop_rare()

    def candidates(self) -> Iterator[Candidate]:
        """The phrases that may be terms, best first."""
        share = self._with_terms / self._segments if self._segments else 0.0
        yield from Termhood(self._tallies, self._finder, self._documents, share).candidates()

    def _count(self, phrase: Phrase, text: str, terms: list[tuple[int, int]]) -> None:
        tally = self._tallies.get(phrase.key)
        if tally is None:
            tally = self._tallies[phrase.key] = Tally()
        if is_known(phrase, terms):
            tally.inside_terms += 1
            return
        inside = [end - start for start, end in terms if phrase.start <= start and end <= phrase.end]
        covered = sum(inside) / (phrase.end - phrase.start)
        tally.add(self._documents, phrase, text[phrase.start].isupper(), len(inside) < len(terms), covered)

    def _drop_rare(self) -> None:
        """Lossy counting (Manku and Motwani 2002): with every round one occurrence more is rare."""
        self._floor += 1
        self._tallies = {key: tally for key, tally in self._tallies.items() if tally.everywhere > self._floor}
