"""Quantities in a text, by what they mean: numbers in digits or words, dates and times.

Two quantities agree when they share a reading, whatever the notation: "2,8 miljard" and "2.8 billion", "anderhalf" and
"1.5", "half acht" and "7.30 p.m.". Digits are found by ``numbers.find_numbers``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from workbench.languages.number_words import NumberWords, number_words
from workbench.languages.numbers import Number, NumberKind, find_numbers
from workbench.languages.profile import LanguageProfile, get_profile
from workbench.languages.quantity import Quantity, QuantityKind, Reading, number_reading
from workbench.languages.spoken_numbers import spoken_numbers
from workbench.languages.words import Word, normalise, words


def find_quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a text in order. A numeric date is three of them.

    Raises UsageError if ``language`` is no ISO 639-1 code.
    """
    profile, vocabulary = get_profile(language), number_words(language)
    tokens = words(text)
    found = list(_clock_times(text, vocabulary))
    digits = [item for number in find_numbers(text, language) for item in _of_number(number, text, profile, vocabulary)]
    found += _without_overlap(digits, found)
    names = list(_calendar_names(tokens, profile))
    found += _without_overlap(_with_dates(spoken_numbers(text, tokens, profile), names, text, profile), found + names)
    found = [*_with_dates(found, names, text, profile), *_without_overlap(names, found)]
    return sorted(found, key=lambda quantity: (quantity.start, quantity.end))


def _without_overlap(items: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    return [item for item in items if not any(item.start < other.end and other.start < item.end for other in others)]


def _time(hour: int, minute: int) -> Reading:
    return "time", Fraction((hour % 12) * 60 + minute)


def _clock_times(text: str, vocabulary: NumberWords) -> Iterator[Quantity]:
    """Times as they are spoken: half acht, quarter past three."""
    for pattern, hours, minutes in vocabulary.clock:
        for match in re.finditer(rf"\b{pattern}\b", text, re.IGNORECASE):
            said = match[1].lower()
            hour = int(said) if said.isdecimal() and len(said) <= 2 else vocabulary.cardinals.get(said, 0)
            if 1 <= hour <= 12 and not re.match(r"[.,]\d", text[match.end() :]):
                readings = frozenset({_time(hour + hours, minutes)})
                yield Quantity(match.start(), match.end(), match[0], readings, QuantityKind.TIME)


def _of_number(number: Number, text: str, profile: LanguageProfile, vocabulary: NumberWords) -> Iterator[Quantity]:
    """What a number in digits means, with the scale that follows it (2,8 miljard)."""
    quantity = Quantity(number.start, number.end, number.text, frozenset())
    if number.kind is NumberKind.DATE:
        yield from _of_date(number, quantity)
        return
    if number.kind is NumberKind.TIME:
        hour, _, minute = number.text.replace(".", ":").partition(":")
        readings = {_time(int(hour), int(minute or 0))}
        if not minute or not int(minute):
            readings |= {number_reading(int(hour)), number_reading(int(hour) % 12 or 12)}
        if minute:  # 3.30 may be a decimal number where nothing else says that it is a time
            readings.add(number_reading(Fraction(f"{hour}.{minute}")))
        yield replace(quantity, readings=frozenset(readings), kind=QuantityKind.TIME)
        return
    if number.kind is NumberKind.VERBATIM:
        yield _of_name(number, text, profile, vocabulary)
        return
    match = re.match(profile.ordinal_pattern, number.text) if number.kind is NumberKind.ORDINAL else None
    value = Fraction(int(match[1])) if match else _amount(number.text, profile)
    end, scale = _scale_after(text, number.end, vocabulary)
    readings = {number_reading(value * scale)}
    if scale == 1:
        if re.fullmatch(r"\d+\.\d{1,2}", number.text):  # the number of a paragraph: artikel 17.1
            readings.add(("name", number.text))
        readings |= _other_readings(number, value, text)
    yield Quantity(number.start, end, text[number.start : end], frozenset(readings))


def _of_name(number: Number, text: str, profile: LanguageProfile, vocabulary: NumberWords) -> Quantity:
    """A number in a name is the name; with letters before it, it may also be an amount of money (VND180 billion)."""
    readings: set[Reading] = {("name", normalise(number.text))}
    end = number.end
    if amount := re.fullmatch(r"[^\W\d]*(\d+(?:[.,]\d+)*)[^\W\d]*", number.text):
        end, scale = _scale_after(text, number.end, vocabulary)
        with suppress(ValueError):  # a version or paragraph: 1.2.3
            readings.add(number_reading(_amount(amount[1], profile) * scale))
    return Quantity(number.start, end, text[number.start : end], frozenset(readings))


def _of_date(number: Number, quantity: Quantity) -> Iterator[Quantity]:
    parts = [int(part) for part in re.split(r"[-/.]", number.text)]
    day, month, year = parts[::-1] if parts[0] > 31 else parts
    may_swap = month <= 12 and day <= 12  # 3/12/2025 is in March or in December
    days, months = ({day, month}, {day, month}) if may_swap else ({day}, {month})
    part = replace(quantity, kind=QuantityKind.DATE)
    yield replace(part, readings=frozenset(number_reading(value) for value in days))
    yield replace(part, readings=frozenset(("month", Fraction(value)) for value in months))
    yield replace(part, readings=frozenset({number_reading(year)}))


def _amount(written: str, profile: LanguageProfile) -> Fraction:
    plain = re.sub(r"\s", "", written.lstrip("+")).replace(profile.thousands, "").replace(profile.decimal, ".")
    return Fraction(plain)


def _other_readings(number: Number, value: Fraction, text: str) -> set[Reading]:
    """A year may stand for its decade (1990s) or be cut short (2021-25), digits with two decimals for a time."""
    readings: set[Reading] = set()
    if value.denominator == 1 and 1000 <= value < 2100:
        readings.add(number_reading(value % 100))
    if clock := re.fullmatch(r"([01]?\d|2[0-4])[.:]([0-5]\d)", number.text):
        readings.add(_time(int(clock[1]), int(clock[2])))
    return readings


def _scale_after(text: str, end: int, vocabulary: NumberWords) -> tuple[int, int]:
    """The end and the value of the scale words behind a number; its own end and 1 without one."""
    scale = 1
    while (match := re.match(r"[\s-]?([^\W\d_]+)", text[end : end + 20])) and match[1].lower() in vocabulary.scales:
        word = match[1].lower()
        if len(word) == 1 and match.start(1):  # "5m" is a million, "5 m" a length
            break
        scale, end = scale * vocabulary.scales[word], end + match.end()
    return end, scale


def _calendar_names(tokens: Sequence[Word], profile: LanguageProfile) -> Iterator[Quantity]:
    """Months and weekdays; also the woensdag of a woensdagmiddag."""
    for token in tokens:
        if found := _calendar_name(token.text, profile.code):
            reading, certain = found
            yield Quantity(token.start, token.end, token.text, frozenset({reading}), QuantityKind.DATE, certain)


@lru_cache(maxsize=2**16)
def _calendar_name(text: str, language: str) -> tuple[Reading, bool] | None:
    """What a word means as a month or weekday, and whether that is certain."""
    profile, vocabulary = get_profile(language), number_words(language)
    months = {name.lower(): place for place, name in enumerate(profile.month_names, start=1)}
    are_capitalised = any(name[:1].isupper() for name in profile.month_names)
    word = text.lower().removesuffix("'s").removesuffix("’s")
    if word in months and (text[:1].isupper() or not are_capitalised):
        # Mei is a name, May a verb at the start of a question.
        certain = word not in vocabulary.ambiguous_months and not (text[:1].isupper() and not are_capitalised)
        return ("month", Fraction(months[word])), certain
    if day := next((place for place, name in enumerate(vocabulary.weekdays, 1) if word.startswith(name)), 0):
        return ("weekday", Fraction(day)), True
    part = _calendar_part(word, months, vocabulary) if vocabulary.written_as_one else None
    return part and (part, False)


def _calendar_part(word: str, months: Mapping[str, int], vocabulary: NumberWords) -> Reading | None:
    """The month or weekday in a compound: novemberdag, koopzondag."""
    for name, place in months.items():
        if len(name) > 3 and word.startswith(name):
            return "month", Fraction(place)
    return next(
        (("weekday", Fraction(day)) for day, name in enumerate(vocabulary.weekdays, 1) if word.endswith(name)), None
    )


def _with_dates(
    found: Sequence[Quantity], names: Sequence[Quantity], text: str, profile: LanguageProfile
) -> list[Quantity]:
    """The numbers beside a month are parts of a date: its day, and its year."""
    months = [name for name in names if any(reading[0] == "month" for reading in name.readings)]
    return [
        replace(item, kind=QuantityKind.DATE)
        if any(_is_beside(item, month, text, profile) for month in months) and _is_small_or_year(item)
        else item
        for item in found
    ]


def _is_beside(item: Quantity, month: Quantity, text: str, profile: LanguageProfile) -> bool:
    """Whether only function words stand between a number and a month, or also the day: March (the) 3rd, 2025."""
    if item.end <= month.start:
        between = text[item.end : month.start]
    else:
        between = re.sub(r"\d{1,2}\w{0,2}", "", text[month.end : item.start], count=1)
    return len(between) < 12 and set(between.replace(",", " ").split()) <= profile.function_words


def _is_small_or_year(item: Quantity) -> bool:
    values = [value for name, value in item.readings if name == "number" and isinstance(value, Fraction)]
    return any(value.denominator == 1 and (value <= 31 or 1000 <= value < 2200) for value in values)
