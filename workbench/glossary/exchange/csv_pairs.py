"""CSV and TSV in two columns, source term and target term: the shape that DeepL takes, with no first row of names."""

from collections.abc import Iterator

from workbench.glossary.csv_format import csv_line
from workbench.glossary.exchange.base import Export, Import, Languages, Tally, filled_fields
from workbench.glossary.exchange.table import read_text_table
from workbench.glossary.model import Concept, Glossary, Review, Status, Term


class CsvPairsFormat:
    """Two columns with a comma between them."""

    name = "csv-pairs"
    title = "CSV in two columns"
    suffixes: tuple[str, ...] = ()
    delimiter = ","

    def read(self, data: bytes, name: str, languages: Languages) -> Import:
        """The terms of any table in text."""
        return read_text_table(data, name, languages)

    def write(self, glossary: Glossary, languages: Languages) -> Export:
        """Every approved source term that may be used, with the preferred target term of its concept.

        A source term stands once: DeepL refuses a file in which it has two targets.

        Raises:
            UsageError: there are not exactly two languages.
        """
        pair = languages.pair()
        losses = Tally()
        targets: dict[str, tuple[str, str]] = {}
        for concept in glossary.concepts.values():
            for source, target in _pairs(concept, pair, losses):
                first, owner = targets.setdefault(source, (target, concept.id))
                if first != target:
                    losses.add(f"{source!r} as {target!r} ({concept.id}): only {first!r} ({owner}) is written")
        for _, term in glossary.rows():
            for loss in _losses(term, pair):
                losses.add(loss)
        lines = [csv_line((source, target), self.delimiter) for source, (target, _) in sorted(targets.items())]
        return Export("".join(lines).encode(), list(losses.lines()))


class TsvPairsFormat(CsvPairsFormat):
    """Two columns with a tab between them."""

    name = "tsv"
    title = "TSV in two columns"
    suffixes: tuple[str, ...] = (".tsv", ".tab")
    delimiter = "\t"


def _pairs(concept: Concept, pair: tuple[str, str], losses: Tally) -> Iterator[tuple[str, str]]:
    """The pairs of a concept."""
    sources, targets = (concept.allowed(language) for language in pair)
    if not (sources and targets):
        losses.add(f"concept without an approved term in {pair[bool(sources)]}")
        return
    for source in sources:
        yield source.text, targets[0].text
    for _ in targets[1:]:
        losses.add(f"admitted term in {pair[1]}")


def _losses(term: Term, pair: tuple[str, str]) -> Iterator[str]:
    """What two columns cannot hold of a term."""
    if term.language not in pair:
        yield f"term in {term.language}"
    elif term.review is not Review.APPROVED:
        yield f"{term.review} term"
    elif term.status is Status.DEPRECATED:
        yield f"deprecated term in {term.language}"
    else:
        yield from (f"field {name}" for name in filled_fields(term))
