"""The memories that a user names: SQLite files, files of translation units, folders of these, and bundled ones."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.unit_files import is_unit_file, read_units, suffixes
from workbench.errors import InputError
from workbench.resources import bundled
from workbench.translation.memory.store import Memory, check_languages, memory_in_ram, open_memory

#: Suffixes of memories in SQLite files.
STORED = (".sqlite", ".sqlite3", ".db")


def load_memories(names: str, source_language: str, target_language: str) -> list[Memory]:
    """The memories of a setting: names with ``os.pathsep`` between. Raises InputError."""
    return [load_memory(name, source_language, target_language) for name in names.split(os.pathsep) if name]


def load_memory(name: str, source_language: str, target_language: str) -> Memory:
    """The memory of that name: a bundled one, an SQLite file, or a file or folder of units, read into working memory.

    Raises:
        InputError: there is none, it cannot be read, holds nothing, or has other languages.
    """
    path = find_memory(name)
    if path.suffix.lower() in STORED:
        memory = open_memory(path)
        check_languages(memory, source_language, target_language, path)
        return memory
    memory = memory_in_ram(source_language, target_language, path.stem)
    if not memory.add(units_in([path], source_language, target_language)):
        raise InputError(path, f"holds no {source_language}-{target_language} translations", mend="give another memory")
    return memory


def find_memory(name: str) -> Path:
    """The file or folder of a memory. Raises InputError if there is none; lists the bundled ones."""
    folder = bundled("aligned")
    path = folder / name if "/" not in name and (folder / name).is_dir() else Path(name)
    if not path.exists():
        known = ", ".join(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))
        raise InputError(name, "no such translation memory", mend=f"give a file, a folder or a bundled name ({known})")
    if path.is_file() and not is_unit_file(path) and path.suffix.lower() not in STORED:
        known = ", ".join([*STORED, *suffixes()])
        raise InputError(path, "is no translation memory by its suffix", mend=f"known are {known}")
    return path


def units_in(paths: Iterable[Path], source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of files, of memories in SQLite files, and of all such files in folders, in the order of their names.

    A unit of a file that names no document comes from that file. Raises InputError.
    """
    for path in paths:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if is_unit_file(file) or file.suffix.lower() in STORED)
            yield from units_in(files, source_language, target_language)
        elif path.suffix.lower() in STORED:
            with open_memory(path) as memory:
                check_languages(memory, source_language, target_language, path)
                yield from memory.units()
        else:
            for unit in read_units(path, source_language, target_language):
                yield unit if unit.document else replace(unit, document=path.name)
