"""Exhibits of step 1 on service norms: who keeps them, the score over quarters, and small beside large."""

import pandas as pd

from workbook.engagement import Norm
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, service


def norms_kept(table: pd.DataFrame, words: Words) -> Exhibit | None:
    """How many keep each norm, and the change since the quarter before; nothing without norms and cases."""
    if table.empty:
        return None
    asked = {norm.name: _asked(norm, words) for norm in words.engagement.norms}
    shown = table.assign(
        name=[words.norm(name) for name in table["norm"]],
        asked=table["norm"].map(asked),
        between=_between(table, "low", "high", "percent", words),
        change_between=_between(table, "change_low", "change_high", "signed1", words),
    )
    columns = [
        Column("name", words.label("norm")),
        Column("asked", words.label("asked")),
        Column("judged", words.label("judged"), "int"),
        Column("share_kept", words.label("kept"), "percent"),
        Column("between", words.label("interval"), kind="range"),
        Column("change", words.label("change_points"), "signed1"),
        Column("change_between", words.label("change_interval"), kind="range"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="norms_kept",
        title=service.norms_kept_title(table, words),
        note=words.say("norms.note", minimum=words.engagement.minimum_group),
        **words.rests_on("service"),
    )


def _asked(norm: Norm, words: Words) -> str:
    key, share = ("at_least", norm.at_least) if norm.at_most is None else ("at_most", norm.at_most)
    return words.say(f"norms.{key}", share=share)


def _between(table: pd.DataFrame, low: str, high: str, spec: str, words: Words) -> list[str]:
    return [words.between(*ends, spec) for ends in zip(table[low], table[high], strict=True)]


def quality_scores(table: pd.DataFrame, words: Words) -> Exhibit | None:
    """The mean score per quarter with its change, beside the strikes; nothing without scores."""
    if table.empty:
        return None
    shown = table.assign(
        between=_between(table, "low", "high", "dec1", words),
        change_between=_between(table, "change_low", "change_high", "signed1", words),
    )
    columns = [
        Column("quarter", words.label("quarter")),
        Column("n", words.label("n"), "int"),
        Column("score", words.label("score.mean"), "dec1"),
        Column("between", words.label("interval"), kind="range"),
        Column("change", words.label("change_points"), "signed1"),
        Column("change_between", words.label("change_interval"), kind="range"),
        Column("given", words.label("strikes_given"), "int"),
        Column("expired", words.label("strikes_expired"), "int"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="quality_scores",
        title=service.quality_scores_title(table, words),
        note=words.say("quality_scores.note", minimum=words.engagement.minimum_group),
        **words.rests_on("service"),
    )


def norms_by_size(table: pd.DataFrame, words: Words) -> Exhibit | None:
    """How often small and large keep each norm, and how far apart they are; nothing where not known."""
    if not table["met_share_difference"].notna().any():
        return None
    sides = {
        f"kept_{size}_text": _with_interval(table, f"kept_{size}", "percent", words)
        for size in ("small", "large")
    }
    shown = table.assign(
        name=[words.norm(name) for name in table["norm"]],
        kept_apart=_with_interval(table, "kept", "signed1", words, value="kept_difference"),
        met_share_apart=_with_interval(table, "met_share", "signed1", words, value="met_share_difference"),
        **sides,
    )
    columns = [
        Column("name", words.label("norm")),
        Column("n_small", words.label("small_n"), "int"),
        Column("kept_small_text", words.label("small_kept"), kind="range"),
        Column("n_large", words.label("large_n"), "int"),
        Column("kept_large_text", words.label("large_kept"), kind="range"),
        Column("kept_apart", words.label("kept_difference"), kind="range"),
        Column("met_share_apart", words.label("met_share_difference"), kind="range", tone=_stands_out),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="norms_by_size",
        title=service.norms_by_size_title(table, words),
        note=words.say("norms_by_size.note", minimum=words.engagement.minimum_group),
        **words.rests_on("service"),
    )


def _with_interval(
    table: pd.DataFrame, measure: str, spec: str, words: Words, *, value: str = ""
) -> list[str]:
    """A number with its interval in brackets; a dash where it is hidden."""
    ends = _between(table, f"{measure}_low", f"{measure}_high", spec, words)
    numbers = [words.show(number, spec) for number in table[value or measure]]
    known = table[value or measure].notna()
    return [f"{n} ({e})" if k else n for n, e, k in zip(numbers, ends, known, strict=True)]


def _stands_out(row: pd.Series) -> str:
    return "strong" if row["met_share_high"] < 0 or row["met_share_low"] > 0 else ""
