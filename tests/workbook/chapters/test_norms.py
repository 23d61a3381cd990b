"""What service norms mean: who keeps them, whether that changed, and small beside large."""

import numpy as np
import pandas as pd
import pytest
from told import told

from workbook.engagement import engagement_from
from workbook.privacy import hide_small
from workbook.recognise.service import SIDE_BY_SIDE

NORMS = [
    {"name": "on time", "at_least": 0.95, "label": {"en": "On time", "nl": "Op tijd"}},
    {"name": "replies", "at_most": 0.1, "minimum": 5},
]
ACME = engagement_from({"client": "Acme", "norms": NORMS})


def shown(stem, *measures, language="en"):
    return told(f"recognise/{stem}", *measures, settings=ACME, language=language)


def kept(**columns):
    frame = pd.DataFrame({"norm": ["on time", "replies"], "judged": [50, 40], "n_both": [30, 20]})
    ends = {"share_kept": [0.9, 0.5], "low": [0.8, 0.4], "high": [0.95, 0.6]}
    change = {"change": [2.0, 3.0], "change_low": [-1.0, -2.0], "change_high": [5.0, 8.0]}
    return frame.assign(**(ends | change | columns))


APART = pd.DataFrame(
    {
        "first": ["replies"],
        "other": ["on time"],
        "difference": [-0.4],
        "low": [-0.55],
        "high": [-0.25],
        "p": [0.2],
        "share_first": [0.9],
    }
)


@pytest.mark.parametrize("reason", ["none", "no_norms", "no_cases", "not_judged"])
def test_without_norms_or_cases_there_is_a_sentence_and_no_figure(reason):
    made = shown("norms_kept", kept().head(0), APART.head(0), reason)
    assert made.title == "" and len(made.findings) == 1 and len(made.findings[0]) > 60
    assert shown("norms_by_size", kept().head(0), reason) is None
    assert shown("quality_scores", kept().head(0), kept().head(0)) is None


def test_the_norm_kept_least_is_named_and_said_to_be_clear_only_where_it_is():
    made = shown("norms_kept", kept(), APART.assign(p=0.01), "")
    assert made.findings[0] == "Next comes “On time”, met 40.0 percentage points more often (25.0 to 55.0)."
    assert made.title == "“replies” is met least often: by 50% of the 40 customers assessed (40% to 60%)"
    assert made.cells[0][:4] == ["On time", "at least 95.0%", "50", "90%"]
    assert shown("norms_kept", kept(), APART, "", language="nl").cells[1][1] == "hooguit 10,0% erbuiten"
    close = shown("norms_kept", kept(), APART, "", language="nl").title
    assert close.endswith("maar niet duidelijk minder vaak dan “Op tijd”")
    hidden = kept(share_kept=np.nan, low=np.nan, high=np.nan)
    assert shown("norms_kept", hidden, APART.head(0), "").title.startswith("Too few")


def test_a_change_whose_interval_holds_zero_is_not_told_as_one():
    chance, same, judged = shown("norms_kept", kept(), APART, "").findings
    assert chance == "In 90% of simulated repeats of the quarter, “replies” comes out lowest."
    moved = kept(change_low=[0.5, -9.0], change_high=[5.0, -1.0])
    said = shown("norms_kept", moved, APART.head(0), "", language="nl").findings
    assert said[0].endswith("verklaart: “Op tijd”.") and said[1].endswith("verklaart: “replies”.")
    assert said[2].endswith("minder dan 5 bij “replies”; minder dan 10 bij “Op tijd”.")
    first = kept(change=np.nan, change_low=np.nan, change_high=np.nan)
    assert shown("norms_kept", first, APART, "").findings == [chance, judged] and same != judged


def scored(**last):
    row = {"quarter": "2017Q4", "n": 40, "score": 88.0, "low": 86.0, "high": 90.0, "n_both": 30}
    row |= {"change": 2.0, "change_low": -1.0, "change_high": 5.0, "given": 9, "expired": 3}
    return pd.DataFrame([row | last])


STRIKES = pd.DataFrame({"n": [40], "given": [9], "expired": [3], "active": [12], "at_risk": [1]})


def test_the_score_is_said_to_change_only_where_it_does():
    title = shown("quality_scores", scored(), STRIKES).title
    assert title.endswith("without a clear change from a quarter ago")
    moved = shown("quality_scores", scored(change_low=0.5), STRIKES, language="nl").title
    assert moved.endswith("(86,0 tot 90,0): +2,0 punten in een kwartaal (+0,5 tot +5,0)")
    first = scored(change=np.nan, change_low=np.nan, change_high=np.nan, n_both=0)
    assert shown("quality_scores", first, STRIKES).title.endswith("no earlier quarter to compare it with")
    hidden = shown("quality_scores", scored(score=np.nan), STRIKES)
    assert hidden.title.startswith("Too few") and hidden.cells[0][2] == "–"


@pytest.mark.parametrize(("at_risk", "start"), [(0, "None of them"), (1, "One of them"), (7, "7 of them")])
def test_who_is_at_risk_is_a_number_and_never_a_name(at_risk, start):
    said = shown("quality_scores", scored(), STRIKES.assign(at_risk=at_risk)).findings
    assert said[0].startswith("The 40 customers") and said[1].startswith(start) and len(said) == 4
    few = hide_small(STRIKES.assign(n=9), ["given", "expired", "active", "at_risk"], 10)
    assert len(shown("quality_scores", scored(), few, language="nl").findings) == 2


def sizes(within, kept_ends):
    """Per norm the interval of the difference in cases within, and of that in kept."""
    frame = pd.DataFrame(0.5, index=range(len(within)), columns=SIDE_BY_SIDE)
    frame["norm"], frame["n"], frame["n_small"], frame["n_large"] = ["on time", "replies"], 30, 30, 40
    frame[["met_share_low", "met_share_high"]], frame[["kept_low", "kept_high"]] = within, kept_ends
    return frame.assign(chance_small=[0.2, 0.4], chance_large=[0.1, 0.1], met_share_difference=[-1.0, 1.0])


WIDE, LOWER, HIGHER = (-2.0, 2.0), (-2.0, -1.0), (1.0, 2.0)


@pytest.mark.parametrize(
    ("within", "english"),
    [
        ([WIDE, WIDE], "Small and large customers do not clearly differ on any norm"),
        ([LOWER, WIDE], "On “On time”, small customers perform worse than large ones"),
        ([WIDE, HIGHER], "On “replies”, small customers perform better than large ones"),
        (
            [LOWER, HIGHER],
            "Small customers perform worse than large ones on “On time”, and better on “replies”",
        ),
    ],
)
def test_small_and_large_are_said_to_differ_only_where_the_interval_leaves_out_zero(within, english):
    made = shown("norms_by_size", sizes(within, [WIDE, WIDE]), "")
    assert made.title == english
    assert [row[-1] == "strong" for row in made.tones] == [ends != WIDE for ends in within]
    assert len(made.findings) == 1 + sum(ends != WIDE for ends in within)


def test_norms_kept_less_often_without_worse_cases_are_told_as_chance():
    said = shown("norms_by_size", sizes([WIDE, WIDE], [LOWER, LOWER]), "").findings
    assert said[0].startswith("Small customers meet “On time” and “replies” less often")
    assert said[0].endswith("would miss “replies” in 40% of the quarters, large ones in 10%.")
    said = shown("norms_by_size", sizes([LOWER, WIDE], [LOWER, HIGHER]), "", language="nl").findings
    assert len(said) == 3 and said[1].startswith("Kleine klanten halen “replies” vaker")


def test_sides_of_too_few_are_not_held_beside_each_other():
    made = shown("norms_by_size", sizes([WIDE, WIDE], [WIDE, WIDE]).assign(met_share_difference=np.nan), "")
    assert (made.title, made.cells) == ("", []) and len(made.findings) == 1
