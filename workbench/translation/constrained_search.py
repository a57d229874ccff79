"""Constrained beam search: a hypothesis ends only when it has met all constraints of its sentence.

Hypotheses compete in banks of equal progress, so that those that have already paid for a constraint are not thrown
out by those that still have it before them (dynamic beam allocation, Post and Vilar 2018, N18-1119). One forward pass
serves all hypotheses of a batch, and candidates are drawn from it with one sort, as in Hu et al. 2019 (N19-1090).

The attention of the decoder decides where a rendering may begin (Hasler et al. 2018, N18-2081): where the model looks
at the words that the constraint translates, where it finds the rendering likely anyway, or, so that no constraint is
lost, where the sentence would otherwise end, half of the length limit is used up, or only room for the rest is left.
Whatever else is written while the model looks at those words costs PLACE_COST, for it is most likely the model's own
translation of the term.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.translation.constraints import ConstraintSet
from workbench.translation.marian import MarianModel
from workbench.translation.search import NEVER, Hypothesis, length_limit

#: A rendering may begin at a token of at least this log probability,
BEGIN_ABOVE = -3.0
#: or, if at least this share of the attention lies on its source words, of at least this one.
LOOKING, BEGIN_LOOKING_ABOVE = 0.3, -12.0
#: Nats for a token that is not part of a rendering, times the attention that lies on the source words of terms.
PLACE_COST = 1.0


@dataclass(frozen=True, slots=True)
class _Beam:
    tokens: tuple[int, ...]
    score: float
    state: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    origin: int
    token: int
    state: int
    bank: int


@torch.inference_mode()
def constrained_search(
    model: MarianModel,
    sources: Sequence[Sequence[int]],
    constraints: Sequence[ConstraintSet],
    *,
    beams: int = 8,
    length_penalty: float = 1.0,
    n_best: int = 1,
) -> list[list[Hypothesis]]:
    """The best ``n_best`` hypotheses of each sentence that meet its constraints, the best first.

    ``sources`` are token ids with the end of sentence. A sentence whose constraints cannot all be met within its
    length limit gets one hypothesis, which met the most, with ``finished`` false.
    """
    sentences = [
        _Sentence(model, constraint_set, beams, length_penalty, len(source))
        for source, constraint_set in zip(sources, constraints, strict=True)
    ]
    open_sentences, masks = list(sentences), _place_masks(sources, constraints)
    state = model.encode(sources, beams)
    while open_sentences:
        last = torch.tensor([token for sentence in open_sentences for token in sentence.last_tokens()])
        log_probs, attention = model.step_with_attention(state, last)
        log_probs[:, model.suppressed] = NEVER
        looks = torch.einsum("sbl,scl->sbc", attention.view(len(open_sentences), beams, -1), masks)
        origins = _advance(open_sentences, log_probs.view(len(open_sentences), beams, -1), looks)
        state.reorder(torch.tensor(origins))
        going = [row for row, sentence in enumerate(open_sentences) if not sentence.settled()]
        if 0 < len(going) < len(open_sentences):
            kept = torch.tensor(going)
            state.keep((kept[:, None] * beams + torch.arange(beams)).view(-1))
            masks = masks[kept]
        open_sentences = [open_sentences[row] for row in going]
    return [sentence.best(n_best) for sentence in sentences]


def _place_masks(sources: Sequence[Sequence[int]], constraints: Sequence[ConstraintSet]) -> Tensor:
    """One where a source token belongs to a constraint: (sentences, constraints, source length)."""
    count = max((len(constraint_set.places) for constraint_set in constraints), default=0)
    masks = torch.zeros(len(sources), max(1, count), max(map(len, sources)))
    for row, constraint_set in enumerate(constraints):
        for number, places in enumerate(constraint_set.places):
            masks[row, number, list(places)] = 1.0
    return masks


def _advance(sentences: Sequence["_Sentence"], log_probs: Tensor, looks: Tensor) -> list[int]:
    """Extend the beams of all sentences by a token; returns the row that each new row continues.

    ``log_probs`` is (sentences, beams, vocabulary), ``looks`` the attention on each constraint's source words,
    (sentences, beams, constraints).
    """
    beams, vocabulary = log_probs.shape[1:]
    for row, sentence in enumerate(sentences):
        sentence.forbid(log_probs[row])
    costs = PLACE_COST * looks.sum(2)
    scores = torch.tensor([[beam.score for beam in sentence.beams] for sentence in sentences]) - costs
    total = log_probs + scores[:, :, None]
    top = total.view(len(sentences), -1).topk(2 * beams)
    best = log_probs.argmax(2)
    asked = [sentence.asked(best[row].tolist(), looks[row].tolist()) for row, sentence in enumerate(sentences)]
    places = torch.tensor(
        [(row, beam, token) for row, found in enumerate(asked) for beam, token, _, _ in found], dtype=torch.long
    ).view(-1, 3)
    likely = log_probs[places[:, 0], places[:, 1], places[:, 2]].tolist()
    origins: list[int] = []
    start = 0
    for row, sentence in enumerate(sentences):
        free = [
            (place // vocabulary, place % vocabulary, score)
            for place, score in zip(top.indices[row].tolist(), top.values[row].tolist(), strict=True)
        ]
        wanted = [
            (beam, token, score - PLACE_COST * spent)
            for (beam, token, floor, spent), log_prob in zip(asked[row], likely[start:], strict=False)
            for score in [sentence.beams[beam].score + log_prob]
            if log_prob > floor
        ]
        start += len(asked[row])
        origins += [row * beams + origin for origin in sentence.advance(free, wanted)]
    return origins


class _Sentence:
    """The beams of one sentence and its finished hypotheses."""

    def __init__(
        self, model: MarianModel, constraints: ConstraintSet, width: int, length_penalty: float, source_tokens: int
    ) -> None:
        self.model, self.constraints, self.width, self.penalty = model, constraints, width, length_penalty
        self.limit = min(length_limit(source_tokens, model) + constraints.banks, model.max_positions - 1)
        self.beams = [_Beam((), 0.0, constraints.initial), *[_Beam((), NEVER, constraints.initial)] * (width - 1)]
        self.finished: list[Hypothesis] = []

    def last_tokens(self) -> list[int]:
        """The last token of each beam."""
        return [beam.tokens[-1] if beam.tokens else self.model.start for beam in self.beams]

    def forbid(self, log_probs: Tensor) -> None:
        """Take from (beams, vocabulary) what would end a forbidden word."""
        for row, beam in enumerate(self.beams):
            mask = self.constraints.disallowed(beam.state)
            if mask is not None:
                log_probs[row].masked_fill_(mask, NEVER)

    def asked(self, best: Sequence[int], looks: Sequence[Sequence[float]]) -> list[tuple[int, int, float, float]]:
        """Candidates beside the most likely ones: (beam, token, least log probability, attention to pay for).

        ``best`` is the most likely token of each beam, ``looks`` the attention on each constraint's source words.
        """
        found = []
        for row, beam in enumerate(self.beams):
            if beam.score <= NEVER:
                continue
            spent = sum(looks[row])
            found.append((row, best[row], NEVER, spent))
            if self.constraints.done(beam.state):
                found.append((row, self.model.eos, NEVER, 0.0))
            going, beginnings = self.constraints.proposals(beam.state)
            found += [(row, token, NEVER, 0.0) for token in going]
            must_begin = best[row] == self.model.eos or len(beam.tokens) > self._latest_begin(beam)
            for number, token in beginnings:
                looking = looks[row][number] >= LOOKING
                floor = NEVER if must_begin else BEGIN_LOOKING_ABOVE if looking else BEGIN_ABOVE
                found.append((row, token, floor, spent - looks[row][number]))
        return found

    def _latest_begin(self, beam: _Beam) -> int:
        """After how many tokens renderings may wait no longer: half of the limit, or what the rest of them takes."""
        wanting = self.constraints.banks - self.constraints.bank(beam.state)
        return min(self.limit // 2, self.limit - wanting - 1)

    def advance(self, free: Sequence[tuple[int, int, float]], wanted: Sequence[tuple[int, int, float]]) -> list[int]:
        """Extend the beams with the best of (beam, token, score); returns the beam that each new one continues."""
        best: dict[tuple[int, int], float] = {}
        for beam, token, score in (*free, *wanted):
            if score > NEVER and score > best.get((beam, token), NEVER):
                best[beam, token] = score
        chosen = self._allocate(self._candidates(best))
        former = self.beams
        self.beams = [_Beam((*former[item.origin].tokens, item.token), item.score, item.state) for item in chosen]
        missing = self.width - len(chosen)
        # Fewer candidates than beams: the rest are kept in step, but can win nothing.
        self.beams += [_Beam((*former[0].tokens, self.model.pad), NEVER, former[0].state)] * missing
        return [item.origin for item in chosen] + [0] * missing

    def _candidates(self, scores: dict[tuple[int, int], float]) -> list[_Candidate]:
        found = []
        for (origin, token), score in scores.items():
            beam = self.beams[origin]
            if token == self.model.eos:
                self._finish(beam, score)
                continue
            state = self.constraints.advance(beam.state, token)
            if not self.constraints.is_dead(state):
                found.append(_Candidate(score, origin, token, state, self.constraints.bank(state)))
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
        turns = range(max(map(len, order), default=0))
        return [bank[turn] for turn in turns for bank in order if turn < len(bank)][: self.width]

    def settled(self) -> bool:
        """Whether nothing better can come: the limit, or as many finished as beams and nothing open above the last.

        As in the free search: to stop at the first good end would favour short sentences, which leave something out.
        """
        length = len(self.beams[0].tokens)
        ahead = max(beam.score for beam in self.beams)
        if length >= self.limit or ahead <= NEVER:
            return True
        if len(self.finished) < self.width:
            return False
        return bool(ahead / length**self.penalty <= self.best(self.width)[-1].score)

    def best(self, count: int) -> list[Hypothesis]:
        """The best finished hypotheses, or the open one that has met the most."""
        if self.finished:
            return sorted(self.finished, key=lambda hypothesis: -hypothesis.score)[:count]
        beam = max(self.beams, key=lambda beam: (beam.score > NEVER, self.constraints.bank(beam.state), beam.score))
        tokens = tuple(token for token in beam.tokens if token != self.model.pad)
        return [Hypothesis(tokens, beam.score / max(1, len(tokens)) ** self.penalty, finished=False)]
