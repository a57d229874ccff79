"""The pipeline: what a segment requires, the passes that decode it, the choice of a draft, and the record of it all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from workbench import __version__
from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin, Outcome, PlaceableUse, TermUse
from workbench.documents.model import Document
from workbench.glossary.matching import DocumentContext, Hit, Matcher
from workbench.glossary.model import Glossary
from workbench.glossary.verification import Verifier
from workbench.languages.detection import is_already_in, is_unknown
from workbench.languages.numbers import find_numbers
from workbench.settings import Settings
from workbench.translation.drafts import Draft, Drafts
from workbench.translation.engines import make_engine
from workbench.translation.engines.engine import Engine
from workbench.translation.marian import MarianModel
from workbench.translation.memory.store import Memory
from workbench.translation.memory_pass import NOTHING, MemoryPass, Recall
from workbench.translation.mode import Mode
from workbench.translation.passes import Passes, Progress
from workbench.translation.pieces import PieceTable
from workbench.translation.requirements import Kind, addresses, find_requirements
from workbench.translation.units import Unit, cut_into_units, join_units, restore_placeholders

#: Lines translated together when lines stream through: enough to sort by length, few enough to keep memory flat.
LINES_AT_ONCE = 512
#: Positions of the model that a unit leaves free, for placeholders that are longer than what they stand for.
SPARE_POSITIONS = 32


@dataclass
class _Job:
    """A segment on its way through the pipeline."""

    source: str
    hits: Sequence[Hit] = ()
    units: Sequence[Unit] = ()
    copied: str | None = None
    recall: Recall = NOTHING
    marks: list[str] = field(default_factory=list)


class Translator:
    """Translates segments with a model and a glossary. Deterministic for the same input and settings."""

    def __init__(
        self,
        model: MarianModel,
        glossary: Glossary,
        settings: Settings,
        mode: Mode = Mode.STRICT,
        engine: Engine | None = None,
        memories: Sequence[Memory] = (),
    ) -> None:
        """Prepare matchers and passes; ``glossary`` may be empty, ``engine`` is the one of the settings by default."""
        settings = model.info.decoding(settings)
        self.model, self.glossary, self.settings, self.mode = model, glossary, settings, mode
        self.languages = model.info.source_language, model.info.target_language
        self._matcher = Matcher(glossary, self.languages[0])
        self._verifier = Verifier(Matcher(glossary, self.languages[1]), self.languages[1])
        self.memories = memories
        self._memory = MemoryPass(memories, self._verifier, mode)
        self.engine = engine or make_engine(model, settings)
        self._passes = Passes(model, self.engine, self._verifier, PieceTable(model), settings)

    def with_memories(self, memories: Sequence[Memory]) -> "Translator":
        """A translator with the same model, engine and glossary, and other memories."""
        return Translator(self.model, self.glossary, self.settings, self.mode, self.engine, memories)

    @property
    def signature(self) -> str:
        """What determines the output: ``key:value|...``."""
        settings = self.settings
        parts = {
            "pair": "-".join(self.languages),
            "model": self.model.info.fingerprint,
            "glossary": f"{self.glossary.name}-{self.glossary.fingerprint}",
            "memory": self._memory.fingerprint,
            "mode": self.mode,
            "engine": self.engine.name,
            "beams": f"{settings.beams}/{settings.constrained_beams}",
            "lp": settings.length_penalty,
            "piece": settings.segment_tokens,
            "version": __version__,
        }
        return "|".join(f"{key}:{value}" for key, value in parts.items() if value != "")

    def document_context(self, texts: Iterable[str]) -> DocumentContext:
        """What the texts of a document say of the meaning of homonyms; for ``translate``."""
        return self._matcher.document_context(texts)

    def translate_document(self, document: Document, progress: Progress | None = None) -> BilingualDocument:
        """Translate all segments of a document; the whole document decides what a homonym means."""
        context = self.document_context(block.text for block in document.blocks)
        results = self.translate([segment.source for segment in document.segments], context, progress)
        segments = [
            replace(
                result,
                index=segment.index,
                kind=document.blocks[segment.block].kind,
                place=document.blocks[segment.block].place,
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
        return self._finish([self._prepare(source, context) for source in sources], progress, first_index)

    def translate_groups(
        self, groups: Iterable[Sequence[str]], progress: Progress | None = None
    ) -> list[list[BilingualSegment]]:
        """Translate many short documents at once: each is a context of its own, but batches are shared."""
        prepared = []
        for sources in groups:
            context = self.document_context(sources)
            prepared.append([self._prepare(source, context) for source in sources])
        results = iter(self._finish([job for jobs in prepared for job in jobs], progress, 0))
        return [list(islice(results, len(jobs))) for jobs in prepared]

    def _finish(self, jobs: Sequence[_Job], progress: Progress | None, first_index: int) -> list[BilingualSegment]:
        supply = iter(self._passes.run([unit for job in jobs for unit in job.units], self.mode, progress))
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
            job.recall = self._memory.recall(source, job.hits)
            job.marks += job.recall.marks
            if job.recall.target is not None:
                return job
            requirements = find_requirements(source, job.hits, self.languages)
            limit = min(self.settings.segment_tokens, self.model.max_positions - SPARE_POSITIONS)
            job.units = cut_into_units(source, requirements, self.model, limit)
            job.marks += [
                f"“{source[hit.start : hit.end]}” has several meanings and nothing in the document decides; check it"
                for hit in job.hits
                if not hit.certain
            ]
        return job

    def _assemble(self, index: int, job: _Job, tried: Sequence[Drafts]) -> BilingualSegment:
        if job.copied is not None:
            origin = Origin.COPIED if job.source.strip() else Origin.EMPTY
            return BilingualSegment(index, job.source, job.copied, origin, marks=tuple(job.marks))
        if job.recall.target is not None:
            return self._assemble_recalled(index, job, job.recall.target)
        drafts = [found.best for found in tried]
        targets = [restore_placeholders(unit, draft.text) for unit, draft in zip(job.units, drafts, strict=True)]
        target = join_units(job.source, job.units, targets)
        uses = self._verifier.verify(job.hits, target)
        return BilingualSegment(
            index,
            job.source,
            target,
            origin=max((draft.origin for draft in drafts), key=list(Origin).index),
            terms=uses,
            marks=(*job.marks, *_term_marks(job.source, target, uses), *_draft_marks(job.units, drafts)),
            score=min(draft.score for draft in drafts),
            placeables=tuple(_placeables(job.units, drafts)),
            history=tuple(line for found in tried for line in found.history),
            matches=job.recall.matches,
        )

    def _assemble_recalled(self, index: int, job: _Job, target: str) -> BilingualSegment:
        """A segment whose target a memory had."""
        uses = self._verifier.verify(job.hits, target)
        marks = (*job.marks, *_term_marks(job.source, target, uses))
        return BilingualSegment(
            index, job.source, target, Origin.MEMORY, terms=uses, marks=marks, matches=job.recall.matches
        )


def rewrite_numbers(text: str, source_language: str, target_language: str) -> str:
    """A text without words in the target's notation of numbers: ``18,40`` becomes ``18.40``."""
    parts, position = [], 0
    for number in find_numbers(text, source_language):
        parts += [text[position : number.start], number.alternatives(target_language)[0]]
        position = number.end
    return "".join(parts) + text[position:]


def _term_marks(source: str, target: str, uses: Sequence[TermUse]) -> Iterator[str]:
    for use in uses:
        words = source[slice(*use.source)]
        if use.outcome is Outcome.MISSING:
            yield f"term “{words}”: no allowed rendering ({', '.join(use.allowed)}) could be placed"
        elif use.outcome is Outcome.FORBIDDEN and use.target:
            yield f"term “{words}”: the forbidden rendering “{target[slice(*use.target)]}” stands in the target"


def _placeables(units: Sequence[Unit], drafts: Sequence[Draft]) -> Iterator[PlaceableUse]:
    """What became of the addresses, numbers and names of a segment."""
    for unit, draft in zip(units, drafts, strict=True):
        for requirement in unit.requirements:
            if requirement.kind is not Kind.TERM:
                source = unit.start + requirement.start, unit.start + requirement.end
                protected = requirement.kind is Kind.PROTECTED
                allowed = (unit.source[requirement.start : requirement.end],) if protected else requirement.renderings
                yield PlaceableUse(requirement.kind, source, allowed, requirement not in draft.missing)


def _draft_marks(units: Sequence[Unit], drafts: Sequence[Draft]) -> Iterator[str]:
    for unit, draft in zip(units, drafts, strict=True):
        for requirement in draft.missing:
            if requirement.kind is not Kind.TERM:
                words = unit.source[requirement.start : requirement.end]
                yield f"{requirement.kind} “{words}” is missing in the target"
        if not draft.finished:
            yield "the target may be incomplete: it reached the length limit"
