"""The lexicon of word alignment: how likely a word translates another, for each pair of languages a small file.

``SOURCE-TARGET.tsv.gz``: columns source, target, forward, reverse; words as ``languages.words.normalise`` has them,
probabilities p(target | source) and p(source | target). ``lexicon_training`` makes one from translated text.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import InputError
from workbench.files import decode, read_bytes, write_atomically
from workbench.resources import bundled

Probabilities = tuple[float, float]

_HEADER = "source\ttarget\tforward\treverse"
_NONE = (0.0, 0.0)


@dataclass(frozen=True)
class Lexicon:
    """Translation probabilities of pairs of normalised words, in both directions."""

    entries: Mapping[tuple[str, str], Probabilities]

    def probabilities(self, source: str, target: str) -> Probabilities:
        """p(target | source) and p(source | target); zero for an unknown pair."""
        return self.entries.get((source, target), _NONE)


def bundled_lexicon(source_language: str, target_language: str) -> Lexicon | None:
    """The lexicon that comes with the workbench for two languages; None if there is none."""
    path = bundled("alignment") / "lexicons" / f"{source_language}-{target_language}.tsv.gz"
    return read_lexicon(path) if path.is_file() else None


def read_lexicon(path: Path) -> Lexicon:
    """Raises InputError for a file that is not a lexicon; names the line."""
    try:
        lines = decode(gzip.decompress(read_bytes(path)), str(path)).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(path, f"is not gzip ({error})") from None
    if not lines or lines[0] != _HEADER:
        raise InputError(path, "has not the header of a lexicon", place="line 1")
    entries = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            source, target, forward, reverse = line.split("\t")
            entries[source, target] = (float(forward), float(reverse))
        except ValueError:
            raise InputError(path, "is not two words and two numbers", place=f"line {number}") from None
    return Lexicon(entries)


def write_lexicon(lexicon: Lexicon, path: Path) -> None:
    """Write a lexicon, sorted; the same lexicon gives the same bytes."""
    rows = [
        f"{source}\t{target}\t{forward:.3g}\t{reverse:.3g}"
        for (source, target), (forward, reverse) in sorted(lexicon.entries.items())
    ]
    write_atomically(path, gzip.compress("\n".join([_HEADER, *rows, ""]).encode(), 9, mtime=0))
