"""The page of `prioritize` in a real browser, on a phone."""

import pytest
from typer.testing import CliRunner

from prioritization.cli import app

pytestmark = pytest.mark.slow

BACKLOG = """opportunity,title,score,quarters
A,Returns by self-service in the app and on the site,9,2
B,Klantcontactcentrumverbeteringsprogramma,8,1
"""
BOXES = """() => [...document.querySelectorAll(".when td")].map(cell => {
  const box = cell.getBoundingClientRect();
  const hidden = cell.scrollWidth - cell.clientWidth;
  return [getComputedStyle(cell, "::before").content, box.left, box.right, hidden];
})"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("count", [4, 6, 12])
def test_every_quarter_is_on_the_screen_of_a_phone(browser, tmp_path, count, width):
    table, html = tmp_path / "backlog.csv", tmp_path / "plan.html"
    table.write_text(BACKLOG, "utf-8")
    asked = ["--quarters", str(count), "--start", "2027Q1", "--html", str(html)]
    assert CliRunner().invoke(app, [str(table), *asked]).exit_code == 0
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(html.as_uri())
    boxes = page.evaluate(BOXES)
    page.close()
    assert len(boxes) == 2 * count
    assert boxes[0][0] == '"2027Q1"'
    assert all(0 <= left < right <= width and hidden <= 0 for _, left, right, hidden in boxes)
