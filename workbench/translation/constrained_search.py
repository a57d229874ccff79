"""Constrained beam search: every hypothesis meets all constraints of its sentence before it may end.

Hypotheses compete in banks of equal progress, so that those that have already paid for a constraint are not thrown
out by those that still have it before them (dynamic beam allocation, Post and Vilar 2018, N18-1119). A rendering may
begin where the model finds it likely enough, where the sentence would otherwise end, or once half of the length limit
is used up; begun ones are always carried on. One forward pass serves all sentences of a batch.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.translation.constraints import ConstraintSet, State
from workbench.translation.marian import MarianModel
from workbench.translation.search import NEVER, Hypothesis, length_limit

#: A rendering may begin at a token of at least this log probability.
BEGIN_ABOVE = -7.0


@dataclass(frozen=True, slots=True)
class _Beam:
    tokens: tuple[int, ...]
    score: float
    state: State


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    origin: int
    token: int
    state: State
    bank: int


@torch.inference_mode()
def constrained_search(
    model: MarianModel,
    sources: Sequence[Sequence[int]],
    constraints: Sequence[ConstraintSet],
    *,
    beams: int = 8,
    length_penalty: float = 1.0,
) -> list[Hypothesis]:
    """The best hypothesis of each sentence that meets its constraints.

    ``sources`` are token ids with the end of sentence. A sentence whose constraints cannot be met within its length
    limit gets the hypothesis that met the most, with ``finished`` false.
    """
    sentences = [
        _Sentence(constraint_set, beams, length_penalty, length_limit(len(source), model) + constraint_set.banks)
        for source, constraint_set in zip(sources, constraints, strict=True)
    ]
    open_sentences = list(sentences)
    state = model.encode(sources, beams)
    while open_sentences:
        last = [
            beam.tokens[-1] if beam.tokens else model.start for sentence in open_sentences for beam in sentence.beams
        ]
        log_probs = model.step(state, torch.tensor(last))
        log_probs[:, model.suppressed] = NEVER
        origins = [
            row * beams + origin
            for row, sentence in enumerate(open_sentences)
            for origin in sentence.advance(log_probs[row * beams : (row + 1) * beams], model)
        ]
        state.reorder(torch.tensor(origins))
        going = [row for row, sentence in enumerate(open_sentences) if not sentence.settled(model)]
        if 0 < len(going) < len(open_sentences):
            state.keep((torch.tensor(going)[:, None] * beams + torch.arange(beams)).view(-1))
        open_sentences = [open_sentences[row] for row in going]
    return [sentence.best() for sentence in sentences]


class _Sentence:
    """The beams of one sentence and its finished hypotheses."""

    def __init__(self, constraints: ConstraintSet, width: int, length_penalty: float, limit: int) -> None:
        self.constraints, self.width, self.penalty, self.limit = constraints, width, length_penalty, limit
        start = _Beam((), 0.0, constraints.initial())
        self.beams = [start, *[_Beam((), NEVER, start.state)] * (width - 1)]
        self.finished: list[Hypothesis] = []

    def advance(self, log_probs: Tensor, model: MarianModel) -> list[int]:
        """Extend the beams by a token, given (beams, vocabulary); returns the beam that each new one continues."""
        self._forbid(log_probs, model)
        chosen = self._allocate(self._candidates(log_probs, model))
        former = self.beams
        self.beams = [_Beam((*former[item.origin].tokens, item.token), item.score, item.state) for item in chosen] or [
            _Beam((*beam.tokens, model.pad), NEVER, beam.state) for beam in former
        ]
        origins = [item.origin for item in chosen] or list(range(self.width))
        while len(self.beams) < self.width:
            self.beams.append(_Beam(self.beams[0].tokens, NEVER, self.beams[0].state))
            origins.append(origins[0])
        return origins

    def _forbid(self, log_probs: Tensor, model: MarianModel) -> None:
        for row, beam in enumerate(self.beams):
            mask = self.constraints.disallowed(beam.state)
            if mask is not None:
                log_probs[row].masked_fill_(mask, NEVER)

    def _candidates(self, log_probs: Tensor, model: MarianModel) -> list[_Candidate]:
        scores = torch.tensor([beam.score for beam in self.beams])
        total = log_probs + scores[:, None]
        best = log_probs.argmax(1).tolist()
        wanted: dict[tuple[int, int], None] = {}
        for place in total.view(-1).topk(2 * self.width).indices.tolist():
            wanted[divmod(place, total.shape[1])] = None
        for row, beam in enumerate(self.beams):
            if beam.score <= NEVER:
                continue
            wanted[row, best[row]] = None
            must_begin = best[row] == model.eos or len(beam.tokens) > self.limit // 2
            for token in self.constraints.continuations(beam.state):
                wanted[row, token] = None
            for token in self.constraints.beginnings(beam.state):
                if must_begin or log_probs[row, token] > BEGIN_ABOVE:
                    wanted[row, token] = None
        found = []
        for row, token in wanted:
            score, beam = float(total[row, token]), self.beams[row]
            if score <= NEVER:
                continue
            if token == model.eos:
                self._finish(beam, score)
            elif token != model.eos:
                state = self.constraints.advance(beam.state, token)
                found.append(_Candidate(score, row, token, state, self.constraints.progress(state)))
        return found

    def _finish(self, beam: _Beam, score: float) -> None:
        if self.constraints.done(beam.state):
            self.finished.append(Hypothesis(beam.tokens, score / (len(beam.tokens) + 1) ** self.penalty))

    def _allocate(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Fill the beam in turns: the best of every bank, the fullest bank first, then the second best, and so on."""
        banks: dict[int, list[_Candidate]] = defaultdict(list)
        for candidate in sorted(candidates, key=lambda candidate: -candidate.score):
            banks[candidate.bank].append(candidate)
        order = [banks[number] for number in sorted(banks, reverse=True)]
        chosen: list[_Candidate] = []
        for turn in range(max(map(len, order), default=0)):
            chosen += [bank[turn] for bank in order if turn < len(bank)]
            if len(chosen) >= self.width:
                break
        return chosen[: self.width]

    def settled(self, model: MarianModel) -> bool:
        """Whether nothing better can come: enough is finished and no open hypothesis scores higher, or the limit."""
        length = len(self.beams[0].tokens)
        if length >= self.limit or length >= model.max_positions - 1 or all(beam.score <= NEVER for beam in self.beams):
            return True
        if not self.finished:
            return False
        ahead: float = max(beam.score for beam in self.beams) / length**self.penalty
        return bool(ahead <= max(hypothesis.score for hypothesis in self.finished))

    def best(self) -> Hypothesis:
        """The best finished hypothesis, or the open one that has met the most."""
        if self.finished:
            return max(self.finished, key=lambda hypothesis: hypothesis.score)
        beam = max(self.beams, key=lambda beam: (self.constraints.progress(beam.state), beam.score))
        return Hypothesis(beam.tokens, beam.score / max(1, len(beam.tokens)) ** self.penalty, finished=False)
