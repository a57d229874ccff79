"""``workbench glossary import``, ``export`` and ``diff``: what they print, their exit status, and the file on disk."""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from workbench.glossary.csv_format import read_glossary, write_glossary
from workbench.glossary.model import Glossary, Status, Term

GLOSSARY = Glossary.of(
    "terms",
    [
        ("sea", Term("Oostzee", "nl")),
        ("sea", Term("Baltic Sea", "en", note="in Europe")),
        ("sea", Term("East Sea", "en", Status.DEPRECATED)),
    ],
)
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def run(workbench, tmp_path):
    """Runs ``workbench glossary`` in the folder where terms.csv lies."""
    write_glossary(tmp_path / "terms.csv", GLOSSARY)
    return partial(workbench, "glossary")


def test_a_preview_writes_nothing_and_apply_does(run, tmp_path):
    (tmp_path / "in.tsv").write_text("Oostzee\tBaltic\nVN\tUN\n")
    before = (tmp_path / "terms.csv").read_bytes()
    shown = run("import", "in.tsv", "--into", "terms.csv", "--languages", "nl,en")
    assert shown.status == 0 and "new: 3" in shown.out and 'sea: en "Baltic" (admitted)' in shown.out
    assert "add --apply" in shown.err and (tmp_path / "terms.csv").read_bytes() == before
    applied = run("import", "in.tsv", "--into", "terms.csv", "--languages", "nl,en", "--apply")
    assert applied.status == 0 and applied.out == shown.out
    assert set(read_glossary(tmp_path / "terms.csv").concepts) == {"sea", "vn"}
    after = (tmp_path / "terms.csv").stat()
    again = run("import", "in.tsv", "--into", "terms.csv", "--languages", "nl,en", "--apply")
    assert "new: 0" in again.out and "changed: 0" in again.out
    assert (tmp_path / "terms.csv").stat().st_ino == after.st_ino
    assert sorted(os.listdir(tmp_path)) == ["in.tsv", "terms.csv"]


def test_conflicts_need_a_choice(run, tmp_path):
    (tmp_path / "in.csv").write_text("concept_id,lang,term,status\nsea,en,Baltic,preferred\nsea,en,Baltic Sea,\n")
    arguments = ("import", "in.csv", "--into", "terms.csv", "--apply")
    before = (tmp_path / "terms.csv").read_bytes()
    assert run(*arguments[:-1]).status == 0
    refused = run(*arguments)
    assert refused.status == 1 and "--on-conflict" in refused.err and "in conflict: 1" in refused.out
    assert (tmp_path / "terms.csv").read_bytes() == before
    assert run(*arguments, "--on-conflict", "take").status == 0
    assert b"sea,en,Baltic,preferred" in (tmp_path / "terms.csv").read_bytes()


def test_a_new_glossary_from_a_file(run, tmp_path):
    assert run("export", "terms.csv", "-o", "out.tbx").status == 0
    result = run("import", "out.tbx", "--into", "new.csv", "--apply")
    assert result.status == 0
    assert (tmp_path / "new.csv").read_bytes() == (tmp_path / "terms.csv").read_bytes()


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.tbx", "out2.tbx"])
def test_export_and_import_change_nothing(run, tmp_path, name):
    assert run("export", "terms.csv", "-o", name, *(("--format", "tbx2") if "2" in name else ())).status == 0
    result = run("import", name, "--into", "terms.csv")
    assert result.out.splitlines() == ["new: 0", "changed: 0", "in conflict: 0", "unchanged: 3"]


def test_export_lists_what_the_format_cannot_hold(run, tmp_path):
    result = run("export", "terms.csv", "-o", "out.tsv", "--languages", "nl,en")
    assert (result.status, result.out) == (0, "")
    assert (tmp_path / "out.tsv").read_text() == "Oostzee\tBaltic Sea\n"
    assert result.err.splitlines() == [
        "not held by TSV in two columns: field note (1 time)",
        "not held by TSV in two columns: deprecated term in en (1 time)",
    ]


def test_export_to_standard_output(tmp_path):
    write_glossary(tmp_path / "terms.csv", GLOSSARY)
    command = [sys.executable, "-m", "workbench", "glossary", "export", "terms.csv", "--format", "csv"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert result.stdout == (tmp_path / "terms.csv").read_bytes()


def test_diff(run, tmp_path):
    write_glossary(tmp_path / "new.csv", Glossary.of("new", list(GLOSSARY.rows())[:2]))
    told = run("diff", "terms.csv", "new.csv")
    assert told.status == 0
    assert told.out.splitlines() == ["1 × term removed", "sea", '  removed en "East Sea" (deprecated)']
    report = json.loads(run("diff", "terms.csv", "new.csv", "--format", "json").out)
    assert [change["kind"] for change in report["changes"]] == ["term removed"]
    assert run("diff", "terms.csv", "terms.csv").out == "no change\n"


def write_big(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(200 * 2**20)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.tbx", b"<martif>\n<text></martif>", "in.tbx: line 2: is not well-formed XML"),
        ("in.tbx", f"{LAUGHS}]>\n<tbx>&i;</tbx>".encode(), "in.tbx: line 1: declares entities"),
        ("in.tbx", b"<html/>", "in.tbx: line 1: is XML, but not TBX"),
        ("in.csv", write_big, "in.csv: is larger than 64 MiB; split it into smaller files"),
        ("in.csv", b"colour,shape,size\n", "in.csv: line 1: 3 columns are neither"),
        ("in.csv", b"concept_id,term\n", "in.csv: line 1: not a glossary: column lang is missing"),
        ("in.csv", b"concept_id,lang,term,status\na,nl,x,best\n", "in.csv: line 2: status 'best' is unknown"),
        ("in.csv", b'concept_id,lang,term\na,nl,"x\n\n', "in.csv: line 2: not CSV"),
        ("in.csv", b"\x7fELF\x02\n\0\0\0", "in.csv: line 2: is a binary file"),
        ("in.csv", b"\x89PNG\r\n\x1a\n\x8e", "in.csv: line 2: is a binary file"),
        ("in.csv", b"", "in.csv: line 1: holds no terms"),
        ("in.xlsx", b"PK\x03\x04\0\0", "in.xlsx: is damaged"),
        ("in.xlsx", b"a,b", "in.xlsx: is damaged"),
        ("in.csv", None, "in.csv: no such file"),
        ("in.csv", b"a,b\n", "--languages nl,en"),
    ],
)
def test_bad_input_is_one_line_and_leaves_the_glossary_alone(run, tmp_path, name, content, message):
    if callable(content):
        content(tmp_path / name)
    elif content is not None:
        (tmp_path / name).write_bytes(content)
    before = (tmp_path / "terms.csv").read_bytes()
    began = time.monotonic()
    result = run("import", name, "--into", "terms.csv", "--apply", "--on-conflict", "take")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("error: ") and message in result.err and result.err.count("\n") == 1
    assert (tmp_path / "terms.csv").read_bytes() == before
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("import", "terms.csv", "--into", "unknown"), "no such glossary"),
        (("import", "terms.csv", "--into", "none"), "add --into"),
        (("import", "terms.csv", "--into", "terms.csv", "--format", "pdf"), "not a glossary format"),
        (("import", "terms.csv", "--into", "terms.csv", "--on-conflict", "ask"), "keep"),
        (("export", "terms.csv"), "give a file with -o"),
        (("export", "terms.csv", "-o", "x.pdf"), "the suffix tells no glossary format"),
        (("export", "terms.csv", "-o", "x.tsv"), "--languages nl,en"),
        (("export", "terms.csv", "-o", "none/x.csv"), "cannot be written"),
        (("export", "unknown", "-o", "x.csv"), "no such glossary"),
        (("diff", "terms.csv", "unknown.csv"), "no such file"),
    ],
)
def test_bad_usage(run, tmp_path, arguments, message):
    result = run(*arguments)
    assert result.status == 2 and message in result.err
    assert os.listdir(tmp_path) == ["terms.csv"]


def test_a_broken_glossary_is_not_overwritten(run, tmp_path):
    (tmp_path / "terms.csv").write_text("concept_id\n")
    (tmp_path / "in.csv").write_text("nl,en\na,b\n")
    result = run("import", "in.csv", "--into", "terms.csv", "--apply")
    assert result.status == 2 and "terms.csv: line 1: not a glossary" in result.err
    assert (tmp_path / "terms.csv").read_text() == "concept_id\n"
