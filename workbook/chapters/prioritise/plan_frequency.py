"""Per opportunity the share of the draws in which it is in the best plan."""

import pandas as pd

from workbook.chapters.prioritise._worth import MONEY, difference
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
EVERY = 0.9995  # a share of fewer than a thousand draws that is all of them but for rounding
SMALL_GAIN = 0.005  # of the plan's value; what it is worth to know a number counts from here on


def exhibit(
    table: pd.DataFrame,
    worth_knowing: pd.DataFrame,
    regret,
    fewer: pd.DataFrame,
    made,
    engagement: Engagement,
) -> Exhibit:
    """What is in the plan whatever is drawn, what depends on it, and what would settle most.

    Experts are drawn where the plan has most points, business cases where it has most money.

    Args:
        table: From `prioritization.plan_frequency`, with titles.
        worth_knowing: From `prioritization.value_of_information`, with titles.
        regret: From `prioritization.regret`.
        fewer: From `prioritization.plan_one_less`, with titles.
        made: The plan, with the objective.
        engagement: The settings.
    """
    if _drawn(made) == "experts" and fewer["panels"].eq(0).all():
        return Exhibit(title="", findings=(say("one"),), tables=PLAN_TABLES)
    shown = table.sort_values(["frequency", "title"], ascending=[False, True])
    drawn = _drawn(made)
    return Exhibit(
        title=_title(table, drawn, fewer),
        chart=chart(
            "intervals",
            shown.assign(depends=shown["verdict"].eq("depends").astype(int)),
            name="title",
            value="frequency",
            form="percent",
            flag="depends",
            flags=[say("kind.alike"), say("kind.depends")],
            axis=label("frequency"),
            domain=[0, 1],
            percent=True,
        ),
        alt=say("alt"),
        findings=(
            *_findings(table, worth_knowing, regret, made, both=engagement.plan.objective == "both"),
            *_fewer(fewer),
        ),
        note=say("note", what=say(f"drawn.{drawn}"), **as_facts(table.iloc[0], "draws", "exact", "gap")),
        tables=PLAN_TABLES,
    )


def _drawn(made) -> str:
    """What is drawn."""
    return "money" if made.objective == MONEY else "experts"


def _title(table: pd.DataFrame, drawn: str, fewer: pd.DataFrame) -> Phrase:
    counts = {verdict: table["verdict"].eq(verdict).sum() for verdict in ("always", "never", "depends")}
    facts = {"whatever": say(f"whatever.{drawn}"), "on": say(f"on.{drawn}"), "n_all": len(table), **counts}
    if counts["depends"]:
        return say("title", **facts)
    return say("title.drawn" if any(len(rows) for rows in _moves(fewer)) else "title.settled", **facts)


def _findings(
    table: pd.DataFrame, worth_knowing: pd.DataFrame, regret, made, *, both: bool
) -> tuple[Phrase, ...]:
    """What the draws say; where points were given up for money, not how many points it falls short."""
    depends, taken = table["verdict"].eq("depends"), table["opportunity"].isin(made.members)
    inside, outside = (table.loc[depends & side, "title"].tolist() for side in (taken, ~taken))
    drawn = _drawn(made)
    return phrases(
        _sure(table[table["verdict"].eq("always")]),
        say(f"in.{drawn}", names=inside) if inside else None,
        say(f"out.{drawn}", names=outside) if outside else None,
        _settles(worth_knowing, made),
        None if both else _regret(regret, made),
    )


def _regret(regret, made) -> Phrase:
    """How far the plan falls short of the best one of each draw."""
    if regret.best == 1:
        return say("regret.best")
    short = {name: difference(getattr(regret, name), made.objective) for name in ("mean", "p95")}
    return say("regret", best=regret.best, **short)


def _fewer(fewer: pd.DataFrame) -> tuple[Phrase, ...]:
    """What would go out and come in if one expert had not been asked."""
    if not fewer["panels"].max() > 0:
        return ()
    out, into = _moves(fewer)
    if out.empty and into.empty:
        return (say("fewer.none"),)
    return phrases(
        say("fewer.out", names=out["title"].tolist()) if len(out) else None,
        say("fewer.in", names=into["title"].tolist()) if len(into) else None,
    )


def _moves(fewer: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What goes out and what comes in when one expert is left out."""
    planned = fewer["planned"]
    return fewer[planned & fewer["inside"].lt(fewer["panels"])], fewer[~planned & fewer["inside"].gt(0)]


def _sure(always: pd.DataFrame) -> Phrase | None:
    """How sure it is that what is nearly always in the plan is."""
    if always.empty:
        return None
    least, exact = always[["frequency", "low"]].min(), always["exact"].iloc[0]
    if least["frequency"] > EVERY:
        return say("sure.all", low=least["low"], exact=exact)
    return say("sure", frequency=least["frequency"], low=least["low"], exact=exact)


def _settles(worth_knowing: pd.DataFrame, made) -> Phrase:
    """The number worth most to know; several where they are worth the same, as one expert gave them."""
    drawn, names = _drawn(made), settling(worth_knowing, made.value)
    if not names:
        return say(f"settled.{drawn}")
    gain = worth_knowing.loc[worth_knowing["title"].isin(names), "evppi"].max()
    return say(f"settle.{drawn}", n=len(names), names=names, gain=difference(gain, made.objective))


def settling(worth_knowing: pd.DataFrame, value: float) -> list[str]:
    """The opportunities of which a certain number would make the plan most better; none where it is little.

    Args:
        worth_knowing: From `prioritization.value_of_information`, with titles.
        value: What the plan is worth.
    """
    switching = worth_knowing[worth_knowing["switches"].gt(0)]
    gain = switching["evppi"].max() if len(switching) else 0.0
    if gain < SMALL_GAIN * abs(value):
        return []
    return switching.loc[switching["evppi"].ge(gain - 1e-6 * max(1.0, gain)), "title"].tolist()
