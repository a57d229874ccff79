"""Bilingual files of every kind as pairs, with what they know of document, translator and date."""

from pathlib import Path

from workbench.consistency.inputs import read_pairs
from workbench.documents.model import BlockKind

TMX = """<tmx version="1.4"><header srclang="nl" creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
 adminlang="en" datatype="plaintext"/><body>
<tu creationid="anna" creationdate="20250103T100000Z"><prop type="x-document">a.docx</prop>
<tuv xml:lang="nl"><seg>Een.</seg></tuv><tuv xml:lang="en"><seg>One.</seg></tuv></tu>
<tu><tuv xml:lang="nl"><seg>Twee.</seg></tuv><tuv xml:lang="en"><seg>Two.</seg></tuv></tu></body></tmx>"""
JSONL = """{"workbench": 1, "document": "x", "translator": "bo", "date": "2025-02-01"}
{"index": 0, "source": "Kop", "target": "Head", "origin": "first pass", "kind": "heading"}
"""
XLIFF = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="nl" trgLang="en"><file id="f">
<unit id="u"><segment><source>Een.</source><target>One.</target></segment></unit></file></xliff>"""


def test_each_kind_of_file(tmp_path: Path) -> None:
    files = {"m.tmx": TMX, "j.jsonl": JSONL, "x.xliff": XLIFF, "t.tsv": "source\ttarget\nEen.\tOne.\n"}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    pairs = list(read_pairs([tmp_path / name for name in files], "nl", "en"))
    assert [(pair.document, pair.segment, pair.translator, pair.date) for pair in pairs] == [
        ("a.docx", 1, "anna", "2025-01-03"),
        ("m.tmx", 1, "", ""),
        ("j.jsonl", 1, "bo", "2025-02-01"),
        ("x.xliff", 1, "", ""),
        ("t.tsv", 1, "", ""),
    ]
    assert pairs[2].kind is BlockKind.HEADING
