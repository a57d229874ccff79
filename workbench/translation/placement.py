"""Where a missing rendering belongs: the place in a draft at which the decoder looks at the words that it translates.

The draft is cut there, the rendering put after what stands before, and the model goes on from that prefix by itself
(prefix-constrained decoding, as interactive translation does after a correction). The rendering so takes the place of
the model's own translation and is not added to it.
"""

from __future__ import annotations  # torch's types stand in signatures

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.translation.pieces import PieceTable, Tokens, is_word

if TYPE_CHECKING:
    from torch import Tensor

#: The model looks at a term where so much of its attention lies on the term's words, or more than on any other.
CLEAR_LOOK = 0.4


def places_of(looks: Tensor, places: Sequence[int]) -> list[int]:
    """The target positions at which the rendering of the source tokens ``places`` may belong, the likelier first.

    ``looks`` is (target length, source length). The first position that clearly looks at ``places``, and where those
    begin that look at them most; if there are none, the first that looks at what follows them in the source: the model
    left them out.
    """
    nearest = looks[:, :-1].argmax(1)  # without the end of sentence, which attracts what is unsure
    on_it = (nearest >= min(places)) & (nearest <= max(places))
    shares = looks[:, list(places)].sum(1)
    clear = (on_it | (shares >= CLEAR_LOOK)).tolist()
    if any(clear):
        most = max(
            (number for number, is_clear in enumerate(clear) if is_clear), key=lambda number: float(shares[number])
        )
        while most and clear[most - 1]:
            most -= 1
        return list(dict.fromkeys((clear.index(True), most)))
    behind = (nearest > max(places)).nonzero().view(-1)
    return [int(behind[0]) if len(behind) else len(looks)]


def spliced(table: PieceTable, tokens: Sequence[int], position: int, renderings: Sequence[str]) -> Tokens | None:
    """``tokens`` up to the word at ``position``, and a rendering behind them; None if the model cannot write it.

    The rendering is the first one, or, where the draft has a plural there, the first that ends as a plural does.
    """
    if position == len(tokens):  # what the model left out at the end still stands in the sentence
        while position and not any(map(is_word, table.texts[tokens[position - 1]])):
            position -= 1
    while 0 < position < len(tokens) and table.is_inside_word(tokens[position - 1], tokens[position]):
        position -= 1
    while position and table.texts[tokens[position - 1]] == " ":  # the space of the word that is cut off
        position -= 1
    before = tuple(tokens[:position])
    text = table.written(before)
    rendering = renderings[0]
    if not text or text.endswith((".", "!", "?")):
        rendering = rendering[:1].upper() + rendering[1:]
    glued = bool(text) and not is_word(text[-1]) and text[-1] not in " .,;:?!"
    spelling = table.glued_spelling(rendering) if glued else table.spelling(rendering)
    return before + spelling if spelling else None
