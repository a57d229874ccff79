"""The passes that turn units into drafts: free, annotated, prefixed, and constrained for what still fails.

Each pass takes only the units whose best draft misses something, so that most units are decoded once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench.documents.bilingual import Origin
from workbench.glossary.verification import Verifier
from workbench.settings import Settings
from workbench.translation.constraints import ConstraintSet
from workbench.translation.drafts import Draft, Drafts
from workbench.translation.engines.engine import Engine
from workbench.translation.flaws import Flaw, forcing_flaws
from workbench.translation.hypothesis import Hypothesis, length_limit
from workbench.translation.marian import MarianModel
from workbench.translation.mode import Mode
from workbench.translation.pieces import PieceTable
from workbench.translation.placement import places_of, spliced
from workbench.translation.repetition import repetitions
from workbench.translation.requirements import Kind, Requirement, term_uses, unmet
from workbench.translation.units import Unit

#: Called with the number of units done and of all; between the later passes too, so that the caller can give up.
Progress = Callable[[int, int], None]

#: Units that go through all passes together: enough for full batches, few enough to keep memory flat.
UNITS_AT_ONCE = 2048
#: Missing renderings that are put into place one after another before the constrained search takes over.
PREFIXED_PASSES = 3
#: Nats per token that forcing may cost before a wider set of constraints is tried.
TOLERATED_LOSS = 0.25
#: Source tokens of a unit in which numbers and names are forced, too.
SHORT_UNIT = 40
#: Tokens of a sequence that may not come twice, where a draft loops: a name or a term may be said again.
NO_REPEAT = 4
#: What forces renderings, with what is known to go wrong then.
FORCED = (Origin.PREFIXED, Origin.SECOND_PASS)
#: Units in one batch of the constrained search.
CONSTRAINED_AT_ONCE = 32

_Annotations = Mapping[int, Sequence[Requirement]]


@dataclass(frozen=True)
class Passes:
    """What the passes need: the model, the engine of the free search, the verifier, and how far the glossary counts."""

    model: MarianModel
    engine: Engine
    verifier: Verifier
    table: PieceTable
    settings: Settings

    def run(self, units: Sequence[Unit], mode: Mode, progress: Progress | None = None) -> list[Drafts]:
        """The drafts of each unit. Equal units are decoded once."""
        keys = [f"{unit.source}\n{unit.requirements}" for unit in units]
        distinct = list(dict(zip(keys, units, strict=True)).values())
        found: list[Drafts] = []
        for start in range(0, len(distinct), UNITS_AT_ONCE):
            block = distinct[start : start + UNITS_AT_ONCE]
            found += self._block(block, mode, _shifted(progress, start, len(distinct)))
        by_key = dict(zip(dict.fromkeys(keys), found, strict=True))
        return [by_key[key] for key in keys]

    def _block(self, units: Sequence[Unit], mode: Mode, progress: Progress | None) -> list[Drafts]:
        drafts = [Drafts([]) for _ in units]
        self._free_pass(units, drafts, dict.fromkeys(range(len(units)), ()), Origin.FIRST_PASS, progress)
        if mode is not Mode.OFF and self.model.info.annotation_tags:
            lost = {number: _lost_terms(found.best) for number, found in enumerate(drafts)}
            failing = {number: terms for number, terms in lost.items() if terms}
            self._free_pass(units, drafts, failing, Origin.ANNOTATED, None)
        if mode is Mode.STRICT:
            for _ in range(PREFIXED_PASSES):
                _beat(progress, units)
                self._prefixed_pass(units, drafts)
            _beat(progress, units)
            self._constrained_pass(units, drafts)
        return drafts

    def _free_pass(
        self,
        units: Sequence[Unit],
        drafts: Sequence[Drafts],
        annotate: _Annotations,
        origin: Origin,
        progress: Progress | None,
    ) -> None:
        """Decode the units that ``annotate`` names, without constraints and with these requirements annotated."""
        requests = [
            (number, _Request(self.model.source_ids(units[number].model_input(self.model, terms).text), (), terms))
            for number, terms in annotate.items()
        ]
        self._decode(units, drafts, requests, origin, progress)

    def _decode(
        self,
        units: Sequence[Unit],
        drafts: Sequence[Drafts],
        requests: Sequence[tuple[int, "_Request"]],
        origin: Origin,
        progress: Progress | None = None,
        no_repeat: int = 0,
    ) -> None:
        """Add the best hypothesis of each request to the drafts of its unit, and decode again, guarded, what loops."""
        if not requests:
            return
        decoded = self.engine.decode(
            [request.source for _, request in requests],
            beams=self.settings.beams,
            length_penalty=self.settings.length_penalty,
            n_best=1 if origin is Origin.FIRST_PASS and not no_repeat else self.settings.beams,
            prefixes=[request.prefix for _, request in requests] if origin is Origin.PREFIXED else None,
            no_repeat=no_repeat,
            progress=progress,
        )
        loops = []
        for (number, request), hypotheses in zip(requests, decoded, strict=True):
            self._add(units[number], drafts[number], hypotheses, origin, request.annotated)
            if Flaw.REPEATED in drafts[number].tried[-1].flaws and not no_repeat:
                loops.append((number, request))
        self._decode(units, drafts, loops, origin, no_repeat=NO_REPEAT)

    def _prefixed_pass(self, units: Sequence[Unit], drafts: Sequence[Drafts]) -> None:
        """Put the first missing rendering of each failing draft where it belongs, and decode what follows anew."""
        splices = [
            (number, splice)
            for number, found in enumerate(drafts)
            if found.best.missing
            and (found.tried[-1].origin is not Origin.PREFIXED or found.best.origin is Origin.PREFIXED)
            for splice in self._splices(units[number], found.best)
        ]
        self._decode(units, drafts, splices, Origin.PREFIXED)

    def _splices(self, unit: Unit, draft: Draft) -> "list[_Request]":
        """Where the first missing requirement of a draft may go; nowhere if the model cannot write it."""
        missing = [item for item in draft.missing if item.is_strict] or draft.missing
        annotated = tuple(item for item in unit.requirements if item in draft.annotated or item in missing)
        read = unit.model_input(self.model, annotated)
        source = self.model.source_ids(read.text)
        looks = self.model.attend(source, draft.tokens)
        spans = dict(zip(unit.requirements, read.spans, strict=True))
        places = {number: self.model.source_tokens(read.text, spans[item]) for number, item in enumerate(missing)}
        positions = {number: places_of(looks, place) for number, place in places.items() if place}
        if not positions:
            return []
        first = min(positions, key=lambda number: positions[number][0])
        prefixes = (
            spliced(self.table, draft.tokens, position, missing[first].renderings) for position in positions[first]
        )
        longest = length_limit(len(source), self.model) - 2
        return [_Request(source, prefix, annotated) for prefix in prefixes if prefix and len(prefix) <= longest]

    def _constrained_pass(self, units: Sequence[Unit], drafts: Sequence[Drafts]) -> None:
        """Decode the units whose best draft misses a term or an address, or is flawed by one, with constraints.

        What is missing is forced. Where that loses another term, or much of the fluency, all terms are forced, which
        keeps the search from losing one for another. Numbers and names are forced in short units only: in a long one
        their loss is better marked than paid for with a ruined sentence.
        """
        before = {number: found.best for number, found in enumerate(drafts)}
        wanted = {number: self._wanted(units[number], draft) for number, draft in before.items()}
        forced = {number: _least(units[number].requirements, items) for number, items in wanted.items() if items}
        self._force(units, drafts, forced)
        wider: dict[int, list[Requirement]] = {}
        for number, requirements in forced.items():
            last = drafts[number].tried[-1]
            if last.missing or last.score < before[number].score - TOLERATED_LOSS:
                wider[number] = _most(units[number].requirements, [*requirements, *last.missing])
        self._force(units, drafts, {number: items for number, items in wider.items() if items != forced[number]})

    def _wanted(self, unit: Unit, draft: Draft) -> list[Requirement]:
        """What the constrained search is worth trying for."""
        flawed = draft.annotated if draft.origin is Origin.PREFIXED and draft.flaws else ()
        strict = [item for item in (*draft.missing, *flawed) if item.is_strict]
        is_short = bool(draft.missing) and len(self.model.source_ids(unit.source)) <= SHORT_UNIT
        return strict or (list(draft.missing) if is_short else [])

    def _force(self, units: Sequence[Unit], drafts: Sequence[Drafts], forced: Mapping[int, list[Requirement]]) -> None:
        """Decode the units that ``forced`` names with these requirements annotated and forced."""
        if not forced:
            return
        from workbench.translation.constrained_search import constrained_search  # needs torch, which most runs do not

        numbers = sorted(forced, key=lambda number: len(units[number].source))
        for start in range(0, len(numbers), CONSTRAINED_AT_ONCE):
            batch = numbers[start : start + CONSTRAINED_AT_ONCE]
            read = [self._constrained_input(units[number], forced[number]) for number in batch]
            found = constrained_search(
                self.model,
                [source for source, _ in read],
                [constraints for _, constraints in read],
                beams=self.settings.constrained_beams,
                length_penalty=self.settings.length_penalty,
                n_best=self.settings.beams,
            )
            for number, hypotheses in zip(batch, found, strict=True):
                self._add(units[number], drafts[number], hypotheses, Origin.SECOND_PASS, forced[number])

    def _constrained_input(self, unit: Unit, forced: Sequence[Requirement]) -> tuple[list[int], ConstraintSet]:
        """Source token ids of a unit, and its constraints with the source tokens that each of them translates."""
        read = unit.model_input(self.model, forced)
        spans = dict(zip(unit.requirements, read.spans, strict=True))
        source = self.model.source_ids(read.text)
        places = [self.model.source_tokens(read.text, spans[requirement]) for requirement in forced]
        allowed = {rendering.lower() for requirement in unit.requirements for rendering in requirement.renderings}
        forbidden = {
            phrase
            for requirement in forced
            for phrase in requirement.forbidden
            if not any(phrase.lower() in rendering for rendering in allowed)
        }
        wanted = [requirement.renderings for requirement in forced]
        return source, ConstraintSet(self.table, wanted, sorted(forbidden), places)

    def _add(
        self,
        unit: Unit,
        found: Drafts,
        hypotheses: Sequence[Hypothesis],
        origin: Origin,
        annotated: Sequence[Requirement],
    ) -> None:
        """Add the best of the hypotheses of a pass to the drafts of a unit."""
        free = found.tried[0].text if found.tried else ""
        made = [self._draft(unit, hypothesis, origin, annotated, free) for hypothesis in hypotheses]
        found.tried.append(min(made, key=lambda draft: draft.cost))

    def _draft(
        self, unit: Unit, hypothesis: Hypothesis, origin: Origin, annotated: Sequence[Requirement], free: str
    ) -> Draft:
        text = self.model.text(hypothesis.tokens)
        uses = term_uses(unit.requirements, text, self.verifier)
        missing = unmet(unit.requirements, text, uses)
        if origin in FORCED:
            flaws = forcing_flaws(unit.source, text, free, uses, self.table)
        else:
            flaws = frozenset({Flaw.REPEATED} if repetitions(text) > repetitions(unit.source) else ())
        return Draft(text, hypothesis.tokens, hypothesis.score, hypothesis.finished, origin, missing, annotated, flaws)


@dataclass(frozen=True)
class _Request:
    """A source to decode, the target tokens to begin with, and what is annotated in the source."""

    source: Sequence[int]
    prefix: Sequence[int]
    annotated: Sequence[Requirement]


def _shifted(progress: Progress | None, start: int, total: int) -> Progress | None:
    """Progress in a block as progress in the whole."""
    return (lambda done, _: progress(start + done, total)) if progress else None


def _beat(progress: Progress | None, units: Sequence[Unit]) -> None:
    """Say between two passes that all units have been through the first one."""
    if progress:
        progress(len(units), len(units))


def _lost_terms(draft: Draft) -> list[Requirement]:
    return [requirement for requirement in draft.missing if requirement.kind is Kind.TERM]


def _least(requirements: Sequence[Requirement], missing: Sequence[Requirement]) -> list[Requirement]:
    """What must be forced: the terms and addresses in ``missing``, and what competes with one of them for a rendering.

    The latter so that occurrences are counted.
    """
    renderings = {rendering for item in missing for rendering in item.renderings}
    return [item for item in requirements if item in missing or not renderings.isdisjoint(item.renderings)]


def _most(requirements: Sequence[Requirement], missing: Sequence[Requirement]) -> list[Requirement]:
    """What is missing, and all terms and addresses."""
    return [item for item in requirements if item in missing or item.is_strict]
