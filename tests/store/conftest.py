from pathlib import Path

import pytest
from databases import new_database


@pytest.fixture
def address(tmp_path: Path) -> str:
    """An empty database, on the server that the tests run on."""
    return new_database(tmp_path)
