"""Aligned text as the pairs (source, target): files of translation units, and documents, which have no target."""

from collections.abc import Iterator
from pathlib import Path

from workbench.documents.registry import read_document
from workbench.documents.unit_files import is_unit_file, read_units
from workbench.languages.sentences import splitter

Pair = tuple[str, str]


def read_pairs(path: Path, language: str, target: str) -> Iterator[Pair]:
    """The pairs of a file, by its suffix: one of translation units, or a document in ``language``.

    Raises:
        InputError: the file cannot be read, or is not what its suffix claims; names the line.
        UsageError: a suffix that no format has.
    """
    if is_unit_file(path):
        return ((unit.source, unit.target) for unit in read_units(path, language, target))
    document = read_document(path, splitter(language))
    return ((segment.source, "") for segment in document.segments)
