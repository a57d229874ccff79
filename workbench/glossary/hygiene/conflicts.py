"""Checks between concepts: terms that one wants and another forbids, homonyms that nothing tells apart."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from workbench.glossary.hygiene.registry import Problem, Severity, check
from workbench.glossary.hygiene.rows import Row
from workbench.glossary.hygiene.subject import Subject, TermKey, is_allowed, term_key
from workbench.glossary.model import Status


@check(Severity.ERROR)
def preferred_and_deprecated(subject: Subject) -> Iterator[Problem]:
    """A term is preferred in one concept and deprecated in another: a sentence with both cannot be right.

    It is information only where the two are homonyms that context words tell apart, which is why they exclude each
    other's renderings.
    """
    preferred = _preferred(subject)
    for row in subject.rows:
        if is_allowed(row):
            continue
        for other in preferred.get(term_key(row), {}).values():
            if other.concept != row.concept:
                apart = subject.are_told_apart(row.concept, other.concept)
                message = f"is the preferred term of {other.concept} on line {other.line}"
                mend = "nothing: context words decide" if apart else "remove it here, or give both concepts context"
                yield Problem(row, message, mend, severity=Severity.INFO if apart else None)


@check(Severity.ERROR)
def rendering_cycle(subject: Subject) -> Iterator[Problem]:
    """Concepts with a common term forbid each other's preferred rendering in a circle: whatever is said is wrong."""
    preferred = _preferred(subject)
    for key, homes in subject.homes.items():
        forbids: dict[str, set[str]] = {concept: set() for concept in homes}
        for concept in homes:
            for row in subject.concepts[concept]:
                if not is_allowed(row) and row.term.language != key[0]:
                    others = preferred.get(term_key(row), {}).keys() & homes.keys()
                    forbids[concept] |= {other for other in others if not subject.are_told_apart(concept, other)}
        try:
            TopologicalSorter(forbids).prepare()
        except CycleError as error:
            circle = error.args[1]
            if len(set(circle)) > 1:
                message = f"forbid each other's renderings in a circle: {' > '.join(reversed(circle))}"
                yield Problem(homes[circle[0]], message, "give the concepts context, or remove a deprecated term")


@check(Severity.WARNING)
def homonym_without_context(subject: Subject) -> Iterator[Problem]:
    """Two concepts share a term of the language that is translated from, and have not both context words to choose."""
    for key, homes in subject.homes.items():
        if key[0] != subject.source_language:
            continue
        for one, other in combinations(homes.values(), 2):
            without = [row.concept for row in (one, other) if not subject.has_context(row.concept)]
            if without and not _are_duplicates(subject, one, other):
                message = f"is a term of {one.concept} on line {one.line} too"
                yield Problem(other, message, f"add context words to {' and '.join(without)}")


@check(Severity.WARNING)
def duplicate_concept(subject: Subject) -> Iterator[Problem]:
    """Two concepts without context share terms in two languages or more: they may be one and the same.

    It is information where they differ in the language that is translated from: nothing has to be chosen then.
    """
    seen: set[frozenset[str]] = set()
    for homes in subject.homes.values():
        for one, other in combinations(homes.values(), 2):
            pair = frozenset({one.concept, other.concept})
            if pair not in seen and _are_duplicates(subject, one, other):
                seen.add(pair)
                shared = subject.shared_terms(one.concept, other.concept)
                told = "”, “".join(sorted(" ".join(words) for _, words in shared))
                message = f"has “{told}” in common with {one.concept} on line {one.line}"
                is_ambiguous = any(language == subject.source_language for language, _ in shared)
                severity = None if is_ambiguous else Severity.INFO
                yield Problem(other, message, "make them one concept, or give both context words", severity=severity)


def _are_duplicates(subject: Subject, one: Row, other: Row) -> bool:
    languages = {language for language, _ in subject.shared_terms(one.concept, other.concept)}
    return len(languages) > 1 and not subject.are_told_apart(one.concept, other.concept)


def _preferred(subject: Subject) -> dict[TermKey, dict[str, Row]]:
    """The rows of preferred terms, by what all their forms have in common and by concept."""
    preferred: dict[TermKey, dict[str, Row]] = {}
    for row in subject.rows:
        if row.term.status is Status.PREFERRED:
            preferred.setdefault(term_key(row), {}).setdefault(row.concept, row)
    return preferred
