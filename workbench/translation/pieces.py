"""What the constrained search must know of a target vocabulary: the text of each piece, and how phrases are spelt."""

from __future__ import annotations  # torch's types stand in signatures, and torch is only loaded when it is needed

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.translation.marian import MarianModel

if TYPE_CHECKING:
    from torch import Tensor

Tokens = tuple[int, ...]
_SPACE = "\u2581"
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


class PieceTable:
    """The pieces of a model's target vocabulary, classified once."""

    def __init__(self, model: MarianModel) -> None:
        """Classify every piece of ``model``'s target vocabulary."""
        self.model = model
        #: The text that each token adds; "" for a byte.
        self.texts = [piece.replace(_SPACE, " ") for piece in model.pieces]
        #: The byte that each byte-fallback token adds.
        self.bytes = {
            token: int(match[1], 16) for token, piece in enumerate(model.pieces) if (match := _BYTE.fullmatch(piece))
        }
        for token in self.bytes:
            self.texts[token] = ""
        self._never = set(model.suppressed_ids)
        #: True for tokens that surely continue a word; all others may end it.
        self.continues = [is_word(text[:1]) for text in self.texts]

    @cached_property
    def ends_word(self) -> Tensor:
        """True for tokens that may end a word: a mask of the vocabulary."""
        import torch

        return ~torch.tensor(self.continues)

    @cached_property
    def _opening(self) -> Tokens:
        return tuple(self.model.target_ids("("))

    def spelling(self, phrase: str) -> Tokens | None:
        """Tokens of ``phrase`` as words of their own, after a space; None if the model cannot write it."""
        return self._possible(tuple(self.model.target_ids(phrase)))

    def glued_spelling(self, phrase: str) -> Tokens | None:
        """Tokens of ``phrase`` right after a bracket, quotation mark or hyphen; None if there is no such spelling."""
        tokens = tuple(self.model.target_ids("(" + phrase))
        glued = tokens[len(self._opening) :] if tokens[: len(self._opening)] == self._opening else ()
        return self._possible(glued)

    def _possible(self, tokens: Tokens) -> Tokens | None:
        return tokens if tokens and self._never.isdisjoint(tokens) else None

    def is_inside_word(self, before: int, token: int) -> bool:
        """Whether ``token`` carries on the word that the token ``before`` it ends with."""
        return self.continues[token] and is_word(self.texts[before][-1:])

    def decode(self, token: int, pending: bytes) -> tuple[str, bytes]:
        """The text that ``token`` adds after the bytes of an unfinished character, and the bytes that now wait."""
        if token not in self.bytes:
            return ("\ufffd" if pending else "") + self.texts[token], b""
        pending += bytes([self.bytes[token]])
        try:
            return pending.decode("utf-8"), b""
        except UnicodeDecodeError as error:
            return ("", pending) if error.reason == "unexpected end of data" else ("\ufffd", b"")

    def written(self, tokens: Tokens) -> str:
        """The text that ``tokens`` write, without the space before it."""
        return "".join(text for text, _ in self._added(tokens)).strip()

    def ends(self, tokens: Tokens) -> list[tuple[int, int]]:
        """How far ``written(tokens)`` is after each of the tokens: (characters, bytes of an unfinished one)."""
        text, found = "", []
        for added, pending in self._added(tokens):
            text = (text + added).lstrip()
            found.append((len(text), len(pending)))
        return found

    def _added(self, tokens: Tokens) -> Iterator[tuple[str, bytes]]:
        pending = b""
        for token in tokens:
            text, pending = self.decode(token, pending)
            yield text, pending


def is_word(char: str) -> bool:
    """Whether ``char`` belongs to a word (``\\w`` of regular expressions)."""
    return char.isalnum() or char == "_"
