"""Which statements of a notebook lead to an exhibit, and which cell makes a name."""

import ast

import pytest

from workbook.lab.statements import leading_to, maker, statements

CELLS = {
    "open": "import pandas as pd\nfrom workbook import store",
    "quarter": "quarter, show = store.open_period('acme', '2017Q4'), 1",
    "one": "table = pd.DataFrame()\nkept = quarter.publish('one', table)\nshow.one(kept, quarter)",
    "two": "names = [table for table in kept]\ng = {'a': names}\ng |= {'b': kept}\nshow.two(g)",
    "magic": "%matplotlib inline",
}


@pytest.fixture
def written():
    return statements(CELLS)


def code(found):
    return [ast.unparse(one.node) for one in found]


def test_what_leads_to_an_exhibit_is_what_it_needs_and_no_more(written):
    assert code(leading_to(written, "two")) == [
        "import pandas as pd",
        "from workbook import store",
        "quarter, show = (store.open_period('acme', '2017Q4'), 1)",
        "table = pd.DataFrame()",
        "kept = quarter.publish('one', table)",
        "names = [table for table in kept]",
        "g = {'a': names}",
        "g |= {'b': kept}",
        "show.two(g)",
    ]
    assert "kept = quarter.publish('one', table)" not in code(leading_to(written, "open"))


def test_a_name_inside_a_comprehension_is_no_name_of_the_notebook(written):
    [names] = [one for one in written if "names" in one.makes]
    assert (names.cell, names.makes) == ("two", {"names"})


def test_the_cell_that_makes_a_name_is_the_last_above_the_one_that_needs_it(written):
    assert [maker(written, name, "two") for name in ("kept", "pd", "quarter")] == ["one", "open", "quarter"]
    assert maker(written, "g", "one") == "two", "below it, where none is above"
    assert maker(written, "kept", None) == "one"
    assert maker(written, "typo", "two") is None and maker(written, "g", "two") is None
