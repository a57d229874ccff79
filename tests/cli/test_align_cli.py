"""The align command as its users call it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOLD = Path(__file__).resolve().parents[2] / "eval" / "alignment"


def workbench(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "workbench", *map(str, arguments)],
        capture_output=True,
        timeout=300,
        env={**os.environ, "WORKBENCH_THREADS": "1"},
    )


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    for suffix, count in (("nl", 11), ("en", 10)):
        lines = (GOLD / f"readouts.{suffix}").read_text(encoding="utf-8").splitlines()[:count]
        (tmp_path / f"a.{suffix}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "a.nl.txt", tmp_path / "a.en.txt"


def test_lines_become_beads_on_standard_output(pair):
    result = workbench("align", *pair, "--lines", "--format", "beads")
    assert result.returncode == 0, result.stderr
    beads = result.stdout.decode().splitlines()
    gold = (GOLD / "readouts.nl-en").read_text(encoding="utf-8").splitlines()
    assert len(set(beads) & set(gold)) >= 0.7 * len(beads)
    assert b"overall confidence 0." in result.stderr


@pytest.mark.parametrize("suffix", ["tsv", "tmx", "html"])
def test_documents_of_other_formats(tmp_path, pair, suffix):
    (tmp_path / "a.md").write_text(
        "# Verklaring\n\nDe premier sprak in Hanoi. Hij dankte zijn gastheer.\n", encoding="utf-8"
    )
    (tmp_path / "b.html").write_text(
        "<h1>Statement</h1><p>The Prime Minister spoke in Hanoi and thanked his host.</p>", encoding="utf-8"
    )
    output = tmp_path / f"result.{suffix}"
    result = workbench("align", tmp_path / "a.md", tmp_path / "b.html", "-o", output)
    assert result.returncode == 0, result.stderr
    text = output.read_text(encoding="utf-8")
    assert "De premier sprak in Hanoi." in text and "thanked his host" in text


def test_a_bad_pair_gives_one_line_and_no_file(tmp_path, pair):
    output = tmp_path / "result.tsv"
    result = workbench("align", *reversed(pair), "-o", output)
    message = result.stderr.decode()
    assert result.returncode == 2 and "the wrong way round" in message
    assert len(message.strip().splitlines()) == 1 and not output.exists()
