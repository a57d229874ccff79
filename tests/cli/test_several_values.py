"""An option with several values is what click reads as the option given several times."""

import pytest

from workbench.cli.several_values import repeated


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("x --o a b c", "x --o a --o b --o c"),
        ("--o a b --fix c", "--o a --o b --fix c"),
        ("--o a --o b c", "--o a --o b --o c"),
        ("--o=a b", "--o=a b"),
        ("--o a - -- b c", "--o a --o - -- b c"),
        ("--o", "--o"),
        ("--o --fix", "--o --fix"),
        ("a b", "a b"),
        ("", ""),
    ],
)
def test_each_value_gets_the_option_before_it(words, expected):
    assert list(repeated("--o", words.split())) == expected.split()
