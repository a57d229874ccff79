"""Real parts for all tests: the bundled model, loaded once a process, and a small random Marian model."""

import json
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from workbench.settings import Settings
from workbench.translation.marian import MarianModel
from workbench.translation.models import ModelInfo, find_model

#: Tests that start browsers, servers, processes and other programs, or bound memory and time: for `make test-slow`.
SLOW = (
    *("tests/browser", "tests/review", "tests/store", "tests/bulk", "tests/api"),
    *("test_hostile_files", "test_schemas", "test_omegat", "test_interrupted_training", "test_tags_learnt"),
)

hypothesis.settings.register_profile("workbench", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("workbench")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, before those that are not wanted are taken out."""
    for item in items:
        if any(name in item.path.as_posix() for name in SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folders = {name: str(tmp_path_factory.mktemp(name)) for name in ("models_folder", "cache_folder")}
    return Settings(**folders, threads=1)


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
    """Writes a random Marian model in opus-mt layout, with the bundled sentencepiece models and vocabulary.

    With ``separate`` the source has a vocabulary and embeddings of its own, in another order.
    """

    def make(folder: Path, separate: bool = False, **shape: int) -> Path:
        import shutil

        import torch
        from transformers import MarianConfig, MarianMTModel

        for name in ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json"):
            shutil.copy(bundled_info.folder / name, folder / name)
        if separate:
            _separate(folder)
        vocabulary = len(_vocabulary(folder / "vocab.json"))
        pad = vocabulary - 1
        if separate:
            shape = {"vocab_size": vocabulary + 40, "share_encoder_decoder_embeddings": False, **shape}
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


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, make_random_marian: Callable[..., Path]) -> Path:
    """A random model that translates fast, and into short nonsense."""
    folder = tmp_path_factory.mktemp("models") / "tiny-nl-en"
    folder.mkdir()
    return make_random_marian(folder, max_position_embeddings=48)


def _vocabulary(path: Path) -> dict[str, int]:
    vocabulary: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return vocabulary


def _separate(folder: Path) -> None:
    """Two vocabularies: the target's as it was, the source's in another order and longer."""
    target = _vocabulary(folder / "vocab.json")
    special = {piece: number for piece, number in target.items() if piece in ("</s>", "<unk>", "<pad>")}
    others = sorted(set(target) - set(special))
    free = (number for number in range(len(target) + 40) if number not in special.values())
    source = special | dict(zip(others, free, strict=False))
    (folder / "target_vocab.json").write_text(json.dumps(target), encoding="utf-8")
    (folder / "vocab.json").write_text(json.dumps(source), encoding="utf-8")
    config = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    config["separate_vocabs"] = True
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
