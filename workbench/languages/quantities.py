"""Quantities in a text, by what they mean: numbers in digits or words, dates and times.

Two quantities agree when they share a reading, whatever the notation: "2,8 miljard" and "2.8 billion", "anderhalf" and
"1.5", "half acht" and "7.30 p.m.". Digits are found by ``numbers.find_numbers``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from workbench.languages.number_words import NumberWords, number_words
from workbench.languages.numbers import Number, NumberKind, find_numbers
from workbench.languages.profile import LanguageProfile, get_profile
from workbench.languages.words import Word, normalise, words


class QuantityKind(StrEnum):
    """What a quantity is: a plain number, part of a date, or a time of day."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"


#: ("number", value), ("vague", value), ("month", 1..12), ("weekday", 1..7), ("time", minutes after 0 or 12 o'clock),
#: ("name", text).
Reading = tuple[str, Fraction | str]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at ``start`` to ``end``. ``certain`` is false for words that need not be rendered by a number."""

    start: int
    end: int
    text: str
    readings: frozenset[Reading]
    kind: QuantityKind = QuantityKind.NUMBER
    certain: bool = True

    def agrees_with(self, other: "Quantity") -> bool:
        """Whether both can mean the same."""
        return not self.readings.isdisjoint(other.readings)


def find_quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a text in order. A numeric date is three of them.

    Raises UsageError if ``language`` is no ISO 639-1 code.
    """
    profile, vocabulary = get_profile(language), number_words(language)
    tokens = words(text)
    found = list(_clock_times(text, vocabulary))
    digits = [item for number in find_numbers(text, language) for item in _of_number(number, text, profile, vocabulary)]
    found += _without_overlap(digits, found)
    names = list(_calendar_names(tokens, profile, vocabulary))
    found += _without_overlap(_with_dates(_of_words(text, tokens, vocabulary, profile.hour_words), names, text), found + names)
    found = [*_with_dates(found, names, text), *_without_overlap(names, found)]
    return sorted(found, key=lambda quantity: (quantity.start, quantity.end))


def _number(value: Fraction | int) -> Reading:
    return "number", Fraction(value)


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


def _of_number(
    number: Number, text: str, profile: LanguageProfile, vocabulary: NumberWords
) -> Iterator[Quantity]:
    """What a number in digits means, with the scale that follows it (2,8 miljard)."""
    quantity = Quantity(number.start, number.end, number.text, frozenset())
    if number.kind is NumberKind.DATE:
        yield from _of_date(number, quantity)
        return
    if number.kind is NumberKind.TIME:
        hour, _, minute = number.text.replace(".", ":").partition(":")
        readings = {_time(int(hour), int(minute or 0))}
        if not minute or not int(minute):
            readings |= {_number(int(hour)), _number(int(hour) % 12 or 12)}
        if minute:  # 3.30 may be a decimal number where nothing else says that it is a time
            readings.add(_number(Fraction(f"{hour}.{minute}")))
        yield replace(quantity, readings=frozenset(readings), kind=QuantityKind.TIME)
        return
    if number.kind is NumberKind.VERBATIM:
        yield _of_name(number, text, profile, vocabulary)
        return
    match = re.match(profile.ordinal_pattern, number.text) if number.kind is NumberKind.ORDINAL else None
    value = Fraction(int(match[1])) if match else _amount(number.text, profile)
    end, scale = _scale_after(text, number.end, vocabulary)
    readings = {_number(value * scale)}
    if scale == 1:
        readings.add(("name", normalise(number.text)))  # the number of a paragraph: artikel 17.1
        readings |= _other_readings(number, value, text)
    yield Quantity(number.start, end, text[number.start : end], frozenset(readings))


def _of_name(number: Number, text: str, profile: LanguageProfile, vocabulary: NumberWords) -> Quantity:
    """A number in a name is the name; with letters before it, it may also be an amount of money (VND180 billion)."""
    readings: set[Reading] = {("name", normalise(number.text))}
    end = number.end
    if amount := re.fullmatch(r"[^\W\d]*(\d+(?:[.,]\d+)*)[^\W\d]*", number.text):
        end, scale = _scale_after(text, number.end, vocabulary)
        with suppress(ValueError):  # a version or paragraph: 1.2.3
            readings.add(_number(_amount(amount[1], profile) * scale))
    return Quantity(number.start, end, text[number.start : end], frozenset(readings))


def _of_date(number: Number, quantity: Quantity) -> Iterator[Quantity]:
    parts = [int(part) for part in re.split(r"[-/.]", number.text)]
    day, month, year = parts[::-1] if parts[0] > 31 else parts
    may_swap = month <= 12 and day <= 12  # 3/12/2025 is in March or in December
    days, months = ({day, month}, {day, month}) if may_swap else ({day}, {month})
    part = replace(quantity, kind=QuantityKind.DATE)
    yield replace(part, readings=frozenset(_number(value) for value in days))
    yield replace(part, readings=frozenset(("month", Fraction(value)) for value in months))
    yield replace(part, readings=frozenset({_number(year)}))


def _amount(written: str, profile: LanguageProfile) -> Fraction:
    plain = re.sub(r"\s", "", written.lstrip("+")).replace(profile.thousands, "").replace(profile.decimal, ".")
    return Fraction(plain)


def _other_readings(number: Number, value: Fraction, text: str) -> set[Reading]:
    """A year may stand for its decade (1990s) or be cut short (2021-25), digits with two decimals for a time."""
    readings: set[Reading] = set()
    if value.denominator == 1 and 1000 <= value < 2100:
        readings.add(_number(value % 100))
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


def _calendar_names(tokens: Sequence[Word], profile: LanguageProfile, vocabulary: NumberWords) -> Iterator[Quantity]:
    """Months and weekdays; also the woensdag of a woensdagmiddag."""
    months = {name.lower(): place for place, name in enumerate(profile.month_names, start=1)}
    are_capitalised = any(name[:1].isupper() for name in profile.month_names)
    for token in tokens:
        word = token.text.lower().removesuffix("'s").removesuffix("’s")
        is_capitalised = token.text[:1].isupper()
        if word in months and (is_capitalised or not are_capitalised):
            # Mei is a name, May a verb at the start of a question.
            certain = word not in vocabulary.ambiguous_months and not (is_capitalised and not are_capitalised)
            reading: Reading = ("month", Fraction(months[word]))
        elif day := next((place for place, name in enumerate(vocabulary.weekdays, 1) if word.startswith(name)), 0):
            reading, certain = ("weekday", Fraction(day)), True
        elif vocabulary.written_as_one and (part := _calendar_part(word, months, vocabulary)):
            reading, certain = part, False
        else:
            continue
        yield Quantity(token.start, token.end, token.text, frozenset({reading}), QuantityKind.DATE, certain)


def _calendar_part(word: str, months: Mapping[str, int], vocabulary: NumberWords) -> Reading | None:
    """The month or weekday in a compound: novemberdag, koopzondag."""
    for name, place in months.items():
        if len(name) > 3 and word.startswith(name):
            return "month", Fraction(place)
    return next((("weekday", Fraction(day)) for day, name in enumerate(vocabulary.weekdays, 1) if word.endswith(name)), None)


def _with_dates(found: Sequence[Quantity], names: Sequence[Quantity], text: str) -> list[Quantity]:
    """The numbers beside a month are parts of a date: its day, and its year."""
    months = [name for name in names if any(reading[0] == "month" for reading in name.readings)]
    dated: list[Quantity] = []
    for item in sorted(found, key=lambda item: item.start):
        is_beside = any(
            item.end <= month.start and re.fullmatch(r"\s?(of )?(the )?", text[item.end : month.start])
            or month.end <= item.start and re.fullmatch(r"[\s,]*(\d{1,2}\w{0,2},? )?(the )?", text[month.end : item.start])
            for month in months
            if abs(item.start - month.start) < 40
        )
        dated.append(replace(item, kind=QuantityKind.DATE) if is_beside and _is_small_or_year(item) else item)
    return dated


def _is_small_or_year(item: Quantity) -> bool:
    values = [value for name, value in item.readings if name == "number" and isinstance(value, Fraction)]
    return any(value.denominator == 1 and (value <= 31 or 1000 <= value < 2200) for value in values)


@dataclass(frozen=True, slots=True)
class _Part:
    """The meaning of one word of a number: values to be combined, and what kind of word it is."""

    values: tuple[Fraction, ...]
    is_ordinal: bool = False
    is_fraction: bool = False
    is_derived: bool = False


def _of_words(
    text: str, tokens: Sequence[Word], vocabulary: NumberWords, hour_words: Sequence[str]
) -> list[Quantity]:
    """The numbers that are written in words."""
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        item = _vague(text, tokens, position, vocabulary) or _plain(
            text, tokens, position, vocabulary, hour_words
        )
        if item is None:
            position += 1
            continue
        quantity, position = item
        found.append(quantity)
    return found


def _key(word: Word) -> str:
    return normalise(word.text).removesuffix("'s")


def _vague(text: str, tokens: Sequence[Word], first: int, vocabulary: NumberWords) -> tuple[Quantity, int] | None:
    """Round numbers in the plural, alone or multiplied: tientallen miljoenen, tens of thousands."""
    values = vocabulary.vague.get(_key(tokens[first]))
    if values is None:
        loose = vocabulary.loose.get(_key(tokens[first]))
        if loose and not _part(_key(tokens[first]), vocabulary):
            token = tokens[first]
            readings = frozenset({*map(_number, loose), *(("vague", Fraction(value)) for value in loose)})
            return Quantity(token.start, token.end, token.text, readings, certain=False), first + 1
        return None
    last = first
    while True:
        following = last + 1
        if following < len(tokens) and tokens[following].text == vocabulary.vague_joiner:
            following += 1
        more = vocabulary.vague.get(_key(tokens[following])) if following < len(tokens) else None
        if more is None:
            break
        values, last = tuple(value * other for value in values for other in more), following
    start, end = tokens[first].start, tokens[last].end
    return Quantity(start, end, text[start:end], frozenset(("vague", Fraction(value)) for value in values)), last + 1


def _plain(
    text: str, tokens: Sequence[Word], first: int, vocabulary: NumberWords, hour_words: Sequence[str]
) -> tuple[Quantity, int] | None:
    part = _part(_key(tokens[first]), vocabulary)
    if part is None:
        return _first_of_compound(tokens[first], first, vocabulary)
    parts, last = [part], first
    while (step := _continuation(text, tokens, last, parts, vocabulary)) is not None:
        last, part = step
        parts.append(part)
    start, end = tokens[first].start, tokens[last].end
    value = _combined([value for part in parts for value in part.values])
    readings = {_number(value)}
    if parts[0].is_fraction and value == Fraction(3, 2):
        readings.add(_number(Fraction(1, 2)))  # anderhalf jaar, a year and a half
    if first == last and _key(tokens[first]) in vocabulary.scales:
        readings.add(("vague", value))  # several hundred, enkele honderden
    if 1000 <= value < 2100 and last > first and value.denominator == 1:
        readings.add(_number(value % 100))
    if first == last:
        readings.update(map(_number, vocabulary.loose.get(_key(tokens[first]), ())))
    if 12 < value <= 24 and re.match(rf"\s({hours})\b" if (hours := "|".join(hour_words)) else r"\b\B", text[end:]):
        readings.add(_number(value - 12))
    is_unsure = first == last and (_key(tokens[first]) in vocabulary.ambiguous or parts[0].is_derived)
    certain = not is_unsure and not _is_in_name(text, tokens, first, last)
    return Quantity(start, end, text[start:end], frozenset(readings), certain=certain), last + 1


def _first_of_compound(token: Word, place: int, vocabulary: NumberWords) -> tuple[Quantity, int] | None:
    """The number that a compound begins with (tweestatenoplossing); other languages need not say it."""
    if not vocabulary.written_as_one:
        return None
    word = _key(token)
    for length in range(min(len(word) - 3, 12), 2, -1):
        value = vocabulary.cardinals.get(word[:length], vocabulary.ordinals.get(word[:length]))
        loose = vocabulary.loose.get(word[:length], ())
        if value is not None or loose:
            readings = frozenset(map(_number, loose if value is None else (value, *loose)))
            return Quantity(token.start, token.end, token.text, readings, certain=False), place + 1
    return None


def _is_in_name(text: str, tokens: Sequence[Word], first: int, last: int) -> bool:
    """Whether capitals say that it is no number: Ha Tien, Van Tien Dung."""
    if not tokens[first].text[0].isupper() or first != last or text.isupper():
        return False
    return any(
        tokens[place].text[0].isupper() and not tokens[place].text.isupper() and text[between] == " "
        for place, between in ((first - 1, tokens[first].start - 1), (first + 1, tokens[first].end))
        if 0 <= place < len(tokens)
    )


def _continuation(
    text: str, tokens: Sequence[Word], last: int, parts: Sequence[_Part], vocabulary: NumberWords
) -> tuple[int, _Part] | None:
    """The next token that belongs to the number, and its meaning; None where the number ends."""
    following = last + 1
    before = parts[-1]
    if following >= len(tokens) or before.is_ordinal or not _is_near(text, tokens, last):
        return None
    word = _key(tokens[following])
    is_joined = word in vocabulary.joiners
    if before.is_fraction and word == vocabulary.vague_joiner and following + 1 < len(tokens):
        following, word = following + 1, _key(tokens[following + 1])  # a quarter OF a million
    is_after_article = word in vocabulary.articles and before.is_fraction
    if (is_joined or is_after_article) and following + 1 < len(tokens) and _is_near(text, tokens, following):
        following += 1
        if is_joined and _key(tokens[following]) in vocabulary.articles and following + 1 < len(tokens):
            following += 1  # two and A half
            if not (part := _part(_key(tokens[following]), vocabulary)) or not part.is_fraction:
                return None
            return following, part
    part = _part(_key(tokens[following]), vocabulary)
    if part is None or part.is_derived or (
        _key(tokens[following]) in vocabulary.ambiguous and text[tokens[last].end] != "-"
    ):
        return None
    value, previous = part.values[0], before.values[-1]
    if value >= 100 and len(part.values) == 1:
        # a scale multiplies what stands before it
        fits = not is_joined and (before.is_fraction or value > previous or previous < 100)
    elif part.is_fraction:
        fits = is_joined
    elif is_after_article:
        fits = False
    else:
        fits = (previous >= 100 and value < previous) or (
            not (is_joined or vocabulary.written_as_one) and 20 <= previous < 100 and 0 < value < 10 and len(part.values) == 1
        )
    return (following, part) if fits else None


def _is_near(text: str, tokens: Sequence[Word], place: int) -> bool:
    return bool(re.fullmatch(r"\s|-|\u2010|\u2011", text[tokens[place].end : tokens[place + 1].start]))


def _combined(values: Sequence[Fraction]) -> Fraction:
    total = current = Fraction(0)
    for value in values:
        if value < 100:
            current += value
        elif value == 100:
            current = (current or 1) * value
        else:
            total, current = total + (current or 1) * value, Fraction(0)
    return total + current


@lru_cache(maxsize=2**14)
def _part_of(word: str, language_key: int) -> _Part | None:
    return _read_part(word, _VOCABULARIES[language_key])


_VOCABULARIES: dict[int, NumberWords] = {}


def _part(word: str, vocabulary: NumberWords) -> _Part | None:
    _VOCABULARIES.setdefault(id(vocabulary), vocabulary)
    return _part_of(word, id(vocabulary))


def _read_part(word: str, vocabulary: NumberWords) -> _Part | None:
    """What a word means as a number, or as part of one; None if it is no number."""
    if word in vocabulary.ordinals:
        return _Part((Fraction(vocabulary.ordinals[word]),), is_ordinal=True)
    if word in vocabulary.fractions:
        return _Part((vocabulary.fractions[word],), is_fraction=True)
    if values := _cardinal(word, vocabulary):
        return _Part(values)
    if not vocabulary.written_as_one:
        return None
    for ending in vocabulary.ordinal_endings:
        if word.endswith(ending) and (values := _cardinal(word.removesuffix(ending), vocabulary)):
            return _Part(values, is_ordinal=True)
    for ordinal, value in vocabulary.ordinals.items():
        if word.endswith(ordinal) and (values := _cardinal(word.removesuffix(ordinal), vocabulary)):
            return _Part((*values, Fraction(value)), is_ordinal=True)
    for fraction, share in vocabulary.fractions.items():
        for joiner in vocabulary.joiners:
            if word.endswith(joiner + fraction) and (values := _cardinal(word.removesuffix(joiner + fraction), vocabulary)):
                return _Part((*values, share))
    for ending in vocabulary.endings:
        if word.endswith(ending) and (values := _cardinal(word.removesuffix(ending), vocabulary)):
            return _Part(values, is_derived=True)
    return None


def _cardinal(word: str, vocabulary: NumberWords) -> tuple[Fraction, ...]:
    """The values of the number words that ``word`` is made of; empty if anything else is in it."""
    values = vocabulary.cardinals.get(word) if word in vocabulary.cardinals else vocabulary.scales.get(word)
    if values is not None:
        return (Fraction(values),)
    if not vocabulary.written_as_one or len(word) > 60:
        return ()
    for end in range(len(word) - 1, 1, -1):
        head = word[:end]
        value = vocabulary.cardinals.get(head, vocabulary.scales.get(head))
        if value is None:
            continue
        rest = word[end:]
        for tail in (rest, *(rest.removeprefix(joiner) for joiner in vocabulary.joiners if rest.startswith(joiner))):
            if values_after := _cardinal(tail, vocabulary):
                return (Fraction(value), *values_after)
    return ()
