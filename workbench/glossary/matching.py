"""Which glossary terms stand in a text, and which concept is meant where several have the same term."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbench.glossary.model import Concept, Glossary, Status, Term
from workbench.glossary.phrases import Occurrence, PhraseIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that stands in a text, with the concept that is meant.

    ``nested`` lists the shorter hits inside it, for information. ``reason`` says why this concept was chosen over
    another with the same term; empty where there was no choice. ``certain`` is false if nothing decided.
    """

    start: int
    end: int
    term: Term
    concept: Concept
    nested: tuple["Hit", ...] = ()
    reason: str = ""
    certain: bool = True


@dataclass
class DocumentContext:
    """How often the context words of each concept stand in the whole document."""

    cues: Counter[str] = field(default_factory=Counter)


_Entry = tuple[Concept, Term]


class Matcher:
    """Finds the terms of a glossary in texts of one language."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        """Index the approved terms of ``language``, and the context words of concepts that share one."""
        entries = [(concept, term) for concept in glossary.concepts.values() for term in concept.usable(language)]
        self._terms: PhraseIndex[_Entry] = PhraseIndex(
            ((term.text, term.case_sensitive, (concept, term)) for concept, term in entries), language
        )
        cues = (
            (word, word.isupper(), concept.id) for concept in glossary.concepts.values() for word in concept.context
        )
        self._cues: PhraseIndex[str] = PhraseIndex(cues, language)

    def occurrences(self, text: str) -> list[Occurrence[_Entry]]:
        """Every place where a term of any status stands, overlapping and nested ones included."""
        return self._terms.occurrences(text)

    def document_context(self, texts: Iterable[str]) -> DocumentContext:
        """Count the context words in the texts of a document."""
        return DocumentContext(Counter(cue.payload for text in texts for cue in self._cues.occurrences(text)))

    def find(
        self, text: str, context: DocumentContext | None = None, ignored: Sequence[tuple[int, int]] = ()
    ) -> list[Hit]:
        """The hits in a text in order, not overlapping: the longest wins, the first of equally long ones.

        ``context`` decides where the text itself holds no context word. ``ignored`` spans hold no terms (addresses).
        """
        groups: dict[tuple[int, int], list[Occurrence[_Entry]]] = {}
        for occurrence in self.occurrences(text):
            if any(occurrence.start < end and start < occurrence.end for start, end in ignored):
                continue
            groups.setdefault((occurrence.start, occurrence.end), []).append(occurrence)
        cues: list[Occurrence[str]] | None = None
        chosen: list[Hit] = []
        inner: list[Hit] = []
        for (start, end), rivals in sorted(groups.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
            if len({occurrence.payload[0].id for occurrence in rivals}) > 1 and cues is None:
                cues = self._cues.occurrences(text)
            hit = _decide(rivals, cues or (), context or DocumentContext(), text)
            overlaps = any(start < other.end and other.start < end for other in chosen)
            (inner if overlaps else chosen).append(hit)
        chosen.sort(key=lambda hit: hit.start)
        return [_with_nested(hit, inner) for hit in chosen]


def _with_nested(hit: Hit, inner: Sequence[Hit]) -> Hit:
    nested = tuple(other for other in inner if hit.start <= other.start and other.end <= hit.end)
    return Hit(hit.start, hit.end, hit.term, hit.concept, nested, hit.reason, hit.certain)


def _decide(
    rivals: Sequence[Occurrence[_Entry]], cues: Sequence[Occurrence[str]], context: DocumentContext, text: str
) -> Hit:
    """Choose among the concepts that have a term at this place.

    A term as it is written goes before one that agrees by its lemma. Then the nearest context word in the text
    decides; without one, the concept whose context words are the most frequent in the document.
    """
    place = rivals[0]
    span = place.start, place.end
    rivals = [occurrence for occurrence in rivals if occurrence.exact] or rivals
    candidates = {occurrence.payload[0].id: occurrence.payload for occurrence in reversed(rivals)}
    if len(candidates) == 1:
        concept, term = rivals[0].payload
        return Hit(*span, term, concept)
    near = [cue for cue in cues if cue.payload in candidates and (cue.end <= span[0] or cue.start >= span[1])]
    if near:
        cue = min(near, key=lambda cue: max(cue.first_word - place.last_word, place.first_word - cue.last_word))
        concept, term = candidates[cue.payload]
        return Hit(*span, term, concept, reason=f"“{text[cue.start : cue.end]}” stands near")
    counts = {id: context.cues[id] for id in candidates}
    best = max(counts, key=lambda id: counts[id])
    if counts[best] > 0:
        concept, term = candidates[best]
        return Hit(*span, term, concept, reason="the words of the whole document decide")
    merged = _merged([concept for concept, _ in candidates.values()])
    return Hit(*span, rivals[0].payload[1], merged, reason="nothing decides between the concepts", certain=False)


def _merged(concepts: Sequence[Concept]) -> Concept:
    """A concept that allows what any of ``concepts`` allows and forbids nothing."""
    terms = [term for concept in concepts for term in concept.terms if term.status is not Status.DEPRECATED]
    return Concept("|".join(sorted(concept.id for concept in concepts)), tuple(terms))
