"""Candidates: the phrases of a text that may be terms, found without a part-of-speech tagger.

A phrase runs from one content word to another; only words that join the parts of a noun phrase stand between them
(after Justeson and Katz 1995, with lists of words in place of parts of speech).
"""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from workbench.errors import UsageError
from workbench.languages.lemmas import lemmas
from workbench.languages.profile import get_profile, shipped_profiles
from workbench.languages.words import Word, normalise, words

Key = tuple[str, ...]

_MOST_CONTENT_WORDS = 4
#: With all the words that join them: Europees Hof voor de Rechten van de Mens.
_MOST_WORDS = 8
#: White space, hyphens and what Unicode hides do not end a phrase; a dash between spaces does.
_GAP = re.compile(r"(?:\s|[\u00ad\u2010-\u2012-](?!\s))*")


class _Role(IntEnum):
    CONTENT = 0
    MEASURE = 1
    DETERMINER = 2
    JOINER = 3
    OTHER = 4
    NUMBER = 5


class Phrase(NamedTuple):
    """A phrase in a text: its lemmas and the characters that it takes.

    ``whole`` says that no content word stands before or behind it, so that it may be a term of its own; ``nominal``
    that it moreover stands where noun phrases do; ``initial`` that it opens the text: its capital says nothing.
    """

    key: Key
    start: int
    end: int
    nominal: bool
    whole: bool
    initial: bool


class PhraseFinder:
    """Finds the phrases of texts in one language."""

    def __init__(self, language: str) -> None:
        """Raises UsageError for a language whose profile does not say by which words noun phrases are found."""
        known = get_profile(language).noun_phrases
        if known is None:
            codes = ", ".join(profile.code for profile in shipped_profiles().values() if profile.noun_phrases)
            raise UsageError(f"terms cannot be harvested in language {language!r}; known are {codes}")
        self.language = language
        self._noun_phrases = known
        self._known: dict[str, tuple[str, _Role]] = {}

    def phrases(self, text: str) -> list[Phrase]:
        """All phrases of a text, nested ones included, by where they start."""
        tokens = words(text)
        known = [self._known.get(token.text) or self._look_up(token.text) for token in tokens]
        lemmas_of = [key for key, _ in known]
        roles = [role for _, role in known]
        glued = _glued(text, tokens)
        free = [not join for join in glued]  # where no content word can stand before or behind
        found = []
        for first, token in enumerate(tokens):
            if not self._may_begin(first, roles[first], token.text):
                continue
            before = roles[first - 1]
            is_opened = free[first] or before > _Role.MEASURE
            is_introduced = glued[first] and before in (_Role.DETERMINER, _Role.JOINER)
            for last in _ends(first, roles, glued):
                is_closed = free[last + 1] or roles[last + 1] > _Role.MEASURE
                flags = is_introduced and is_closed, is_opened and is_closed, first == 0
                found.append(Phrase(tuple(lemmas_of[first : last + 1]), token.start, tokens[last].end, *flags))
        return found

    def content_words(self, key: Key) -> list[str]:
        """The words of a phrase's key that are not function words."""
        return [word for word in key if self._role(word) <= _Role.MEASURE]

    def _may_begin(self, place: int, role: _Role, word: str) -> bool:
        """Content words, and words of measure that belong to a name (Tweede Wereldoorlog)."""
        return role is _Role.CONTENT or (role is _Role.MEASURE and place > 0 and word[0].isupper())

    def _look_up(self, word: str) -> tuple[str, _Role]:
        role = self._role(word.lower())
        key = min(lemmas(word, self.language), key=lambda lemma: (len(lemma), lemma))
        if role > _Role.MEASURE or self._role(key) > _Role.MEASURE:
            key = normalise(word)  # so that a key shows what its words do
        elif key in self._noun_phrases.measures:
            role = _Role.MEASURE
        self._known[word] = key, role
        return key, role

    def _role(self, word: str) -> _Role:
        known = self._noun_phrases
        if not word[0].isalpha():
            return _Role.NUMBER
        for role, group in (
            (_Role.JOINER, known.joiners),
            (_Role.DETERMINER, known.determiners),
            (_Role.OTHER, known.others),
            (_Role.MEASURE, known.measures),
        ):
            if word in group:
                return role
        return _Role.CONTENT if len(word) > 1 else _Role.OTHER


def _glued(text: str, tokens: Sequence[Word]) -> list[bool]:
    """Whether each word belongs together with the one before it; at the end one False for the end of the text."""
    gaps = [_GAP.fullmatch(text, left.end, right.start) is not None for left, right in pairwise(tokens)]
    return [False, *gaps, False]


def _ends(first: int, roles: Sequence[_Role], glued: Sequence[bool]) -> Iterator[int]:
    """The places where a phrase that begins at ``first`` may end."""
    content = 0
    for place in range(first, min(first + _MOST_WORDS, len(roles))):
        role = roles[place]
        if place > first and not glued[place]:
            return
        if role <= _Role.MEASURE:
            content += 1
            if content > _MOST_CONTENT_WORDS:
                return
            if role is _Role.CONTENT:
                yield place
        elif role is not _Role.JOINER and not (role is _Role.DETERMINER and roles[place - 1] is _Role.JOINER):
            return
