from workbench.documents.source_map import SourceMap, splice


def test_source_maps_follow_what_stands_for_what() -> None:
    raw = "a &amp; b-\nc"
    mapped = SourceMap()
    mapped.add("a ", 0, 2)
    mapped.add("&", 2, 7)
    mapped.add(" b-", 7, 10)
    mapped.drop_last()
    mapped.add("c", 11, 12)
    assert mapped.text == "a & bc"
    assert [raw[mapped.raw_start(at) : mapped.raw_end(at + 1)] for at in range(6)] == ["a", " ", "&amp;", " ", "b", "c"]
    assert splice(raw, [(2, 7, "und"), (12, 12, "!")]) == "a und b-\nc!"
