"""The glossary: concepts and their terms, matching them in text, verifying that a translation keeps them."""
