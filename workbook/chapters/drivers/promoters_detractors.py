"""What goes with being a promoter, beside what goes with being no detractor."""

import pandas as pd

from workbook.drivers.logistic import FEW_PER_COLUMN
from workbook.drivers.promoters import Promoters
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, phrases, sayer, show

say = sayer(__name__)
CLEAR = 0.05
BORDERS = ("not_detractor", "promoter")


def exhibit(found: Promoters, engagement: Engagement) -> Exhibit | None:
    """Whether the same touchpoints go with promoters as with detractors.

    Args:
        found: From `promoters_and_detractors`.
        engagement: The settings.

    Returns:
        Nothing where another question than NPS leads.
    """
    table = found.table
    if found.reason == "other":
        return None
    if table.empty:
        return Exhibit(
            title=say(f"title.{found.reason}", n=found.n),
            findings=(say(f"advice.{found.reason}"),),
            tables=("answers",),
        )
    columns = [
        Column("driver", label("driver")),
        Column("not_detractor_effect", say("not_detractor"), kind="range"),
        Column("promoter_effect", say("promoter"), kind="range"),
        Column("not_detractor_share", say("not_detractor_share"), "percent"),
        Column("promoter_share", say("promoter_share"), "percent"),
        Column("apart_p", say("apart_p"), "p"),
    ]
    return table_exhibit(
        table.assign(**{f"{border}_effect": _effects(table, border) for border in BORDERS}),
        columns,
        title=_title(found),
        findings=_findings(found),
        note=say("note"),
        tables=("answers",),
    )


def _effects(table: pd.DataFrame, border: str) -> list[Phrase]:
    ends = (table[f"{border}{end}"] for end in ("", "_low", "_high"))
    return [
        say("effect", effect=show(effect, "signed1"), ends=between(low, high, "signed1"))
        for effect, low, high in zip(*ends, strict=True)
    ]


def _title(found: Promoters) -> Phrase:
    names = found.table.loc[found.table["apart_p"] < CLEAR, "driver"].tolist()
    if names:
        return say("title.apart", names=names, n=len(names))
    return say("title.somewhere" if found.p < CLEAR else "title.same", p=found.p)


def _findings(found: Promoters) -> tuple[Phrase, ...]:
    table = found.table
    leading = {border: _strongest(table, border) for border in BORDERS}
    return phrases(
        say("counts", n=found.n, **found.counts),
        say("leading", **leading) if table["promoter_share"].notna().all() else None,
        say("thin", per=found.per_driver) if found.per_driver < FEW_PER_COLUMN else None,
        say("penalised") if found.penalised else None,
        say("tested", chi2=found.chi2, df=found.df, p=found.p),
        say("association"),
    )


def _strongest(table: pd.DataFrame, border: str) -> str:
    share = table[f"{border}_share"]
    return table["driver"][share.idxmax()] if share.notna().any() else ""
