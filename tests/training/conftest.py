"""The tiny model of the toy language, made once."""

import pytest
from toy_language import TOY, toy_pairs, write_start

from workbench.translation.marian import MarianModel


@pytest.fixture(scope="session")
def toy_start(tmp_path_factory: pytest.TempPathFactory) -> MarianModel:
    """A tiny model of the toy language, not trained."""
    return write_start(tmp_path_factory.mktemp("toy") / "start", toy_pairs(), TOY)
