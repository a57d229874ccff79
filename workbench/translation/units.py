"""Units: what the model translates at once. Mostly a whole segment; a long segment is several."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.translation.annotation import ModelInput, model_input
from workbench.translation.chunks import chunks
from workbench.translation.marian import MarianModel
from workbench.translation.requirements import Kind, Requirement


@dataclass(frozen=True)
class Unit:
    """A piece ``start:end`` of a segment and its requirements, whose spans are relative to ``source``."""

    source: str
    start: int
    end: int
    requirements: Sequence[Requirement]

    def model_input(self, model: MarianModel, annotate: Sequence[Requirement]) -> ModelInput:
        """What the model reads: the requirements in ``annotate`` are annotated, if it knows how and it is not too long.

        What is longer than the model can read stays without annotation.
        """
        tags = model.info.annotation_tags
        read = model_input(self.source, self.requirements, tags, annotate)
        if annotate and len(model.source_ids(read.text)) > model.max_positions:
            return model_input(self.source, self.requirements, tags, ())
        return read


def cut_into_units(source: str, requirements: Sequence[Requirement], model: MarianModel, limit: int) -> list[Unit]:
    """The units of a segment: one, or several of at most about ``limit`` pieces each."""
    kept = [(requirement.start, requirement.end) for requirement in requirements]
    spans = chunks(source, lambda text: len(model.source_ids(text)), limit, kept)
    return [Unit(source[start:end], start, end, _inside(requirements, start, end)) for start, end in spans]


def _inside(requirements: Sequence[Requirement], start: int, end: int) -> list[Requirement]:
    return [item.moved(start) for item in requirements if start <= item.start and item.end <= end]


def restore_placeholders(unit: Unit, target: str) -> str:
    """Put the protected spans back where their placeholders stand."""
    for requirement in unit.requirements:
        if requirement.kind is Kind.PROTECTED:
            target = target.replace(requirement.renderings[0], unit.source[requirement.start : requirement.end], 1)
    return target


def join_units(segment: str, units: Sequence[Unit], targets: Sequence[str]) -> str:
    """The target of a segment from those of its units, with the white space of the source between them.

    A model takes every unit for a sentence: the full stop that it puts where the source goes on is taken back, and so
    is the capital at the start of a unit that begins with a small letter in the source.
    """
    parts: list[str] = []
    for number, (unit, target) in enumerate(zip(units, targets, strict=True)):
        if number:
            parts.append(segment[units[number - 1].end : unit.start])
            if unit.source[:1].islower() and target[1:2].islower():
                target = target[:1].lower() + target[1:]
        if number < len(units) - 1:
            target = _with_ending_of(unit.source, target)
        elif target[:1].islower() and not number and unit.source[:1].isupper():
            target = target[:1].upper() + target[1:]
        parts.append(target)
    return "".join(parts)


def _with_ending_of(source: str, target: str) -> str:
    ending = source[-1:] if source[-1:] in ",;:" else ""
    if target.endswith(".") and not source.endswith("."):
        target = target[:-1]
    return target if not ending or target.endswith(ending) else target.rstrip(",;:.") + ending
