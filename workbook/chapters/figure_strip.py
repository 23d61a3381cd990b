"""The strip of figures on the first page: what is known of how things stand, each with how it was before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from workbook.chapters import score_words
from workbook.chapters.recognise.quarter_totals import compared
from workbook.opportunities import IN_PLAN
from workbook.phrases import Phrase, between, sayer, show

say = sayer(__name__)
MOST = 7
FEW = 30
"""Of fewer than so many, the number says more than a percentage."""
BEFORE = ("recognition_offline",)
"""The tables of the quarter before that figures are held against."""
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its value, and how it was before or how sure it is."""

    name: Phrase
    value: Phrase
    trend: Phrase = ""


def figures(tables: Tables, before: Tables) -> list[Figure]:
    """The figures that the tables hold, as far as they are known; seven at most.

    Args:
        tables: What the steps of this quarter have made, by name.
        before: The same of the quarter before, as it was reported.
    """
    makers = (_revenue, _active, _new, _at_risk, _relation, _recognised, _hours, _plan)
    found = [figure for maker in makers for figure in maker(tables, before)]
    return found[:MOST]


def _revenue(tables: Tables, before: Tables) -> Iterator[Figure]:
    if (totals := tables.get("quarter_totals")) is not None and len(totals):
        yield Figure(say("revenue"), show(totals["revenue"].iloc[-1], "money"), _change(totals, "revenue"))


def _active(tables: Tables, before: Tables) -> Iterator[Figure]:
    if (totals := tables.get("quarter_totals")) is not None and len(totals):
        yield Figure(say("active"), show(totals["n"].iloc[-1], "int"), _change(totals, "n"))


def _new(tables: Tables, before: Tables) -> Iterator[Figure]:
    totals = tables.get("quarter_totals")
    if totals is not None and len(totals) and pd.notna(totals["new"].iloc[-1]):
        yield Figure(say("new"), show(totals["new"].iloc[-1], "int"), _change(totals, "new"))


def _change(totals: pd.DataFrame, column: str) -> Phrase:
    """How a figure of the quarter differs from a year ago, else from the quarter before."""
    then, key = compared(totals, column)
    if key == "none" or pd.isna(then):
        return ""
    if column != "revenue" and then < FEW:
        return say(f"was.{key}", then=then)
    return say(f"change.{key}", change=totals[column].iloc[-1] / then - 1)


def _at_risk(tables: Tables, before: Tables) -> Iterator[Figure]:
    strikes = tables.get("quality_scores_strikes")
    if strikes is not None and len(strikes):
        now = strikes.iloc[0]
        yield Figure(say("at_risk"), show(now["at_risk"], "int"), say("at_risk.of", n=now["n"]))


def _relation(tables: Tables, before: Tables) -> Iterator[Figure]:
    waves = tables.get("scores_by_wave")
    now = tables.get("scores_by_touchpoint_relation")
    if now is None or now.empty or pd.isna(now["score"].iloc[0]):
        return
    row = now.iloc[0]
    form, facts = score_words.form(row["measure"]), score_words.told(row)
    then = _waves_of_relation(waves, row["question"])[-2:-1]
    trend = say("score.before", then=show(then[0], form), **facts) if then else say("score.range", **facts)
    yield Figure(say("score", name=score_words.axis(row["measure"])), facts["score"], trend)


def _waves_of_relation(waves: pd.DataFrame | None, question: str) -> list[float]:
    if waves is None:
        return []
    rows = waves[waves["touchpoint"].isna() & waves["question"].eq(question)]
    return rows["score"].dropna().tolist()


def _recognised(tables: Tables, before: Tables) -> Iterator[Figure]:
    offline = tables.get("recognition_offline")
    if offline is None or offline.empty:
        return
    then = before.get("recognition_offline")
    trend = say("share.before", then=then["share"].iloc[0]) if then is not None and len(then) else ""
    yield Figure(say("recognised"), show(offline["share"].iloc[0], "percent"), trend)


def _hours(tables: Tables, before: Tables) -> Iterator[Figure]:
    saved = tables.get("essa_savings")
    if saved is not None and saved["saved_high"].sum():
        cases = tables.get("essa_cases", saved.head(0))
        saves, decided = (between(*rows[["saved_low", "saved_high"]].sum(), "int") for rows in (saved, cases))
        key = "hours.decided" if len(cases) else "hours.of"
        yield Figure(say("hours"), saves, say(key, hours=saved["hours"].sum(), decided=decided))


def _plan(tables: Tables, before: Tables) -> Iterator[Figure]:
    yearly = tables.get("plan_money_yearly")
    if yearly is None or "cases" not in tables or tables["cases"].empty:
        return
    if not estimated(tables).any():
        return
    row = yearly.set_index("amount").loc["all"]
    yield Figure(
        say("plan"), show(row["expected"], "estimate"), say("plan.range", low=row["low"], high=row["high"])
    )


def estimated(tables: Tables) -> pd.Series:
    """Of each opportunity in the plan, whether anybody estimated what it brings."""
    plan = tables["plan"]
    members = plan.loc[plan["decision"].isin(IN_PLAN), "opportunity"]
    return members.isin(tables["cases"]["opportunity"])
