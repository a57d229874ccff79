"""What the hygiene checks look at: the rows of a glossary by concept and language, and what is expected of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from workbench.errors import UsageError
from workbench.glossary.hygiene.rows import BrokenRow, Row
from workbench.glossary.model import Glossary, Review, Status
from workbench.languages.lemmas import lemmas
from workbench.languages.profile import get_profile
from workbench.languages.words import words
from workbench.settings import Settings

#: A language that so many concepts have is meant to be complete; others are added where they are certain.
_SHARE_OF_COMPLETE_LANGUAGE = 0.8

#: A term up to inflection and case: its language and the lemmas of its words.
TermKey = tuple[str, tuple[str, ...]]

Key = TypeVar("Key")


@dataclass(frozen=True)
class Subject:
    """A glossary under check.

    ``languages`` are those that every concept should have, the one that is translated from first; empty: as the
    glossary itself suggests, ``usual_source`` before the others. ``texts`` are documents in that first language, None
    if there are none to look at.
    """

    all_rows: Sequence[Row]
    broken: Sequence[BrokenRow] = ()
    languages: Sequence[str] = ()
    texts: Sequence[str] | None = None
    usual_source: str = Settings.source_language

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that count: what an editor has rejected stays in the file, but is not used."""
        return [row for row in self.all_rows if row.term.review is not Review.REJECTED]

    @cached_property
    def concepts(self) -> dict[str, list[Row]]:
        """The rows of each concept."""
        return _grouped((row.concept, row) for row in self.rows)

    @cached_property
    def by_language(self) -> dict[tuple[str, str], list[Row]]:
        """The rows of each concept in each language."""
        return _grouped(((row.concept, row.term.language), row) for row in self.rows)

    @cached_property
    def glossary(self) -> Glossary:
        """The rows as a glossary to match with."""
        return Glossary.of("checked", ((row.concept, row.term) for row in self.rows))

    @cached_property
    def expected_languages(self) -> Sequence[str]:
        """``languages``, or else those that nearly all concepts have."""
        if self.languages:
            return self.languages
        counts = Counter(language for _, language in self.by_language)
        least = _SHARE_OF_COMPLETE_LANGUAGE * len(self.concepts)
        common = [language for language in counts if counts[language] >= least]
        return sorted(common, key=lambda language: (language != self.usual_source, -counts[language], language))

    @cached_property
    def source_language(self) -> str:
        """The language that is translated from."""
        return self.expected_languages[0] if self.expected_languages else self.usual_source

    @cached_property
    def homes(self) -> dict[TermKey, dict[str, Row]]:
        """For each term that may be used the concepts that have it, with the first row there."""
        homes: dict[TermKey, dict[str, Row]] = {}
        for row in self.rows:
            if is_allowed(row):
                homes.setdefault(term_key(row), {}).setdefault(row.concept, row)
        return homes

    @cached_property
    def _keys(self) -> dict[str, set[TermKey]]:
        keys: dict[str, set[TermKey]] = {}
        for key, concepts in self.homes.items():
            for concept in concepts:
                keys.setdefault(concept, set()).add(key)
        return keys

    def shared_terms(self, one: str, other: str) -> set[TermKey]:
        """The terms that two concepts both allow, in any language."""
        return self._keys.get(one, set()) & self._keys.get(other, set())

    def has_context(self, concept: str) -> bool:
        """Whether a concept names words that decide for it."""
        return any(row.term.context for row in self.concepts[concept])

    def are_told_apart(self, one: str, other: str) -> bool:
        """Whether two concepts are homonyms that context words separate."""
        return bool(self.shared_terms(one, other)) and self.has_context(one) and self.has_context(other)


def is_allowed(row: Row) -> bool:
    """Whether the term may be used."""
    return row.term.status is not Status.DEPRECATED


def term_key(row: Row) -> TermKey:
    """What all forms of a term have in common; a term that keeps its capitals differs from one that does not."""
    term = row.term
    if term.case_sensitive or is_unknown_language(term.language):
        return term.language, tuple(word.text for word in words(term.text))
    return term.language, tuple(_shortest(lemmas(word.text, term.language)) for word in words(term.text))


def is_unknown_language(code: str) -> bool:
    """Whether a code is none that the language tools accept."""
    try:
        get_profile(code)
    except UsageError:
        return True
    return False


def _shortest(forms: Iterable[str]) -> str:
    return min(forms, key=lambda form: (len(form), form))


def _grouped(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups
