"""Models are converted once for the same content, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from workbench.errors import InputError
from workbench.settings import Settings
from workbench.translation.engines import make_engine
from workbench.translation.engines.conversion import cache_folder, cached_folder, convert, convert_to, converted
from workbench.translation.marian import MarianModel
from workbench.translation.models import ModelInfo, describe


@pytest.fixture
def info(tmp_path, make_random_marian) -> ModelInfo:
    (tmp_path / "model").mkdir()
    return describe(make_random_marian(tmp_path / "model"), "random")


def no_message(message: str) -> None:
    raise AssertionError(message)


def test_a_conversion_is_found_again(tmp_path, info):
    model, cache = MarianModel(info), tmp_path / "cache"
    with converted(model, "int8", cache, no_message) as folder:
        stamp = (folder / "model.bin").stat().st_mtime_ns
    with converted(model, "int8", cache, no_message) as again:
        assert again == folder and (again / "model.bin").stat().st_mtime_ns == stamp
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("changed", ["model.safetensors", "vocab.json", "target.spm", "config.json"])
def test_other_content_is_another_conversion(tmp_path, info, changed):
    before = cached_folder(info, "int8", tmp_path)
    assert before != cached_folder(info, "float32", tmp_path)
    path = info.folder / changed
    path.write_bytes(path.read_bytes() + b" ")
    assert cached_folder(describe(info.folder, "random"), "int8", tmp_path) != before


def test_a_conversion_leaves_the_model_alone(tmp_path, info):
    model = MarianModel(info)
    before = {name: value.clone() for name, value in model.network.state_dict().items()}
    convert(model, "int8", tmp_path / "converted")
    assert all(torch.equal(value, before[name]) for name, value in model.network.state_dict().items())


def test_two_at_once_make_one_folder(tmp_path, info):
    model = MarianModel(info)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: convert(model, "int8", tmp_path / "converted"), range(2)))
    assert made == [tmp_path / "converted"] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["converted", "model"]
    assert (tmp_path / "converted" / "model.bin").is_file()


def test_where_nothing_can_be_kept_it_works_for_this_run(tmp_path, info):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    messages: list[str] = []
    settings = Settings(cache_folder=str(tmp_path / "file"), threads=1)
    model = MarianModel(info)
    engine = make_engine(model, settings, messages.append)
    (message,) = messages
    assert str(tmp_path / "file") in message and "this run only" in message
    assert engine.decode([model.source_ids("Ja.")], beams=2, length_penalty=1.0)


def test_the_cache_is_where_the_user_wants_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder(Settings()) == tmp_path / "workbench"
    assert cache_folder(replace(Settings(), cache_folder="elsewhere")) == Path("elsewhere")


def test_a_named_folder_must_be_new(tmp_path, info):
    model = MarianModel(info)
    with pytest.raises(InputError, match="is there already"):
        convert_to(model, "int8", tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        convert_to(model, "int8", tmp_path / "absent" / "folder")
