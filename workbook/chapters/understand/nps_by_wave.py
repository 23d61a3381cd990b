"""NPS over all waves of the survey, of the relation first and then per touchpoint."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Where the relation stands now and stood in the first wave, and whether the difference is clear.

    Args:
        table: From `workbook.understand.nps.nps_by_wave`, as may be shown.
        engagement: The settings.

    Returns:
        Nothing where there was one wave only.
    """
    shown = table.dropna(subset=["nps"])
    if shown["wave"].nunique() < 2:
        return None
    names = [_name(row.touchpoint) for row in shown.itertuples()]
    return Exhibit(
        title=_title(shown),
        chart=chart(
            "small_multiples",
            shown.assign(name=names),
            panel="name",
            x="wave",
            y="nps",
            form="signed",
            axis=label("nps"),
        ),
        alt=say("alt"),
        findings=phrases(_tested(shown)),
        note=say("note", minimum=engagement.minimum_group),
        tables=("answers",),
    )


def _name(touchpoint: str | None) -> Phrase:
    return say("relation") if pd.isna(touchpoint) else touchpoint


def _tested(shown: pd.DataFrame) -> Phrase | None:
    """Whether the same people answered in both waves."""
    relation = shown[shown["touchpoint"].isna()]
    if len(relation) < 2:
        return None
    return say("tested" if relation["n_both"].iloc[-1] else "tested.others", n=relation["n_both"].iloc[-1])


def _title(shown: pd.DataFrame) -> Phrase:
    relation = shown[shown["touchpoint"].isna()]
    if len(relation) < 2:
        return say("title.waves", n=shown["wave"].nunique())
    first, last = relation.iloc[0], relation.iloc[-1]
    clear = last["change_low"] > 0 or last["change_high"] < 0
    facts = as_facts(last, "nps", "change", "change_low", "change_high", "wave")
    return say("title.changed" if clear else "title", before=first["nps"], first=first["wave"], **facts)
