"""``workbench check`` as a user runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workbench.cli import app
from workbench.errors import InputError, UsageError, WorkbenchError

GOOD = "De Nationale Vergadering telt 500 leden.\tThe National Assembly has 500 members."
BAD = "De Nationale Vergadering telt 500 leden.\tThe National Assembly has 400 members."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


@pytest.fixture
def tsv(tmp_path: Path) -> Path:
    path = tmp_path / "report.tsv"
    path.write_text(f"source\ttarget\n{GOOD}\n{BAD}\n", encoding="utf-8")
    return path


def test_a_critical_finding_fails_the_check(tsv: Path) -> None:
    result = run(tsv)
    assert result.exit_code == 1
    assert "report.tsv:2: critical number" in result.stdout and "signature workbench:" in result.stdout


def test_clean_text_passes(tmp_path: Path) -> None:
    path = tmp_path / "clean.tsv"
    path.write_text(f"source\ttarget\n{GOOD}\n", encoding="utf-8")
    assert run(path).exit_code == 0


def test_json_goes_to_a_file(tsv: Path, tmp_path: Path) -> None:
    output, other = tmp_path / "report.json", tmp_path / "other" / tsv.name
    other.parent.mkdir()
    other.write_bytes(tsv.read_bytes())
    assert run(tsv, other, "--format", "json", "-o", output).exit_code == 1
    report = json.loads(output.read_text(encoding="utf-8"))
    numbers = [finding for finding in report["findings"] if finding["check"] == "number"]
    assert [(finding["document"], finding["segment"]) for finding in numbers] == [(str(tsv), 2), (str(other), 2)]


def test_html_is_one_page(tsv: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    run(tsv, "--format", "html", "-o", output)
    assert output.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")


def test_one_check_can_be_chosen(tsv: Path) -> None:
    assert run(tsv, "--check", "spaces").exit_code == 0


def test_an_accepted_finding_passes_from_then_on(tsv: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.csv"
    assert run(tsv, "--accepted", accepted, "--accept", "number@2", "--reason", "as published").exit_code == 0
    result = run(tsv, "--accepted", accepted)
    assert result.exit_code == 0 and "accepted: as published" in result.stdout


@pytest.mark.parametrize(
    "options", [["--accept", "number@2"], ["--accept", "number@1", "--reason", "x"], ["--check", "no-such"]]
)
def test_bad_usage_is_told(tsv: Path, tmp_path: Path, options: list[str]) -> None:
    accepted = tmp_path / "accepted.csv"
    result = run(tsv, "--accepted", accepted, *options)
    assert isinstance(result.exception, UsageError) and not accepted.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", "x"), ("a.tsv", "one cell\n"), ("a.jsonl", "{"), ("a.xlf", "<xliff"), ("missing.tmx", None)],
)
def test_a_bad_file_is_named(tmp_path: Path, name: str, content: str | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = run(path)
    assert isinstance(result.exception, WorkbenchError) and name in str(result.exception)


def test_a_file_in_other_languages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"workbench": 1, "source_language": "fr", "target_language": "en"}\n', encoding="utf-8")
    assert isinstance(run(path).exception, InputError)


def test_two_documents_are_compared_by_the_terms_of_a_report(tmp_path: Path) -> None:
    texts = {
        "report.nl.txt": "Het Humanitaire Uitwisselingsjaar begint. De Nationale Vergadering kwam bijeen.",
        "one.en.txt": "The Humanitarian Exchange Year begins. The National Assembly met.",
        "two.en.txt": "The People's Exchange Year was opened by the National Assembly.",
    }
    paths = {name: tmp_path / name for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    result = run("--documents-of", paths["report.nl.txt"], paths["one.en.txt"], paths["two.en.txt"])
    assert result.exit_code == 0
    differing, same = result.stdout.split("The same in the documents")
    assert "humanitarian-exchange-year" in differing and "People's Exchange Year" in differing
    assert "national-assembly" in same and "national-assembly" not in differing
