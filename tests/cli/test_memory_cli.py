"""The memory commands, and ``translate --memory``, as their users call them."""

import json
from pathlib import Path

import pytest
from result import Result
from translate.storage import factory

from workbench.documents.bilingual import TranslationUnit
from workbench.translation.memory.store import open_for_adding

PAIRS = [
    ("De premier bezocht Hanoi op 3 mei.", "On 3 May the Prime Minister was in Hanoi."),
    ("De delegaties spraken over de haven.", "The delegations discussed the port."),
]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    pairs, path = tmp_path / "pairs.tsv", tmp_path / "m.sqlite"
    pairs.write_text(
        "source\ttarget\n" + "".join(f"{source}\t{target}\n" for source, target in PAIRS), encoding="utf-8"
    )
    with open_for_adding(path, "nl", "en") as opened:
        opened.add(TranslationUnit(*pair, "visit.docx", "Jan") for pair in PAIRS)
    return path


def added(result: Result) -> str:
    assert result.status == 0, result.err
    return result.out


def test_a_memory_is_filled_counted_searched_and_exported(workbench, tmp_path, memory):
    numbers = json.loads(added(workbench("memory", "stats", memory)))
    assert (numbers["texts"], numbers["documents"], numbers["languages"]) == (2, 1, "nl-en")
    shown = added(workbench("memory", "search", memory, "De premier bezocht gisteren Hanoi op 14 mei."))
    assert "{+gisteren+}" in shown and "[-3-]{+14+}" in shown and "visit.docx, Jan" in shown
    for name in ("out.tmx", "out.tsv"):
        added(workbench("memory", "export", memory, "-o", tmp_path / name))
        again = tmp_path / f"{name}.sqlite"
        added(workbench("memory", "add", again, tmp_path / name))
        assert json.loads(added(workbench("memory", "stats", again)))["fingerprint"] == numbers["fingerprint"]
    store = factory.getobject(str(tmp_path / "out.tmx"))
    assert [(unit.source, unit.target) for unit in store.units] == PAIRS


def test_translate_uses_and_offers_what_the_memory_has(workbench, tmp_path, memory):
    report = tmp_path / "report.nl.txt"
    report.write_text(f"{PAIRS[0][0]}\nDe delegaties spraken gisteren over de haven.\n", encoding="utf-8")
    result = workbench("translate", report, "--memory", memory, "--memory", tmp_path / "pairs.tsv", "--format", "jsonl")
    header, first, second = (json.loads(line) for line in added(result).splitlines())
    assert header["signature"].count("memory:m-") == 1 and ",pairs-" in header["signature"]
    assert (first["target"], first["origin"]) == (PAIRS[0][1], "memory")
    assert second["origin"] != "memory" and second["matches"][0]["target"] == PAIRS[1][1]
    page = added(workbench("translate", report, "--memory", memory, "--format", "html"))
    assert "1 in the memory" in page and "<ins>gisteren</ins>" in page and PAIRS[1][1] in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["memory", "add", "{folder}/new.sqlite", "{broken}"], "broken.tmx: line 2: is not TMX"),
        (["memory", "add", "{folder}/new.sqlite", "{folder}/absent.tmx"], "absent.tmx: no such translation memory"),
        (["memory", "add", "{folder}/new.tmx", "{pairs}"], "SQLite"),
        (["memory", "add", "{memory}", "{memory}"], "itself"),
        (["memory", "add", "{memory}", "{pairs}", "--target", "fr"], "for nl-en, not nl-fr"),
        (["memory", "add", "{pairs}.db", "{folder}/pairs.tsv", "--language", "dutch"], "two-letter"),
        (["memory", "search", "{broken}", "x"], "is not TMX"),
        (["memory", "export", "{memory}", "-o", "{folder}/x.docx"], ".tmx or .tsv"),
        (["translate", "{report}", "--memory", "{broken}"], "is not TMX"),
        (["translate", "{report}", "--memory", "absent"], "(written)"),
    ],
)
def test_bad_usage_and_input_is_one_line_and_status_two(workbench, tmp_path, memory, arguments, message):
    (tmp_path / "broken.tmx").write_text("<tmx><body>\n<tu>", encoding="utf-8")
    (tmp_path / "report.txt").write_text("De premier sprak.\n", encoding="utf-8")
    names = {"broken": tmp_path / "broken.tmx", "pairs": tmp_path / "pairs.tsv", "report": tmp_path / "report.txt"}
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    result = workbench(*[argument.format(**names, folder=tmp_path, memory=memory) for argument in arguments])
    assert result.status == 2
    text = result.err
    assert text.startswith("error: ") and text.count("\n") == 1 and message in text
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
