"""What the plan costs and brings in money, quarter by quarter, and how sure that is."""

import pandas as pd

from workbook.chapters.prioritise._worth import business
from workbook.engagement import Engagement, PlanRule
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, given: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Whether the plan pays for itself, when, and with which kind of business.

    Args:
        table: From `money_by_quarter`: quarter, extra, protected, cost, net, net_low, net_high, planned.
        given: What was assumed, of the opportunities in the plan, from `case_inputs`.
        engagement: The settings.
    """
    rule = engagement.plan
    if not given["estimated"].any():
        blank = _blank(given)
        return Exhibit(title="", findings=blank, tables=PLAN_TABLES) if blank else None
    return Exhibit(
        title=_title(table, rule),
        chart=chart(
            "band",
            table.rename(columns={"net_low": "low", "net_high": "high"}),
            x="quarter",
            y="net",
            form="estimate",
            axis=label("net"),
        ),
        alt=say("alt", first=table["quarter"].iloc[0], last=table["quarter"].iloc[-1]),
        findings=_findings(table, given, engagement),
        note=say("note", discount=rule.discount),
        tables=PLAN_TABLES,
    )


def _title(table: pd.DataFrame, rule: PlanRule) -> Phrase:
    end = table.iloc[-1]
    facts = as_facts(end, "net_low", "net_high") | {"years": rule.case_quarters / 4}
    turns = earned_back(table["net"], table)
    if end["net_high"] <= 0:
        return say("title.never", low=-end["net_high"], high=-end["net_low"], years=facts["years"])
    if end["net"] <= 0:
        return say("title.hardly", **facts)
    return say("title" if end["net_low"] > 0 else "title.unsure", quarter=turns, **facts)


def earned_back(net: pd.Series, table: pd.DataFrame) -> str | None:
    """The first quarter from which an amount stays at or above zero."""
    below = net.lt(0)
    after = below[below].index.max() + 1 if below.any() else net.index[0]
    return table["quarter"].get(after)


def _findings(table: pd.DataFrame, given: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    rule = engagement.plan
    planned, end = table[table["planned"]].iloc[-1], table.iloc[-1]
    sure = earned_back(table["net_low"], table)
    return phrases(
        say(
            "horizons",
            last=planned["quarter"],
            spent=planned["cost"],
            brought=planned["extra"] + planned["protected"],
            years=rule.case_quarters / 4,
            extra=end["extra"],
            protected=end["protected"],
            business=business(engagement),
        ),
        say("sure", quarter=sure)
        if sure
        else say("sure.not" if end["net_high"] > 0 else "sure.never", last=end["quarter"]),
        *assumptions(given, rule),
    )


def assumptions(given: pd.DataFrame, rule: PlanRule) -> tuple[Phrase, ...]:
    """What the money rests on beside the estimates."""
    by_nps = given.loc[given["rests_on_nps"].astype(bool), "title"].tolist()
    fixed = given["cost_low"].eq(given["cost"]) & given["cost_high"].eq(given["cost"])
    return phrases(
        *_blank(given),
        say("by_nps", names=by_nps) if by_nps else None,
        say("margin", margin=rule.margin) if rule.margin < 1 else say("margin.none"),
        say("people", amount=given["days_cost"].sum()) if rule.day_rates else say("people.none"),
        say("overrun.none") if fixed.all() else None,
    )


def _blank(given: pd.DataFrame) -> tuple[Phrase, ...]:
    """What nobody estimated the benefits of."""
    names = given.loc[~given["estimated"] & given["nps_change"].isna(), "title"].tolist()
    return phrases(say("blank", n=len(names), names=names) if names else None)
