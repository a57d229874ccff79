"""CSV with one row a term: the project's own format, read leniently and written as it is on disk."""

from workbench.glossary.csv_format import format_glossary
from workbench.glossary.exchange.base import Export, Import, Languages, of_languages
from workbench.glossary.exchange.table import read_text_table
from workbench.glossary.model import Glossary


class CsvFormat:
    """The project's own CSV. It holds everything."""

    name = "csv"
    title = "CSV, one row a term"
    suffixes: tuple[str, ...] = (".csv",)

    def read(self, data: bytes, name: str, languages: Languages) -> Import:
        """The terms of any table in text."""
        return read_text_table(data, name, languages)

    def write(self, glossary: Glossary, languages: Languages) -> Export:
        """The glossary as CSV. Raises GlossaryError if it would not read back."""
        rows = [(concept, term) for concept, terms in of_languages(glossary, languages) for term in terms]
        return Export(format_glossary(Glossary.of(glossary.name, rows)))
