"""What is no use for training: the registry of rules, and the rules that look at one pair alone.

They are those of bitext filtering: the hard rules of Bicleaner (Sánchez-Cartagena et al. 2018; Ramírez-Sánchez et al.
2020) and the filters of OpusFilter (Aulamo et al. 2020). What the consistency checks say already is asked of them. The
code of a rule is its name with hyphens; the first sentence of its docstring is what reports call it.
"""

import inspect
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from workbench.alignment.vectors import SentenceEncoder
from workbench.consistency.form import length_ratio as length_check
from workbench.consistency.model import Pair
from workbench.consistency.numbers import date_or_time, number
from workbench.consistency.registry import CheckFunction
from workbench.consistency.subject import TAG, Subject, Toolbox
from workbench.languages.detection import is_unknown, language_of
from workbench.training.pairs import TrainingPair
from workbench.translation.memory.forms import words

#: A longer text is no sentence; OpusFilter's default too. In translation such segments are cut in pieces.
MOST_WORDS = 100
#: "Ja" is a text; "a" is the mark of a list.
FEWEST_LETTERS = 2
#: A text is words if at least this share of its characters are letters, spaces aside.
LEAST_LETTERS = 0.5
#: Vectors of source and target are at least so alike (cosine). Of pairs that were shifted by one segment the Universal
#: Sentence Encoder puts nine in ten below, of true ones four in a thousand: docs/finetuning.md.
LEAST_LIKENESS = 0.3
_ENCODED_AT_ONCE = 4096
#: Languages that a text may wrongly be in, besides those of the pair: what stands beside Dutch and English in reports.
_OTHER_LANGUAGES = ("de", "fr", "es", "it")
#: Control, surrogate, private and unassigned characters.
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True)
class Circumstances:
    """What the rules know besides the pairs; ``encoder`` is None where meaning is not looked at."""

    tools: Toolbox
    test_sources: Sequence[str] = field(default=())
    encoder: SentenceEncoder | None = None


#: Gives the positions of the pairs that are to be dropped.
RuleFunction = Callable[[Sequence[TrainingPair], Circumstances], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule."""

    code: str
    find: RuleFunction
    documentation: str

    @property
    def title(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split(". ")[0].rstrip(".")


#: The rules in the order in which they are applied: cheap ones first, those that compare pairs last.
RULES: dict[str, Rule] = {}


def pair_rule(is_useless: Callable[[Subject], bool]) -> RuleFunction:
    """Register a function that says of one pair whether it is to be dropped."""

    def find(pairs: Sequence[TrainingPair], circumstances: Circumstances) -> Iterator[int]:
        for position, pair in enumerate(pairs):
            subject = Subject(Pair(pair.document, position + 1, pair.source, pair.target), circumstances.tools)
            if is_useless(subject):
                yield position

    return _register(is_useless, find)


def comparing_rule(find: RuleFunction) -> RuleFunction:
    """Register a function that compares pairs with each other, or with the circumstances."""
    return _register(find, find)


def _register(function: Callable[..., object], find: RuleFunction) -> RuleFunction:
    code = function.__name__.replace("_", "-")
    RULES[code] = Rule(code, find, " ".join((inspect.getdoc(function) or "").split()))
    return find


@pair_rule
def empty(subject: Subject) -> bool:
    """The source or the target is empty."""
    return not subject.source.strip() or not subject.target.strip()


@pair_rule
def broken_encoding(subject: Subject) -> bool:
    """Characters were lost or decoded wrongly: “CafÃ©”, or U+FFFD."""
    return any(map(_is_broken, _texts(subject)))


@pair_rule
def control_characters(subject: Subject) -> bool:
    """There are characters that are no text: control, private, unassigned."""
    return any(unicodedata.category(letter) in _NO_TEXT for text in _texts(subject) for letter in text)


@pair_rule
def markup(subject: Subject) -> bool:
    """There are tags, placeholders of programs or entities: <b>, {name}, &nbsp;. The tags of term annotation, too,
    which would teach a model to write them.
    """
    return any(TAG.search(text) for text in _texts(subject))


@pair_rule
def too_short(subject: Subject) -> bool:
    """The source or the target has fewer than two letters."""
    return any(_letters(text) < FEWEST_LETTERS for text in _texts(subject))


@pair_rule
def too_long(subject: Subject) -> bool:
    """The source or the target has more than 100 words."""
    return max(len(subject.source_words), len(subject.target_words)) > MOST_WORDS


@pair_rule
def mostly_no_letters(subject: Subject) -> bool:
    """Less than half of the characters are letters: tables, figures, addresses."""
    return any(_letters(text) < LEAST_LETTERS * len("".join(text.split())) for text in _texts(subject))


@pair_rule
def length_ratio(subject: Subject) -> bool:
    """One side is more than about twice as long as the other. From 30 characters on, as in the consistency check."""
    return _is_found(length_check, subject)


@pair_rule
def identical(subject: Subject) -> bool:
    """Source and target are the same, but for numbers, punctuation and capitals. A few such pairs teach a model to copy
    (Khayrallah and Koehn 2018).
    """
    source, target = ([word for word in words(text.casefold()) if not word.isdecimal()] for text in _texts(subject))
    return source == target


@pair_rule
def wrong_language(subject: Subject) -> bool:
    """The source or the target is surely in another language. By dictionaries; names and short texts prove nothing."""
    pair = subject.tools.source_language, subject.tools.target_language
    others = tuple(dict.fromkeys((*pair, *_OTHER_LANGUAGES)))
    return any(
        language_of(text, pair) not in (own, None)
        or language_of(text, others) not in (own, None)
        or is_unknown(text, own)
        for text, own in zip(_texts(subject), pair, strict=True)
    )


@pair_rule
def numbers_differ(subject: Subject) -> bool:
    """A number, date or time of one side is not on the other. By value, in digits or words, as in the consistency
    checks.
    """
    return _is_found(number, subject) or _is_found(date_or_time, subject)


@comparing_rule
def not_a_translation(pairs: Sequence[TrainingPair], circumstances: Circumstances) -> Iterator[int]:
    """Source and target do not mean the same, by their sentence vectors. They were aligned wrongly; idioms may be hit.
    Only for languages that the encoder knows.
    """
    encoder, tools = circumstances.encoder, circumstances.tools
    known = encoder.languages if encoder else frozenset()
    if not encoder or (known is not None and not known.issuperset((tools.source_language, tools.target_language))):
        return
    for start in range(0, len(pairs), _ENCODED_AT_ONCE):
        part = pairs[start : start + _ENCODED_AT_ONCE]
        sources = encoder.encode([pair.source for pair in part])
        targets = encoder.encode([pair.target for pair in part])
        unlike = np.flatnonzero((sources * targets).sum(axis=1) < LEAST_LIKENESS)
        yield from (start + int(position) for position in unlike)


def _is_found(check: CheckFunction, subject: Subject) -> bool:
    return any(True for _ in check(subject, {}))


def _texts(subject: Subject) -> tuple[str, str]:
    return subject.source, subject.target


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_broken(text: str) -> bool:
    """Whether a character was lost, or characters in a row are the bytes of one in UTF-8 that were read as if they were
    Windows-1252.

    Real text hardly ever looks like that: a letter with an accent is followed by one without.
    """
    if "\ufffd" in text:
        return True
    runs = "".join(letter if ord(letter) >= 0x80 else " " for letter in text).split(" ")
    return any(len(run) > 1 and _is_utf_8_misread(run) for run in runs)


def _is_utf_8_misread(run: str) -> bool:
    try:
        run.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True
