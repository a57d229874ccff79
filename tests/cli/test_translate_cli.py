"""The translate command: files and streams in and out, messages, exit status; some of it as a process of its own."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "eval" / "samples"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_THREADS", "1")
    monkeypatch.setenv("WORKBENCH_BEAMS", "2")


def process(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "workbench", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "bezoek.nl.txt"
    path.write_text(
        "Bezoek aan Hanoi\n\nDe premier sprak op 3 december in Hanoi.\nDe Nationale Vergadering luisterde.\n",
        encoding="utf-8",
    )
    return path


def test_a_folder_gets_the_document_and_the_side_by_side_page(workbench, tmp_path, report):
    result = workbench("translate", report, "-o", f"{tmp_path}/out/")
    assert result.status == 0, result.err
    assert result.out == ""
    english = (tmp_path / "out" / "bezoek.en.txt").read_text(encoding="utf-8")
    assert english.count("\n") == report.read_text(encoding="utf-8").count("\n")
    assert "Prime Minister" in english and "National Assembly" in english
    page = (tmp_path / "out" / "bezoek.nl-en.html").read_text(encoding="utf-8")
    assert "National Assembly" in page and "Nationale Vergadering" in page
    kept, of = re.search(r"terms kept (\d+) of (\d+)", result.err).groups()
    assert kept == of and int(of) >= 2


def test_links_and_bold_words_go_to_their_words_in_every_format(workbench, tmp_path):
    page = tmp_path / "bezoek.html"
    page.write_text('<p>Gisteren sprak de <b>premier</b> in <a href="x">Hanoi</a>.</p>', encoding="utf-8")
    result = workbench("translate", page, "-o", f"{tmp_path}/out/")
    assert result.status == 0, result.err
    english = (tmp_path / "out" / "bezoek.en.html").read_text(encoding="utf-8")
    assert re.search(r"<b>(The )?Prime Minister</b>", english, re.IGNORECASE)
    assert '<a href="x">Hanoi</a>' in english


def test_xliff_comes_out_of_a_document_and_a_pdf_becomes_a_word_document(workbench, tmp_path):
    pdf = Path(__file__).parents[1] / "documents" / "files" / "columns.pdf"
    assert workbench("translate", pdf, "-o", f"{tmp_path}/out/").status == 0
    assert (tmp_path / "out" / "columns.en.docx").read_bytes().startswith(b"PK")
    assert workbench("translate", pdf, "-o", tmp_path / "columns.xlf").status == 0
    assert "<trans-unit" in (tmp_path / "columns.xlf").read_text(encoding="utf-8")


def test_one_document_goes_to_standard_output(report):
    result = process("translate", report)
    assert result.returncode == 0 and b"Prime Minister" in result.stdout


@pytest.mark.parametrize("suffix", ["tsv", "jsonl", "html", "txt"])
def test_the_suffix_of_the_output_names_the_format(workbench, tmp_path, report, suffix):
    output = tmp_path / f"result.{suffix}"
    assert workbench("translate", report, "-o", output).status == 0
    assert "Prime Minister" in output.read_text(encoding="utf-8")


def test_word_documents_come_back_as_word_documents(workbench, tmp_path):
    import docx

    source = SAMPLES / "hanoi-visit.nl.docx"
    result = workbench("translate", source, "-o", tmp_path / "report.docx", "--mode", "off", "--beams", "1")
    assert result.status == 0, result.err
    before, after = docx.Document(str(source)), docx.Document(str(tmp_path / "report.docx"))
    assert [paragraph.style.name for paragraph in before.paragraphs] == [p.style.name for p in after.paragraphs]
    assert len(before.tables) == len(after.tables)
    assert before.paragraphs[0].text != after.paragraphs[0].text


def test_lines_in_are_lines_out():
    lines = "De premier sprak.\n\nThe visit was a great success for both countries.\r\n12,5\nzonder einde"
    result = process("translate", "-", "--lines", stdin=lines.encode())
    assert result.returncode == 0, result.stderr
    out = result.stdout.decode().split("\n")
    assert len(out) == 6 and out[5] == ""
    assert "Prime Minister" in out[0] and out[1] == "" and out[2] == "The visit was a great success for both countries."
    assert out[3] == "12.5"


def test_glossary_none_and_own(workbench, tmp_path, report):
    glossary = tmp_path / "own.csv"
    glossary.write_text(
        "concept_id,lang,term,status,part_of_speech,domain,definition,note,source,case_sensitive,do_not_translate,review\n"
        "pm,nl,premier,,,,,,,,,\npm,en,First Lord Zorb,,,,,,,,,\n",
        encoding="utf-8",
    )
    assert "First Lord Zorb" in workbench("translate", report, "--glossary", glossary).out
    assert "terms kept 0 of 0" in workbench("translate", report, "--glossary", "none").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.txt"], "absent.txt"),
        (["{empty}"], "empty"),
        (["{latin}"], "line 1"),
        (["{report}", "--glossary", "absent.csv"], "no such glossary"),
        (["{report}", "--model", "absent"], "no such model"),
        (["{report}", "--format", "odd"], "odd"),
        (["{report}", "{report}"], "-o FOLDER"),
        (["{report}", "{report}", "-o", "{folder}"], "two documents"),
        (["{report}", "-o", "{folder}/x.odd"], "no format has this suffix"),
        (["{report}", "--beams", "-3"], "must not be negative"),
        (["{latin}", "--lines"], "line 1"),
    ],
)
def test_bad_usage_and_input_is_one_line_and_status_two(workbench, tmp_path, report, arguments, message):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "latin.txt").write_bytes("comité\n".encode("latin-1"))
    names = {name: tmp_path / f"{name}.txt" for name in ("empty", "latin")} | {"report": report, "folder": tmp_path}
    before = sorted(tmp_path.iterdir())
    result = workbench("translate", *[argument.format(**names) for argument in arguments])
    assert result.status == 2
    assert result.err.startswith("error: ") and result.err.count("\n") == 1 and message in result.err
    assert sorted(tmp_path.iterdir()) == before


def test_an_interrupted_translation_leaves_nothing_half_written(tmp_path, report):
    report.write_text("De minister sprak met de ambassadeur over de haven.\n\n" * 30_000, encoding="utf-8")
    lines = report.read_text(encoding="utf-8").splitlines()
    report.write_text("\n".join(f"{line} {n}" for n, line in enumerate(lines) if line), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", "translate", str(report), "-o", str(tmp_path / "out.txt")],
        stderr=subprocess.PIPE,
        # A shell lets what runs in the background ignore Ctrl-C, and that is inherited: these tests may run there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(8)  # in the midst of it: all takes about a minute
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 130 and b"interrupted" in messages
    assert sorted(path.name for path in tmp_path.iterdir()) == [report.name]
