"""What a test set demands of any translation: terms, numbers and names, found once and counted in each hypothesis.

The terms are those that the test set marks, or else those that the glossary finds. Success is counted by occurrence
(each needs a rendering of its own, on word boundaries), stricter than the substring test of WMT25's terminology task.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.documents.bilingual import Outcome, TermUse
from workbench.evaluation.metrics import Count
from workbench.evaluation.testset import Mark, TestSet
from workbench.glossary.matching import Hit, Matcher
from workbench.glossary.model import Concept, Glossary, Status, Term
from workbench.glossary.verification import Verifier
from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.words import words
from workbench.translation.requirements import Kind, Requirement, addresses, find_requirements, term_uses, unmet

#: Rates that can be counted in each segment's hypothesis, by name.
COUNTED = ("terms", "numbers", "names")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the glossary errs on marks: a term that it does not find, or a look-alike that it takes for one."""

    position: int
    concept: str
    words: str
    is_lookalike: bool


class Demands:
    """The terms, numbers and names of a test set, and what became of them in hypotheses."""

    def __init__(self, testset: TestSet, glossary: Glossary) -> None:
        """Find everything in the sources; ``glossary`` finds the terms of a test set that marks none."""
        self.testset, self.glossary = testset, glossary
        source, target = testset.languages
        self._found = _find(testset, Matcher(glossary, source))
        if testset.has_marks:
            self.hits, marked = hits_of([segment.terms for segment in testset.segments], testset)
            self._verifier = Verifier(Matcher(marked, target), target)
        else:
            self.hits = self._found
            self._verifier = Verifier(Matcher(glossary, target), target)
        self._others = [
            [
                item
                for item in find_requirements(segment.source, hits, testset.languages)
                if item.kind in (Kind.NUMBER, Kind.NAME)
            ]
            for segment, hits in zip(testset.segments, self._found, strict=True)
        ]

    def uses(self, hypotheses: Sequence[str]) -> list[list[TermUse]]:
        """What became of each term of each segment."""
        return [self._verifier.verify(hits, text) for hits, text in zip(self.hits, hypotheses, strict=True)]

    def counts(self, name: str, hypotheses: Sequence[str]) -> list[Count]:
        """For each segment, how many of its terms, numbers or names are rendered; ``name`` is one of COUNTED."""
        if name == "terms":
            return [
                Count(sum(use.outcome is Outcome.KEPT for use in uses), len(uses)) for uses in self.uses(hypotheses)
            ]
        kind = {"numbers": Kind.NUMBER, "names": Kind.NAME}[name]
        wanted = [[item for item in items if item.kind is kind] for items in self._others]
        return [
            Count(len(items) - len(self._unmet(items, text)), len(items))
            for items, text in zip(wanted, hypotheses, strict=True)
        ]

    def faults(self) -> list[Fault]:
        """Where the glossary does not find what is marked, or finds what only looks like it."""
        faults = []
        for position, (segment, hits) in enumerate(zip(self.testset.segments, self._found, strict=True)):
            for mark in (*segment.terms, *segment.lookalikes):
                is_lookalike = mark in segment.lookalikes
                if _is_found(mark, hits) == is_lookalike:
                    words_of_source = segment.source[mark.start : mark.end]
                    faults.append(Fault(position, mark.concept, words_of_source, is_lookalike))
        return faults

    def _unmet(self, items: Sequence[Requirement], text: str) -> list[Requirement]:
        return unmet(items, text, term_uses(items, text, self._verifier))


def consistency(testset: TestSet, uses: Sequence[Sequence[TermUse]], hypotheses: Sequence[str]) -> Count:
    """Of the kept terms that a document has more than once, how many have the document's most frequent rendering.

    The consistency of WMT25's terminology task, with the most frequent translation as the one to agree with.
    Renderings that differ in inflection or capitals only are one.
    """
    met = total = 0
    for positions in testset.documents().values():
        renderings: dict[str, Counter[str]] = {}
        for position in positions:
            for use in uses[position]:
                if use.outcome is Outcome.KEPT and use.target:
                    text = _lemmatised(hypotheses[position][slice(*use.target)], testset.languages[1])
                    renderings.setdefault(use.concept, Counter())[text] += 1
        for counted in renderings.values():
            if counted.total() > 1:
                met, total = met + max(counted.values()), total + counted.total()
    return Count(met, total)


def verify_marks(marks: Sequence[Sequence[Mark]], testset: TestSet, hypotheses: Sequence[str]) -> list[list[TermUse]]:
    """What became of the marked terms of each segment, whatever the glossary says today."""
    hits, glossary = hits_of(marks, testset)
    target = testset.languages[1]
    verifier = Verifier(Matcher(glossary, target), target)
    return [verifier.verify(own, text) for own, text in zip(hits, hypotheses, strict=True)]


def hits_of(marks: Sequence[Sequence[Mark]], testset: TestSet) -> tuple[list[list[Hit]], Glossary]:
    """Marks as hits, and the glossary that consists of them."""
    source, target = testset.languages
    rows: dict[tuple[str, Term], None] = {}
    hits: list[list[Hit]] = []
    for segment, own in zip(testset.segments, marks, strict=True):
        of_segment = []
        for mark in own:
            term = Term(segment.source[mark.start : mark.end], source)
            terms = (term, *(Term(text, target, Status.ADMITTED) for text in mark.allowed))
            rows.update(dict.fromkeys((mark.concept, term) for term in terms))
            of_segment.append(Hit(mark.start, mark.end, term, Concept(mark.concept, terms)))
        hits.append(of_segment)
    return hits, Glossary.of("marks", rows)


def _find(testset: TestSet, matcher: Matcher) -> list[list[Hit]]:
    """The glossary's hits in each segment; as in translation, the whole document decides what a homonym means."""
    hits: list[list[Hit]] = [[] for _ in testset.segments]
    for positions in testset.documents().values():
        sources = [testset.segments[position].source for position in positions]
        context = matcher.document_context(sources)
        for position, source in zip(positions, sources, strict=True):
            hits[position] = matcher.find(source, context, ignored=addresses(source))
    return hits


def _is_found(mark: Mark, hits: Iterable[Hit]) -> bool:
    """Whether the concept is found at the mark: alone, or among several between which nothing decides."""
    return any(
        hit.start < mark.end and mark.start < hit.end and mark.concept in hit.concept.id.split("|") for hit in hits
    )


def _lemmatised(text: str, language: str) -> str:
    folded = (word.text.casefold() for word in words(text))
    return " ".join(dictionary_lemma(word, language) or word for word in folded)
