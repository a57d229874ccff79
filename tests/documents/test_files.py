import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.files import atomic_writer, decode, find_encoding, read_bytes, read_text, write_atomically


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_decodes_unicode_with_its_byte_order_mark(codec: str) -> None:
    assert decode("één €\n".encode(codec), "f.txt") == "één €\n"


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).filter(
        lambda text: text[:1] != "\ufeff"
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_the_encoding_found_restores_the_bytes(text: str, codec: str) -> None:
    data = text.encode(codec)
    assert find_encoding(data).encode(decode(data, "f.txt")) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"een\ntwee \xe9\n", "f.txt: line 2: is not UTF-8 text: byte 0xe9 at offset 9 does not fit; save it as UTF-8"),
        (b"een\r\n\r\ntwee \xff", "line 3"),
        (b"\xef\xbb\xbfa\xff", "byte 0xff at offset 4"),
        (b"\xff\xfea", "is not UTF-16-LE text"),
        (b"PK\0\1", "is a binary file, not text: NUL at byte offset 2"),
        (b"\xff\0", "is a binary file, not text: NUL at byte offset 1"),
        ("a\0".encode("utf-16"), "is a binary file, not text: NUL at byte offset 4"),
    ],
)
def test_says_what_is_no_text_and_where(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        decode(data, "f.txt")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"12345")
    for path, message in [
        (tmp_path / "none", "no such file"),
        (tmp_path, "is a folder"),
        (tmp_path / "big" / "x", "cannot be read: Not a directory"),
        ("a\0b", "cannot be read"),
    ]:
        with pytest.raises(InputError, match=message):
            read_bytes(path)
    with pytest.raises(InputError, match="is larger than"):
        read_bytes(tmp_path / "big", limit=4)
    assert read_text(tmp_path / "big", limit=5) == "12345"


def test_writes_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), atomic_writer(path) as file:
        file.write("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    with atomic_writer(path) as file:
        file.write("één\n")
        assert path.read_text() == "old"
    assert path.read_bytes() == "één\n".encode()
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_new_files_follow_the_umask_and_old_ones_keep_their_mode(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o604)
    write_atomically(tmp_path / "new", b"x")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o604


def test_writes_through_links_and_into_devices(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    write_atomically(os.devnull, b"gone")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_says_where_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_atomically(tmp_path, b"")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_atomically(tmp_path / "none" / "x", b"")
