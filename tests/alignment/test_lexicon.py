"""The lexicon of word alignment: training, the file, and what comes with the workbench."""

import gzip
from pathlib import Path

import pytest

from workbench.alignment.lexicon import Lexicon, bundled_lexicon, read_lexicon, write_lexicon
from workbench.alignment.lexicon_training import train_lexicon
from workbench.errors import InputError

PAIRS = [
    ("de minister sprak", "the minister spoke"),
    ("de koning sprak", "the king spoke"),
    ("de koning zweeg", "the king was silent"),
    ("een minister zweeg", "a minister was silent"),
]


def test_training_finds_what_occurs_together() -> None:
    lexicon = train_lexicon(PAIRS * 5)
    for source, target in [("koning", "king"), ("minister", "minister"), ("sprak", "spoke")]:
        forward, reverse = lexicon.probabilities(source, target)
        assert forward > 0.5
        assert reverse > 0.5
    assert lexicon.probabilities("koning", "minister") == (0, 0)


@pytest.mark.parametrize("pairs", [[], [("", "")], [("woord", "")], [("x " * 200, "y " * 200)]])
def test_training_on_nothing_gives_nothing(pairs: list[tuple[str, str]]) -> None:
    assert train_lexicon(pairs).entries == {}


def test_the_file_gives_the_lexicon_back(tmp_path: Path) -> None:
    lexicon = Lexicon({("café", "cafe"): (0.5, 0.25), ("a", "b"): (1.0, 0.125)})
    write_lexicon(lexicon, tmp_path / "x.tsv.gz")
    assert read_lexicon(tmp_path / "x.tsv.gz") == lexicon
    first = (tmp_path / "x.tsv.gz").read_bytes()
    write_lexicon(Lexicon(dict(reversed(lexicon.entries.items()))), tmp_path / "x.tsv.gz")
    assert (tmp_path / "x.tsv.gz").read_bytes() == first


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"plain", "gzip"),
        (gzip.compress(b"x\ty\n"), "line 1"),
        (gzip.compress(b"source\ttarget\tforward\treverse\na\tb\tc\td\n"), "line 2"),
        (gzip.compress(b"source\ttarget\tforward\treverse\na\tb\t1\t1\n")[:-9], "gzip"),
    ],
    ids=["not compressed", "another header", "no number", "cut off"],  # the bytes hold the time, which differs
)
def test_a_broken_file_is_named(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "x.tsv.gz").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_lexicon(tmp_path / "x.tsv.gz")


def test_the_bundled_lexicon_knows_everyday_words() -> None:
    lexicon = bundled_lexicon("nl", "en")
    assert lexicon is not None
    assert min(lexicon.probabilities("samenwerking", "cooperation")) > 0.3
    assert bundled_lexicon("en", "fi") is None
