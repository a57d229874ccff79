"""Sentence vectors: the bundled encoder, and a sentence-transformers folder with a small random network."""

import json
from pathlib import Path

import numpy as np
import pytest

from workbench.alignment.vectors import SentenceTransformersFolder, UniversalEncoder, load_encoder
from workbench.errors import ModelError
from workbench.settings import Settings

TEXTS = ["De premier sprak.", "The Prime Minister spoke.", "Two eggs and a pinch of salt, please, and some flour.", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As LaBSE is laid out: BERT, pooling of the first token, a dense layer, normalisation."""
    import torch
    from safetensors.torch import save_file
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(3)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz,."]
    words += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab=str(tmp_path / "vocab.txt"), do_lower_case=True).save_pretrained(tmp_path)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(tmp_path)
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Dense": "Dense", "3_Normalize": "Normalize"}
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate(kinds.items())
    ]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 32}', encoding="utf-8")
    for name in ("1_Pooling", "2_Dense"):
        (tmp_path / name).mkdir()
    pool(tmp_path, pooling_mode_cls_token=True, pooling_mode_mean_tokens=False)
    dense = {"in_features": 16, "out_features": 12, "bias": True, "activation_function": "torch.nn.modules.Tanh"}
    (tmp_path / "2_Dense" / "config.json").write_text(json.dumps(dense), encoding="utf-8")
    layer = torch.nn.Linear(16, 12)
    save_file(
        {f"linear.{name}": value for name, value in layer.state_dict().items()}, tmp_path / "2_Dense/model.safetensors"
    )
    return tmp_path


def pool(folder: Path, **modes: bool) -> None:
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(modes), encoding="utf-8")


def test_a_folder_gives_vectors_of_unit_length_whatever_the_batch(folder):
    encoder = load_encoder(Settings(sentence_encoder=str(folder)))
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (4, 12) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(encoder.encode(TEXTS[:1])[0], vectors[0], atol=1e-5)
    assert encoder.encode([]).shape == (0, 12)
    assert encoder.encode(["a" * 500 + " b c" * 200]).shape == (1, 12)


def test_pooling_is_as_the_folder_says(folder):
    first = SentenceTransformersFolder(folder).encode(TEXTS)
    pool(folder, pooling_mode_cls_token=False, pooling_mode_mean_tokens=True)
    mean = SentenceTransformersFolder(folder).encode(TEXTS)
    assert not np.allclose(first, mean, atol=1e-3)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("modules.json", None, "modules.json: cannot be read"),
        ("modules.json", "{", "modules.json: is not JSON"),
        ("modules.json", "[]", "lists no modules"),
        ("1_Pooling/config.json", '{"pooling_mode_max_tokens": true}', "unknown pooling"),
        ("2_Dense/model.safetensors", "nonsense", "2_Dense"),
    ],
)
def test_a_broken_folder_is_named(folder, file, content, said):
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=said):
        SentenceTransformersFolder(folder)


def test_the_bundled_encoder_puts_translations_together():
    vectors = UniversalEncoder(1).encode([*TEXTS, "lone \ud800 surrogate"])
    assert vectors.shape == (5, 512)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
