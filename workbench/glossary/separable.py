"""Verbs that are split over the clause: "opzeggen" in "het land zegde het verdrag op", and phrases that end in a verb:
"in werking treden" in "het verdrag trad in mei in werking".

A particle is often a preposition too. It belongs to the verb only at the end of the clause, if no other verb stands
nearer to which it could belong.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.languages.lemmas import dictionary_lemma, is_word, lemmas
from workbench.languages.profile import SeparableVerbs, get_profile
from workbench.languages.words import Word, normalise, words

#: How many words may stand between a verb and its particle, and between a particle and its infinitive.
_REACH = 20
_MOST_BRIDGES = 3
_SHORTEST_VERB = 4
_SENTENCE_END = re.compile(r"[.;:!?\u2026](?:\s|$)")


@dataclass(frozen=True, slots=True)
class SplitVerb:
    """A verb and the words that come off: ("op",) and "zeggen"; ("in", "werking") and "treden". Normalised."""

    particle: tuple[str, ...]
    verb: str


def split_verb(phrase: str, language: str, is_verb: bool) -> SplitVerb | None:
    """How ``phrase`` comes apart; None if it does not. Of several words only those marked as a verb do."""
    rules = get_profile(language).separable
    if not rules or phrase != phrase.lower() or not phrase.endswith("n"):
        return None
    *before, last = [normalise(word.text) for word in words(phrase)] or [""]
    if before:
        return SplitVerb(tuple(before), last) if is_verb and is_word(last, language) else None
    for length in range(min(len(last) - _SHORTEST_VERB, max(map(len, rules.particles))), 1, -1):
        if last[:length] in rules.particles and _is_infinitive(last[length:], last, language):
            return SplitVerb((last[:length],), last[length:])
    return None


def _is_infinitive(verb: str, whole: str, language: str) -> bool:
    """Whether ``verb`` is an infinitive, and ``whole``, with its particle, is no form of another word (uitgaven)."""
    if not is_word(verb, language):
        return False
    known = dictionary_lemma(whole, language)
    if known is None:
        return dictionary_lemma(verb, language) == verb
    return known.replace("_", "") == whole  # simplemma has "deel_nemen" beside "opzeggen"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a split verb stands, in words: the verb, or all of an infinitive; and the particle if it stands apart."""

    first: int
    last: int
    particle: tuple[int, int] | None = None


def find_split(split: SplitVerb, place: int, tokens: Sequence[Word], text: str, language: str) -> Place | None:
    """Where ``split`` stands if ``tokens[place]``, a form of its verb, belongs to it."""
    rules = get_profile(language).separable
    if not rules:
        return None
    first = _particle_before(split, place, tokens, rules)
    if first is not None:
        return Place(first, place)
    first = _particle_behind(split, place, tokens, text, rules, language)
    return None if first is None else Place(place, place, (first, first + len(split.particle) - 1))


def _particle_before(split: SplitVerb, place: int, tokens: Sequence[Word], rules: SeparableVerbs) -> int | None:
    """Where the particle of a split infinitive stands: "op te zeggen", "op zou willen zeggen"."""
    if normalise(tokens[place].text) != split.verb:
        return None
    for bridges in range(1, _MOST_BRIDGES + 1):
        first = place - bridges - len(split.particle)
        if first < 0 or normalise(tokens[place - bridges].text) not in rules.bridges:
            return None
        if _stands(split, first, tokens):
            return first
    return None


def _particle_behind(
    split: SplitVerb, place: int, tokens: Sequence[Word], text: str, rules: SeparableVerbs, language: str
) -> int | None:
    """Where the particle stands that belongs to a finite verb: "zegde het verdrag op"."""
    if not _is_finite(split, place, tokens, rules):
        return None
    for first in range(place + 1, min(place + _REACH, len(tokens) - len(split.particle)) + 1):
        if _SENTENCE_END.search(text, tokens[first - 1].end, tokens[first].start):
            return None
        if _stands(split, first, tokens):
            if _is_at_end(split, place, first, tokens, text, rules):
                return first
        elif len(split.particle) == 1 and _takes(split.particle[0], tokens[first], language):
            return None
    return None


def _stands(split: SplitVerb, first: int, tokens: Sequence[Word]) -> bool:
    return tuple(normalise(token.text) for token in tokens[first : first + len(split.particle)]) == split.particle


def _is_finite(split: SplitVerb, place: int, tokens: Sequence[Word], rules: SeparableVerbs) -> bool:
    """Whether ``tokens[place]``, a form of the verb, is no participle and no infinitive behind an auxiliary."""
    form = normalise(tokens[place].text)
    if form.startswith(rules.participle) and not split.verb.startswith(rules.participle):
        return False
    return form != split.verb or place == 0 or normalise(tokens[place - 1].text) not in rules.bridges


def _is_at_end(
    split: SplitVerb, verb: int, first: int, tokens: Sequence[Word], text: str, rules: SeparableVerbs
) -> bool:
    """Whether the clause ends behind the particle. An insertion between two commas may stand before it."""
    if text.count(",", tokens[verb].end, tokens[first].start) % 2:
        return False
    if normalise(tokens[first - 1].text) in rules.never_before:
        return False
    behind = first + len(split.particle)
    if len(split.particle) > 1 or behind == len(tokens):
        return True
    if _is_pair(behind, tokens, rules):
        return False
    gap = text[tokens[behind - 1].end : tokens[behind].start].strip()
    return normalise(tokens[behind].text) in rules.openers if not gap else not gap.startswith("-")


def _is_pair(place: int, tokens: Sequence[Word], rules: SeparableVerbs) -> bool:
    """Whether ``tokens[place]`` joins two particles to an adverb: "af en toe", "op en neer"."""
    return (
        place + 1 < len(tokens)
        and normalise(tokens[place].text) in rules.openers
        and normalise(tokens[place + 1].text) in rules.particles
    )


def _takes(particle: str, token: Word, language: str) -> bool:
    """Whether ``token`` may be a form of another verb to which the particle could belong."""
    return any(lemma.endswith("n") and is_word(particle + lemma, language) for lemma in lemmas(token.text, language))
