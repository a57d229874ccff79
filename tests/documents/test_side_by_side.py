import base64
import hashlib
import re

import pytest
from bilingual_samples import EAST, SAMPLE, SEA, TALKS, bilingual, segments, term_uses, text
from bilingual_samples import span as spans
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from workbench.documents.bilingual import BilingualSegment, MemoryMatch, Origin, Outcome, TermUse
from workbench.documents.side_by_side import pieces, side_by_side
from workbench.documents.spans import Span

PAGE = side_by_side(bilingual(*SAMPLE, signature="model:invented"))
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "</title><style>*{display:none}</style>",
    "--><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202eomgekeerd\u2066",
    "\0\x1b[31m\x7f",
    "&lt;b&gt; &amp;amp;",
)


def elements(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def test_shows_every_segment_with_its_origin_and_language() -> None:
    tree = elements(PAGE)
    rows = tree.xpath("//tbody")
    assert [row.xpath("string(.//th)") for row in rows] == ["1", "2", "3", "4"]
    assert [row.xpath("string(.//td[@class='origin'])") for row in rows] == [
        "first pass",
        "second pass",
        "memory",
        "copied",
    ]
    assert tree.xpath("//tbody[1]//td[@lang='nl']")[0].text_content().strip() == "De Oostzee"
    assert tree.xpath("//tbody[1]//td[@lang='en']")[0].text_content().strip() == "The Baltic Sea"
    assert [row.get("class") for row in rows] == [
        "heading starts", "paragraph starts marked", "paragraph starts marked", "cell starts",
    ]  # fmt: skip


def test_counts_in_the_header_and_signs_in_the_footer() -> None:
    tree = elements(PAGE)
    counts = {div.xpath("string(dt)"): div.xpath("string(dd)") for div in tree.xpath("//dl/div")}
    assert counts == {"segments": "4", "marked": "2", "terms kept": "1", "missing": "1", "forbidden": "1"}
    assert tree.xpath("string(//footer//code)") == "model:invented"


def test_terms_are_marked_on_both_sides() -> None:
    tree = elements(PAGE)
    marked = [(mark.get("class"), mark.text_content()) for mark in tree.xpath("//td[@class='text']//mark")]
    assert marked == [
        ("kept ends", "Oostzee"),
        ("kept ends", "Baltic Sea"),
        ("missing ends", "Onderhandelingen"),
        ("missing note", "missing: negotiations"),
        ("forbidden ends", "Oostzee"),
        ("forbidden ends", "East Sea"),
    ]
    title = tree.xpath("//td[@lang='en']//mark[@class='kept ends']")[0].get("title")
    assert title == "term kept · baltic-sea · allowed: “Baltic Sea” · the sea, not the lake"
    assert tree.xpath("string(//li[@class='reason'])") == "a term is missing"


def test_the_page_needs_nothing_from_outside() -> None:
    tree = elements(PAGE)
    assert not tree.xpath("//link | //img | //iframe | //object | //*[@src] | //*[@style]")
    assert all(anchor.get("href").startswith("#s") for anchor in tree.xpath("//a"))
    assert not re.search(r"url\(|@import|https?://", PAGE)


def test_the_policy_allows_exactly_the_own_style_and_script() -> None:
    tree = elements(PAGE)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for directive, element in (("style-src", "style"), ("script-src", "script")):
        (content,) = tree.xpath(f"//{element}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy


def shape(page: str) -> list[tuple[str, list[str]]]:
    """The elements of a page with the names of their attributes."""
    return [(element.tag, sorted(element.keys())) for element in elements(page).iter() if isinstance(element.tag, str)]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_document_becomes_markup(hostile: str) -> None:
    def page(words: str) -> str:
        term = TermUse(words, (0, 3), (1, 3), Outcome.FORBIDDEN, (words, words), words)
        missing = TermUse(words, (0, 3), None, Outcome.MISSING, (words,), words)
        segment = BilingualSegment(0, words, words, Origin.MEMORY, place=words, terms=(term, missing), marks=(words,))
        return side_by_side(
            bilingual(
                segment, name=words.replace("/", ""), source_language=words, target_language=words, signature=words
            )
        )

    assert shape(page(hostile)) == shape(page("gewone woorden"))
    assert len(elements(page(hostile)).xpath("//script")) == 1
    assert not re.search("[\0\x1b\x7f]", page(hostile))


def test_half_a_surrogate_pair_is_shown_as_unknown() -> None:
    page = side_by_side(bilingual(BilingualSegment(0, "a\ud800", "b", Origin.MEMORY)))
    assert page.encode()


@given(st.lists(segments, max_size=5))
def test_any_document_gives_a_page_with_all_its_text(some: list[BilingualSegment]) -> None:
    tree = elements(side_by_side(bilingual(*some)))
    assert len(tree.xpath("//tbody[@id]")) == len(some)
    assert len(tree.xpath("//script")) == 1


@given(text, st.lists(st.tuples(spans, term_uses)))
def test_pieces_are_the_text_whatever_the_spans(words: str, terms: list[tuple[Span, TermUse]]) -> None:
    found = pieces(words, terms)
    assert len("".join(piece.text for piece in found)) == len(words)


def test_overlapping_terms_become_pieces_of_the_graver_outcome() -> None:
    found = pieces("abcdef", [((0, 4), SEA), ((2, 6), EAST), ((2, 3), TALKS)])
    assert [(piece.text, piece.outcome, piece.ends) for piece in found] == [
        ("ab", Outcome.KEPT, False),
        ("c", Outcome.FORBIDDEN, True),
        ("d", Outcome.FORBIDDEN, True),
        ("ef", Outcome.FORBIDDEN, True),
    ]


def test_says_so_when_there_is_nothing_to_show() -> None:
    assert "The document holds no text to translate." in side_by_side(bilingual())


def test_matches_of_a_memory_are_folded_away_with_what_differs() -> None:
    spans = (((3, 8), (3, 7)), ((9, 9), (8, 12)))
    match = MemoryMatch("De <zee was> diep", "The <sea>", 80, "written, <a>", spans, "a <note>")
    page = elements(
        side_by_side(bilingual(BilingualSegment(0, "De haven is", "x", Origin.FIRST_PASS, matches=(match,))))
    )
    (details,) = page.xpath("//details[@class='matches']")
    assert details.get("open") is None
    assert details.xpath("string(summary)") == "1 in the memory, 80 %"
    assert [element.text for element in details.xpath(".//del")] == ["<zee", "was>"]
    assert [element.text for element in details.xpath(".//ins")] == ["haven"]
    assert all(text in details.text_content() for text in ("The <sea>", "written, <a>", "a <note>", " diep"))
