"""The glossary on disk: CSV (RFC 4180), UTF-8, one row a term, so that a change shows as one line in git.

The twelve columns of the contract are required, in any order. The optional column ``context`` holds words separated
by `` | `` that decide for a concept where two concepts share a term.
"""

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from workbench.errors import GlossaryError
from workbench.files import decode, read_bytes
from workbench.glossary.model import Glossary, Review, Status, Term

COLUMNS = (
    "concept_id", "lang", "term", "status", "part_of_speech", "domain", "definition", "note", "source",
    "case_sensitive", "do_not_translate", "review",
)  # fmt: skip
OPTIONAL_COLUMNS = ("context",)
CONTEXT_SEPARATOR = "|"

_YES, _NO = {"yes", "true", "1"}, {"", "no", "false", "0"}
Choice = TypeVar("Choice", bound=StrEnum)


def read_glossary(path: Path) -> Glossary:
    """Read a glossary file. Raises GlossaryError naming the line of the first thing that breaks the format."""
    text = decode(read_bytes(path), str(path))
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            what = f"not a glossary: column {missing[0]} is missing"
            raise GlossaryError(path, what, place="line 1", mend=f"the first line must be {','.join(COLUMNS)}")
        return Glossary.of(path.stem, _terms(rows, path))
    except csv.Error as error:
        raise GlossaryError(path, f"not CSV ({error})", place=f"line {rows.line_num}") from None


def _terms(rows: "csv.DictReader[str]", path: Path) -> Iterator[tuple[str, Term]]:
    preferred: set[tuple[str, str]] = set()
    for row in rows:
        place = f"line {rows.line_num}"
        if None in row or None in row.values():
            raise GlossaryError(
                path, f"not {len(rows.fieldnames or ())} cells", place=place, mend="quote cells with commas"
            )
        concept, term = row["concept_id"].strip(), _term(row, path, place)
        if not concept or not term.text:
            raise GlossaryError(path, "concept_id and term must not be empty", place=place)
        if term.status is Status.PREFERRED:
            if (concept, term.language) in preferred:
                what = f"second preferred {term.language} term {term.text!r} of concept {concept}"
                raise GlossaryError(path, what, place=place, mend="make one of them admitted")
            preferred.add((concept, term.language))
        yield concept, term


def _term(row: dict[str, str], path: Path, place: str) -> Term:
    def choice(column: str, kind: type[Choice], default: Choice) -> Choice:
        value = row[column].strip().lower()
        try:
            return kind(value) if value else default
        except ValueError:
            mend = f"write {', '.join(kind)}"
            raise GlossaryError(path, f"{column} {row[column]!r} is unknown", place=place, mend=mend) from None

    def flag(column: str) -> bool:
        value = row[column].strip().lower()
        if value not in _YES | _NO:
            raise GlossaryError(
                path, f"{column} {row[column]!r} is unknown", place=place, mend="write yes or leave it empty"
            )
        return value in _YES

    context = (row.get("context") or "").split(CONTEXT_SEPARATOR)
    return Term(
        text=row["term"].strip(),
        language=row["lang"].strip().lower(),
        status=choice("status", Status, Status.PREFERRED),
        part_of_speech=row["part_of_speech"].strip(),
        domain=row["domain"].strip(),
        definition=row["definition"].strip(),
        note=row["note"].strip(),
        source=row["source"].strip(),
        case_sensitive=flag("case_sensitive"),
        do_not_translate=flag("do_not_translate"),
        review=choice("review", Review, Review.APPROVED),
        context=tuple(word.strip() for word in context if word.strip()),
    )
