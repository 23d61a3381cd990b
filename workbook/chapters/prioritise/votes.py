"""What customers and partners voted, beside what the experts scored."""

from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)


def exhibit(votes: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What each group puts first, how sure that is, and where the experts put it.

    Args:
        votes: From `workbook.understand.votes.beside_experts`.
        engagement: The settings.
    """
    rows = votes.assign(
        **{f"{name}_ends": _with_ends(votes, name, "dec1") for name in ("importance", "satisfaction")},
        preferred_ends=_with_ends(votes, "preferred", "percent"),
    )
    columns = [
        Column("title", label("title")),
        Column("group", label("voters")),
        Column("n", label("n"), "int"),
        Column("importance_ends", label("importance"), kind="range"),
        Column("satisfaction_ends", label("satisfaction"), kind="range"),
        Column("opportunity_score", label("opportunity_score"), "dec1"),
        Column("preferred_ends", label("first_choice"), kind="range"),
        Column("median", label("experts_median"), "num"),
    ]
    first = [_first_choice(group) for _, group in votes.groupby("group", sort=False)]
    first = sorted((row for row in first if row is not None), key=lambda row: -row["n_preferred"])
    few = votes[["importance", "satisfaction", "preferred"]].isna().all(axis=None)
    return table_exhibit(
        rows,
        columns,
        title=_title(first, few),
        findings=phrases(
            *[say("also", **_choice(row)) for row in first[1:]],
            *[_experts(row) for row in first],
            say("few", n=int(votes["n"].max()), minimum=engagement.minimum_group) if few else None,
            say("apart"),
        ),
        note=say("note"),
        tables=("votes", "scores"),
    )


def _with_ends(votes: pd.DataFrame, name: str, form: str) -> list[Phrase]:
    """A measure with its interval; a dash where it is hidden."""
    columns = votes[[name, f"{name}_low", f"{name}_high"]]
    return [
        show(None, form)
        if pd.isna(value)
        else say("ends", value=show(value, form), ends=between(low, high, form))
        for value, low, high in columns.itertuples(index=False)
    ]


def _first_choice(group: pd.DataFrame) -> pd.Series | None:
    known = group.dropna(subset=["preferred"])
    return known.loc[known["preferred"].idxmax()] if len(known) else None


def _title(first: list[pd.Series], few: bool) -> Phrase:
    if first:
        return say("title", **_choice(first[0]))
    return say("title.few" if few else "title.none")


def _choice(row: pd.Series) -> dict[str, Any]:
    names = {"group": row["group"] or say("unnamed"), "name": row["title"], "n": int(row["n_preferred"])}
    return names | {"share": row["preferred"], "low": row["preferred_low"], "high": row["preferred_high"]}


def _experts(row: pd.Series) -> Phrase | None:
    """Where the experts put what a group puts first."""
    if pd.isna(row["rank"]):
        return say("experts.none", name=row["title"])
    return say(
        "experts", name=row["title"], median=row["median"], rank=int(row["rank"]), n=int(row["ranked"])
    )
