"""Checks of names and acronyms."""

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from workbench.consistency.model import Problem, Severity
from workbench.consistency.registry import check
from workbench.consistency.subject import Subject, overlaps
from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.names import is_name_word, name_runs
from workbench.languages.words import Word, normalise
from workbench.translation.requirements import ADDRESS

#: Endings that a name may have in one language and not in the other: genitive, inhabitant, adjective.
_ENDINGS = re.compile(r"(?:'?s|'|se|aan|aans|aanse|an|ans|er|ers|isch|ische)$")
#: What follows a name is taken for its misspelt last part when it is so much like it; a long word may be a translation.
_LEAST_SIMILARITY = 0.5
_LONGEST_SHORT_NAME = 6
#: Shorter ends of a word are found in too many names.
_SHORTEST_PART = 5


@check(Severity.CRITICAL)
def name(subject: Subject) -> Iterator[Problem]:
    """A name of several words is not complete in the target, or is spelt in another way there. Names are capitalised
    words that no dictionary knows, such as the names of people; accents and genitives do not count.
    """
    if not subject.target or subject.is_copied:
        return
    strange = _strange_names(subject)
    for run in _long_names(subject):
        lost = [word for word in run if not _is_kept(word, subject)]
        if lost:
            written = subject.source[run[0].start : run[-1].end]
            others = [other for word in lost if (other := _nearest(word, strange))]
            instead = f"; the target has “{' '.join(other.text for other in others)}”" if others else ""
            spans = tuple((other.start, other.end) for other in others)
            yield Problem(
                f"“{written}” is not complete{instead}", tuple((word.start, word.end) for word in lost), spans
            )


@check(Severity.COSMETIC)
def name_form(subject: Subject) -> Iterator[Problem]:
    """A name of one word does not stand in the target, which has an unknown name instead. It may be misspelt or
    another name, but places and peoples often have another name in another language (Donau, Danube), which no
    dictionary here tells apart.
    """
    if not subject.target or subject.is_copied:
        return
    strange = _strange_names(subject)
    for run in _names(subject):
        if len(run) == 1 and not _is_kept(run[0], subject) and (other := _nearest(run[0], strange)):
            word = run[0]
            message = f"“{word.text}” is not in the target, which has “{other.text}”"
            yield Problem(message, ((word.start, word.end),), ((other.start, other.end),))


@check(Severity.CRITICAL)
def acronym(subject: Subject) -> Iterator[Problem]:
    """An acronym of the source does not stand in the target: its letters have changed, or it has gone though the
    target does not write the name out. Acronyms that the glossary translates are its business; an acronym with
    another one in its place may be a translation.
    """
    if not subject.target or subject.is_copied or subject.source.isupper():
        return
    covered = [(hit.start, hit.end) for hit in subject.hits] + _address_spans(subject.source)
    new = [word for word in subject.target_words if _is_acronym(word) and word.text not in subject.source]
    for word in subject.source_words:
        if not _is_acronym(word) or overlaps(word.start, word.end, covered):
            continue
        if normalise(word.text) in subject.target_keys or word.text in subject.target:
            continue
        changed = next((other for other in new if _is_misspelt(word.text, other.text)), None)
        if changed:
            message = f"“{word.text}” has become “{changed.text}”"
            yield Problem(message, ((word.start, word.end),), ((changed.start, changed.end),))
        elif not new and len(word.text) > 2 and not _is_written_out(word.text, subject.target_words):
            yield Problem(f"“{word.text}” is missing", ((word.start, word.end),))


def fidelity(subject: Subject) -> tuple[int, int]:
    """How many names of several words are complete in the target, and how many the source has."""
    runs = list(_long_names(subject))
    return sum(all(_is_kept(word, subject) for word in run) for run in runs), len(runs)


def _long_names(subject: Subject) -> Iterator[list[Word]]:
    """Names of two words or more with a space between them; places with a hyphen (Noord-Brabant) are translated.

    A compound that the dictionary knows by its parts is no part of a name (Snookerspeler Zhao Wenbo). A capitalised
    word that the dictionary knows is, if the target has it too (Hannelore De Bock), but not at the start of a sentence.
    """
    language = subject.tools.source_language
    covered = [(hit.start, hit.end) for hit in subject.hits] + _address_spans(subject.source)
    run: list[Word] = []
    is_name = False
    for word in [*subject.source_words, None]:
        if word and run and subject.source[run[-1].end : word.start] == " " and _may_be_in_name(word, subject, covered):
            run.append(word)
            is_name = is_name or is_name_word(word, language)
            continue
        if len(run) > 1 and is_name:
            yield run
        run = [word] if word and _may_be_in_name(word, subject, covered) else []
        is_name = bool(run) and is_name_word(run[0], language)


def _may_be_in_name(word: Word, subject: Subject, covered: list[tuple[int, int]]) -> bool:
    text, source, language = word.text, subject.source, subject.tools.source_language
    if not text[0].isupper() or text.isupper() or not text.isalpha() or overlaps(word.start, word.end, covered):
        return False
    if "-" in source[max(word.start - 1, 0) : word.end + 1]:
        return False
    if is_name_word(word, language):
        return _is_kept(word, subject) or not _is_compound(text.lower(), language)
    starts_sentence = (
        not source[: word.start].rstrip(" \"“„‘'(") or source[: word.start].rstrip(" \"“„‘'(")[-1] in ".:!?"
    )
    return not starts_sentence and (normalise(text) in subject.target_keys or _is_misspelt_behind(word, subject))


def _is_compound(word: str, language: str) -> bool:
    """Whether a word ends with a word of the language, as titles before a name do: Milieujurist, Snookerspeler."""
    ends = (word[cut:] for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1))
    return any((lemma := dictionary_lemma(end, language)) is not None and lemma.islower() for end in ends)


def _is_misspelt_behind(word: Word, subject: Subject) -> bool:
    """Whether the word before ``word`` is in the target, and something like ``word``, but no word, follows it there."""
    before = next((other for other in subject.source_words if other.end == word.start - 1), None)
    if before is None or not before.text[0].isupper():
        return False
    for kept, follower in pairwise(subject.target_words):
        if kept.text != before.text or not follower.text[0].isupper() or follower.text[0] != word.text[0]:
            continue
        is_word = dictionary_lemma(follower.text, subject.tools.target_language) is not None
        is_near = Levenshtein.normalized_similarity(word.text, follower.text) >= _LEAST_SIMILARITY
        if is_near and (not is_word or len(word.text) <= _LONGEST_SHORT_NAME):
            return normalise(follower.text) not in subject.source_keys
    return False


def _names(subject: Subject) -> Iterator[list[Word]]:
    covered = [(hit.start, hit.end) for hit in subject.hits] + _address_spans(subject.source)
    for run in name_runs(subject.source, subject.tools.source_language):
        free = [word for word in run if not overlaps(word.start, word.end, covered)]
        if free:
            yield free


def _address_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in ADDRESS.finditer(text)]


def _is_kept(word: Word, subject: Subject) -> bool:
    key = normalise(word.text)
    if key in subject.target_keys or key.removesuffix("s") in subject.target_keys:
        return True
    # the Sap of a Sapmeer: a compound keeps the name as its first part
    return len(key) > 5 and any(len(other) > 2 and key.startswith(other) for other in subject.target_keys)


def _strange_names(subject: Subject) -> list[Word]:
    """Names of the target that are not in the source, and that the target language does not know as words."""
    language = subject.tools.target_language
    covered = [(item.start, item.end) for item in subject.target_terms]
    return [
        word
        for word in subject.target_words
        if is_name_word(word, language)
        and not dictionary_lemma(word.text.removesuffix("'s").removesuffix("’s"), language)
        and not _stands_in(normalise(word.text), subject.source_keys)
        and not overlaps(word.start, word.end, covered)
    ]


def _stands_in(key: str, source: set[str]) -> bool:
    key = key.removesuffix("'s").removesuffix("'")
    return key in source or f"{key}s" in source or key.removesuffix("s") in source


def _nearest(word: Word, strange: list[Word]) -> Word | None:
    """The strange name that is likely meant for ``word``: the most similar one."""
    key = normalise(word.text)
    near = [
        (Levenshtein.normalized_similarity(_stem(key), _stem(normalise(other.text))), -other.start, other)
        for other in strange
    ]
    return max(near)[2] if near else None


def _stem(key: str) -> str:
    return _ENDINGS.sub("", key) if len(key) > 5 else key


def _is_acronym(word: Word) -> bool:
    return len(word.text) >= 2 and word.text.isupper() and word.text.isalpha()


def _is_written_out(acronym: str, target: list[Word]) -> bool:
    """Whether the target has capitalised words that begin with two of the acronym's letters in order."""
    initials = "".join(word.text[0] for word in target[1:] if word.text[0].isupper())
    return len(initials) > 1 and any(
        initials.find(acronym[place : place + 2]) >= 0 for place in range(len(acronym) - 1)
    )


def _is_misspelt(acronym: str, other: str) -> bool:
    """Whether two acronyms of three letters or more are one letter apart, or have the same letters."""
    if min(len(acronym), len(other)) < 3 or acronym == other:
        return False
    return sorted(acronym) == sorted(other) or (len(acronym) > 3 and Levenshtein.distance(acronym, other) == 1)
