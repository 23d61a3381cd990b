"""What shapes share: names that fit, and colours that can be told apart."""

import base64

import pandas as pd

from workbook.engagement import engagement_from
from workbook.exhibit import chart
from workbook.render.charts import picture
from workbook.render.marks import LINE, names_down
from workbook.render.words import Words

EN = Words("en", engagement_from({"client": "Acme"}))


def test_a_long_name_takes_two_lines_and_is_not_cut():
    name = 'Seller information by the consumer rule\'s "article 6"'
    table = pd.DataFrame({"name": [name, "Faq"], "value": 5.0, "low": 4.0, "high": 6.0})
    made = picture(chart("intervals", table, name="name", value="value", form="int"), EN)
    drawing = base64.b64decode(made.narrow.partition("base64,")[2]).decode()
    assert "…" not in drawing and ">Seller information by the" in drawing and "article 6" in drawing
    assert len(name) > LINE


def test_short_names_are_written_as_they_are():
    assert "axis" not in names_down([{"name": "Faq"}, {"name": "Chat"}], "name")
