"""A new Word document (ECMA-376) of plain blocks, for formats that cannot be written back."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

from workbench.documents.model import Block, BlockKind
from workbench.documents.safe_xml import xml_text

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
#: The style of each kind: identifier, the name that Word knows it by, and how it looks.
_STYLES = {
    BlockKind.PARAGRAPH: ("Normal", "Normal", '<w:pPr><w:spacing w:after="120"/></w:pPr>'),
    BlockKind.HEADING: ("Heading1", "heading 1", '<w:rPr><w:b/><w:sz w:val="26"/></w:rPr>'),
    BlockKind.LIST_ITEM: ("ListParagraph", "List Paragraph", '<w:pPr><w:ind w:left="360"/></w:pPr>'),
    BlockKind.CAPTION: ("Caption", "caption", "<w:rPr><w:i/></w:rPr>"),
    BlockKind.QUOTE: ("Quote", "Quote", "<w:rPr><w:i/></w:rPr>"),
}
#: The same bytes for the same blocks: an archive holds the time of each entry.
_TIME = (1980, 1, 1, 0, 0, 0)


def new_docx(blocks: Iterable[Block]) -> bytes:
    """The blocks as paragraphs in the styles of their kinds; tabs are kept. Characters that XML lacks are replaced."""
    body = "".join(map(_paragraph, blocks))
    entries = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relationship("officeDocument", "word/document.xml"),
        "word/document.xml": f"{_HEAD}<w:document {_WORD}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": _relationship("styles", "styles.xml"),
        "word/styles.xml": f"{_HEAD}<w:styles {_WORD}>{''.join(map(_style, _STYLES))}</w:styles>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _paragraph(block: Block) -> str:
    style = _STYLES.get(block.kind, _STYLES[BlockKind.PARAGRAPH])[0]
    texts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in xml_text(block.text).split("\t"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{"<w:tab/>".join(texts)}</w:r></w:p>'


def _style(kind: BlockKind) -> str:
    identifier, name, look = _STYLES[kind]
    default = ' w:default="1"' if kind is BlockKind.PARAGRAPH else ""
    return f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{look}</w:style>'


def _relationship(kind: str, target: str) -> str:
    relationship = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relationship}</Relationships>'
