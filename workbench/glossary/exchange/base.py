"""What all exchange formats share: what is read, what is written, and the list of what did not fit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

from workbench.errors import UsageError
from workbench.glossary.model import Glossary, Status, Term


@dataclass(frozen=True, slots=True)
class Row:
    """One term as a file has it.

    ``stated`` names the fields that the file says something about, even if only that they are empty; the others are
    guesses, and give way to what a glossary has. Where the file does not name its concepts (``named`` is false),
    ``concept`` only tells which rows belong together, and the first of them is the term to find the concept by.
    """

    concept: str
    term: Term
    stated: frozenset[str] = frozenset()
    named: bool = True


@dataclass(frozen=True)
class Import:
    """The terms of a file, and in words what was left out or guessed."""

    rows: Sequence[Row]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Export:
    """The bytes of a file, and in words what it cannot hold."""

    data: bytes
    losses: Sequence[str] = ()


@dataclass(frozen=True)
class Languages:
    """The languages that the user asked for, in order; all if there are none."""

    wanted: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Languages":
        """From ``nl,en``."""
        return cls(tuple(dict.fromkeys(language_tag(part) for part in text.split(",") if part.strip())))

    def choose(self, language: str) -> str | None:
        """The wanted language that this one is taken as: itself, or ``en`` for ``en-gb``; None if not wanted."""
        if not self.wanted or language in self.wanted:
            return language
        main = language.partition("-")[0]
        return main if main in self.wanted else None

    def pair(self) -> tuple[str, str]:
        """Source and target language. Raises UsageError unless there are exactly two."""
        if len(self.wanted) != 2:
            raise UsageError("a file in two columns needs a source and a target language: add --languages nl,en")
        return self.wanted[0], self.wanted[1]


class Format(Protocol):
    """An exchange format."""

    name: str
    title: str
    suffixes: tuple[str, ...]

    def read(self, data: bytes, name: str, languages: Languages) -> Import:
        """The terms in ``data``, the content of the file ``name``.

        Raises:
            InputError: the file is not of this format; names the line.
            UsageError: ``languages`` lacks what the format needs.
        """

    def write(self, glossary: Glossary, languages: Languages) -> Export:
        """The glossary as a file. Raises UsageError as ``read`` does."""


class Tally:
    """Remarks with how often each was made."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, remark: str, times: int = 1) -> None:
        """Note a remark."""
        self._counts[remark] += times

    def lines(self) -> Iterator[str]:
        """The remarks in words, in the order in which they were first made."""
        for remark, count in self._counts.items():
            yield f"{remark} ({count} time{'s' if count > 1 else ''})"


def language_tag(text: str) -> str:
    """A language tag (BCP 47) as glossaries write it: ``nl_NL`` is ``nl-nl``."""
    return text.strip().lower().replace("_", "-")


def filled_fields(term: Term) -> list[str]:
    """The fields of a term, besides its text, language and status, that have something in them."""
    return [name for name, default in _DEFAULTS.items() if getattr(term, name) != default]


_DEFAULTS = {entry.name: entry.default for entry in fields(Term) if entry.name not in ("text", "language", "status")}


def of_languages(glossary: Glossary, languages: Languages) -> list[tuple[str, list[Term]]]:
    """The concepts with those of their terms that are in a wanted language, without concepts that have none."""
    concepts = []
    for concept in glossary.concepts.values():
        terms = [term for term in concept.terms if not languages.wanted or term.language in languages.wanted]
        if terms:
            concepts.append((concept.id, terms))
    return concepts


def only_languages(rows: Iterable[Row], languages: Languages, tally: Tally) -> list[Row]:
    """The rows in a wanted language, with the wanted language's tag; says what was left out."""
    kept = []
    for row in rows:
        language = chosen_language(row.term.language, languages, tally)
        if language == row.term.language:
            kept.append(row)
        elif language is not None:
            kept.append(replace(row, term=replace(row.term, language=language)))
    return kept


def chosen_language(language: str, languages: Languages, tally: Tally, terms: int = 1) -> str | None:
    """The language that so many terms in ``language`` are taken in, None if they are left out, which is noted."""
    chosen = languages.choose(language)
    if not language:
        tally.add("term without a language: left out", terms)
        return None
    if chosen is None:
        tally.add(f"term in {language}, which is not wanted: left out", terms)
    elif chosen != language:
        tally.add(f"{language} is taken as {chosen}", terms)
    return chosen


def tidy(rows: Iterable[Row], tally: Tally) -> list[Row]:
    """The rows without repeats, and with at most one term stated as preferred a concept and language."""
    seen: set[tuple[str, str, str]] = set()
    preferred: set[tuple[str, str]] = set()
    kept = []
    for row in rows:
        concept, term = row.concept, row.term
        if (concept, term.language, term.text) in seen:
            if row.named:
                tally.add("term that stands twice in a concept: the first counts")
            continue
        seen.add((concept, term.language, term.text))
        if term.status is Status.PREFERRED and "status" in row.stated:
            if (concept, term.language) in preferred:
                tally.add("second preferred term of a concept and language: taken as admitted")
                row = replace(row, term=replace(term, status=Status.ADMITTED))
            preferred.add((concept, term.language))
        kept.append(row)
    return kept
