import pytest
from document_helpers import block_texts, by_sentence, by_word, sources, translate

from workbench.documents.html import HtmlFormat
from workbench.errors import InputError

HTML = HtmlFormat()

ARTICLE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Zitting - Het Dagblad</title>
<script>var x = "<p>geen tekst</p>";</script></head>
<body><header><h1>Het Dagblad</h1></header><nav><ul><li><a href="/">Voorpagina</a><li>Zoeken</ul></nav>
<article><header><h1>Zitting over de <em>Oostzee</em></h1></header>
<figure><img src="zaal.jpg" alt="de zaal"><figcaption>De zaal van de zitting. Foto: A. de Wit</figcaption></figure>
<p>{first}</p>
<h2>Afspraken &amp; plannen</h2>
<ul><li>Een gezamenlijke verklaring van de twee landen</li><li>Onderzoek door <b>Unesco</b> naar de vissen</li></ul>
<table><tr><th>Jaar van de begroting<th>Bedrag in euro</tr><tr><td>Het jaar 2024<td>Twaalf miljoen euro</table>
<blockquote>Wij zijn blij met dit resultaat van vandaag.</blockquote>
<p>{last}</p></article>
<aside><h3>Lees ook</h3><p>Een ander bericht dat niemand wil lezen.</p></aside>
<footer><p>Alle rechten voorbehouden aan de uitgever</p></footer></body></html>""".format(
    first=" ".join(f"De stuurgroep sprak in ronde {number} over de vrije doorvaart." for number in range(20)),
    last=" ".join(f"Daarna zei spreker {number} dat het overleg goed was verlopen." for number in range(20)),
)


def test_reads_the_main_text_with_its_kinds() -> None:
    document = HTML.read(ARTICLE.encode(), "f.html", by_sentence)
    assert [(block.kind.value, block.text[:28]) for block in document.blocks] == [
        ("heading", "Zitting over de Oostzee"),
        ("caption", "De zaal van de zitting. Foto"),
        ("paragraph", "De stuurgroep sprak in ronde"),
        ("heading", "Afspraken & plannen"),
        ("list item", "Een gezamenlijke verklaring "),
        ("list item", "Onderzoek door Unesco naar d"),
        ("cell", "Jaar van de begroting"),
        ("cell", "Bedrag in euro"),
        ("cell", "Het jaar 2024"),
        ("cell", "Twaalf miljoen euro"),
        ("quote", "Wij zijn blij met dit result"),
        ("paragraph", "Daarna zei spreker 0 dat het"),
    ]
    assert document.blocks[2].place == "line 7"
    assert document.notes == ["6 blocks around the main text (menus and the like) stay as they are"]


def test_restores_a_page_and_translates_only_the_main_text() -> None:
    data = ARTICLE.encode()
    assert translate(HTML, data, str) == data
    written = translate(HTML, data, str.upper).decode()
    assert "<h1>ZITTING OVER DE <em>OOSTZEE</em></h1>" in written
    assert "<h1>Het Dagblad</h1>" in written
    assert '<title>Zitting - Het Dagblad</title>\n<script>var x = "<p>geen tekst</p>";</script>' in written
    assert "<p>Een ander bericht dat niemand wil lezen.</p>" in written


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>Een&nbsp;zin &lt;b&gt; &eacute;&#233;n &notit; &onbekend;</p>", ["Een\xa0zin <b> één ¬it; &onbekend;"]),
        ("<p>een <!-- niets --> twee<br>Drie</p><p></p>", ["een twee\nDrie"]),
        ("<ul><li>een<li>twee<ul><li>drie</ul></ul>", ["een", "twee", "drie"]),
        ("los <b>vet</b> <div>blok</div> rest", ["los vet", "blok", "rest"]),
        ("<p>a<script>1 < 2</script>b<style>p{}</style></p><button>Klik</button>", ["ab"]),
        ("<nav>menu</nav><header>kop</header><p>tekst</p><form>zoek</form><footer>voet</footer>", ["tekst"]),
        ("<nav>alleen een menu</nav>", ["alleen een menu"]),
        ("<article><header><h1>Kop</h1></header>tekst</article>", ["Kop", "tekst"]),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>een<br/>Twee</p></body></html>", ["een\nTwee"]),
        ("een </> twee <![foo[ x ]]> <?php echo ?> drie", ["een twee drie"]),
        ("<p>niet af <b", ["niet af"]),
        ("<p>tekst <!-- zonder einde <p>meer", ["tekst"]),
        ("<p>3 < 4</p>", ["3 < 4"]),
        ("<script>zonder einde", []),
    ],
)
def test_reads_text_as_a_browser_shows_it(page: str, texts: list[str]) -> None:
    assert block_texts(HTML, page.encode()) == texts


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("<p><b>Heel de zin.</b></p>", "<The> & all.", "<p><b>&lt;The&gt; &amp; all.</b></p>"),
        ('<p>Lees <a href="x">dit</a> nu.</p>', "Read this now.", '<p><a href="x">Read this now.</a></p>'),
        ("<p>De <i>Unesco</i> komt.</p>", "Now Unesco comes.", "<p>Now <i>Unesco</i> comes.</p>"),
        ('<p>Zie <img src="a"> hier.</p>', "See here.", '<p>See <img src="a">here.</p>'),
        ("<p>een<br>twee</p>", "one two", "<p>one two</p>"),
        ("<p>een <b><i>twee</b></i> drie vier</p>", "all", "<p><i><b></b>all</i></p>"),
    ],
)
def test_keeps_tags_where_it_can(page: str, target: str, expected: str) -> None:
    assert translate(HTML, page.encode(), lambda _: target).decode() == expected


def test_formatting_over_the_end_of_a_sentence_stays_well_formed() -> None:
    page = b"<p><i>Een zin. En</i> nog een.</p>"
    assert translate(HTML, page, str.upper) == b"<p><i>EEN ZIN. EN</i> NOG EEN.</p>"


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("<p>een</p>".encode("utf-16"), "<p>€ x</p>".encode("utf-16")),
        ("<p>één</p>".encode(), "<p>€ x</p>".encode()),
        (b"<p>een</p>", b"<p>&#8364; x</p>"),
        (
            '<meta charset="iso-8859-1"><p>één</p>'.encode("cp1252"),
            '<meta charset="iso-8859-1"><p>€ x</p>'.encode("cp1252"),
        ),
        (
            "<meta http-equiv=x content='text/html; charset=iso-8859-15'><p>é</p>".encode("iso-8859-15"),
            "<meta http-equiv=x content='text/html; charset=iso-8859-15'><p>€ x</p>".encode("iso-8859-15"),
        ),
        (
            "<meta charset='koi8-r'><p>да</p>".encode("koi8-r"),
            "<meta charset='koi8-r'><p>&#8364; x</p>".encode("koi8-r"),
        ),
    ],
)
def test_keeps_the_encoding_of_a_page(page: bytes, written: bytes) -> None:
    assert translate(HTML, page, str) == page
    assert translate(HTML, page, lambda _: "€ x") == written


@pytest.mark.parametrize(
    "declared", ["", "<meta charset='none-such'>", "<meta charset='hex'>", "<meta charset='utf-7'>"]
)
def test_refuses_bytes_in_no_known_encoding(declared: str) -> None:
    with pytest.raises(InputError, match="is not UTF-8 text"):
        HTML.read(declared.encode() + b"<p>\xe9</p>", "f.html", by_word)


def test_deep_nesting_and_long_lines_are_read() -> None:
    deep = "<div><b>" * 900 + "tekst"
    assert block_texts(HTML, deep.encode()) == ["tekst"]
    with pytest.raises(InputError, match="in each other"):
        block_texts(HTML, ("<div><b>" * 5000 + "tekst").encode())
    marked = "<b>woord</b> " * 40_000
    document = HTML.read(marked.encode(), "f.html", by_word)
    assert HTML.write(document, sources(document)) == marked.encode()
    assert HTML.write(document, ["x"] * 40_000) == b"<b>x</b> " * 40_000


@pytest.mark.parametrize("piece", ["<!--", "<b ", "</", "<a href='", "<![", "<", "&"])
def test_unfinished_markup_costs_no_more_than_text(piece: str) -> None:
    """Each of these took minutes when the parser looked for its end again and again."""
    data = (piece * (200_000 // len(piece))).encode()
    assert translate(HTML, data, str) == data
