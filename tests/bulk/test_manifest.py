"""The manifest: what counts as done, whatever moment a run was killed at and whatever people do to the results."""

import hashlib
from pathlib import Path

import pytest

from workbench.bulk.manifest import Manifest, Record
from workbench.bulk.tasks import Counts
from workbench.errors import InputError


def record(task: str, data: bytes, content: str = "c1", job: str = "j1") -> Record:
    return Record(task, content, job, {f"{task}.out": hashlib.sha256(data).hexdigest()}, Counts(3, 1, 2, 2))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "manifest.jsonl"


def test_a_task_is_finished_only_with_the_same_input_and_job_and_its_files(tmp_path, path):
    manifest = Manifest(path, tmp_path)
    manifest.add(record("a", b"one"))
    assert manifest.finished("a", "c1", "j1") is None, "its file was not written yet"
    (tmp_path / "a.out").write_bytes(b"one")
    again = Manifest(path, tmp_path)
    assert again.finished("a", "c1", "j1") == record("a", b"one")
    assert again.finished("a", "c2", "j1") is None
    assert again.finished("a", "c1", "j2") is None
    assert again.finished("b", "c1", "j1") is None


def test_a_file_of_an_earlier_run_under_a_new_record_is_not_done(tmp_path, path):
    manifest = Manifest(path, tmp_path)
    manifest.add(record("a", b"one"))
    (tmp_path / "a.out").write_bytes(b"one")
    manifest.add(record("a", b"two", content="c2"))  # killed before the file was written
    again = Manifest(path, tmp_path)
    assert again.finished("a", "c2", "j1") is None
    assert not again.is_foreign("a.out")


def test_a_file_that_a_person_changed_is_done_and_foreign(tmp_path, path):
    manifest = Manifest(path, tmp_path)
    manifest.add(record("a", b"one"))
    (tmp_path / "a.out").write_bytes(b"one, corrected")
    assert manifest.finished("a", "c1", "j1")
    assert manifest.is_foreign("a.out")
    (tmp_path / "other").write_bytes(b"")
    assert manifest.is_foreign("other") and not manifest.is_foreign("absent")


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_last_line_is_dropped_and_the_journal_goes_on(tmp_path, path, cut):
    manifest = Manifest(path, tmp_path)
    manifest.add(record("a", b"one"))
    manifest.add(record("b", b"two"))
    manifest.close()
    path.write_bytes(path.read_bytes()[:-cut])
    torn = Manifest(path, tmp_path)
    assert set(torn.records) == {"a"}
    torn.add(record("c", b"three"))
    assert set(Manifest(path, tmp_path).records) == {"a", "c"}


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '{"task": "a", "content": "c", "job": "j", "files": 3}'])
def test_a_damaged_line_is_named(tmp_path, path, line):
    Manifest(path, tmp_path).add(record("a", b"one"))
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=r"manifest\.jsonl: line 2"):
        Manifest(path, tmp_path)
