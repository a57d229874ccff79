"""``workbench glossary check``, ``search``, ``stats`` and ``harvest``: output, exit status, and files on disk."""

import json
from functools import partial
from pathlib import Path

import pytest

from workbench.glossary.csv_format import COLUMNS, read_glossary

HEADER = ",".join(COLUMNS)
GOOD = f"{HEADER}\nc,nl,raad,,,,,,,,,\nc,en,council,,,,,,,,,\n"
TIDY = "c,nl,raad,,,,,,,,,"
UNTIDY = "c,nl, raad,,,,,,,,,"
TWO = "c,nl,bestuur,,,,,,,,,"


@pytest.fixture
def run(workbench, tmp_path):
    """Runs ``workbench glossary`` in the folder where good.csv lies."""
    (tmp_path / "good.csv").write_text(GOOD)
    return partial(workbench, "glossary")


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows, ""]))
    return path


# check


def test_the_bundled_glossary_passes(run):
    result = run("check")
    assert result.status == 0 and result.out.splitlines()[-1].startswith("0 errors, ")


def test_every_error_is_told_with_its_line(run, tmp_path):
    write(tmp_path / "bad.csv", TIDY, TWO, "c,nl,vergadering,prefered,,,,,,,,", "d,en,x,,,,,,,,,")
    result = run("check", "bad.csv", "--languages", "nl")
    assert result.status == 1
    lines = result.out.splitlines()
    assert [line.split(": ")[:2] for line in lines[:3]] == [
        ["bad.csv:3", "error two-preferred"],
        ["bad.csv:4", "error unreadable-row"],
        ["bad.csv:5", "error one-letter-term"],
    ]
    assert lines[-1] == "3 errors, 1 warnings, 0 for information"


def test_warnings_do_not_fail(run, tmp_path):
    write(tmp_path / "untidy.csv", UNTIDY)
    result = run("check", "untidy.csv")
    assert result.status == 0 and "warning untidy-spaces" in result.out


def test_json_is_one_object(run, tmp_path):
    write(tmp_path / "untidy.csv", UNTIDY, TWO)
    result = run("check", "untidy.csv", "--format", "json")
    report = json.loads(result.out)
    assert result.status == 1
    assert report["counts"] == {"error": 1, "warning": 1, "info": 0}
    assert report["findings"][0] == {
        "code": "two-preferred",
        "severity": "error",
        "concept": "c",
        "language": "nl",
        "term": "bestuur",
        "line": 3,
        "message": "“raad” on line 2 is preferred too",
        "mend": "make one of them admitted",
        "fix": None,
    }
    assert report["findings"][1]["fix"] == 'write "raad"' and report["fixed"] == []


def test_fix_says_what_it_did_and_checks_again(run, tmp_path):
    path = write(tmp_path / "untidy.csv", UNTIDY, TIDY)
    result = run("check", "untidy.csv", "--fix")
    assert result.status == 0
    assert 'untidy.csv:2: fixed untidy-spaces: " raad": write "raad"' in result.out
    assert 'untidy.csv:3: fixed exact-duplicate: "raad": remove the row' in result.out
    assert path.read_text() == f"{HEADER}\n{TIDY}\n"
    assert run("check", "untidy.csv", "--fix", "--format", "json").status == 0
    assert path.read_text() == f"{HEADER}\n{TIDY}\n"


@pytest.mark.parametrize(
    "documents",
    [
        "--documents a.txt --documents b.md",
        "--documents a.txt b.md",
        "--documents=b.md --documents a.txt",
        "--documents .",
        "--documents b.md a.txt --info",
    ],
)
def test_documents_say_which_terms_are_not_used(run, tmp_path, documents):
    write(tmp_path / "terms.csv", TIDY, "d,nl,zee,,,,,,,,,")
    (tmp_path / "a.txt").write_text("De raden vergaderden.")
    (tmp_path / "b.md").write_text("# Niets\n")
    result = run("check", "terms.csv", *documents.split())
    assert result.status == 0 and 'terms.csv:3: info never-found: d: nl "zee"' in result.out
    assert "raad" not in result.out


def test_information_is_counted_unless_it_is_asked_for(run, tmp_path):
    write(tmp_path / "terms.csv", TIDY, "c,nl,raden,admitted,,,,,,,,")
    assert run("check", "terms.csv").out == "0 errors, 0 warnings, 1 for information\n"
    assert "info near-duplicate" in run("check", "terms.csv", "--info").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "missing.csv: no such glossary"),
        (["none"], "no glossary to check"),
        (["binary.csv"], "binary.csv"),
        (["columns.csv"], "columns.csv: line 1: not a glossary"),
        (["good.csv", "--languages", "dutch"], "language 'dutch'"),
        (["good.csv", "--documents", "missing.txt"], "missing.txt: no such file"),
        (["good.csv", "--documents", "nothing"], "nothing: there is no document in this folder"),
        (["--documents", "a.txt", "good.csv"], "good.csv: not a known document format"),
        (["good.csv", "--format", "xml"], "xml"),
    ],
)
@pytest.mark.parametrize("fix", [[], ["--fix"]])
def test_bad_input_is_one_line_and_status_2(run, tmp_path, arguments, said, fix):
    (tmp_path / "nothing").mkdir()
    (tmp_path / "a.txt").write_text("Niets.")
    (tmp_path / "binary.csv").write_bytes(b"\0\1\2")
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n")
    result = run("check", *arguments, *fix)
    assert result.status == 2 and said in result.err and "Traceback" not in result.err
    assert (tmp_path / "columns.csv").read_text() == "a,b\n1,2\n"


def test_nothing_that_a_terminal_would_act_on_is_printed(run, tmp_path):
    write(tmp_path / "terms.csv", "c,nl,raad\x1b[31m,,,,,,,,,")
    result = run("check", "terms.csv")
    assert "\x1b" not in result.out and "\\x1b" in result.out


# search and stats


def test_search_shows_the_whole_concept(run):
    result = run("search", "raden", "--glossary", "good.csv")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == ["c", "  nl  preferred   raad", "  en  preferred   council"]


def test_search_says_what_is_forbidden_and_why(run):
    out = run("search", "Oostzee", "--language", "nl").out
    assert "baltic-sea" in out and "east-sea" in out
    assert "deprecated" in out and "the Vietnamese name of the South China Sea" in out and "Gotland" in out


def test_search_without_a_result(run):
    result = run("search", "xyzzy")
    assert (result.status, result.out) == (0, "") and "nothing found" in result.err
    assert run("search", "raad", "--language", "xx").status == 2


def test_stats(run):
    out = run("stats", "good.csv").out
    assert "1 concepts, 2 terms" in out and "100%" in out
    numbers = json.loads(run("stats", "good.csv", "--format", "json").out)
    assert [entry["language"] for entry in numbers["languages"]] == ["nl", "en"]


# harvest

PAIRS = [
    (f"De {who} {did} de {term}.", f"The {subject} {verb} the {rendering}.")
    for term, rendering in (("drempelheffing", "threshold levy"), ("olifantentol", "elephant toll"))
    for who, subject in (("raad", "council"), ("minister", "minister"), ("voorzitter", "chair"))
    for did, verb in (("prees", "praised"), ("vergat", "forgot"), ("besprak", "discussed"))
]


@pytest.fixture
def aligned(tmp_path: Path) -> str:
    (tmp_path / "pairs.tsv").write_text("source\ttarget\n" + "".join(f"{nl}\t{en}\n" for nl, en in PAIRS))
    return "pairs.tsv"


def test_harvest_in_all_formats(run, tmp_path, aligned):
    arguments = ("harvest", aligned, "--glossary", "good.csv")
    assert "drempelheffing = threshold levy  (9 in 1 documents)" in run(*arguments).out
    rows = [line.split("\t") for line in run(*arguments, "--format", "tsv").out.splitlines()]
    assert "raad" not in {row[0] for row in rows} and ["drempelheffing", "threshold levy"] in [row[:2] for row in rows]
    result = run(*arguments, "--format", "csv", "-o", "new.csv")
    assert (result.status, result.out) == (0, "")
    assert "threshold-levy" in read_glossary(tmp_path / "new.csv").concepts


def test_what_was_harvested_can_be_imported_and_is_known_then(run, tmp_path, aligned):
    run("harvest", aligned, "--glossary", "good.csv", "--format", "csv", "-o", "new.csv")
    assert run("import", "new.csv", "--into", "good.csv", "--apply").status == 0
    assert run("harvest", aligned, "--glossary", "good.csv").out == ""
    assert run("check", "good.csv").status == 0


def test_the_language_pair_is_a_setting(run, tmp_path, aligned, monkeypatch):
    (tmp_path / "turned.tsv").write_text("source\ttarget\n" + "".join(f"{en}\t{nl}\n" for nl, en in PAIRS))
    write(tmp_path / "terms.csv", TIDY, "c,en,council,,,,,,,,,", "d,en,elephant,,,,,,,,,")
    (tmp_path / "a.txt").write_text("De raden vergaderden.")
    monkeypatch.setenv("WORKBENCH_SOURCE_LANGUAGE", "en")
    monkeypatch.setenv("WORKBENCH_TARGET_LANGUAGE", "nl")
    assert "threshold levy = drempelheffing" in run("harvest", "turned.tsv", "--glossary", "none").out
    assert 'never-found: c: en "council"' in run("check", "terms.csv", "--documents", "a.txt").out


def test_harvest_from_documents_gives_candidates(run, tmp_path):
    (tmp_path / "a.txt").write_text("\n\n".join(nl for nl, _ in PAIRS))
    result = run("harvest", "a.txt", "--glossary", "none", "--top", "2")
    assert result.status == 0 and "drempelheffing  (9 in 1 documents)" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.tsv"], "missing.tsv: no such file"),
        (["one.tsv"], "one.tsv: line 1: has one cell"),
        (["a.xyz"], "not a known document format"),
        (["pairs.tsv", "--language", "fi"], "cannot be harvested in language 'fi'"),
        (["pairs.tsv", "--top", "0"], "--top"),
    ],
)
def test_harvest_of_bad_input(run, tmp_path, aligned, arguments, said):
    (tmp_path / "one.tsv").write_text("raad\n")
    (tmp_path / "a.xyz").write_text("raad\n")
    result = run("harvest", *arguments, "-o", "out.txt")
    assert result.status == 2 and said in result.err
    assert not (tmp_path / "out.txt").exists()
