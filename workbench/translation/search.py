"""Beam search without constraints, batched: the reference for what the model itself would say.

The same search as ``generate`` of transformers 5 with ``early_stopping=False`` (tests compare token ids), but a
sentence leaves the batch as soon as it can no longer improve, every sentence has its own length limit, and the
source side of the key-value cache is never reordered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.translation.marian import MarianModel

NEVER = -1.0e9


@dataclass(frozen=True)
class Hypothesis:
    """Target token ids without the end of sentence; ``score`` is the log probability over length ** penalty.

    ``finished`` is false when the length limit cut it off.
    """

    tokens: tuple[int, ...]
    score: float
    finished: bool = True


def length_limit(source_tokens: int, model: MarianModel) -> int:
    """The most tokens a target may have, the end of sentence included."""
    return min(int(source_tokens * 1.6) + 24, model.max_positions - 1)


@torch.inference_mode()
def beam_search(
    model: MarianModel,
    sources: Sequence[Sequence[int]],
    *,
    beams: int = 4,
    length_penalty: float = 1.0,
    limits: Sequence[int] | None = None,
    n_best: int = 1,
) -> list[list[Hypothesis]]:
    """The best ``n_best`` hypotheses of each sentence, best first.

    ``sources`` are token ids with the end of sentence; ``limits`` the most target tokens of each, that of
    ``length_limit`` by default. At least one source, each with at least one token.
    """
    limits = [length_limit(len(source), model) for source in sources] if limits is None else limits
    search = _Search(model, beams, length_penalty, len(sources), torch.tensor(limits))
    state = model.encode(sources, beams)
    while search.open:
        log_probs = model.step(state, search.last_tokens())
        origins = search.advance(log_probs)
        state.reorder(origins)
        kept = search.drop_settled()
        if kept is not None and search.open:
            state.keep(kept)
    return [found[:n_best] for found in search.results]


class _Search:
    """The beams of the open sentences, and the finished hypotheses of all."""

    def __init__(self, model: MarianModel, beams: int, length_penalty: float, sentences: int, limits: Tensor) -> None:
        self.model, self.beams, self.penalty = model, beams, length_penalty
        self.open = list(range(sentences))
        self.limits = limits
        self.results: list[list[Hypothesis]] = [[] for _ in range(sentences)]
        self.tokens = torch.full((sentences, beams, 1), model.start)
        self.scores = torch.full((sentences, beams), NEVER)
        self.scores[:, 0] = 0.0  # the beams are still equal: only the first may be continued

    def last_tokens(self) -> Tensor:
        return self.tokens[:, :, -1].reshape(-1)

    def advance(self, log_probs: Tensor) -> Tensor:
        """Extend the beams by a token; returns the row that each new row continues."""
        length = self.tokens.shape[2]  # tokens with the new one, without the start
        log_probs[:, self.model.suppressed] = NEVER
        log_probs = log_probs.view(len(self.open), self.beams, -1)
        self._force_end(log_probs, length)
        total = (log_probs + self.scores[:, :, None]).view(len(self.open), -1)
        # Twice as many as beams: even if half of them end here, all beams go on.
        top, places = total.topk(2 * self.beams)
        beams, tokens = places // self.model.vocabulary, places % self.model.vocabulary
        ended = (tokens == self.model.eos) | (length >= self.limits[self.open])[:, None]
        self._collect(top, beams, ended, tokens, length)
        self.scores, order = (top + ended * NEVER).topk(self.beams)
        beams, tokens = beams.gather(1, order), tokens.gather(1, order)
        history = self.tokens.gather(1, beams[:, :, None].expand(-1, -1, length))
        self.tokens = torch.cat([history, tokens[:, :, None]], 2)
        return (beams + torch.arange(len(self.open))[:, None] * self.beams).view(-1)

    def _force_end(self, log_probs: Tensor, length: int) -> None:
        full = (self.limits[self.open] <= length).nonzero().view(-1)
        if len(full):
            forced = torch.full_like(log_probs[full], float("-inf"))
            forced[:, :, self.model.eos] = 0.0
            log_probs[full] = forced

    def _collect(self, top: Tensor, beams: Tensor, ended: Tensor, tokens: Tensor, length: int) -> None:
        """Take the hypotheses that end here, if they rank among the first beams, and keep the best of all."""
        for row, rank in ended[:, : self.beams].nonzero().tolist():
            if top[row, rank] <= NEVER:
                continue
            text = self.tokens[row, beams[row, rank], 1:].tolist()
            cut = bool(length >= self.limits[self.open[row]])
            found = self.results[self.open[row]]
            found.append(Hypothesis(tuple(text), float(top[row, rank]) / length**self.penalty, finished=not cut))
            found.sort(key=lambda hypothesis: -hypothesis.score)
            del found[self.beams :]

    def drop_settled(self) -> Tensor | None:
        """Close the sentences that cannot improve; returns the rows to keep, None if all are."""
        length = self.tokens.shape[2] - 1
        best = (self.scores[:, 0] / length**self.penalty).tolist()
        going = [row for row, sentence in enumerate(self.open) if not self._settled(sentence, best[row], length)]
        if len(going) == len(self.open):
            return None
        kept = torch.tensor(going, dtype=torch.long)
        self.open = [self.open[row] for row in going]
        self.tokens, self.scores = self.tokens[kept], self.scores[kept]
        return (kept[:, None] * self.beams + torch.arange(self.beams)).view(-1)

    def _settled(self, sentence: int, best: float, length: int) -> bool:
        if length >= self.limits[sentence]:
            return True
        found = self.results[sentence]
        return len(found) == self.beams and (self.beams == 1 or best <= found[-1].score)
