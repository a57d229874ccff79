"""Which glossary terms stand in a text, and which concept is meant where several have the same term."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.documents.spans import Span, overlaps
from workbench.glossary.model import Concept, Glossary, Status, Term
from workbench.glossary.phrases import Occurrence, Phrase, PhraseIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that stands in a text, with the concept that is meant.

    ``nested`` lists the shorter hits inside it, for information. ``reason`` says why this concept was chosen over
    another with the same term; empty where there was no choice. ``certain`` is false if nothing decided.
    ``compound`` says that more is joined to the term, with a hyphen or without ("Oostzee" in "Oostzeekwestie",
    "ASEAN" in "ASEAN-top"): a translation may render it in another way. Of a verb that is split over the clause, start
    and end are those of the verb, and ``particle`` is where the rest stands ("zegde" and "op").
    """

    start: int
    end: int
    term: Term
    concept: Concept
    nested: tuple["Hit", ...] = ()
    reason: str = ""
    certain: bool = True
    compound: bool = False
    particle: Span | None = None


@dataclass
class DocumentContext:
    """How often the context words of each concept, and terms of each domain, stand in the whole document."""

    cues: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)


_Entry = tuple[Concept, Term]
_Rivals = Sequence[Occurrence[_Entry]]


class Matcher:
    """Finds the terms of a glossary in texts of one language."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        """Index the approved terms of ``language``, and the context words of concepts that share one."""
        terms = (
            Phrase(term.text, (concept, term), term.case_sensitive, term.part_of_speech.lower())
            for concept in glossary.concepts.values()
            for term in concept.usable(language)
        )
        self._terms: PhraseIndex[_Entry] = PhraseIndex(terms, language)
        cues = (
            Phrase(word, concept.id, case_sensitive=word.isupper())
            for concept in glossary.concepts.values()
            for word in concept.context
        )
        self._cues: PhraseIndex[str] = PhraseIndex(cues, language)

    def occurrences(self, text: str) -> list[Occurrence[_Entry]]:
        """Every place where a term of any status stands, overlapping and nested ones included."""
        return self._terms.occurrences(text)

    def document_context(self, texts: Iterable[str]) -> DocumentContext:
        """Count the context words in the texts of a document, and the domains of the terms that leave no choice."""
        context = DocumentContext()
        for text in texts:
            context.cues.update(cue.payload for cue in self._cues.occurrences(text))
            context.domains.update(_domain(hit.concept) for hit in self.find(text) if hit.certain and not hit.reason)
        del context.domains[""]
        return context

    def find(self, text: str, context: DocumentContext | None = None, ignored: Sequence[Span] = ()) -> list[Hit]:
        """The hits in a text in order, not overlapping: the longest wins, the first of equally long ones.

        ``context`` decides where the text itself holds no context word. ``ignored`` spans hold no terms (addresses).
        """
        groups: dict[tuple[Span, ...], list[Occurrence[_Entry]]] = {}
        for occurrence in self.occurrences(text):
            spans = _spans(occurrence)
            if not (ignored and any(overlaps(span, ignored) for span in spans)):
                groups.setdefault(spans, []).append(occurrence)
        choice = _Choice(text, self._cues, context)
        chosen: list[Hit] = []
        inner: list[Hit] = []
        taken = bytearray(len(text))
        for spans, rivals in sorted(groups.items(), key=lambda item: (-_length(item[0]), item[0])):
            hit = choice.hit(rivals)
            if any(1 in taken[start:end] for start, end in spans):
                inner.append(hit)
                continue
            chosen.append(hit)
            for start, end in spans:
                taken[start:end] = b"\1" * (end - start)
        return _with_nested(chosen, inner)


class _Choice:
    """Chooses among the concepts that have a term at a place of a text.

    A term as it is written goes before one that agrees by its lemma. Then the nearest context word in the text
    decides; without one, the concept whose context words are the most frequent in the document; then the one whose
    domain is.
    """

    def __init__(self, text: str, cues: PhraseIndex[str], context: DocumentContext | None) -> None:
        self._text, self._index, self._context = text, cues, context

    @cached_property
    def _cues(self) -> list[Occurrence[str]]:
        return self._index.occurrences(self._text)

    def hit(self, rivals: _Rivals) -> Hit:
        place = rivals[0]
        if len(rivals) > 1:
            rivals = [occurrence for occurrence in rivals if occurrence.exact] or rivals
            place = rivals[0]
        candidates = {occurrence.payload[0].id: occurrence.payload for occurrence in reversed(rivals)}
        concept, term = place.payload
        reason, certain = "", True
        if len(candidates) > 1:
            if decided := self._decide(place, candidates):
                id, reason = decided
                concept, term = candidates[id]
            else:
                concept = _merged([concept for concept, _ in candidates.values()])
                reason, certain = "nothing decides between the concepts", False
        return Hit(place.start, place.end, term, concept, (), reason, certain, place.compound, place.particle)

    def _decide(self, place: Occurrence[_Entry], candidates: Mapping[str, _Entry]) -> tuple[str, str] | None:
        """Which of the candidates is meant, and why."""
        if any(concept.context for concept, _ in candidates.values()):
            cues = [cue for cue in self._cues if cue.payload in candidates]
            if nearest := _nearest(place, cues, self._text):
                return nearest
        if self._context is None:
            return None
        cues_of_document = {id: self._context.cues[id] for id in candidates}
        return _most_frequent(cues_of_document, "the words of the whole document decide") or _prevailing_domain(
            candidates, self._context
        )


def _spans(item: Occurrence[_Entry] | Hit) -> tuple[Span, ...]:
    whole = item.start, item.end
    return (whole, item.particle) if item.particle else (whole,)


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _with_nested(chosen: Iterable[Hit], inner: Iterable[Hit]) -> list[Hit]:
    """The chosen hits in order, each with the inner ones that stand in it."""
    inner = sorted(inner, key=lambda hit: hit.start)
    starts = [hit.start for hit in inner]
    hits = []
    for hit in sorted(chosen, key=lambda hit: hit.start):
        nested = tuple(
            other
            for start, end in _spans(hit)
            for other in inner[bisect_left(starts, start) : bisect_left(starts, end)]
            if other.end <= end
        )
        hits.append(replace(hit, nested=nested) if nested else hit)
    return hits


def _nearest(place: Occurrence[_Entry], cues: Iterable[Occurrence[str]], text: str) -> tuple[str, str] | None:
    """The concept whose context word stands nearest to ``place``, outside it, and why."""
    outside = [cue for cue in cues if cue.end <= place.start or cue.start >= place.end]
    if not outside:
        return None
    cue = min(outside, key=lambda cue: max(cue.first_word - place.last_word, place.first_word - cue.last_word))
    return cue.payload, f"“{text[cue.start : cue.end]}” stands near"


def _most_frequent(counts: Mapping[str, int], reason: str) -> tuple[str, str] | None:
    """The concept with the highest count, if it is the only one, and why."""
    next_most, most = sorted(counts.values())[-2:]
    return (max(counts, key=counts.__getitem__), reason) if most > next_most else None


def _prevailing_domain(candidates: Mapping[str, _Entry], context: DocumentContext) -> tuple[str, str] | None:
    domains = {id: _domain(concept) for id, (concept, _) in candidates.items()}
    choice = _most_frequent({id: context.domains[domain] for id, domain in domains.items()}, "")
    return choice and (choice[0], f"most terms of the document are about “{domains[choice[0]]}”")


def _domain(concept: Concept) -> str:
    return next((term.domain for term in concept.terms if term.domain), "")


def _merged(concepts: Sequence[Concept]) -> Concept:
    """A concept that allows what any of ``concepts`` allows and forbids nothing."""
    terms = [term for concept in concepts for term in concept.terms if term.status is not Status.DEPRECATED]
    return Concept("|".join(sorted(concept.id for concept in concepts)), tuple(terms))
