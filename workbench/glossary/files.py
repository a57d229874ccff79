"""Finding the glossary that a user names: a bundled one, a file, or none."""

from pathlib import Path

from workbench.errors import GlossaryError
from workbench.glossary.csv_format import read_glossary
from workbench.glossary.model import Glossary
from workbench.resources import bundled

NONE = "none"


def glossary_path(name: str) -> Path:
    """The file of a glossary, there or not: that of a bundled one (``diplomatic``), or the path itself."""
    path = bundled("glossaries") / f"{name}.csv"
    return path if "/" not in name and path.is_file() else Path(name)


def is_bundled(name: str) -> bool:
    """Whether a name is that of a glossary that comes with the program."""
    return glossary_path(name).parent == bundled("glossaries")


def load_glossary(name: str) -> Glossary:
    """The glossary of that name: ``none`` (empty), a bundled name such as ``diplomatic``, or the path of a CSV file.

    Raises GlossaryError if there is none or it breaks the format.
    """
    if name == NONE:
        return Glossary(NONE)
    path = glossary_path(name)
    if not path.is_file():
        known = ", ".join(sorted(path.stem for path in bundled("glossaries").glob("*.csv")))
        raise GlossaryError(name, "no such glossary", mend=f"give a CSV file, 'none', or a bundled name ({known})")
    return read_glossary(path)
