"""Which blocks of a page are its main text: trafilatura finds the article, this finds its blocks in the file."""

from collections.abc import Iterator, Sequence

import trafilatura

from workbench.documents.html_blocks import HtmlBlock
from workbench.documents.model import BlockKind

#: Pages with less text are taken whole: there is too little to tell an article from what surrounds it.
SMALL_PAGE = 1500
#: Shorter blocks count only if trafilatura has them as a paragraph of their own: "Home" stands in many texts.
DISTINCTIVE = 30


def main_text(raw: str, blocks: Sequence[HtmlBlock]) -> list[bool]:
    """Which of the blocks are main text.

    Found are the blocks that trafilatura extracts, and between the title and the last of these the captions, which it
    leaves out. If it finds nothing, and on small pages, all blocks outside menus, headers, footers and forms.

    Args:
        raw: the page.
        blocks: its blocks in order.
    """
    plain = [not block.surrounding for block in blocks]
    if not any(plain):
        return [True] * len(blocks)
    if sum(block.inline.map.length for block, inside in zip(blocks, plain, strict=True) if inside) < SMALL_PAGE:
        return plain
    extracted = list(_extracted(raw))
    paragraphs, whole = set(extracted), "".join(extracted)
    texts = [_squeezed(block.inline.map.text) for block in blocks]
    chosen = [text in paragraphs or (len(text) >= DISTINCTIVE and text in whole) for text in texts]
    if not any(chosen):
        return plain
    return _completed(blocks, chosen)


def _completed(blocks: Sequence[HtmlBlock], chosen: Sequence[bool]) -> list[bool]:
    """The chosen blocks with the title above them, and the captions between."""
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    titles = [number for number, block in enumerate(blocks[:first]) if block.title and not block.surrounding]
    start = titles[-1] if titles else first
    return [
        chosen[number]
        or number in titles[-1:]
        or (start < number < last and block.kind is BlockKind.CAPTION and not block.surrounding)
        for number, block in enumerate(blocks)
    ]


def _extracted(raw: str) -> Iterator[str]:
    """The texts of the paragraphs, headings, items and cells that trafilatura extracts."""
    # As bytes: lxml refuses a str that declares an encoding, as XHTML does.
    article = trafilatura.bare_extraction(raw.encode("utf-8"), include_comments=False, include_tables=True)
    body = getattr(article, "body", None)
    if body is not None:
        for element in body.iter("head", "p", "item", "cell", "quote"):
            yield _squeezed("".join(element.itertext()))


def _squeezed(text: str) -> str:
    """The text without white space, where tools differ most."""
    return "".join(text.split())
