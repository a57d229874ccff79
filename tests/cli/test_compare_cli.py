"""``workbench compare`` as a user calls it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench.cli import app
from workbench.errors import WorkbenchError

DUTCH = "De burgemeester opende dinsdag de nieuwe bibliotheek aan de haven.\nVissers klagen over lage prijzen.\n"
ENGLISH = "The orchestra plays in autumn.\nThe new library at the city's harbour was opened by the mayor on Tuesday.\n"


@pytest.fixture
def documents(tmp_path: Path) -> list[str]:
    (tmp_path / "a.txt").write_text(DUTCH)
    (tmp_path / "b.txt").write_text(ENGLISH)
    return [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]


def test_to_a_file_by_its_suffix(documents: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["compare", *documents, "-o", str(tmp_path / "out.json")])
    assert result.exit_code == 0, result.output
    value = json.loads((tmp_path / "out.json").read_text())
    assert (value["source"]["language"], value["target"]["language"]) == ("nl", "en")
    assert [pair["target"]["span"] for pair in value["passages"]] == [[1, 2]]


def test_to_standard_output(documents: list[str]) -> None:
    result = CliRunner().invoke(app, ["compare", *documents, "--glossary", "none", "--source-language", "nl"])
    assert result.exit_code == 0
    assert "library" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "pdf"], "known: text, tsv, json, html"),
        (["-o", "x.docx"], "known: text, tsv, json, html"),
        (["--source-language", "dutch"], "ISO 639-1"),
    ],
)
def test_bad_usage_is_named(documents: list[str], arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["compare", *documents, *arguments])
    assert isinstance(result.exception, WorkbenchError)
    assert message in str(result.exception)


def test_an_unclear_language_is_asked_for(tmp_path: Path, documents: list[str]) -> None:
    (tmp_path / "c.txt").write_text("12 34 56\n")
    result = CliRunner().invoke(app, ["compare", documents[0], str(tmp_path / "c.txt")])
    assert isinstance(result.exception, WorkbenchError)
    assert "--target-language" in str(result.exception)
