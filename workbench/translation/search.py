"""Beam search without constraints, batched: the reference for what the model itself would say.

The same search as ``generate`` of transformers 5 with ``early_stopping=False`` (tests compare token ids), but a
sentence leaves the batch as soon as it can no longer improve, every sentence has its own length limit, and the
source side of the key-value cache is never reordered.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from transformers.generation.logits_process import NoRepeatNGramLogitsProcessor

from workbench.translation.hypothesis import Hypothesis, length_limit
from workbench.translation.marian import MarianModel

__all__ = ["NEVER", "Hypothesis", "beam_search", "length_limit"]

NEVER = -1.0e9


@torch.inference_mode()
def beam_search(
    model: MarianModel,
    sources: Sequence[Sequence[int]],
    *,
    beams: int = 4,
    length_penalty: float = 1.0,
    limits: Sequence[int] | None = None,
    n_best: int = 1,
    prefixes: Sequence[Sequence[int]] | None = None,
    suppressed: Sequence[int] | None = None,
    no_repeat: int = 0,
) -> list[list[Hypothesis]]:
    """The best ``n_best`` (at most ``beams``) hypotheses of each sentence, best first.

    ``sources`` are token ids with the end of sentence; ``limits`` the most target tokens of each with the end of
    sentence, that of ``length_limit`` by default; ``prefixes`` the target tokens that each must begin with, which
    count in its score and length; ``suppressed`` token ids that are never chosen, those of the model by default;
    behind the prefixes no sequence of ``no_repeat`` tokens is written twice (0: any may be). At least one source, each
    with at least one token.
    """
    limits = [length_limit(len(source), model) for source in sources] if limits is None else limits
    search = _Search(
        beams=beams,
        penalty=length_penalty,
        limits=torch.tensor(limits),
        start=model.start,
        eos=model.eos,
        prefixes=prefixes or [()] * len(sources),
        suppressed=model.suppressed if suppressed is None else torch.tensor(suppressed, dtype=torch.long),
        no_repeat=no_repeat,
    )
    state = model.encode(sources, beams)
    while search.open:
        origins = search.advance(model.step(state, search.last_tokens()))
        state.reorder(origins)
        kept = search.drop_settled()
        if kept is not None and search.open:
            state.keep(kept)
    return [found[:n_best] for found in search.results]


class _Search:
    """The beams of the open sentences, and the finished hypotheses of all."""

    def __init__(
        self,
        *,
        beams: int,
        penalty: float,
        limits: Tensor,
        start: int,
        eos: int,
        prefixes: Sequence[Sequence[int]],
        suppressed: Tensor,
        no_repeat: int,
    ) -> None:
        self.beams, self.penalty, self.limits, self.eos = beams, penalty, limits, eos
        self.prefixes, self.suppressed = prefixes, suppressed
        self.longest_prefix = max(map(len, prefixes))
        self.no_repeat = NoRepeatNGramLogitsProcessor(no_repeat) if no_repeat else None
        self.open = list(range(len(limits)))
        self.results: list[list[Hypothesis]] = [[] for _ in self.open]
        self.tokens = torch.full((len(limits), beams, 1), start)
        self.scores = torch.full((len(limits), beams), NEVER)
        self.scores[:, 0] = 0.0  # the beams are still equal: only the first may be continued

    def last_tokens(self) -> Tensor:
        """The last token of each row."""
        return self.tokens[:, :, -1].reshape(-1)

    def advance(self, log_probs: Tensor) -> Tensor:
        """Extend the beams by a token, given (rows, vocabulary); returns the row that each new row continues."""
        length = self.tokens.shape[2]  # tokens with the new one, without the start
        vocabulary = log_probs.shape[1]
        self._forbid(log_probs, length)
        total = log_probs.add_(self.scores.view(-1, 1)).view(len(self.open), -1)
        # Twice as many as beams: even if half of them end here, all beams go on.
        top, places = total.topk(2 * self.beams)
        beams, tokens = places // vocabulary, places % vocabulary
        ended = (tokens == self.eos) | (length >= self.limits[self.open])[:, None]
        self._collect(top, beams, ended, tokens, length)
        self.scores, order = (top + ended * NEVER).topk(self.beams)
        beams, tokens = beams.gather(1, order), tokens.gather(1, order)
        history = self.tokens.gather(1, beams[:, :, None].expand(-1, -1, length))
        self.tokens = torch.cat([history, tokens[:, :, None]], 2)
        return (beams + torch.arange(len(self.open))[:, None] * self.beams).view(-1)

    def _forbid(self, log_probs: Tensor, length: int) -> None:
        """Leave only what may come next: nothing suppressed or repeated, what the prefix says, the end at the limit."""
        log_probs.index_fill_(1, self.suppressed, NEVER)
        by_sentence = log_probs.view(len(self.open), self.beams, -1)
        if length <= self.longest_prefix:
            for row, sentence in enumerate(self.open):
                for token in self.prefixes[sentence][length - 1 : length]:
                    likely = by_sentence[row, :, token].clone()
                    by_sentence[row] = NEVER
                    by_sentence[row, :, token] = likely
        elif self.no_repeat:
            log_probs[:] = self.no_repeat(self.tokens.view(len(log_probs), -1), log_probs)
        full = (self.limits[self.open] <= length).nonzero().view(-1)
        if len(full):
            by_sentence[full] = float("-inf")
            by_sentence[full, :, self.eos] = 0.0

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
