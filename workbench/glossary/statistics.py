"""Statistics of a glossary: how many terms of which kind, and how much of it is complete."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from workbench.glossary.model import Glossary, Status, Term
from workbench.languages.words import normalise


@dataclass(frozen=True, slots=True)
class LanguageStatistics:
    """The numbers of one language.

    ``coverage`` is the share of concepts that have a term to be used. ``homonyms`` counts terms to be used that
    several concepts have, ``homonyms_with_context`` those of them whose concepts all have context words.
    """

    language: str
    terms: int
    preferred: int
    admitted: int
    deprecated: int
    concepts: int
    coverage: float
    homonyms: int
    homonyms_with_context: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of a whole glossary; domains are those of the concepts, the commonest first."""

    concepts: int
    terms: int
    languages: list[LanguageStatistics]
    reviews: dict[str, int]
    domains: dict[str, int]
    do_not_translate: int
    with_context: int
    with_definition: int

    def as_json(self) -> dict[str, Any]:
        """The numbers as an object of JSON."""
        return asdict(self)


def statistics(glossary: Glossary) -> Statistics:
    """Count the terms of a glossary."""
    terms = [term for _, term in glossary.rows()]
    concepts = glossary.concepts.values()
    domains = Counter(next((term.domain for term in concept.terms if term.domain), "(none)") for concept in concepts)
    counts = Counter(term.language for term in terms)
    return Statistics(
        concepts=len(concepts),
        terms=len(terms),
        languages=[_language(glossary, language) for language, _ in counts.most_common()],
        reviews={review.value: count for review, count in Counter(term.review for term in terms).most_common()},
        domains=dict(domains.most_common()),
        do_not_translate=sum(any(term.do_not_translate for term in concept.terms) for concept in concepts),
        with_context=sum(bool(concept.context) for concept in concepts),
        with_definition=sum(bool(concept.definition) for concept in concepts),
    )


def _language(glossary: Glossary, language: str) -> LanguageStatistics:
    terms = [term for _, term in glossary.rows() if term.language == language]
    status = Counter(term.status for term in terms)
    allowed = {
        concept.id: own for concept in glossary.concepts.values() if (own := list(_allowed(concept.terms, language)))
    }
    homes: dict[str, set[str]] = {}
    for concept, own in allowed.items():
        for term in own:
            homes.setdefault(term, set()).add(concept)
    homonyms = [names for names in homes.values() if len(names) > 1]
    return LanguageStatistics(
        language=language,
        terms=len(terms),
        preferred=status[Status.PREFERRED],
        admitted=status[Status.ADMITTED],
        deprecated=status[Status.DEPRECATED],
        concepts=len(allowed),
        coverage=len(allowed) / len(glossary.concepts),
        homonyms=len(homonyms),
        homonyms_with_context=sum(all(glossary.concepts[name].context for name in names) for names in homonyms),
    )


def _allowed(terms: Iterable[Term], language: str) -> Iterator[str]:
    return (
        normalise(term.text) for term in terms if term.language == language and term.status is not Status.DEPRECATED
    )
