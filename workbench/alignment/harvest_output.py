"""Harvested terms as text for people, as a table (TSV), and as a glossary to import, with every term proposed."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial

from workbench.alignment.harvest import HarvestedTerm
from workbench.documents.tsv import escape
from workbench.glossary.csv_format import format_glossary
from workbench.glossary.model import Glossary, Review, Term
from workbench.languages.words import normalise
from workbench.terminal import shown

_COLUMNS = ("source", "target", "frequency", "documents", "score", "example_source", "example_target")


def as_text(terms: Sequence[HarvestedTerm]) -> str:
    """A numbered list, each term with how often it occurs and an example."""
    return "".join(f"{shown(line)}\n" for number, term in enumerate(terms, start=1) for line in _lines(number, term))


def _lines(number: int, term: HarvestedTerm) -> Iterator[str]:
    pair = f"{term.source} = {term.target}" if term.target else term.source
    yield f"{number:4}  {term.score:6.1f}  {pair}  ({term.frequency} in {term.documents} documents)"
    for example in (term.example_source, term.example_target):
        if example:
            yield f"{'':14}{example}"


def as_tsv(terms: Sequence[HarvestedTerm]) -> str:
    """All that is known of each term, under a header."""
    rows = [
        (
            escape(term.source),
            escape(term.target),
            str(term.frequency),
            str(term.documents),
            f"{term.score:.2f}",
            escape(term.example_source),
            escape(term.example_target),
        )
        for term in terms
    ]
    return "".join("\t".join(row) + "\n" for row in [_COLUMNS, *rows])


def as_glossary(terms: Sequence[HarvestedTerm], language: str, target: str, taken: Container[str]) -> str:
    """A glossary file with a concept for each term, under names that are not ``taken``."""
    return format_glossary(glossary_of(terms, language, target, taken)).decode()


def glossary_of(terms: Sequence[HarvestedTerm], language: str, target: str, taken: Container[str]) -> Glossary:
    """A concept for each term, all proposed, under names that are not ``taken``."""
    return Glossary.of("harvest", _rows(terms, language, target, taken))


def _rows(
    terms: Iterable[HarvestedTerm], language: str, target: str, taken: Container[str]
) -> Iterator[tuple[str, Term]]:
    used: set[str] = set()
    for term in terms:
        concept = _free_name(term.target or term.source, lambda name: name in used or name in taken)
        used.add(concept)
        note = f"harvested: {term.frequency} times in {term.documents} documents"
        propose = partial(Term, review=Review.PROPOSED)
        yield concept, propose(term.source, language, note=note)
        if term.target:
            yield concept, propose(term.target, target, do_not_translate=term.source == term.target)


def _free_name(text: str, is_used: Callable[[str], bool]) -> str:
    """A concept's name made of its term: small letters and hyphens, with a number where the name is used."""
    base = re.sub(r"[\W_]+", "-", normalise(text)).strip("-")
    name, number = base, 2
    while is_used(name):
        name, number = f"{base}-{number}", number + 1
    return name
