"""Words of a notebook as HTML: of Markdown only what is words; HTML, scripts and images in it stay text."""

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class _Words(IPythonRenderer):
    """Headings below the page's own, code as it is written, and of an image what it shows in words."""

    def heading(self, text: str, level: int, **attributes: object) -> str:
        return f"<h{max(level, 2)}>{text}</h{max(level, 2)}>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{self.escape_html(code)}</code></pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


def words_html(source: str) -> str:
    """Markdown as HTML that does and fetches nothing.

    Example:
        >>> words_html("## Why\\n\\n**All** of <b>it</b>")
        '<h2>Why</h2>\\n<p><strong>All</strong> of &lt;b&gt;it&lt;/b&gt;</p>\\n'
    """
    renderer = _Words(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)
