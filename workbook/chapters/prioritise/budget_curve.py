"""What the best plan is worth at every budget."""

import pandas as pd

from workbook.chapters.prioritise._worth import MONEY, is_tie, worth
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, made, engagement: Engagement) -> Exhibit | None:
    """How much of the money brings how much of the result, and whether more would bring more.

    Args:
        table: From `prioritization.budget_curve`: budget, value, knee; with `chosen`: is it the budget that
            there is?
        made: The plan.
        engagement: The settings.
    """
    known = table.dropna(subset=["value"])
    if known["value"].nunique() < 2:
        return None
    money = made.objective == MONEY
    marks = [_mark(row) for row in known.itertuples()]
    return Exhibit(
        title=_title(known, made.objective),
        chart=chart(
            "curve",
            known.assign(mark=marks),
            x="budget",
            y="value",
            mark="mark",
            axes=[label("budget"), label("in_money") if money else label("points")],
        ),
        alt=say("alt"),
        findings=phrases(_knee(known, made.objective)),
        note=say("note"),
        tables=PLAN_TABLES,
    )


def _mark(row) -> Phrase:
    if row.chosen:
        return say("chosen")
    return say("knee") if row.knee else ""


def _title(table: pd.DataFrame, objective: str) -> Phrase:
    chosen, most = table[table["chosen"]].iloc[0], table["value"].max()
    if is_tie(most - chosen["value"]):
        enough = table.loc[table["value"].ge(most - 1e-6), "budget"].min()
        key = "title.enough" if enough < chosen["budget"] else "title.just"
        return say(key, budget=enough, chosen=chosen["budget"])
    dearest = table.iloc[-1]
    more, extra = dearest["value"] - chosen["value"], dearest["budget"] - chosen["budget"]
    return say("title.more", worth=worth(more, objective), extra=extra)


def _knee(table: pd.DataFrame, objective: str) -> Phrase | None:
    knee = table[table["knee"]]
    if knee.empty:
        return None
    at, most = knee.iloc[0], table["value"].max()
    if table["value"].min() < 0 or most <= 0:  # no share of what partly is a loss
        return say(
            "bend.loss", budget=at["budget"], worth=worth(at["value"], objective), most=worth(most, objective)
        )
    return say(
        "bend",
        budget=at["budget"],
        worth=worth(at["value"], objective),
        share=at["value"] / most,
    )
