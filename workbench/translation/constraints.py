"""Lexical constraints of one sentence: an automaton over the text of a hypothesis, character by character.

A constraint is met by any one of its alternatives (disjunctive), on word boundaries, and every occurrence counts for
one constraint only; of renderings that overlap the longest counts. Since the automaton reads text and not tokens, it
makes no difference how the tokenizer spells a word: a rendering counts, and a forbidden phrase is blocked, in every
spelling. States are numbered as they are found and transitions remembered, so that a step costs a dictionary lookup.
"""

from __future__ import annotations  # torch's types stand in signatures

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.translation.pieces import PieceTable, is_word

if TYPE_CHECKING:
    from torch import Tensor

#: What may follow a rendering in the same word: the Party's, two Memorandums, the Parties' agreement.
ENDINGS = ("s", "es", "'", "’", "'s", "’s")


@dataclass(frozen=True)
class Pattern:
    """A phrase that is looked for in the text; forbidden if it belongs to no constraint.

    ``tokens_at`` counts the tokens of the phrase that are written after so many characters; ``next_tokens`` are those
    that go on after so many characters and bytes of an unfinished one.
    """

    text: str
    exact: bool
    constraints: tuple[int, ...]
    tokens_at: tuple[int, ...]
    next_tokens: dict[tuple[int, int], frozenset[int]]

    def continues(self, done: int, char: str) -> bool:
        """Whether ``char`` is the next character after ``done`` ones; upper and lower case are one unless exact."""
        wanted = self.text[done]
        return char == wanted or (not self.exact and char.lower() == wanted.lower())

    def goes_on(self, done: int, pending: bytes) -> bool:
        """Whether more is to come after ``done`` characters, and may begin with the bytes ``pending``."""
        if done == len(self.text) or not pending:
            return done < len(self.text)
        return any(char.encode().startswith(pending) for char in (self.text[done], self.text[done].swapcase()))


@dataclass(frozen=True, slots=True)
class Held:
    """A rendering that stands, and counts unless the word goes on or a longer rendering turns out to contain it.

    ``span`` is the number of characters since its start, ``suffix`` what followed it in the same word, ``closed``
    whether that word has ended.
    """

    constraint: int
    span: int
    suffix: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """All that matters of the text so far. ``active`` are (pattern, characters matched), the earliest start first."""

    met: int = 0  # a bit for each constraint
    active: tuple[tuple[int, int], ...] = ()
    held: Held | None = None
    in_word: bool = False
    sentence_start: bool = True
    glue: bool = False  # the last character lets a word begin without a space
    spaced: bool = False  # the last character is a space: a piece of its own, before a word that is spelt in small ones
    blocked: bool = False  # a forbidden phrase stands at the end: only a longer word can save it
    dead: bool = False  # a forbidden phrase stands in the text
    pending: bytes = b""

    @property
    def opens(self) -> bool:
        """Whether a word has begun of which no character stands yet, only the space or some bytes before it."""
        return self.spaced or (bool(self.pending) and not self.in_word)


class ConstraintSet:
    """The constraints and forbidden phrases of one sentence. An empty set allows everything."""

    def __init__(
        self,
        table: PieceTable,
        wanted: Sequence[Sequence[str]],
        forbidden: Sequence[str] = (),
        places: Sequence[Sequence[int]] = (),
    ) -> None:
        """``wanted`` are the alternatives of each constraint, ``forbidden`` phrases that must not stand as words.

        ``places`` are the source token positions that each constraint translates; empty: unknown.
        """
        self.table = table
        self.places = [tuple(place) for place in places] or [()] * len(wanted)
        self._starts: list[dict[str, set[int]]] = []
        owners: dict[str, list[int]] = defaultdict(list)
        for number, alternatives in enumerate(wanted):
            starts = {kind: set[int]() for kind in ("spaced", "capital", "glued")}
            for text in dict.fromkeys(" ".join(text.split()) for text in alternatives):
                if self._add_starts(text, starts):
                    owners[text].append(number)
            self._starts.append(starts)
        #: Constraints that are given up: the vocabulary lacks a character, or no rendering leaves room for a sentence.
        self.impossible = [number for number, starts in enumerate(self._starts) if not starts["spaced"]]
        self._patterns = [_required(table, text, tuple(numbers)) for text, numbers in owners.items()]
        self._patterns += [_forbidden(phrase, ending) for phrase in forbidden for ending in ("", "s", "es")]
        self.lengths = [
            max((pattern.tokens_at[-1] for pattern in self._patterns if number in pattern.constraints), default=0)
            for number in range(len(wanted))
        ]
        self._by_first: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(self._patterns):
            self._by_first[pattern.text[0].lower()].append(number)
        self._states = [State(met=sum(1 << number for number in self.impossible))]
        self._numbers = {self._states[0]: 0}
        self._next: dict[tuple[int, int], int] = {}
        self._banks: dict[int, int] = {}
        self._proposals: dict[int, tuple[frozenset[int], tuple[tuple[int, int], ...]]] = {}

    def _add_starts(self, text: str, starts: dict[str, set[int]]) -> bool:
        spaced = self.table.spelling(text)
        if not spaced or len(spaced) > self.table.model.max_positions // 2:
            return False
        starts["spaced"].add(spaced[0])
        capital = self.table.spelling(text[:1].upper() + text[1:])
        starts["capital"] |= {capital[0]} if capital else set()
        glued = self.table.glued_spelling(text)
        starts["glued"] |= {glued[0]} if glued else set()
        return True

    @property
    def banks(self) -> int:
        """The bank of a hypothesis that has met everything: the tokens of all constraints."""
        return sum(self.lengths)

    @property
    def initial(self) -> int:
        """The state before the first token."""
        return 0

    def advance(self, state: int, token: int) -> int:
        """The state after ``token``."""
        key = state, token
        found = self._next.get(key)
        if found is None:
            before = self._states[state]
            text, pending = self.table.decode(token, before.pending)
            after = replace(before, pending=pending)
            for char in text:
                after = self._read(after, char)
            found = self._next[key] = self._number(after)
        return found

    def _number(self, state: State) -> int:
        if state not in self._numbers:
            self._numbers[state] = len(self._states)
            self._states.append(state)
        return self._numbers[state]

    def _read(self, state: State, char: str) -> State:
        """The state after one more character."""
        word = is_word(char)
        dead = state.dead or (state.blocked and not word)
        active = [
            (number, done + 1)
            for number, done in state.active
            if done < len(self._patterns[number].text) and self._patterns[number].continues(done, char)
        ]
        if not state.in_word:
            active += [
                (number, 1)
                for number in self._by_first.get(char.lower(), ())
                if self._patterns[number].continues(0, char)
            ]
        complete = [item for item in active if item[1] == len(self._patterns[item[0]].text)]
        blocked = any(not self._patterns[number].constraints for number, _ in complete)
        met, held = self._hold(state, char, active)
        met, held, active = self._complete(met, held, active, complete)
        return State(
            met=met,
            active=tuple(active),
            held=held,
            in_word=word,
            sentence_start=char in ".?!" or (state.sentence_start and not word),
            glue=not word and char not in " .,;:?!",
            spaced=char == " ",
            blocked=blocked,
            dead=dead,
        )

    def _hold(self, state: State, char: str, active: Sequence[tuple[int, int]]) -> tuple[int, Held | None]:
        """What becomes of the held rendering: it goes on waiting, counts, or was only the start of another word."""
        held = state.held
        if held is None:
            return state.met, None
        held = replace(held, span=held.span + 1)
        if not held.closed:
            suffix = held.suffix + char
            if any(ending.startswith(suffix) for ending in ENDINGS):
                held = replace(held, suffix=suffix)
            elif is_word(char):
                return state.met, None
            else:
                held = replace(held, closed=True)
        if held.closed and not self._is_covered(held, active):
            return state.met | 1 << held.constraint, None
        return state.met, held

    def _is_covered(self, held: Held, active: Sequence[tuple[int, int]]) -> bool:
        """Whether a longer rendering that contains the held one is on its way."""
        return any(done >= held.span and self._patterns[number].constraints for number, done in active)

    def _complete(
        self, met: int, held: Held | None, active: list[tuple[int, int]], complete: Sequence[tuple[int, int]]
    ) -> tuple[int, Held | None, list[tuple[int, int]]]:
        """Take the longest rendering that ends here, instead of a held one that it contains."""
        for number, done in sorted(complete, key=lambda item: -item[1]):
            if held and done < held.span and not held.closed:
                continue
            before = met if held is None or held.span <= done else met | 1 << held.constraint
            wanted = [owner for owner in self._patterns[number].constraints if not before >> owner & 1]
            if wanted:
                # What began inside the rendering belongs to it; what contains it may still become longer.
                active = [item for item in active if item[1] >= done or not self._patterns[item[0]].constraints]
                return before, Held(wanted[0], done), active
        return met, held, active

    def is_dead(self, state: int) -> bool:
        """Whether a forbidden phrase stands in the text."""
        return self._states[state].dead

    def disallowed(self, state: int) -> Tensor | None:
        """Mask of the vocabulary that may not come next; None if all may. The end of sentence is for ``done``."""
        return self.table.ends_word if self._states[state].blocked else None

    def proposals(self, state: int) -> tuple[frozenset[int], tuple[tuple[int, int], ...]]:
        """Tokens that carry a begun rendering on, and (constraint, token) that would begin one that is still wanted."""
        if state not in self._proposals:
            found = self._states[state]
            unmet = [number for number in range(len(self.lengths)) if not self._counted(found) >> number & 1]
            going: set[int] = set()
            for number, done in self._begun(found):
                if not set(self._patterns[number].constraints).isdisjoint(unmet):
                    going |= self._patterns[number].next_tokens.get((done, len(found.pending)), frozenset())
            kinds = ["spaced"] + ["capital"] * found.sentence_start + ["glued"] * found.glue
            beginnings = {(number, token) for number in unmet for kind in kinds for token in self._starts[number][kind]}
            self._proposals[state] = frozenset(going), tuple(sorted(beginnings))
        return self._proposals[state]

    def _begun(self, state: State) -> Sequence[tuple[int, int]]:
        """(pattern, characters matched) of all renderings that the text may be in the middle of."""
        opened = [(number, 0) for number in range(len(self._patterns))] if state.opens else []
        return [item for item in (*state.active, *opened) if self._patterns[item[0]].goes_on(item[1], state.pending)]

    @staticmethod
    def _counted(state: State) -> int:
        return state.met | (1 << state.held.constraint if state.held else 0)

    def met(self, state: int) -> int:
        """The constraints that would be met if the sentence ended here, a bit for each."""
        return self._counted(self._states[state])

    def bank(self, state: int) -> int:
        """How far a hypothesis is: the tokens of met constraints and of the furthest begun one."""
        if state not in self._banks:
            found = self._states[state]
            counted = self._counted(found)
            total = sum(length for number, length in enumerate(self.lengths) if counted >> number & 1)
            begun = [
                min(pattern.tokens_at[done] + len(found.pending), self.lengths[owner] - 1)
                for number, done in self._begun(found)
                for pattern in [self._patterns[number]]
                for owner in pattern.constraints
                if not counted >> owner & 1
            ]
            self._banks[state] = total + max(begun, default=0)
        return self._banks[state]

    def done(self, state: int) -> bool:
        """Whether the sentence may end here: everything is met, and nothing forbidden stands at the end."""
        found = self._states[state]
        return self._counted(found) == (1 << len(self.lengths)) - 1 and not (found.blocked or found.dead)


def _required(table: PieceTable, text: str, constraints: tuple[int, ...]) -> Pattern:
    """The pattern of a rendering; an acronym must keep its capitals (WHO is not who)."""
    spellings = [table.spelling(text), table.spelling(text[:1].upper() + text[1:]), table.glued_spelling(text)]
    text = table.written(spellings[0] or ())  # the tokenizer may normalise characters
    next_tokens: dict[tuple[int, int], set[int]] = defaultdict(set)
    for tokens in spellings:
        for end, token in zip(table.ends(tokens or ()), (tokens or ())[1:], strict=False):
            next_tokens[end].add(token)
    whole = [(number, end) for number, (end, pending) in enumerate(table.ends(spellings[0] or ()), 1) if not pending]
    counts = tuple(max((number for number, end in whole if end <= done), default=0) for done in range(len(text) + 1))
    frozen = {end: frozenset(tokens) for end, tokens in next_tokens.items()}
    return Pattern(text, text.isupper() and len(text) > 1, constraints, counts, frozen)


def _forbidden(phrase: str, ending: str) -> Pattern:
    text = " ".join(phrase.split()) + ending
    return Pattern(text, exact=False, constraints=(), tokens_at=(0,) * (len(text) + 1), next_tokens={})
