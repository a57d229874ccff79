"""Beams and length penalty: the model's own, unless the settings say something else."""

import json
from dataclasses import replace

from workbench.translation.engines.machine import batch_tokens
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe


def test_the_generation_config_of_a_model_is_followed_until_a_setting_says_otherwise(
    make_random_marian, tmp_path, settings
):
    info = describe(make_random_marian(tmp_path), "random")
    path = tmp_path / "generation_config.json"
    path.write_text(json.dumps({"num_beams": 6, "length_penalty": 0.6}), encoding="utf-8")
    assert (info.decoding(settings).beams, info.decoding(settings).length_penalty) == (6, 0.6)
    asked = replace(settings, beams=2, length_penalty=1.2)
    assert (info.decoding(asked).beams, info.decoding(asked).length_penalty) == (2, 1.2)


def test_a_model_without_generation_config_gets_beams_and_plain_lengths(make_random_marian, tmp_path, settings):
    info = describe(make_random_marian(tmp_path), "random")
    (tmp_path / "generation_config.json").unlink(missing_ok=True)
    assert info.decoding(settings).beams > 1 and info.decoding(settings).length_penalty == 1.0


def test_the_batch_is_that_of_the_settings_or_fits_the_machine(bundled_model, make_random_marian, tmp_path, settings):
    assert batch_tokens(replace(settings, batch_tokens=77), bundled_model) == 77
    small = batch_tokens(replace(settings, threads=4096), bundled_model)
    assert 0 < small <= batch_tokens(settings, bundled_model)
    large = MarianModel(describe(make_random_marian(tmp_path, decoder_layers=12), "large"))
    assert batch_tokens(replace(settings, threads=4096), large) <= small
