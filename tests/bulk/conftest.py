"""Settings with a small random model, and documents for bulk translation: real parts, and quick."""

from pathlib import Path

import pytest

from workbench.bulk.worker import Equipment
from workbench.settings import Settings
from workbench.translation.mode import Mode


@pytest.fixture(scope="session")
def tiny_settings(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Settings:
    cache = str(tmp_path_factory.mktemp("cache"))
    return Settings(model=str(tiny_model), cache_folder=cache, engine="torch", beams=1, threads=1)


@pytest.fixture(scope="session")
def equipment(tiny_settings: Settings) -> Equipment:
    return Equipment(tiny_settings, Mode.OFF)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with documents of several formats, one of them broken."""
    folder = tmp_path / "archive"
    (folder / "2024").mkdir(parents=True)
    (folder / "bezoek.nl.txt").write_text("Bezoek aan Hanoi\n\nDe premier sprak.\n", encoding="utf-8")
    (folder / "bezoek.nl.md").write_text("# Bezoek aan Hanoi\n\nDe premier sprak.\n", encoding="utf-8")
    (folder / "2024" / "nota.txt").write_text("De minister leest de nota.\n", encoding="utf-8")
    (folder / "2024" / "kapot.txt").write_bytes("comité\n".encode("latin-1"))
    (folder / "leesmij.pptx").write_bytes(b"not a document that is known")
    return folder
