"""TBX (TermBase eXchange), version 3 and version 2; both are read by the same reader."""

from workbench.glossary.exchange.base import Export, Import, Languages
from workbench.glossary.exchange.tbx_read import read_tbx
from workbench.glossary.exchange.tbx_write import VERSION_2, VERSION_3, write_tbx
from workbench.glossary.model import Glossary


class Tbx3Format:
    """TBX version 3: ISO 30042:2019, dialect TBX-Basic in DCT style."""

    name = "tbx"
    title = "TBX version 3 (ISO 30042:2019)"
    suffixes: tuple[str, ...] = (".tbx",)
    version = VERSION_3

    def read(self, data: bytes, name: str, languages: Languages) -> Import:
        """The terms of a TBX file of any version. Raises GlossaryError, naming the line, if it is none."""
        return read_tbx(data, name, languages)

    def write(self, glossary: Glossary, languages: Languages) -> Export:
        """The glossary as TBX of this version."""
        return write_tbx(glossary, languages, self.version)


class Tbx2Format(Tbx3Format):
    """TBX version 2: ISO 30042:2008 (martif), which translate-toolkit and Weblate read."""

    name = "tbx2"
    title = "TBX version 2 (ISO 30042:2008)"
    suffixes: tuple[str, ...] = ()
    version = VERSION_2
