"""How concepts and the statistics of a glossary are shown on a terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from workbench.glossary.model import Concept, Status, Term
from workbench.glossary.statistics import Statistics


def concept_lines(concept: Concept) -> Iterator[str]:
    """A concept in lines: its terms by language and status, and what else is known of it."""
    domain = next((term.domain for term in concept.terms if term.domain), "")
    yield f"{concept.id} ({domain})" if domain else concept.id
    for language in dict.fromkeys(term.language for term in concept.terms):
        for status in Status:
            terms = [term for term in concept.terms if (term.language, term.status) == (language, status)]
            if terms:
                yield f"  {language}  {status:10}  {'; '.join(map(_term, terms))}"
    if concept.definition:
        yield f"  definition  {concept.definition}"
    if concept.context:
        yield f"  context  {', '.join(concept.context)}"


def _term(term: Term) -> str:
    """A term with its note, and its review unless it is approved."""
    remarks = [remark for remark in (term.review if term.review != "approved" else "", term.note) if remark]
    return f"{term.text} ({', '.join(remarks)})" if remarks else term.text


def print_statistics(numbers: Statistics) -> None:
    """Print the numbers of a glossary, those of the languages as a table."""
    console = Console(highlight=False)
    console.print(f"{numbers.concepts} concepts, {numbers.terms} terms")
    columns = ("lang", "terms", "preferred", "admitted", "deprecated", "concepts", "share", "homonyms", "told apart")
    table = Table(*columns, box=None, padding=(0, 1, 0, 0))
    for entry in numbers.languages:
        counts = (entry.terms, entry.preferred, entry.admitted, entry.deprecated, entry.concepts)
        shares = (f"{entry.coverage:.0%}", str(entry.homonyms), str(entry.homonyms_with_context))
        table.add_row(entry.language, *map(str, counts), *shares)
    console.print(table)
    for title, counted in (("review", numbers.reviews), ("domain", numbers.domains)):
        console.print(f"{title}: {', '.join(f'{name} {count}' for name, count in counted.items())}", soft_wrap=True)
    console.print(
        f"concepts with a definition: {numbers.with_definition}, with context words: {numbers.with_context}, "
        f"not to be translated: {numbers.do_not_translate}",
        soft_wrap=True,
    )
