"""LibreOffice without a window, as an independent reader of what we write; tests that need it say why they skip."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

#: Documents of our own invented text, written by LibreOffice 7.4.
FILES = Path(__file__).parent / "files"
SOFFICE = shutil.which("soffice")

_INSTALLED = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)


def needs_libreoffice(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test that opens a file in LibreOffice: a slow one, and skipped where that is not installed."""
    return pytest.mark.slow(_INSTALLED(test))


def opened(data: bytes, suffix: str, folder: Path) -> list[str]:
    """The paragraphs that LibreOffice finds in a document; fails if it cannot open it."""
    (folder / f"document{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "fodt", f"document{suffix}"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert (folder / "document.fodt").exists(), result.stderr
    found = etree.parse(str(folder / "document.fodt"), etree.XMLParser(huge_tree=True))
    return ["".join(paragraph.itertext()) for paragraph in found.iter("{*}p", "{*}h")]
