"""Settings come from flags, environment and file, in that order, and are all documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from workbench.errors import InputError, UsageError
from workbench.settings import Settings, load_settings

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_flags_go_before_environment_before_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("workbench.toml").write_text("beams = 2\nthreads = 3\nmodel = 'm'\n", encoding="utf-8")
    settings = load_settings({"beams": 9, "glossary": None}, {"WORKBENCH_BEAMS": "5", "WORKBENCH_THREADS": "6"})
    assert (settings.beams, settings.threads, settings.model, settings.glossary) == (9, 6, "m", "diplomatic")


@pytest.mark.parametrize(
    ("flags", "environment", "message"),
    [
        ({}, {"WORKBENCH_BEAMS": "many"}, "WORKBENCH_BEAMS: setting beams must be a int"),
        ({"beams": -1}, {}, "--beams: setting beams must not be negative"),
        ({"colour": "red"}, {}, "unknown setting 'colour'"),
    ],
)
def test_wrong_values_name_their_origin(flags, environment, message):
    with pytest.raises(UsageError, match=message):
        load_settings(flags, environment)


def test_a_broken_or_absent_file_is_named(tmp_path):
    with pytest.raises(InputError, match="no such settings file"):
        load_settings({}, {"WORKBENCH_SETTINGS": str(tmp_path / "absent.toml")})
    (tmp_path / "broken.toml").write_text("beams =", encoding="utf-8")
    with pytest.raises(InputError, match="not TOML"):
        load_settings({}, {"WORKBENCH_SETTINGS": str(tmp_path / "broken.toml")})


def test_every_setting_is_documented():
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    for entry in fields(Settings):
        assert f"| {entry.name} | {entry.default!r} | {entry.metadata['help']} |" in text
