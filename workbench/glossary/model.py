"""Concepts and terms. A concept has terms in any number of languages; a term has a status and a review state."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Status(StrEnum):
    """How a term may be used (ISO 30042 administrative status)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"


class Review(StrEnum):
    """Where a term stands in the editors' review. Only approved terms are enforced."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a concept in one language; the fields are the columns of the glossary file.

    ``context`` lists words whose presence decides for this concept where another concept has the same term.
    ``reviewed_by`` and ``reviewed_at`` (ISO 8601) say who set ``review``, and when.
    """

    text: str
    language: str
    status: Status = Status.PREFERRED
    part_of_speech: str = ""
    domain: str = ""
    definition: str = ""
    note: str = ""
    source: str = ""
    case_sensitive: bool = False
    do_not_translate: bool = False
    review: Review = Review.APPROVED
    context: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_at: str = ""


@dataclass(frozen=True)
class Concept:
    """A concept and its terms, in the order of the file."""

    id: str
    terms: Sequence[Term]

    def usable(self, language: str) -> list[Term]:
        """The approved terms of a language, deprecated ones included."""
        return [term for term in self.terms if term.language == language and term.review is Review.APPROVED]

    def allowed(self, language: str) -> list[Term]:
        """The approved terms that may be used, the preferred one first.

        A concept that is not to be translated allows its own terms of every language.
        """
        terms = [term for term in self.usable(language) if term.status is not Status.DEPRECATED]
        if not terms:
            terms = [term for term in self.terms if term.do_not_translate and term.review is Review.APPROVED]
        return sorted(terms, key=lambda term: term.status is not Status.PREFERRED)

    def deprecated(self, language: str) -> list[Term]:
        """The approved terms that must not be used."""
        return [term for term in self.usable(language) if term.status is Status.DEPRECATED]

    @property
    def context(self) -> tuple[str, ...]:
        """All context words that decide for this concept."""
        return tuple(dict.fromkeys(word for term in self.terms for word in term.context))

    @property
    def definition(self) -> str:
        """The first definition given on any of the terms."""
        return next((term.definition for term in self.terms if term.definition), "")


@dataclass(frozen=True)
class Glossary:
    """A named set of concepts."""

    name: str
    concepts: dict[str, Concept] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, rows: Iterable[tuple[str, Term]]) -> "Glossary":
        """A glossary from (concept id, term) rows."""
        grouped: dict[str, list[Term]] = {}
        for concept, term in rows:
            grouped.setdefault(concept, []).append(term)
        return cls(name, {id: Concept(id, tuple(terms)) for id, terms in grouped.items()})

    def rows(self) -> Iterator[tuple[str, Term]]:
        """(concept id, term) of every term, in order."""
        for concept in self.concepts.values():
            for term in concept.terms:
                yield concept.id, term

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change when any field of any term does; for signatures."""
        text = repr(sorted((concept, repr(term)) for concept, term in self.rows()))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
