"""Exhibits of steps 2 and 3: what customers need, and what goes together with recommendation."""

import pandas as pd

from workbook.exhibits import charts
from workbook.exhibits.exhibit import Column, Exhibit, table_exhibit
from workbook.wording import Words, titles

_EVIDENCE_TONE = {"enough": "strong", "numbers only": "", "words only": "", "thin": "warn", "none": "warn"}


def nps(table: pd.DataFrame, words: Words) -> Exhibit:
    """NPS per touchpoint with its interval, lowest first."""
    shown = table.dropna(subset=["nps"]).sort_values("nps")
    shown = shown.assign(
        name=[f"{row.touchpoint} (n = {words.show(row.n, 'int')})" for row in shown.itertuples()]
    )
    key = "nps.note.1-10" if words.engagement.nps_scale == "1-10" else "nps.note"
    return Exhibit(
        name="nps",
        title=titles.nps(table, words),
        chart=charts.intervals(
            shown, words, name="name", value="nps", spec="signed", axis=words.label("nps"), zero=True
        ),
        alt=words.say("nps.alt"),
        note=words.say(key, minimum=words.engagement.minimum_group),
        **words.rests_on("answers"),
    )


def journey(cells: pd.DataFrame, words: Words) -> Exhibit:
    """The journey map with NPS and the evidence in each cell."""
    shown = cells.assign(
        evidence_name=words.labels("evidence." + cells["evidence"]),
        interval=_interval(cells, "signed", words),
    )
    columns = [
        Column("phase", words.label("phase")),
        Column("touchpoint", words.label("touchpoint")),
        Column("channel", words.label("channel")),
        Column("nps", words.label("nps"), "signed"),
        Column("interval", words.label("interval"), kind="range"),
        Column("n", words.label("n"), "int"),
        Column("insights", words.label("insights"), "int"),
        Column("evidence_name", words.label("evidence"), tone=lambda row: _EVIDENCE_TONE[row["evidence"]]),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="journey",
        title=titles.journey(cells, words),
        note=words.say("journey.note"),
        **words.rests_on("journey", "answers", "insights"),
    )


def profiles(association, words: Words) -> Exhibit:
    """Share of each segment in each profile."""
    shares = association.shares.rename_axis(index="segment", columns=None).reset_index()
    shares["n"] = association.table.sum(axis="columns").to_numpy()
    columns = [
        Column("segment", words.label("segment")),
        Column("n", words.label("n"), "int"),
        *[Column(name, str(name), "percent") for name in association.shares.columns],
    ]
    return table_exhibit(
        shares,
        columns,
        words,
        name="profiles",
        title=titles.profiles(association, words),
        note=words.say("profiles.note"),
        **words.rests_on("customers", "profile"),
    )


def needs(table: pd.DataFrame, words: Words) -> Exhibit:
    """Importance, satisfaction and opportunity score per touchpoint, least served first."""
    shown = table.dropna(subset=["opportunity_score"]).sort_values("opportunity_score", ascending=False)
    shown = shown.assign(
        band_name=words.labels("band." + shown["band"]),
        importance_text=_with_interval(shown, "importance", words),
        satisfaction_text=_with_interval(shown, "satisfaction", words),
    )
    columns = [
        Column("touchpoint", words.label("touchpoint")),
        Column("importance_text", words.label("importance"), kind="range"),
        Column("satisfaction_text", words.label("satisfaction"), kind="range"),
        Column("opportunity_score", words.label("opportunity_score"), "dec1", _high_score),
        Column("band_name", words.label("band")),
        Column("n_satisfaction", words.label("n"), "int"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="needs",
        title=titles.needs(table, words),
        note=words.say("needs.note", minimum=words.engagement.minimum_group),
        **words.rests_on("answers"),
    )


def drivers(found, words: Words) -> Exhibit:
    """Importance of each driver with its interval."""
    return Exhibit(
        name="drivers",
        title=titles.drivers(found, words),
        chart=charts.intervals(
            found.table,
            words,
            name="driver",
            value="importance",
            spec="percent1",
            axis=words.label("driver_importance"),
            percent=True,
            zero=True,
        ),
        alt=words.say("drivers.alt"),
        note=words.say("drivers.note"),
        **words.rests_on("answers"),
    )


def coefficients(found, words: Words) -> Exhibit:
    """The regression behind the importances."""
    ends = {"low": found.table["coefficient_low"], "high": found.table["coefficient_high"]}
    shown = found.table.assign(interval=_interval(found.table.assign(**ends), "dec2", words))
    columns = [
        Column("driver", words.label("driver")),
        Column("coefficient", words.label("coefficient"), "dec2"),
        Column("interval", words.label("interval"), kind="range"),
        Column("p", words.label("p"), "p"),
        Column("vif", words.label("vif"), "dec1"),
        Column("performance", words.label("performance"), "dec1"),
    ]
    return table_exhibit(
        shown,
        columns,
        words,
        name="coefficients",
        title=titles.coefficients(found, words),
        note=words.say("coefficients.note"),
        **words.rests_on("answers"),
    )


def _high_score(row: pd.Series) -> str:
    return "strong" if row["band"] != "not" else ""


def _interval(table: pd.DataFrame, spec: str, words: Words) -> list[str]:
    return [words.between(low, high, spec) for low, high in zip(table["low"], table["high"], strict=True)]


def _with_interval(table: pd.DataFrame, measure: str, words: Words) -> list[str]:
    ends = table.rename(columns={f"{measure}_low": "low", f"{measure}_high": "high"})
    interval = _interval(ends, "dec1", words)
    return [
        f"{words.show(value, 'dec1')} ({ends})" for value, ends in zip(table[measure], interval, strict=True)
    ]
