"""What a translation must contain: glossary terms, numbers, names, and spans that are copied as they are.

All four go the same way: found in the source, verified in the target, and forced by the constrained search where the
first pass lost them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.documents.bilingual import Outcome, TermUse
from workbench.documents.spans import Span, overlaps
from workbench.glossary.matching import Hit
from workbench.glossary.model import Term
from workbench.glossary.verification import Verifier
from workbench.languages.names import name_runs
from workbench.languages.numbers import find_numbers
from workbench.languages.profile import get_profile

#: Web and e-mail addresses (RFC 3986 schemes that occur in reports; RFC 5321 addresses without quoting).
ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"“”„«»]+[^\s<>\"“”„«».,;:!?)\]}'’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)


class Kind(StrEnum):
    """What a requirement is for."""

    TERM = "term"
    NUMBER = "number"
    NAME = "name"
    PROTECTED = "address"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A source span ``start:end`` for which one of ``renderings`` must stand in the target.

    The first rendering is the preferred one. ``forbidden`` must not stand in the target. ``hit`` is the glossary hit
    of a term.
    """

    kind: Kind
    start: int
    end: int
    renderings: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    hit: Hit | None = None

    @property
    def is_strict(self) -> bool:
        """Whether it must be met at nearly any price: terms and addresses, not numbers and names."""
        return self.kind in (Kind.TERM, Kind.PROTECTED)

    def moved(self, by: int) -> "Requirement":
        """The same requirement in a text that begins ``by`` characters later."""
        hit = self.hit and replace(self.hit, start=self.hit.start - by, end=self.hit.end - by)
        return replace(self, start=self.start - by, end=self.end - by, hit=hit)


def addresses(source: str) -> list[Span]:
    """Spans of web and e-mail addresses; what stands in them is no text."""
    return [match.span() for match in ADDRESS.finditer(source)]


def find_requirements(source: str, hits: Sequence[Hit], languages: tuple[str, str]) -> list[Requirement]:
    """The requirements of a source segment, in order, not overlapping: addresses, then terms, names, numbers."""
    source_language, target_language = languages
    found = list(_addresses(source))
    for group in (
        _terms(source, hits, target_language),
        _names(source, source_language),
        _numbers(source, source_language, target_language),
    ):
        taken = [(item.start, item.end) for item in found]
        found += [item for item in group if not overlaps((item.start, item.end), taken)]
    return sorted(found, key=lambda requirement: requirement.start)


def _addresses(source: str) -> Iterable[Requirement]:
    """Addresses are replaced by a short placeholder, which a model copies more easily than forty pieces of an URL."""
    for number, match in enumerate(ADDRESS.finditer(source)):
        placeholder = f"URL{number + 1}"
        while placeholder in source:
            placeholder += "X"
        yield Requirement(Kind.PROTECTED, match.start(), match.end(), (placeholder,))


def _terms(source: str, hits: Sequence[Hit], target_language: str) -> Iterable[Requirement]:
    for hit in hits:
        allowed = [term.text for term in _of_same_shape(hit, hit.concept.allowed(target_language))]
        if allowed:
            if source[hit.start : hit.end].lower() != hit.term.text.lower():
                # An inflected source word may well be a plural, in which the decoder can then write the rendering.
                allowed += [get_profile(target_language).plural(text) for text in allowed]
            forbidden = tuple(term.text for term in hit.concept.deprecated(target_language))
            yield Requirement(Kind.TERM, hit.start, hit.end, tuple(dict.fromkeys(allowed)), forbidden, hit)


def _of_same_shape(hit: Hit, allowed: Sequence[Term]) -> list[Term]:
    """Acronyms first for an acronym: OESO is OECD, though its concept prefers the long name."""
    return sorted(allowed, key=lambda term: hit.term.text.isupper() and not term.text.isupper())


def _names(source: str, language: str) -> Iterable[Requirement]:
    """Runs of two or more capitalised words, none of which the language's dictionary knows: names of people and places.

    A single such word is left alone: too many of them (cities, peoples) have another name in the target language.
    """
    for run in name_runs(source, language):
        if len(run) >= 2:
            start, end = run[0].start, run[-1].end
            yield Requirement(Kind.NAME, start, end, (source[start:end],))


def _numbers(source: str, source_language: str, target_language: str) -> Iterable[Requirement]:
    for number in find_numbers(source, source_language):
        yield Requirement(Kind.NUMBER, number.start, number.end, number.alternatives(target_language))


def term_uses(requirements: Sequence[Requirement], target: str, verifier: Verifier) -> Sequence[TermUse]:
    """What stands in a target for each of the requirements that is a term, in their order."""
    return verifier.verify([requirement.hit for requirement in requirements if requirement.hit], target)


def unmet(requirements: Sequence[Requirement], target: str, uses: Sequence[TermUse]) -> list[Requirement]:
    """The requirements that a target does not meet, counted: every occurrence needs a rendering of its own.

    ``uses`` are those of ``term_uses``.
    """
    terms = [requirement for requirement in requirements if requirement.hit]
    missing = [term for term, use in zip(terms, uses, strict=True) if use.outcome is not Outcome.KEPT]
    used: list[Span] = []
    for requirement in requirements:
        if requirement.hit:
            continue
        span = find_rendering(requirement, target, used)
        if span is None:
            missing.append(requirement)
        else:
            used.append(span)
    return sorted(missing, key=lambda requirement: requirement.start)


def find_rendering(requirement: Requirement, target: str, used: Sequence[Span]) -> Span | None:
    """Where one of the renderings stands in a target, outside of the spans that are ``used``."""
    for rendering in requirement.renderings:
        for match in _pattern(rendering).finditer(target):
            if not overlaps(match.span(), used):
                return match.span()
    return None


def _pattern(rendering: str) -> re.Pattern[str]:
    """``rendering`` on word boundaries; a number does not stand inside a longer one (1 in 1.5, 10 in 10,000)."""
    before = r"(?<![\w])(?<!\d[.,])" if rendering[:1].isdigit() else r"(?<!\w)"
    after = r"(?!\w)(?![.,]\d)" if rendering[-1:].isdigit() else r"(?!\w)"
    return re.compile(before + re.escape(rendering) + after, re.IGNORECASE)
