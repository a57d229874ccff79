"""Inline annotation: writing the wanted translations into the source, for models that were trained to use them.

``Incidenten op de<t> Oostzee<tr> East Sea</t> werden besproken.`` — after Dinu et al. 2019 (arXiv 1906.01105) and
Bergmanis and Pinnis 2021, with the tags that the model's config names. No space stands before a tag.
"""

from collections.abc import Sequence

from workbench.translation.requirements import Kind, Requirement


def model_input(
    source: str, requirements: Sequence[Requirement], tags: tuple[str, str, str] | None, annotate: Sequence[Requirement]
) -> str:
    """The text that the model reads: placeholders put in, and those of ``annotate`` annotated if ``tags`` are given.

    Requirements must not overlap. A tag that stands in the source as text is broken up, so that a document cannot
    annotate itself.
    """
    parts, position = [], 0
    for requirement in sorted(requirements, key=lambda requirement: requirement.start):
        before = _plain(source[position : requirement.start], tags)
        words = source[requirement.start : requirement.end]
        position = requirement.end
        if requirement.kind is Kind.PROTECTED:
            parts += [before, requirement.renderings[0]]
        elif tags and requirement in annotate:
            opening, middle, closing = tags
            parts.append(
                f"{before.rstrip()}{opening} {_plain(words, tags)}{middle} {requirement.renderings[0]}{closing}"
            )
        else:
            parts += [before, _plain(words, tags)]
    return "".join(parts) + _plain(source[position:], tags)


def _plain(text: str, tags: tuple[str, str, str] | None) -> str:
    for tag in tags or ():
        text = text.replace(tag, f"{tag[0]} {tag[1:]}")
    return text
