"""What the driver model means: association, and no ranking that the differences do not give."""

from dataclasses import replace

import pandas as pd
import pytest
from told import told

from workbook.drivers.found import Drivers, LeftOut
from workbook.drivers.importance import COLUMNS
from workbook.engagement import engagement_from


def drivers(*rows):
    columns = ["driver", "importance", "low", "high", "p", "coefficient", "vif"]
    table = pd.DataFrame(rows, columns=columns).assign(
        coefficient_low=0.4, coefficient_high=0.6, performance=3.4, share=0.3, rank_low=1, rank_high=2
    )
    table["p_holm"] = table["p"]
    others = [(row[0], 0.061, 0.008, 0.112, p) for row, p in zip(rows[1:], [0.2, 0.06, 0.01], strict=False)]
    apart = pd.DataFrame(others, columns=["other", "difference", "low", "high", "p"])
    apart = apart.assign(first=rows[0][0], share_first=0.99)
    return Drivers(table=table, r2=0.5, n=90, n_total=120, differences=apart, people=90)


FOUR = drivers(
    ("a", 0.20, 0.14, 0.26, 0.001, 0.5, 1.1),
    ("b", 0.13, 0.09, 0.17, 0.001, 0.4, 1.1),
    ("c", 0.12, 0.08, 0.15, 0.001, -0.4, 6.0),
    ("d", 0.05, 0.02, 0.08, 0.2, 0.1, 1.1),
)


def beside(found, *, improve=(), above=()):
    table = found.table.assign(importance_low=found.table["low"], importance_high=found.table["high"])
    table = table.assign(
        performance_low=3.2, performance_high=3.6, performance_mean=3.5, importance_mean=0.12
    )
    return table.assign(improve=table["driver"].isin(improve), above=table["driver"].isin(above))


def shown_drivers(found, **options):
    marks = {name: options.pop(name) for name in ("improve", "above") if name in options}
    return told("drivers/drivers", found, beside(found, **marks), **options)


def test_what_weighs_more_and_is_rated_less_beyond_chance_is_to_be_improved_first():
    made = shown_drivers(FOUR, improve=["a"], above=["a", "c"])
    assert made.findings[1].startswith(
        "Improve first: “a”. It weighs clearly more than the average touchpoint"
    )
    assert made.findings[2].endswith("would suggest: “a” and “c”.")
    assert made.cells[0] == ["a", "20.0% (14.0% to 26.0%)", "3.4 (3.2 to 3.6)"]
    assert [row["kind"]["say"] for row in made.exhibit.chart["rows"]][:2] == [
        "drivers.kind.improve",
        "drivers.kind.other",
    ]
    assert made.exhibit.chart["options"]["cross"] == [3.5, 0.12]
    none = shown_drivers(FOUR, language="nl").findings[1]
    assert none == "Geen contactmoment weegt duidelijk zwaarder dan gemiddeld en scoort ook duidelijk lager."


def test_every_driver_that_may_weigh_as_much_as_the_first_is_named():
    shown = shown_drivers(FOUR)
    assert shown.title.startswith("“a”, “b” and “c” ")
    assert shown.findings[0].startswith(
        "In 99% of simulated repeats of the survey “a” comes first; that does not"
    )
    assert "“d”" in shown.findings[2] and "“c”" in shown.findings[3]
    assert shown.findings[-1].startswith("This is association")


def test_a_driver_that_is_clearly_ahead_is_told_with_its_lead_though_intervals_overlap():
    clear = replace(FOUR, differences=FOUR.differences.assign(p=0.01))
    shown = shown_drivers(clear)
    assert (
        shown.title == "“a” is most strongly linked to recommendation: it explains 20.0% of the differences"
    )
    assert shown.findings[0] == (
        "That is 6.1 percentage points more than “b”, the next one (0.8 to 11.2); in 99% of simulated repeats"
        " of the survey “a” comes first."
    )


def test_whether_who_is_left_out_differs_is_said_after_looking():
    alike = LeftOut(n=30, mean=7.2, mean_in=7.4, low=-0.6, high=0.2)
    said = told("drivers/driver_effects", replace(FOUR, left_out=alike)).findings
    assert said[1].endswith("recommend about as much: 7.2 on average, against 7.4 (difference −0.6 to +0.2).")
    differ = told("drivers/driver_effects", replace(FOUR, left_out=replace(alike, high=-0.1))).findings
    assert differ[1].endswith("The model does not speak for them.")


def test_answers_of_the_same_people_are_told_only_where_there_are_some():
    once, again = (
        " ".join(told("drivers/driver_effects", replace(FOUR, people=n)).findings) for n in (90, 60)
    )
    assert "not all" not in once.lower() and "come from 60 customers" in again


def test_the_effects_come_with_who_is_in_the_model_and_what_overlaps():
    shown = told(
        "drivers/driver_effects", FOUR, settings=engagement_from({"client": "A", "illustrative": ["answers"]})
    )
    assert (shown.illustrative, shown.cells[0][2]) == ("illustrative", "0.40 to 0.60")
    assert shown.findings[0].startswith("90 of 120 respondents") and "VIF 6.0" in shown.findings[1]


def test_too_few_cases_are_a_result():
    none = Drivers(table=pd.DataFrame(columns=COLUMNS), r2=float("nan"), n=3, n_total=9, reason="few")
    assert shown_drivers(none).title.endswith("(3 of 9)")
    shown = told("drivers/driver_effects", none)
    assert (shown.title, shown.findings) == ("Without importances there is no regression to show", [])


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        ("apart", "cannot be said: too few of the 40 respondents rated the same ones"),
        ("alike", "cannot be said: all 40 respondents gave the same recommendation"),
    ],
)
def test_why_importance_cannot_be_told_is_the_title_and_what_to_do_stands_below(reason, title):
    none = pd.DataFrame(columns=COLUMNS), float("nan"), 40, 40
    shown = shown_drivers(Drivers(*none, alike=("shop",), tied=("app",), reason=reason))
    assert title in shown.title and len(shown.findings) == 3
    assert shown.findings[1].startswith("Left out, as every respondent rated it the same: “shop”")
    assert shown.findings[2].startswith("Left out, as the ratings of others fix it exactly: “app”")


def test_shares_by_the_other_rule_for_what_is_missing_are_told_where_they_differ():
    other = replace(FOUR, n=400, table=FOUR.table.assign(share=[0.3, 0.42, 0.3, 0.3]))
    shown = shown_drivers(replace(FOUR, otherwise=other))
    assert any(
        "so that 400 respondents count, “b” has 42% of what is explained, against 30% here" in one
        for one in shown.findings
    )
    same = shown_drivers(replace(FOUR, otherwise=replace(FOUR, n=400)))
    assert any(one.endswith("400 respondents count, the shares are about the same.") for one in same.findings)


def test_what_the_client_leaves_out_is_told():
    settings = engagement_from({"client": "Acme", "drivers": {"left_out": ["e", "f"]}})
    assert shown_drivers(FOUR, settings=settings).findings[-1] == (
        "Left out of the comparison by choice: “e” and “f”. What they weigh goes partly to the others."
    )
    assert not shown_drivers(FOUR).findings[-1].startswith("Left out")


def test_fewer_respondents_than_advised_is_a_sentence():
    told_ = shown_drivers(replace(FOUR, n=81)).findings
    assert any(
        one.startswith("These are 81 respondents for 4 touchpoints; 82 or more are advised") for one in told_
    )
    assert not any("advised" in one for one in shown_drivers(replace(FOUR, n=82)).findings)
