"""Where things stand in a form."""

from workshops import SETTING

from workbook.workshop.forms.layout import explanation, items_of

MANY = SETTING | {
    "items": [{"opportunity": f"I{n}", "title": f"Idea {n}", "facts": []} for n in range(1, 18)]
}


def test_each_form_has_all_opportunities_in_an_order_of_its_own():
    orders = [[one["opportunity"] for one in items_of(MANY, number)] for number in range(1, 21)]
    assert {tuple(sorted(one)) for one in orders} == {tuple(sorted(f"I{n}" for n in range(1, 18)))}
    assert len({tuple(one) for one in orders}) == 20
    assert [one["opportunity"] for one in items_of(MANY, 1)] == orders[0]


def test_a_criterion_is_explained_with_its_scale_and_levels_in_order():
    one = {"low": 1, "high": 10, "labels": {"en": "Ease"}, "levels": {"en": {"10": "a day", "1": "a year"}}}
    assert explanation(one, "en") == "Ease (1–10). 1: a year; 10: a day"
    assert explanation(one | {"levels": {}}, "en") == "Ease (1–10)"
