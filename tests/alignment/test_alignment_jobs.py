"""What is refused before anything is aligned, each with a message that says what and where."""

from pathlib import Path

import pytest
from alignment_samples import gold
from rich.console import Console

from workbench.alignment.jobs import align_files
from workbench.errors import WorkbenchError
from workbench.settings import Settings

SOURCE, TARGET = "a.nl.txt", "a.en.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dutch, english, _ = gold("readouts")
    texts = {SOURCE: "\n".join(dutch[:11]), TARGET: "\n".join(english[:10]), "empty.txt": "", "blank.txt": "\n \n\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"a\0b")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "target", "options", "said"),
    [
        (TARGET, SOURCE, {}, "the wrong way round"),
        (SOURCE, SOURCE, {}, "it should be in English"),
        (TARGET, TARGET, {}, "it should be in Dutch"),
        (SOURCE, "empty.txt", {}, "empty.txt: the file is empty"),
        ("blank.txt", TARGET, {}, "blank.txt: holds no text to align"),
        ("blank.txt", TARGET, {"lines": True}, "blank.txt: holds no text to align"),
        (SOURCE, "absent.txt", {}, "absent.txt: no such file"),
        (SOURCE, "binary.txt", {}, "binary.txt: is a binary file"),
        (SOURCE, TARGET, {"format_name": "xliff"}, "known are tsv, tmx, beads, html"),
        (SOURCE, TARGET, {"output": "a.doc"}, "no format has this suffix"),
        (SOURCE, TARGET, {"languages": "nl"}, "such as nl-en"),
        (SOURCE, TARGET, {"languages": "dutch-english"}, "not a two-letter"),
        (TARGET, SOURCE, {"languages": "en-nl", "translated": True}, "needs a model for en-nl"),
    ],
)
def test_bad_pairs_are_refused(folder, source, target, options, said):
    given = {"output": None, "format_name": None, "languages": None, "lines": False, "translated": False, **options}
    given["output"] = folder / (given["output"] or "result.tsv")
    settings, messages = Settings(threads=1), Console(stderr=True)
    with pytest.raises(WorkbenchError, match=said) as refusal:
        align_files(str(folder / source), str(folder / target), **given, settings=settings, messages=messages)
    assert "\n" not in str(refusal.value)
    assert not given["output"].exists()


def test_fifty_thousand_lines_are_read_and_their_language_checked(folder):
    """The whole way takes minutes (benchmarks/alignment.py); what is wrong is said at once."""
    dutch, _, _ = gold("labour")
    (folder / "long.txt").write_text("\n".join(dutch[index % len(dutch)] for index in range(50_000)), encoding="utf-8")
    with pytest.raises(WorkbenchError, match="it should be in English"):
        align_files(
            str(folder / SOURCE),
            str(folder / "long.txt"),
            output=None,
            format_name=None,
            languages=None,
            lines=True,
            translated=False,
            settings=Settings(threads=1),
            messages=Console(stderr=True),
        )
