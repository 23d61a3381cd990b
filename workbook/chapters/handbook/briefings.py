"""A briefing per programme: all that a team needs to send it, and to know whether it works."""

from dataclasses import replace
from typing import Any

import pandas as pd

from workbook.apply.briefings import FIELDS, untested
from workbook.apply.sample_size import CERTAINTY, POWER
from workbook.chapters.apply._rules import all_rules
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer, show

say = sayer(__name__)


def exhibit(
    table: pd.DataFrame,
    sent: pd.DataFrame,
    got: pd.DataFrame,
    came: pd.DataFrame,
    added: pd.DataFrame,
    engagement: Engagement,
) -> Exhibit:
    """Which briefings are complete, and what lacks in the others.

    Args:
        table: As `workbook.apply.briefings.briefings` gives it.
        sent: What was due and withheld this quarter: programme, planned, withheld.
        got: In which stage those were who got it: programme, stage (blank for none), intended, n, from_n,
            share, low, high; as may be shown.
        came: What came of the messages: programme, sent, responded_share, _low and _high; likewise.
        added: What they add to a control group: programme, controls, uplift, low, high; likewise.
        engagement: The settings.
    """
    due, answered, gains = (rows.set_index("programme").to_dict("index") for rows in (sent, came, added))
    reached = {str(name): rows.to_dict("records") for name, rows in got.groupby("programme")}
    told = pd.DataFrame(
        [
            {
                **_told(row, engagement),
                "got": _got(due.get(row["programme"]), reached.get(row["programme"], [])),
                "came": _came(row, answered.get(row["programme"]), gains.get(row["programme"]), engagement),
            }
            for row in table.to_dict("records")
        ]
    )
    columns = [Column("programme", label("programme")), Column("flow", say("head.flow"), kind="flow")]
    columns += [Column(name, heading, tone=_lacking(name)) for name, heading in _HEADS.items()]
    made = table_exhibit(
        told,
        columns,
        title=_title(table),
        findings=phrases(*_gaps(table)),
        note=say("note", certainty=CERTAINTY, power=POWER),
        tables=("programmes", "transactions", "touchpoints"),
    )
    return replace(made, cards=True)


_HEADS = {
    "objective": say("head.objective"),
    "whom": say("head.whom"),
    "got": say("head.got"),
    "trigger": say("head.trigger"),
    "message": say("head.message"),
    "channel": say("head.channel"),
    "when": say("head.when"),
    "order": say("head.order"),
    "pressure": say("head.pressure"),
    "control": say("head.control"),
    "kpi": say("head.kpi"),
    "came": say("head.came"),
    "sum": say("head.sum"),
    "hypothesis": say("head.hypothesis"),
    "test": say("head.test"),
    "owner": say("head.owner"),
    "runs": say("head.runs"),
}


def _lacking(name: str) -> Any:
    """The tone of what is still to be filled in, also where that is a part of it."""
    return lambda row: "warn" if _is_missing(row[name]) else ""


def _is_missing(told: Any) -> bool:
    return isinstance(told, dict) and (
        told.get("say") in MISSING or any(map(_is_missing, told.get("facts", {}).values()))
    )


MISSING = ("briefings.missing", "briefings.missing_rule")


def _told(row: dict[str, Any], engagement: Engagement) -> dict[str, Phrase | list]:
    return {
        "programme": row["programme"],
        "flow": _flow(row, engagement),
        "objective": _text(row, "objective"),
        "whom": _whom(row),
        "trigger": _text(row, "trigger"),
        "message": _text(row, "message"),
        "channel": row["channel"],
        "when": _both("when", timing=_text(row, "timing"), frequency=_text(row, "frequency")),
        "order": say("order", kind=label(f"class.{row['class']}"), weight=row["weight"]),
        "pressure": _pressure(row, engagement),
        "control": _control(row, engagement),
        "kpi": _kpi(row),
        "sum": _sum(row),
        "hypothesis": say("no_hypothesis") if row["always"] else _text(row, "hypothesis"),
        "test": _test(row, engagement),
        "owner": _text(row, "owner"),
        "runs": _runs(row),
    }


def _both(key: str, **parts: Phrase) -> Phrase:
    """A sentence of several parts; where all are still to be filled in, that once."""
    return say("missing") if all(map(_is_missing, parts.values())) else say(key, **parts)


def _text(row: dict[str, Any], name: str) -> Phrase:
    return row[name] if isinstance(row.get(name), str) else say("missing")


def _flow(row: dict[str, Any], engagement: Engagement) -> list[Phrase]:
    """The way of one person through the programme, box by box."""
    share = row["control_share"]
    return list(
        phrases(
            row["trigger"] if isinstance(row["trigger"], str) else None,
            say("flow.stage", stage=named("stage", row["stage"])),
            row["profile"] if isinstance(row["profile"], str) else None,
            say("flow.control", share=share) if share and share > 0 else None,
            None if row["always"] else say("flow.pressure", rules=all_rules(engagement.contact)),
            say("flow.send", channel=row["channel"], message=_text(row, "message")),
            say("flow.measure", kpi=row["kpi"]) if isinstance(row["kpi"], str) else None,
        )
    )


def _whom(row: dict[str, Any]) -> Phrase:
    """The rule, and how many it holds for now."""
    facts = {"stage": named("stage", row["stage"]), "profile": row["profile"], "n": row["people"]}
    key = "whom" if pd.isna(row["profile"]) else "whom.profile"
    rule = row["audience"] if isinstance(row["audience"], str) else say("missing_rule")
    count = (
        say("uncounted")
        if pd.isna(row["people"])
        else say("nobody")
        if not row["people"]
        else say("count", n=row["people"])
    )
    return say(key, **{**facts, "rule": rule, "count": count})


def _got(due: dict[str, Any] | None, reached: list[dict[str, Any]]) -> Phrase:
    """What was sent this quarter, in which stage those were who got it, and what a rule would withhold."""
    if due is None:
        return say("got.unknown")
    if not due["planned"]:
        return say("got.nothing")
    sent = say("got", n=due["planned"], withheld=due["withheld"])
    own = next((row for row in reached if row["intended"]), None)
    if own is None or pd.isna(own["share"]):
        return sent
    others = [row for row in reached if not row["intended"]]
    most = max(others, key=lambda row: row["n"], default=None)
    facts = {"n": own["from_n"], "share": own["share"], "ends": between(own["low"], own["high"], "percent")}
    if most is None or not most["n"] > 0:
        return say("got.all", sent=sent, **facts)
    stage = named("stage", most["stage"]) if most["stage"] else label("no_stage_then")
    return say("got.reached", sent=sent, stage=stage, other=most["share"], **facts)


def _came(
    row: dict[str, Any],
    answered: dict[str, Any] | None,
    gain: dict[str, Any] | None,
    engagement: Engagement,
) -> Phrase:
    """The response so far, and what the programme adds, where some were left out of it by lot."""
    if row["always"] and not (answered and answered["responded_share"] > 0):
        return say("came.exempt")
    if answered is None or pd.isna(answered["responded_share"]):
        return say("came.unknown")
    ends = between(answered["responded_low"], answered["responded_high"], "percent1")
    share = say("came", n=answered["sent"], share=answered["responded_share"], ends=ends)
    if gain is None or pd.isna(gain["uplift"]):
        return say("came.no_control", share=share)
    ends = between(100 * gain["low"], 100 * gain["high"], "signed1")
    points, days = show(100 * gain["uplift"], "signed1"), engagement.contact.response_days
    return say("came.adds", share=share, points=points, ends=ends, days=days)


def _pressure(row: dict[str, Any], engagement: Engagement) -> Phrase:
    return say("pressure.exempt") if row["always"] else say("pressure", rules=all_rules(engagement.contact))


def _control(row: dict[str, Any], engagement: Engagement) -> Phrase:
    share = row["control_share"]
    if pd.isna(share):
        return say("control.exempt") if row["always"] else say("missing")
    if not share:
        return say("control.none")
    if pd.isna(row["people"]):
        return say("control.share", share=share)
    return say("control", share=share, n=row["people"] - row["treated"])


def _kpi(row: dict[str, Any]) -> Phrase:
    target = show(row["rate_aimed"], "rate") if not pd.isna(row["rate_aimed"]) else _text(row, "target")
    if pd.isna(row["rate_now"]):
        return _both("kpi", kpi=_text(row, "kpi"), target=target)
    return say("kpi.from", kpi=_text(row, "kpi"), target=target, now=row["rate_now"])


def _sum(row: dict[str, Any]) -> Phrase:
    """The target in money, with every number that it is made of."""
    if pd.isna(row["target_value"]):
        if row["always"]:
            return say("sum.exempt")
        lacks = [name for name in ("people", "rate_now", "rate_aimed", "value_each") if pd.isna(row[name])]
        return say("sum.unknown", names=[say(f"lacks.{name}") for name in lacks])
    names = ("treated", "rate_now", "rate_aimed", "gained", "value_each", "target_value")
    facts = {name: row[name] for name in names}
    return say("sum", **facts) if pd.isna(row["rounds"]) else say("sum.rounds", **facts, n=row["rounds"])


def _test(row: dict[str, Any], engagement: Engagement) -> Phrase:
    """What the test can find with the people there are, and what it would take."""
    if pd.isna(row["control_needed"]):
        return say("test.exempt") if row["always"] else say("test.unknown")
    facts = {name: row[name] for name in ("rate_now", "rate_aimed", "control_share")}
    needed = say("test", **facts, n=row["control_needed"])
    if pd.isna(row["enough"]):
        return say("test.people", needed=needed)
    if row["enough"]:
        return say("test.enough", needed=needed, n=row["people"] - row["treated"])
    if not pd.isna(row["control_enough"]):
        return say(
            "test.larger", needed=needed, n=row["people"] - row["treated"], share=row["control_enough"]
        )
    if pd.isna(row["rounds_needed"]):
        return say("test.empty", needed=needed)
    found = row["rate_found"]
    least = say("test.nothing") if pd.isna(found) else say("test.least", rate=found)
    facts = {"n": row["people"] - row["treated"], "rounds": row["rounds_needed"], "least": least}
    return say("test.short", needed=needed, **facts)


def _runs(row: dict[str, Any]) -> Phrase:
    begin, end = row.get("start"), row.get("end")
    if pd.isna(begin):
        return say("runs.unknown")
    return say("runs.from", first=begin) if pd.isna(end) else say("runs", first=begin, last=end)


def _title(table: pd.DataFrame) -> Phrase:
    complete = int(_complete(table).sum())
    if complete in (0, len(table)):
        return say("title.all" if complete else "title.none", n=len(table))
    return say("title", n=complete, n_all=len(table))


def _complete(table: pd.DataFrame) -> pd.Series:
    """Which briefings say all; a message that everyone has to get needs no hypothesis."""
    said = table[list(FIELDS)].notna()
    return said.assign(hypothesis=said["hypothesis"] | table["always"]).all(axis="columns")


def _gaps(table: pd.DataFrame) -> list[Phrase | None]:
    """The programmes that lack something, those for nobody, and the tests that can find nothing."""
    unfinished = table.loc[~_complete(table), "programme"].tolist()
    nobody = table.loc[table["people"].eq(0), "programme"].tolist()
    weak = table.loc[table["enough"].eq(False).fillna(False), "programme"].tolist()
    without = untested(table)
    return [
        say("unfinished", names=unfinished) if unfinished else None,
        say("for_nobody", n=len(nobody), names=nobody) if nobody else None,
        say("weak", n=len(weak), names=weak) if weak else None,
        say("untested", n=len(without), names=without) if without else None,
    ]
