"""Decisions that contradict themselves are told all at once, with row and column."""

import pandas as pd
import pytest
import yaml
from sound import SETTINGS, SOUND

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.tables import RawTable, check
from workbook.tables.decision_checks import contradictions

ENGAGEMENT = engagement_from(yaml.safe_load(SETTINGS))
STARTED = {"opportunity": "P01", "decided": "start", "decided_on": "2017-10-05", "started_on": "2017-10-16"}


def refused(*rows):
    given = pd.DataFrame([STARTED | row for row in rows], dtype=object)
    tables = {"opportunities": SOUND["opportunities"], "capacity": SOUND["capacity"], "decisions": given}
    raw = {
        name: RawTable(name, "intake.xlsx", table.set_axis(range(2, len(table) + 2)))
        for name, table in tables.items()
    }
    with pytest.raises(TablesError) as error:
        check(raw, ENGAGEMENT)
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"opportunity": "PP01"}, "opportunity: 'PP01' is not in table 'opportunities'; did you mean 'P01'?"),
        ({"decided": None, "realised_extra": 5, "delivered_on": "2017-12-01"}, "decided: is blank"),
        ({"decided": "yes"}, "decided: 'yes' is not one of start, postpone, stop"),
        (
            {"delivered_on": "2017-10-01"},
            "delivered_on: 2017-10-01 is before started_on, 2017-10-16",
        ),
        (
            {"decided": "postpone"},
            "started_on: is given, and decided is postpone: what is postponed has not started",
        ),
        (
            {"decided": "stop", "delivered_on": "2017-12-01"},
            "delivered_on: is given, and decided is stop: what is stopped is not delivered",
        ),
        (
            {"started_on": None, "delivered_on": "2017-12-01"},
            "delivered_on: is given, and started_on is blank; say when the work started",
        ),
        (
            {"started_on": None, "realised_cost": 10},
            "realised_cost: is given, and started_on is blank; say when the work started",
        ),
        (
            {"realised_protected": 10},
            "realised_protected: is given, and delivered_on is blank; say when it was delivered, or leave the"
            " result out",
        ),
        ({"realised_cost": -10}, "realised_cost: -10 is below 0"),
        ({"started_on": "soon"}, "started_on: 'soon' is not a date; write it as 2017-12-31"),
    ],
)
def test_one_contradiction_is_one_fault(cells, line):
    assert refused(cells) == ["Table 'decisions' cannot be used: 1 fault in intake.xlsx.", f"  row 2, {line}"]


def test_all_faults_of_all_rows_are_told_at_once():
    lines = refused(
        {"delivered_on": "2017-10-01"},
        {"opportunity": "P02", "realised_extra": 1},
        {"opportunity": "P09", "decided": "postpone"},
        {"opportunity": "P03", "decided": "postpone"},
    )
    assert lines[0] == "Table 'decisions' cannot be used: 5 faults in intake.xlsx."
    assert len(lines) == 5 and any("rows 4, 5, started_on" in line for line in lines)


def test_two_decisions_on_one_opportunity_are_of_two_days():
    assert "'P01' appears twice for decided_on '2017-10-05' (rows 2, 3)" in refused({}, {})[1]


def test_other_tables_have_no_decisions():
    assert contradictions(RawTable("capacity", "capacity.csv", pd.DataFrame()), pd.DataFrame(), {}) == []
