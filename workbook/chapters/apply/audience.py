"""Whom each programme is for, how many fit that now, and who really got it."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, label, named, phrases, sayer

say = sayer(__name__)
MOST = 15


def exhibit(now: pd.DataFrame, reached: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The programme whose intention is furthest from its reach.

    Args:
        now: From `workbook.apply.audience.audience_now`.
        reached: From `workbook.apply.audience.audience_reached`, as may be shown.
        engagement: The settings.
    """
    own = reached[reached["intended"]].set_index("programme")
    most = reached.dropna(subset=["share"]).sort_values("share", ascending=False, kind="stable")
    most = most.drop_duplicates("programme").set_index("programme")
    names = now["programme"]
    rows = now.assign(
        whom=[_whom(row) for row in now.to_dict("records")],
        got=own["from_n"].reindex(names).fillna(0).to_numpy(),
        share=own["share"].reindex(names).to_numpy(),
        ends=[_ends(own, name) for name in names],
        mostly=[_mostly(most, name) for name in names],
    )
    rows = rows.sort_values("got", ascending=False, kind="stable")
    columns = [
        Column("programme", label("programme")),
        Column("whom", say("whom")),
        Column("now", say("now"), "int", lambda row: "" if row["now"] else "warn"),
        Column("got", say("got"), "int"),
        Column("share", say("share"), "percent"),
        Column("ends", label("interval"), kind="range"),
        Column("mostly", say("mostly")),
    ]
    return table_exhibit(
        rows.head(MOST),
        columns,
        title=_title(own, most),
        findings=phrases(_nobody(now), _not_run(now, own), _more(rows)),
        note=say("note"),
        tables=("programmes", "touchpoints", "transactions", "customers"),
    )


def _whom(row: dict) -> Phrase:
    stage = named("stage", row["stage"])
    return stage if pd.isna(row["profile"]) else say("with_profile", stage=stage, profile=row["profile"])


def _ends(own: pd.DataFrame, name: str) -> Phrase:
    if name not in own.index or pd.isna(own.at[name, "share"]):
        return NO_VALUE
    return between(own.at[name, "low"], own.at[name, "high"], "percent")


def _mostly(most: pd.DataFrame, name: str) -> Phrase:
    if name not in most.index:
        return NO_VALUE
    return say("most", stage=_stage(most.at[name, "stage"]), share=most.at[name, "share"])


def _stage(name: str) -> Phrase:
    return named("stage", name) if name else label("no_stage_then")


def _title(own: pd.DataFrame, most: pd.DataFrame) -> Phrase:
    known = own.dropna(subset=["share"])
    if known.empty:
        return say("title.none")
    missed = most.loc[known.index]
    missed = missed[~missed["intended"]]
    if missed.empty:
        return say("title.fits", n=len(known))
    worst = missed["share"].idxmax()
    facts = {"stage": named("stage", own.at[worst, "stage"]), "mostly": _stage(missed.at[worst, "stage"])}
    return say("title", programme=worst, share=missed.at[worst, "share"], **facts)


def _nobody(now: pd.DataFrame) -> Phrase | None:
    empty = now.loc[now["now"].eq(0), "programme"].tolist()
    return say("nobody", names=empty, n=len(empty)) if empty else None


def _not_run(now: pd.DataFrame, own: pd.DataFrame) -> Phrase | None:
    names = [name for name in now["programme"] if name not in own.index]
    return say("not_run", names=names, n=len(names)) if names else None


def _more(rows: pd.DataFrame) -> Phrase | None:
    return say("more", n=len(rows) - MOST) if len(rows) > MOST else None
