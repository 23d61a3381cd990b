"""What the driver model means: association, and no ranking that the differences do not give."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from told import told

from workbook.drivers.found import Drivers, LeftOut
from workbook.drivers.importance import COLUMNS
from workbook.drivers.promoters import Promoters
from workbook.drivers.stage_moves import StageDrivers, both_moves
from workbook.drivers.within_groups import WithinGroups
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
    assert said[1].endswith("score about the same: 7.2 on average, against 7.4 (difference −0.6 to +0.2).")
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
        ("alike", "cannot be said: all 40 respondents gave the same answer on recommendation"),
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


def dominance(**first):
    table = pd.DataFrame(
        {
            "driver": ["a", "b", "c"],
            "alone": [0.3, 0.2, 0.01],
            "importance": [0.2, 0.1, 0.02],
            "last": [0.1, 0.05, 0.03],
            "complete": [2, 1, 0],
            "conditional": [2, 1, 0],
            "general": [2, 1, 0],
            "n": 90,
        }
    )
    return table.assign(**{name: [value, 1, 0] for name, value in first.items()}), FOUR


def test_who_adds_most_is_told_in_the_sense_in_which_it_holds():
    made = told("drivers/driver_dominance", *dominance())
    assert made.title == "“a” adds more than any other touchpoint, whichever others are in the model"
    assert made.findings[0].startswith("Of 3 pairs of touchpoints 3 have the same order in every model")
    assert made.findings[1].startswith("“c” explains more beside the others than alone")
    sizes = told("drivers/driver_dominance", *dominance(complete=1)).title
    assert sizes.endswith("in models of every size, though not in every model")
    average = told("drivers/driver_dominance", *dominance(complete=0, conditional=1)).title
    assert average == "“a” adds most on average; in some models another touchpoint adds more"


def promoters(*, p=0.4, own=(0.9, 0.9), **options):
    table = pd.DataFrame({"driver": ["a", "b"], "apart_p": own, "n": 300})
    for border, effect in (("not_detractor", 4.0), ("promoter", 9.0)):
        table[border], table[f"{border}_low"], table[f"{border}_high"] = effect, effect - 2, effect + 2
        table[f"{border}_share"] = [0.7, 0.3]
    counts = {"detractors": 60, "passives": 90, "promoters": 150}
    return Promoters(table, 300, counts, chi2=2.0, df=2, p=p, per_driver=30.0, **options)


def test_promoters_and_detractors_are_apart_only_where_the_test_says_so():
    same = told("drivers/promoters_detractors", promoters())
    assert same.title.endswith("goes with detractors too: no difference could be shown")
    assert same.cells[0] == ["a", "+4.0 (+2.0 to +6.0)", "+9.0 (+7.0 to +11.0)", "70%", "70%", "0.900"]
    assert same.findings[0].endswith("60 detractors, 90 passives and 150 promoters.")
    apart = told("drivers/promoters_detractors", promoters(p=0.001, own=(0.01, 0.5)))
    assert apart.title == "“a” does not weigh the same for promoters as for detractors"
    somewhere = told("drivers/promoters_detractors", promoters(p=0.02))
    assert "(p = 0.020)" in somewhere.title


def test_where_satisfaction_leads_it_is_satisfaction_that_is_explained():
    found = replace(FOUR, outcome="satisfaction")
    made = told("drivers/drivers", found, beside(found))
    assert (
        made.title
        == "“a”, “b” and “c” are most strongly linked to satisfaction; which weighs most cannot be said"
    )
    assert made.headings[1] == "Importance: share of the variance in satisfaction"
    effects = told("drivers/driver_effects", found)
    assert effects.note.startswith("Effect: points of satisfaction (1–5) per point of rating")
    other = Promoters(promoters().table.iloc[:0], 12, {}, reason="other")
    assert told("drivers/promoters_detractors", other) is None


def test_guards_of_the_two_regressions_are_sentences():
    made = told("drivers/promoters_detractors", replace(promoters(penalised=("promoter",)), per_driver=4.0))
    assert any("only 4 respondents of the smallest group per touchpoint" in line for line in made.findings)
    assert any("penalty (Firth)" in line for line in made.findings)
    none = Promoters(promoters().table.iloc[:0], 12, {}, reason="few")
    assert (
        "too few respondents rated every touchpoint (12)" in told("drivers/promoters_detractors", none).title
    )


def within(*, apart=(0.9, 0.9)):
    rows = [("shop", "high", 0.5), ("shop", "low", 0.1), ("app", "high", 0.3), ("app", "low", 0.2)]
    table = pd.DataFrame(rows, columns=["driver", "group", "coefficient"])
    table = table.assign(low=0.0, high=0.6, pooled=0.3, apart_p=[apart[0]] * 2 + [apart[1]] * 2, n=80)
    return WithinGroups(table, {"high": 80, "low": 80}, {"new": 4}, 0.5, 20, "nps")


RULE = pd.DataFrame(
    [("high", 1, "orders", 5.0, None), ("low", 1, "orders", None, 5.0), ("new", 1, "orders", 99.0, None)],
    columns=["segment", "part", "column", "at_least", "below"],
)


def test_drivers_that_differ_between_groups_are_named_and_small_groups_too():
    found = within(apart=(0.01, 0.6))
    made = told("drivers/drivers_by_segment", found, found.table, RULE)
    assert made.title == "“shop” does not weigh the same in every segment"
    assert made.cells[0] == ["shop", "0.30", "0.50 (0.00 to 0.60)", "0.10 (0.00 to 0.60)", "0.010"]
    assert made.findings[-1] == "Too small to be looked at by themselves: Many orders."
    alike = told("drivers/drivers_by_segment", within(), within().table, RULE)
    assert alike.findings[0].endswith("does not show that there is none.")
    none = told("drivers/drivers_by_segment", found, found.table.iloc[:0], RULE)
    assert none.findings[0].startswith("A segment needs 20 respondents")


def test_what_drives_a_profile_is_told_by_its_own_name():
    table = within(apart=(0.01, 0.6)).table.replace({"high": "Brand builder", "low": "Price seller"})
    found = WithinGroups(table, {"Brand builder": 80, "Price seller": 80}, {"Starter": 4}, 0.5, 20, "nps")
    made = told("drivers/drivers_by_profile", found, table)
    assert made.title == "“shop” does not weigh the same in every profile"
    assert made.findings[0].endswith("does not fit these touchpoints: look at the profiles apart.")
    assert made.findings[1] == "Too small to be looked at by themselves: Starter."
    assert "Profiles: those recorded in table customers; of at least 20" in made.note


def moves(*, quarters=4, p=(0.001, 0.9), own=(0.001, 0.9), **options):
    table = pd.DataFrame({"driver": ["Training", "Mail"], "n": 100, "fewest": 90}).assign(
        with_moved=0.4, without_moved=0.2
    )
    table = table.assign(effect=[14.0, 1.0], low=[8.0, -3.0], high=[20.0, 5.0], p_holm=p)
    table = table.assign(own_effect=[12.0, 0.5], own_low=[6.0, -4.0], own_high=[18.0, 5.0], own_p_holm=own)
    facts = {"n": 900, "customers": 300, "moved": 120, "quarters": quarters, "per_column": 30.0}
    rise = StageDrivers(table, "rise", **facts | options)
    fall = StageDrivers(table.iloc[:0], "fall", reason="few")
    return rise, fall, both_moves(rise, fall)


def test_what_goes_before_a_move_is_told_in_points_and_not_as_a_cause():
    made = told("drivers/stage_drivers", *moves())
    assert (
        made.title
        == "“Training” goes before a move to a more valuable stage: +14.0 percentage points more often"
    )
    assert made.cells[0][3:] == ["40% and 20%", "+14.0 (+8.0 to +20.0)", "+12.0 (+6.0 to +18.0)"]
    assert "For a move up, no difference could be shown for “Mail”." in made.findings
    assert made.findings[-1].startswith("This is association, not proof of cause")


def test_what_eager_customers_do_is_told_apart_from_an_effect():
    eager = told("drivers/stage_drivers", *moves(own=(0.3, 0.9)))
    assert eager.title.startswith("Nothing that customers met or did could be shown")
    assert any("it may be the eager customers" in line for line in eager.findings)
    once = told("drivers/stage_drivers", *moves(quarters=1, own=(float("nan"), float("nan"))))
    assert once.title.startswith("“Training” goes before")
    assert any(line.startswith("Only one quarter can be followed") for line in once.findings)


def test_few_moves_and_what_was_set_aside_are_told():
    made = told("drivers/stage_drivers", *moves(alike=("Mail all",), tied=("channel: web",), per_column=3.0))
    lines = " ".join(made.findings)
    assert "nearly nobody had it: “Mail all”." in lines and "fix it exactly: “ordering via web”." in lines
    assert "only 3 moves per thing looked at" in lines


BASIS = pd.DataFrame(
    [
        {
            "first": pd.Timestamp("2026-01-02"),
            "last": pd.Timestamp("2026-03-30"),
            "waves": 1,
            "respondents": 120,
            "n": 90,
            "people": 90,
            "r2": 0.5,
            "r2_adjusted": 0.48,
            "unexplained": 0.5,
            "weighted": False,
            "weight_moves": float("nan"),
            "error_ratio": float("nan"),
            "tests": 4,
        }
    ]
)


def test_what_the_drivers_cannot_say_is_said_from_their_numbers():
    made = told("drivers/drivers_basis", FOUR, BASIS)
    assert made.title.startswith(
        "What this cannot say: 50% of the differences in recommendation lies outside"
    )
    assert made.cells[0] == ["Answers given", "2 January 2026 to 30 March 2026, in one wave"]
    assert made.cells[1] == ["Respondents", "90 of 120"]
    assert made.findings[0].startswith(
        "It cannot say that a better rating causes a higher score on recommendation"
    )
    moved = BASIS.assign(error_ratio=1.42, weight_moves=0.12, weighted=True)
    lines = told(
        "drivers/drivers_basis", replace(FOUR, left_out=LeftOut(30, 6.0, 7.0, -2.0, -0.5)), moved
    ).findings
    assert "make the errors 1.42 times as large" in lines[2] and "by up to 12%" in lines[3]
    assert lines[4].startswith("It does not speak for the 30 who did not rate everything")


CAUSAL = re.compile(
    r"\b(cause[sd]?|leads? to|drives?|because of|results? in|makes? customers)\b", re.IGNORECASE
)


@pytest.mark.parametrize(
    "made",
    [
        ("drivers/drivers", FOUR, beside(FOUR)),
        ("drivers/driver_effects", FOUR),
        ("drivers/driver_dominance", *dominance()),
        ("drivers/promoters_detractors", promoters()),
        ("drivers/stage_drivers", *moves()),
    ],
    ids=lambda made: made[0],
)
def test_no_sentence_speaks_of_causes_but_to_say_that_none_is_shown(made):
    shown = told(*made)
    told_lines = [shown.title, *shown.findings]
    causal = [line for line in told_lines if CAUSAL.search(line)]
    assert all("not proof of cause" in line for line in causal), causal
