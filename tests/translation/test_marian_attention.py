"""The attention that places terms: that of the steps and that of a given target are one."""

import pytest
import torch

from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

SOURCE = "De minister sprak in Hanoi met de gouverneur over handel en veiligheid."
TARGET = "The minister spoke in Hanoi with the governor on trade and security."


@pytest.mark.parametrize("kind", ["bundled", "random"])
def test_given_target_and_steps_agree(kind, tmp_path, bundled_model, make_random_marian):
    model = bundled_model
    if kind == "random":
        model = MarianModel(describe(make_random_marian(tmp_path, decoder_layers=3), "random"))
    source, target = model.source_ids(SOURCE), model.target_ids(TARGET)
    given = model.attend(source, target)
    state = model.encode([source], 1)
    steps = [model.step_with_attention(state, torch.tensor([token]))[1] for token in (model.start, *target[:-1])]
    assert given.shape == (len(target), len(source))
    assert torch.allclose(given, torch.cat(steps), atol=1e-5)
    assert torch.allclose(given.sum(1), torch.ones(len(target)), atol=1e-5)


def test_a_name_is_looked_at_when_it_is_written(bundled_model):
    source, target = bundled_model.source_ids(SOURCE), bundled_model.target_ids(TARGET)
    looks = bundled_model.attend(source, target)
    place = [bundled_model.source_pieces[number] for number in source].index("▁Hanoi")
    written = [bundled_model.pieces[number] for number in target].index("▁Hanoi")
    assert int(looks[written].argmax()) == place
