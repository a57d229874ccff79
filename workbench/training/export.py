"""Writing a trained network as a model folder: half precision, Hugging Face layout, with a model card."""

import copy
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.files import atomic_writer, umask
from workbench.training.checkpoint import Progress
from workbench.training.mixture import Corpus
from workbench.training.settings import TrainingSettings
from workbench.training.tags import copy_tokenizer
from workbench.translation.marian import MarianModel

CARD = "README.md"


@dataclass(frozen=True)
class Provenance:
    """What the model card tells of a training."""

    title: str
    description: str
    corpora: Sequence[Corpus]
    held_out: int
    progress: Progress
    settings: TrainingSettings


def export(network: Any, model: MarianModel, folder: Path, provenance: Provenance) -> None:
    """Write ``network``, trained from ``model``, into ``folder``, which may hold other files; the weights come last.

    The vocabulary is that of ``model``. Files are put in place whole; the weights are what makes it a model, so that a
    folder is not taken for one before everything is there.
    """
    import torch

    network = copy.deepcopy(network).to("cpu").to(torch.float16)
    network.config.dropout = model.info.config.get("dropout", 0.1)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as name:
        scratch = Path(name)
        network.save_pretrained(scratch)
        copy_tokenizer(model.info.folder, scratch)
        with atomic_writer(scratch / CARD) as card:
            card.write(model_card(network, model, provenance))
        for path in sorted(scratch.iterdir(), key=lambda path: path.suffix == ".safetensors"):
            path.chmod(0o666 & ~umask())  # safetensors lets only the owner in
            os.replace(path, folder / path.name)


def model_card(network: Any, model: MarianModel, provenance: Provenance) -> str:
    """The card in Markdown, with the metadata that the hub reads."""
    config, info, settings, progress = network.config, model.info, provenance.settings, provenance.progress
    parameters = sum(
        parameter.numel() for name, parameter in network.named_parameters() if "embed_positions" not in name
    )
    tags = info.annotation_tags
    lines = [
        "---",
        f"language: [{info.source_language}, {info.target_language}]",
        "pipeline_tag: translation",
        "---",
        f"# {provenance.title}",
        "",
        provenance.description,
        "",
        f"- Shape: {parameters / 1e6:.1f} M parameters, encoder {config.encoder_layers} and decoder "
        f"{config.decoder_layers} layers, d_model {config.d_model}, vocabulary {config.vocab_size:,}; half precision.",
        f"- Term annotation: {'with ' + ' '.join(tags) if tags else 'not known'}.",
    ]
    if head := info.config.get("alignment_head"):
        lines.append(f"- Aligner head: layer {head[0]}, head {head[1]} of the decoder's cross-attention.")
    total = sum(corpus.weight for corpus in provenance.corpora)
    lines += [
        f"- Positions: {config.max_position_embeddings} at most, for source and output alike.",
        f"- Trained for {progress.step:,} steps, {progress.minutes:.0f} minutes; ended because: {progress.ended}.",
        f"- Held-out pairs: {provenance.held_out:,}; {_held_out_figure(progress, settings)}.",
        "",
        "| data | pairs | share |",
        "|---|---|---|",
        *(f"| {corpus.name} | {len(corpus.pairs):,} | {corpus.weight / total:.0%} |" for corpus in provenance.corpora),
        "",
    ]
    return "\n".join(lines)


def _held_out_figure(progress: Progress, settings: TrainingSettings) -> str:
    if progress.best is None or progress.first is None:
        return "no figure"
    name, sign = ("chrF", -1) if settings.stop_on == "chrf" else ("loss a piece", 1)
    return f"{name} {sign * progress.first:.3f} before, {sign * progress.best:.3f} after step {progress.best_step:,}"
