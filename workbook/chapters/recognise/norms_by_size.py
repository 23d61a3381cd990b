"""How often small and large keep each norm, and how far apart they are."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, label, named, phrases, sayer, show

say = sayer(__name__)


def exhibit(table: pd.DataFrame, reason: str, engagement: Engagement) -> Exhibit | None:
    """On which norms small and large serve differently, and where that is chance on few cases.

    Args:
        table: Per norm both sides and their differences, as may be shown.
        reason: Why nothing can be held to a norm; nothing is shown then.
        engagement: The settings.
    """
    if reason:
        return None
    sides = {
        f"kept_{size}_text": _with_ends(table, f"kept_{size}", f"kept_{size}", "percent")
        for size in ("small", "large")
    }
    rows = table.assign(
        name=[named("norm", name) for name in table["norm"]],
        kept_text=_with_ends(table, "kept_difference", "kept", "signed1"),
        met_text=_with_ends(table, "met_share_difference", "met_share", "signed1"),
        **sides,
    )
    columns = [
        Column("name", label("norm")),
        Column("n_small", label("small_n"), "int"),
        Column("kept_small_text", label("small_kept"), kind="range"),
        Column("n_large", label("large_n"), "int"),
        Column("kept_large_text", label("large_kept"), kind="range"),
        Column("kept_text", label("kept_difference"), kind="range"),
        Column("met_text", label("met_share_difference"), kind="range", tone=_stands_out),
    ]
    known = table["met_share_difference"].notna().any()
    return table_exhibit(
        rows if known else rows.iloc[:0],
        columns,
        title=_title(table) if known else "",
        findings=_findings(table) if known else (say("few"),),
        note=say("note", minimum=engagement.minimum_group) if known else "",
        tables=("service",),
    )


def _with_ends(table: pd.DataFrame, value: str, ends: str, form: str) -> list[Phrase]:
    """A number with its interval in brackets; a dash where it is hidden."""
    rows = zip(table[value], table[f"{ends}_low"], table[f"{ends}_high"], strict=True)
    return [
        say("with_interval", number=show(number, form), ends=between(low, high, form))
        if pd.notna(number)
        else NO_VALUE
        for number, low, high in rows
    ]


def _stands_out(row: pd.Series) -> str:
    return "strong" if row["met_share_high"] < 0 or row["met_share_low"] > 0 else ""


def _title(table: pd.DataFrame) -> Phrase:
    lower = _names(table[table["met_share_high"] < 0])
    higher = _names(table[table["met_share_low"] > 0])
    key = "both" if lower and higher else "lower" if lower else "higher" if higher else "same"
    return say(f"title.{key}", names=lower or higher, others=higher)


def _names(table: pd.DataFrame) -> list[Phrase]:
    return [named("norm", name) for name in table["norm"]]


def _findings(table: pd.DataFrame) -> tuple[Phrase, ...]:
    clear = table["met_share_high"].lt(0) | table["met_share_low"].gt(0)
    differs = [
        say(
            "met_share",
            norm=named("norm", row.norm),
            small=row.met_share_small,
            large=row.met_share_large,
            difference=row.met_share_difference,
            low=row.met_share_low,
            high=row.met_share_high,
        )
        for row in table[clear].itertuples()
    ]
    return phrases(
        *differs,
        _by_chance("less", table[~clear & table["kept_high"].lt(0)]),
        _by_chance("more", table[~clear & table["kept_low"].gt(0)]),
        say("association"),
    )


def _by_chance(key: str, table: pd.DataFrame) -> Phrase | None:
    """Norms kept more or less often by small ones, whose cases show no clear difference."""
    if table.empty:
        return None
    most = table.loc[(table["chance_small"] - table["chance_large"]).abs().idxmax()]
    chances = {"small": most["chance_small"], "large": most["chance_large"]}
    return say(key, names=_names(table), norm=named("norm", most["norm"]), **chances)
