"""Finding many phrases in a text at once, inflected forms included.

The phrases are a tree of words, which is walked from each word of a text, so that the time for a text depends on its
length and hardly on the number of phrases. Two words agree when they share a form or a lemma. Which words of the tree
agree with a word of a text is looked up once and kept, since texts repeat their words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Generic, NamedTuple, TypeVar

from workbench.glossary.compounds import (
    HYPHENS,
    SHORTEST_PART,
    Part,
    divided_words,
    first_parts,
    is_prefix,
    written_as_one,
)
from workbench.glossary.separable import Place, SplitVerb, find_split, split_verb
from workbench.languages.lemmas import is_word, lemmas
from workbench.languages.profile import get_profile
from workbench.languages.words import Word, normalise, words

Payload = TypeVar("Payload")

#: Between two words of a phrase there may be white space, a line break, a hyphen, and the phrase's own punctuation; but
#: no empty line, and no dash between spaces.
_NO_BREAK = re.compile(r"[^\S\n]*\n?[^\S\n]*|\s?[-\u2010-\u2013]|[-\u2010-\u2013]\s*")
_LONGEST_ACRONYM = 4
_CACHED_WORDS = 2**16


@dataclass(frozen=True, slots=True)
class Phrase(Generic[Payload]):
    """A phrase to be found. A noun may be the first part of a compound, a verb may be split over the clause.

    Where ``part_of_speech`` is empty, both may be; of several words only those marked "verb" are split.
    """

    text: str
    payload: Payload
    case_sensitive: bool = False
    part_of_speech: str = ""

    @property
    def may_be_noun(self) -> bool:
        """Whether the phrase is marked as a noun or a name, or not marked."""
        return not self.part_of_speech or "noun" in self.part_of_speech


class Occurrence(NamedTuple, Generic[Payload]):
    """A phrase that stands in a text at the characters start to end; word positions for measuring distance.

    ``exact`` is false where a word agrees by its lemma only. ``compound`` says that more is joined to the phrase,
    with a hyphen or without. ``particle`` is where the rest of a split verb stands.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    payload: Payload
    exact: bool = True
    compound: bool = False
    particle: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern(Generic[Payload]):
    """The words of a phrase, in one way of writing it. ``acronyms`` are the places of words in capitals.

    NGO does not stand in a person's name Ngo. In a text in capitals WHO may be who: then the acronym is ambiguous.
    ``joins`` says that another word may be joined to the last one; not to that of "president van de staat". Other forms
    of the last word have none of the endings ``not_ending``: a state is not found in "stated".
    """

    phrase: Phrase[Payload]
    forms: list[str]
    keys: Sequence[frozenset[str]]
    gaps: Sequence[str]
    acronyms: Sequence[int]
    is_ambiguous: bool
    joins: bool
    not_ending: tuple[str, ...]

    def may_begin(self, part: Part) -> bool:
        """Whether the last word may be ``part``: "nationale veiligheidsadviseur" has an adviser on national security.

        The more words are joined, the less likely they belong to all of the phrase.
        """
        return self.joins and part.noun == self.forms[-1] and (part.is_single or len(self.forms) == 1)


@dataclass(slots=True)
class _Node(Generic[Payload]):
    """The patterns that end at a place in the tree, and the nodes behind it by the number of the next word."""

    patterns: list[_Pattern[Payload]] = field(default_factory=list)
    next: dict[int, "_Node[Payload]"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Payload]):
    """What a word of a text can be: the numbers of the words in the tree that agree with it.

    ``parts`` are the numbers of the words that it may begin with, as a compound. ``opens`` says that a phrase may
    begin with the word: most words of a text begin none.
    """

    form: str
    is_prefix: bool
    opens: bool
    numbers: Sequence[int]
    parts: Sequence[tuple[int, Part]]
    verbs: Sequence[tuple[SplitVerb, Phrase[Payload]]]


@dataclass(frozen=True, slots=True)
class _View(Generic[Payload]):
    """A text, or a window of it, cut into words."""

    text: str
    tokens: Sequence[Word]
    entries: Sequence[_Entry[Payload]]
    in_capitals: bool


_Found = Iterator[tuple[Phrase[Payload], Occurrence[Payload]]]


class PhraseIndex(Generic[Payload]):
    """An index of phrases of one language."""

    def __init__(self, phrases: Iterable[Phrase[Payload]], language: str) -> None:
        """Index the phrases; those without a word are never found."""
        self.language = language
        self._root: _Node[Payload] = _Node()
        self._longest = 0
        self._numbers: dict[tuple[str, frozenset[str]], int] = {}  # of the words in the tree
        self._by_key: dict[str, list[int]] = {}
        self._by_form: dict[str, list[int]] = {}
        self._nouns: dict[str, bool] = {}  # last words of nouns, and whether they are one-word names
        self._verbs: dict[str, list[tuple[SplitVerb, Phrase[Payload]]]] = {}
        self._entries: dict[str, _Entry[Payload]] = {}
        for phrase in phrases:
            for pattern in self._patterns(phrase):
                self._add(pattern)

    def _add(self, pattern: _Pattern[Payload]) -> None:
        node = self._root
        for form, keys in zip(pattern.forms, pattern.keys, strict=True):
            number = self._numbers.get((form, keys))
            if number is None:
                number = self._numbers[form, keys] = len(self._numbers)
                self._by_form.setdefault(form, []).append(number)
                for key in keys:
                    self._by_key.setdefault(key, []).append(number)
            node = node.next.setdefault(number, _Node())
        node.patterns.append(pattern)
        self._longest = max(self._longest, len(pattern.forms))

    def _patterns(self, phrase: Phrase[Payload]) -> Iterator[_Pattern[Payload]]:
        """The ways of writing ``phrase``, which is also noted as a noun and as a verb that may be split."""
        if not (tokens := words(phrase.text)):
            return
        yield (pattern := _pattern(phrase, phrase.text, tokens, self.language))
        if not pattern.acronyms and (joined := written_as_one(phrase.text)) != phrase.text:
            yield _pattern(phrase, joined, words(joined), self.language)
        noun = pattern.forms[-1]
        if phrase.may_be_noun and len(noun) >= SHORTEST_PART:
            is_name = len(tokens) == 1 and tokens[0].text[0].isupper()
            self._nouns[noun] = self._nouns.get(noun, False) or is_name
        if phrase.part_of_speech in ("", "verb"):
            split = split_verb(phrase.text, self.language, is_verb=bool(phrase.part_of_speech))
            if split:
                self._verbs.setdefault(split.verb, []).append((split, phrase))

    def occurrences(self, text: str) -> list[Occurrence[Payload]]:
        """All places where a phrase stands, overlapping ones included, by position and then longest first."""
        if not self._root.next:
            return []
        tokens = words(text)
        in_capitals = text.isupper() and any(len(token.text) > _LONGEST_ACRONYM for token in tokens)
        view = self._view(text, tokens, in_capitals)
        found: dict[tuple[int, int, int], Occurrence[Payload]] = {}
        for finder in (self._matches, self._joined, self._split):
            for phrase, occurrence in finder(view):
                found.setdefault((occurrence.start, occurrence.end, id(phrase)), occurrence)
        return sorted(found.values(), key=lambda occurrence: (occurrence.start, -occurrence.end))

    def _view(self, text: str, tokens: Sequence[Word], in_capitals: bool) -> _View[Payload]:
        spellings = (token.text.capitalize() if in_capitals else token.text for token in tokens)
        return _View(text, tokens, [self._entries.get(word) or self._entry(word) for word in spellings], in_capitals)

    def _entry(self, word: str) -> _Entry[Payload]:
        form, keys = normalise(word), lemmas(word, self.language)
        numbers = sorted({number for key in keys for number in self._by_key.get(key, ())})
        parts = tuple(
            (number, part)
            for part in first_parts(word, self._nouns, self.language)
            for number in self._by_form[part.noun]
        )
        verbs = tuple(verb for key in sorted(keys) for verb in self._verbs.get(key, ()))
        if len(self._entries) >= _CACHED_WORDS:
            self._entries.clear()
        opens = any(number in self._root.next for number in chain(numbers, (number for number, _ in parts)))
        entry = self._entries[word] = _Entry(form, is_prefix(form, self.language), opens, numbers, parts, verbs)
        return entry

    def _matches(self, view: _View[Payload]) -> _Found[Payload]:
        """Phrases whose words stand in a row, of which the last may be joined to another word."""
        for first, entry in enumerate(view.entries):
            if not entry.opens:
                continue
            nodes = [self._root]
            for last in range(first, len(view.entries)):
                entry = view.entries[last]
                for number, part in entry.parts:
                    for pattern in _patterns_at(nodes, number):
                        if pattern.may_begin(part) and (found := _occurrence(pattern, first, last, part, view)):
                            yield pattern.phrase, found
                nodes = [node.next[number] for node in nodes for number in entry.numbers if number in node.next]
                if not nodes:
                    break
                for node in nodes:
                    for pattern in node.patterns:
                        if found := _occurrence(pattern, first, last, None, view):
                            yield pattern.phrase, found

    def _joined(self, view: _View[Payload]) -> _Found[Payload]:
        """Phrases with a word that the text writes as two: "vice-premier" or "vice premier" for "vicepremier"."""
        prefixes = (place for place, entry in enumerate(view.entries[:-1]) if entry.is_prefix)
        for place in chain(divided_words(view.text, view.tokens), prefixes):
            left, right = view.tokens[place : place + 2]
            if view.entries[place].is_prefix and _gaps(view.text, (left, right)) != [""]:
                continue
            word = Word(left.text + right.text, left.start, right.end)
            if self._by_key.keys().isdisjoint(lemmas(word.text, self.language)):
                continue
            first = max(0, place - self._longest)
            tokens = [*view.tokens[first:place], word, *view.tokens[place + 2 : place + 2 + self._longest]]
            for phrase, found in self._matches(self._view(view.text, tokens, view.in_capitals)):
                if found.start <= left.start and right.end <= found.end:
                    last_word = first + found.last_word + 1
                    yield phrase, found._replace(first_word=first + found.first_word, last_word=last_word)

    def _split(self, view: _View[Payload]) -> _Found[Payload]:
        """Verbs that are split."""
        for place, entry in enumerate(view.entries) if self._verbs else ():
            for split, phrase in entry.verbs:
                if found := find_split(split, place, view.tokens, view.text, self.language):
                    yield phrase, _split_occurrence(phrase, found, view.tokens)


def _pattern(phrase: Phrase[Payload], text: str, tokens: Sequence[Word], language: str) -> _Pattern[Payload]:
    acronyms = [place for place, token in enumerate(tokens) if _is_acronym(token.text)]
    is_loose = len(tokens) > 1 and normalise(tokens[-2].text) in get_profile(language).function_words
    return _Pattern(
        phrase=phrase,
        forms=[normalise(token.text) for token in tokens],
        keys=[lemmas(token.text, language) for token in tokens],
        gaps=_gaps(text, tokens),
        acronyms=acronyms,
        is_ambiguous=any(is_word(tokens[place].text.lower(), language) for place in acronyms),
        joins=phrase.may_be_noun and not is_loose,
        not_ending=_endings_of_verbs(phrase, tokens[-1].text, language),
    )


def _endings_of_verbs(phrase: Phrase[Payload], last: str, language: str) -> tuple[str, ...]:
    """The endings that show a verb, if ``phrase`` is marked as a noun and has none of them itself (meeting)."""
    endings = get_profile(language).verb_endings
    is_noun = phrase.part_of_speech and phrase.may_be_noun
    return endings if is_noun and not last.lower().endswith(endings) else ()


def _patterns_at(nodes: Iterable[_Node[Payload]], number: int) -> Iterator[_Pattern[Payload]]:
    for node in nodes:
        if number in node.next:
            yield from node.next[number].patterns


def _occurrence(
    pattern: _Pattern[Payload], first: int, last: int, part: Part | None, view: _View[Payload]
) -> Occurrence[Payload] | None:
    """The occurrence of ``pattern`` at the words first to last, the last one or ``part`` of it, if it looks like it."""
    tokens = view.tokens
    start, end = tokens[first].start, tokens[last].start + part.length if part else tokens[last].end
    if not _looks_like(pattern, first, last, view):
        return None
    if pattern.phrase.case_sensitive and view.text[start:end] != pattern.phrase.text:
        return None
    exact = part is None and [entry.form for entry in view.entries[first : last + 1]] == pattern.forms
    if not exact and view.entries[last].form.endswith(pattern.not_ending):
        return None
    compound = part is not None or _has_hyphen_beside(view.text, start, end)
    return Occurrence(start, end, first, last, pattern.phrase.payload, exact, compound)


def _looks_like(pattern: _Pattern[Payload], first: int, last: int, view: _View[Payload]) -> bool:
    """Whether acronyms, and what stands between the words, are as in the phrase."""
    if pattern.acronyms:
        if view.in_capitals and pattern.is_ambiguous:
            return False
        if not all(_is_acronym(view.tokens[first + place].text) for place in pattern.acronyms):
            return False
    if first == last:
        return True
    gaps = _gaps(view.text, view.tokens[first : last + 1])
    return all(gap in ("", own) for gap, own in zip(gaps, pattern.gaps, strict=True))


def _split_occurrence(phrase: Phrase[Payload], found: Place, tokens: Sequence[Word]) -> Occurrence[Payload]:
    particle = found.particle and (tokens[found.particle[0]].start, tokens[found.particle[1]].end)
    start, end = tokens[found.first].start, tokens[found.last].end
    return Occurrence(start, end, found.first, found.last, phrase.payload, exact=False, particle=particle)


def _gaps(text: str, tokens: Sequence[Word]) -> list[str]:
    """What stands between each two of ``tokens``, without the spaces; nothing where they may belong together."""
    between = (text[left.end : right.start] for left, right in pairwise(tokens))
    return ["" if gap == " " or _NO_BREAK.fullmatch(gap) else _visible(gap) for gap in between]


def _visible(gap: str) -> str:
    return gap.strip().replace("\u2019", "'") or gap


def _is_acronym(word: str) -> bool:
    """Whether a word begins with two capitals or more: VN, NGO's, EU-lid, but no name and no word."""
    return word[:2].isupper() and len(word) > 1


def _has_hyphen_beside(text: str, start: int, end: int) -> bool:
    before = start > 1 and text[start - 1] in HYPHENS and text[start - 2].isalnum()
    return before or (end < len(text) and text[end] in HYPHENS)
