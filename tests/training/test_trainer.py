"""Training stops when it should, keeps the best weights, and refuses what it cannot go on with."""

import dataclasses

import pytest
import torch
from toy_language import TOY, toy_pairs, toy_task

from workbench.errors import InputError, UsageError
from workbench.training.run import run
from workbench.training.state import training_folder
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

#: Learning so fast that everything is unlearnt.
RUINOUS = dataclasses.replace(TOY, learning_rate=30.0, warmup=0, average=0.0, evaluate_every=4, steps=40)


def trained(toy_start, settings, output):
    said: list[str] = []
    with training_folder(output) as folder:
        return run(toy_task(toy_start, toy_pairs(), settings), output, folder, said.append), said


def test_a_training_that_only_harms_gives_the_model_as_it_was(toy_start, tmp_path):
    progress, _ = trained(toy_start, RUINOUS, tmp_path)
    assert progress.best_step == 0 and progress.best == progress.first
    after = MarianModel(describe(tmp_path, "toy")).network.state_dict()
    for name, before in toy_start.network.state_dict().items():
        assert torch.allclose(after[name], before, atol=1e-3), name


def test_it_stops_when_the_held_out_pairs_get_no_better(toy_start, tmp_path):
    progress, _ = trained(toy_start, dataclasses.replace(RUINOUS, patience=2), tmp_path)
    assert progress.step == 8 and "no better" in progress.ended
    again, _ = trained(toy_start, dataclasses.replace(RUINOUS, patience=2), tmp_path)
    assert again.step == 8


def test_more_steps_go_on_with_a_finished_training(toy_start, tmp_path):
    few = dataclasses.replace(TOY, steps=6, evaluate_every=3)
    assert trained(toy_start, few, tmp_path)[0].step == 6
    assert trained(toy_start, dataclasses.replace(few, steps=9), tmp_path)[0].step == 9


def test_chrf_can_say_when_to_stop(toy_start, tmp_path):
    settings = dataclasses.replace(TOY, steps=4, evaluate_every=4, stop_on="chrf", held_out=4)
    _, said = trained(toy_start, settings, tmp_path)
    assert any("held-out chrF" in line for line in said)
    assert "chrF" in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_a_broken_checkpoint_is_named(toy_start, tmp_path):
    few = dataclasses.replace(TOY, steps=2)
    trained(toy_start, few, tmp_path)
    checkpoint = tmp_path / "training" / "checkpoint.pt"
    checkpoint.write_bytes(checkpoint.read_bytes()[:5000])
    with pytest.raises(InputError, match=r"checkpoint\.pt: is no checkpoint"):
        trained(toy_start, few, tmp_path)


def test_what_a_killed_process_left_before_it_began_is_not_used(tmp_path):
    (tmp_path / "training" / "start").mkdir(parents=True)
    with training_folder(tmp_path) as folder:
        assert [path.name for path in folder.iterdir()] == ["lock"]


def test_two_trainings_in_one_folder_are_refused(tmp_path):
    with training_folder(tmp_path), pytest.raises(UsageError, match="another process"), training_folder(tmp_path):
        pass


def test_a_training_that_never_began_leaves_nothing(tmp_path):
    with pytest.raises(UsageError), training_folder(tmp_path / "new"):
        raise UsageError("no data")
    assert not (tmp_path / "new").exists()
