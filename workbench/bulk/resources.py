"""What a bulk translation works with besides its input: files of model, glossary and memories; its signature."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from workbench import __version__
from workbench.bulk.worker import Equipment
from workbench.files import file_digest
from workbench.glossary.files import NONE, glossary_path, load_glossary
from workbench.settings import Settings
from workbench.translation.memory.files import find_memory
from workbench.translation.models import WANTED, find_model


def model_files(settings: Settings) -> list[Path]:
    """The files of the model's folder that are needed to load it. Raises ModelError."""
    folder = find_model(settings.model, settings).folder
    return sorted({file for pattern in WANTED for file in folder.glob(pattern) if file.is_file()})


def glossary_file(settings: Settings) -> Path | None:
    """The file of the glossary, if there is to be one."""
    return None if settings.glossary == NONE else glossary_path(settings.glossary)


def memory_paths(settings: Settings) -> list[Path]:
    """The files and folders of the translation memories. Raises InputError if there is no such memory."""
    return [find_memory(name) for name in settings.memory.split(os.pathsep) if name]


def files_below(path: Path) -> list[Path]:
    """The file itself, or all files in a folder."""
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def job_signature(equipment: Equipment) -> str:
    """What determines the results, known before anything is loaded: ``key:value|...``, in sacreBLEU's manner.

    Raises WorkbenchError if model, glossary or a memory cannot be found, or the glossary is broken.
    """
    model = find_model(equipment.settings.model, equipment.settings)
    settings = model.decoding(equipment.settings)
    glossary = load_glossary(settings.glossary)
    parts = {
        "model": model.fingerprint,
        "glossary": f"{glossary.name}-{glossary.fingerprint}",
        "memory": ",".join(_digests(settings)),
        "mode": equipment.mode,
        "engine": f"{settings.engine}-{settings.compute_type}",
        "beams": f"{settings.beams}/{settings.constrained_beams}",
        "lp": settings.length_penalty,
        "piece": settings.segment_tokens,
        "batch": settings.batch_tokens,
        "version": __version__,
    }
    return "|".join(f"{key}:{value}" for key, value in parts.items() if value != "")


def _digests(settings: Settings) -> Iterator[str]:
    for path in memory_paths(settings):
        digest = hashlib.sha256()
        for file in files_below(path):
            digest.update(bytes.fromhex(file_digest(file)))
        yield f"{path.stem}-{digest.hexdigest()[:8]}"
