"""What the checks look at: a pair with its words, terms, quantities and names, each found once and when asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbench.consistency.model import Pair
from workbench.documents.bilingual import TermUse
from workbench.documents.spans import Span
from workbench.glossary.matching import DocumentContext, Hit, Matcher
from workbench.glossary.model import Concept, Glossary, Term
from workbench.glossary.phrases import Occurrence
from workbench.glossary.verification import Verifier
from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.quantities import find_quantities
from workbench.languages.quantity import Quantity
from workbench.languages.words import Word, normalise, words
from workbench.translation.requirements import ADDRESS

#: Mark-up tags, placeholders of programs, and entities.
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|\{\{?\w*\}?\}|%(?:\(\w+\))?[sdif]\b|%\d\$[sd]|&(?:[a-z]{2,8}|#\d{1,6});")
#: A quotation; a mark that is never closed quotes nothing.
QUOTATION = re.compile(r"[\"“„«][^\"“”„«»]+[\"”“»]")


@dataclass(frozen=True)
class Toolbox:
    """The languages and the glossary that pairs are checked with."""

    glossary: Glossary
    source_language: str
    target_language: str

    @cached_property
    def source_matcher(self) -> Matcher:
        """Finds the glossary's terms in sources."""
        return Matcher(self.glossary, self.source_language)

    @cached_property
    def target_matcher(self) -> Matcher:
        """Finds the glossary's terms in targets."""
        return Matcher(self.glossary, self.target_language)

    @cached_property
    def verifier(self) -> Verifier:
        """Says what became of the terms of a source."""
        return Verifier(self.target_matcher, self.target_language)


@dataclass
class Subject:
    """A pair under check. ``context`` decides between homonyms where the pair itself does not."""

    pair: Pair
    tools: Toolbox
    context: DocumentContext | None = field(default=None)

    @property
    def source(self) -> str:
        """The source text."""
        return self.pair.source

    @property
    def target(self) -> str:
        """The target text."""
        return self.pair.target

    @cached_property
    def source_words(self) -> list[Word]:
        """The words of the source."""
        return words(self.source)

    @cached_property
    def target_words(self) -> list[Word]:
        """The words of the target."""
        return words(self.target)

    @cached_property
    def source_keys(self) -> set[str]:
        """The normalised words of the source."""
        return {normalise(word.text).removesuffix("'s") for word in self.source_words}

    @cached_property
    def target_keys(self) -> set[str]:
        """The normalised words of the target, without the s of the genitive."""
        return {normalise(word.text).removesuffix("'s").removesuffix("'") for word in self.target_words}

    @cached_property
    def hits(self) -> list[Hit]:
        """The glossary terms of the source, outside addresses."""
        ignored = [match.span() for match in ADDRESS.finditer(self.source)]
        return self.tools.source_matcher.find(self.source, self.context, ignored)

    @cached_property
    def uses(self) -> list[tuple[Hit, TermUse]]:
        """What became of each hit whose concept has a term in the target language."""
        language = self.tools.target_language
        demanding = [hit for hit in self.hits if hit.concept.allowed(language)]
        if not demanding:
            return []
        return list(zip(demanding, self.tools.verifier.verify(demanding, self.target), strict=True))

    @cached_property
    def target_terms(self) -> list[Occurrence[tuple[Concept, Term]]]:
        """All glossary terms of the target, whatever the source says."""
        return self.tools.target_matcher.occurrences(self.target)

    @cached_property
    def source_quantities(self) -> list[Quantity]:
        """The quantities of the source."""
        return find_quantities(self.source, self.tools.source_language)

    @cached_property
    def target_quantities(self) -> list[Quantity]:
        """The quantities of the target."""
        return find_quantities(self.target, self.tools.target_language)

    @cached_property
    def target_quotations(self) -> list[Span]:
        """What stands between double quotation marks in the target."""
        return [match.span() for match in QUOTATION.finditer(self.target)]

    @cached_property
    def target_begins_with_proper_noun(self) -> bool:
        """Whether the first word of the target is no word of the language in small letters, or begins a term."""
        first = self.target_words[0]
        is_common = dictionary_lemma(first.text.lower(), self.tools.target_language) is not None
        return not is_common or any(item.start == first.start for item in self.target_terms)

    @cached_property
    def is_copied(self) -> bool:
        """Whether the target is the source: nothing was translated."""
        return self.source.split() == self.target.split()


def overlaps(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether start:end shares a character with one of ``spans``."""
    return any(start < other_end and other_start < end for other_start, other_end in spans)
