"""Numbers that are written in words: eenentwintig, two and a half million, tientallen miljoenen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from workbench.languages.number_words import NumberWords, number_words
from workbench.languages.profile import LanguageProfile
from workbench.languages.quantity import Quantity, number_reading
from workbench.languages.words import Word, normalise


@dataclass(frozen=True, slots=True)
class _Part:
    """The meaning of one word of a number: values to be combined, and what kind of word it is."""

    values: tuple[Fraction, ...]
    is_ordinal: bool = False
    is_fraction: bool = False
    is_derived: bool = False


def spoken_numbers(text: str, tokens: Sequence[Word], profile: LanguageProfile) -> list[Quantity]:
    """The numbers that are written in words, in order."""
    vocabulary = number_words(profile.code)
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        item = None
        if _may_begin(_key(tokens[position]), profile.code):
            item = _vague(text, tokens, position, vocabulary) or _plain(text, tokens, position, vocabulary, profile)
        if item is None:
            position += 1
            continue
        quantity, position = item
        found.append(quantity)
    return found


@lru_cache(maxsize=2**16)
def _may_begin(word: str, language: str) -> bool:
    """Whether a number may begin with a word."""
    vocabulary = number_words(language)
    if word in vocabulary.vague or word in vocabulary.loose or _part(word, vocabulary) is not None:
        return True
    return _first_of_compound(Word(word, 0, len(word)), 0, vocabulary) is not None


def _key(word: Word) -> str:
    return _plain_form(word.text)


@lru_cache(maxsize=2**16)
def _plain_form(text: str) -> str:
    return normalise(text).removesuffix("'s")


def _vague(text: str, tokens: Sequence[Word], first: int, vocabulary: NumberWords) -> tuple[Quantity, int] | None:
    """Round numbers in the plural, alone or multiplied: tientallen miljoenen, tens of thousands."""
    values = vocabulary.vague.get(_key(tokens[first]))
    if values is None:
        loose = vocabulary.loose.get(_key(tokens[first]))
        if loose and not _part(_key(tokens[first]), vocabulary):
            token = tokens[first]
            readings = frozenset({*map(number_reading, loose), *(("vague", Fraction(value)) for value in loose)})
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
    text: str, tokens: Sequence[Word], first: int, vocabulary: NumberWords, profile: LanguageProfile
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
    readings = {number_reading(value)}
    if parts[0].is_fraction and value == Fraction(3, 2):
        readings.add(number_reading(Fraction(1, 2)))  # anderhalf jaar, a year and a half
    if first == last and _key(tokens[first]) in vocabulary.scales:
        readings.add(("vague", value))  # several hundred, enkele honderden
    if 1000 <= value < 2100 and last > first and value.denominator == 1:
        readings.add(number_reading(value % 100))
    if first == last:
        readings.update(map(number_reading, vocabulary.loose.get(_key(tokens[first]), ())))
    if 12 < value <= 24 and text[end:].lstrip().startswith(profile.hour_words):
        readings.add(number_reading(value - 12))
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
            readings = frozenset(map(number_reading, loose if value is None else (value, *loose)))
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
    if part is None or part.is_derived or _is_apart(text, tokens, last, following, vocabulary):
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
            not (is_joined or vocabulary.written_as_one)
            and 20 <= previous < 100
            and 0 < value < 10
            and len(part.values) == 1
        )
    return (following, part) if fits else None


def _is_apart(text: str, tokens: Sequence[Word], last: int, following: int, vocabulary: NumberWords) -> bool:
    """Whether an ambiguous word begins something else: of two hundred ONE left, but two thousand ONE hundred."""
    if _key(tokens[following]) not in vocabulary.ambiguous or text[tokens[last].end] == "-":
        return False
    if following > last + 1:  # one hundred AND one
        return False
    return following + 1 >= len(tokens) or _key(tokens[following + 1]) not in vocabulary.scales


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


def _part(word: str, vocabulary: NumberWords) -> _Part | None:
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
            if word.endswith(joiner + fraction) and (
                values := _cardinal(word.removesuffix(joiner + fraction), vocabulary)
            ):
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
