"""Checks of numbers, dates and times, and units."""

from collections.abc import Iterator

from workbench.consistency.model import Problem, Severity
from workbench.consistency.registry import check
from workbench.consistency.subject import Subject, overlaps
from workbench.languages.quantity import Quantity, QuantityKind
from workbench.languages.units import find_units


@check(Severity.CRITICAL)
def number(subject: Subject) -> Iterator[Problem]:
    """A number differs between source and target. Numbers are compared by value: in digits or in words, with the
    separators of either language, ordinals, ranges, percentages, scales (2,8 miljard) and round plurals (tientallen);
    a number inside a glossary term belongs to the term.
    """
    yield from _differing(subject, {QuantityKind.NUMBER})


@check(Severity.CRITICAL)
def date_or_time(subject: Subject) -> Iterator[Problem]:
    """A date or a time differs between source and target. Days, months, years beside a month, weekdays and times are
    compared by what they mean, on the clock of twelve or twenty-four hours.
    """
    yield from _differing(subject, {QuantityKind.DATE, QuantityKind.TIME})


@check(Severity.CRITICAL)
def unit(subject: Subject) -> Iterator[Problem]:
    """A currency or unit of measure differs: one of the source is missing and another of the same dimension stands
    in the target (euros became dollars), or a per cent has become any other unit.
    """
    source = list(find_units(subject.source, subject.tools.source_language))
    if not source:
        return
    target = list(find_units(subject.target, subject.tools.target_language))
    known = {item.unit for item in source}
    in_target = {item.unit for item in target}
    for item in source:
        if item.unit in in_target:
            continue
        others = [
            other
            for other in target
            if other.unit not in known and (other.dimension == item.dimension or item.dimension == "share")
        ]
        if others:
            written = subject.target[others[0].start : others[0].end]
            message = f"“{subject.source[item.start : item.end]}” has become “{written}”"
            yield Problem(message, ((item.start, item.end),), ((others[0].start, others[0].end),))


def fidelity(subject: Subject) -> tuple[int, int]:
    """How many certain quantities of the source are in the target, and how many there are."""
    wanted = [item for item in subject.source_quantities if item.certain and not _is_in_term(item, subject)]
    kept = sum(any(item.agrees_with(other) for other in subject.target_quantities) for item in wanted)
    return kept, len(wanted)


def _differing(subject: Subject, kinds: set[QuantityKind]) -> Iterator[Problem]:
    if not subject.source or not subject.target or subject.is_copied:
        return
    target_spans = [(item.start, item.end) for item in subject.target_terms]
    missing = [
        item
        for item in subject.source_quantities
        if item.certain
        and not any(item.agrees_with(other) for other in subject.target_quantities)
        and not _is_in_term(item, subject)
    ]
    extra = [
        item
        for item in subject.target_quantities
        if item.certain
        and not any(item.agrees_with(other) for other in subject.source_quantities)
        and not overlaps(item.start, item.end, target_spans)
    ]
    # A date beside a number is judged as what the source has; what is only in the target, as what stands there.
    for item in missing:
        if item.kind in kinds:
            yield Problem(f"“{item.text}” is missing{_instead(extra)}", ((item.start, item.end),), _spans(extra))
    if not missing:
        for item in extra:
            if item.kind in kinds:
                yield Problem(f"“{item.text}” is not in the source", (), ((item.start, item.end),))


def _is_in_term(item: Quantity, subject: Subject) -> bool:
    return overlaps(item.start, item.end, [(hit.start, hit.end) for hit in subject.hits])


def _instead(extra: list[Quantity]) -> str:
    return f"; the target has “{'”, “'.join(item.text for item in extra)}”" if extra else ""


def _spans(items: list[Quantity]) -> tuple[tuple[int, int], ...]:
    return tuple((item.start, item.end) for item in items)
