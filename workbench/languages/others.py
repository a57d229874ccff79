"""What is known of languages that have no profile of their own: glossaries may have terms in them."""

ARTICLES = {
    "de": frozenset({"der", "die", "das", "ein", "eine"}),
    "fr": frozenset({"le", "la", "les", "un", "une"}),
}
