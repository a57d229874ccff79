"""Keys and rates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.api.access import ANYONE, Rate, name_of, read_keys
from workbench.errors import InputError

KEYS = ("first-key-of-letters", "second-key-of-letters")


def test_a_key_names_its_owner(tmp_path):
    path = tmp_path / "keys"
    path.write_text(f"# a comment\n\na {KEYS[0]}\nb\t{KEYS[1]}\n", encoding="utf-8")
    keys = read_keys(path)
    assert [name_of(key, keys) for key in (*KEYS, "", "wrong", KEYS[0][:-1])] == ["a", "b", None, None, None]
    assert not any(key.encode() in digest for key in KEYS for digest in keys.values())
    assert name_of("", {}) == ANYONE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n", "line 1: is not a name and a key"),
        ("# c\na short\n", "line 2: the key has under"),
        (f"a {KEYS[0]}\na {KEYS[1]}\n", "line 2: the name 'a' stands twice"),
        ("# nothing\n", "holds no key"),
    ],
)
def test_broken_files_of_keys_are_named(tmp_path, text, message):
    path = tmp_path / "keys"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_keys(path)


@given(st.integers(1, 100), st.lists(st.floats(0, 30), min_size=1, max_size=300))
def test_no_more_than_the_rate_pass_in_any_minute(per_minute, pauses):
    now = 0.0
    rate = Rate(per_minute, lambda: now)
    passed = []
    for pause in pauses:
        now += pause
        wait = rate.wait("a")
        if wait:
            assert 0 < wait <= 60 / per_minute + 1e-6
        else:
            passed.append(now)
    for start in passed:  # a full bucket, and what flows in meanwhile
        assert sum(start <= moment < start + 60 for moment in passed) <= 2 * per_minute


def test_whoever_waits_as_told_may_ask(monkeypatch):
    now = 0.0
    rate = Rate(2, lambda: now)
    assert [rate.wait("a") for _ in range(2)] == [0, 0]
    assert rate.wait("b") == 0
    now += rate.wait("a")
    assert rate.wait("a") == 0
    assert all(Rate(0).wait("a") == 0 for _ in range(100))
