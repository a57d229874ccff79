"""Lexical constraints of one sentence for the constrained search: what must be generated, and what must not.

A constraint is met by any one of its alternatives (disjunctive), on word boundaries, and each occurrence is counted
for one constraint only. Forbidden phrases are found in the text itself, so that no other way of cutting a word into
pieces gets round them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from workbench.translation.marian import MarianModel

Tokens = tuple[int, ...]
#: After a completed rendering the word may still get one of these endings (the Party's, two Memoranda's, Partys).
ENDINGS = ("s", "'", "’", "es")


class PieceTable:
    """What the search must know of the pieces of a vocabulary."""

    def __init__(self, model: MarianModel) -> None:
        """Classify every piece of ``model``'s target vocabulary."""
        self.model = model
        #: The text that each token adds.
        self.texts = [piece.replace("\u2581", " ") for piece in model.pieces]
        #: True for pieces that continue a word.
        self.continues = torch.tensor([bool(text) and text[0].isalnum() for text in self.texts])
        self.starts_word = ~self.continues
        self.starts_word[model.eos] = True
        self.bad_after_term = self.continues & ~torch.tensor([text in ENDINGS for text in self.texts])

    @cached_property
    def _opening(self) -> Tokens:
        return tuple(self.model.target_ids("("))

    def spellings(self, rendering: str) -> list[tuple[Tokens, bool]]:
        """Ways to write a rendering: (tokens, whether they only fit right after a bracket, quote or hyphen)."""
        texts = dict.fromkeys((rendering, rendering[:1].upper() + rendering[1:]))
        found: dict[tuple[Tokens, bool], None] = {}
        for text in texts:
            found[tuple(self.model.target_ids(text)), False] = None
            glued = tuple(self.model.target_ids("(" + text))
            if glued[: len(self._opening)] == self._opening:
                found[glued[len(self._opening) :], True] = None
        return [(tokens, after_open) for tokens, after_open in found if tokens]


@dataclass(frozen=True)
class Constraint:
    """One of ``spellings`` must be generated."""

    spellings: Sequence[tuple[Tokens, bool]]

    @property
    def length(self) -> int:
        """Tokens of the longest spelling: what meeting the constraint counts for in the banks."""
        return max(len(tokens) for tokens, _ in self.spellings)


@dataclass(frozen=True, slots=True)
class State:
    """How far a hypothesis has met its constraints. ``active`` are (constraint, spelling, tokens matched)."""

    met: tuple[bool, ...]
    active: tuple[tuple[int, int, int], ...] = ()
    tail: str = ""
    after_term: bool = False
    after_forbidden: bool = False


class ConstraintSet:
    """The constraints and forbidden phrases of one sentence. An empty set allows everything."""

    def __init__(self, table: PieceTable, wanted: Sequence[Sequence[str]], forbidden: Sequence[str] = ()) -> None:
        """``wanted`` are the alternatives of each constraint, ``forbidden`` phrases that must not stand as words."""
        self.table = table
        self.constraints = [
            Constraint([spelling for text in alternatives for spelling in table.spellings(text)])
            for alternatives in wanted
        ]
        self._forbidden = _ending_in(forbidden)
        self._reach = max(map(len, forbidden), default=0) + 4

    @property
    def banks(self) -> int:
        """The progress of a hypothesis that has met everything."""
        return sum(constraint.length for constraint in self.constraints)

    def initial(self) -> State:
        """The state before the first token."""
        return State((False,) * len(self.constraints))

    def advance(self, state: State, token: int) -> State:
        """The state after ``token``. What is not allowed next is for ``disallowed``."""
        text = self.table.texts[token]
        tail = (state.tail + text)[-max(self._reach, 8) :]
        opened = not state.tail or not state.tail[-1].isalnum()
        active = self._progress(state, token, opened)
        complete = [(len(self._tokens(item)), item[0]) for item in active if item[2] == len(self._tokens(item))]
        met = state.met
        if complete:
            _, winner = max(complete, key=lambda item: (item[0], -item[1]))
            met = tuple(done or number == winner for number, done in enumerate(met))
            longest = max(length for length, _ in complete)
            # A longer rendering that has this one inside may still be on its way; all others start anew.
            active = [item for item in active if item[2] > longest and not met[item[0]]]
        return State(
            met=met,
            active=tuple(active),
            tail=tail,
            after_term=bool(complete),
            after_forbidden=bool(self._forbidden and self._forbidden.search(tail)),
        )

    def _progress(self, state: State, token: int, opened: bool) -> list[tuple[int, int, int]]:
        active = [
            (constraint, spelling, done + 1)
            for constraint, spelling, done in state.active
            if self.constraints[constraint].spellings[spelling][0][done] == token
        ]
        for number, constraint in enumerate(self.constraints):
            if not state.met[number]:
                for spelling, (tokens, after_open) in enumerate(constraint.spellings):
                    if tokens[0] == token and (opened or not after_open):
                        active.append((number, spelling, 1))
        return active

    def _tokens(self, item: tuple[int, int, int]) -> Tokens:
        return self.constraints[item[0]].spellings[item[1]][0]

    def disallowed(self, state: State) -> Tensor | None:
        """Mask of the vocabulary that may not come next, but for the end of sentence; None if all may."""
        if state.after_forbidden:
            return self.table.starts_word
        return self.table.bad_after_term if state.after_term else None

    def continuations(self, state: State) -> set[int]:
        """Tokens that bring a begun rendering further."""
        return {self._tokens(item)[item[2]] for item in state.active if item[2] < len(self._tokens(item))}

    def beginnings(self, state: State) -> set[int]:
        """Tokens that begin a rendering that is still wanted."""
        opened = not state.tail or not state.tail[-1].isalnum()
        return {
            tokens[0]
            for number, constraint in enumerate(self.constraints)
            if not state.met[number]
            for tokens, after_open in constraint.spellings
            if not after_open or (opened and state.tail)
        }

    def progress(self, state: State) -> int:
        """The bank of a hypothesis: tokens of met constraints and of the furthest begun one."""
        total = sum(self.constraints[number].length for number, done in enumerate(state.met) if done)
        begun = max((min(item[2], self.constraints[item[0]].length - 1) for item in state.active), default=0)
        return total + begun

    def done(self, state: State) -> bool:
        """Whether the sentence may end here."""
        return all(state.met) and not state.after_forbidden


def _ending_in(phrases: Sequence[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    choices = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{choices})(?:s|es|['’]s?)?$", re.IGNORECASE)
