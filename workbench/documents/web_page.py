"""The translation alone as a web page: headings, paragraphs, lists and tables of any document, without its layout.

What a PDF becomes for the web. An HTML document has itself for that: its own format keeps everything.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import PurePath

from jinja2 import Environment, StrictUndefined, Template

from workbench.documents.bilingual import BilingualDocument
from workbench.documents.model import BlockKind, translated_text
from workbench.documents.side_by_side import visible

#: Kinds of which several in a row belong together.
_TOGETHER = (BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.CELL)
#: No script, style or picture of a document could run here, even if its text were not escaped.
_PAGE = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
</head>
<body>
<main>
{% for kind, texts in groups %}
{% if kind == "list item" %}
<ul>
{% for text in texts %}
<li>{{ text }}</li>
{% endfor %}
</ul>
{% elif kind == "quote" %}
<blockquote>
{% for text in texts %}
<p>{{ text }}</p>
{% endfor %}
</blockquote>
{% elif kind == "cell" %}
<table>
{% for text in texts %}
<tr>{% for cell in text.split("\\t") %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}
</table>
{% elif kind == "heading" %}
<h2>{{ texts[0] }}</h2>
{% elif kind == "caption" %}
<p><small>{{ texts[0] }}</small></p>
{% else %}
<p>{{ texts[0] }}</p>
{% endif %}
{% endfor %}
</main>
</body>
</html>
"""


def web_page(bilingual: BilingualDocument) -> str:
    """The targets as one page (UTF-8) that loads nothing. Text with tabs in it is a row of a table."""
    name = PurePath(bilingual.document.name).name
    groups = list(_groups(bilingual))
    title = next((texts[0] for kind, texts in groups if kind is BlockKind.HEADING), visible(name))
    return _template().render(language=bilingual.target_language, title=title, groups=groups)


def _groups(bilingual: BilingualDocument) -> Iterator[tuple[BlockKind, Sequence[str]]]:
    """The texts of the blocks that have any; items of lists, quotations and cells that follow each other together."""
    texts = [visible(text).strip() for text in translated_text(bilingual.document, bilingual.targets)]
    shown = [
        (BlockKind.CELL if "\t" in text else block.kind, text)
        for block, text in zip(bilingual.document.blocks, texts, strict=True)
        if text
    ]
    for kind, run in groupby(shown, key=lambda block: block[0]):
        together = [text for _, text in run]
        yield from [(kind, together)] if kind in _TOGETHER else ((kind, [text]) for text in together)


@cache
def _template() -> Template:
    """The page's template."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_PAGE)
