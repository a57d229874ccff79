"""Checks of the language of the target: is it translated, and in one spelling."""

from collections.abc import Iterator

from workbench.consistency.model import Problem, Severity
from workbench.consistency.registry import Memory, Scope, check, comparing_check
from workbench.consistency.subject import Subject, overlaps
from workbench.languages.detection import language_of
from workbench.languages.lemmas import dictionary_lemma, is_word, lemmas
from workbench.languages.profile import get_profile
from workbench.languages.variants import variant_of
from workbench.languages.words import Word, normalise
from workbench.translation.requirements import ADDRESS

#: A shorter text is the same in both languages too often (Hotel Continental).
_FEWEST_WORDS = 3


@check(Severity.CRITICAL)
def untranslated(subject: Subject) -> Iterator[Problem]:
    """The target is in the source language: the source was copied, or nobody translated it. Names, numbers and
    sources that are in the target language already prove nothing.
    """
    if len(subject.target_words) < _FEWEST_WORDS:
        return
    source, target = subject.tools.source_language, subject.tools.target_language
    if language_of(subject.target, (source, target)) == source:
        yield Problem("is not translated", (), ((0, len(subject.target)),))


@check(Severity.FUNCTIONAL)
def source_left(subject: Subject) -> Iterator[Problem]:
    """Words of the source stand untranslated in the target: in small letters, known to the dictionary of the source
    language and not to that of the target language. Words between quotation marks and names are left alone, and so
    are glossary terms.
    """
    if subject.is_copied or not subject.target:
        return
    left = [word for word in subject.target_words if _is_left(word, subject)]
    if left:
        written = "”, “".join(word.text for word in left)
        message = f"“{written}” {'is' if len(left) == 1 else 'are'} left from the source"
        yield Problem(message, (), tuple((word.start, word.end) for word in left))


@comparing_check(Severity.COSMETIC, Scope.DOCUMENT)
def spelling_variant(subject: Subject, memory: Memory) -> Iterator[Problem]:
    """British and American spelling are mixed in a document: this word is spelt in another way than the first one of
    its kind. The endings -ise and -ize are a kind of their own, for -ize is British too (Oxford spelling). Names are
    left alone.
    """
    for place, word in enumerate(subject.target_words):
        text = word.text.lower() if place == 0 else word.text
        if not text.islower() or not (found := variant_of(text, subject.tools.target_language)):
            continue
        first, example = memory.setdefault(found.kind, (found.variant, word.text))
        if first != found.variant:
            message = f"“{word.text}” is {found.variant}; “{example}” was {first}"
            yield Problem(message, (), ((word.start, word.end),))


def _is_left(word: Word, subject: Subject) -> bool:
    text = word.text
    source, target = subject.tools.source_language, subject.tools.target_language
    if len(text) < 4 or not text.isalpha() or not text.islower() or normalise(text) not in subject.source_keys:
        return False
    if dictionary_lemma(text, target) or not (is_word(text, source) or len(lemmas(text, source)) > 1):
        return False
    if normalise(text) != text or get_profile(target).spelling(text) != text:
        return False
    covered = [(item.start, item.end) for item in subject.target_terms]
    covered += [match.span() for match in ADDRESS.finditer(subject.target)] + subject.target_quotations
    return not overlaps(word.start, word.end, covered)
