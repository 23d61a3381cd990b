import pandas as pd
from told import told

from workbook.engagement import engagement_from

PLACE = "understand/feedback_cases"
SHOP = {"client": "Acme", "market": "b2c"}
COLUMNS = ["topic", "team", "contacts_year", "cost_year", "saves_low", "saves_high"]


def cases(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def whole(contacts):
    return pd.DataFrame([{"contacts": contacts}])


def test_what_a_topic_costs_is_told_and_that_nothing_of_it_is_in_the_plan():
    shown = told(PLACE, cases(("returns", "service", 1600, 10374.0, 1037.0, 3423.0)), whole(400))
    assert shown.title == "“Returns” costs most: about €10,400 a year in contacts"
    assert shown.cells == [["Returns", "Customer service", "1,600", "€10,400", "€1,040 to €3,420"]]
    assert shown.findings[0].startswith("Nothing of this is in the plan.")


def test_no_price_no_contacts_and_too_few_people_are_three_things():
    unpriced = told(PLACE, cases(), whole(400), settings=engagement_from(SHOP))
    assert unpriced.findings == ["Give cost_per_contact in codebook.yml, for all topics or per topic."]
    priced = engagement_from(SHOP | {"codebook": {"cost_per_contact": 5}})
    assert told(PLACE, cases(), whole(400), settings=priced).findings[0].startswith("No topic with a price")
    assert "no contact of this quarter has a note" in told(PLACE, cases(), whole(0), settings=priced).title
