"""The report that the tests review, its glossary, the people, and a desk with a copy of its translation."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from databases import copied_database
from sqlalchemy import update

from workbench.review.desk import Desk
from workbench.review.people import Person, Role
from workbench.review.segments import SegmentView, segment_page
from workbench.settings import Settings
from workbench.store.database import open_store
from workbench.store.tables import Project

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
    """A desk, the address of its database, and the project and document in it."""

    desk: Desk
    address: str
    project: int
    document: int

    def segments(self) -> tuple[SegmentView, ...]:
        return segment_page(self.desk, ANN, self.document).segments

    def segment(self, words: str) -> SegmentView:
        """The first segment whose source has these words."""
        return next(segment for segment in self.segments() if words in segment.source)


@dataclass
class Translated:
    """The database and glossary of a document that was translated."""

    address: str
    glossary: Path
    project: int
    document: int

    def copied(self, folder: Path, settings: Settings) -> Reviewed:
        """A desk with a copy of the database and of the glossary file; its store is to be closed."""
        address, glossary = copied_database(self.address, folder), shutil.copy(self.glossary, folder)
        store = open_store(address)
        with store.write() as session:
            session.execute(update(Project).values(glossary=str(glossary)))
        desk = Desk(store, replace(settings, glossary=str(glossary), engine="torch"))
        return Reviewed(desk, address, self.project, self.document)
