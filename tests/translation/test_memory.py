"""Translation memories: what goes in comes out, once, whoever else is writing; the same and similar texts are found."""

import multiprocessing
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.bilingual import TranslationUnit
from workbench.errors import InputError
from workbench.translation.memory import index, store
from workbench.translation.memory.differences import differences, with_numbers_of
from workbench.translation.memory.files import find_memory, load_memories, load_memory, units_in
from workbench.translation.memory.forms import exact_form, fuzzy_form, key
from workbench.translation.memory.lookup import exact_match, matches, similarity
from workbench.translation.memory.store import Memory, memory_in_ram, open_for_adding, open_memory

VISIT = TranslationUnit("De minister bezocht Hanoi op 3 mei.", "The minister visited Hanoi on 3 May.", "a.docx")
TALKS = TranslationUnit("De delegaties spraken over de haven.", "The delegations discussed the port.")


def memory_of(*units: TranslationUnit | tuple[str, str]) -> Memory:
    memory = memory_in_ram("nl", "en", "test")
    memory.add(unit if isinstance(unit, TranslationUnit) else TranslationUnit(*unit) for unit in units)
    return memory


# Forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  De  raad\u00a0kwam.\n", "De raad kwam."),
        ("„De raad” kwam – ’s avonds…", '"De raad" kwam - \'s avonds...'),
        ("Cafe\u0301", "Café"),
        ("samen\u00adwerking", "samenwerking"),
    ],
)
def test_typography_makes_no_difference(one, other):
    assert exact_form(one) == exact_form(other) and key(one) == key(other)


def test_capitals_words_and_numbers_make_one():
    assert len({key(text) for text in ("de raad", "De raad", "de raad 1", "de raad 2", "raad de")}) == 5


@given(st.text())
def test_forms_of_forms_are_themselves(text):
    assert exact_form(exact_form(text)) == exact_form(text)
    assert fuzzy_form(fuzzy_form(text)) == fuzzy_form(text)


# Storage


def test_what_was_added_comes_out_with_its_origin():
    unit = TranslationUnit("a", "b", "verslag.docx", "Jan", datetime(2026, 3, 1, 12, 30, tzinfo=UTC))
    assert list(memory_of(unit).units()) == [unit]


def test_a_pair_stands_once_with_its_count_and_latest_origin_and_the_commonest_comes_first():
    memory = memory_of(("De raad", "The board"), ("De raad", "The council"), TALKS)
    memory.add([TranslationUnit("De  raad", "The council", "new.docx")])
    entries = memory.entries("De raad")
    assert [(entry.unit.target, entry.count, entry.unit.document) for entry in entries] == [
        ("The council", 2, "new.docx"),
        ("The board", 1, ""),
    ]
    assert memory.statistics() == store.Statistics(texts=2, translations=3, additions=4, documents=1)


def test_texts_without_content_are_passed_over():
    memory = memory_in_ram("nl", "en", "test")
    assert memory.add([TranslationUnit("", "b"), TranslationUnit("a", " \n"), TranslationUnit("a", "b")]) == 1


units = st.builds(TranslationUnit, st.text(max_size=9), st.text(max_size=9), st.text(max_size=3))


@settings(deadline=None)
@given(st.lists(units, max_size=12))
def test_every_pair_is_found_again_by_its_source_and_the_order_does_not_change_the_fingerprint(some):
    filled = [unit for unit in some if exact_form(unit.source) and exact_form(unit.target)]
    memory, backwards = memory_in_ram("nl", "en", "a"), memory_in_ram("nl", "en", "b")
    assert memory.add(some) == len(filled)
    for unit in reversed(some):
        backwards.add([unit])
    assert memory.fingerprint == backwards.fingerprint
    for unit in filled:
        targets = {exact_form(entry.unit.target) for entry in memory.entries(unit.source)}
        assert exact_form(unit.target) in targets
    assert memory.statistics().additions == len(filled)


def test_any_addition_changes_the_fingerprint():
    memory, seen = memory_in_ram("nl", "en", "test"), set()
    for unit in (VISIT, VISIT, TALKS, TranslationUnit(VISIT.target, VISIT.source)):
        seen.add(memory.fingerprint)
        memory.add([unit])
    assert len({*seen, memory.fingerprint}) == 5


def test_a_file_keeps_what_was_added_and_a_failing_addition_changes_nothing(tmp_path):
    path = tmp_path / "m.sqlite"
    with open_for_adding(path, "nl", "en") as memory:
        memory.add([VISIT])

    def broken():
        yield TALKS
        raise InputError("a.tmx", "is broken")

    with open_for_adding(path, "nl", "en") as memory:
        before = memory.fingerprint
        with pytest.raises(InputError, match="is broken"):
            memory.add(broken())
        assert memory.fingerprint == before
    with open_memory(path) as memory:
        assert list(memory.units()) == [VISIT]
        assert matches([memory], TALKS.source) == []


def test_no_file_is_left_where_nothing_was_added(tmp_path):
    with pytest.raises(InputError), open_for_adding(tmp_path / "m.sqlite", "nl", "en") as memory:
        memory.add(units_in([tmp_path / "absent.tmx"], "nl", "en"))
    assert list(tmp_path.iterdir()) == []


def _add_many(path: Path, who: str) -> None:
    for number in range(10):
        with open_for_adding(path, "nl", "en") as memory:
            memory.add([TranslationUnit(f"Zin {number} van {who}", "x"), VISIT])


def test_programs_that_write_at_the_same_time_lose_nothing(tmp_path):
    path = tmp_path / "m.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(path, who)) for who in ("Anna", "Bram")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_memory(path) as memory:
        assert memory.statistics() == store.Statistics(texts=21, translations=21, additions=40, documents=1)
        assert all(matches([memory], f"Zin {number} van Bram!") for number in range(10))


def test_a_memory_that_is_being_written_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    path = tmp_path / "m.sqlite"
    with open_for_adding(path, "nl", "en") as memory:
        memory.add([VISIT])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = r"m\.sqlite: is being written by another program"
    with pytest.raises(InputError, match=said), open_for_adding(path, "nl", "en") as memory:
        memory.add([TALKS])
    with open_memory(path) as memory:
        assert exact_match([memory], VISIT.source)
    other.close()


def test_a_damaged_memory_says_so(tmp_path):
    path = tmp_path / "m.sqlite"
    with open_for_adding(path, "nl", "en") as memory:
        memory.add(TranslationUnit(f"Zin nummer {n}", "x" * 500) for n in range(300))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"m.sqlite: (is damaged|cannot be used)"), open_memory(path) as memory:
        list(memory.units())


# Lookup


def test_the_same_text_is_found_whatever_its_typography():
    memory = memory_of(VISIT, TALKS)
    match = exact_match([memory], " De minister  bezocht Hanoi op 3 mei. ")
    assert match and (match.target, match.score, match.origin) == (VISIT.target, 100, "test, a.docx")
    assert exact_match([memory], "De Minister bezocht Hanoi op 3 mei.") is None


def test_the_first_memory_that_has_a_text_counts():
    first, second = memory_of(TALKS), memory_of(VISIT, (TALKS.source, "Something else."))
    assert exact_match([first, second], TALKS.source).target == TALKS.target
    assert exact_match([first, second], VISIT.source).target == VISIT.target


@pytest.mark.parametrize(
    ("source", "score"),
    [
        (VISIT.source, 100),
        ("De minister bezocht Hanoi op 12 mei.", 99),
        ("DE MINISTER BEZOCHT HANOI OP 3 MEI.", 99),
        ("De ministers bezochten Hanoi op 3 mei.", 92),
        ("De minister bezocht Hanoi op 3 juni", 88),
    ],
)
def test_similar_texts_are_found_with_a_percentage(source, score):
    found = matches([memory_of(VISIT, TALKS)], source)
    assert [(match.source, match.score) for match in found] == [(VISIT.source, score)]


def test_nothing_similar_is_nothing():
    memory = memory_of(VISIT, TALKS)
    assert matches([memory], "Het weer was mooi.") == matches([memory], "") == matches([memory], "?!") == []
    assert matches([memory_in_ram("nl", "en", "empty")], VISIT.source) == []


def test_the_best_come_first_and_each_translation_once():
    memory = memory_of(
        *[(f"De minister bezocht {place} in mei.", place) for place in ("Hue", "Hanoi", "Hanoi 2", "Parijs")]
    )
    found = matches([memory, memory], "De minister bezocht Hanoi in mei.", most=3)
    assert found[0].score == 100 and len({match.target for match in found}) == len(found) == 3
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


def test_what_differs_is_shown_in_both_texts():
    one, other = (
        "De minister van Handel bezocht de haven van Hanoi.",
        "De ministers van Handel bezocht gisteren de haven van Hanoi",
    )
    shown = [(one[slice(*span)], other[slice(*second)]) for span, second in differences(one, other)]
    assert shown == [("minister", "ministers"), ("", "gisteren"), (".", "")]
    (match,) = matches([memory_of((other, "x"))], one, least=50)
    assert list(match.differences) == differences(one, other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_replacing_the_differences_gives_the_other_text(one, other):
    position, rebuilt = 0, []
    for (start, end), (other_start, other_end) in differences(one, other):
        assert position <= start <= end <= len(one)
        rebuilt += [one[position:start], other[other_start:other_end]]
        position = end
    plain = ["".join(exact_form(text).split()) for text in ("".join([*rebuilt, one[position:]]), other)]
    assert plain[0] == plain[1]


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetric_and_full_only_for_the_same_text(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert (similarity(one, other) == 100) == (exact_form(one) == exact_form(other))


@pytest.mark.parametrize(
    ("source", "match", "target", "wanted"),
    [
        (
            "Op 4 mei kwamen 12 gasten.",
            "Op 3 mei kwamen 7 gasten.",
            "On 3 May, 7 guests came.",
            "On 4 May, 12 guests came.",
        ),
        ("Het kost 1.250,50 euro.", "Het kost 900 euro.", "It costs 900 euros.", "It costs 1,250.50 euros."),
        ("Er waren 14 zittingen.", "Er waren 3 zittingen.", "There were three sessions.", "There were 14 sessions."),
        ("Van 7 tot 3.", "Van 3 tot 7.", "From 3 to 7.", "From 7 to 3."),
        ("Van 3 tot 9.", "Van 3 tot 3.", "From 3 to 3.", "From 3 to 9."),
        ("Er waren 14 zittingen.", "Er waren 3 zittingen.", "There were a few sessions.", None),
        ("Het is 15.30 uur.", "Het is 3 keer.", "It is 3 times.", None),
        ("De 2e zitting.", "De 3e zitting.", "The 3rd session.", "The 2nd session."),
    ],
)
def test_numbers_are_replaced_as_the_target_language_writes_them(source, match, target, wanted):
    assert with_numbers_of(source, match, target, ("nl", "en")) == wanted


def test_matches_whose_numbers_were_replaced_say_so():
    (match,) = matches([memory_of(VISIT)], "De minister bezocht Hanoi op 12 mei.")
    assert match.target == "The minister visited Hanoi on 12 May." and VISIT.target in match.note
    (match,) = matches(
        [memory_of((VISIT.source, "The minister went to Hanoi."))], "De minister bezocht Hanoi op 12 mei."
    )
    assert match.target == "The minister went to Hanoi." and "not found" in match.note


def test_the_index_reaches_over_several_chunks_and_additions(monkeypatch):
    monkeypatch.setattr(index, "CHUNK", 8)
    monkeypatch.setattr(store, "AT_ONCE", 5)
    memory = memory_in_ram("nl", "en", "test")
    for start in (0, 17):
        memory.add(TranslationUnit(f"Plaats{chr(97 + n) * 3} ontving de minister", str(n)) for n in range(start, 26))
    for n in range(26):
        found = matches([memory], f"Plaats{chr(97 + n) * 3} ontving de ministers", most=26)
        assert found[0].target == str(n)


# Files


def test_memories_are_loaded_from_any_form(tmp_path):
    (tmp_path / "a.tsv").write_text(f"{VISIT.source}\t{VISIT.target}\n", encoding="utf-8")
    with open_for_adding(tmp_path / "b.sqlite", "nl", "en") as memory:
        memory.add([TALKS])
    (tmp_path / "notes.txt").write_text("no memory", encoding="utf-8")
    with load_memory(str(tmp_path), "nl", "en") as memory:
        assert sorted((unit.source, unit.document) for unit in memory.units()) == [
            (TALKS.source, ""),
            (VISIT.source, "a.tsv"),
        ]
    names = f"{tmp_path / 'b.sqlite'}:{tmp_path / 'a.tsv'}"
    assert [memory.name for memory in load_memories(names, "nl", "en")] == ["b", "a"]
    assert load_memories("", "nl", "en") == []


def test_the_bundled_memory_holds_the_corpus_with_its_documents():
    units = list(units_in([find_memory("written")], "nl", "en"))
    documents = {unit.document for unit in units}
    assert len(units) > 50_000 and len(documents) > 600
    assert not {document.rpartition("/")[2][:2] for document in documents} & {"05", "29", "30"}
    assert len({(exact_form(unit.source), exact_form(unit.target)) for unit in units}) == len(units)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.sqlite",
            b"no database, but long enough to be looked at as one " * 20,
            "a.sqlite: is not a translation memory",
        ),
        ("a.sqlite", b"", "a.sqlite: is an SQLite file, but no translation memory"),
        ("a.tmx", b"<tmx><body>", "a.tmx: line 1: is not TMX"),
        ("a.tsv", b"", "a.tsv: holds no nl-en translations"),
        ("a.docx", b"PK", "a.docx: is no translation memory by its suffix; known are .sqlite"),
    ],
)
def test_what_is_no_memory_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        load_memory(str(tmp_path / name), "nl", "en")


def test_unknown_names_other_languages_and_other_versions_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"absent: no such translation memory; .*\(written\)"):
        load_memory("absent", "nl", "en")
    path = tmp_path / "m.sqlite"
    with open_for_adding(path, "nl", "en") as memory:
        memory.add([VISIT])
    with pytest.raises(InputError, match=r"m.sqlite: is a translation memory for nl-en, not de-fr"):
        load_memory(str(path), "de", "fr")
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(InputError, match=r"version 99; this program knows 1; update"):
        load_memory(str(path), "nl", "en")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE a (b)").connection.close()
    with pytest.raises(InputError, match="no translation memory"):
        load_memory(str(tmp_path / "other.db"), "nl", "en")
