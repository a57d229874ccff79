"""Broken and hostile files: one clear line for each, in bounded time and memory, whatever the format.

Every file is read in a process of its own that may use half a gigabyte and 20 seconds of a processor more than it has.
"""

import io
import multiprocessing
import multiprocessing.connection
import resource
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from office import FILES

from workbench.documents.registry import format_for, read_data, read_document
from workbench.errors import InputError
from workbench.languages.sentences import splitter

#: What stands in one piece in the text of both archives.
WORDS = "Eerste punt van de lijst"
MEMORY, SECONDS = 512 * 2**20, 20
DOCX, ODT = (FILES / "libreoffice.docx").read_bytes(), (FILES / "libreoffice.odt").read_bytes()
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://example.org/x.dtd"> %e;]>'
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" source-language="nl" '
    'datatype="plaintext"><body><trans-unit id="1"><source>{}</source></trans-unit></body></file></xliff>'
)
PO = 'msgid ""\nmsgstr ""\n\nmsgid "{}"\nmsgstr ""\n'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def archive(of: bytes, changes: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with entries changed or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(of)) as old, zipfile.ZipFile(buffer, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return buffer.getvalue()


def part(of: bytes, name: str, prolog: str, text: str = "") -> bytes:
    """An archive with a prolog before the root of an entry, and some text in it that uses an entity."""
    content = zipfile.ZipFile(io.BytesIO(of)).read(name).decode()
    root = content.index("<", content.index("?>") + 2)
    return archive(of, {name: (prolog + content[root:].replace(WORDS, text or WORDS)).encode()})


def pdf(content: bytes, more: bytes = b"") -> bytes:
    """A PDF of one page with this content stream, compressed."""
    return packed(zlib.compress(content), more)


def packed(stream: bytes, more: bytes = b"") -> bytes:
    """A PDF of one page with this deflated stream, and more objects and keys of the trailer."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, made) for number, made in enumerate(objects, start=1))
    return b"%%PDF-1.4\n%strailer<</Root 1 0 R%s>>\nstartxref\n0\n%%%%EOF" % (body, more)


REFUSED: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("zip bomb", "a.docx", lambda: archive(DOCX, {"word/media/x.xml": bytes(90 * 2**20)}), "like a zip bomb; refused"),
    ("zip bomb", "a.odt", lambda: archive(ODT, {"x.xml": bytes(90 * 2**20)}), "like a zip bomb; refused"),
    ("zip bomb in the text", "a.docx", lambda: archive(DOCX, {"word/document.xml": b" " * 2**27}), "zip bomb"),
    ("many entries", "a.odt", lambda: archive(ODT, {f"x{n}": b"" for n in range(10_001)}), "possible zip bomb"),
    ("entity bomb", "a.docx", lambda: part(DOCX, "word/document.xml", BOMB, "&a9;"), "document type declaration"),
    ("entity bomb", "a.odt", lambda: part(ODT, "content.xml", BOMB, "&a9;"), "document type declaration"),
    ("entity bomb", "a.xlf", lambda: (BOMB + XLIFF.format("&a9;")).encode(), "line 1: "),
    ("entity bomb in UTF-16", "a.xlf", lambda: (BOMB + XLIFF.format("&a9;")).encode("utf-16"), "line 1: "),
    ("external entity", "a.docx", lambda: part(DOCX, "word/document.xml", EXTERNAL, "&e;"), "document type"),
    ("external entity", "a.odt", lambda: part(ODT, "styles.xml", EXTERNAL), "document type declaration"),
    ("external entity", "a.xlf", lambda: (EXTERNAL + XLIFF.format("&e;")).encode(), "declares the entity e"),
    ("parameter entity", "a.xlf", lambda: (PARAMETER + XLIFF.format("x")).encode(), "declares the entity e"),
    ("name outside", "a.docx", lambda: archive(DOCX, {"../../etc/cron.d/x": b"x"}), "is a name outside of the file"),
    ("absolute name", "a.odt", lambda: archive(ODT, {"/etc/passwd": b"x"}), "is a name outside of the file"),
    ("macros", "a.docx", lambda: archive(DOCX, {"word/vbaProject.bin": b"x"}), "holds macros"),
    ("macros", "a.odt", lambda: archive(ODT, {"Basic/Standard/Module1.xml": b"x"}), "holds macros"),
    ("password", "a.docx", lambda: OLE, "locked with a password"),
    ("password", "a.odt", lambda: OLE, "locked with a password"),
    ("password", "a.pdf", lambda: pdf(b"", b"/Encrypt<</Filter/Standard/V 9>>"), "is encrypted"),
    ("cut off", "a.docx", lambda: DOCX[:-30], "is damaged or cut off"),
    ("cut off", "a.odt", lambda: ODT[:-30], "is damaged or cut off"),
    ("cut off", "a.xlf", lambda: XLIFF.format("x").encode()[:-30], "line 1: is not XLIFF that can be read"),
    ("cut off", "a.pdf", lambda: pdf(b"BT ET")[:-30], "is damaged or cut off"),
    ("cut off", "a.po", lambda: PO.format("x").encode()[:-4], "line 5: is not PO"),
    *[
        ("wrong suffix", name, lambda: DOCX, "a zip archive or Office document")
        for name in ("a.txt", "a.md", "a.html", "a.xlf", "a.po", "a.srt", "a.pdf")
    ],
    ("wrong suffix", "a.odt", lambda: DOCX, "is not an OpenDocument text: it holds no content.xml"),
    ("wrong suffix", "a.docx", lambda: ODT, "is not a Word document: it holds no [Content_Types].xml"),
    ("wrong suffix", "a.xlf", lambda: b"De minister sprak.", "is not XLIFF that can be read"),
    ("wrong suffix", "a.srt", lambda: b"De minister sprak.", "is not SRT"),
    *[
        ("wrong encoding", name, lambda: b"Caf\xe9 in Par\xeejs", "is not UTF-8 text")
        for name in ("a.txt", "a.md", "a.html", "a.po")
    ],
    ("wrong encoding", "a.xlf", lambda: XLIFF.format("é").encode("latin-1"), "is not XLIFF that can be read"),
    ("lone surrogate", "a.txt", lambda: b"een \xed\xa0\x80 twee", "line 1: is not UTF-8 text"),
    ("lone surrogate", "a.md", lambda: b"\xff\xfe\x00\xd8a\x00", "line 1: is not UTF-16-LE text"),
    ("lone surrogate", "a.xlf", lambda: XLIFF.format("&#xD800;").encode(), "is not XLIFF that can be read"),
    ("lone surrogate", "a.docx", lambda: part(DOCX, "word/document.xml", "", "&#xD800;"), "that can be read"),
    ("deep nesting", "a.xlf", lambda: XLIFF.format("<g>" * 5000 + "</g>" * 5000).encode(), "that can be read"),
    ("binary", "a.txt", lambda: bytes(1000), "is a binary file"),
    ("a stream of zeros", "a.pdf", lambda: packed(bomb()), "is damaged or cut off"),
    ("deep nesting", "a.pdf", lambda: pdf(b"q " * 100_000), "is damaged or cut off"),
]  # fmt: skip

LONG = "De minister sprak met de ambassadeur "
ACCEPTED: list[tuple[str, str, Callable[[], bytes]]] = [
    ("one long line", "a.txt", lambda: (LONG * 27_000).encode()),
    ("one long line", "a.md", lambda: (LONG * 27_000).encode()),
    ("one long line", "a.html", lambda: f"<p>{LONG * 27_000}</p>".encode()),
    ("one long line", "a.xlf", lambda: XLIFF.format(LONG * 27_000).encode()),
    ("one long line", "a.po", lambda: PO.format(LONG * 27_000).encode()),
    ("one long line", "a.srt", lambda: f"1\n00:00:01,000 --> 00:00:02,000\n{LONG * 27_000}\n".encode()),
    ("one long line", "a.docx", lambda: part(DOCX, "word/document.xml", "", LONG * 27_000)),
    ("one long line", "a.odt", lambda: part(ODT, "content.xml", "", LONG * 27_000)),
    ("one long word", "a.txt", lambda: b"a" * 1_000_000),
    ("one long word", "a.md", lambda: b"a" * 1_000_000),
    ("one long word", "a.srt", lambda: b"1\n00:00:01,000 --> 00:00:02,000\n" + b"a" * 1_000_000),
    ("many tags", "a.html", lambda: b"<p>" + b"<b>zee</b> " * 50_000),
    ("many tags", "a.xlf", lambda: XLIFF.format("<g id='1'>zee</g> " * 20_000).encode()),
    ("text far away", "a.pdf", lambda: pdf(b"BT /F 12 Tf 1 7 Td (zee) Tj 1000000000 -99999999 Td (x) Tj ET")),
    ("a letter of no size", "a.pdf", lambda: pdf(b"BT /F 0.000001 Tf 1 7 Td (zee) Tj 500 0 Td (x) Tj ET")),
]  # fmt: skip


def bomb() -> bytes:
    """200 MiB of zeros, deflated."""
    maker = zlib.compressobj(9)
    return b"".join(maker.compress(bytes(2**20)) for _ in range(200)) + maker.flush()


#: Not a fork of this process: locks that its other threads (torch, tokenizers) hold would stay locked in the child.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["workbench.documents.registry", "workbench.languages.sentences"])


def outcome(path: Path) -> str:
    """The error of reading a file, or nothing, from a process with limits."""
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_read, args=(path, sender))
    process.start()
    sender.close()
    try:
        return str(receiver.recv())
    except EOFError:
        process.join()
        return f"the process ended with {process.exitcode}"
    finally:
        process.join()


def _read(path: Path, sender: multiprocessing.connection.Connection) -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, spent + SECONDS))
    try:
        document = read_document(path, splitter("nl"))
        sender.send("" if document.segments else "no segments")
    except InputError as error:
        sender.send(str(error))
    except BaseException as error:
        sender.send(f"{type(error).__name__}: {error}")


@pytest.mark.parametrize(
    ("name", "make", "message"), [case[1:] for case in REFUSED], ids=[f"{case[0]}-{case[1]}" for case in REFUSED]
)
def test_refuses_with_one_clear_line(name: str, make: Callable[[], bytes], message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(make())
    found = outcome(tmp_path / name)
    assert found.startswith(f"{tmp_path / name}: ")
    assert message in found
    assert "\n" not in found


@pytest.mark.parametrize(
    ("name", "make"), [case[1:] for case in ACCEPTED], ids=[f"{case[0]}-{case[1]}" for case in ACCEPTED]
)
def test_reads_what_is_only_unusual(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(make())
    assert outcome(tmp_path / name) == ""


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.xlf", "a.docx", "a.odt", "a.po", "a.srt", "a.pdf"])
def test_refuses_300_megabytes_without_reading_them_all(name: str, tmp_path: Path) -> None:
    with open(tmp_path / name, "wb") as file:
        file.truncate(300 * 2**20)
    assert "is larger than 64 MiB; split it into smaller files" in outcome(tmp_path / name)


def test_tells_of_characters_that_hide_what_a_text_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Betaal \u202e001\u202c euro.", encoding="utf-8")
    document = read_document(tmp_path / "a.txt", splitter("nl"))
    assert document.notes[0].startswith("2 characters that change the direction of writing")
    assert document.segments[0].source == "Betaal \u202e001\u202c euro."


def test_half_of_a_surrogate_pair_in_a_page_is_replaced_as_browsers_do(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>een &#xD800; twee</p>", encoding="utf-8")
    assert read_document(tmp_path / "a.html", splitter("nl")).blocks[0].text == "een \ufffd twee"


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_samples_come_back_to_the_byte_and_their_beginnings_are_read_or_refused(name: str) -> None:
    document_format, data = format_for(name), (FILES / name).read_bytes()
    document = read_data(data, name, splitter("nl"), document_format)
    if document_format.name != "pdf":
        assert document_format.write(document, [segment.source for segment in document.segments]) == data
    for share in range(1, 20):
        try:
            part = read_data(data[: len(data) * share // 20], name, splitter("nl"), document_format)
        except InputError as error:
            assert "\n" not in str(error)
        else:
            document_format.write(part, [segment.source.upper() for segment in part.segments])
