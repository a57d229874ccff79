"""The annotation tags are added to a model that never saw them; it translates as before, and can learn to use them."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import ModelError
from workbench.settings import Settings
from workbench.training.tags import add_tags
from workbench.training.vocabulary import DEFAULT_TAGS
from workbench.translation.engines import make_engine
from workbench.translation.marian import MarianModel
from workbench.translation.models import ModelInfo, describe

TEXTS = ["De minister bezoekt Hanoi.", "Het verdrag is getekend.", "Over de begroting wordt later gesproken."]


@pytest.fixture(params=[False, True], ids=["one vocabulary", "two vocabularies"])
def untagged(request, tmp_path: Path, make_random_marian: Callable[..., Path]) -> ModelInfo:
    """A small random model as opus-mt has them: its vocabulary and sentencepiece models know no tags."""
    folder = tmp_path / "opus-mt-nl-en"
    folder.mkdir()
    return without_tags(make_random_marian(folder, separate=request.param))


def without_tags(folder: Path) -> ModelInfo:
    """Renames the tags of the bundled vocabulary, of the same length, in all its files."""
    other = {"<t>": "{t}", "<tr>": "{tr}", "</t>": "{/t}"}
    for name in ("vocab.json", "target_vocab.json"):
        if (folder / name).is_file():
            vocabulary = json.loads((folder / name).read_text(encoding="utf-8"))
            renamed = {other.get(piece, piece): number for piece, number in vocabulary.items()}
            (folder / name).write_text(json.dumps(renamed), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        data = (folder / name).read_bytes()
        for tag, new in other.items():
            data = data.replace(tag.encode(), new.encode())
        (folder / name).write_bytes(data)
    return describe(folder, "opus-mt-nl-en")


def with_tags(info: ModelInfo, folder: Path) -> MarianModel:
    folder.mkdir()
    add_tags(info, DEFAULT_TAGS, folder)
    return MarianModel(describe(folder, "tagged"), threads=1)


def test_everything_else_stays(untagged, tmp_path):
    import torch

    before, after = MarianModel(untagged, threads=1), with_tags(untagged, tmp_path / "tagged-nl-en")
    for text in TEXTS:
        ids = before.source_ids(text)
        assert after.source_ids(text) == ids and after.target_ids(text) == before.target_ids(text)
        source, decoder = torch.tensor([ids]), torch.tensor([[before.start, 5, 6]])
        old, new = (model.network(input_ids=source, decoder_input_ids=decoder).logits for model in (before, after))
        assert torch.allclose(old, new[..., : old.shape[-1]], atol=1e-5)


def test_a_tag_is_one_piece_and_is_never_said(untagged, tmp_path):
    model = with_tags(untagged, tmp_path / "tagged-nl-en")
    assert model.info.annotation_tags == DEFAULT_TAGS
    pieces = [model.source_pieces[number] for number in model.source_ids("op de<t> Oostzee<tr> East Sea</t> werd")]
    assert [piece for piece in pieces if piece in DEFAULT_TAGS] == list(DEFAULT_TAGS)
    assert {model.pieces[number] for number in model.suppressed_ids} >= set(DEFAULT_TAGS)
    assert model.network.config.decoder_vocab_size == model.network.final_logits_bias.shape[-1]


@pytest.mark.parametrize("engine", ["torch", "ctranslate2"])
def test_the_engines_load_it(untagged, tmp_path, settings: Settings, engine):
    model = with_tags(untagged, tmp_path / "tagged-nl-en")
    with_engine = dataclasses.replace(settings, engine=engine, compute_type="float32")
    sources = [model.source_ids(f"{text[:-1]}<t> verdrag<tr> treaty</t>.") for text in TEXTS]
    for hypotheses in make_engine(model, with_engine).decode(sources, beams=2, length_penalty=1.0):
        assert not any(tag in model.text(hypotheses[0].tokens) for tag in DEFAULT_TAGS)


def test_a_model_that_knows_tags_is_refused(bundled_info, tmp_path):
    with pytest.raises(ModelError, match="knows term annotation already"):
        add_tags(bundled_info, DEFAULT_TAGS, tmp_path)
