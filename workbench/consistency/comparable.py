"""Documents in the target language that are about the same report without being translations of it: which official
terms differ between them.

Only the glossary's concepts are compared that stand in the report: for each, the renderings that each document uses,
allowed or forbidden.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.consistency.subject import Toolbox
from workbench.consistency.usage import Key, rendering_key
from workbench.documents.registry import read_document
from workbench.glossary.model import Status
from workbench.languages.sentences import splitter
from workbench.terminal import shown
from workbench.translation.requirements import addresses


@dataclass(frozen=True)
class ConceptComparison:
    """A concept of the report and, for each document, how often each of its renderings is written there."""

    concept: str
    source: str
    occurrences: int
    preferred: str
    renderings: Sequence[Counter[str]]
    forbidden: frozenset[str]
    language: str

    @property
    def is_shared(self) -> bool:
        """Whether two documents or more have the concept."""
        return sum(bool(counts) for counts in self.renderings) > 1

    @property
    def differs(self) -> bool:
        """Whether two documents that have the concept have no rendering in common, inflection and case aside."""
        keys = [{self._key(text) for text in counts} for counts in self.renderings if counts]
        return any(one.isdisjoint(other) for place, one in enumerate(keys) for other in keys[:place])

    def _key(self, text: str) -> Key:
        return rendering_key(text, self.language)


@dataclass(frozen=True)
class Comparison:
    """The concepts of a report in the documents about it."""

    report: str
    documents: Sequence[str]
    concepts: Sequence[ConceptComparison]


def compare(report: Path, documents: Sequence[Path], tools: Toolbox) -> Comparison:
    """Compare documents by the concepts of a report.

    Raises:
        InputError: a file cannot be read.
        UsageError: a file is of no known document format.
    """
    found = _concepts(_segments(report, tools.source_language), tools)
    counted = [_renderings(_segments(path, tools.target_language), tools) for path in documents]
    concepts = []
    for concept, (source, occurrences) in found.items():
        terms = tools.glossary.concepts[concept].usable(tools.target_language)
        forbidden = frozenset(term.text.casefold() for term in terms if term.status is Status.DEPRECATED)
        preferred = next((term.text for term in terms if term.status is Status.PREFERRED), "")
        counts = [renderings.get(concept, Counter()) for renderings in counted]
        concepts.append(
            ConceptComparison(concept, source, occurrences, preferred, counts, forbidden, tools.target_language)
        )
    return Comparison(report.name, [path.name for path in documents], concepts)


def as_text(comparison: Comparison) -> str:
    """What differs, what agrees, and what only one document has, in lines."""
    lines = list(_lines(comparison))
    return "".join(f"{shown(line)}\n" for line in lines)


def _lines(comparison: Comparison) -> Iterator[str]:
    differing = [item for item in comparison.concepts if item.differs]
    agreeing = [item for item in comparison.concepts if item.is_shared and not item.differs]
    single = [item for item in comparison.concepts if any(item.renderings) and not item.is_shared]
    absent = [item for item in comparison.concepts if not any(item.renderings)]
    yield f"{len(comparison.concepts)} concepts of the glossary stand in {comparison.report}"
    for number, name in enumerate(comparison.documents, start=1):
        yield f"  [{number}] {name}"
    for title, items in (
        ("Official terms that differ between the documents", differing),
        ("The same in the documents", agreeing),
        ("In one document only", single),
    ):
        yield f"{title}: {len(items)}"
        for item in items:
            yield f"  {item.source} ({item.concept}), in the report {item.occurrences}; preferred “{item.preferred}”"
            yield from _counts(item)
    yield f"In none of the documents: {len(absent)}: {', '.join(item.source for item in absent)}"


def _counts(item: ConceptComparison) -> Iterator[str]:
    for number, counts in enumerate(item.renderings, start=1):
        if counts:
            written = ", ".join(_count(item, text, count) for text, count in counts.most_common())
            yield f"    [{number}] {written}"


def _count(item: ConceptComparison, text: str, count: int) -> str:
    mark = " (forbidden)" if text.casefold() in item.forbidden else ""
    return f"“{text}” {count}{mark}"


def _segments(path: Path, language: str) -> list[str]:
    return [segment.source for segment in read_document(path, splitter(language)).segments]


def _concepts(segments: Sequence[str], tools: Toolbox) -> dict[str, tuple[str, int]]:
    """The concepts of the report with the term that is written first, and how often they stand there."""
    context = tools.source_matcher.document_context(segments)
    found: dict[str, tuple[str, int]] = {}
    for segment in segments:
        for hit in tools.source_matcher.find(segment, context, addresses(segment)):
            if hit.certain and hit.concept.usable(tools.target_language):
                source, count = found.get(hit.concept.id, (hit.term.text, 0))
                found[hit.concept.id] = source, count + 1
    return found


def _renderings(segments: Iterable[str], tools: Toolbox) -> dict[str, Counter[str]]:
    """How often each concept is written in which way: the longest term at each place, for every concept that has it."""
    found: dict[str, Counter[str]] = {}
    for segment in segments:
        occurrences = tools.target_matcher.occurrences(segment)
        for item in occurrences:
            is_inside = any(
                other.start <= item.start and item.end <= other.end and other.end - other.start > item.end - item.start
                for other in occurrences
            )
            if not is_inside and not item.compound:
                concept, _ = item.payload
                found.setdefault(concept.id, Counter())[segment[item.start : item.end]] += 1
    return found
