"""Fuzzing of the document formats: real files, broken in many ways, are read and written back.

    python benchmarks/fuzz_readers.py [--inputs 2000] [--format docx] [--keep FOLDER]

A reader may give a document or an InputError of one line, nothing else, and neither reading nor writing may take more
than ten seconds. Inputs are made by Hypothesis: a file of ``tests/documents/files``, with stretches deleted, doubled
or overwritten with what means something to the format; in archives the XML inside is broken, or the archive itself.
Prints for each format how many inputs were tried, how many were readable, and the first failure in its smallest form,
which --keep writes to a folder.
"""

import argparse
import copy
import io
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from workbench.documents.registry import format_for, format_names, read_data
from workbench.errors import InputError
from workbench.languages.sentences import splitter

FILES = Path(__file__).parent.parent / "tests" / "documents" / "files"
SLOWEST = 10.0
TOKENS = (
    *(b"<", b">", b"</", b"/>", b"<!--", b"]]>", b"&", b"&#0;", b'"', b"'", b"\0", b"\xff\xfe", b"\r", b"\n\n", b"\t"),
    *(b"{", b"}", b"[", b"](", b"*", b"**", b"`", b"|", b"-->", b"msgid ", b'msgstr "', b"#, fuzzy\n", b"\\", b"%"),
    *(b" obj", b"endobj", b"stream\n", b" 0 R", b"<<", b">>", b"9999999999", b"-1", b"xml:space='preserve'"),
    *(b"<w:t>", b"</w:r>", b"<w:hyperlink>", b"<text:span>", b"</text:p>", b"<g id='1'>", b"</g>", b"<bx id='1'/>"),
    *("\u202e".encode(), "é".encode(), b"\xe9", b"\xed\xa0\x80", b"00:00:01,000 --> 00:00:02,000"),
)
#: A place as a share of the file, a length, and what to put there.
edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4), st.just(b"double")),
    ),
    min_size=1,
    max_size=6,
)


def broken(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, length, token in changes:
        at = int(share * len(data))
        new = data[at : at + length] * 2 if token == b"double" else token
        data = data[:at] + new + data[at + length :]
    return data


def rearranged(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """XML that is still well-formed, with elements deleted, doubled, moved, unwrapped or given other text."""
    root = etree.fromstring(data)
    for share, kind, token in changes:
        elements = [element for element in root.iter(etree.Element) if element is not root]
        if not elements:
            break
        element = elements[int(share * (len(elements) - 1))]
        parent = element.getparent()
        if kind % 5 == 0:
            parent.remove(element)
        elif kind % 5 == 1:
            element.addnext(copy.deepcopy(element))
        elif kind % 5 == 2:
            element.addprevious(elements[(kind * 7) % len(elements)])
        elif kind % 5 == 3:
            element.tag = elements[(kind * 3) % len(elements)].tag
        else:
            element.text = "".join(character for character in token.decode("latin-1") if character.isprintable())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def broken_inside(data: bytes, entry: int, changes: list[tuple[float, int, bytes]]) -> bytes:
    """An archive with one of its XML entries broken."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = [name for name in old.namelist() if name.endswith(".xml") and old.getinfo(name).file_size > 200]
        chosen = names[entry % len(names)]
        for name in old.namelist():
            content = old.read(name)
            breaking = rearranged if entry % 3 else broken
            new.writestr(name, breaking(content, changes) if name == chosen else content)
    return buffer.getvalue()


class Fuzzer:
    """One format: its files, and what became of the inputs."""

    def __init__(self, name: str) -> None:
        self.format = format_for(name)
        self.files = [path.read_bytes() for path in sorted(FILES.iterdir()) if path.suffix in self.format.suffixes]
        self.counts: Counter[str] = Counter()
        self.slowest = 0.0
        self.failure: tuple[bytes, str] | None = None

    def attempt(self, data: bytes) -> None:
        start = time.perf_counter()
        try:
            document = read_data(data, "input", splitter("nl"), self.format) if data else None
            if document is not None:
                for change in (str, str.upper):
                    self.format.write(document, [change(segment.source) for segment in document.segments])
            self.counts["read"] += 1
        except InputError as error:
            self.counts["refused"] += 1
            assert "\n" not in str(error)
        seconds = time.perf_counter() - start
        self.slowest = max(self.slowest, seconds)
        assert seconds < SLOWEST, f"took {seconds:.1f} seconds"

    def run(self, inputs: int) -> None:
        chosen = st.sampled_from(self.files)

        @settings(
            max_examples=inputs,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(chosen, edits, st.integers(-2, 20))
        def fuzz(data: bytes, changes: list[tuple[float, int, bytes]], entry: int) -> None:
            try:
                if data.startswith(b"PK") and entry >= 0:
                    made = broken_inside(data, entry, changes)
                elif self.format.name == "xliff" and entry >= 5:
                    made = rearranged(data, changes)
                else:
                    made = broken(data, changes)
            except ValueError:  # lxml: an element cannot go into itself
                return
            try:
                self.attempt(made)
            except BaseException:
                self.failure = made, traceback.format_exc(limit=-3)  # the last is the smallest
                raise

        try:
            fuzz()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--format", choices=format_names())
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    print(f"{'format':10}{'inputs':>8}{'read':>8}{'refused':>9}{'slowest':>9}")
    for name in [options.format] if options.format else format_names():
        fuzzer = Fuzzer(name)
        fuzzer.run(options.inputs)
        tried = fuzzer.counts.total()
        print(
            f"{name:10}{tried:8}{fuzzer.counts['read']:8}{fuzzer.counts['refused']:9}{fuzzer.slowest:8.2f}s", flush=True
        )
        if fuzzer.failure:
            print(fuzzer.failure[1])
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"found{fuzzer.format.suffixes[0]}").write_bytes(fuzzer.failure[0])


if __name__ == "__main__":
    main()
