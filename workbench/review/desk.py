"""The desk: the store, the settings, and what is loaded once for everybody: glossaries, matchers, models."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import select

from workbench.consistency.subject import Toolbox
from workbench.glossary.files import NONE, glossary_path, is_bundled, load_glossary
from workbench.glossary.matching import DocumentContext
from workbench.glossary.model import Glossary
from workbench.review.memory_units import memory_state, memory_units
from workbench.settings import Settings
from workbench.store.database import Store
from workbench.store.tables import Project, Segment
from workbench.translation.memory.store import Memory, memory_in_ram
from workbench.translation.mode import Mode

if TYPE_CHECKING:  # the translator brings torch, which only those who translate wait for
    from workbench.translation.pipeline import Translator

#: Glossaries and their matchers, contexts of documents, memories of projects, and models that are kept; what was used
#: longest ago goes first.
_GLOSSARIES, _DOCUMENTS, _PROJECTS, _MODELS = 8, 100, 8, 2
#: The name of a project's own memory, where matches say where they come from.
OWN_MEMORY = "this project"
#: Approved segments from which on reading them anew takes more than a moment.
_LARGE = 4_000

Value = TypeVar("Value")


class Desk:
    """What all functions of this package work at. Used by several threads at once."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """``settings`` holds what projects do not say themselves, and the limits."""
        self.store, self.settings = store, settings
        self._glossaries: _Kept[Glossary] = _Kept(_GLOSSARIES)
        self._tools: _Kept[Toolbox] = _Kept(_GLOSSARIES)
        self._contexts: _Kept[DocumentContext] = _Kept(_DOCUMENTS)
        self._memories: _Kept[list[Memory]] = _Kept(_GLOSSARIES)
        self._own_memories: _Kept[Memory] = _Kept(_PROJECTS)
        self._snapshots: _Kept[Memory] = _Kept(_PROJECTS)
        self._translators: _Kept[Translator] = _Kept(_MODELS)
        self._with_memories: _Kept[Translator] = _Kept(_MODELS)

    def glossary(self, name: str) -> Glossary:
        """A glossary as its file is now. Raises GlossaryError if there is none or it breaks the format."""
        resolved = self.glossary_name(name)
        key = (resolved, _state(glossary_path(resolved)) if name != NONE else ())
        return self._glossaries.get(key, lambda: load_glossary(resolved))

    def glossary_name(self, name: str) -> str:
        """A glossary's name, or the path of the edited copy that stands for a bundled one here."""
        copy = self.glossary_copy(name)
        return str(copy) if is_bundled(name) and copy.is_file() else name

    def glossary_copy(self, name: str) -> Path:
        """Where the edited copy of a bundled glossary is, or would be: the program's own files are never changed."""
        return self.store.folder / "glossaries" / f"{name}.csv"

    def tools(self, project: Project) -> Toolbox:
        """The matchers of a project's glossary as it is now. Raises GlossaryError."""
        glossary, languages = self.glossary(project.glossary), (project.source_language, project.target_language)
        return self._tools.get((glossary.name, glossary.fingerprint, languages), lambda: Toolbox(glossary, *languages))

    def context(self, project: Project, document_id: int) -> DocumentContext:
        """What the words of a document say of the meaning of homonyms; a document's sources never change."""
        tools = self.tools(project)

        def read() -> DocumentContext:
            with self.store.read() as session:
                sources = session.scalars(select(Segment.source).where(Segment.document_id == document_id)).all()
            return tools.source_matcher.document_context(sources)

        return self._contexts.get((document_id, tools.glossary.name, tools.glossary.fingerprint), read)

    def memories(self, project: Project) -> list[Memory]:
        """The translation memories of a project: its own, then those of its settings.

        A large one of its own is as it was within the last minute, for it is read anew after every approval.
        Raises InputError.
        """
        from workbench.translation.memory.files import load_memories

        names, languages = project.memory, (project.source_language, project.target_language)
        named = self._memories.get((names, _states(names), languages), lambda: load_memories(names, *languages))
        with self.store.read() as session:
            state = memory_state(session, project.id)
        moment = state if state.approved < _LARGE else monotonic() // 60
        return [self._own_memories.get((project.id, moment), lambda: self.own_memory(project)), *named]

    def own_memory(self, project: Project) -> Memory:
        """What was approved in a project, and sent to its memory, as it is now."""
        with self.store.read() as session:
            key = project.id, memory_state(session, project.id)

        def read() -> Memory:
            memory = memory_in_ram(project.source_language, project.target_language, OWN_MEMORY)
            with self.store.read() as session:
                memory.add(memory_units(session, project.id))
            return memory

        return self._snapshots.get(key, read)

    def translator(self, project: Project) -> "Translator":
        """A translator with the project's model, glossary and memories as they are now; loads them the first time.

        Raises ModelError, GlossaryError, and InputError for a memory.
        """
        settings, mode = self.settings_with(project.model, project.glossary, project.memory), Mode(project.mode)
        translator, own = self.translator_of(settings, mode), self.own_memory(project)
        if not own.statistics().texts:
            return translator
        key = project.id, own.fingerprint, translator.signature
        return self._with_memories.get(key, lambda: translator.with_memories([own, *translator.memories]))

    def translator_of(self, settings: Settings, mode: Mode) -> "Translator":
        """A translator with the model, glossary and memories of the settings. Raises as ``translator``."""
        from workbench.translation.jobs import make_translator
        from workbench.translation.models import find_model

        fingerprint = self.glossary(settings.glossary).fingerprint
        key = settings, fingerprint, _states(settings.memory), mode
        return self._translators.get(key, lambda: make_translator(find_model(settings.model, settings), settings, mode))

    def settings_with(self, model: str, glossary: str, memory: str) -> Settings:
        """The settings with these in their place, for what knows nothing of edited copies of glossaries."""
        return replace(self.settings, model=model, glossary=self.glossary_name(glossary), memory=memory)


class _Kept(Generic[Value]):
    """The values that were asked for last, each made once, by one thread while others wait."""

    def __init__(self, most: int) -> None:
        self._most, self._lock, self._values = most, Lock(), OrderedDict[Hashable, Value]()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key; ``make`` makes it, and what that raises is kept by nobody."""
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
            return self._values[key]


def _states(memories: str) -> tuple[tuple[int, ...], ...]:
    return tuple(_state(Path(name)) for name in memories.split(os.pathsep) if name)


def _state(path: Path) -> tuple[int, ...]:
    """What changes when a file is written; of a file that is not there nothing is known."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_mtime_ns, status.st_size  # an edit puts another file in its place
