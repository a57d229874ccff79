"""Word alignment for the documents layer: where the words under some markup of a source are in its translation."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from workbench.alignment.lexicon import bundled_lexicon
from workbench.alignment.words import DiagonalPrior, Link, Prior, WordAligner, project
from workbench.documents.placing import Project
from workbench.documents.spans import Span

if TYPE_CHECKING:
    from workbench.translation.marian import MarianModel


def projection(source_language: str, target_language: str, model: "MarianModel | None" = None) -> Project:
    """Projects spans with the attention of a model, or without one by place, and the bundled lexicon if there is one.

    Nothing is loaded before the first span; a text is aligned once for all its spans that are asked for in a row.
    """

    @cache
    def aligner() -> WordAligner:
        prior: Prior = DiagonalPrior()
        if model is not None:
            from workbench.alignment.attention import AttentionPrior

            prior = AttentionPrior(model)
        return WordAligner(prior, bundled_lexicon(source_language, target_language))

    @lru_cache(maxsize=8)
    def links(source: str, target: str) -> list[Link]:
        return aligner().align(source, target)

    def project_span(span: Span, source: str, target: str) -> list[Span]:
        return project(span, links(source, target), source, target)

    return project_span
