"""The learning rate: a linear rise, then the inverse square root of the step, or a straight line to zero."""

import math

from workbench.training.settings import TrainingSettings


def learning_rate(step: int, share_done: float, settings: TrainingSettings) -> float:
    """The rate of update ``step`` (from 1), when ``share_done`` of the run (0 to 1) is over."""
    rate = settings.learning_rate * min(1.0, step / settings.warmup if settings.warmup else 1.0)
    if settings.decay == "linear":
        return rate * (1.0 - share_done)
    flat = max(settings.flat, settings.warmup, 1)
    return rate * math.sqrt(min(1.0, flat / step))
