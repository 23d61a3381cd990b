"""An answer as one HTML page that needs no other file."""

from html import escape

from prioritization.command.figures import Figures
from prioritization.command.wording import BAR, Grid, Wording, plain

STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1d2429; background: #fff; max-width: 64rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #c9d1d6; }
thead th { border-bottom: 2px solid #55636c; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 5rem; }
.figure { text-align: right; font-variant-numeric: tabular-nums; }
td.work { background: #1f5f8b; color: #fff; border-left: 2px solid #fff; print-color-adjust: exact;
  -webkit-print-color-adjust: exact; }
ul { padding-left: 1.2rem; }
@media screen and (max-width: 40rem) {
  thead, .when td span { position: absolute; clip-path: inset(50%); }
  .row-wise tr { display: block; border-bottom: 1px solid #c9d1d6; padding: .4rem 0; }
  .row-wise th, .row-wise td { display: block; border: 0; padding: .1rem 0; text-align: left; }
  .row-wise td:empty { display: none; }
  .row-wise td::before { content: attr(data-heading) ": "; color: #55636c; }
  .row-wise td:is(.figure, [data-heading=start], [data-heading=finish]) { display: inline-block;
    margin-right: 1rem; }
  .row-wise td[data-heading=title] { font-weight: 600; }
  .row-wise td[data-heading=title]::before { content: none; }
  .when tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(3.25rem, 1fr));
    gap: .15rem; padding: .4rem 0; border-bottom: 1px solid #c9d1d6; }
  .when th, .when td { padding: .1rem; border: 0; overflow-wrap: anywhere; }
  .when th { grid-column: 1 / -1; }
  .when td { font-size: .75rem; text-align: center; outline: 1px solid #c9d1d6;
    outline-offset: -1px; }
  .when td::before { content: attr(data-heading); }
}
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  .scroll { overflow: visible; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(wording: Wording, name: str) -> str:
    """Write an answer as HTML, with all text of the client escaped.

    Args:
        wording: The answer in words.
        name: What was planned, such as the name of its file.

    Returns:
        A whole document, without scripts or anything from elsewhere.

    Example:
        >>> _text("<script>")
        '&lt;script&gt;'
    """
    grids = [grid for grid in (wording.plan, wording.timeline, wording.left_out, wording.limits) if grid]
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Plan of {_text(name)}</title><style>{STYLE}</style></head><body><main>",
            f"<h1>Plan of {_text(name)}</h1>",
            f"<p>{_text(wording.headline)}.</p>",
            *(_section(grid, wording.figures) for grid in grids if grid.rows),
            _list("Remarks", wording.remarks),
            _list("What was read and assumed", wording.notes),
            "</main></body></html>\n",
        )
    )


def _text(written: str) -> str:
    return escape(plain(written))


def _list(title: str, sentences: tuple[str, ...]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{_text(sentence)}</li>" for sentence in sentences)
    return f"<h2>{title}</h2><ul>{items}</ul>"


def _section(grid: Grid, figures: Figures) -> str:
    """A table; on a narrow screen a row stands as lines, each with its heading, or as boxes of a timeline."""
    kinds = [' class="figure"' if name in grid.figures else "" for name in grid.headings]
    names = [_text(name.replace("_", " ")) for name in grid.headings]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(names, kinds, strict=True))
    rows = "".join(f"<tr>{_row(row, kinds, names)}</tr>" for row in grid.written(figures))
    shape = "when" if any(BAR in row for row in grid.rows) else "row-wise"
    label = grid.title.lower().replace(" ", "-")
    return (
        f'<section><h2 id="{label}">{grid.title}</h2>'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{label}">'
        f'<table class="{shape}" aria-labelledby="{label}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        "</div></section>"
    )


def _row(row: tuple[str, ...], kinds: list[str], headings: list[str]) -> str:
    name, *cells = row
    rest = (
        f'<td class="work" data-heading="{heading}"><span>work</span></td>'
        if cell == BAR
        else f'<td{kind} data-heading="{heading}">{_text(cell)}</td>'
        for cell, kind, heading in zip(cells, kinds[1:], headings[1:], strict=True)
    )
    return f'<th scope="row">{_text(name)}</th>{"".join(rest)}'
