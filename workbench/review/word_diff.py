"""What differs between two texts, word by word, for change tracking: nothing of either text is lost."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class PieceKind(StrEnum):
    """Whether a piece stands in both texts, only in the old one, or only in the new one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one of the texts, or of both."""

    kind: PieceKind
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in order. Those that are not ADDED make up ``old``, those that are not REMOVED make up ``new``.

    The shortest edit script over words, spaces and punctuation marks (indel distance); a removal stands before the
    addition that takes its place.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    removed, added = "", ""
    for step in Indel.opcodes(before, after):
        gone, come = "".join(before[step.src_start : step.src_end]), "".join(after[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces += _changed(removed, added)
            pieces.append(Piece(PieceKind.SAME, gone))
            removed, added = "", ""
        else:
            removed, added = removed + gone, added + come
    return pieces + _changed(removed, added)


def _changed(removed: str, added: str) -> list[Piece]:
    pieces = [Piece(PieceKind.REMOVED, removed), Piece(PieceKind.ADDED, added)]
    return [piece for piece in pieces if piece.text]
