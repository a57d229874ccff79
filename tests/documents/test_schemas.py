"""What we write is valid: XLIFF by OASIS's schemas of 1.2 (strict) and 2.0, TMX by LISA's DTD of 1.4.

``.ci/schemas FOLDER`` fetches them out of Debian's packages, and WORKBENCH_TEST_SCHEMAS names the folder. XLIFF 2.1
uses the namespace and the core of 2.0; its own schema is in no package.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from bilingual_samples import SAMPLE, bilingual, segments
from document_helpers import by_sentence, sources
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workbench.documents.bilingual import BilingualSegment, MemoryMatch, Origin
from workbench.documents.outputs import output_for
from workbench.documents.xliff_format import XliffFormat

FILES = Path(__file__).parent / "files"
SCHEMAS = Path(os.environ.get("WORKBENCH_TEST_SCHEMAS", "/nowhere"))
MATCH = MemoryMatch("De zee", "The sea", 87, "archive & co")
MORE = BilingualSegment(4, "Zee & <land>", "Sea & <land>", Origin.FIRST_PASS, marks=("look",), matches=(MATCH,))

pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no schemas: see .ci/schemas")


class _Local(etree.Resolver):
    """The schema of ``xml:lang`` and ``xml:space`` from the folder, wherever a schema says that it is."""

    def resolve(self, url, public_id, context):
        return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context) if url.endswith("xml.xsd") else None


def schema(name: str) -> etree.XMLSchema:
    """A schema that knows of no extensions of others, and so lets them stand as they are."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local())
    tree = etree.parse(str(SCHEMAS / name), parser)
    for wildcard in tree.iter("{*}any", "{*}anyAttribute"):
        wildcard.set("processContents", "lax")
    return etree.XMLSchema(tree)


@pytest.fixture(scope="module")
def xliff_1() -> etree.XMLSchema:
    return schema("xliff-core-1.2-strict.xsd")


@pytest.fixture(scope="module")
def xliff_2() -> etree.XMLSchema:
    return schema("xliff-core-2.0.xsd")


@pytest.fixture(scope="module")
def tmx() -> etree.DTD:
    return etree.DTD(str(SCHEMAS / "tmx14.dtd"))


def errors(validator: etree.XMLSchema | etree.DTD, data: bytes) -> list[str]:
    validator.validate(etree.fromstring(data))
    return [f"{error.line}: {error.message}" for error in validator.error_log]


@pytest.mark.parametrize("target", [str, str.upper, lambda text: f"x {text} & <y>"])
@pytest.mark.parametrize("name", ["omegat.xlf", "memoq.xlf", "trados.xlf", "version-2.xlf"])
def test_files_of_cat_tools_stay_valid(name, target, xliff_1, xliff_2):
    data = (FILES / name).read_bytes()
    document = XliffFormat().read(data, name, by_sentence)
    assert document.segments
    written = XliffFormat().write(document, [target(source) for source in sources(document)])
    assert errors(xliff_2 if b'version="2' in data[:500] else xliff_1, written) == []


@given(made=st.lists(segments, min_size=1, max_size=4))
def test_bilingual_outputs_are_valid(made, xliff_1, tmx):
    made = [replace(segment, index=at) for at, segment in enumerate((*SAMPLE, MORE, *made))]
    assert errors(xliff_1, output_for("xliff").write(bilingual(*made))) == []
    assert errors(tmx, output_for("tmx").write(bilingual(*made))) == []


def test_what_is_not_valid_is_noticed(xliff_1, xliff_2, tmx):
    root = '<xliff version="{}" xmlns="urn:oasis:names:tc:xliff:document:{}" srcLang="nl"><file id="a"/></xliff>'
    assert errors(xliff_1, root.format("1.2", "1.2").encode())
    assert errors(xliff_2, root.format("2.1", "2.0").encode())
    assert errors(tmx, b'<tmx version="1.4"><body/></tmx>')
