"""What was decided about opportunities and what came of it: what happened wins over what was planned."""

import pandas as pd
from pandas import DataFrame, Period, Series

from workbook.engagement import PlanRule, quarter_after, quarter_bounds
from workbook.opportunities import IN_PLAN, NO_NEEDS, NO_PANEL, candidates
from workbook.privacy import tells

REALISED = {"cost": "realised_cost", "extra": "realised_extra", "protected": "realised_protected"}
"""What is forecast of an opportunity, and the column in which its result stands."""
CAME_OF_IT = ["started_on", "delivered_on", *REALISED.values(), "measured_on"]
"""The columns that are filled in as a decision is carried out."""
BEGUN = ("continue", "accelerate", "delivered")
"""The decisions of a new plan that tell of what has begun."""
FACTS = ["title", "cost", "must_do", "team", "touchpoint"]


def known_decisions(decisions: DataFrame, quarter: str) -> DataFrame:
    """Take the latest decision on each opportunity, with what had come of it before a quarter.

    Args:
        decisions: Table of decisions, with those taken before the quarter.
        quarter: The quarter before which it is known, such as 2018Q1.

    Returns:
        A row per opportunity. What came of a decision still holds where the same was decided once more, as
        in a workshop. A start, a delivery or a result of later is blank. Results are known from
        `measured_on`; where that is blank, from the delivery, and what has no delivery from the start.

    Example:
        >>> one = {"opportunity": ["O1"], "decided": "start", "remark": None}
        >>> days = {"decided_on": "2017-10-05", "started_on": "2017-10-16", "delivered_on": "2018-01-09"}
        >>> dates = {name: pd.to_datetime([day]) for name, day in days.items()}
        >>> blank = dict.fromkeys(REALISED.values(), 5.0) | {"measured_on": pd.NaT}
        >>> known_decisions(DataFrame(one | dates | blank), "2018Q1")["delivered_on"].isna().tolist()
        [True]
    """
    end = quarter_bounds(quarter)[0]
    ordered = decisions.sort_values("decided_on", kind="stable")
    names = ordered["opportunity"]
    changed = ordered["decided"].ne(ordered.groupby("opportunity")["decided"].shift())
    so_far = ordered.groupby([names, changed.groupby(names).cumsum()])[CAME_OF_IT].ffill()
    latest = ordered.assign(**so_far).drop_duplicates("opportunity", keep="last")
    measured = latest["measured_on"].fillna(latest["delivered_on"]).fillna(latest["started_on"])
    dates = {name: latest[name].where(latest[name] < end) for name in ("started_on", "delivered_on")}
    results = {name: latest[name].where(measured < end) for name in REALISED.values()}
    return latest.assign(**dates, **results).reset_index(drop=True)


@tells()
def carried_out(previous: DataFrame, decisions: DataFrame, listed: DataFrame, quarter: str) -> DataFrame:
    """Put what happened in the place of what was planned, as far as it was recorded.

    What has started is under way from that quarter for as many quarters as it takes, and one quarter more
    where it is late; what runs by its status in the table keeps the end that was planned. What was stopped
    is no candidate any more. What has not started by its row has not begun. What left the list without a
    record is not known to be delivered: it leaves the plan too.

    Args:
        previous: The plan table of the quarter before.
        decisions: Table of decisions, with those taken before the new plan.
        listed: Table of opportunities.
        quarter: First quarter of the new plan.

    Returns:
        The plan table with the recorded opportunities last, and `recorded` (bool). Their decision is
        "delivered", "start" (under way), "left out" (not begun) or "stopped".
    """
    latest = known_decisions(decisions, quarter)
    planned, work = (table.set_index("opportunity") for table in (previous, listed))
    rows = [
        _happened(row, planned.reindex([row.opportunity]).iloc[0], work.loc[row.opportunity], quarter)
        for row in latest.itertuples()
    ]
    recorded = previous["opportunity"].isin(latest["opportunity"])
    facts = listed.reindex(columns=["opportunity", *FACTS]).set_index("opportunity")
    happened = DataFrame(rows, columns=["opportunity", "decision", "start", "finish"]).join(
        facts, on="opportunity"
    )
    judged = previous.loc[recorded].reindex(columns=["opportunity", "score", "verdict"])
    happened = happened.merge(judged, how="left", on="opportunity").assign(recorded=True)
    known = previous["opportunity"].isin(listed["opportunity"]) | previous["decision"].eq("delivered")
    kept = previous[~recorded & known].assign(recorded=False)
    return pd.concat([kept, happened.astype({"start": "str", "finish": "str"})], ignore_index=True)


def left_open(previous: DataFrame, decisions: DataFrame, listed: DataFrame, quarter: str) -> list[str]:
    """List the opportunities that are left to decide on: not delivered, not stopped, and still possible.

    Args:
        previous: The plan table of the quarter before.
        decisions: Table of decisions, with those taken before the new plan.
        listed: Table of opportunities.
        quarter: First quarter of the new plan.
    """
    carried = carried_out(previous, decisions, listed, quarter)
    return candidates(listed, NO_PANEL, NO_NEEDS, None, carried, quarter)["opportunity"].tolist()


@tells()
def closed(previous: DataFrame, decisions: DataFrame, listed: DataFrame, quarter: str) -> DataFrame:
    """List what became of each opportunity where none is left to decide on.

    Args:
        previous: The plan table of the quarter before, from `carried_out`.
        decisions: Table of decisions, with those taken before the new plan.
        listed: Table of opportunities.
        quarter: First quarter of the new plan.

    Returns:
        opportunity, title, outcome ("delivered", "stopped", or "impossible": it excludes what is delivered,
        or requires what is not to come) and basis ("recorded" or "assumed"; blank where impossible).

    Example:
        >>> done = {"opportunity": ["O1"], "decision": "delivered", "finish": "2017Q4"}
        >>> faq = DataFrame({"opportunity": ["O1"], "title": ["Faq"]})
        >>> closed(DataFrame(done), faq, faq, "2018Q1")[["outcome", "basis"]].to_numpy().tolist()
        [['delivered', 'recorded']]
    """
    begun = previous["decision"].isin(IN_PLAN) & previous["finish"].lt(quarter)
    outcome = (
        previous["decision"]
        .mask(begun, "delivered")
        .where(begun | previous["decision"].isin(["delivered", "stopped"]))
    )
    by_name = outcome.set_axis(previous["opportunity"]).dropna()
    names = listed["opportunity"]
    recorded = names.isin(decisions["opportunity"])
    basis = Series("assumed", index=listed.index).mask(recorded, "recorded").where(names.isin(by_name.index))
    return listed[["opportunity", "title"]].assign(
        outcome=names.map(by_name).fillna("impossible").astype("str"), basis=basis.fillna("")
    )


def _happened(row, planned: Series, work: Series, quarter: str) -> tuple[str, str, str | None, str | None]:
    """Opportunity, decision, start and finish, by what is recorded of it."""
    if row.decided == "stop":
        return row.opportunity, "stopped", None, None
    if pd.isna(row.started_on):
        return row.opportunity, "left out", None, None
    start = _quarter(row.started_on)
    if pd.notna(row.delivered_on):
        return row.opportunity, "delivered", start, _quarter(row.delivered_on)
    takes = 1 if pd.isna(work.get("quarters")) else int(work["quarters"])
    finish = quarter_after(start, takes - 1)
    if planned["decision"] in ("continue", "accelerate") and start < planned["start"]:
        finish = planned["finish"]
    elif work.get("status") == "running":
        finish = quarter_after(quarter, takes - 1)
    return row.opportunity, "start", start, max(finish, quarter)


def _quarter(day: pd.Timestamp) -> str:
    return str(Period(day, "Q"))


@tells()
def decision_tracker(
    before: DataFrame, after: DataFrame, known: DataFrame, listed: DataFrame, quarter: str
) -> DataFrame:
    """List what was to be done in a quarter, or decided in it, and what came of it.

    Args:
        before: The plan table of the quarter before; without rows where there was none.
        after: The plan table that was made at the end of the quarter.
        known: From `known_decisions`.
        listed: Table of opportunities.
        quarter: The quarter.

    Returns:
        A row per opportunity that was to be worked on in the quarter, or on which something was decided,
        started or delivered in it: opportunity, title, team, decided, decided_by, decided_on, started_on,
        delivered_on, remark, planned (boolean: to start in the quarter; missing without a plan of before),
        started, delivered (bool: by the end of it), basis ("recorded"; "status", by the table of
        opportunities; "unlisted", no longer in that table; or "assumed"), planned_cost (in all) and
        realised_cost.
    """
    due = before[before["decision"].isin(IN_PLAN) & before["start"].le(quarter)]
    days = known[["decided_on", "started_on", "delivered_on"]]
    start, end = quarter_bounds(quarter)
    lately = known[(days.ge(start) & days.lt(end)).any(axis=1)]
    names = listed["opportunity"].isin([*due["opportunity"], *lately["opportunity"]])
    gone = due[~due["opportunity"].isin(listed["opportunity"])]
    facts = [
        rows.reindex(columns=["opportunity", "title", "team", "status", "cost"])
        for rows in (listed[names], gone)
        if len(rows) or rows is not gone
    ]
    table = pd.concat(facts, ignore_index=True).merge(known, how="left", on="opportunity")
    recorded = table["decided"].notna()
    now = table["opportunity"].map(after.set_index("opportunity")["decision"])
    starts = due.loc[due["decision"].eq("start") & due["start"].eq(quarter), "opportunity"]
    basis = Series("assumed", index=table.index).mask(table["status"].notna(), "status")
    basis = basis.mask(table["opportunity"].isin(gone["opportunity"]), "unlisted")
    planned = table["opportunity"].isin(starts).astype("boolean")
    table = table.assign(
        planned=planned if len(before) else planned.mask(planned.notna()),
        started=table["started_on"].notna().where(recorded, now.isin(BEGUN)),
        delivered=table["delivered_on"].notna().where(recorded, now.eq("delivered")),
        basis=basis.mask(recorded, "recorded"),
        planned_cost=table["cost"],
    )
    columns = ["opportunity", "title", "team", "decided", "decided_by", "decided_on", "started_on"]
    more = ["planned", "started", "delivered", "basis", "planned_cost", "realised_cost"]
    return table[[*columns, "delivered_on", "remark", *more]]


@tells()
def told_moves(
    moves: DataFrame, before: DataFrame, after: DataFrame, tracker: DataFrame, listed: DataFrame
) -> DataFrame:
    """Put beside each move who says so, and what it cost in the plan then and costs in the plan now.

    Args:
        moves: What moved, as `prioritization.plan_changes` says: opportunity, move.
        before: The plan table of the quarter before: opportunity, decision, cost.
        after: The new plan table.
        tracker: From `decision_tracker`.
        listed: Table of opportunities: opportunity, title.

    Returns:
        The rows of `moves`, with move "stopped" where that was decided and "unlisted" where it left the
        table of opportunities, and: title, basis (missing where nothing was planned or decided for the
        quarter), cost_before, cost_after (missing where not in the plan).
    """
    names, told = moves["opportunity"], tracker.set_index("opportunity")
    titles = pd.concat([listed, before]).drop_duplicates("opportunity").set_index("opportunity")["title"]
    unlisted = moves["move"].eq("gone") & ~names.isin(listed["opportunity"])
    costs = [
        plan[plan["decision"].isin(IN_PLAN)].set_index("opportunity")["cost"] for plan in (before, after)
    ]
    return moves.assign(
        title=names.map(titles),
        move=moves["move"].mask(unlisted, "unlisted").mask(names.map(told["decided"]).eq("stop"), "stopped"),
        basis=names.map(told["basis"]),
        cost_before=names.map(costs[0]).astype(float),
        cost_after=names.map(costs[1]).astype(float),
    )


@tells()
def results(known: DataFrame, listed: DataFrame, rule: PlanRule) -> DataFrame:
    """Put what was realised beside what was forecast.

    Args:
        known: From `known_decisions`.
        listed: Table of opportunities, with its estimates.
        rule: The settings of the plan: how a cost may turn out where no range of it is given.

    Returns:
        A row per opportunity and amount ("cost", "extra", "protected") with a result and a forecast:
        opportunity, title, amount, low, likely, high, realised. The cost is of what is delivered; extra and
        protected are a year.
    """
    given = listed.drop(columns="remark", errors="ignore").merge(known, on="opportunity")
    lowest, highest = rule.overrun
    ends = given.reindex(columns=["cost_low", "cost_high"]).astype(float)
    given = given.assign(
        cost_low=ends["cost_low"].fillna(given["cost"] * lowest),
        cost_likely=given["cost"],
        cost_high=ends["cost_high"].fillna(given["cost"] * highest),
        realised_cost=given["realised_cost"].where(given["delivered_on"].notna()),
    )
    parts = [_of_amount(given, amount) for amount in REALISED]
    return pd.concat(parts, ignore_index=True).dropna(subset=["likely", "realised"]).reset_index(drop=True)


def _of_amount(given: DataFrame, amount: str) -> DataFrame:
    points = {f"{amount}_{point}": point for point in ("low", "likely", "high")}
    columns = ["opportunity", "title", *points, REALISED[amount]]
    named = given.reindex(columns=columns).rename(columns=points | {REALISED[amount]: "realised"})
    numbers = dict.fromkeys(["low", "likely", "high", "realised"], float)
    return named.astype(numbers).assign(amount=amount)


@tells()
def scored_results(known: DataFrame, plan: DataFrame, panel: DataFrame) -> DataFrame:
    """Put what a delivered opportunity brings a year beside the score it had in the plan.

    Args:
        known: From `known_decisions`.
        plan: The plan table: opportunity, title, decision, score; what is delivered keeps its score of then.
        panel: The panel's scores: opportunity, title, median; for what was delivered without a plan.

    Returns:
        opportunity, title, score, and realised: extra and protected together, missing where neither is known.
    """
    brought = known[["realised_extra", "realised_protected"]].astype(float).sum(axis=1, min_count=1)
    chosen = plan.loc[plan["decision"].eq("delivered")].set_index("opportunity")
    names = known["opportunity"]
    judged = panel.set_index("opportunity")
    score = names.map(chosen["score"]).fillna(names.map(judged["median"])).astype(float)
    title = names.map(chosen["title"]).astype("str").fillna(names.map(judged["title"]).astype("str"))
    facts = {"opportunity": names, "title": title, "score": score}
    table = DataFrame(facts | {"realised": brought})
    return table.dropna(subset="score").reset_index(drop=True)


@tells()
def scored_by_role(known: DataFrame, given: DataFrame, roles: DataFrame) -> DataFrame:
    """Put what a delivered opportunity brings a year beside the score of each group of experts.

    Args:
        known: From `known_decisions`.
        given: The experts' scores: expert, opportunity, score.
        roles: The table of scores: expert, role.

    Returns:
        role, opportunity, score (the median of the experts of that role) and realised, missing where
        neither extra nor protected business is known; for experts who have a role.

    Example:
        >>> known = DataFrame({"opportunity": ["O1"], "realised_extra": [5.0], "realised_protected": [None]})
        >>> given = DataFrame({"expert": ["a", "b"], "opportunity": "O1", "score": [6.0, 8.0]})
        >>> scored_by_role(known, given, given.assign(role="IT")).to_numpy().tolist()
        [['IT', 'O1', 7.0, 5.0]]
    """
    of_expert = roles.dropna(subset="role").drop_duplicates("expert", keep="last")[["expert", "role"]]
    by_role = given.merge(of_expert, on="expert").groupby(["role", "opportunity"], as_index=False)["score"]
    realised = known[["realised_extra", "realised_protected"]].astype(float).sum(axis=1, min_count=1)
    brought = DataFrame({"opportunity": known["opportunity"], "realised": realised})
    return by_role.median().dropna(subset="score").merge(brought, on="opportunity")
