"""Facts that two texts can agree on whatever their languages: numbers, dates, names, and terms of the glossary."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary
from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.numbers import NumberKind, find_numbers
from workbench.languages.profile import get_profile
from workbench.languages.words import normalise, words

#: Longer names so much alike are one (Oezbekistan, Uzbekistan).
_SAME_NAME = 0.9
_SENTENCE_END = re.compile(r"[.!?:]['\"”’)\]]*\s*['\"“‘(\[]*$")


class FactKind(StrEnum):
    """What is compared."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    TERM = "term"


class Fact(NamedTuple):
    """A fact as both texts write it; a side is empty where that text does not have it."""

    kind: FactKind
    source: str
    target: str


class _Mention(NamedTuple):
    """A fact in one text: as written, and what is compared."""

    written: str
    value: str


class FactComparison(NamedTuple):
    """What two texts agree on, and what only one of them has."""

    agreeing: list[Fact]
    differing: list[Fact]


class FactComparer:
    """Compares texts of two languages, which may be the same."""

    def __init__(self, source_language: str, target_language: str, glossary: Glossary | None = None) -> None:
        """Raises UsageError for something that is no language code."""
        self._languages = source_language, target_language
        self._matchers = [Matcher(glossary, code) for code in self._languages] if glossary else []
        self._mentions = lru_cache(maxsize=4096)(self._find_mentions)

    def compare(self, source: str, target: str) -> FactComparison:
        """What the texts agree on and what only one has, each fact once, in the order of the kinds."""
        comparison = FactComparison([], [])
        for kind in FactKind:
            left, right = self._mentions(source, 0, kind), self._mentions(target, 1, kind)
            if kind is FactKind.NAME:
                left, right = _also_in(left, right, source), _also_in(right, left, target)
            alone = _pair(kind, left, right, self._test(kind), comparison.agreeing)
            comparison.differing.extend(Fact(kind, mention.written, "") for mention in _not_said(alone[0], target))
            comparison.differing.extend(Fact(kind, "", mention.written) for mention in _not_said(alone[1], source))
        return comparison

    def _test(self, kind: FactKind) -> Callable[[_Mention, _Mention], bool]:
        if kind is FactKind.NAME:
            return lambda left, right: _same_name(left.value, right.value)
        if kind is FactKind.TERM:
            return lambda left, right: not set(left.value.split("|")).isdisjoint(right.value.split("|"))
        if kind is FactKind.DATE:
            return lambda left, right: _same_date(left.value, right.value)
        return lambda left, right: left.value == right.value

    def _find_mentions(self, text: str, side: int, kind: FactKind) -> list[_Mention]:
        language = self._languages[side]
        match kind:
            case FactKind.DATE:
                return [_Mention(text[start:end], value) for start, end, value in find_dates(text, language)]
            case FactKind.NUMBER:
                return list(_numbers(text, language))
            case FactKind.NAME:
                terms = self._mentions(text, side, FactKind.TERM)
                inside = {word.text for term in terms for word in words(term.written)}
                return [name for name in _names(text, language) if name.written not in inside]
            case FactKind.TERM:
                return list(_terms(text, self._matchers[side])) if self._matchers else []


def find_dates(text: str, language: str) -> list[tuple[int, int, str]]:
    """The days that ``text`` names, as start, end and ISO 8601 value; ``--12-03`` where it gives no year."""
    return [
        *(
            (number.start, number.end, value)
            for number in find_numbers(text, language)
            if number.kind is NumberKind.DATE and (value := _numeric_date(number.text))
        ),
        *_named_dates(text, language),
    ]


def _same_date(left: str, right: str) -> bool:
    """Whether two ISO dates name the same day; one without a year agrees with any."""
    return left == right or (left[-5:] == right[-5:] and "--" in (left[:2], right[:2]))


def _numeric_date(written: str) -> str:
    parts = re.split(r"[-/.]", written)
    day, month, year = parts[::-1] if len(parts[0]) == 4 else parts
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def _named_dates(text: str, language: str) -> Iterable[tuple[int, int, str]]:
    names = [name.casefold() for name in get_profile(language).month_names]
    if not names:
        return
    month = rf"(?P<month>{'|'.join(map(re.escape, names))})"
    # Up to two letters after a day make it an ordinal, and a short word may stand before the month (3rd of May).
    day = r"(?P<day>0?[1-9]|[12][0-9]|3[01])[^\W\d_]{0,2}"
    year = r"(?:,?\s+(?P<year>[12][0-9]{3}))?"
    for pattern in (
        rf"(?<![0-9.,]){day}\s+(?:[^\W\d_]{{1,3}}\s+)?{month}\b{year}",
        rf"\b{month}\s+{day}\b(?!\s*[%:]|[0-9]){year}",
    ):
        for match in re.finditer(pattern, text, re.IGNORECASE):
            number = names.index(match["month"].casefold()) + 1
            yield match.start(), match.end(), f"{match['year'] or '-'}-{number:02}-{int(match['day']):02}"


def _numbers(text: str, language: str) -> Iterable[_Mention]:
    """Numbers outside of dates; their value as digits, so that 1.000 and 1,000 are equal across languages."""
    profile = get_profile(language)
    dates = find_dates(text, language)
    for number in find_numbers(text, language):
        if number.kind is NumberKind.DATE or any(start <= number.start < end for start, end, _ in dates):
            continue
        value = number.text
        if number.kind is NumberKind.AMOUNT:
            value = re.sub(r"\s", "", value.replace(profile.thousands, "")).replace(profile.decimal, ".")
        elif number.kind is NumberKind.ORDINAL:
            value = "".join(filter(str.isdigit, value))
        elif number.kind is NumberKind.TIME:
            value = value.replace(".", ":")
        yield _Mention(number.text, value)


def _terms(text: str, matcher: Matcher) -> Iterable[_Mention]:
    """Glossary terms; their value is every concept that has the term, for the other text may tell which is meant."""
    concepts: dict[tuple[int, int], set[str]] = {}
    for occurrence in matcher.occurrences(text):
        concepts.setdefault((occurrence.start, occurrence.end), set()).add(occurrence.payload[0].id)
    for hit in matcher.find(text):
        ids = concepts.get((hit.start, hit.end), {hit.concept.id})
        yield _Mention(text[hit.start : hit.end], "|".join(sorted(ids)))


def _names(text: str, language: str) -> Iterable[_Mention]:
    """Words with a capital inside a sentence that the dictionary does not know as common words."""
    dates = find_dates(text, language)
    for word in words(text):
        if any(start <= word.start < end for start, end, _ in dates):
            continue
        if not word.text[0].isupper() or len(word.text) < 2 or any(map(str.isdigit, word.text)):
            continue
        before = text[: word.start]
        lemma = dictionary_lemma(word.text, language)
        lower = dictionary_lemma(word.text.lower(), language)
        common = any(found is not None and found[0].islower() for found in (lemma, lower))
        if not common and (lemma is not None or (before.strip() and not _SENTENCE_END.search(before[-8:]))):
            yield _Mention(word.text, normalise(re.sub(r"['’]s?$", "", word.text)))


def _same_name(left: str, right: str) -> bool:
    return left == right or bool(JaroWinkler.similarity(left, right) >= _SAME_NAME and min(len(left), len(right)) > 5)


def _also_in(own: Sequence[_Mention], other: Sequence[_Mention], text: str) -> list[_Mention]:
    """The names of a text, and those of the other text that it has as part of a term or at the start of a sentence."""
    known = {mention.value for mention in own}
    missing = {mention.value for mention in other} - known
    capitals = [word.text for word in words(text) if word.text[0].isupper()]
    return [*own, *(_Mention(word, normalise(word)) for word in capitals if normalise(word) in missing)]


def _not_said(mentions: Iterable[_Mention], text: str) -> list[_Mention]:
    """The mentions whose words do not stand in ``text``: a name that only one language's glossary has is in both."""
    said = f" {_plain(text)} "
    return [mention for mention in mentions if f" {_plain(mention.written)} " not in said]


def _plain(text: str) -> str:
    return " ".join(normalise(word.text) for word in words(text))


def _pair(
    kind: FactKind,
    left: Sequence[_Mention],
    right: Sequence[_Mention],
    same: Callable[[_Mention, _Mention], bool],
    agreeing: list[Fact],
) -> tuple[list[_Mention], list[_Mention]]:
    """Add the facts that agree; returns what is left on either side. A value counts once however often it is said."""
    alone: list[_Mention] = []
    rest = {mention.value: mention for mention in right}
    for mention in {mention.value: mention for mention in left}.values():
        partner = next((other for other in rest.values() if same(mention, other)), None)
        if partner is None:
            alone.append(mention)
        else:
            del rest[partner.value]
            agreeing.append(Fact(kind, mention.written, partner.written))
    return alone, list(rest.values())
