"""Checks of glossary terms: counted, each occurrence needs a rendering of its own."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from workbench.consistency.model import Problem, Severity
from workbench.consistency.registry import check
from workbench.consistency.subject import Subject
from workbench.documents.bilingual import Outcome, TermUse
from workbench.glossary.matching import Hit
from workbench.languages.lemmas import lemmas
from workbench.languages.profile import get_profile
from workbench.languages.words import words

#: Words of one family begin alike: diplomat, diplomacy; accession, accede has its own entry in a glossary.
_SHORTEST_FAMILY = 4


@check(Severity.CRITICAL)
def term_missing(subject: Subject) -> Iterator[Problem]:
    """A glossary term of the source has no allowed rendering in the target. Counted: two occurrences need two
    renderings, except that a term which is repeated may be taken up by a pronoun, so that one rendering in the
    segment is enough for a cosmetic finding only (term-count). Inflected forms count; compounds that contain a term
    and terms of which nobody can say which concept is meant are left alone.
    """
    for hit, use in _missing(subject):
        if not _is_related(hit, subject) and not _is_rendered_elsewhere(hit, subject):
            yield _problem("has no allowed rendering", use, subject)


@check(Severity.COSMETIC)
def term_count(subject: Subject) -> Iterator[Problem]:
    """A glossary term stands more often in the source than an allowed rendering of it in the target. Often rightly so:
    English takes it up by a pronoun, or leaves it out in an enumeration.
    """
    for hit, use in _missing(subject):
        if _is_rendered_elsewhere(hit, subject):
            yield _problem("is rendered less often than it occurs", use, subject)


@check(Severity.COSMETIC)
def term_form(subject: Subject) -> Iterator[Problem]:
    """A glossary term is rendered by another word of the same family: "diplomatic" for a term that is rendered by
    "diplomacy". The reader is not misled, but a reviewer who wants the official name may look.
    """
    for hit, use in _missing(subject):
        if _is_related(hit, subject) and not _is_rendered_elsewhere(hit, subject):
            yield _problem("is rendered by a related word only", use, subject)


@check(Severity.CRITICAL)
def term_forbidden(subject: Subject) -> Iterator[Problem]:
    """A rendering that the glossary forbids is used for a term of the source. A forbidden rendering that is part of an
    allowed one, or of the rendering of another term of the source, does not count.
    """
    for _, use in subject.uses:
        if use.outcome is Outcome.FORBIDDEN and use.target:
            start, end = use.target
            message = f"“{subject.target[start:end]}” is a forbidden rendering{_instead(use)}"
            yield Problem(message, (use.source,), (use.target,))


@check(Severity.CRITICAL)
def do_not_translate(subject: Subject) -> Iterator[Problem]:
    """A term that is not to be translated does not stand in the target as it stands in the source."""
    for hit, use in subject.uses:
        if use.outcome is Outcome.MISSING and _is_kept_as_it_is(hit):
            yield Problem(f"“{hit.term.text}” must stay as it is", (use.source,))


def _is_kept_as_it_is(hit: Hit) -> bool:
    return any(term.do_not_translate for term in hit.concept.terms)


def _missing(subject: Subject) -> Iterator[tuple[Hit, TermUse]]:
    if not subject.target.strip() or subject.is_copied:
        return
    for hit, use in subject.uses:
        if use.outcome is Outcome.MISSING and hit.certain and not hit.compound and not _is_kept_as_it_is(hit):
            yield hit, use


def _is_rendered_elsewhere(hit: Hit, subject: Subject) -> bool:
    """Whether another occurrence of the concept has the rendering that this one lacks."""
    same = [use for other, use in subject.uses if other.concept is hit.concept]
    return any(use.outcome is Outcome.KEPT for use in same)


def _is_related(hit: Hit, subject: Subject) -> bool:
    """Whether every content word of some allowed rendering has a relative in the target."""
    language = subject.tools.target_language
    target = {lemma for word in subject.target_words for lemma in lemmas(word.text, language)}
    function_words = get_profile(language).function_words
    for term in hit.concept.allowed(language):
        content = [word.text for word in words(term.text) if word.text.lower() not in function_words]
        if content and all(_has_relative(lemmas(word, language), target) for word in content):
            return True
    return False


def _has_relative(forms: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two words begin alike for four letters and two thirds of the shorter one."""
    return any(
        _shared_beginning(form, other) >= max(_SHORTEST_FAMILY, min(len(form), len(other)) * 2 / 3)
        for form in forms
        for other in others
    )


def _shared_beginning(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _problem(what: str, use: TermUse, subject: Subject) -> Problem:
    start, end = use.source
    return Problem(f"“{subject.source[start:end]}” {what}{_instead(use)}", (use.source,))


def _instead(use: TermUse) -> str:
    return f"; allowed: {', '.join(f'“{term}”' for term in use.allowed[:4])}" if use.allowed else ""
