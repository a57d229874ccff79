"""Tables in two columns, source term and target term, as DeepL and many others give them.

A file can tell its languages: in the first row (``nl,en``), or in the third and fourth column of each row, as DeepL
exports them. Otherwise the user says them. There are no concepts in such a file: terms with the same source term
belong together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import GlossaryError
from workbench.glossary.csv_format import unguard
from workbench.glossary.exchange.base import Import, Languages, Row, Tally, language_tag, only_languages, tidy
from workbench.glossary.model import Term

SOURCE_NAMES = ("source", "source term", "source_term", "source entry")
TARGET_NAMES = ("target", "target term", "target_term", "target entry", "translation")
SOURCE_LANGUAGE_NAMES = ("source_lang", "source language", "source_language")
TARGET_LANGUAGE_NAMES = ("target_lang", "target language", "target_language")

_TAG = re.compile(r"\s*[a-z]{2,3}([-_][a-z0-9]{2,4})?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class _Layout:
    """Which columns hold what, and the languages where no column says them."""

    width: int
    source: int = 0
    target: int = 1
    source_tag: int | None = None
    target_tag: int | None = None
    languages: tuple[str, str] = ("", "")
    left_out: tuple[str, ...] = ()
    has_header: bool = True

    def pick(self, cells: Sequence[str], guarded: bool) -> tuple[str, str, str, str]:
        """Source, source language, target and target language. Raises ValueError if the row has other columns."""
        needed = max(column or 0 for column in (self.source, self.target, self.source_tag, self.target_tag))
        if len(cells) <= needed or any(cell.strip() for cell in cells[self.width :]):
            raise ValueError(f"has {len(cells)} cells instead of {self.width}")
        source, target = cells[self.source].strip(), cells[self.target].strip()
        if guarded:
            source, target = unguard(source), unguard(target)
        tags = [
            known if column is None else language_tag(cells[column])
            for column, known in zip((self.source_tag, self.target_tag), self.languages, strict=True)
        ]
        return source, tags[0], target, tags[1]


def read_pairs(
    rows: Sequence[tuple[int, list[str]]], name: str, languages: Languages, *, guarded: bool, unit: str
) -> Import:
    """The terms in the numbered rows of a table in two columns; the arguments are those of ``read_term_table``.

    Raises:
        GlossaryError: a row does not have two columns.
        UsageError: neither the file nor the user says the languages.
    """
    layout = _layout([row for _, row in rows], languages)
    if layout is None:
        what = f"{len(rows[0][1])} columns are neither terms (concept_id, lang, term, ...) nor pairs (source, target)"
        raise GlossaryError(name, what, place=f"{unit} {rows[0][0]}", mend="name the columns in the first row")
    tally = Tally()
    for column in layout.left_out:
        tally.add(f"column {column}: not held by a glossary, left out")
    found = []
    for number, cells in rows[layout.has_header :]:
        try:
            source, source_tag, target, target_tag = layout.pick(cells, guarded)
        except ValueError as error:
            raise GlossaryError(name, str(error), place=f"{unit} {number}") from None
        if source and target:
            group = f"{source_tag} {source}"
            found.append(Row(group, Term(source, source_tag), named=False))
            found.append(Row(group, Term(target, target_tag), named=False))
        else:
            tally.add("row with only one term: left out")
    return Import(tidy(only_languages(found, languages, tally), tally), list(tally.lines()))


def _layout(rows: Sequence[Sequence[str]], languages: Languages) -> _Layout | None:
    """The layout that the first row tells, or all rows where there is no header; None if they tell none."""
    header = [cell.strip().lower() for cell in rows[0]]
    width = len(header)
    source, target = _column(header, SOURCE_NAMES), _column(header, TARGET_NAMES)
    if source is not None and target is not None:
        tags = _column(header, SOURCE_LANGUAGE_NAMES), _column(header, TARGET_LANGUAGE_NAMES)
        left_out = tuple(name for place, name in enumerate(header) if name and place not in (source, target, *tags))
        return _Layout(width, source, target, *tags, languages.pair() if None in tags else ("", ""), left_out)
    if width == 2 and _are_tags(header, languages):
        return _Layout(width, languages=(language_tag(header[0]), language_tag(header[1])))
    if width == 2:
        return _Layout(width, languages=languages.pair(), has_header=False)
    if width >= 4 and all(len(row) >= 4 and _TAG.fullmatch(row[2]) and _TAG.fullmatch(row[3]) for row in rows):
        left_out = tuple(str(number) for number in range(5, width + 1))
        return _Layout(width, source_tag=2, target_tag=3, left_out=left_out, has_header=False)
    return None


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The place of the first column with one of the names."""
    return next((place for place, cell in enumerate(header) if cell in names), None)


def _are_tags(header: Sequence[str], languages: Languages) -> bool:
    """Whether a first row of two cells names languages: the wanted ones, or any two if the user said none."""
    first, second = map(language_tag, header)
    if first == second or not (_TAG.fullmatch(first) and _TAG.fullmatch(second)):
        return False
    return languages.choose(first) is not None and languages.choose(second) is not None
