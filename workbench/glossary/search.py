"""Searching a glossary for concepts by any term; inflection, accents, case and typing errors do not matter."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from workbench.errors import UsageError
from workbench.glossary.model import Concept, Glossary, Term
from workbench.languages.lemmas import lemmas
from workbench.languages.profile import get_profile
from workbench.languages.words import normalise, words

#: Less alike than this are two different words (one letter in four may be wrong) ...
_LEAST_ALIKE = 75
#: ... and short words are one only letter by letter.
_SHORTEST_WITH_ERRORS = 4
#: What the beginning of a word counts, and how much of the score depends on how much of the term was asked for.
_BEGINNING = 0.9
_WEIGHT_OF_LENGTH = 0.2

#: What is so much worse than the best is not meant.
_FARTHEST = 0.25


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A concept, the term that was found, and how well it fits: 1 if it is what was asked for."""

    concept: Concept
    term: Term
    score: float


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    forms: frozenset[str]


def search(glossary: Glossary, text: str, language: str | None = None, limit: int = 10) -> list[SearchResult]:
    """The concepts with a term like ``text``, best first, each with its best term; of one ``language`` or of any.

    Raises UsageError for a text without a word, and for a language that the glossary does not have.
    """
    if not words(text):
        raise UsageError(f"there is no word to search for in {text!r}")
    languages = {term.language for _, term in glossary.rows()}
    if language is not None and language not in languages:
        raise UsageError(f"the glossary has no terms in {language!r}; it has {', '.join(sorted(languages))}")
    asked = {code: _words(text, code) for code in languages}
    results = []
    for concept in glossary.concepts.values():
        scored = [
            (_score(asked[term.language], _words(term.text, term.language)), term)
            for term in concept.terms
            if language in (None, term.language)
        ]
        score, term = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if term is not None and score > 0:
            results.append(SearchResult(concept, term, score))
    results.sort(key=lambda result: (-result.score, result.concept.id))
    return [result for result in results[:limit] if result.score >= results[0].score - _FARTHEST]


def _words(text: str, language: str) -> list[_Word]:
    """The words of a text, with their lemmas in languages that have a profile; others would load large dictionaries."""
    try:
        is_known = get_profile(language).name != language
    except UsageError:  # a glossary may have what is no language code
        is_known = False
    plain = [(word.text, normalise(word.text)) for word in words(text)]
    return [_Word(key, lemmas(word, language) if is_known else frozenset({key})) for word, key in plain]


def _score(asked: Sequence[_Word], term: Sequence[_Word]) -> float:
    """How well a term fits: every word that was asked for must be in it; the more else is in it, the worse."""
    if not term:
        return 0.0
    joined, other = "".join(word.plain for word in asked), "".join(word.plain for word in term)
    if joined == other:
        return 1.0
    alike = [max(_likeness(word, candidate) for candidate in term) for word in asked]
    share = min(1.0, len(asked) / len(term))
    in_words = min(alike) and sum(alike) / len(alike) * (1 - _WEIGHT_OF_LENGTH * (1 - share))
    # "Oost zee" and "Oostzee": words that are joined, or not, are compared as one.
    return min(0.99, max(in_words, _ratio(joined, other)))


def _likeness(asked: _Word, word: _Word) -> float:
    if not asked.forms.isdisjoint(word.forms):
        return 1.0
    if len(asked.plain) >= _SHORTEST_WITH_ERRORS and word.plain.startswith(asked.plain):
        return _BEGINNING
    return _ratio(asked.plain, word.plain)


def _ratio(one: str, other: str) -> float:
    """The share of letters that are the same, 0 if they are too few."""
    if min(len(one), len(other)) < _SHORTEST_WITH_ERRORS:
        return 0.0
    return float(fuzz.ratio(one, other, score_cutoff=_LEAST_ALIKE)) / 100
