"""Checks within one concept: its preferred terms, its languages, terms that repeat or exclude each other."""

from collections.abc import Iterator

from workbench.glossary.hygiene.registry import Fix, Problem, Severity, check
from workbench.glossary.hygiene.rows import Row
from workbench.glossary.hygiene.subject import Subject, is_allowed, is_unknown_language, term_key
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Status


@check(Severity.ERROR)
def unreadable_row(subject: Subject) -> Iterator[Problem]:
    """The row has too many or too few cells, or a cell holds a value that its column does not know."""
    for row in subject.broken:
        if row.concept and row.text:
            yield Problem(row, row.what, row.mend)


@check(Severity.ERROR)
def empty_term(subject: Subject) -> Iterator[Problem]:
    """The row has no term, or no concept that the term belongs to."""
    for row in subject.broken:
        if not (row.concept and row.text):
            missing = "term" if row.concept else "concept_id"
            yield Problem(row, f"{missing} is empty", "fill it in, or remove the row")


@check(Severity.ERROR)
def unknown_language(subject: Subject) -> Iterator[Problem]:
    """The language is no two-letter ISO 639-1 code, so that the term would never be looked for."""
    for row in subject.rows:
        if is_unknown_language(row.term.language):
            yield Problem(row, f"“{row.term.language}” is no language code", "write nl, en, fr, ...")


@check(Severity.ERROR)
def two_preferred(subject: Subject) -> Iterator[Problem]:
    """A concept has two preferred terms in one language, even if one is rejected: no one can tell which to use."""
    first: dict[tuple[str, str], Row] = {}
    for row in subject.all_rows:
        if row.term.status is Status.PREFERRED:
            other = first.setdefault((row.concept, row.term.language), row)
            if other is not row:
                message = f"“{other.term.text}” on line {other.line} is preferred too"
                yield Problem(row, message, "make one of them admitted")


@check(Severity.WARNING)
def no_preferred(subject: Subject) -> Iterator[Problem]:
    """A concept has terms in a language and none is preferred: with deprecated ones alone nothing is forbidden."""
    for rows in subject.by_language.values():
        if all(row.term.status is not Status.PREFERRED for row in rows):
            language = rows[0].term.language
            yield Problem(rows[0], f"no {language} term is preferred", "make the best one preferred, or add it")


@check(Severity.ERROR)
def deprecated_in_allowed(subject: Subject) -> Iterator[Problem]:
    """A deprecated term is, or stands inside, a term of the same concept that may be used: it is always broken."""
    for language in sorted({row.term.language for row in subject.rows if not is_allowed(row)}):
        if is_unknown_language(language):
            continue
        matcher = Matcher(subject.glossary, language)
        rows = {(row.concept, row.term): row for row in subject.rows}
        for row in subject.rows:
            if row.term.language == language and is_allowed(row):
                for occurrence in matcher.occurrences(row.term.text):
                    concept, term = occurrence.payload
                    if concept.id == row.concept and term.status is Status.DEPRECATED:
                        message = f"it stands in “{row.term.text}” on line {row.line}, which may be used"
                        mend = "write a longer deprecated term, or remove one of the two"
                        yield Problem(rows[concept.id, term], message, mend)


@check(Severity.WARNING, has_fixes=True)
def exact_duplicate(subject: Subject) -> Iterator[Problem]:
    """A concept has the same term twice with the same status. It is removed where all other cells are equal too."""
    first: dict[tuple[str, str, str, Status], Row] = {}
    for row in subject.all_rows:
        term = row.term
        other = first.setdefault((row.concept, term.language, term.text, term.status), row)
        if other is not row:
            is_same = [cell.strip() for cell in other.cells] == [cell.strip() for cell in row.cells]
            mend = "remove the row" if is_same else "make one row of the two"
            yield Problem(row, f"is on line {other.line} already", mend, Fix(None) if is_same else None)


@check(Severity.WARNING)
def near_duplicate(subject: Subject) -> Iterator[Problem]:
    """A concept has the same term twice, up to case and inflection; matching finds all forms with any of them.

    It is information where more than the case differs: another spelling may be meant as another rendering.
    """
    for rows in subject.by_language.values():
        first: dict[object, Row] = {}
        for row in rows:
            other = first.setdefault((term_key(row), is_allowed(row)), row)
            if other is row or other.term.text == row.term.text:
                continue
            only_case = other.term.text.casefold() == row.term.text.casefold()
            message = f"is “{other.term.text}” on line {other.line} in another {'case' if only_case else 'form'}"
            mend = "remove one" if only_case else "keep it if it is another spelling, remove it if another form"
            yield Problem(row, message, mend, severity=None if only_case else Severity.INFO)


@check(Severity.WARNING)
def language_missing(subject: Subject) -> Iterator[Problem]:
    """A concept has no term in a language that it should have: those of --languages, or those nearly all others have.

    A concept that is not to be translated needs one language only.
    """
    for rows in subject.concepts.values():
        own = {row.term.language for row in rows if is_allowed(row)}
        missing = [language for language in subject.expected_languages if language not in own]
        if missing and not (own and any(row.term.do_not_translate for row in rows)):
            yield Problem(rows[0], f"has no term in {', '.join(missing)}", "add one")
