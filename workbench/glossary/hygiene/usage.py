"""The check that needs documents: which terms they contain."""

from collections.abc import Iterator
from dataclasses import replace

from workbench.glossary.hygiene.registry import Problem, Severity, check
from workbench.glossary.hygiene.subject import Subject, is_allowed
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary, Review


@check(Severity.INFO)
def never_found(subject: Subject) -> Iterator[Problem]:
    """No document contains the term (with --documents); it may be misspelled, or too long to occur as it is."""
    if subject.texts is None:
        return
    language = subject.source_language
    rows = [row for row in subject.rows if row.term.language == language and is_allowed(row)]
    approved = Glossary.of("checked", ((row.concept, replace(row.term, review=Review.APPROVED)) for row in rows))
    matcher = Matcher(approved, language)
    found = {
        (concept.id, term.text)
        for text in subject.texts
        for concept, term in (occurrence.payload for occurrence in matcher.occurrences(text))
    }
    for row in rows:
        if (row.concept, row.term.text) not in found:
            used = any(concept == row.concept for concept, _ in found)
            message = "no document contains it" + (", but another term of the concept" if used else "")
            yield Problem(row, message, "check its spelling, or leave it for other documents")
