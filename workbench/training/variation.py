"""Variation: another name or another number on both sides, so that they are copied and not remembered."""

import random
from collections.abc import Iterable, Sequence

from workbench.documents.spans import Span
from workbench.languages.names import name_runs
from workbench.languages.numbers import find_numbers
from workbench.training.examples import Example
from workbench.training.pairs import TrainingPair

#: Names that are collected at most; more make no difference.
_NAMES = 5000
#: Smaller whole numbers are days, hours and counts that may be written in words; these years are dates.
_SMALL = 31
_YEARS = range(1800, 2100)


class Variation:
    """Replaces names and numbers that stand once on each side."""

    def __init__(self, pairs: Iterable[TrainingPair], languages: tuple[str, str]) -> None:
        """Collect the parts of the names of people and places in ``pairs``; new names are made up from them."""
        self._languages = languages
        found: dict[int, dict[str, None]] = {}
        count = 0
        for pair in pairs:
            for start, end in _names(pair.source, pair.target, languages[0]):
                count += 1
                for place, part in enumerate(pair.source[start:end].split(" ")):
                    found.setdefault(place, {})[part] = None
            if count >= _NAMES:
                break
        self._parts = {place: list(parts) for place, parts in found.items()}

    def __call__(self, example: Example, chance: random.Random) -> Example:
        """The example with one name or number replaced; as it is if it has none."""
        first, second = (self._with_name, self._with_number) if chance.random() < 0.5 else (
            self._with_number, self._with_name
        )  # fmt: skip
        changed = first(example, chance)
        return changed if changed is not example else second(example, chance)

    def _with_name(self, example: Example, chance: random.Random) -> Example:
        found = _names(example.source, example.target, self._languages[0])
        if not found:
            return example
        start, end = chance.choice(found)
        name = example.source[start:end]
        new = " ".join(chance.choice(self._parts.get(place) or [part]) for place, part in enumerate(name.split(" ")))
        return _on_both(example, (start, end), _place(name, example.target), new, new)

    def _with_number(self, example: Example, chance: random.Random) -> Example:
        source_language, target_language = self._languages
        choices = []
        for number in find_numbers(example.source, source_language):
            digits = _digits(number.text)
            if len(digits) < 2 or int(digits) <= _SMALL or int(digits) in _YEARS:
                continue
            same = (text for text in number.alternatives(target_language) if _digits(text) == digits)
            written = next((text for text in same if example.target.count(text) == 1), None)
            if written and example.source.count(number.text) == 1:
                choices.append((number, written))
        if not choices:
            return example
        number, written = chance.choice(choices)
        new = chance.choice("123456789") + "".join(chance.choice("0123456789") for _ in _digits(number.text)[1:])
        return _on_both(
            example, (number.start, number.end), _place(written, example.target),
            _with_digits(number.text, new), _with_digits(written, new),
        )  # fmt: skip


def _names(source: str, target: str, language: str) -> list[Span]:
    """Names of two words or more that stand once on each side, letter by letter the same."""
    spans = ((run[0].start, run[-1].end) for run in name_runs(source, language) if len(run) >= 2)
    return [(a, b) for a, b in spans if source.count(source[a:b]) == 1 and target.count(source[a:b]) == 1]


def _on_both(example: Example, source: Span, target: Span, new_source: str, new_target: str) -> Example:
    changed = example.replaced("source", source, new_source).replaced("target", target, new_target)
    start, begin = source[0], target[0]
    return changed.linked((start, start + len(new_source)), (begin, begin + len(new_target)))


def _place(part: str, text: str) -> Span:
    start = text.index(part)
    return start, start + len(part)


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def _with_digits(text: str, digits: Sequence[str]) -> str:
    """``text`` with its digits replaced in order, its separators as they are."""
    new = iter(digits)
    return "".join(next(new) if char in "0123456789" else char for char in text)
