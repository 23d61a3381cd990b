"""Words beside controls: what they are for, what came of a move, and what went wrong."""

from collections.abc import Iterable
from html import escape

import ipywidgets

from workbook.lab.kernel import error_words
from workbook.phrases import Phrase, say
from workbook.render.words import Words

END = "</div>"


def said(phrases: Iterable[Phrase], words: Words) -> str:
    """Sentences as HTML, a paragraph each; a screen reader reads them when they change."""
    lines = [line for text in words.texts(list(phrases)) for line in text.splitlines()]
    paragraphs = "".join(f'<p style="margin: 0 0 0.4em">{escape(line)}</p>' for line in lines)
    return f'<div role="status" class="cx-said mathjax_ignore" style="line-height: 1.4">{paragraphs}{END}'


def remark(phrase: Phrase, words: Words) -> ipywidgets.Widget:
    """A sentence above controls."""
    return ipywidgets.HTML(said([phrase], words))


def failure(error: Exception) -> Phrase:
    """An error in words; one that is not ours with its kind."""
    return error_words(error, {}) or say("lab.failed", kind=type(error).__name__, error=str(error))
