"""Profiles as cards: how many there are, what they need and say, and what is to be done for them."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import pandas as pd
from pandas import DataFrame, Series

from workbook.privacy import declare, tells
from workbook.understand.insight_links import insights_named
from workbook.understand.needs import needs, redrawn_needs, scored_where_known

if TYPE_CHECKING:
    import ibis

ENDS = (0.025, 0.975)
SHOWN = 3
"""So many jobs, pains and quotes of a profile are told."""


@tells("share_of_value", "channel_share")
def profile_sizes(customers: "ibis.Table", value: DataFrame, channels: DataFrame) -> DataFrame:
    """How many customers have each profile, their share of the revenue, and by which channel they are met
    most.

    Args:
        customers: Table of customers: customer_id, profile (blank where not known).
        value: Revenue per profile: group, share_of_value (of those with a profile), as
            `workbook.recognise.value.value_by_segment` gives it.
        channels: As `contacts_by_channel` gives it.

    Returns:
        One row per profile, the largest first: profile, n, share_of_base (of those with a profile), known
        (share of all customers that have one), share_of_value, channel and channel_share (of the contacts;
        blank where none names a channel).

    Example:
        >>> import ibis
        >>> rows = ibis.memtable({"customer_id": list("abcd"), "profile": ["x", "x", "y", None]})
        >>> value = DataFrame({"group": [], "share_of_value": []})
        >>> channels = DataFrame({"profile": [], "channel": [], "n": []})
        >>> profile_sizes(rows, value, channels)[["profile", "n", "known"]].values.tolist()
        [['x', 2, 0.75], ['y', 1, 0.75]]
    """
    counts = customers.group_by("profile").aggregate(n=customers.count()).to_pandas()
    table = counts.dropna(subset=["profile"])
    table = table.sort_values(["n", "profile"], ascending=[False, True], ignore_index=True)
    table["share_of_base"] = table["n"] / max(table["n"].sum(), 1)
    table["known"] = table["n"].sum() / max(counts["n"].sum(), 1)
    table["share_of_value"] = table["profile"].map(value.set_index("group")["share_of_value"]).astype(float)
    most = channels.sort_values(["n", "channel"], ascending=[False, True]).drop_duplicates("profile")
    most = most.set_index("profile").assign(all=channels.groupby("profile")["n"].sum())
    table["channel"] = table["profile"].map(most["channel"]).astype("str")
    table["channel_share"] = table["profile"].map(most["n"] / most["all"]).astype(float)
    return table


def contacts_by_channel(contacts: "ibis.Table", customers: "ibis.Table") -> DataFrame:
    """How many contacts customers of each profile had by each channel, counted in the backend.

    Args:
        contacts: Table of touchpoints: customer_id, channel.
        customers: Table of customers: customer_id, profile.

    Returns:
        profile, channel, n.
    """
    known = customers.select("customer_id", "profile").filter(customers.profile.notnull())
    met = contacts.filter(contacts.channel.notnull()).select("customer_id", "channel")
    both = met.join(known, "customer_id")
    return both.group_by(["profile", "channel"]).aggregate(n=both.count()).to_pandas()


def profile_needs(
    answers: DataFrame, customers: "ibis.Table", score: Callable[[Series, Series], Series], *, seed: int
) -> DataFrame:
    """The opportunity score of each need within each profile.

    Args:
        answers: Table of answers: respondent_id, customer_id, touchpoint, question, score, [cluster, weight].
        customers: Table of customers: customer_id, profile.
        score: The opportunity score of importances and satisfactions.
        seed: Seed of the draws.

    Returns:
        One row per profile and touchpoint: profile, touchpoint, opportunity_score, low, high (95 %, of people
        drawn again), fewest (the smaller number of answers to the two questions); sorted by profile, highest
        first.

    Source:
        Ulwick (2002), Harvard Business Review 80(1), p. 91-97: the score is defined within a segment; Efron &
        Tibshirani (1993), An Introduction to the Bootstrap.
    """
    rows = answers.dropna(subset=["touchpoint"])
    asked = customers.filter(
        customers.profile.notnull(),
        customers.customer_id.isin(rows["customer_id"].dropna().unique().tolist()),
    )
    profiles = asked.select("customer_id", "profile").to_pandas().set_index("customer_id")["profile"]
    rows = rows.assign(profile=rows["customer_id"].map(profiles)).dropna(subset=["profile"])
    columns = ["profile", "touchpoint", "opportunity_score", "low", "high", "fewest"]
    parts = [DataFrame(columns=columns)]
    for profile, its in rows.groupby("profile"):
        known = needs(its).dropna(subset=["importance", "satisfaction"]).set_index("touchpoint")
        if known.empty:
            continue
        drawn = zip(*(each.items() for each in redrawn_needs(its, known.index, seed)), strict=True)
        draws = [scored_where_known(score, important, satisfied) for (_, important), (_, satisfied) in drawn]
        ends = {
            name: [each.quantile(end) for each in draws]
            for name, end in zip(("low", "high"), ENDS, strict=True)
        }
        found = known.assign(opportunity_score=score(known["importance"], known["satisfaction"]), **ends)
        found = found.sort_values("opportunity_score", ascending=False, kind="stable").reset_index()
        parts.append(found.assign(profile=profile)[columns])
    table = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    table = table.astype(dict.fromkeys(columns[2:5], float) | {"fewest": int})
    table.attrs.clear()
    return declare(table, "opportunity_score", "low", "high", n="fewest")


@tells()
def profile_words(sizes: DataFrame, insights: DataFrame, opportunities: DataFrame, minimum: int) -> DataFrame:
    """What is known of each profile in words: of its insights, and what rests on them.

    Args:
        sizes: profile and n, as `profile_sizes` gives them.
        insights: Table of insights: insight, text, [profile, job, need, pain].
        opportunities: Table of opportunities: opportunity, title, [profile, phase, insights (ids, with ;
            between)].
        minimum: The fewest customers of a profile of which an insight is quoted.

    Returns:
        One row per profile, in the order of `sizes`: profile, insights (how many), jobs, needs, pains and
        quotes (lists; no quotes of a profile of fewer than the minimum), phases and titles (lists of the same
        length: of each opportunity that names the profile, or an insight of it, its phase, blank where it has
        none, and title).
    """
    rows = []
    named = insights.reindex(columns=["insight", "text", "profile", "job", "need", "pain"])
    for profile, n in zip(sizes["profile"], sizes["n"], strict=True):
        its = named[named["profile"].eq(profile)]
        listed = {f"{kind}s": _first(its[kind]) for kind in ("job", "need", "pain")}
        todo = opportunities_for(opportunities, profile, set(its["insight"]))
        quotes = _first(its["text"]) if n >= minimum else []
        rows.append(
            {
                "profile": profile,
                "insights": len(its),
                **listed,
                "quotes": quotes,
                "phases": todo["phase"].astype("object").where(todo["phase"].notna(), "").tolist(),
                "titles": todo["title"].tolist(),
            }
        )
    lists = ["jobs", "needs", "pains", "quotes", "phases", "titles"]
    return DataFrame(rows, columns=["profile", "insights", *lists])


def _first(texts: Series) -> list[str]:
    return list(dict.fromkeys(texts.dropna()))[:SHOWN]


def opportunities_for(opportunities: DataFrame, profile: str, insights: Collection[str]) -> DataFrame:
    """The opportunities that name a profile, or rest on one of some insights; by phase as they stand.

    Example:
        >>> listed = DataFrame({"title": ["A", "B"], "profile": ["x", None], "insights": [None, "I1;I2"]})
        >>> opportunities_for(listed, "x", {"I2"})["title"].tolist()
        ['A', 'B']
    """
    columns = opportunities.reindex(columns=["title", "profile", "phase", "insights"])
    rest = [bool(set(named) & set(insights)) for named in insights_named(columns["insights"])]
    return columns[columns["profile"].eq(profile).fillna(False).astype(bool) | Series(rest, columns.index)]
