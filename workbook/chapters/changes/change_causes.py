"""Why the plan moved: things and money first, then points, from the plan of a quarter ago to this one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, labels, phrases, sayer, show

say = sayer(__name__)
DONE, CANDIDATES = "done", "candidates"
KINDS = ("plan", "done", "less", "more")
"""What a bar is, in the order of the legend."""


def exhibit(found, moves: pd.DataFrame, compared: bool, engagement: Engagement) -> Exhibit:
    """By how much the plan ahead changed, and through what; done work is progress and not a loss.

    Args:
        found: From `prioritization.change_causes`.
        moves: From `workbook.decisions.told_moves`: move, title, cost_before, cost_after.
        compared: Whether there is an earlier plan with its input.
        engagement: The settings.
    """
    if not compared:
        return Exhibit(title=say("title.first"), findings=(say("first"),), tables=PLAN_TABLES)
    if not found.orders:
        title = say("title", things=_things(moves), **_ends(found, moves))
        return Exhibit(title=title, findings=(say("unknown"), _money(moves)), tables=PLAN_TABLES)
    steps = _steps(found)
    return Exhibit(
        title=say("title", things=_things(moves), **_ends(found, moves)),
        chart=chart(
            "waterfall",
            steps,
            name="name",
            kind="kind",
            start="start",
            end="end",
            text="text",
            kinds=labels(f"step.{kind}" for kind in KINDS),
            axis=label("points"),
        ),
        alt=say(
            "alt", steps=[say("step", name=row.name, n=row.text) for row in steps.itertuples(index=False)]
        ),
        findings=phrases(_money(moves), *_points(steps, moves), _some(found)),
        note=say("note"),
        tables=PLAN_TABLES,
    )


def rounded_together(before: float, parts: Sequence[float], after: float) -> tuple[float, list[float], float]:
    """Round two ends and the steps between them to one decimal, so that they add up as shown.

    Each step goes up or down to the next tenth: those that are nearest to the next one go up.

    Args:
        before: The first end.
        parts: The steps; they add up to `after - before`.
        after: The last end.

    Returns:
        The first end, the steps and the last end.

    Example:
        >>> rounded_together(1.04, [0.34, 0.34], 1.72)
        (1.0, [0.4, 0.3], 1.7)
    """
    first, last = round(before * 10), round(after * 10)
    tenths = np.asarray(parts, dtype=float).round(9) * 10
    whole = np.floor(tenths)
    up = int(last - first - whole.sum())
    nearest = np.argsort(whole - tenths, kind="stable")[:up]
    whole[nearest] += 1
    return first / 10, (whole / 10).tolist(), last / 10


def _steps(found) -> pd.DataFrame:
    """A row per bar: name, kind, start, end and text; a cause that adds nothing has none."""
    causes = found.value[found.value["change"].round(9).ne(0)]
    before, parts, after = rounded_together(found.before, causes["change"].tolist(), found.after)
    ends = before + np.cumsum([0.0, *parts])
    kinds = [
        "done" if cause == DONE else "more" if part > 0 else "less"
        for cause, part in zip(causes["cause"], parts, strict=True)
    ]
    bars = pd.DataFrame(
        {
            "name": labels("cause." + causes["cause"]),
            "kind": labels(f"step.{kind}" for kind in kinds),
            "start": ends[:-1],
            "end": ends[1:],
            "text": [show(part, "signed1") for part in parts],
            "part": parts,
            "cause": causes["cause"].to_numpy(),
        }
    )
    whole = {"kind": label("step.plan"), "start": 0.0, "cause": "", "part": 0.0}
    first, last = (
        pd.DataFrame([{"name": name, "end": value, "text": show(value, "dec1"), **whole}])
        for name, value in ((label("before"), before), (label("after"), after))
    )
    shown = bars[bars["part"].ne(0)]
    return pd.concat([first, *([shown] if len(shown) else []), last], ignore_index=True)


def _ends(found, moves: pd.DataFrame) -> dict[str, float]:
    costs = {"cost_before": moves["cost_before"].sum(), "cost_after": moves["cost_after"].sum()}
    return {"before": found.before, "after": found.after, **costs}


def _counts(moves: pd.DataFrame) -> dict[str, pd.Series]:
    """Which rows were delivered, came into the plan, went out of it undone, and left the list."""
    was, now = moves["cost_before"].notna(), moves["cost_after"].notna()
    done, unlisted = moves["move"].eq("delivered"), was & moves["move"].eq("unlisted")
    return {"done": done, "added": now & ~was, "out": was & ~now & ~done & ~unlisted, "unlisted": unlisted}


def _things(moves: pd.DataFrame) -> Phrase:
    counts = {name: rows.sum() for name, rows in _counts(moves).items()}
    things = say("things", **{name: n for name, n in counts.items() if name != "unlisted"})
    return say("things.unlisted", things=things, n=counts["unlisted"]) if counts["unlisted"] else things


def _money(moves: pd.DataFrame) -> Phrase:
    """What the plan costs now beside then, and through what; the parts add up."""
    rows = _counts(moves)
    before, after = (moves[column].round() for column in ("cost_before", "cost_after"))
    done, out, unlisted = (before[rows[name]].sum() for name in ("done", "out", "unlisted"))
    added = after[rows["added"]].sum()
    rest = after.sum() - before.sum() + done + out + unlisted - added
    parts = phrases(
        say("in_money.done", amount=done) if done else None,
        say("in_money.out", amount=out) if out else None,
        say("in_money.unlisted", amount=unlisted) if unlisted else None,
        say("in_money.added", amount=added) if added else None,
        say("in_money.less" if rest < 0 else "in_money.more", amount=abs(rest)) if rest else None,
    )
    ends = {"before": before.sum(), "after": after.sum()}
    return say("in_money", parts=say("parts", parts=parts), **ends) if parts else say("in_money.same", **ends)


def _points(steps: pd.DataFrame, moves: pd.DataFrame) -> tuple[Phrase | None, ...]:
    """Done work as progress, and apart from it what the rest of the plan gained or lost."""
    parts = steps[steps["cause"].ne("")]
    done, rest = parts.loc[parts["cause"].eq(DONE), "part"].sum(), parts[parts["cause"].ne(DONE)]
    change = round(rest["part"].sum(), 1)
    if not change:
        told = say("rest.none")
    else:
        toward = rest.loc[(rest["part"] * np.sign(change)).idxmax()]
        cause = _candidates(toward, moves) if toward["cause"] == CANDIDATES else toward["name"]
        told = say("rest.more" if change > 0 else "rest.less", change=abs(change), cause=cause)
    return say("done", points=abs(done)) if done else None, told


def _candidates(toward: pd.Series, moves: pd.DataFrame) -> Phrase:
    """The list of candidates as a cause: the decision to stop where that took them off the plan."""
    stopped = moves.loc[moves["move"].eq("stopped") & moves["cost_before"].notna(), "title"].tolist()
    if not stopped or toward["part"] > 0:
        return toward["name"]
    return say("stopped.more" if moves["move"].eq("unlisted").any() else "stopped", names=stopped)


def _some(found) -> Phrase | None:
    counts = {"orders": found.orders, "all_orders": found.all_orders}
    return say("some", **counts) if found.orders < found.all_orders else None
