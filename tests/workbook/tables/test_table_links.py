"""Faults between rows, told by the check and not by the plan."""

import pandas as pd
import pytest
import yaml
from sound import SETTINGS, SOUND

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.tables import RawTable, check

FORMULA = {"method": "formula", "criteria": [{"name": "reach", "scale": "0-5"}]}


def raw(name, frame):
    return RawTable(name, f"{name}.csv", frame.astype(object).set_axis(range(2, len(frame) + 2)))


def ideas(**columns):
    given = {"opportunity": list("ABCD"), "title": "Idea", "cost": 1} | columns
    return raw("opportunities", pd.DataFrame(given))


def scores(reach=(1, 2, 3, 0), **columns):
    given = {"expert": "E1", "round": 1, "opportunity": list("ABCD"), "criterion": "reach"}
    return raw("scores", pd.DataFrame(given | {"score": reach, "at": "2017-12-12"} | columns))


def refused(*tables, **settings):
    engagement = engagement_from(yaml.safe_load(SETTINGS) | settings)
    with pytest.raises(TablesError) as found:
        check({table.name: table for table in tables}, engagement)
    return str(found.value).split("\n  ", maxsplit=1)[1]


def test_a_circle_is_told_with_its_rows():
    said = refused(ideas(requires=["", "C", "D", "B"]))
    assert said == (
        "rows 3, 4, 5, requires: 'B' requires 'C' requires 'D' requires 'B', so none of them can start first;"
        " take one of them out"
    )
    assert refused(ideas(requires=["B", "A", "D", "C"])).count("can start first") == 2
    assert refused(ideas(requires=["", "", "C", ""])) == ("row 4, requires: 'C' requires itself; take it out")


def test_a_journey_that_is_part_of_itself_is_told_with_its_rows():
    cells = {"journey": ["Buy", "Pay", "Use"], "phase": "p", "touchpoint": list("abc")}
    said = refused(raw("journey", pd.DataFrame(cells | {"parent": ["Pay", "Buy", "Use"]})))
    assert "rows 2, 3, parent: 'Buy' is part of 'Pay' is part of 'Buy'; take one parent out" in said
    assert "row 4, parent: 'Use' is part of 'Use'; take one parent out" in said


def test_what_must_and_must_not_be_done_is_told():
    said = refused(ideas(must_do=["yes", "", "yes", ""], must_not=["", "yes", "yes", ""]))
    assert said == "row 4, must_not: is yes, and must_do is yes as well; leave one of them blank"


@pytest.mark.parametrize("excludes", [["", "A", "", ""], ["B", "", "", ""]])
def test_what_requires_what_it_excludes_is_told_once(excludes):
    said = refused(ideas(requires=["B", "", "A", ""], excludes=excludes))
    assert said == (
        "row 2, excludes: 'A' requires 'B', and they exclude each other, so it can never be in a plan;"
        " take one of the two out"
    )


def test_two_requirements_that_exclude_each_other_are_told():
    said = refused(ideas(requires=["B;C", "", "D", ""], excludes=["", "D", "", ""]))
    assert said.startswith("row 2, excludes: 'A' requires 'B' and 'D', which exclude each other")


def test_requirements_without_a_contradiction_are_no_fault():
    table = ideas(requires=["B", "", "B;D", ""], excludes=["C", "", "", ""], must_do=["yes", "", "", ""])
    check({"opportunities": table}, engagement_from(yaml.safe_load(SETTINGS)))


def test_a_division_by_zero_is_told_per_opportunity():
    score = FORMULA | {"formula": "reach / own_days"}
    twice = pd.concat([scores().frame, scores(expert="E2").frame])
    said = refused(ideas(own_days=[1, 0, 0, 2]), raw("scores", twice), score=score)
    assert said.splitlines() == [
        "row 3: the formula of the score has no finite number where reach is 2 and own_days is 0;"
        " keep what it divides by above 0, as max(…, 1) does",
        "  row 4: the formula of the score has no finite number where reach is 3 and own_days is 0;"
        " keep what it divides by above 0, as max(…, 1) does",
    ]


def test_a_score_below_zero_is_told_by_its_median():
    said = refused(ideas(), scores(), score=FORMULA | {"formula": "reach - 1.5"})
    assert said.splitlines()[1].startswith("  row 5: the formula gives a score of -1.5, the median")
    three = pd.concat([scores((value,) * 4, expert=f"E{value}").frame for value in (0, 2, 3)])
    engagement = engagement_from({"client": "A", "score": FORMULA | {"formula": "reach - 1.5"}})
    check({"opportunities": ideas(), "scores": raw("scores", three)}, engagement)


def test_a_criterion_may_be_called_as_a_column_of_the_scores():
    score = {"method": "formula", "criteria": [{"name": "round", "scale": "0-5"}], "formula": "1 / round"}
    assert refused(ideas(), scores(criterion="round"), score=score).startswith("row 5: the formula")


def test_the_sound_tables_have_no_such_fault():
    tables = {name: raw(name, SOUND[name]) for name in SOUND}
    check(tables, engagement_from(yaml.safe_load(SETTINGS)))
