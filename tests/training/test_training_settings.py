"""Training settings: read from a file and from flags, refused where they are wrong, and documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from workbench.errors import InputError, UsageError
from workbench.training.settings import TrainingSettings, read_settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "training.md"


def test_settings_come_from_a_file_and_then_from_flags(tmp_path):
    file = tmp_path / "training.toml"
    file.write_text("steps = 40\nlearning_rate = 1\n[mixture]\nspeeches = 0.7\n", encoding="utf-8")
    read = read_settings(file, {"steps": 50, "minutes": None}, TrainingSettings())
    assert (read.steps, read.learning_rate, read.mixture) == (50, 1.0, {"speeches": 0.7})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps = 'many'", "steps must be a int"),
        ("stepz = 4", "unknown setting 'stepz'"),
        ("dropout = 1.0", "between 0 and 1"),
        ("decay = 'cosine'", "must be one of"),
        ("steps = [", "not TOML"),
        ("mixture = 3", "mixture must be a table"),
        ("learning_rate = nan", "not negative"),
        ("batch_tokens = 0", "above 0"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, text, message):
    file = tmp_path / "training.toml"
    file.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_settings(file, {}, TrainingSettings())


def test_a_run_without_an_end_is_refused():
    with pytest.raises(UsageError, match="steps or minutes"):
        read_settings(None, {}, TrainingSettings())


def test_the_page_has_the_table():
    page, defaults = PAGE.read_text(encoding="utf-8"), TrainingSettings()
    for entry in fields(defaults):
        assert f"| {entry.name} | {getattr(defaults, entry.name)!r} | {entry.metadata['help']} |" in page
