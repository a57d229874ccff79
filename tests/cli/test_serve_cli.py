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
