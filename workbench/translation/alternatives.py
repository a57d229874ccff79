"""Other translations of a segment: what else the beam search has found, those that keep the glossary's terms first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.documents.bilingual import Outcome
from workbench.glossary.matching import Hit
from workbench.glossary.verification import Verifier
from workbench.translation.pipeline import SPARE_POSITIONS, Translator
from workbench.translation.requirements import Requirement, find_requirements
from workbench.translation.search import Hypothesis
from workbench.translation.units import Unit, cut_into_units, join_units, restore_placeholders


@dataclass(frozen=True, slots=True)
class Alternative:
    """A translation, the model's score (log probability per token, of its worst unit), and how many terms it lacks."""

    target: str
    score: float
    terms_missing: int


def alternatives(
    translator: Translator, verifier: Verifier, source: str, hits: Sequence[Hit], count: int = 4
) -> list[Alternative]:
    """Up to ``count`` different translations by free search, over the source with its terms annotated and without.

    Those that lack fewer terms come first, then those of a better score. A long segment is translated in units; its
    n-th alternative joins the n-th hypotheses of all of them.
    """
    requirements = find_requirements(source, hits, translator.languages)
    limit = min(translator.settings.segment_tokens, translator.model.max_positions - SPARE_POSITIONS)
    units = cut_into_units(source, requirements, translator.model, limit)
    terms = [item for item in requirements if item.hit]
    found: dict[str, float] = {}
    for annotate in [terms, []] if terms and translator.model.info.annotation_tags else [[]]:
        for target, score in _decoded(translator, source, units, annotate, count):
            found[target] = max(score, found.get(target, score))
    ranked = [Alternative(target, score, _missing(verifier, hits, target)) for target, score in found.items()]
    return sorted(ranked, key=lambda item: (item.terms_missing, -item.score))[:count]


def _decoded(
    translator: Translator, source: str, units: Sequence[Unit], annotate: Sequence[Requirement], count: int
) -> Iterator[tuple[str, float]]:
    """Targets of the whole segment with their scores, best first."""
    model, settings = translator.model, translator.settings
    moved = [[item for item in unit.requirements if item.hit] if annotate else [] for unit in units]
    sources = [model.source_ids(unit.model_input(model, terms).text) for unit, terms in zip(units, moved, strict=True)]
    beams = max(count, settings.beams)
    decoded = translator.engine.decode(sources, beams=beams, length_penalty=settings.length_penalty, n_best=count)
    for rank in range(max((len(hypotheses) for hypotheses in decoded), default=0)):
        chosen: list[Hypothesis] = [hypotheses[min(rank, len(hypotheses) - 1)] for hypotheses in decoded]
        texts = [
            restore_placeholders(unit, model.text(hypothesis.tokens))
            for unit, hypothesis in zip(units, chosen, strict=True)
        ]
        yield join_units(source, units, texts), min(hypothesis.score for hypothesis in chosen)


def _missing(verifier: Verifier, hits: Sequence[Hit], target: str) -> int:
    return sum(use.outcome is not Outcome.KEPT for use in verifier.verify(hits, target))
