"""Numbers in a text, and how each may be written in another language.

Separators, ordinals and number words come from the language profiles. Times are read by the 24-hour clock; numeric
dates are day-month-year or, as in ISO 8601, year-month-day.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from workbench.languages.profile import LanguageProfile, get_profile


class NumberKind(StrEnum):
    """How a number is read, which decides how it may be written elsewhere."""

    AMOUNT = "amount"
    ORDINAL = "ordinal"
    TIME = "time"
    DATE = "date"
    #: Part of a name (G20, COVID-19, 57-NQ/TW, a file, an address), with the letters that it is written together with;
    #: a telephone number, a version.
    VERBATIM = "verbatim"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written in ``language``, and where: ``source[start:end] == text``."""

    start: int
    end: int
    text: str
    kind: NumberKind
    language: str

    def alternatives(self, target_language: str) -> tuple[str, ...]:
        """The ways to write this number in ``target_language``, the usual one first, in words too up to 20.

        Each stands in a text only where it is no part of a longer number or word. Raises UsageError if
        ``target_language`` is no ISO 639-1 code.
        """
        source, target = get_profile(self.language), get_profile(target_language)
        return tuple(dict.fromkeys(_WRITERS[self.kind](self.text, source, target)))


def find_numbers(text: str, language: str) -> list[Number]:
    """The numbers that ``text`` writes in digits, in order. A range (2021-2025) is two numbers, a date is one.

    Raises UsageError if ``language`` is no ISO 639-1 code.
    """
    readers = _readers(language)
    addresses = deque(match.span() for match in re.finditer(r"\S+", text) if _ADDRESS.search(match[0]))
    numbers: list[Number] = []
    position = 0
    while first := _START.search(text, position):
        kind, (start, end) = _read(text, first.start(), readers)
        while addresses and addresses[0][1] <= start:
            addresses.popleft()
        is_in_address = bool(addresses) and addresses[0][0] <= start
        word = _enclosing_word(text, start, end, position)
        if is_in_address or (kind is NumberKind.AMOUNT and _is_in_name(text, start, end, word)):
            kind, (start, end) = NumberKind.VERBATIM, word
        numbers.append(Number(start, end, text[start:end], kind, language))
        position = end
    return numbers


_Reader = tuple[NumberKind, re.Pattern[str]]

_START = re.compile(r"\+?[0-9]")
#: A web or mail address, or a file name, within a run of characters without white space.
_ADDRESS = re.compile(r"://|@|^\W*www\.|\w\.[a-z][a-z0-9]{1,4}\W{0,3}$")
_SPACE = "[ \u00a0\u202f]"
_WHOLE = r"(?![0-9])(?![.,][0-9])"
_TELEPHONE = re.compile(r"(?P<number>\+[0-9][0-9 ()./-]{6,}[0-9])")
_DAY_OR_MONTH = "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = re.compile(
    rf"(?P<number>{_DAY_OR_MONTH}([-/.]){_DAY_OR_MONTH}\2[0-9]{{4}}|[0-9]{{4}}-{_DAY_OR_MONTH}-{_DAY_OR_MONTH})"
    r"(?![0-9]|[-/.][0-9])"
)
#: Digits with separators that make no number in the language: a version, a numbered paragraph.
_SEPARATED = re.compile(r"\+?(?P<number>[0-9]+(?:[.,][0-9]+)*)")


@cache
def _readers(language: str) -> tuple[_Reader, ...]:
    """The patterns that read a number in ``language``, in the order to try; the last one always matches."""
    profile = get_profile(language)
    hour_words = "|".join(map(re.escape, profile.hour_words)) or r"\b\B"
    # Where the point is the decimal separator, 15.30 alone is no time.
    separator = "[.:]" if profile.decimal != "." else ":"
    clock = r"(?:[01]?[0-9]|2[0-4])"
    decimal, thousands = re.escape(profile.decimal), re.escape(profile.thousands)
    grouped = rf"[0-9]{{1,3}}(?:(?:{thousands}[0-9]{{3}})+|(?:{_SPACE}[0-9]{{3}})+)(?:{decimal}[0-9]+)?"
    readers = [
        (NumberKind.VERBATIM, _TELEPHONE),
        (NumberKind.DATE, _DATE),
        (NumberKind.TIME, re.compile(rf"(?P<number>{clock}(?:[.:][0-5][0-9])?){_SPACE}?(?:{hour_words})(?!\w)")),
        (NumberKind.TIME, re.compile(rf"(?P<number>{clock}{separator}[0-5][0-9]){_WHOLE}")),
        (NumberKind.AMOUNT, re.compile(rf"\+?(?P<number>{grouped}){_WHOLE}")),
        (NumberKind.AMOUNT, re.compile(rf"\+?(?P<number>[0-9]+(?:{decimal}[0-9]+)?){_WHOLE}")),
        (NumberKind.VERBATIM, _SEPARATED),
    ]
    if profile.ordinal_pattern:
        readers.insert(0, (NumberKind.ORDINAL, re.compile(rf"(?P<number>{profile.ordinal_pattern})")))
    return tuple(readers)


def _read(text: str, start: int, readers: tuple[_Reader, ...]) -> tuple[NumberKind, tuple[int, int]]:
    matches = ((kind, pattern.match(text, start)) for kind, pattern in readers)
    return next((kind, match.span("number")) for kind, match in matches if match)


def _enclosing_word(text: str, start: int, end: int, first: int) -> tuple[int, int]:
    """The letters and digits around ``start`` to ``end``, from ``first`` on: the G20 of a 20."""
    while start > first and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _is_in_name(text: str, start: int, end: int, word: tuple[int, int]) -> bool:
    """Whether a number is part of a name: GMS8, 5G, COVID-19, 57-NQ (but not 10km or 10-jarig)."""
    unit = text[end : word[1]]
    if word[0] < start or (unit and not (unit.isalpha() and unit.islower())):
        return True
    before, after = text[max(start - 2, 0) : start], text[word[1] : word[1] + 2]
    return bool(re.fullmatch(r"[^\W\d_]-", before)) or (after[:1] in "-/" and after[1:].isupper())


def _write_amount(text: str, source: LanguageProfile, target: LanguageProfile) -> Iterator[str]:
    plain = re.sub(_SPACE, "", text.replace(source.thousands, ""))
    whole, _, fraction = plain.partition(source.decimal)
    grouped = _grouped(whole, target.thousands)
    if fraction:
        yield f"{grouped}{target.decimal}{fraction}"
        yield f"{whole}{target.decimal}{fraction}"
    elif plain != text:
        yield from (grouped, whole, _grouped(whole, " "), _grouped(whole, "\u00a0"))
    else:
        yield whole
        yield whole.lstrip("0") or "0"
        yield from _words(whole, target.small_numbers)
        if len(whole) >= 4 and not _is_year(whole):
            yield from (grouped, _grouped(whole, " "), _grouped(whole, "\u00a0"))


def _write_ordinal(text: str, source: LanguageProfile, target: LanguageProfile) -> Iterator[str]:
    match = re.match(source.ordinal_pattern, text)
    digits = match[1] if match else text
    yield target.ordinal(int(digits))
    yield from _words(digits, target.ordinal_words)


def _write_time(text: str, source: LanguageProfile, target: LanguageProfile) -> Iterator[str]:
    """A time by either clock. A bare hour may also be a duration, or be written with its minutes."""
    hour_digits, _, minute = text.replace(".", ":").partition(":")
    hour = int(hour_digits)
    hours = dict.fromkeys((hour, hour % 12 or 12, hour + 12 if hour < 12 else hour))
    if not minute:
        yield from _write_amount(text, source, target)
    for written in (form for hour in hours for form in (str(hour), f"{hour:02}")):
        yield from (f"{written}:{minute or '00'}", f"{written}.{minute or '00'}")
    if not minute or minute == "00":
        yield from map(str, hours)


def _write_date(text: str, source: LanguageProfile, target: LanguageProfile) -> Iterator[str]:
    yield text
    parts = re.split(r"[-/.]", text)
    day, month, year = parts[::-1] if len(parts[0]) == 4 else parts
    for separator in "-/.":
        yield separator.join((day.zfill(2), month.zfill(2), year))
        yield separator.join((day.lstrip("0"), month.lstrip("0"), year))
    yield f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    if 1 <= int(month) <= len(target.month_names):
        name = target.month_names[int(month) - 1]
        yield f"{int(day)} {name} {year}"
        yield f"{name} {int(day)}, {year}"


def _write_verbatim(text: str, source: LanguageProfile, target: LanguageProfile) -> Iterator[str]:
    yield text


_WRITERS: dict[NumberKind, Callable[[str, LanguageProfile, LanguageProfile], Iterator[str]]] = {
    NumberKind.AMOUNT: _write_amount,
    NumberKind.ORDINAL: _write_ordinal,
    NumberKind.TIME: _write_time,
    NumberKind.DATE: _write_date,
    NumberKind.VERBATIM: _write_verbatim,
}


def _grouped(digits: str, separator: str) -> str:
    """``digits`` in groups of three from the right."""
    head = len(digits) % 3
    groups = [digits[:head], *(digits[start : start + 3] for start in range(head, len(digits), 3))]
    return separator.join(filter(None, groups))


def _words(digits: str, vocabulary: tuple[str, ...]) -> tuple[str, ...]:
    """The word for a small number, if ``vocabulary`` has it."""
    return vocabulary[int(digits) : int(digits) + 1] if len(digits) <= 2 else ()


def _is_year(digits: str) -> bool:
    """Whether four digits are surely a year; round hundreds may count something."""
    return len(digits) == 4 and 1900 <= int(digits) < 2100 and not digits.endswith("00")
