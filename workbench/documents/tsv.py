r"""Bilingual TSV: a header ``source<TAB>target``, then one segment a line, UTF-8, line feeds.

A backslash, tab, line feed or carriage return inside a cell is written ``\\``, ``\t``, ``\n`` or ``\r``, so that every
line has exactly two cells and reading gives back what was written.
"""

import re
from collections.abc import Iterable

from workbench.documents.bilingual import BilingualSegment
from workbench.errors import InputError
from workbench.files import decode

HEADER = "source\ttarget"
ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
CHARACTERS = {escape: character for character, escape in ESCAPES.items()}


def write_tsv(segments: Iterable[BilingualSegment]) -> bytes:
    """The sources and targets as bilingual TSV."""
    rows = [f"{escape(segment.source)}\t{escape(segment.target)}" for segment in segments]
    return ("\n".join([HEADER, *rows]) + "\n").encode()


def read_tsv(data: bytes, name: str) -> list[tuple[str, str]]:
    """The (source, target) pairs of bilingual TSV.

    Raises:
        InputError: no header, or a line that has not exactly two cells.
    """
    lines = decode(data, name).split("\n")
    if lines[0].rstrip("\r") != HEADER:
        raise InputError(name, "has no header 'source<TAB>target'", place="line 1", mend="add it as the first line")
    pairs = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.removesuffix("\r").split("\t")
        if len(cells) == 2:
            pairs.append((unescape(cells[0]), unescape(cells[1])))
        elif line.strip():
            raise InputError(name, f"has {len(cells)} cells instead of 2", place=f"line {number}")
    return pairs


def escape(text: str) -> str:
    """The text as a cell."""
    return re.sub(r"[\\\t\n\r]", lambda match: ESCAPES[match.group()], text)


def unescape(cell: str) -> str:
    """The text of a cell; a backslash before anything else stands for itself."""
    return re.sub(r"\\[\\tnr]", lambda match: CHARACTERS[match.group()], cell)
