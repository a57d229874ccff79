"""Checkpoints: all that a training needs to go on as if it had not stopped, in one file that is whole or not there."""

import pickle
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import torch

from workbench.errors import InputError
from workbench.files import atomic_binary_writer
from workbench.training.mixture import Position


@dataclass
class Progress:
    """How far a training is. ``best`` is the held-out figure (lower is better) at ``best_step``.

    ``waited`` counts the evaluations since. ``ended`` says why the training is over; empty while it is not.
    """

    step: int = 0
    minutes: float = 0.0
    position: Position = field(default_factory=Position)
    first: float | None = None
    best: float | None = None
    best_step: int = 0
    waited: int = 0
    ended: str = ""


def save(path: Path, progress: Progress, network: Any, average: Any, optimizer: torch.optim.Optimizer) -> None:
    """Write a checkpoint in place of the last one. Raises InputError if it cannot be written."""
    state = {entry.name: getattr(progress, entry.name) for entry in fields(progress)} | {
        "position": list(progress.position),
        "network": network.state_dict(),
        "average": average.state_dict(),
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),
        "random_cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }
    with atomic_binary_writer(path) as file:
        torch.save(state, file)


def load(path: Path, network: Any, average: Any, optimizer: torch.optim.Optimizer) -> Progress:
    """Read a checkpoint into the networks, the optimizer and torch's random state.

    Raises InputError for a file that is none, or of another model.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        if state["random_cuda"] and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(state["random_cuda"])
        values = {entry.name: state[entry.name] for entry in fields(Progress)}
    except (RuntimeError, ValueError, KeyError, TypeError, EOFError, OSError, pickle.UnpicklingError) as error:
        reason = str(error).strip().split("\n")[0]
        raise InputError(
            path, f"is no checkpoint of this training ({reason})", mend="remove it to start anew"
        ) from None
    return Progress(**values | {"position": Position(*values["position"])})


def save_weights(path: Path, network: Any) -> None:
    """Write the weights alone, in place of the last ones."""
    with atomic_binary_writer(path) as file:
        torch.save(network.state_dict(), file)


def load_weights(path: Path, network: Any) -> None:
    """Read what ``save_weights`` wrote."""
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
