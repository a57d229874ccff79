"""Does a translation keep the terms of its source? Counted: each occurrence needs a rendering of its own."""

from collections.abc import Sequence

from workbench.documents.bilingual import Outcome, TermUse
from workbench.documents.spans import Span, overlaps
from workbench.glossary.matching import Hit, Matcher
from workbench.glossary.model import Concept, Status, Term
from workbench.glossary.phrases import Occurrence
from workbench.languages.profile import get_profile
from workbench.languages.words import words

_Found = Occurrence[tuple[Concept, Term]]


class Verifier:
    """Holds a target text against the hits of its source."""

    def __init__(self, target_matcher: Matcher, target_language: str) -> None:
        """``target_matcher`` finds the glossary's terms, deprecated ones too, in the target language."""
        self.matcher, self.language = target_matcher, target_language
        self._function_words = get_profile(target_language).function_words

    def verify(self, hits: Sequence[Hit], target: str) -> list[TermUse]:
        """What became of each hit, in the order of the hits.

        A rendering counts once, on word boundaries, inflected or not. It does not count as the head of a longer term
        of another concept: "Deputy Prime Minister" is no rendering of a Prime Minister. A hit whose concept has no
        term in the target language demands nothing and is left out.
        """
        demanding = [hit for hit in hits if hit.concept.allowed(self.language)]
        if not demanding:
            return []
        found = self.matcher.occurrences(target)
        candidates = {id(hit): self._candidates(hit, found, target) for hit in demanding}
        used: dict[int, Span] = {}
        for hit in sorted(demanding, key=lambda hit: len(candidates[id(hit)])):
            free = (span for span in candidates[id(hit)] if not overlaps(span, used.values()))
            if (span := next(free, None)) is not None:
                used[id(hit)] = span
        return [self._use(hit, used, found) for hit in demanding]

    def _candidates(self, hit: Hit, found: Sequence[_Found], target: str) -> list[Span]:
        own = [item for item in found if _belongs(item, hit.concept, deprecated=False)]
        spans = [(item.start, item.end) for item in own if not self._is_head_of_longer(item, hit, found, target)]
        if any(term.do_not_translate and term.language != self.language for term in hit.concept.terms):
            spans += _literal(target, hit.term.text)
        return spans

    def _is_head_of_longer(self, item: _Found, hit: Hit, found: Sequence[_Found], target: str) -> bool:
        for longer in found:
            if longer.end == item.end and longer.start < item.start and longer.payload[1] not in hit.concept.terms:
                before = words(target[longer.start : item.start])
                if before and before[-1].text.lower() not in self._function_words:
                    return True
        return False

    def _use(self, hit: Hit, used: dict[int, Span], found: Sequence[_Found]) -> TermUse:
        forbidden = next(
            (
                (item.start, item.end)
                for item in found
                if _belongs(item, hit.concept, deprecated=True) and not overlaps((item.start, item.end), used.values())
            ),
            None,
        )
        span = forbidden or used.get(id(hit))
        outcome = Outcome.FORBIDDEN if forbidden else Outcome.KEPT if span else Outcome.MISSING
        allowed = [term.text for term in hit.concept.allowed(self.language)]
        return TermUse(hit.concept.id, (hit.start, hit.end), span, outcome, allowed, explain(hit))


def explain(hit: Hit) -> str:
    """One line for the reviewer: the definition, and why this concept was chosen."""
    return "; ".join(part for part in (hit.concept.definition, hit.reason) if part)


def _belongs(item: _Found, concept: Concept, deprecated: bool) -> bool:
    _, term = item.payload
    return (term.status is Status.DEPRECATED) == deprecated and term in concept.terms


def _literal(text: str, phrase: str) -> list[Span]:
    spans, start = [], text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            spans.append((start, end))
        start = text.find(phrase, end)
    return spans
