"""What lies beyond the plan: opportunities that wait, and risks in how customers move."""

from pandas import DataFrame, Series

from workbook.apply.stage_model import SHARE
from workbook.privacy import tells

WAITING = 5
"""So many opportunities that wait are named, those with the highest score."""
NO_PLAN = DataFrame({name: Series(dtype="str") for name in ("title", "decision")}).assign(
    score=Series(dtype=float)
)
NO_AHEAD = DataFrame(
    {"stage": Series(dtype="str"), **dict.fromkeys(("n", "expected", "low", "high"), Series(dtype=float))}
)
NO_LOSSES = DataFrame(
    {"before": Series(dtype="str"), "move": Series(dtype="str"), **dict.fromkeys(SHARE, Series(dtype=float))}
)
"""What holds where no plan was made, or no orders tell how customers move."""


@tells()
def horizon(
    plan: DataFrame,
    ahead: DataFrame,
    moves: DataFrame,
    sizes: DataFrame,
    untested: list[str],
    passing: list[str],
) -> DataFrame:
    """List what is beyond the plan, each with what it rests on.

    Args:
        plan: title, decision, score; NO_PLAN without a plan.
        ahead: What each stage is expected to hold a quarter ahead: stage, n, expected, low, high.
        moves: Share of each stage that leaves: before, move, share, low, high; what is hidden is blank.
        sizes: group (stage), share_of_customers, share_of_value.
        untested: Programmes without a control group.
        passing: Stages that everybody grows out of; that they shrink says nothing.

    Returns:
        kind ("opportunity" or "risk"; that a stage grows is one or the other by whether it brings more than
        its share), what ("waits": an opportunity that the plan leaves out; "grows" or
        "shrinks": a stage that a quarter ahead holds more or fewer than now, beyond chance; "leaves": the
        stage that loses most of its revenue; "untested": what programmes add is not known), name, value, low
        and high (score, or expected customers, or share that leaves) and beside (customers now, or the share
        of revenue).
    """
    rows = [
        {"kind": "opportunity", "what": "waits", "name": row.title, "value": row.score}
        for row in plan[plan["decision"].eq("left out")].nlargest(WAITING, "score").itertuples()
    ]
    rich = sizes.set_index("group").eval("share_of_value > share_of_customers")
    for row in ahead[ahead["stage"].isin(rich.index) & ~ahead["stage"].isin(passing)].itertuples():
        if row.low > row.n or row.high < row.n:
            what = "grows" if row.low > row.n else "shrinks"
            kind = "opportunity" if (what == "grows") == rich[row.stage] else "risk"
            rows.append(_row(kind, what, row.stage, row.expected, row.low, row.high, row.n))
    worth = (
        moves[moves["move"].eq("leave")]
        .merge(sizes, left_on="before", right_on="group")
        .dropna(subset=["share"])
    )
    worth = worth.assign(lost=worth["share"] * worth["share_of_value"])
    for row in worth[worth["lost"].gt(0)].nlargest(1, "lost").itertuples():
        rows.append(_row("risk", "leaves", row.before, row.share, row.low, row.high, row.share_of_value))
    rows += [{"kind": "risk", "what": "untested", "name": name} for name in untested]
    return DataFrame(rows, columns=["kind", "what", "name", "value", "low", "high", "beside"])


def _row(
    kind: str, what: str, name: str, value: float, low: float, high: float, beside: float
) -> dict[str, object]:
    return {
        "kind": kind,
        "what": what,
        "name": name,
        "value": value,
        "low": low,
        "high": high,
        "beside": beside,
    }
