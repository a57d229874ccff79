import pytest
from document_helpers import block_texts, by_sentence, squeezed, translate

from workbench.documents.markdown import MarkdownFormat

MARKDOWN = MarkdownFormat()

SAMPLE = """---
title: Verslag
---

# Zitting over de *Oostzee* ##

De stuurgroep kwam
bijeen. Lees [het stuk](http://voorbeeld.nl/a_(b) "titel") \\* nu &amp; straks.

> Een citaat over
> twee regels.

1. een punt
   dat doorloopt
2. - een punt van Unesco `code_x`

| Jaar | Bedrag \\| euro |
|------|-----|
| 2024 |     |

```
code
```

<div>html</div>

![plaatje](zaal.png) De zaal. (Foto: ANP)

Adres\\
Straat <http://voorbeeld.nl/%20x>

Kop
===

[ref]: http://voorbeeld.nl
"""


def test_reads_the_blocks_with_their_kinds() -> None:
    document = MARKDOWN.read(SAMPLE.encode(), "f.md", by_sentence)
    assert [(block.kind.value, block.text, block.place) for block in document.blocks] == [
        ("heading", "Zitting over de Oostzee", "line 5"),
        ("paragraph", "De stuurgroep kwam bijeen. Lees het stuk * nu & straks.", "line 7"),
        ("quote", "Een citaat over twee regels.", "line 10"),
        ("list item", "een punt dat doorloopt", "line 13"),
        ("list item", "een punt van Unesco code_x", "line 15"),
        ("cell", "Jaar", "line 17"),
        ("cell", "Bedrag | euro", "line 17"),
        ("cell", "2024", "line 19"),
        ("caption", " De zaal. (Foto: ANP)", "line 27"),
        ("paragraph", "Adres\nStraat http://voorbeeld.nl/%20x", "line 29"),
        ("heading", "Kop", "line 32"),
    ]
    assert document.notes == []


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("# Kop ##\n", "1. Head #", "# 1\\. Head \\# ##\n"),
        ("*Hele zin.*", "All _of_ it.", "*All \\_of\\_ it.*"),
        ("Lees [dit](x) nu.", "Read this now.", "[Read this now.](x)"),
        ("De **Unesco** komt.", "Now Unesco comes.", "Now **Unesco** comes."),
        ("> een\r\n> twee\r\n", "one\ntwo", "> one two\r\n"),
        ("- een `x_y` twee", "one x_y two", "- one `x_y` two"),
        ("| a | b |\n|---|---|\n| een | |\n", "x | y", "| x \\| y | x \\| y |\n|---|---|\n| x \\| y | |\n"),
        ("een", "# niet *dit* <b> [of](dat) &amp; snake_case `x` 3 < 4", None),
        ("een", "- streepje", "\\- streepje"),
        ("een", "---", "\\---"),
        ("*een*twee drie vijf", "*", "*\\**"),
    ],
)
def test_keeps_markup_and_escapes_targets(text: str, target: str, expected: str | None) -> None:
    written = translate(MARKDOWN, text.encode(), lambda _: target).decode()
    if expected is not None:
        assert written == expected
    assert squeezed(target) in squeezed("".join(block_texts(MARKDOWN, written.encode())))


def test_emphasis_over_the_end_of_a_sentence_goes_with_a_change() -> None:
    assert translate(MARKDOWN, b"*Een zin. En* nog een.", str.upper) == b"EEN ZIN. EN NOG EEN."


def test_writes_without_formatting_where_markdown_would_misread_it() -> None:
    """Emphasis closes only at words: `*x*` beside a letter is none, so that the block is written plainly."""
    written = translate(MARKDOWN, b"*Een*, twee. Drie.", lambda source: source.replace("Een, ", "Een"))
    assert block_texts(MARKDOWN, written) == ["Eentwee. Drie."]


def test_a_file_in_another_encoding_and_with_a_mark() -> None:
    data = "# Één\r\n".encode("utf-16")
    assert translate(MARKDOWN, data, str) == data
    assert translate(MARKDOWN, data, str.lower) == "# één\r\n".encode("utf-16")


def test_a_table_right_below_another_is_left_alone():
    raw = "| a | b |\n|---|---|\n# \\| c | d |\n|---|---|\n"
    document = MARKDOWN.read(raw.encode(), "file", by_sentence)
    assert [segment.source for segment in document.segments] == ["a", "b"] and document.notes
    written = MARKDOWN.write(document, ["one", "two"]).decode()
    assert written == raw.replace("| a | b |", "| one | two |")
