"""docs/review-store.md names every table and every module, and nothing that is not there."""

import re
from pathlib import Path

from workbench.store.tables import Base

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "review-store.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """The first cells of the table of a section."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]


def test_every_table_is_described():
    assert sorted(re.findall(r"`(\w+)`", "".join(rows("Tables")))) == sorted(Base.metadata.tables)


def test_every_module_with_functions_is_named():
    modules = {path.stem for path in (ROOT / "workbench" / "review").glob("*.py")}
    helpers = {"__init__", "access", "desk", "errors", "word_diff"}
    assert set(re.findall(r"`(\w+)`", "".join(rows("Functions")))) == modules - helpers
