"""Checks that compare a pair with those before it, in its document or in all documents: first deviations."""

import re
from collections.abc import Iterator

from workbench.consistency.model import Pair, Problem, Severity
from workbench.consistency.registry import Memory, Scope, comparing_check
from workbench.consistency.subject import Subject, overlaps
from workbench.consistency.usage import rendering_key
from workbench.documents.bilingual import Outcome
from workbench.languages.lemmas import dictionary_lemma, lemmas
from workbench.languages.names import is_name_word
from workbench.languages.profile import get_profile
from workbench.languages.words import Word, normalise, words

#: Shorter texts get one translation, or several, for good reasons ("Ja.", "Zeker.": "Yes.").
_FEWEST_WORDS = 4
#: Below this, names that sound alike are too often two names (Lin, Linn).
_SHORTEST_ALIKE = 6


@comparing_check(Severity.FUNCTIONAL, Scope.PROJECT)
def translated_differently(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """The same source has another translation than before, in this document or in an earlier one. Case, spaces and
    punctuation at the end do not count; a segment of fewer than four words is compared within its document only.
    """
    if not subject.source_words or not subject.target.strip():
        return
    source, target = _bare(subject.source), _bare(subject.target)
    key = (source, "" if len(subject.source_words) >= _FEWEST_WORDS else subject.pair.document)
    place, before = memory.setdefault(key, (_place(subject.pair), target))
    if before != target:
        yield Problem(f"was translated as “{before}” in {place}", (), ((0, len(subject.target)),))


@comparing_check(Severity.FUNCTIONAL, Scope.DOCUMENT)
def same_translation(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """Two different sources of a document have one translation: a segment has slipped, or was pasted twice. Sources
    that share half of their words may mean the same, and so may short ones.
    """
    if min(len(subject.source_words), len(subject.target_words)) < _FEWEST_WORDS or subject.is_copied:
        return
    place, source = memory.setdefault(_bare(subject.target), (_place(subject.pair), _bare(subject.source)))
    own, other = set(_bare(subject.source).split()), set(source.split())
    if len(own & other) * 2 < len(own | other):
        yield Problem(f"is also the translation of “{source}” in {place}", (), ((0, len(subject.target)),))


@comparing_check(Severity.FUNCTIONAL, Scope.DOCUMENT)
def name_spelling(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """A name is spelt in several ways in a document: with diacritics and without them (Nguyễn, Nguyen), or by another
    transcription (Zelensky, Zelenskyy). Two names that differ in their diacritics only (Hùng, Hưng) are two names.
    """
    spelt: list[tuple[Word, str, str]] = []
    for word in subject.target_words:
        text = re.sub(r"['’]s?$", "", word.text)
        # Da and Nang are words of some language, but here they follow Đà Nẵng
        may_be_name = text[:1].isupper() and not text.isupper() and (not text.isascii() or _sound(text) in memory)
        if not (may_be_name or is_name_word(word, subject.tools.target_language)):
            continue
        first, place = memory.setdefault(_sound(text), (text, _place(subject.pair)))
        if text != first and _is_one_name(text, first):
            spelt.append((word, first, place))
    if spelt:
        written = " ".join(word.text for word, _, _ in spelt)
        before = " ".join(first for _, first, _ in spelt)
        spans = tuple((word.start, word.end) for word, _, _ in spelt)
        yield Problem(f"“{written}” was spelt “{before}” in {spelt[0][2]}", (), spans)


@comparing_check(Severity.FUNCTIONAL, Scope.DOCUMENT)
def official_name(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """An official name of the source, two or more capitalised words that are no glossary term, is rendered by another
    official name than before in the document (Humanitarian Exchange Year, People's Exchange Year). Only where both
    segments have a capitalised phrase of two words or more that the other has not.
    """
    covered = [(hit.start, hit.end) for hit in subject.hits]
    names = [
        phrase
        for phrase in _capitalised_phrases(subject.source, subject.tools.source_language)
        if not overlaps(phrase[1], phrase[2], covered)
    ]
    if not names:
        return
    renderings = {
        _name_key(text, subject.tools.target_language): (text, start, end)
        for text, start, end in _capitalised_phrases(subject.target, subject.tools.target_language)
        if normalise(text) not in normalise(subject.source)
    }
    for text, start, end in names:
        if normalise(text) in normalise(subject.target):
            continue
        key = _name_key(text, subject.tools.source_language)
        before = memory.setdefault(key, [])
        related = {name: text for name, (text, _, _) in renderings.items()}
        for earlier, place in before:
            if related and earlier and not _share(earlier, related) and len(names) == len(related) == len(earlier) == 1:
                (target, target_start, target_end), *_ = renderings.values()
                message = f"“{text}” is “{target}” here and “{next(iter(earlier.values()))}” in {place}"
                yield Problem(message, ((start, end),), ((target_start, target_end),))
                break
        if related:
            before.append((related, _place(subject.pair)))
            del before[8:]


@comparing_check(Severity.FUNCTIONAL, Scope.DOCUMENT)
def term_changes(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """An official term of the glossary changes within a document: it is first rendered in one allowed way and then in
    another. Only names, whose preferred rendering is written with capitals, for other terms may be varied; a long
    name and its acronym are one, and so are inflected forms.
    """
    for hit, use in subject.uses:
        if use.outcome is not Outcome.KEPT or not use.target or hit.compound:
            continue
        start, end = use.target
        written = subject.target[start:end]
        if not _is_official(use.allowed[0] if use.allowed else "") or _is_short(written):
            continue
        key = rendering_key(written, subject.tools.target_language)
        first, example, place = memory.setdefault(hit.concept.id, (key, written, _place(subject.pair)))
        if first != key and not (set(first) <= set(key) or set(key) <= set(first)):
            source = subject.source[hit.start : hit.end]
            yield Problem(f"“{source}” is “{written}” here and “{example}” in {place}", (use.source,), (use.target,))


def _place(pair: Pair) -> str:
    return f"segment {pair.segment} of {pair.document}"


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .,;:!?…\"'”’»)")


def _sound(name: str) -> str:
    """What spellings of one name have in common; of a short name only the letters without accents."""
    key = normalise(name)
    if len(key) < _SHORTEST_ALIKE:
        return key
    return re.sub(r"(.)\1+", r"\1", re.sub("[yj]", "i", key.replace("w", "v")))


def _is_one_name(name: str, other: str) -> bool:
    """Whether two spellings of like sound are of one name: one is without diacritics, or their letters differ."""
    key, other_key = normalise(name), normalise(other)
    if key != other_key:
        return True
    return (name.casefold() == key) != (other.casefold() == other_key)


def _capitalised_phrases(text: str, language: str) -> list[tuple[str, int, int]]:
    """Runs of two or more capitalised words, function words between them: Jaar van de Uitwisseling.

    A run of names alone (Pham Minh Chinh) is no official name, and the first word of a text proves nothing.
    """
    phrases: list[tuple[str, int, int]] = []
    function_words = get_profile(language).function_words
    run: list[Word] = []
    pending: list[Word] = []
    tokens = words(text)
    for place, word in enumerate([*tokens, None]):
        if word and run and re.search(r"[^\s'’-]", text[(pending or run)[-1].end : word.start]):
            _close(run, text, language, phrases)
            run, pending = [], []
        if word and word.text[0].isupper() and not (place == 0 and not word.text.isupper()):
            run += [*pending, word] if run else [word]
            pending = []
        elif word and run and word.text in function_words:
            pending.append(word)
        else:
            _close(run, text, language, phrases)
            run, pending = [], []
    return phrases


def _close(run: list[Word], text: str, language: str, phrases: list[tuple[str, int, int]]) -> None:
    capitalised = [word for word in run if word.text[0].isupper()]
    known = [word for word in capitalised if _is_known(word.text.lower(), language)]
    if len(capitalised) > 1 and len(known) > 1:
        start, end = run[0].start, run[-1].end
        phrases.append((text[start:end], start, end))


def _is_known(word: str, language: str) -> bool:
    return dictionary_lemma(word, language) is not None or len(lemmas(word, language)) > 1


def _name_key(name: str, language: str) -> tuple[str, ...]:
    function_words = get_profile(language).function_words
    content = [word.text for word in words(name) if word.text.lower() not in function_words]
    return rendering_key(" ".join(content), language)


def _share(one: dict[tuple[str, ...], str], other: dict[tuple[str, ...], str]) -> bool:
    return any(set(first) <= set(second) or set(second) <= set(first) for first in one for second in other)


def _is_official(term: str) -> bool:
    capitalised = [word for word in words(term) if word.text[0].isupper()]
    return len(capitalised) > 1


def _is_short(term: str) -> bool:
    """Whether a rendering is an acronym, or one word: a short form of the name."""
    tokens = words(term)
    return len(tokens) < 2 or all(word.text.isupper() for word in tokens)
