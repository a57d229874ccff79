"""Glossaries by name: a bundled one, a file, or none."""

import pytest

from workbench.errors import GlossaryError
from workbench.glossary.csv_format import write_glossary
from workbench.glossary.files import glossary_path, load_glossary
from workbench.glossary.model import Glossary, Term
from workbench.resources import bundled


def test_names_of_glossaries(tmp_path):
    assert glossary_path("diplomatic") == bundled("glossaries") / "diplomatic.csv"
    assert glossary_path(str(tmp_path / "own.csv")) == tmp_path / "own.csv"


def test_a_file_goes_by_its_path_and_a_bundled_glossary_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = Glossary.of("diplomatic", [("sea", Term("Oostzee", "nl"))])
    write_glossary(tmp_path / "diplomatic.csv", own)
    assert load_glossary("diplomatic.csv") == load_glossary("./diplomatic.csv") == own
    assert len(load_glossary("diplomatic").concepts) > 1
    assert load_glossary("none") == Glossary("none")


@pytest.mark.parametrize("name", ["absent", "absent.csv", "folder", "./diplomatic"])
def test_what_is_not_there_is_named_with_what_is(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(GlossaryError, match=rf"^{name}: no such glossary; .*diplomatic"):
        load_glossary(name)
