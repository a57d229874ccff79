from workbench.terminal import shown


def test_what_a_terminal_would_act_on_is_escaped():
    assert shown("a\x1b[31m\nb\u202ec é") == "a\\x1b[31m\\nb\\u202ec é"
