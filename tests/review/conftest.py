"""A desk with a translated document: translated once by the bundled model, the database copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from workbench.review.desk import Desk
from workbench.review.documents import add_document
from workbench.review.people import Person, Role
from workbench.review.projects import ProjectSettings, create_project
from workbench.review.segments import SegmentView, segment_page
from workbench.review.translating import Worker, start_translation
from workbench.settings import Settings
from workbench.store.database import open_store

REPORT = """Bezoek aan Hanoi

De premier bezocht de Nationale Vergadering op 12 maart 2024. De minister bedankte de gastheer. Geen commentaar.

De Europese Unie steunt het verdrag. Meer informatie staat op https://example.org/verdrag.

Geen commentaar.

De onderhandelingen duurden 3 uur. Geen commentaar.
"""

_COLUMNS = (
    "concept_id lang term status part_of_speech domain definition note source case_sensitive do_not_translate review"
)
GLOSSARY = (
    _COLUMNS.replace(" ", ",")
    + """
eu,nl,Europese Unie,preferred,,politics,,,,no,no,approved
eu,en,European Union,preferred,,politics,,,,no,no,approved
eu,en,European Community,deprecated,,politics,,,,no,no,approved
parliament,nl,Nationale Vergadering,preferred,,politics,,,,no,no,approved
parliament,en,National Assembly,preferred,,politics,,,,no,no,approved
treaty,nl,verdrag,preferred,,law,,,,no,no,approved
treaty,en,treaty,preferred,,law,,,,no,no,approved
talks,nl,onderhandeling,preferred,,law,,,,no,no,approved
talks,en,negotiation,preferred,,law,,,,no,no,proposed
"""
)

ANN, BOB = Person("Ann", Role.ADMIN), Person("Bob", Role.ADMIN)


@dataclass
class Reviewed:
    """A desk, and the project and document in it."""

    desk: Desk
    project: int
    document: int

    def segments(self) -> tuple[SegmentView, ...]:
        return segment_page(self.desk, ANN, self.document).segments

    def segment(self, words: str) -> SegmentView:
        """The first segment whose source has these words."""
        return next(segment for segment in self.segments() if words in segment.source)


@pytest.fixture(scope="session")
def translated_once(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> tuple[Path, int, int]:
    folder = tmp_path_factory.mktemp("translated")
    glossary = folder / "terms.csv"
    glossary.write_text(GLOSSARY, encoding="utf-8")
    with closing(open_store(str(folder / "review.sqlite"))) as store:
        desk = Desk(store, replace(settings, glossary=str(glossary), engine="torch"))
        project = create_project(desk, ANN, "Hanoi", ProjectSettings(str(glossary), "nl-en"))
        document = add_document(desk, ANN, project.id, "hanoi.nl.txt", REPORT.encode())
        start_translation(desk, ANN, document.id)
        assert Worker(desk).work()
    return folder, project.id, document.id


@pytest.fixture
def reviewed(translated_once: tuple[Path, int, int], tmp_path: Path, settings: Settings) -> Iterator[Reviewed]:
    """The translated document in a database and with a glossary file of the test's own."""
    folder, project, document = translated_once
    for name in ("review.sqlite", "terms.csv"):
        shutil.copy(folder / name, tmp_path / name)
    with closing(open_store(str(tmp_path / "review.sqlite"))) as store:
        with store.write() as session:
            session.connection().exec_driver_sql("UPDATE projects SET glossary = ?", (str(tmp_path / "terms.csv"),))
        desk = Desk(store, replace(settings, glossary=str(tmp_path / "terms.csv"), engine="torch"))
        yield Reviewed(desk, project, document)


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Iterator[Desk]:
    """A desk with nothing on it."""
    with closing(open_store(str(tmp_path / "review.sqlite"))) as store:
        yield Desk(store, replace(settings, engine="torch"))
