"""Names of people and places: capitalised words that the language's dictionary does not know."""

from collections.abc import Iterator, Sequence

from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.words import Word, words


def is_name_word(word: Word, language: str) -> bool:
    """Whether a word is capitalised and no word of the language; acronyms are no names here."""
    text = word.text
    capitalised = text[0].isupper() and not text.isupper() and text.isalpha() and len(text) > 1
    return capitalised and not any(dictionary_lemma(form, language) for form in (text, text.lower()))


def name_runs(text: str, language: str) -> Iterator[Sequence[Word]]:
    """The longest runs of name words with a space or a hyphen between them, single words included."""
    run: list[Word] = []
    for word in words(text):
        if not is_name_word(word, language):
            continue
        if run and text[run[-1].end : word.start] not in (" ", "-"):
            yield run
            run = []
        run.append(word)
    if run:
        yield run
