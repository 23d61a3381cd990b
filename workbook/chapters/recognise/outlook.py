"""What the customers of each stage are expected to bring, and how the model did on days it had not seen."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer
from workbook.recognise.outlook import Outlook

say = sayer(__name__)


def exhibit(found: Outlook, table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What to expect, or that the model is not to be trusted.

    Args:
        found: The outlook with its check.
        table: Per stage what is expected, as may be shown.
        engagement: The settings.
    """
    rows = table.assign(
        stage=[named("stage", name) for name in table["group"]],
        ends=[between(*ends, "money") for ends in zip(table["low"], table["high"], strict=True)],
    )
    columns = [
        Column("stage", label("stage")),
        Column("n", label("n"), "int"),
        Column("purchases", label("days_with_a_purchase"), "int"),
        Column("value", label("expected_value"), "money"),
        *([] if found.vague else [Column("ends", label("margin"), kind="range")]),
        Column("value_per_customer", label("value_per_customer_shown"), "money"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(found, engagement),
        findings=_findings(found, engagement),
        note=say("note", quarters=engagement.outlook.quarters, discount=engagement.plan.discount),
        tables=("transactions",),
    )


def _off(error: float) -> Phrase:
    """By how much a forecast was too high or too low."""
    return say("off.high" if error > 0 else "off.low", error=abs(error))


def _title(found: Outlook, engagement: Engagement) -> Phrase:
    rule = engagement.outlook
    if found.expected.empty:
        return say(f"title.{found.reason}")
    if found.silent:
        return say("title.silent", days=rule.holdout_days)
    if not found.prefer:
        return say("title.unchecked", days=rule.holdout_days)
    if found.prefer != "model":
        error = found.errors[found.errors["measure"].eq("value")].set_index("predictor")["error"]
        errors = {"model": _off(error["model"]), "plain": _off(error[found.prefer])}
        return say(f"title.{found.prefer}", days=rule.holdout_days, **errors)
    if found.vague:
        return say("title.vague")
    return say("title", quarters=rule.quarters, **as_facts(found.total.iloc[0], "value", "low", "high"))


def _findings(found: Outlook, engagement: Engagement) -> tuple[Phrase, ...]:
    days = engagement.outlook.holdout_days
    if found.expected.empty:
        return (say(found.reason),)
    doubts = [say(f"doubt.{doubt}") for doubt in found.doubts]
    kept = "unchecked" if found.errors.empty or found.silent else "tested"
    limits = say("limits.vague" if found.vague else f"limits.{kept}", times=found.times_off)
    if found.errors.empty:
        return (say("unchecked", days=days), *doubts, limits)
    if found.silent:
        return (say("silent", days=days), *doubts, limits)
    rows = found.errors[found.errors["measure"].eq("value")].set_index("predictor")
    errors = {name: _off(error) for name, error in rows["error"].items()}
    ranks = found.ranks.set_index("predictor")["share_of_value"].to_dict()
    top = found.ranks["n"].iloc[0]
    return phrases(
        say("check", days=days, chance=rows.at["model", "chance"], **errors),
        say("last_year", **errors) if "last_year" in errors else None,
        say("ranks", days=days, top=top, **ranks) if top >= engagement.minimum_group else None,
        *doubts,
        limits,
    )
