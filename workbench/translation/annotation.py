"""Inline annotation: writing the wanted translations into the source, for models that were trained to use them.

``Incidenten op de<t> Oostzee<tr> East Sea</t> werden besproken.`` — after Dinu et al. 2019 (arXiv 1906.01105) and
Bergmanis and Pinnis 2021, with the tags that the model's config names. No space stands before a tag.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.translation.requirements import Kind, Requirement

Tags = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ModelInput:
    """The text that the model reads, and where each requirement stands in it, its annotation included."""

    text: str
    spans: Sequence[tuple[int, int]]


def model_input(
    source: str, requirements: Sequence[Requirement], tags: Tags | None, annotate: Sequence[Requirement]
) -> ModelInput:
    """``source`` with placeholders put in, and the requirements in ``annotate`` annotated if ``tags`` are given.

    Requirements are in order and do not overlap. A tag that stands in the source as text is broken up, so that a
    document cannot annotate itself.
    """
    text, spans, position = "", [], 0
    for requirement in requirements:
        text += _plain(source[position : requirement.start], tags)
        words = source[requirement.start : requirement.end]
        position = requirement.end
        if requirement.kind is Kind.PROTECTED:
            shown = requirement.renderings[0]
        elif tags and requirement in annotate:
            text = text.rstrip()
            shown = annotated(_plain(words, tags), requirement.renderings[0], tags)
        else:
            shown = _plain(words, tags)
        spans.append((len(text), len(text) + len(shown)))
        text += shown
    return ModelInput(text + _plain(source[position:], tags), spans)


def annotated(words: str, rendering: str, tags: Tags) -> str:
    """``words`` of a source with the wanted ``rendering``; stands directly behind the word before it, with no space."""
    opening, middle, closing = tags
    return f"{opening} {words}{middle} {rendering}{closing}"


def is_free_of(tags: Tags, text: str) -> bool:
    """Whether none of the tags stands in ``text``."""
    return not any(tag in text for tag in tags)


def _plain(text: str, tags: Tags | None) -> str:
    for tag in tags or ():
        text = text.replace(tag, f"{tag[0]} {tag[1:]}")
    return text
