"""The training loop: from a mixture of corpora to better weights, interruptible and going on where it stopped."""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F

from workbench.training.checkpoint import Progress, load, load_weights, save, save_weights
from workbench.training.guided_attention import GuidedAttention
from workbench.training.held_out import HeldOut
from workbench.training.interruption import asked_to_stop
from workbench.training.mixture import Mixture, Sample
from workbench.training.network import Batch, autocast, choose_device, set_threads
from workbench.training.schedule import learning_rate
from workbench.training.settings import TrainingSettings
from workbench.translation.marian import MarianModel

#: Seconds between two lines of progress.
_SPEAK = 30.0
_BETAS, _EPSILON = (0.9, 0.98), 1e-9
#: How fast the average forgets at the start: its decay at step n is at most (1 + n) / (10 + n).
_EARLY = 10


@dataclass
class _Counts:
    """Since the last line of progress: sum of losses, target pieces, updates, and when it began."""

    loss: float = 0.0
    pieces: int = 0
    updates: int = 0
    since: float = 0.0


class Trainer:
    """Trains a network; checkpoints and the best weights lie in a folder."""

    def __init__(
        self,
        model: MarianModel,
        mixture: Mixture,
        held_out: HeldOut,
        settings: TrainingSettings,
        folder: Path,
        say: Callable[[str], None],
    ) -> None:
        """Begin with the weights of ``model``, or with the checkpoint in ``folder``; ``say`` is told the progress."""
        set_threads(settings)
        torch.manual_seed(settings.seed)
        self._model, self._mixture, self._held_out, self._settings = model, mixture, held_out, settings
        self._checkpoint, self._best, self._say = folder / "checkpoint.pt", folder / "best.pt", say
        self._device = choose_device(settings)
        self._precision = autocast(settings, self._device)
        self.network = _trainable(model, settings, self._device.type == "cuda").to(self._device)
        self._average = copy.deepcopy(self.network).requires_grad_(False)
        head = model.info.config.get("alignment_head")
        self._guide = GuidedAttention(self.network, *head) if head and settings.guide else None
        self._optimizer = torch.optim.AdamW(
            [parameter for parameter in self.network.parameters() if parameter.requires_grad],
            betas=_BETAS, eps=_EPSILON, weight_decay=settings.weight_decay, fused=True,
        )  # fmt: skip
        self.progress = Progress()
        if self._checkpoint.is_file():
            self.progress = load(self._checkpoint, self.network, self._average, self._optimizer)
            self._say(f"going on at step {self.progress.step:,}, after {self.progress.minutes:.1f} minutes")

    def run(self) -> Any:
        """Train until the steps, the minutes or the patience are over; returns the network with the best average.

        Raises KeyboardInterrupt after Ctrl-C or SIGTERM, when the checkpoint is written.
        """
        progress = self.progress
        if progress.ended and self._goes_on():
            progress.ended = ""
        if not progress.ended:
            with asked_to_stop() as stop:
                self._train(stop)
                if not progress.ended:
                    self._say(f"stopped and saved at step {progress.step:,}; the same command goes on from there")
                    raise KeyboardInterrupt
        self._say(f"trained for {progress.step:,} steps, {progress.minutes:.1f} minutes: {progress.ended}")
        if self._best.is_file():
            load_weights(self._best, self._average)
        return self._average

    def _goes_on(self) -> bool:
        """Whether a training that is over may go on: more steps or minutes are asked for than it had."""
        return self.progress.ended != _PATIENCE and not self._reached_limit()

    def _train(self, stop: Callable[[], bool]) -> None:
        progress, settings = self.progress, self._settings
        if progress.step == 0 and progress.first is None:
            self._evaluate()
        began, before, saved = time.monotonic(), progress.minutes, time.monotonic()
        counts = _Counts(since=began)
        for position, samples in self._mixture.batches(progress.position):
            progress.step += 1
            counts.loss += self._update(samples, counts)
            progress.position, progress.minutes = position, before + (time.monotonic() - began) / 60
            if self._held_out and progress.step % settings.evaluate_every == 0:
                self._evaluate()
            progress.ended = self._reached_limit()
            if not progress.ended and settings.patience and progress.waited >= settings.patience:
                progress.ended = _PATIENCE
            now = time.monotonic()
            if progress.ended or stop() or now - saved >= settings.save_seconds:
                if progress.ended and self._held_out and progress.step % settings.evaluate_every:
                    self._evaluate()
                save(self._checkpoint, progress, self.network, self._average, self._optimizer)
                saved = now
            if progress.ended or now - counts.since >= _SPEAK:
                self._speak(counts, now)
                counts = _Counts(since=now)
            if progress.ended or stop():
                return

    def _update(self, samples: list[Sample], counts: _Counts) -> float:
        """One update of the weights and of their average; returns the sum of the losses of the target pieces."""
        settings, progress = self._settings, self.progress
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(progress.step, self._share_done(), settings)
        batch = Batch.of(samples, self._model, self._device)
        self.network.train()
        with self._precision:
            logits = batch.logits(self.network)
        loss = F.cross_entropy(
            logits.float().flatten(0, 1), batch.target.flatten(),
            ignore_index=self._model.pad, label_smoothing=settings.label_smoothing,
        )  # fmt: skip
        guided = self._guide.loss(samples, batch.mask == 0) if self._guide else None
        torch.autograd.backward(loss if guided is None else loss + settings.guide * guided)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), settings.clip)
        self._optimizer.step()
        self._optimizer.zero_grad()
        decay = min(settings.average, (1 + progress.step) / (_EARLY + progress.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self._average.parameters()), list(self.network.parameters()), 1 - decay)
        pieces = sum(len(item.target) for item in samples)
        counts.pieces, counts.updates = counts.pieces + pieces, counts.updates + 1
        return loss.item() * pieces

    def _evaluate(self) -> None:
        """Measure the average on the held-out pairs, and keep its weights if they are the best so far."""
        if not self._held_out:
            return
        progress, by_chrf = self.progress, self._settings.stop_on == "chrf"
        measure = self._held_out.chrf if by_chrf else self._held_out.loss
        value = measure(self._average, self._device, self._precision)
        figure = -value if by_chrf else value
        if progress.first is None:
            progress.first = figure
        progress.waited += 1
        better = progress.best is None or figure < progress.best
        if better:
            progress.best, progress.best_step, progress.waited = figure, progress.step, 0
            save_weights(self._best, self._average)
        name = "chrF" if by_chrf else "loss"
        self._say(f"step {progress.step:,}: held-out {name} {value:.3f}{', the best so far' if better else ''}")

    def _reached_limit(self) -> str:
        settings, progress = self._settings, self.progress
        if settings.steps and progress.step >= settings.steps:
            return "all steps done"
        if settings.minutes and progress.minutes >= settings.minutes:
            return "the time is over"
        return ""

    def _share_done(self) -> float:
        """How much of the run is over before this update, by the limit that comes first; 0 to 1."""
        settings, progress = self._settings, self.progress
        by_steps = (progress.step - 1) / settings.steps if settings.steps else 0.0
        by_time = progress.minutes / settings.minutes if settings.minutes else 0.0
        return min(1.0, max(by_steps, by_time))

    def _speak(self, counts: _Counts, now: float) -> None:
        progress, settings = self.progress, self._settings
        seconds = max(now - counts.since, 1e-9)
        left = [(settings.steps - progress.step) * seconds / max(counts.updates, 1) / 60] if settings.steps else []
        left += [settings.minutes - progress.minutes] if settings.minutes else []
        loss = counts.loss / max(counts.pieces, 1)
        self._say(
            f"step {progress.step:,}: loss {loss:.3f}, {counts.pieces / seconds:,.0f} target pieces/s, "
            f"{max(0.0, min(left)):.0f} min left"
        )


_PATIENCE = "the held-out pairs get no better"


def _trainable(model: MarianModel, settings: TrainingSettings, on_gpu: bool) -> Any:
    """The network of ``model`` with gradients, and with the dropout of the settings."""
    from transformers import MarianMTModel

    config = copy.deepcopy(model.network.config)
    config.dropout = settings.dropout
    # Sentences are short: on a processor plain attention trains a seventh faster than torch's fused one.
    network = MarianMTModel._from_config(config, attn_implementation=None if on_gpu else "eager")
    network.load_state_dict(model.network.state_dict())
    network.generation_config = copy.deepcopy(model.network.generation_config)
    for positions in (network.model.encoder.embed_positions, network.model.decoder.embed_positions):
        positions.weight.requires_grad_(False)
    return network
