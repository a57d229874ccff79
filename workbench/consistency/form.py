"""Checks of form: emptiness, length, tags, punctuation, quotation marks, brackets, spaces, capitals."""

import re
from collections import Counter
from collections.abc import Iterator

from workbench.consistency.model import Problem, Severity
from workbench.consistency.registry import Memory, Scope, check, comparing_check
from workbench.consistency.subject import TAG, Subject
from workbench.documents.model import BlockKind
from workbench.languages.profile import get_profile
from workbench.translation.requirements import ADDRESS

#: A source of so many characters is not translated by less than half as many, or by more than twice as many.
_SHORTEST_MEASURED = 30
_SHORTEST_RATIO, _LONGEST_RATIO = 0.45, 2.2
_ENDS = {"…": "...", "。": ".", "！": "!", "？": "?"}
_CLOSERS = " \t\n\u00a0\"”’'»)]*_"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_DOUBLE_QUOTES = '"“”„«»'


@check(Severity.CRITICAL)
def empty_target(subject: Subject) -> Iterator[Problem]:
    """The target is empty though the source has words or numbers."""
    if not subject.target.strip() and subject.source_words:
        yield Problem("has no translation", ((0, len(subject.source)),))


@check(Severity.CRITICAL)
def tag(subject: Subject) -> Iterator[Problem]:
    """A tag or placeholder of the source is lost or added in the target: mark-up, {name}, %s, &nbsp;. Counted; their
    order may change.
    """
    yield from _lost_and_added(subject, TAG)


@check(Severity.CRITICAL)
def address(subject: Subject) -> Iterator[Problem]:
    """A web or mail address of the source does not stand in the target, or another one does."""
    yield from _lost_and_added(subject, ADDRESS)


@check(Severity.FUNCTIONAL)
def length_ratio(subject: Subject) -> Iterator[Problem]:
    """The target is much shorter or longer than the source: something is left out, or the model went on and on."""
    source, target = subject.source.strip(), subject.target.strip()
    if not target or max(len(source), len(target)) < _SHORTEST_MEASURED:
        return
    ratio = len(target) / max(1, len(source))
    if ratio < _SHORTEST_RATIO or ratio > _LONGEST_RATIO:
        yield Problem(f"has {ratio:.1f} times the length of the source", (), ((0, len(subject.target)),))


@check(Severity.COSMETIC)
def end_punctuation(subject: Subject) -> Iterator[Problem]:
    """Source and target end with different punctuation: one is a question and the other is not, or one has no full
    stop.
    """
    if not subject.source_words or not subject.target_words:
        return
    source, target = _end(subject.source), _end(subject.target)
    if source != target:
        place = len(subject.target.rstrip())
        message = f"ends with {_named(target)}, the source with {_named(source)}"
        yield Problem(message, (), ((max(0, place - 1), place),))


@check(Severity.FUNCTIONAL)
def quotes(subject: Subject) -> Iterator[Problem]:
    """Quotation marks are lost or added: the source has a quotation and the target has none, or the other way round,
    or one is opened and not closed though the source closes its own. Which marks are used does not matter.
    """
    source, target = (_double_quotes(text) for text in (subject.source, subject.target))
    if not subject.target_words:
        return
    singles = [_single_quotes(text) for text in (subject.source, subject.target)]
    if any(singles):
        if bool(source or singles[0]) and not (target or singles[1]):
            yield Problem("has lost the quotation marks")
    elif bool(source) != bool(target):
        yield Problem("has quotation marks that the source lacks" if target else "has lost the quotation marks")
    elif target % 2 and not source % 2:
        place = max(subject.target.rfind(mark) for mark in _DOUBLE_QUOTES)
        yield Problem("has a quotation mark without a partner", (), ((place, place + 1),))


@check(Severity.FUNCTIONAL)
def brackets(subject: Subject) -> Iterator[Problem]:
    """A bracket has no partner in the target though those of the source have, or brackets are lost."""
    if not subject.target_words:
        return
    for opening, closing in _BRACKETS.items():
        source, target = ((text.count(opening), text.count(closing)) for text in (subject.source, subject.target))
        if target[0] != target[1] and source[0] == source[1]:
            yield Problem(f"“{opening}” and “{closing}” do not pair")
        elif source[0] and source[0] == source[1] and not any(target):
            yield Problem(f"has lost the brackets “{opening}{closing}”")


@check(Severity.COSMETIC)
def spaces(subject: Subject) -> Iterator[Problem]:
    """Spaces are wrong in the target and right in the source: two in a row, one before a comma or full stop, none
    after one, one at the start or end, or just inside a bracket.
    """
    for pattern, what in _SPACES:
        match = pattern.search(subject.target)
        if match and not pattern.search(subject.source):
            yield Problem(what, (), (match.span(),))


@check(Severity.COSMETIC)
def initial_capital(subject: Subject) -> Iterator[Problem]:
    """The target begins with a small letter and the source with a capital, or the other way round."""
    source, target = _first_letter(subject.source), _first_letter(subject.target)
    if not source or not target or subject.source.isupper() or subject.target.isupper():
        return
    if source.isupper() and target.islower():
        yield Problem("begins with a small letter", (), ((0, 1),))
    elif source.islower() and target.isupper() and not _begins_with_name(subject):
        yield Problem("begins with a capital", (), ((0, 1),))


@check(Severity.COSMETIC)
def capitals(subject: Subject) -> Iterator[Problem]:
    """All letters of the target are capitals and those of the source are not, or the other way round."""
    enough = len(subject.source_words) > 1 and len(subject.target_words) > 1
    if enough and subject.source.isupper() != subject.target.isupper():
        yield Problem("is in capitals" if subject.target.isupper() else "is not in capitals")


@comparing_check(Severity.COSMETIC, Scope.DOCUMENT)
def title_capitals(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """The headings of a document are capitalised in different ways: some in title case ("The Visit of the Minister"),
    some in sentence case. Only headings of four words or more tell.
    """
    if subject.pair.kind is not BlockKind.HEADING or not (case := _heading_case(subject)):
        return
    first = memory.setdefault("case", (case, subject.target))
    if first[0] != case:
        yield Problem(f"is in {case}; “{first[1]}” was in {first[0]}", (), ((0, len(subject.target)),))


_SPACES = [
    (re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"), "has two spaces in a row"),
    (re.compile(r"(?<=\w)[ \u00a0]+(?:[,;:!?](?=\s|$|[^\W\d])|\.(?=\s|$))"), "has a space before punctuation"),
    (
        re.compile(r"(?<=[a-z]{2})[,;!?](?=[^\W\d]{2})|(?<=[a-z]{3})\.(?=[A-Z][a-z]{2})"),
        "has no space after punctuation",
    ),
    (re.compile(r"^\s+(?=\S)"), "begins with a space"),
    (re.compile(r"(?<=\S)\s+$"), "ends with a space"),
    (re.compile(r"[(\[][ \u00a0]|[ \u00a0][)\]]"), "has a space inside a bracket"),
    (re.compile(r"(?<=\w)\((?=\w{4})|(?<=\w\))(?=\w{2})"), "has no space beside a bracket"),
]


def _lost_and_added(subject: Subject, pattern: re.Pattern[str]) -> Iterator[Problem]:
    if not subject.target.strip():
        return
    source = Counter(match[0] for match in pattern.finditer(subject.source))
    target = Counter(match[0] for match in pattern.finditer(subject.target))
    for text in source - target:
        place = subject.source.find(text)
        yield Problem(f"“{text}” is lost", ((place, place + len(text)),))
    for text in target - source:
        place = subject.target.find(text)
        yield Problem(f"“{text}” is not in the source", (), ((place, place + len(text)),))


def _end(text: str) -> str:
    """The punctuation that ends a sentence, behind closing marks; empty for any other character."""
    bare = text.rstrip(_CLOSERS)
    if bare.endswith("..."):
        return "..."
    last = _ENDS.get(bare[-1:], bare[-1:])
    return last if last in {".", "!", "?", ":", ";", "..."} else ""


def _named(end: str) -> str:
    return f"“{end}”" if end else "no punctuation"


def _double_quotes(text: str) -> int:
    return sum(text.count(mark) for mark in _DOUBLE_QUOTES)


def _single_quotes(text: str) -> bool:
    """Whether single marks quote something; apostrophes do not stand before a word and behind one."""
    return bool(re.search(r"(?<!\w)['‘’‚][^'‘’]{2,}['’](?!\w)", text))


def _first_letter(text: str) -> str:
    """The first character if it is a letter, behind opening marks."""
    bare = text.lstrip(" \t\"“„«'‘’([*_-–—•")
    return bare[:1] if bare[:1].isalpha() else ""


def _begins_with_name(subject: Subject) -> bool:
    """Whether the first word of the target is written with a capital anyway: a name, a language, a people."""
    first = subject.target_words[0].text
    return first.isupper() or not first[0].isupper() or subject.target_begins_with_proper_noun


def _heading_case(subject: Subject) -> str:
    function_words = get_profile(subject.tools.target_language).function_words
    content = [word.text for word in subject.target_words[1:] if word.text.lower() not in function_words]
    if len(content) < 3 or subject.target.isupper():
        return ""
    share = sum(word[0].isupper() for word in content) / len(content)
    return "title case" if share > 0.8 else "sentence case" if share < 0.5 else ""
