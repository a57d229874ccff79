"""What differs between two similar texts, and a translation whose numbers are replaced by those of another source."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from workbench.documents.spans import Span
from workbench.languages.numbers import Number, find_numbers
from workbench.translation.memory.forms import exact_form
from workbench.translation.requirements import Kind, Requirement, find_rendering

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|\w+|[^\w\s]")


def differences(text: str, other: str) -> list[tuple[Span, Span]]:
    """Where two texts differ in words, numbers and punctuation: pairs of spans; one may be empty."""
    spans, other_spans = _token_spans(text), _token_spans(other)
    steps = Levenshtein.opcodes(_tokens(text, spans), _tokens(other, other_spans))
    return [
        (_covered(spans, step.src_start, step.src_end), _covered(other_spans, step.dest_start, step.dest_end))
        for step in steps
        if step.tag != "equal"
    ]


def with_numbers_of(source: str, match: str, target: str, languages: tuple[str, str]) -> str | None:
    """``target``, the translation of ``match``, with the numbers of ``source`` in place of those of ``match``.

    The two sources must differ in nothing but numbers. None if a number that differs does not stand in the
    translation in one of the ways to write it, or not as often.
    """
    wanted, found = find_numbers(source, languages[0]), find_numbers(match, languages[0])
    if [number.kind for number in wanted] != [number.kind for number in found]:
        return None
    used: list[Span] = []
    replaced: list[tuple[Span, str]] = []
    for new, old in zip(wanted, found, strict=True):
        span = find_rendering(_requirement(old, languages[1]), target, used)
        if span is not None:
            used.append(span)
        if new.text == old.text:
            continue
        if span is None:
            return None
        replaced.append((span, new.alternatives(languages[1])[0]))
    for (start, end), number in sorted(replaced, reverse=True):
        target = target[:start] + number + target[end:]
    return target


def _requirement(number: Number, language: str) -> Requirement:
    return Requirement(Kind.NUMBER, number.start, number.end, number.alternatives(language))


def _token_spans(text: str) -> list[Span]:
    return [match.span() for match in _TOKEN.finditer(text) if exact_form(match[0])]


def _tokens(text: str, spans: Sequence[Span]) -> list[str]:
    return [exact_form(text[start:end]) for start, end in spans]


def _covered(spans: Sequence[Span], first: int, end: int) -> Span:
    """The characters of tokens; empty, before the token ``first``, if there are none."""
    if first < end:
        return spans[first][0], spans[end - 1][1]
    place = spans[first][0] if first < len(spans) else spans[-1][1] if spans else 0
    return place, place
