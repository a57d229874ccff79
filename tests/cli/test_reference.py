"""docs/cli.md says what the commands say of themselves."""

from pathlib import Path

import pytest

from workbench.cli.reference import reference

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_the_reference_is_current():
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("words", ["translate", "glossary check", "glossary import", "glossary harvest", "models info"])
def test_every_option_of_the_help_is_in_the_reference(workbench, monkeypatch, words):
    monkeypatch.setenv("COLUMNS", "200")
    shown = workbench(*words.split(), "--help").out
    section = reference().partition(f"## workbench {words}\n")[2].partition("\n## ")[0]
    options = {word.strip(",") for word in shown.split() if word.startswith("--")} - {"--help"}
    assert section and all(option in section for option in options)
