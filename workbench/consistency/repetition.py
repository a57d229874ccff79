"""Checks of words and phrases that are said twice."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbench.consistency.model import Problem, Severity
from workbench.consistency.registry import check
from workbench.consistency.subject import Subject
from workbench.languages.profile import get_profile
from workbench.languages.words import Word, normalise

#: So many words are a phrase that nobody repeats by chance ...
_PHRASE = 5
#: ... in a sentence; fewer are when they follow each other.
_ADJACENT = 2


@check(Severity.FUNCTIONAL)
def repeated_word(subject: Subject) -> Iterator[Problem]:
    """A word stands twice in a row in the target and not in the source ("the the"). Words that are said twice in good
    English ("had had") and names are left alone.
    """
    if any(True for _ in _neighbours(subject.source, subject.source_words)):
        return
    said_twice = get_profile(subject.tools.target_language).said_twice
    for first, second in _neighbours(subject.target, subject.target_words):
        key = normalise(first.text)
        is_name = first.text[0].isupper() and second.text[0].isupper()
        if key in said_twice or key.isdecimal() or is_name:
            continue
        yield Problem(f"“{second.text}” is said twice", (), ((first.start, second.end),))


@check(Severity.FUNCTIONAL)
def repeated_phrase(subject: Subject) -> Iterator[Problem]:
    """A phrase stands more often in the target than anything of that length does in the source: two words or more in
    a row, or five words anywhere. A model that loops does this.
    """
    keys = [normalise(word.text) for word in subject.target_words]
    place = _immediate(keys)
    if place is not None:
        start, length = place
        if not _has_immediate(subject):
            yield _phrase(subject, start, length, start + length)
        return
    repeated = _repeated(keys)
    if repeated and not _repeated([normalise(word.text) for word in subject.source_words], _PHRASE - 2):
        first, second = repeated
        yield _phrase(subject, first, _PHRASE, second)


def _neighbours(text: str, tokens: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    for first, second in pairwise(tokens):
        if text[first.end : second.start].isspace() and normalise(first.text) == normalise(second.text):
            yield first, second


def _immediate(keys: Sequence[str]) -> tuple[int, int] | None:
    """The start and length of a phrase that is followed by itself."""
    for length in range(_ADJACENT, len(keys) // 2 + 1):
        for start in range(len(keys) - 2 * length + 1):
            if keys[start : start + length] == keys[start + length : start + 2 * length]:
                return start, length
    return None


def _has_immediate(subject: Subject) -> bool:
    """Whether the source repeats a phrase too, or a word with one between (van deur tot deur)."""
    keys = [normalise(word.text) for word in subject.source_words]
    return _immediate(keys) is not None or any(first == third for first, third in zip(keys, keys[2:], strict=False))


def _repeated(keys: Sequence[str], length: int = _PHRASE) -> tuple[int, int] | None:
    """Where ``length`` words stand for the first and for the second time, not overlapping."""
    seen: dict[tuple[str, ...], int] = {}
    for start in range(len(keys) - length + 1):
        first = seen.setdefault(tuple(keys[start : start + length]), start)
        if start - first >= length:
            return first, start
    return None


def _phrase(subject: Subject, first: int, length: int, second: int) -> Problem:
    tokens = subject.target_words
    spans = tuple((tokens[start].start, tokens[start + length - 1].end) for start in (first, second))
    start, end = spans[1]
    return Problem(f"“{subject.target[start:end]}” is said twice", (), spans)
