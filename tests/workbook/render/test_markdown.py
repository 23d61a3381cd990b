"""Words of a notebook: Markdown gives words, and nothing in it does or fetches something."""

import pytest
from bs4 import BeautifulSoup

from workbook.render.markdown import words_html

HARMFUL = [
    "<script>alert(1)</script>",
    "<script>\nalert(1)\n</script>",
    "a <img src=x onerror=alert(1)> b",
    "![alt](https://example.org/pixel.png)",
    '![a](x "t\\" onerror=alert(1)")',
    "![a](attachment:x.png)",
    "[x](javascript:alert(1))",
    "[x](  JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '[x](https://a.nl/"onclick=alert(1))',
    '[x](https://a.nl "t\\" onclick=alert(1)")',
    "[a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "```mermaid\n</pre><script>alert(1)</script>\n```",
    "```python\n<script>\n```",
    "`<script>`",
    "$<script>$ $$<script>$$",
    "\\begin{<script>}x\\end{<script>}",
    "<style>body{display:none}</style>",
    "<iframe src=https://example.org></iframe>",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("source", HARMFUL)
def test_nothing_in_it_does_or_fetches_something(source):
    page = BeautifulSoup(words_html(source), "html.parser")
    assert {tag.name for tag in page(True)} <= {"p", "a", "code", "pre"}
    for tag in page(True):
        assert set(tag.attrs) <= {"href", "title"}
        assert tag.get("href", "#").startswith(("#", "https://a.nl"))


def test_words_are_shown_as_they_are_meant():
    source = "## Why\n\n**All** of *it*, `x < 1`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    page = BeautifulSoup(words_html(source), "html.parser")
    assert (page.h2.text, page.strong.text, page.em.text, page.code.text) == ("Why", "All", "it", "x < 1")
    items, cells = ([tag.text for tag in page(name)] for name in ("li", "td"))
    assert (items, cells) == (["one", "two"], ["1", "2"])


def test_headings_stay_below_that_of_the_page():
    assert words_html("# One\n\n### Three") == "<h2>One</h2>\n<h3>Three</h3>\n"
