"""Text from files on a terminal: with nothing in it that the terminal would act on."""


def shown(text: str) -> str:
    """The text on one line and harmless to a terminal: control and direction characters as escapes."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
