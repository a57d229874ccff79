"""A desk with a translated document: translated once by the bundled model, the database copied for each test."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from databases import new_database
from reviewed import ANN, GLOSSARY, REPORT, Reviewed, Translated

from workbench.review.desk import Desk
from workbench.review.documents import add_document
from workbench.review.projects import ProjectSettings, create_project
from workbench.review.translating import Worker, start_translation
from workbench.settings import Settings
from workbench.store.database import open_store


@pytest.fixture(scope="session")
def translated_once(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Translated:
    folder = tmp_path_factory.mktemp("translated")
    address, glossary = new_database(folder), folder / "terms.csv"
    glossary.write_text(GLOSSARY, encoding="utf-8")
    with closing(open_store(address)) as store:
        desk = Desk(store, replace(settings, glossary=str(glossary), engine="torch"))
        project = create_project(desk, ANN, "Hanoi", ProjectSettings(str(glossary), "nl-en"))
        document = add_document(desk, ANN, project.id, "hanoi.nl.txt", REPORT.encode())
        start_translation(desk, ANN, document.id)
        assert Worker(desk).work()
    return Translated(address, glossary, project.id, document.id)


@pytest.fixture
def reviewed(translated_once: Translated, tmp_path: Path, settings: Settings) -> Iterator[Reviewed]:
    """The translated document in a database and with a glossary file of the test's own."""
    copied = translated_once.copied(tmp_path, settings)
    with closing(copied.desk.store):
        yield copied


@pytest.fixture
def address(tmp_path: Path) -> str:
    """An empty database: that of ``desk``."""
    return new_database(tmp_path)


@pytest.fixture
def desk(address: str, settings: Settings) -> Iterator[Desk]:
    """A desk with nothing on it."""
    with closing(open_store(address)) as store:
        yield Desk(store, replace(settings, engine="torch"))
