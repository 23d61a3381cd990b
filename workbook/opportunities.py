"""Insights and measures become the table of opportunities that the engine takes."""

import pandas as pd
from pandas import DataFrame, Series

from workbook.errors import MeasureError
from workbook.privacy import tells
from workbook.tables.ids import names_in

IN_PLAN = ("start", "continue", "accelerate")
"""The decisions that put an opportunity in the plan."""
OUT_OF_PLAN = ("left out", "stop")
PLAN_TABLES = ("opportunities", "capacity", "scores")
"""The input tables that a plan rests on."""
NO_AGREEMENT = ("no consensus", "unstable")
"""The panel's verdicts that are not agreement: the first asks for talk, the other for another round."""


@tells()
def candidates(
    opportunities: DataFrame,
    pie: DataFrame,
    needs_scores: DataFrame,
    drivers: DataFrame | None = None,
    previous: DataFrame | None = None,
    quarter: str | None = None,
) -> DataFrame:
    """Put scores and measures beside each opportunity, and carry over what is under way.

    With the previous plan, an opportunity that started before `quarter` and finishes in it or
    later is running: its quarters, cost and days shrink to what remains, and going faster lapses where
    it would not be faster than that. One that was stopped is new again. One that finished before is
    delivered: it leaves, and nothing requires it any more. What a delivered one excludes (or
    what excludes it) can no longer be done, nor can what requires that: they leave too. All of that is
    assumed, and a status in the table wins: what is "new" in it has not begun, and what is "running" is not
    delivered, and takes the quarters, cost and days that the table gives. What was recorded wins over both,
    as `workbook.decisions.carried_out` puts it into the previous plan; what was stopped by a decision leaves,
    and so does what requires it.

    Args:
        opportunities: Table of opportunities: opportunity, title, [touchpoint, status, quarters,
            cost, days_<role>…, requires and excludes (ids separated by ";"), …].
        pie: The panel's scores of one round: opportunity, n (experts), median, low, high, verdict.
        needs_scores: touchpoint, opportunity_score (0 to 20).
        drivers: driver (a touchpoint), importance (share of variance), as `Drivers.table` holds them.
        previous: Schedule of the previous plan: opportunity, decision ("start", "continue",
            "accelerate", "stop", "left out", "delivered" or "stopped"), start, finish (quarters such as
            "2018Q1"), [recorded (bool)].
        quarter: First quarter of the new plan; needed with `previous`.

    Returns:
        The rows of `opportunities` that are still candidates, in their order, with all columns
        and: status ("new" or "running"), quarters, score (the panel's median; 0 when
        unscored), score_low, score_high (95 %; blank when the panel is too small), n (experts),
        verdict, scored (bool), need_score (0 to 20) and importance (blank where the opportunity
        has no touchpoint with that measure).

    Raises:
        MeasureError: `previous` is given without `quarter`, or an opportunity is scored twice.

    Example:
        >>> listed = DataFrame({"opportunity": ["O1", "O2"], "title": ["Faq", "Chat"], "touchpoint": "help"})
        >>> pie = DataFrame([{"opportunity": "O1", "n": 8, "median": 7.0, "low": 6.0, "high": 8.0,
        ...                   "verdict": "agreed"}])
        >>> need = DataFrame({"touchpoint": ["help"], "opportunity_score": [12.5]})
        >>> candidates(listed, pie, need)[["opportunity", "score", "scored", "need_score"]]
          opportunity  score  scored  need_score
        0          O1    7.0    True        12.5
        1          O2    0.0   False        12.5
    """
    listed = _with_defaults(opportunities)
    if previous is not None:
        stated = opportunities.reindex(columns=["status"])["status"].astype("str")
        listed = _carried_over(listed, previous, quarter, stated.set_axis(listed["opportunity"]))
    touchpoint = listed.get("touchpoint", Series(None, index=listed.index, dtype="str"))
    needed = needs_scores.dropna(subset="touchpoint").set_index("touchpoint")["opportunity_score"]
    importance = Series(dtype=float) if drivers is None else drivers.set_index("driver")["importance"]
    return _scored(listed, pie).assign(
        need_score=touchpoint.map(needed).astype(float), importance=touchpoint.map(importance).astype(float)
    )


def _with_defaults(opportunities: DataFrame) -> DataFrame:
    optional = opportunities.reindex(columns=["status", "quarters"])
    return opportunities.assign(
        status=optional["status"].astype("str").fillna("new"),
        quarters=optional["quarters"].fillna(1).astype(int),
    )


def _scored(listed: DataFrame, pie: DataFrame) -> DataFrame:
    twice = pie.loc[pie["opportunity"].duplicated(), "opportunity"].unique()
    if len(twice):
        raise MeasureError(
            f"{len(twice)} opportunities hold more than one panel score: {', '.join(map(str, twice))}.\n"
            "Give the scores of one round."
        )
    scored = listed["opportunity"].isin(pie.loc[pie["median"].notna(), "opportunity"])
    panel = pie.set_index("opportunity").reindex(listed["opportunity"]).set_index(listed.index)
    return listed.assign(
        score=panel["median"].fillna(0.0),
        score_low=panel["low"],
        score_high=panel["high"],
        n=panel["n"].fillna(0).astype(int),
        verdict=panel["verdict"].where(scored, "unscored"),
        scored=scored,
    )


def _carried_over(listed: DataFrame, previous: DataFrame, quarter: str | None, stated: Series) -> DataFrame:
    if quarter is None:
        raise MeasureError(
            f"The previous plan of {len(previous)} opportunities is given without the new one's"
            " first quarter.\nGive it as quarter, such as 2018Q1."
        )
    recorded = previous.loc[
        previous.get("recorded", Series(False, previous.index)).astype(bool), "opportunity"
    ]
    listed = listed.assign(status=listed["status"].mask(listed["opportunity"].isin(recorded), "new"))
    stated = stated[~stated.index.isin(recorded)]
    begun = previous[previous["decision"].isin(IN_PLAN)].set_index("opportunity")
    start, finish = (pd.PeriodIndex(begun[column], freq="Q") for column in ("start", "finish"))
    first = pd.Period(quarter, freq="Q")
    delivered = set(begun.index[finish < first]) | set(previous.loc[_is_delivered(previous), "opportunity"])
    delivered -= set(stated.index[stated.notna()])
    under_way = (start < first) & (finish >= first) & ~begun.index.isin(stated.index[stated.eq("new")])
    left = Series(finish.asi8 - first.ordinal + 1, index=begun.index)[under_way]
    stopped = previous.loc[previous["decision"].eq("stop"), "opportunity"]
    again = listed.assign(status=listed["status"].mask(listed["opportunity"].isin(stopped), "new"))
    dropped = set(previous.loc[previous["decision"].eq("stopped"), "opportunity"])
    return _without_delivered(_remaining(again, left), delivered, dropped)


def _is_delivered(schedule: DataFrame) -> Series:
    return schedule["decision"].eq("delivered")


def _remaining(listed: DataFrame, left: Series) -> DataFrame:
    """Shrink what is running to its quarters that are left."""
    quarters = listed["opportunity"].map(left).astype(float)
    running = quarters.notna()
    share = (quarters / listed["quarters"]).clip(upper=1).fillna(1.0)
    remain = quarters.fillna(listed["quarters"]).astype(int)
    costs = ("cost", "cost_low", "cost_high")
    amounts = [column for column in listed if column in costs or column.startswith("days_")]
    faster = [column for column in listed if column == "accelerated_quarters"]
    return listed.assign(
        status=listed["status"].where(~running, "running"),
        quarters=remain,
        **{column: listed[column] * share for column in amounts},
        **{column: listed[column].where(listed[column] < remain) for column in faster},
    )


def _without_delivered(listed: DataFrame, delivered: set[str], dropped: set[str]) -> DataFrame:
    """Leave out what is delivered or dropped, and what can no longer be done."""
    requires, excludes = _links(listed, "requires"), _links(listed, "excludes")
    impossible = {own for own, others in excludes.items() if delivered.intersection(others)}
    impossible.update(other for own in delivered for other in excludes.get(own, ()))
    impossible |= dropped
    while more := {own for own, others in requires.items() if impossible.intersection(others)} - impossible:
        impossible |= more
    gone = delivered | impossible
    linked = {"requires": requires, "excludes": excludes}
    still = {
        column: [
            ";".join(other for other in others if other not in gone) for others in linked[column].values()
        ]
        for column in linked
        if column in listed
    }
    return listed.assign(**still)[~listed["opportunity"].isin(gone)].reset_index(drop=True)


def _links(listed: DataFrame, column: str) -> dict[str, list[str]]:
    """The ids that each opportunity names in a column."""
    cells = listed.get(column, Series("", index=listed.index))
    return {own: names_in(cell) for own, cell in zip(listed["opportunity"], cells, strict=True)}


FACTS = ["opportunity", "title", "score", "cost", "verdict", "must_do", "team", "touchpoint", "requires"]
PLAN_COLUMNS = ["opportunity", "decision", "start", "finish", "reason", "detail", *FACTS[1:]]
NO_NEEDS = DataFrame({"touchpoint": Series(dtype="str"), "opportunity_score": Series(dtype=float)})
NO_DRIVERS = DataFrame(
    {"driver": Series(dtype="str"), **dict.fromkeys(("importance", "coefficient_low"), Series(dtype=float))}
)
NO_SCORES = DataFrame(
    {
        name: Series(dtype="str" if name in ("opportunity", "verdict") else float)
        for name in ("opportunity", "n", "median", "low", "high", "verdict")
    }
)
NO_PANEL = NO_SCORES.assign(title=Series(dtype="str"))
NO_PLAN = DataFrame({column: Series(dtype="str") for column in PLAN_COLUMNS})


@tells()
def plan_table(schedule: DataFrame, listed: DataFrame, previous: DataFrame, quarter: str) -> DataFrame:
    """The plan as it is reported and carried into the next quarter.

    Args:
        schedule: The new plan: opportunity, decision, start, finish, reason, detail.
        listed: The candidates it was made of, from `candidates`.
        previous: The plan table of the quarter before; NO_PLAN when there was none.
        quarter: First quarter of the new plan.

    Returns:
        The columns of PLAN_COLUMNS: the schedule's rows in their order, then what is delivered, with
        decision "delivered".
    """
    plan = schedule.merge(listed[FACTS], on="opportunity", validate="one_to_one")
    done = delivered(previous, quarter)
    done = done[~done["opportunity"].isin(plan["opportunity"])]
    rows = [frame for frame in (plan, done) if len(frame)]
    return pd.concat(rows, ignore_index=True).reindex(columns=PLAN_COLUMNS)


@tells()
def delivered(previous: DataFrame, quarter: str) -> DataFrame:
    """The rows of a previous plan that are finished before a quarter, with decision "delivered".

    Args:
        previous: The plan table of the quarter before: opportunity, decision, finish, and more.
        quarter: First quarter of the new plan.

    Returns:
        The columns of PLAN_COLUMNS.

    Example:
        >>> one = DataFrame({"opportunity": ["O1"], "decision": "start", "finish": "2017Q4"})
        >>> delivered(one, "2018Q1")["decision"].tolist()
        ['delivered']
    """
    begun = previous["decision"].isin(IN_PLAN) & previous["finish"].lt(quarter)
    rows = previous[begun | _is_delivered(previous)].assign(decision="delivered")
    return rows.reindex(columns=PLAN_COLUMNS).reset_index(drop=True)


@tells()
def with_undelivered(moves: DataFrame, before: DataFrame, after: DataFrame, quarter: str) -> DataFrame:
    """Tell apart what was planned to be finished by now and is not, by its status in the table.

    Args:
        moves: What moved, as `prioritization.plan_changes` says: opportunity, move.
        before: The plan table of the quarter before: opportunity, decision, finish.
        after: The new plan table: opportunity, decision.
        quarter: First quarter of the new plan.

    Returns:
        The rows of `moves`, with move "not delivered" for those.

    Example:
        >>> before = DataFrame({"opportunity": ["O1"], "decision": "start", "finish": "2017Q4"})
        >>> after = DataFrame({"opportunity": ["O1"], "decision": "start"})
        >>> moves = DataFrame({"opportunity": ["O1"], "move": "moved later"})
        >>> with_undelivered(moves, before, after, "2018Q1")["move"].tolist()
        ['not delivered']
    """
    due = before["decision"].isin(IN_PLAN) & before["finish"].lt(quarter) | _is_delivered(before)
    late = set(before.loc[due, "opportunity"]) & set(after.loc[~_is_delivered(after), "opportunity"])
    return moves.assign(move=moves["move"].mask(moves["opportunity"].isin(late), "not delivered"))


@tells()
def by_criterion(scores: DataFrame, options: DataFrame) -> DataFrame:
    """Put the panel's median on each criterion beside the candidates that were scored.

    Args:
        scores: The experts' scores of the latest round: opportunity, criterion, score (blank: abstained).
        options: The candidates: opportunity.

    Returns:
        The candidates with a column per criterion; 0 where nobody scored it on all of them.

    Example:
        >>> scores = DataFrame({"opportunity": "O1", "criterion": "fit", "score": [2.0, 4.0]})
        >>> by_criterion(scores, DataFrame({"opportunity": ["O1", "O2"]}))["fit"].tolist()
        [3.0, 0.0]
    """
    medians = scores.pivot_table(index="opportunity", columns="criterion", values="score", aggfunc="median")
    judged = options.merge(medians.dropna().reset_index(), on="opportunity", how="left")
    return judged.fillna(dict.fromkeys(medians, 0.0))


@tells()
def with_titles(rows: DataFrame, listed: DataFrame) -> DataFrame:
    """Put titles where the engine speaks in ids.

    Args:
        rows: What the engine says: [opportunity, blocker (an id, a role, or blank), makes_way, enters,
            leaves (ids)], and more.
        listed: The candidates, from `candidates`, or the table of opportunities.

    Returns:
        The rows with titles in place of ids in blocker, a column of titles per column of ids
        (`makes_way_titles`, a list per row), and title, score, cost and verdict of the opportunity, as
        far as `listed` has them.

    Example:
        >>> listed = DataFrame({"opportunity": ["O1", "O2"], "title": ["Faq", "Chat"]})
        >>> with_titles(DataFrame({"enters": [("O1",)]}), listed)["enters_titles"].tolist()
        [['Faq']]
    """
    titles = listed.set_index("opportunity")["title"].to_dict()
    facts = [name for name in ("title", "score", "cost", "verdict") if name in listed and name not in rows]
    named = rows.assign(
        **{
            f"{column}_titles": [[titles[one] for one in ids] for ids in rows[column]]
            for column in ("makes_way", "enters", "leaves")
            if column in rows
        },
    )
    if "blocker" in named:
        named = named.assign(blocker=named["blocker"].map(lambda name: titles.get(name, name)))
    return named.merge(listed[["opportunity", *facts]], on="opportunity") if "opportunity" in named else named


@tells()
def unnamed_dissent(dissenting: DataFrame, listed: DataFrame) -> DataFrame:
    """Say what those who stand apart said, not who they are: experts score blind.

    Args:
        dissenting: opportunity, expert, score, distance (from the panel's median), remark (missing where
            none was made).
        listed: Table of opportunities.

    Returns:
        opportunity, title, side ("higher" or "lower"), score, remark (empty where none was made).

    Example:
        >>> far = DataFrame({"opportunity": ["O1"], "expert": ["E1"], "score": [3.0], "distance": [-2.5],
        ...                  "remark": ["Costs too much"]})
        >>> unnamed_dissent(far, DataFrame({"opportunity": ["O1"], "title": ["Faq"]})).columns.tolist()
        ['opportunity', 'title', 'side', 'score', 'remark']
    """
    table = dissenting.merge(listed[["opportunity", "title"]], on="opportunity")
    side = table["distance"].gt(0).map({True: "higher", False: "lower"}).astype("str")
    remark = table["remark"].astype("str").fillna("")
    return table.assign(side=side, remark=remark)[["opportunity", "title", "side", "score", "remark"]]


@tells()
def divided_scores(scores: DataFrame, panel: DataFrame) -> DataFrame:
    """Give the scores of all experts where the panel does not agree, without who gave them.

    Args:
        scores: The experts' scores of the last round: opportunity, expert, score.
        panel: The panel's scores of one round: opportunity, title, verdict.

    Returns:
        title and score, from the lowest to the highest; opportunities in the order of `panel`.

    Example:
        >>> scores = DataFrame({"opportunity": "O1", "expert": ["E1", "E2"], "score": [8.0, 3.0]})
        >>> panel = DataFrame({"opportunity": ["O1"], "title": "Faq", "verdict": "no consensus"})
        >>> divided_scores(scores, panel)["score"].tolist()
        [3.0, 8.0]
    """
    divided = panel.loc[panel["verdict"].isin(NO_AGREEMENT), ["opportunity", "title"]].reset_index(drop=True)
    table = divided.assign(place=divided.index).merge(scores, on="opportunity")
    return table.sort_values(["place", "score"], ignore_index=True)[["title", "score"]]


def budget_and_days(capacity: DataFrame, quarters: list[str]) -> tuple[dict[str, float], DataFrame]:
    """Take the table of capacity apart for the quarters of the plan.

    Args:
        capacity: role, quarter, days, [overtime, overtime_price]; rows with role "budget" hold money.
        quarters: The quarters of the plan.

    Returns:
        Money per quarter, and role, quarter, days of the other rows; with overtime and its price (0 where
        blank) when there is any.

    Raises:
        MeasureError: No budget row lies in these quarters, or a quarter has no row of the budget or a role:
            that it has nothing would be a guess.

    Example:
        >>> rows = DataFrame({"role": ["budget", "it"], "quarter": "2018Q1", "days": [50000.0, 60.0]})
        >>> budget_and_days(rows, ["2018Q1"])[0]
        {'2018Q1': 50000.0}
    """
    known = capacity[capacity["quarter"].isin(quarters)]
    is_money = known["role"].str.lower().eq("budget")
    if not is_money.any():
        raise MeasureError(
            f"Table 'capacity' has no row with role 'budget' for {quarters[0]} to {quarters[-1]}.\n"
            "Add one per quarter: role budget, the quarter, and the money in column days."
        )
    _refuse_gaps(known, quarters)
    money = known[is_money].groupby("quarter")["days"].sum()
    budget = {quarter: float(money[quarter]) for quarter in quarters}
    bought = ["overtime", "overtime_price"] if "overtime" in known and known["overtime"].notna().any() else []
    days = known[~is_money].reindex(columns=["role", "quarter", "days", *bought]).reset_index(drop=True)
    return budget, days.fillna(dict.fromkeys(bought, 0.0))


def _refuse_gaps(capacity: DataFrame, quarters: list[str]) -> None:
    """Refuse capacity in which a role or the budget has no row for a quarter of the plan."""
    given = capacity.groupby("role", sort=False)["quarter"].agg(set)
    gaps = {role: [quarter for quarter in quarters if quarter not in rows] for role, rows in given.items()}
    lines = [f"  {role}: no row for {', '.join(missing)}" for role, missing in gaps.items() if missing]
    if lines:
        complete = next(
            (n for n, quarter in enumerate(quarters) if any(quarter in gap for gap in gaps.values())), 0
        )
        fewer = (
            f", or plan fewer quarters in engagement.yml: plan: {{quarters: {complete}}}" if complete else ""
        )
        raise MeasureError(
            "\n".join(
                [
                    f"Table 'capacity' does not cover the plan, {quarters[0]} to {quarters[-1]}:",
                    *lines,
                    f"Add the rows, with days 0 where there is nothing{fewer}.",
                ]
            )
        )
