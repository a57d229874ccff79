"""Annotation of training examples: terms with the rendering that is wanted, so that the model learns to use it.

After Dinu et al. 2019 (arXiv 1906.01105). A part of the renderings is arbitrary, on both sides: the model must copy
what it is given, likely or not. A part is given in its basic form where the target inflects it (Bergmanis and Pinnis
2021).
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from workbench.documents.spans import overlaps
from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.profile import get_profile
from workbench.training.examples import Example
from workbench.training.phrases import PhrasePair, aligned_phrases
from workbench.translation.annotation import Tags, annotated, is_free_of

#: How many phrases of one example are annotated.
_COUNTS = (1, 1, 1, 2, 2, 3)
#: Share of the renderings that could be given in their basic form that are.
_BASIC_FORM = 0.5
_LOWER_CASE = 0.05

Shape = tuple[int, bool, bool]


class Annotator:
    """Annotates phrases of an example: those of the glossary first, then aligned ones."""

    def __init__(
        self,
        tags: Tags,
        languages: tuple[str, str],
        arbitrary: float,
        sample: Iterable[Example],
        of_glossary: Callable[[Example], Sequence[PhrasePair]] | None = None,
    ) -> None:
        """``arbitrary`` is the share of phrases with an arbitrary rendering, taken from the phrases of ``sample``."""
        self._tags, self._languages, self._arbitrary, self._of_glossary = tags, languages, arbitrary, of_glossary
        self._renderings: dict[Shape, list[str]] = defaultdict(list)
        for example in sample:
            for phrase in aligned_phrases(example, languages):
                self._renderings[_shape(phrase.given)].append(phrase.given)

    def __call__(self, example: Example, chance: random.Random) -> Example:
        """The example with one to three phrases annotated; as it is if it has none, or a tag as text."""
        if not (is_free_of(self._tags, example.source) and is_free_of(self._tags, example.target)):
            return example
        # From the right, so that the places to the left stay what they are in the source.
        phrases = sorted(self._choose(example, chance), key=lambda phrase: -phrase.source[0])
        while phrases:
            phrase = phrases.pop(0)
            given, rendering = self._rendering(example, phrase, chance)
            example = _annotated(example, phrase, given, rendering, self._tags)
            by = len(rendering) - (phrase.target[1] - phrase.target[0])
            phrases = [_moved(other, by) if other.target[0] > phrase.target[0] else other for other in phrases]
        return example

    def _choose(self, example: Example, chance: random.Random) -> list[PhrasePair]:
        terms = list(self._of_glossary(example)) if self._of_glossary else []
        chance.shuffle(terms)
        others = list(aligned_phrases(example, self._languages))
        others.sort(key=lambda phrase: (phrase.source[0] - phrase.source[1]) * chance.random())
        wanted, chosen = chance.choice(_COUNTS), list[PhrasePair]()
        for phrase in [*terms, *others]:
            if len(chosen) < wanted and not (
                overlaps(phrase.source, [other.source for other in chosen])
                or overlaps(phrase.target, [other.target for other in chosen])
            ):
                chosen.append(phrase)
        return chosen

    def _rendering(self, example: Example, phrase: PhrasePair, chance: random.Random) -> tuple[str, str]:
        """What is given in the source, and what the target says."""
        rendering = example.target[slice(*phrase.target)]
        draw = chance.random()
        if draw < self._arbitrary:
            other = chance.choice(self._renderings.get(_shape(rendering)) or [rendering])
            return other, other
        if phrase.given.lower() != rendering.lower():
            return phrase.given, rendering  # the glossary's own form
        if (basic := _basic_form(rendering, self._languages[1])) and chance.random() < _BASIC_FORM:
            return basic, rendering
        return (rendering.lower() if chance.random() < _LOWER_CASE else rendering), rendering


def _annotated(example: Example, phrase: PhrasePair, given: str, rendering: str, tags: Tags) -> Example:
    """The example with ``given`` written into its source, and ``rendering`` standing in its target."""
    before = example.source[: phrase.source[0]].rstrip()
    shown = annotated(example.source[slice(*phrase.source)], given, tags)
    example = example.replaced("target", phrase.target, rendering)
    example = example.replaced("source", (len(before), phrase.source[1]), shown)
    start, begin = len(before) + shown.rindex(given), phrase.target[0]
    return example.linked((start, start + len(given)), (begin, begin + len(rendering)))


def _moved(phrase: PhrasePair, by: int) -> PhrasePair:
    return replace(phrase, target=(phrase.target[0] + by, phrase.target[1] + by))


def _basic_form(phrase: str, language: str) -> str | None:
    """The singular of a phrase that ends in a regular plural."""
    start = phrase.rfind(" ") + 1
    lemma = dictionary_lemma(phrase[start:], language)
    basic = lemma and phrase[:start] + lemma
    return basic if basic and basic != phrase and get_profile(language).plural(basic) == phrase else None


def _shape(phrase: str) -> Shape:
    """Phrases of one shape may stand in each other's place: so many words, with capitals alike."""
    parts = phrase.split()
    return len(parts), phrase[:1].isupper(), parts[-1][:1].isupper()
