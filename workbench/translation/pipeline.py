"""The pipeline: first pass, verification, constrained second pass for what failed, choice, and the record of it all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from workbench import __version__
from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin, Outcome, TermUse
from workbench.documents.model import Document
from workbench.glossary.matching import DocumentContext, Hit, Matcher
from workbench.glossary.model import Glossary
from workbench.glossary.verification import Verifier
from workbench.languages.detection import is_already_in, is_unknown
from workbench.languages.numbers import find_numbers
from workbench.settings import Settings
from workbench.translation.constrained_search import constrained_search
from workbench.translation.constraints import ConstraintSet, PieceTable
from workbench.translation.marian import MarianModel
from workbench.translation.mode import Mode
from workbench.translation.requirements import Kind, Requirement, addresses, find_requirements, unmet
from workbench.translation.search import Hypothesis, beam_search
from workbench.translation.units import Unit, cut_into_units, join_units, restore_placeholders

#: Called with the number of segments done and of all.
Progress = Callable[[int, int], None]

#: Lines translated together when lines stream through: enough to sort by length, few enough to keep memory flat.
LINES_AT_ONCE = 512
#: Positions of the model that a unit leaves free, for placeholders that are longer than what they stand for.
SPARE_POSITIONS = 32
#: Nats per token that forcing may cost before another set of constraints is tried.
TOLERATED_LOSS = 0.25
#: Units in one batch of the constrained search.
CONSTRAINED_AT_ONCE = 32


#: What a missing term or address costs a draft, and a missing number or name, in nats per token of the model's score.
#: A term is worth nearly any loss of fluency; a number is better added by the reviewer than forced into a ruined text.
COST_OF_TERM, COST_OF_OTHER, COST_OF_CUT = 2.0, 0.3, 1.0


@dataclass(frozen=True)
class Draft:
    """A candidate target of a unit, and the requirements that it does not meet."""

    text: str
    score: float
    finished: bool
    origin: Origin
    missing: Sequence[Requirement]

    @property
    def cost(self) -> float:
        """Sorts drafts, the best first: the model's score against what is missing."""
        missing = sum(COST_OF_TERM if _is_strict(requirement) else COST_OF_OTHER for requirement in self.missing)
        return missing + (not self.finished) * COST_OF_CUT - self.score


@dataclass
class _Job:
    """A segment on its way through the pipeline."""

    source: str
    hits: Sequence[Hit] = ()
    units: Sequence[Unit] = ()
    copied: str | None = None
    marks: list[str] = field(default_factory=list)


class Translator:
    """Translates segments with a model and a glossary. Deterministic for the same input and settings."""

    def __init__(self, model: MarianModel, glossary: Glossary, settings: Settings, mode: Mode = Mode.STRICT) -> None:
        """Prepare matchers and piece table; ``glossary`` may be empty."""
        self.model, self.glossary, self.settings, self.mode = model, glossary, settings, mode
        self.languages = model.info.source_language, model.info.target_language
        self._matcher = Matcher(glossary, self.languages[0])
        self._verifier = Verifier(Matcher(glossary, self.languages[1]), self.languages[1])
        self._table = PieceTable(model)

    @property
    def signature(self) -> str:
        """What determines the output: ``key:value|...``."""
        settings = self.settings
        parts = {
            "pair": "-".join(self.languages),
            "model": self.model.info.fingerprint,
            "glossary": f"{self.glossary.name}-{self.glossary.fingerprint}",
            "mode": self.mode,
            "beams": f"{settings.beams}/{settings.constrained_beams}",
            "lp": settings.length_penalty,
            "piece": settings.segment_tokens,
            "version": __version__,
        }
        return "|".join(f"{key}:{value}" for key, value in parts.items())

    def document_context(self, texts: Iterable[str]) -> DocumentContext:
        """What the texts of a document say of the meaning of homonyms; for ``translate``."""
        return self._matcher.document_context(texts)

    def translate_document(self, document: Document, progress: Progress | None = None) -> BilingualDocument:
        """Translate all segments of a document; the whole document decides what a homonym means."""
        context = self._matcher.document_context(block.text for block in document.blocks)
        results = self.translate([segment.source for segment in document.segments], context, progress)
        segments = [
            BilingualSegment(
                index=segment.index,
                source=segment.source,
                target=result.target,
                origin=result.origin,
                kind=document.blocks[segment.block].kind,
                place=document.blocks[segment.block].place,
                terms=result.terms,
                marks=result.marks,
                score=result.score,
            )
            for segment, result in zip(document.segments, results, strict=True)
        ]
        return BilingualDocument(document, segments, *self.languages, self.signature, document.notes)

    def translate_lines(self, lines: Iterable[str]) -> Iterator[BilingualSegment]:
        """Translate a stream of lines in constant memory; one result for each line, in order."""
        stream, index = iter(lines), 0
        while block := list(islice(stream, LINES_AT_ONCE)):
            yield from self.translate(block, self.document_context(block), first_index=index)
            index += len(block)

    def translate(
        self,
        sources: Sequence[str],
        context: DocumentContext | None = None,
        progress: Progress | None = None,
        first_index: int = 0,
    ) -> list[BilingualSegment]:
        """Translate segments that belong together; results in the order of ``sources``."""
        jobs = [self._prepare(source, context) for source in sources]
        drafts = self._decode([unit for job in jobs for unit in job.units], progress)
        supply = iter(drafts)
        return [
            self._assemble(first_index + number, job, [next(supply) for _ in job.units])
            for number, job in enumerate(jobs)
        ]

    def _prepare(self, source: str, context: DocumentContext | None) -> _Job:
        job = _Job(source)
        if not any(char.isalpha() for char in source):
            job.copied = rewrite_numbers(source, *self.languages)
        elif is_already_in(source, self.languages[1], self.languages[0]):
            job.copied = source
            job.marks.append(f"already in the target language ({self.languages[1]}); left as it is")
        elif is_unknown(source, self.languages[0]):
            job.copied = source
            job.marks.append(f"not recognised as the source language ({self.languages[0]}); left as it is")
        else:
            job.hits = self._matcher.find(source, context, ignored=addresses(source))
            requirements = find_requirements(source, job.hits, self.languages)
            limit = min(self.settings.segment_tokens, self.model.max_positions - SPARE_POSITIONS)
            job.units = cut_into_units(source, requirements, self.model, limit)
            job.marks += [
                f"“{source[hit.start : hit.end]}” has several meanings and nothing in the document decides; check it"
                for hit in job.hits
                if not hit.certain
            ]
        return job

    def _decode(self, units: Sequence[Unit], progress: Progress | None) -> list[Draft]:
        """The best draft of each unit. Equal units are translated once."""
        keys = [f"{unit.source}\n{unit.requirements}" for unit in units]
        distinct = dict(zip(keys, units, strict=True))
        lengths = {key: len(self.model.source_ids(unit.source)) for key, unit in distinct.items()}
        drafts: dict[str, Draft] = {}
        for batch in by_length(lengths, self.settings.batch_tokens):
            self._translate_batch({key: distinct[key] for key in batch}, drafts)
            if progress:
                progress(len(drafts), len(distinct))
        return [drafts[key] for key in keys]

    def _translate_batch(self, units: dict[str, Unit], drafts: dict[str, Draft]) -> None:
        """Decode freely; then once more with the missing terms annotated; then with constraints what still fails."""
        self._decode_freely(units, {}, drafts, Origin.FIRST_PASS)
        if self.mode is Mode.OFF:
            return
        if self.model.info.annotation_tags:
            lost = {key: [item for item in drafts[key].missing if item.kind is Kind.TERM] for key in units}
            failing = {key: unit for key, unit in units.items() if lost[key]}
            self._decode_freely(failing, lost, drafts, Origin.ANNOTATED)
        if self.mode is Mode.STRICT:
            self._second_pass(units, drafts)

    def _decode_freely(
        self,
        units: dict[str, Unit],
        annotate: dict[str, list[Requirement]],
        drafts: dict[str, Draft],
        origin: Origin,
    ) -> None:
        if not units:
            return
        found = beam_search(
            self.model,
            [self._source_ids(unit, annotate.get(key, ())) for key, unit in units.items()],
            beams=self.settings.beams,
            length_penalty=self.settings.length_penalty,
        )
        for (key, unit), hypotheses in zip(units.items(), found, strict=True):
            _offer(key, self._draft(unit, hypotheses[0], origin), drafts)

    def _source_ids(self, unit: Unit, annotate: Sequence[Requirement]) -> list[int]:
        """Token ids of a unit, annotated unless that makes it longer than the model can read."""
        ids = self.model.source_ids(unit.model_input(self.model, annotate))
        return ids if len(ids) <= self.model.max_positions else self.model.source_ids(unit.model_input(self.model, ()))

    def _draft(self, unit: Unit, hypothesis: Hypothesis, origin: Origin) -> Draft:
        text = self.model.text(hypothesis.tokens)
        missing = unmet(unit.requirements, text, self._verifier)
        return Draft(text, hypothesis.score, hypothesis.finished, origin, missing)

    def _second_pass(self, units: dict[str, Unit], drafts: dict[str, Draft]) -> None:
        """Decode the units whose draft misses something again, with constraints; keep what is better.

        What is missing is forced. Where that loses another term, or much of the fluency, all terms are forced, which
        keeps the search from losing one for another. Numbers and names are forced only where no term is missing, and
        once: their loss is better marked than paid for with a ruined sentence.
        """
        trying = {key: draft.missing for key, draft in drafts.items() if key in units and draft.missing}
        before = {key: drafts[key] for key in trying}
        for attempt in (_least, _most, _most):
            attempts = [(key, attempt(units[key].requirements, missing)) for key, missing in trying.items()]
            trying = {}
            for (key, forced), draft in zip(attempts, self._force(units, attempts), strict=True):
                _offer(key, draft, drafts)
                is_poor = draft.missing or draft.score < before[key].score - TOLERATED_LOSS
                if is_poor and any(_is_strict(requirement) for requirement in [*forced, *drafts[key].missing]):
                    trying[key] = list(dict.fromkeys([*forced, *draft.missing]))
            trying = {key: missing for key, missing in trying.items() if attempt is _least or drafts[key].missing}

    def _force(self, units: dict[str, Unit], attempts: Sequence[tuple[str, list[Requirement]]]) -> list[Draft]:
        """Decode each (unit key, requirements) with the requirements annotated and forced."""
        drafts: list[Draft] = []
        for start in range(0, len(attempts), CONSTRAINED_AT_ONCE):
            batch = attempts[start : start + CONSTRAINED_AT_ONCE]
            found = constrained_search(
                self.model,
                [self._source_ids(units[key], forced) for key, forced in batch],
                [self._constraints(units[key], forced) for key, forced in batch],
                beams=self.settings.constrained_beams,
                length_penalty=self.settings.length_penalty,
            )
            drafts += [
                self._draft(units[key], hypothesis, Origin.SECOND_PASS)
                for (key, _), hypothesis in zip(batch, found, strict=True)
            ]
        return drafts

    def _constraints(self, unit: Unit, forced: Sequence[Requirement]) -> ConstraintSet:
        allowed = {rendering.lower() for requirement in unit.requirements for rendering in requirement.renderings}
        forbidden = {
            phrase
            for requirement in forced
            for phrase in requirement.forbidden
            if not any(phrase.lower() in rendering for rendering in allowed)
        }
        return ConstraintSet(self._table, [requirement.renderings for requirement in forced], sorted(forbidden))

    def _assemble(self, index: int, job: _Job, drafts: Sequence[Draft]) -> BilingualSegment:
        if job.copied is not None:
            origin = Origin.COPIED if job.source.strip() else Origin.EMPTY
            return BilingualSegment(index, job.source, job.copied, origin, marks=tuple(job.marks))
        targets = [restore_placeholders(unit, draft.text) for unit, draft in zip(job.units, drafts, strict=True)]
        target = join_units(job.source, job.units, targets)
        uses = self._verifier.verify(job.hits, target)
        marks = [*job.marks, *_term_marks(job.source, target, uses), *_draft_marks(job.units, drafts)]
        origin = max((draft.origin for draft in drafts), key=list(Origin).index)
        score = min(draft.score for draft in drafts)
        return BilingualSegment(index, job.source, target, origin, terms=uses, marks=tuple(marks), score=score)


def _is_strict(requirement: Requirement) -> bool:
    return requirement.kind in (Kind.TERM, Kind.PROTECTED)


def _offer(key: str, draft: Draft, drafts: dict[str, Draft]) -> None:
    """Take ``draft`` if it is better than what there is."""
    if key not in drafts or draft.cost < drafts[key].cost:
        drafts[key] = draft


def by_length(lengths: dict[str, int], budget: int) -> Iterator[list[str]]:
    """Batches of keys of similar length, the longest first, of at most ``budget`` padded tokens (or one key)."""
    batch: list[str] = []
    width = 0
    for key in sorted(lengths, key=lambda key: -lengths[key]):
        width = width or lengths[key]
        if batch and width * (len(batch) + 1) > budget:
            yield batch
            batch, width = [], lengths[key]
        batch.append(key)
    if batch:
        yield batch


def rewrite_numbers(text: str, source_language: str, target_language: str) -> str:
    """A text without words in the target's notation of numbers: ``18,40`` becomes ``18.40``."""
    parts, position = [], 0
    for number in find_numbers(text, source_language):
        parts += [text[position : number.start], number.alternatives(target_language)[0]]
        position = number.end
    return "".join(parts) + text[position:]


def _least(requirements: Sequence[Requirement], missing: Sequence[Requirement]) -> list[Requirement]:
    """What a second pass must force: the missing terms and addresses, or else the missing numbers and names.

    What competes with one of them for a rendering is forced with it, so that occurrences are counted.
    """
    strict = [item for item in missing if _is_strict(item)] or missing
    renderings = {rendering for item in strict for rendering in item.renderings}
    return [item for item in requirements if item in strict or not renderings.isdisjoint(item.renderings)]


def _most(requirements: Sequence[Requirement], missing: Sequence[Requirement]) -> list[Requirement]:
    """What is missing, and all terms and addresses."""
    return [item for item in requirements if item in missing or _is_strict(item)]


def _term_marks(source: str, target: str, uses: Sequence[TermUse]) -> Iterator[str]:
    for use in uses:
        words = source[slice(*use.source)]
        if use.outcome is Outcome.MISSING:
            yield f"term “{words}”: no allowed rendering ({', '.join(use.allowed)}) could be placed"
        elif use.outcome is Outcome.FORBIDDEN and use.target:
            yield f"term “{words}”: the forbidden rendering “{target[slice(*use.target)]}” stands in the target"


def _draft_marks(units: Sequence[Unit], drafts: Sequence[Draft]) -> Iterator[str]:
    for unit, draft in zip(units, drafts, strict=True):
        for requirement in draft.missing:
            if requirement.kind is not Kind.TERM:
                words = unit.source[requirement.start : requirement.end]
                yield f"{requirement.kind} “{words}” is missing in the target"
        if not draft.finished:
            yield "the target may be incomplete: it reached the length limit"
