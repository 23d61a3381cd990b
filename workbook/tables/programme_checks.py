"""Faults of programmes and the rules about them: what contradicts itself, and names that nothing has."""

from collections.abc import Iterable, Mapping

import pandas as pd

from workbook.engagement import Engagement
from workbook.hints import did_you_mean
from workbook.tables.faults import Fault, RawTable, unknown_values
from workbook.tables.numbers import number_text

Frames = Mapping[str, pd.DataFrame]
CHANNELS = ("journey", "programmes", "touchpoints", "transactions")
"""The tables that have a column of channels."""


def contradicting_programmes(frames: Frames, raw: Mapping[str, RawTable]) -> list[Fault]:
    """Programmes that end before they start, aim at less than there is, or are for a profile nobody knows.

    Args:
        frames: The values of the tables.
        raw: The tables as read.
    """
    if "programmes" not in raw:
        return []
    table, rows = raw["programmes"], frames.get("programmes", pd.DataFrame())
    given = rows.reindex(columns=["start", "end", "rate_now", "rate_aimed"])
    days = given[["start", "end"]].astype("datetime64[us]")
    early = days[days["end"] < days["start"]]
    ends = {
        row.Index: f"{row.end:%Y-%m-%d} is before start, {row.start:%Y-%m-%d}" for row in early.itertuples()
    }
    rates = given[["rate_now", "rate_aimed"]].astype(float)
    less = rates[rates["rate_aimed"] <= rates["rate_now"]]
    aims = {
        row.Index: f"{number_text(row.rate_aimed)} is not above rate_now, {number_text(row.rate_now)};"
        " the aim is the share with the programme, rate_now the share without it"
        for row in less.itertuples()
    }
    faults = table.faults_by_row(ends, "end") + table.faults_by_row(aims, "rate_aimed")
    profiles = _known(frames, "profile", ("customers", "insights"))
    if not profiles or "customers" not in frames or "profile" not in rows:
        return faults
    named = rows["profile"].dropna()
    where = "a profile in table 'customers' or 'insights'"
    return faults + unknown_values(table, "profile", named[~named.isin(profiles)], profiles, where)


def unknown_in_rules(frames: Frames, raw: Mapping[str, RawTable], engagement: Engagement) -> list[Fault]:
    """Channels and roles that settings name and no table has: such a rule or rate would never count.

    Args:
        frames: The values of the tables.
        raw: The tables as read; of one that is not in memory the channels are not known.
        engagement: The settings.
    """
    sent = _known(frames, "channel", ("programmes",))
    used = _known(frames, "channel", CHANNELS) if set(raw) & {*CHANNELS} <= set(frames) else []
    roles = _known(frames, "role", ("processes",))
    named = [
        *[
            (f"contact.rules.{rule.name}", name, sent, "the channel of a programme")
            for rule in engagement.contact.rules
            for name in rule.channels
        ],
        *[
            ("journey.offline_channels", name, used, "a channel in any table")
            for name in engagement.journey.offline_channels
        ],
        *[
            ("essa.hour_rates", name, roles, "a role in table 'processes'")
            for name in engagement.essa.hour_rates
        ],
    ]
    return [
        Fault("", "engagement.yml", f"{setting}: '{name}' is not {what}{did_you_mean(name, allowed)}")
        for setting, name, allowed, what in named
        if allowed and name not in allowed
    ]


def _known(frames: Frames, column: str, tables: Iterable[str]) -> list[str]:
    """The values that a column has in any of some tables."""
    columns = [frames[name][column].dropna() for name in tables if column in frames.get(name, ())]
    return pd.concat(columns).unique().tolist() if columns else []
