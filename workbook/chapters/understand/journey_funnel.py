"""Who reaches each phase of the journey and goes on to the next, per stage and segment."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, chart, table_exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer
from workbook.understand.contacts import ContactFacts

say = sayer(__name__)
CLEAR = 0.05
TOLD = 3  # differences that the findings tell


def exhibit(table: pd.DataFrame, contacts: ContactFacts, engagement: Engagement) -> Exhibit:
    """The step that fewest take, and the groups that differ clearly.

    Args:
        table: From `workbook.understand.paths.shares_by_group`, as may be shown.
        contacts: What is known of the contacts.
        engagement: The settings.
    """
    phases, following = contacts.phases, dict(zip(contacts.places, contacts.places[1:], strict=False))
    rows = table.assign(
        phase=[phases[place] for place in table["place"]],
        following=[phases[following[place]] if place in following else None for place in table["place"]],
        who=[_who(row) for row in table.itertuples()],
        ends=[between(*ends, "percent") for ends in zip(table["low"], table["high"], strict=True)],
    )
    whole = rows[rows["grouping"].isna()]
    steps = whole[whole["following"].notna() & whole["share"].notna()]
    shown = rows[rows["grouping"].isna() | rows["share"].notna()]
    names = [say("step", n=row.seen, phase=row.phase, following=row.following) for row in steps.itertuples()]
    columns = [
        Column("phase", label("phase")),
        Column("following", label("next_phase")),
        Column("who", label("group")),
        Column("n", label("reached"), "int"),
        Column("seen", label("followed"), "int"),
        Column("share", label("goes_on"), "percent", lambda row: "strong" if row["grouping"] is None else ""),
        Column("ends", label("interval"), kind="range"),
        Column("apart", label("against_others"), kind="range", tone=_tone),
    ]
    return table_exhibit(
        shown.assign(apart=[_apart(row) for row in shown.itertuples()]),
        columns,
        title=_title(steps, contacts),
        chart=chart(
            "intervals",
            steps.assign(name=names),
            name="name",
            value="share",
            form="percent",
            axis=label("goes_on"),
            percent=True,
        )
        if len(steps) > 1
        else None,
        alt=say("alt"),
        findings=_findings(rows, contacts),
        note=say("note", days=contacts.path_days, minimum=engagement.minimum_group),
        tables=("touchpoints", "journey"),
    )


def _who(row: pd.Series) -> Phrase:
    if row.grouping is None:
        return label("all_customers")
    if row.group is None or row.group != row.group:
        return label("no_stage_then" if row.grouping == "stage" else "unknown_segment")
    return named("stage", row.group) if row.grouping == "stage" else row.group


def _apart(row: pd.Series) -> Phrase:
    """How far a group's share lies from that of the others, in percentage points."""
    if pd.isna(row.difference):
        return ""
    ends = between(100 * row.difference_low, 100 * row.difference_high, "signed1")
    return say("apart", points=100 * row.difference, ends=ends)


def _tone(row: pd.Series) -> str:
    return "strong" if row["p"] < CLEAR else ""


def _title(steps: pd.DataFrame, contacts: ContactFacts) -> Phrase:
    if steps.empty:
        return say("title.none")
    low = steps.loc[steps["share"].idxmin()]
    facts = {**as_facts(low, "phase", "following", "share", "low", "high"), "days": contacts.path_days}
    return say("title" if len(steps) > 1 else "title.one", **facts)


def _findings(rows: pd.DataFrame, contacts: ContactFacts) -> tuple[Phrase, ...]:
    compared = rows[rows["p"].notna()]
    clear = compared[compared["p"].lt(CLEAR)].nsmallest(TOLD, "p")
    told = [
        say(
            "more" if row.difference > 0 else "less",
            **{name: getattr(row, name) for name in ("who", "phase", "following", "share")},
            points=100 * abs(row.difference),
            low=100 * (row.difference_low if row.difference > 0 else -row.difference_high),
            high=100 * (row.difference_high if row.difference > 0 else -row.difference_low),
        )
        for row in clear.itertuples()
    ]
    absent = [phase for place, phase in enumerate(contacts.phases) if place not in contacts.places]
    whole = rows[rows["grouping"].isna() & rows["following"].notna()]
    return phrases(
        *told,
        None if told else say("alike" if len(compared) else "uncompared"),
        say("late", n=int((whole["n"] - whole["seen"]).sum()), days=contacts.path_days),
        say("absent", names=absent) if absent else None,
    )
