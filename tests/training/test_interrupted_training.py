"""`workbench train` as its users call it: killed and called again it ends with the very same model."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from toy_language import TOY, toy_pairs

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.unit_files import write_units

ENDED = 60.0


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All of the command but the folder of the model: 80 steps, a checkpoint after each."""
    folder = tmp_path_factory.mktemp("data")
    data = folder / "texts"
    data.mkdir()
    units = [TranslationUnit(pair.source, pair.target, pair.document) for pair in toy_pairs()]
    write_units(data / "toy.tsv", units, "nl", "en")
    values = asdict(replace(TOY, steps=80, evaluate_every=20, save_seconds=0))
    del values["mixture"]
    settings = folder / "training.toml"
    settings.write_text("".join(f"{name} = {value!r}\n" for name, value in values.items()), encoding="utf-8")
    return [sys.executable, "-m", "workbench", "train", str(data), "--settings", str(settings), "-o"]


@pytest.fixture(scope="module")
def uninterrupted(command: list[str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    output = tmp_path_factory.mktemp("whole") / "toy-nl-en"
    result = run(command, output)
    assert result.returncode == 0, result.stderr
    return (output / "model.safetensors").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_it_goes_on_to_the_same_model(command, uninterrupted, tmp_path, number):
    output = tmp_path / "toy-nl-en"
    process = subprocess.Popen([*command, str(output)], stderr=subprocess.PIPE, text=True, env=environment())
    checkpoint = output / "training" / "checkpoint.pt"
    waited = time.monotonic() + 4 * ENDED
    while not checkpoint.exists() and process.poll() is None and time.monotonic() < waited:
        time.sleep(0.02)
    process.send_signal(number)
    _, messages = process.communicate(timeout=4 * ENDED)
    assert not (output / "model.safetensors").exists()
    if number == signal.SIGINT:
        assert process.returncode == 130 and "the same command goes on from there" in messages
    result = run(command, output)
    assert result.returncode == 0 and "going on at step" in result.stderr
    assert (output / "model.safetensors").read_bytes() == uninterrupted


def test_other_data_do_not_go_on_with_it(command, tmp_path):
    output = tmp_path / "toy-nl-en"
    assert run([*command[:-1], "--steps", "2", "-o"], output).returncode == 0
    result = run([*command[:-1], "--steps", "4", "--languages", "nl-de", "-o"], output)
    assert result.returncode == 2 and len(result.stderr.strip().splitlines()) == 1
    again = run([*command[:-1], "--steps", "4", "--glossary", "diplomatic", "-o"], output)
    assert again.returncode == 2 and "was begun with" in again.stderr


def run(command: list[str], output: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*command, str(output)], capture_output=True, text=True, timeout=8 * ENDED, env=environment())


def environment() -> dict[str, str]:
    return {**os.environ, "WORKBENCH_THREADS": "1", "OMP_NUM_THREADS": "1"}
