"""``workbench models convert`` as a user calls it."""

import os
import subprocess
import sys


def workbench(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbench", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, **environment})


def test_a_model_is_converted_into_a_folder_or_the_cache(tmp_path, make_random_marian):
    (tmp_path / "tiny-nl-en").mkdir()
    folder = make_random_marian(tmp_path / "tiny-nl-en")
    made = workbench("models", "convert", folder, "-o", tmp_path / "fast", "--compute-type", "float32")
    assert made.returncode == 0 and str(tmp_path / "fast") in made.stdout, made.stderr
    assert (tmp_path / "fast" / "model.bin").is_file()
    cached = workbench("models", "convert", folder, WORKBENCH_CACHE_FOLDER=str(tmp_path / "cache"))
    assert cached.returncode == 0, cached.stderr
    (found,) = (tmp_path / "cache" / "ctranslate2").iterdir()
    assert str(found) in cached.stdout and found.name.endswith("int8")


def test_what_cannot_be_converted_is_one_line(tmp_path, make_random_marian):
    (tmp_path / "tiny-nl-en").mkdir()
    folder = make_random_marian(tmp_path / "tiny-nl-en", encoder_attention_heads=4)
    made = workbench("models", "convert", folder, "-o", tmp_path / "fast")
    assert made.returncode == 2 and str(folder) in made.stderr and made.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tiny-nl-en"]
