"""How each concept of the glossary is rendered: which renderings, how often, in which documents, and since when."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2

from workbench.consistency.model import Pair
from workbench.consistency.subject import Subject
from workbench.documents.bilingual import Outcome
from workbench.languages.lemmas import lemmas
from workbench.languages.words import words

#: What stands for a rendering that is missing.
MISSING = ()
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a rendering was first used; ``order`` counts the pairs that were checked."""

    document: str
    segment: int
    translator: str
    date: str
    order: int

    def __str__(self) -> str:
        who = f" by {self.translator}" if self.translator else ""
        when = f" on {self.date}" if self.date else ""
        return f"{self.document}, segment {self.segment}{who}{when}"


@dataclass
class Rendering:
    """A rendering of a concept, inflected forms together; ``text`` is how it was first written, empty if missing."""

    text: str
    first: Place
    documents: Counter[str] = field(default_factory=Counter)
    translators: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    is_forbidden: bool = False

    @property
    def count(self) -> int:
        """How often it was used."""
        return self.documents.total()


@dataclass
class ConceptUsage:
    """The renderings of one concept."""

    concept: str
    source: str
    preferred: str
    renderings: dict[Key, Rendering] = field(default_factory=dict)

    @property
    def used(self) -> list[Rendering]:
        """The renderings that were used, the most frequent first; missing ones are not among them."""
        found = [rendering for key, rendering in self.renderings.items() if key != MISSING]
        return sorted(found, key=lambda rendering: (-rendering.count, rendering.first.order))

    @property
    def count(self) -> int:
        """How often the concept was rendered."""
        return sum(rendering.count for rendering in self.used)

    @property
    def dominant(self) -> Rendering | None:
        """The most frequent rendering; None where the concept is never rendered."""
        return next(iter(self.used), None)

    @property
    def share(self) -> float:
        """The share of the dominant rendering, 1 where there is no choice."""
        return self.dominant.count / self.count if self.dominant else 1.0

    @property
    def entropy(self) -> float:
        """Shannon's entropy of the renderings in bits: 0 for one rendering, 1 for two that are used equally often."""
        shares = [rendering.count / self.count for rendering in self.used]
        return sum(-share * log2(share) for share in shares) + 0.0

    @property
    def deviations(self) -> list[Rendering]:
        """The renderings other than the dominant one, in the order in which they came up, by date where it is known."""
        return sorted(self.used[1:], key=lambda rendering: (rendering.first.date, rendering.first.order))

    def share_in(self, document: str) -> tuple[int, int]:
        """How often the dominant rendering was used in a document, and how often the concept stands there."""
        all_uses = sum(rendering.documents[document] for rendering in self.renderings.values())
        return (self.dominant.documents[document] if self.dominant else 0), all_uses


class Usage:
    """The renderings of all concepts. What is kept grows with concepts, renderings and documents, not with segments."""

    def __init__(self, target_language: str) -> None:
        self.concepts: dict[str, ConceptUsage] = {}
        self._language = target_language
        self._order = 0

    def add(self, subject: Subject) -> None:
        """Count the concepts of a pair. Compounds, and terms of an uncertain concept, are left out."""
        self._order += 1
        for hit, use in subject.uses:
            if hit.compound or not hit.certain:
                continue
            source = subject.source[hit.start : hit.end]
            preferred = use.allowed[0] if use.allowed else ""
            usage = self.concepts.setdefault(use.concept, ConceptUsage(use.concept, source, preferred))
            text = subject.target[use.target[0] : use.target[1]] if use.target else ""
            self._count(usage, text, subject.pair, use.outcome is Outcome.FORBIDDEN)

    def _count(self, usage: ConceptUsage, text: str, pair: Pair, is_forbidden: bool) -> None:
        key = rendering_key(text, self._language)
        if key not in usage.renderings:
            place = Place(pair.document, pair.segment, pair.translator, pair.date, self._order)
            usage.renderings[key] = Rendering(text, place, is_forbidden=is_forbidden)
        rendering = usage.renderings[key]
        rendering.documents[pair.document] += 1
        if pair.translator:
            rendering.translators[pair.translator] += 1
        if pair.date:
            rendering.dates[pair.date] += 1

    @property
    def consistency(self) -> float | None:
        """The share of dominant renderings among all uses of concepts that are used twice or more; None without any."""
        repeated = [usage for usage in self.concepts.values() if usage.count > 1]
        uses = sum(usage.count for usage in repeated)
        return sum(usage.dominant.count for usage in repeated if usage.dominant) / uses if uses else None

    def varying(self) -> list[ConceptUsage]:
        """The concepts with more than one rendering, those with most uses of another than the dominant one first."""
        found = [usage for usage in self.concepts.values() if len(usage.used) > 1]
        return sorted(found, key=lambda usage: (-usage.count * (1 - usage.share), usage.concept))


def rendering_key(text: str, language: str) -> Key:
    """What all inflected forms of a rendering have in common: the shortest lemma of each word."""
    return tuple(_shortest(lemmas(word.text, language)) for word in words(text))


def _shortest(forms: Iterable[str]) -> str:
    return min(forms, key=lambda form: (len(form), form))


def documents_of(usages: Sequence[ConceptUsage]) -> list[str]:
    """The documents in which any of the concepts stand, in the order in which they came up."""
    renderings = (rendering for usage in usages for rendering in usage.renderings.values())
    return list(dict.fromkeys(name for rendering in renderings for name in rendering.documents))
