"""The translation memory: pairs of texts and translations, looked up exactly and fuzzily."""
