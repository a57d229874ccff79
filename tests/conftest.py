"""Real parts for all tests: the bundled model, loaded once a process, and a small random Marian model."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.settings import Settings
from workbench.translation.marian import MarianModel
from workbench.translation.models import ModelInfo, find_model


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(models_folder=str(tmp_path_factory.mktemp("models")), threads=1)


@pytest.fixture(scope="session")
def bundled_info(settings: Settings) -> ModelInfo:
    return find_model("nl-en", settings)


@pytest.fixture(scope="session")
def bundled_model(bundled_info: ModelInfo) -> MarianModel:
    import torch

    torch.set_num_threads(1)
    return MarianModel(bundled_info)


@pytest.fixture(scope="session")
def make_random_marian(bundled_info: ModelInfo) -> Callable[..., Path]:
    """Writes a random Marian model in opus-mt layout, with the bundled sentencepiece models and vocabulary."""

    def make(folder: Path, **shape: int) -> Path:
        import shutil

        import torch
        from transformers import MarianConfig, MarianMTModel

        for name in ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json"):
            shutil.copy(bundled_info.folder / name, folder / name)
        vocabulary = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
        pad = vocabulary - 1
        torch.manual_seed(7)
        config = MarianConfig(
            **{
                "vocab_size": vocabulary,
                "decoder_vocab_size": vocabulary,
                "d_model": 32,
                "encoder_layers": 2,
                "decoder_layers": 2,
                "encoder_attention_heads": 2,
                "decoder_attention_heads": 2,
                "encoder_ffn_dim": 64,
                "decoder_ffn_dim": 64,
                "max_position_embeddings": 512,
                "init_std": 0.3,  # far from uniform, so that the search has something to choose
                "pad_token_id": pad,
                "eos_token_id": 0,
                "decoder_start_token_id": pad,
                "forced_eos_token_id": 0,
                "scale_embedding": True,
                "static_position_embeddings": True,
                "activation_function": "swish",
                **shape,
            }
        )
        network = MarianMTModel(config)
        network.final_logits_bias.normal_()
        network.generation_config.bad_words_ids = [[pad]]
        network.save_pretrained(folder)
        return folder

    return make
