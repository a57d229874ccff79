"""How much work an engine takes at once on this machine; every figure can be set instead."""

import os

from workbench.settings import Settings
from workbench.translation.marian import MarianModel

#: Padded source tokens in a batch: with more than this no engine is faster (benchmarks/decoding.py).
MOST_BATCH_TOKENS = 3000
#: Fewer make a batch of a single ordinary sentence.
LEAST_BATCH_TOKENS = 200
#: The share of the machine's memory that all batches in work may take.
SHARE_OF_MEMORY = 0.25
#: Pieces of a short sentence: in a batch of such ones the scores over the vocabulary take the most.
SHORT_SENTENCE = 8


def threads(settings: Settings) -> int:
    """Processor threads to use: those of the settings, or all that this process may run on."""
    return settings.threads or len(os.sched_getaffinity(0))


def batch_tokens(settings: Settings, model: MarianModel) -> int:
    """Padded source tokens in one batch: those of the settings, or what is fastest and fits into memory.

    Counted with the machine's whole memory, not with what is free, so that a run can be repeated exactly.
    """
    if settings.batch_tokens:
        return settings.batch_tokens
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    fitting = memory * SHARE_OF_MEMORY / threads(settings) / _bytes_per_token(settings, model)
    return max(LEAST_BATCH_TOKENS, min(MOST_BATCH_TOKENS, int(fitting)))


def _bytes_per_token(settings: Settings, model: MarianModel) -> float:
    """Memory for a source token: keys and values of both attentions in every layer and beam, and a share of scores."""
    config = model.info.config
    cached = 2 * 2 * int(config["decoder_layers"]) * int(config["d_model"])
    scores = model.vocabulary / SHORT_SENTENCE
    return 4.0 * model.info.decoding(settings).beams * (cached + scores)
