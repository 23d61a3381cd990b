"""Which touchpoint follows which, the paths most taken, and who crosses between online and offline."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, chart, table_exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer
from workbook.understand.contacts import ContactFacts

say = sayer(__name__)
CLEAR = 0.05
DRAWN = 14  # steps in the picture
LEFT_OUT = ("repeated", "robots", "unknown")


def exhibit(
    pairs: pd.DataFrame,
    paths: pd.DataFrame,
    crossing: pd.DataFrame,
    contacts: ContactFacts,
    engagement: Engagement,
) -> Exhibit:
    """The step taken most, loops, the share that crosses, and what was left out.

    Args:
        pairs: From `workbook.understand.paths.journey_paths`, as may be shown.
        paths: From `workbook.understand.paths.top_paths`, as may be shown.
        crossing: From `workbook.understand.paths.shares_by_group`, of who crosses, as may be shown.
        contacts: What is known of the contacts, and what was left out.
        engagement: The settings.
    """
    shown = pairs.dropna(subset=["share"])
    drawn = shown.head(DRAWN).sort_values(
        ["before", "after"], key=lambda names: names.map(contacts.names.index)
    )
    loops = drawn["before"].eq(drawn["after"])
    drawn = drawn.assign(
        text=[say("band", n=row.n, days=row.days) for row in drawn.itertuples()],
        kind=[say("again" if loop else "on") for loop in loops],
    )
    known = paths.dropna(subset=["share"])
    rows = known.assign(path=[say(_path(row), steps=row.steps) for row in known.itertuples()])
    columns = [
        Column("path", label("path")),
        Column("customers", label("customers"), "int"),
        Column("n", label("times"), "int"),
        Column("share", label("share_of_paths"), "percent"),
    ]
    axes, kinds = [label("contact"), label("next_contact")], [say("on"), say("again")]
    drawing = {"before": "before", "after": "after", "n": "n", "text": "text", "kind": "kind"}
    return table_exhibit(
        rows,
        columns,
        title=_title(shown),
        chart=chart("flow", drawn, axes=axes, kinds=kinds, groups=contacts.names, **drawing),
        alt=say("alt"),
        findings=_findings(shown, paths, crossing, contacts, engagement),
        note=say("note", days=contacts.path_days, steps=len(drawn), minimum=engagement.minimum_group),
        tables=("touchpoints", "journey"),
    )


def _path(row: pd.Series) -> str:
    """A path of one touchpoint only, one that ends, or one that goes on."""
    return "path.more" if row.more else "path.one" if len(row.steps) == 1 else "path"


def _title(shown: pd.DataFrame) -> Phrase:
    if shown.empty:
        return say("title.none")
    return say("title", **as_facts(shown.iloc[0], "before", "after", "share", "days"))


def _findings(
    shown: pd.DataFrame,
    paths: pd.DataFrame,
    crossing: pd.DataFrame,
    contacts: ContactFacts,
    engagement: Engagement,
) -> tuple[Phrase, ...]:
    loops = shown[shown["before"].eq(shown["after"])]
    back = shown[shown["back"].gt(0)]
    facts = contacts.quality.set_index("rule")
    return phrases(
        say("waits", **as_facts(shown.iloc[0], "days", "days_low", "days_high")) if len(shown) else None,
        say("loops", n=loops["n"].sum(), steps=facts["of"]["tied"], back=back["back"].sum())
        if len(loops) or len(back)
        else None,
        *_crossing(crossing, facts.loc["offline"], engagement),
        *[say(rule, n=facts["n"][rule], of=facts["of"][rule]) for rule in LEFT_OUT if facts["n"][rule]],
        *[say("clocks", **row) for row in contacts.shifts.to_dict("records")],
        say("tied", n=facts["n"]["tied"], of=facts["of"]["tied"]) if facts["n"]["tied"] else None,
    )


def _crossing(crossing: pd.DataFrame, offline: pd.Series, engagement: Engagement) -> tuple[Phrase, ...]:
    """The share that crosses, and the stage or segment that differs most clearly; or why it is not known."""
    if not engagement.journey.offline_channels:
        return (say("sides"),)
    whole = crossing[crossing["grouping"].isna()]
    if whole["share"].isna().all():
        return (say("no_sides"),)
    if offline["n"] in (0, offline["of"]):
        return (say("one_side.offline" if offline["n"] else "one_side.online"),)
    clear = crossing[crossing["p"].lt(CLEAR)].nsmallest(1, "p")
    apart = [
        say(
            "crosses.more" if row.difference > 0 else "crosses.less",
            who=named("stage", row.group) if row.grouping == "stage" else row.group,
            share=row.share,
            points=100 * abs(row.difference),
            low=100 * (row.difference_low if row.difference > 0 else -row.difference_high),
            high=100 * (row.difference_high if row.difference > 0 else -row.difference_low),
        )
        for row in clear.itertuples()
    ]
    return (say("crosses", **as_facts(whole.iloc[0], "share", "low", "high", "seen")), *apart)
