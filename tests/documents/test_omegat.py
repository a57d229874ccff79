"""OmegaT, a CAT tool, without a window: it takes our translation memory, and the XLIFF files that we wrote."""

import shutil
import subprocess
from pathlib import Path

import pytest
from bilingual_samples import bilingual
from document_helpers import translate
from lxml import etree

from workbench.documents.bilingual import BilingualSegment, Origin
from workbench.documents.outputs import output_for
from workbench.documents.xliff_format import XliffFormat

FILES = Path(__file__).parent / "files"
JAR = Path("/usr/share/omegat/OmegaT.jar")
PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>nl</source_lang><target_lang>en</target_lang><sentence_seg>true</sentence_seg>
</project></omegat>
"""

pytestmark = pytest.mark.skipif(
    not JAR.exists() or shutil.which("java") is None, reason="OmegaT is not installed (apt-get install omegat)"
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an OmegaT project whose sources were translated, with our memory and our XLIFF files in it."""
    folder = tmp_path_factory.mktemp("omegat")
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat", "home"):
        (folder / name).mkdir(parents=True)
    (folder / "omegat.project").write_text(PROJECT, encoding="utf-8")
    made = [
        BilingualSegment(0, "De Oostzee is <oud>.", "The Baltic & <old>.", Origin.FIRST_PASS),
        BilingualSegment(1, "Het huis is nieuw.", "The house is new.", Origin.FIRST_PASS, marks=("look",)),
    ]
    (folder / "tm" / "auto" / "ours.tmx").write_bytes(output_for("tmx").write(bilingual(*made)))
    (folder / "source" / "ours.xlf").write_bytes(output_for("xliff").write(bilingual(*made)))
    text = "De Oostzee is <oud>.\n\nHet huis is nieuw.\n\nIets anders.\n"
    (folder / "source" / "report.txt").write_text(text, encoding="utf-8")
    for file in FILES.glob("*.xlf"):
        (folder / "source" / file.name).write_bytes(translate(XliffFormat(), file.read_bytes(), str.upper))
    options = ["-Djava.awt.headless=true", f"-Duser.home={folder / 'home'}", "-jar", JAR, folder]
    command = ["java", *map(str, options), "--mode=console-translate", f"--config-dir={folder / 'home'}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0 and "Finished" in done.stdout, done.stdout + done.stderr
    return folder


def test_its_translations_are_those_of_our_memory(results: Path) -> None:
    text = (results / "target" / "report.txt").read_text(encoding="utf-8")
    assert text == "The Baltic & <old>.\n\nThe house is new.\n\nIets anders.\n"


@pytest.mark.parametrize("name", ["ours.xlf", "omegat.xlf", "memoq.xlf", "trados.xlf", "version-2.xlf"])
def test_it_opens_our_xliff_files_and_keeps_their_targets(results: Path, name: str) -> None:
    ours, theirs = (etree.parse(str(results / folder / name)) for folder in ("source", "target"))
    targets = [["".join(target.itertext()) for target in tree.iter("{*}target")] for tree in (ours, theirs)]
    assert targets[0] == targets[1] and any(targets[0])
