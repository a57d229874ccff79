"""Finding the concept that a term of a file belongs to, where the file does not name its concepts."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.glossary.exchange.base import Row
from workbench.glossary.model import Glossary, Status

_NOT_IN_NAMES = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Placed:
    """Rows with the names of their concepts, and groups of rows that fit several concepts."""

    rows: Sequence[Row]
    ambiguous: Sequence[tuple[Row, Sequence[str]]]


def place_rows(current: Glossary, rows: Iterable[Row]) -> Placed:
    """Name the concept of every row: the one in ``current`` that has the group's first term, or else a new one."""
    homes = _homes(current)
    untranslated = {term.text: [name] for name, term in current.rows() if term.do_not_translate}
    taken = set(current.concepts)
    groups: dict[tuple[bool, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.named, row.concept), []).append(row)
        if row.named:
            taken.add(row.concept)
    placed: list[Row] = []
    ambiguous = []
    for (named, _), group in groups.items():
        if named:
            placed += group
            continue
        first = group[0].term
        known = homes.get((first.language, first.text)) or untranslated.get(first.text, [])
        names = _narrowed(current, known, group)
        if len(names) > 1:
            ambiguous.append((group[0], names))
            continue
        name = names[0] if names else _free_name(slug(first.text), taken)
        taken.add(name)
        placed += [replace(row, concept=name) for row in group if not _stays_untranslated(current, name, row)]
    return Placed(placed, ambiguous)


def slug(text: str) -> str:
    """A name for a concept, made of a term: ``Buitenlandse Zaken`` gives ``buitenlandse-zaken``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_IN_NAMES.sub("-", letters).strip("-") or "concept"


def _homes(glossary: Glossary) -> dict[tuple[str, str], list[str]]:
    """The concepts that have a term."""
    homes: dict[tuple[str, str], list[str]] = {}
    for concept, term in glossary.rows():
        names = homes.setdefault((term.language, term.text), [])
        if concept not in names:
            names.append(concept)
    return homes


def _narrowed(current: Glossary, names: Sequence[str], group: Sequence[Row]) -> Sequence[str]:
    """Of several concepts with the first term, the one that allows all the terms, if there is one."""
    wanted = {(row.term.language, row.term.text) for row in group}
    for name in names if len(names) > 1 else ():
        terms = current.concepts[name].terms
        if wanted <= {(term.language, term.text) for term in terms if term.status is not Status.DEPRECATED}:
            return [name]
    return names


def _stays_untranslated(current: Glossary, name: str, row: Row) -> bool:
    """Whether a row only says that a term which is not to be translated is the same in another language."""
    concept = current.concepts.get(name)
    terms = concept.terms if concept else ()
    return any(term.do_not_translate and term.text == row.term.text for term in terms)


def _free_name(name: str, taken: set[str]) -> str:
    """The name, with a number if it is taken."""
    number = 2
    free = name
    while free in taken:
        free = f"{name}-{number}"
        number += 1
    return free
