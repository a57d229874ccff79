"""Two editors at once lose nothing: locked edits by two processes, and the three-way merge."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import GlossaryError, InputError
from workbench.glossary import editing
from workbench.glossary.csv_format import format_glossary, read_glossary, write_glossary
from workbench.glossary.editing import edit, locked, merge_edits
from workbench.glossary.model import Glossary, Status, Term

NL, EN = Term("Oostzee", "nl"), Term("Baltic Sea", "en")
BASE = Glossary.of("terms", [("sea", NL), ("sea", EN), ("sea", Term("the Baltic", "en", Status.ADMITTED))])

EDITOR = """
import sys
from pathlib import Path
from workbench.glossary.editing import edit
from workbench.glossary.model import Glossary, Term

name = sys.argv[2]
for number in range(100):
    term = Term(f"{name} {number}", "nl")
    edit(Path(sys.argv[1]), lambda now: Glossary.of(now.name, [*now.rows(), (f"{name}-{number}", term)]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_glossary(tmp_path / "terms.csv", BASE)
    return tmp_path / "terms.csv"


def test_two_processes_that_edit_at_once_lose_nothing(path):
    editors = [
        subprocess.Popen([sys.executable, "-c", EDITOR, str(path), name], stderr=subprocess.PIPE)
        for name in ("an", "bo")
    ]
    assert [editor.communicate(timeout=120)[1] for editor in editors] == [b"", b""]
    concepts = read_glossary(path).concepts
    assert set(concepts) == {"sea", *(f"{name}-{number}" for name in ("an", "bo") for number in range(100))}
    assert os.listdir(path.parent) == ["terms.csv"]  # no lock file stays behind


def test_an_edit_that_fails_or_changes_nothing_leaves_the_file_alone(path):
    before = path.stat()
    edit(path, lambda now: now)
    with pytest.raises(ZeroDivisionError):
        edit(path, lambda now: 1 // 0)
    with pytest.raises(GlossaryError, match="second preferred"):
        edit(path, lambda now: Glossary.of("terms", [*now.rows(), ("sea", Term("Oost-Zee", "nl"))]))
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_new_file_only_where_it_is_asked_for(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        edit(tmp_path / "new.csv", lambda now: BASE)
    edit(tmp_path / "new.csv", lambda now: BASE, create=True)
    assert read_glossary(tmp_path / "new.csv").concepts.keys() == {"sea"}
    with pytest.raises(GlossaryError, match="cannot be locked"):
        edit(tmp_path / "none" / "new.csv", lambda now: BASE, create=True)


def test_a_lock_that_is_kept_is_not_waited_for_without_end(path, monkeypatch):
    monkeypatch.setattr(editing, "PATIENCE", 0.05)
    with locked(path.parent), pytest.raises(GlossaryError, match="another program"):
        edit(path, lambda now: now)
    edit(path, lambda now: now)


def test_a_link_and_its_file_have_one_lock(path, tmp_path):
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "link.csv"
    link.symlink_to(path)
    edit(link, lambda now: Glossary.of("terms", [("sea", NL)]))
    assert link.is_symlink() and len(read_glossary(path).concepts["sea"].terms) == 1


def changed(*rows: tuple[str, Term]) -> Glossary:
    return Glossary.of("terms", rows)


THE = ("sea", Term("the Baltic", "en", Status.ADMITTED))
OTHER = ("un", Term("VN", "nl"))
NOTED = ("sea", Term("Oostzee", "nl", note="mine"))
DOMAIN = ("sea", Term("Oostzee", "nl", domain="theirs"))


@pytest.mark.parametrize(
    ("mine", "theirs", "expected", "words"),
    [
        ([("sea", NL), ("sea", EN), THE, OTHER], [NOTED, ("sea", EN), THE], [NOTED, ("sea", EN), THE, OTHER], []),
        (
            [NOTED, ("sea", EN), THE],
            [DOMAIN, ("sea", EN)],
            [("sea", Term("Oostzee", "nl", note="mine", domain="theirs")), ("sea", EN)],
            [],
        ),
        ([NOTED, ("sea", EN), THE], [NOTED, ("sea", EN), THE], [NOTED, ("sea", EN), THE], []),
        (
            [NOTED, ("sea", EN), THE],
            [("sea", Term("Oostzee", "nl", note="theirs")), ("sea", EN), THE],
            [("sea", Term("Oostzee", "nl", note="theirs")), ("sea", EN), THE],
            ["sea: nl \"Oostzee\": note is 'mine' by you and 'theirs' by them"],
        ),
        (
            [("sea", EN), THE],
            [DOMAIN, ("sea", EN), THE],
            [DOMAIN, ("sea", EN), THE],
            ['sea: nl "Oostzee": they changed it, you removed it'],
        ),
        (
            [NOTED, ("sea", EN), THE],
            [("sea", EN), THE],
            [("sea", EN), THE],
            ['sea: nl "Oostzee": you changed it, they removed it'],
        ),
        (
            [*BASE.rows(), ("un", Term("VN", "nl", note="a"))],
            [*BASE.rows(), ("un", Term("VN", "nl", domain="b"))],
            [*BASE.rows(), ("un", Term("VN", "nl", note="a", domain="b"))],
            [],
        ),
        (
            [("sea", NL), ("sea", Term("Baltic Sea", "en", Status.ADMITTED)), ("sea", Term("the Baltic", "en"))],
            [("sea", NL), ("sea", Term("Baltic Sea", "en", Status.ADMITTED)), THE, ("sea", Term("Baltic", "en"))],
            [("sea", NL), ("sea", Term("Baltic Sea", "en", Status.ADMITTED)), THE, ("sea", Term("Baltic", "en"))],
            ['sea: you prefer "the Baltic", they prefer "Baltic"'],
        ),
    ],
)
def test_three_way_merge(mine, theirs, expected, words):
    merged = merge_edits(BASE, changed(*mine), changed(*theirs))
    assert format_glossary(merged.glossary) == format_glossary(changed(*expected))
    assert [conflict.words() for conflict in merged.conflicts] == words


TERMS = st.builds(
    Term,
    text=st.sampled_from("xyz"),
    language=st.just("nl"),
    status=st.sampled_from([Status.ADMITTED, Status.DEPRECATED]),
    note=st.sampled_from(["", "n", "m"]),
)


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    found = draw(st.lists(TERMS, max_size=3, unique_by=lambda term: term.text))
    if found and draw(st.booleans()):
        found[0] = replace(found[0], status=Status.PREFERRED)
    return Glossary.of("terms", [("a", term) for term in found])


@settings(max_examples=300, deadline=None)
@given(glossaries(), glossaries(), glossaries())
def test_a_merge_can_be_written_and_an_edit_alone_is_taken_whole(base, mine, theirs):
    format_glossary(merge_edits(base, mine, theirs).glossary)
    for merged, expected in (
        (merge_edits(base, mine, base), mine),
        (merge_edits(base, base, theirs), theirs),
        (merge_edits(base, mine, mine), mine),
    ):
        assert not merged.conflicts and format_glossary(merged.glossary) == format_glossary(expected)
