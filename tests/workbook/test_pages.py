"""What a reader sees of an executed notebook."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbook.pages import shown_cells


def test_a_heading_under_which_nothing_is_shown_is_left_out():
    shown = [new_output("display_data", {"text/plain": "shown"})]
    cells = [new_markdown_cell("# Step: the question?\n\nYou learn.", id="step")]
    for name, outputs in (("first", []), ("second", shown), ("third", [])):
        cells.append(new_markdown_cell(f"## {name}", id=f"{name}-words"))
        cells.append(new_code_cell("…", outputs=outputs, id=name))
    kept = shown_cells("x", new_notebook(cells=cells))
    assert [cell.id for cell in kept] == ["x-step", "x-second-words", "x-second"]
