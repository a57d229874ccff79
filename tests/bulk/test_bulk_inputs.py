"""Which files are translated, and what the results are called."""

import pytest

from workbench.bulk.inputs import find_inputs
from workbench.errors import InputError, UsageError

PAIR = ("nl", "en")


def results(archive, output, formats=("document", "html"), field=None):
    return {item.id: item.results for item in find_inputs([archive], output, formats, field, PAIR)}


def test_names_are_relative_and_those_that_two_would_share_are_longer(archive, tmp_path):
    found = results(archive, tmp_path / "out")
    assert list(found) == ["2024/kapot.txt", "2024/nota.txt", "bezoek.nl.md", "bezoek.nl.txt"]
    assert found["2024/nota.txt"] == {"document": "2024/nota.en.txt", "html": "2024/nota.nl-en.html"}
    assert found["bezoek.nl.md"] == {"document": "bezoek.en.md", "html": "bezoek.nl.md.nl-en.html"}
    assert found["bezoek.nl.txt"]["html"] == "bezoek.nl.txt.nl-en.html"


def test_results_within_the_folder_are_no_inputs(archive):
    (archive / "out").mkdir()
    (archive / "out" / "nota.en.txt").write_text("a", encoding="utf-8")
    assert "out/nota.en.txt" in results(archive, archive / "other")
    assert "out/nota.en.txt" not in results(archive, archive / "out")
    with pytest.raises(UsageError, match="cannot go into the folder"):
        results(archive, archive)


def test_corpora_are_inputs_only_with_a_field(archive, tmp_path):
    (archive / "rijen.nl.jsonl").write_text('{"text": "a"}\n', encoding="utf-8")
    (archive / ".verborgen.jsonl").write_text("", encoding="utf-8")
    assert "rijen.nl.jsonl" not in results(archive, tmp_path / "out")
    found = results(archive, tmp_path / "out", field="text")
    assert found["rijen.nl.jsonl"] == {"corpus": "rijen.en.jsonl"} and "bezoek.nl.txt" in found
    assert ".verborgen.jsonl" not in found


def test_nothing_to_translate_is_said(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for field in (None, "text"):
        with pytest.raises(InputError, match="empty"):
            find_inputs([empty], tmp_path / "out", ["html"], field, PAIR)
    with pytest.raises(InputError, match="no such file or folder"):
        find_inputs([tmp_path / "absent"], tmp_path / "out", ["html"], None, PAIR)


def test_the_same_name_in_two_folders_is_refused(archive, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "bezoek.nl.txt").write_text("a", encoding="utf-8")
    with pytest.raises(UsageError, match="two documents would be written"):
        find_inputs([archive, other], tmp_path / "out", ["html"], None, PAIR)
