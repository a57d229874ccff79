"""A job in this process: what is done, done again, left alone, and reported."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.bulk.executors.serial import SerialExecutor
from workbench.bulk.inputs import find_inputs
from workbench.bulk.job import Job, Outcome
from workbench.bulk.resources import job_signature
from workbench.bulk.results import open_results
from workbench.bulk.worker import Equipment, Worker
from workbench.errors import InputError, UsageError
from workbench.translation.mode import Mode

GLOSSARY = (
    "concept_id,lang,term,status,part_of_speech,domain,definition,note,source,case_sensitive,do_not_translate,review\n"
    "pm,nl,premier,,,,,,,,,\npm,en,{},,,,,,,,,\n"
)


class InProcess(SerialExecutor):
    """Serial, with a worker that is kept for the next run, and the ids of the tasks it was given."""

    def __init__(self, equipment: Equipment) -> None:
        self.worker, self.given = Worker(equipment), []

    def run(self, tasks):
        for task in tasks:
            self.given.append(task.id)
            yield self.worker(task)


@pytest.fixture(scope="module")
def executor(equipment):
    return InProcess(equipment)


@pytest.fixture
def run(equipment, executor, tmp_path):
    """Runs a job over a folder into ``out``; gives the outcome and the ids of the tasks that were translated."""

    def run(folder: Path, field: str | None = None, signature: str = "") -> tuple[Outcome, list[str]]:
        executor.given.clear()
        output = tmp_path / "out"
        inputs = find_inputs([folder], output, ["document", "html"], field, ("nl", "en"))
        with open_results(output, signature or job_signature(equipment)) as results:
            outcome = Job(inputs, results, ("nl", "en"), field or "").run(executor)
        return outcome, list(executor.given)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_broken_file_stops_no_other_and_what_is_done_is_not_done_again(run, archive, tmp_path):
    outcome, _ = run(archive)
    assert sorted(outcome.done) == ["2024/nota.txt", "bezoek.nl.md", "bezoek.nl.txt"]
    assert list(outcome.failed) == ["2024/kapot.txt"] and "UTF-8" in outcome.failed["2024/kapot.txt"]
    assert (tmp_path / "out" / "2024" / "nota.nl-en.html").is_file()
    before = contents(tmp_path / "out")
    again, given = run(archive)
    assert given == ["2024/kapot.txt"] and sorted(again.skipped) == sorted(outcome.done)
    assert again.counts == outcome.counts and contents(tmp_path / "out") == before


def test_what_changed_is_done_again_alone(run, archive, tmp_path):
    run(archive)
    (archive / "2024" / "nota.txt").write_text("De minister schrijft de nota.\n", encoding="utf-8")
    (tmp_path / "out" / "bezoek.en.md").unlink()
    before = (tmp_path / "out" / "2024" / "nota.en.txt").read_bytes()
    outcome, given = run(archive)
    assert sorted(outcome.done) == ["2024/nota.txt", "bezoek.nl.md"]
    assert sorted(given) == ["2024/kapot.txt", "2024/nota.txt", "bezoek.nl.md"]
    assert (tmp_path / "out" / "2024" / "nota.en.txt").read_bytes() != before
    assert (tmp_path / "out" / "bezoek.en.md").is_file()


def test_another_job_does_everything_again(run, archive):
    run(archive)
    outcome, _ = run(archive, signature="another glossary")
    assert len(outcome.done) == 3 and not outcome.skipped


def test_what_a_person_corrected_is_never_written_over(run, archive, tmp_path):
    run(archive)
    corrected = tmp_path / "out" / "2024" / "nota.en.txt"
    corrected.write_text("The minister reads the note.\n", encoding="utf-8")
    outcome, _ = run(archive)
    assert "2024/nota.txt" in outcome.skipped
    (archive / "2024" / "nota.txt").write_text("Anders.\n", encoding="utf-8")
    outcome, given = run(archive)
    assert "move it away" in outcome.failed["2024/nota.txt"] and "2024/nota.txt" not in given
    assert corrected.read_text(encoding="utf-8") == "The minister reads the note.\n"


def test_a_corpus_is_translated_in_shards_and_only_new_rows_are_done_again(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    corpus = folder / "rijen.jsonl"
    rows = [{"id": n, "text": None if n == 5 else f"Regel {n}."} for n in range(600)]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    outcome, given = run(folder, field="text")
    assert outcome.done == ["rijen.jsonl"] and given == ["rijen.jsonl#1", "rijen.jsonl#2"]
    output = tmp_path / "out" / "rijen.en.jsonl"
    found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [{"id": row["id"], "text": row["text"]} for row in found] == rows
    assert found[5]["text_en"] is None and all(isinstance(row["text_en"], str) for row in found[6:])
    assert run(folder, field="text")[1] == []
    with corpus.open("a", encoding="utf-8") as file:
        file.write('{"id": 600, "text": "Nieuw."}\n')
    outcome, given = run(folder, field="text")
    assert given == ["rijen.jsonl#2"] and outcome.done == ["rijen.jsonl"]
    assert output.read_text(encoding="utf-8").splitlines()[:512] == [
        json.dumps(row, ensure_ascii=False) for row in found[:512]
    ]


def test_a_corpus_with_a_broken_row_fails_alone(run, archive, tmp_path):
    (archive / "rijen.jsonl").write_text('{"text": "a"}\n{"tekst": "b"}\n', encoding="utf-8")
    outcome, _ = run(archive, field="text")
    assert "line 2" in outcome.failed["rijen.jsonl"] and len(outcome.done) == 3
    assert not (tmp_path / "out" / "rijen.en.jsonl").exists()


def test_the_signature_says_what_determines_the_results(equipment, tmp_path):
    glossary = tmp_path / "own.csv"
    signatures = {job_signature(equipment), job_signature(Equipment(equipment.settings, Mode.STRICT))}
    for rendering in ("premier", "prime minister"):
        glossary.write_text(GLOSSARY.format(rendering), encoding="utf-8")
        signatures.add(job_signature(replace(equipment, settings=replace(equipment.settings, glossary=str(glossary)))))
    for source in ("ja", "nee"):
        memory = tmp_path / "memory.tsv"
        memory.write_text(f"source\ttarget\n{source}\tyes\n", encoding="utf-8")
        signatures.add(job_signature(replace(equipment, settings=replace(equipment.settings, memory=str(memory)))))
    assert len(signatures) == 6
    assert job_signature(equipment) == job_signature(
        replace(equipment, settings=replace(equipment.settings, threads=7, workers=3))
    )


def test_a_folder_is_written_by_one_run_at_a_time_and_swept_by_the_next(tmp_path):
    output = tmp_path / "out"
    with open_results(output, "job"):
        left, other = output / f".{'0' * 16}.tmp", output / ".mine.tmp"
        left.touch()
        other.touch()
        with pytest.raises(UsageError, match="another run is writing there"), open_results(output, "job"):
            pass
    with open_results(output, "job"):
        assert not left.exists() and other.exists()
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be made"), open_results(tmp_path / "file", "job"):
        pass
