"""``workbench serve`` as far as it goes without serving."""

import socket


def test_an_address_that_others_reach_is_refused_without_accounts(workbench):
    result = workbench("serve", "--host", "0.0.0.0", "--store", "review.sqlite")
    assert result.status == 2
    assert "0.0.0.0" in result.err and "accounts" in result.err
    assert "Traceback" not in result.err


def test_a_port_that_is_taken_is_named(workbench):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = workbench("serve", "--port", port, "--store", "review.sqlite")
    assert result.status == 2
    assert str(port) in result.err and "Traceback" not in result.err


def test_a_database_of_another_program_is_refused(workbench, tmp_path):
    (tmp_path / "other.sqlite").write_bytes(b"this is no database, however long it may be" * 40)
    result = workbench("serve", "--store", "other.sqlite")
    assert result.status == 2 and "other.sqlite" in result.err


def test_accounts_are_made_listed_and_removed(workbench):
    store = "--store", "review.sqlite"
    assert workbench("people", "add", "Noor", "--role", "admin", *store, stdin=b"long enough\n").status == 0
    assert workbench("people", "add", "Bram", *store, stdin=b"long enough\n").status == 0
    assert workbench("people", "list", *store).out == "Bram\ttranslator\nNoor\tadmin\n"
    assert workbench("people", "role", "Bram", "editor", *store).status == 0
    assert workbench("people", "remove", "Bram", *store).status == 0
    assert workbench("people", "list", *store).out == "Noor\tadmin\n"
    short = workbench("people", "add", "Eva", *store, stdin=b"short\n")
    assert short.status == 2 and "8 characters" in short.err
    unknown = workbench("people", "add", "Eva", "--role", "king", *store, stdin=b"long enough\n")
    assert unknown.status == 2 and "king" in unknown.err
