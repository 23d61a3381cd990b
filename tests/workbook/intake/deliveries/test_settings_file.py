"""A delivery is written into engagement.yml, and every other line stays as it is."""

import pytest
import yaml

from workbook.engagement import engagement_from
from workbook.errors import EngagementError
from workbook.intake.deliveries.settings_file import with_delivery

SURVEY = {
    "files": "survey*.csv",
    "recipe": "qualtrics",
    "questions": {"Q7": "nps", 'How "good" is: it?': {"question": "satisfaction", "touchpoint": "shop"}},
    "with": {"comment": "Q10"},
}
DELIVERY = engagement_from({"client": "Acme", "deliveries": [SURVEY]}).deliveries[0]


@pytest.mark.parametrize(
    "before",
    [
        "client: Acme\n",
        "client: Acme  # the name\n\n# a remark at the end\n",
        "client: Acme\ndeliveries: []\nlanguage: nl\n",
        "client: Acme\ndeliveries:\n  - files: a.csv\n    recipe: jira\n\n# in Dutch\nlanguage: nl\n",
        "client: Acme\ndeliveries:\n- files: a.csv\n  recipe: jira\nlanguage: nl\n",
        "client: Acme\ndeliveries:  # what comes in\n  - {files: a.csv, recipe: jira}\n",
    ],
)
def test_the_delivery_comes_last_and_the_rest_stays(before):
    after = with_delivery(before, DELIVERY)
    engagement = engagement_from(yaml.safe_load(after))
    assert engagement.deliveries[-1] == DELIVERY
    old = yaml.safe_load(before)
    assert len(engagement.deliveries) == 1 + len(old.get("deliveries") or [])
    assert {key: value for key, value in yaml.safe_load(after).items() if key != "deliveries"} == {
        key: value for key, value in old.items() if key != "deliveries"
    }
    remarks = [line for line in before.splitlines() if line.startswith("#")]
    assert all(line in after.splitlines() for line in remarks)


def test_two_deliveries_one_after_the_other():
    twice = with_delivery(with_delivery("client: Acme\n", DELIVERY), DELIVERY)
    assert len(yaml.safe_load(twice)["deliveries"]) == 2


def test_settings_that_nothing_can_be_added_to_are_left_alone_with_the_lines_to_add():
    with pytest.raises(EngagementError, match=r'(?s)nothing can be added to.*files: "survey\*\.csv"'):
        with_delivery("client: Acme\ndeliveries: [{files: a.csv, recipe: jira}]\n", DELIVERY)
