"""What the command line loads before it knows what it is asked for."""

import subprocess
import sys

import pytest

#: Libraries that take longer to load than the help takes to show, or that only some commands need.
HEAVY = {
    "fastapi", "huggingface_hub", "jinja2", "lxml", "numpy", "openpyxl", "pyarrow", "rapidfuzz", "ray", "safetensors",
    "sentencepiece", "sentencex", "simplemma", "torch", "trafilatura", "transformers", "uvicorn",
}  # fmt: skip
SHOW_MODULES = "print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a new process has after running ``code``."""
    result = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{SHOW_MODULES}"], capture_output=True, text=True, check=True
    )
    return set(result.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import workbench.cli",
        "from workbench.settings import load_settings\nload_settings()",
        "from workbench.cli import app\n"
        "for words in ([], ['glossary'], ['translate'], ['models']): app([*words, '--help'], standalone_mode=False)",
    ],
)
def test_help_waits_for_no_library_but_its_own(code):
    loaded = loaded_by(code)
    assert "workbench" in loaded
    assert not loaded & HEAVY
