"""Contacts of customers along the journey, as a clickstream delivers them: the rules, stated and counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from workbook.backend import cached
from workbook.engagement import JourneyRule
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

HOUR, DAY = 3600, 86400
"""Seconds."""
MOST_HOURS = 14
"""No two time zones are further apart than that."""
LEAST_SHIFTED = 10
"""So many contacts have to stand the same hours apart before clocks are called different."""


@dataclass(frozen=True)
class ContactFacts:
    """What is known of the contacts that count, and what was left out.

    Attributes:
        names: The touchpoint of each code: in the order of the journey, then those that it does not have.
        phases: The phase of each place, in the order of the journey.
        places: The places that have contacts.
        path_days: Contacts further apart than this are of different paths.
        quality: What was looked at, from `journey_contacts`: rule, n, of.
        shifts: From `clock_shifts`.
    """

    names: list[str]
    phases: list[str]
    places: list[int]
    path_days: int
    quality: pd.DataFrame
    shifts: pd.DataFrame


@dataclass(frozen=True)
class Contacts:
    """The contacts that count, each with the one before it in its path.

    Attributes:
        steps: In the backend, a row per contact: customer_id, second (since 1970), code (of the touchpoint),
            place (of the phase; missing where it is not known), offline (missing where not known), is_first
            (in its path), before and before_2 (codes of the contacts before it in the path), gap (seconds
            since the one before) and offline_before; missing where there is none.
        facts: What is known of them.
    """

    steps: "ibis.Table"
    facts: ContactFacts


def journey_contacts(
    touchpoints: "ibis.Table", journey: pd.DataFrame, rule: JourneyRule, *, start: datetime, end: datetime
) -> Contacts:
    """The contacts of a period that count, in the order in which they happened.

    Of the same customer, touchpoint and second one contact counts. Who has more than `rule.most_per_day` on
    a day is taken for a robot and left out. Contacts stand by their time, whatever the order of delivery;
    those of the same second by the order of the journey, then by name. The phase is that of the contact where
    the journey has it, else that of its touchpoint (the first, where it has several).

    Args:
        touchpoints: Table of contacts: customer_id, at, touchpoint, channel, phase, source.
        journey: Table of the journey: phase, touchpoint, in its order.
        rule: The settings.
        start: First instant of the period.
        end: First instant after it.

    Returns:
        The contacts; `quality` of their facts has rows "repeated" (contacts that stood there more
        than once, of all), "robots" (customers, of all), "robot_contacts" (of those that are not repeated),
        "unknown" (contacts at a touchpoint and phase that the journey does not have), "tied" (steps between
        contacts of the same second, of all steps) and "offline" (contacts, of those of which it is known).
    """
    rows = touchpoints.filter(
        touchpoints.customer_id.notnull(), touchpoints.at >= start, touchpoints.at < end
    )
    rows = rows.mutate(second=rows.at.epoch_seconds().cast("int64"), phase=rows.phase.fill_null(""))
    coded = _coded(rows, journey)
    once = cached(_once(rows, coded))
    kept, counts = _without_robots(once, rule.most_per_day)
    steps = cached(_steps(kept, rule))
    once.release()
    facts = ContactFacts(
        names=coded.drop_duplicates("code").sort_values("code")["touchpoint"].tolist(),
        phases=journey["phase"].drop_duplicates().tolist(),
        places=sorted(int(place) for place in coded["place"].unique() if place >= 0),
        path_days=rule.path_days,
        quality=_quality(steps, coded, counts),
        shifts=clock_shifts(rows),
    )
    return Contacts(steps, facts)


@tells()
def _quality(steps: "ibis.Table", coded: pd.DataFrame, facts: pd.Series) -> pd.DataFrame:
    n, unknown = coded["n"].sum(), coded.loc[coded["place"] < 0, "n"].sum()
    moves = steps.aggregate(
        n=steps.before.count(),
        tied=(steps.gap == 0).sum().fill_null(0),
        sides=steps.offline.count(),
        offline=steps.offline.sum().fill_null(0),
    )
    moves = moves.to_pandas().iloc[0]
    found = [
        ("repeated", n - facts["contacts"], n),
        ("robots", facts["robots"], facts["customers"]),
        ("robot_contacts", facts["of_robots"], facts["contacts"]),
        ("unknown", unknown, n),
        ("tied", moves["tied"], moves["n"]),
        ("offline", moves["offline"], moves["sides"]),
    ]
    return pd.DataFrame(found, columns=["rule", "n", "of"]).astype({"n": "int64", "of": "int64"})


def _once(rows: "ibis.Table", coded: pd.DataFrame) -> "ibis.Table":
    """One contact per customer, touchpoint and second: customer_id, second, code, place, channel."""
    import ibis

    known = ibis.memtable(coded[["touchpoint", "phase", "code", "place"]])
    rows = rows.join(known, ["touchpoint", "phase"])
    return rows.group_by("customer_id", "second", "code").aggregate(
        place=rows.place.min(), channel=rows.channel.min()
    )


def _without_robots(once: "ibis.Table", most: int) -> tuple["ibis.Table", pd.Series]:
    """The contacts of who is no robot, and how many are left out."""
    per_day = once.group_by("customer_id", day=(once.second / DAY).floor()).aggregate(n=once.count())
    busy = per_day.group_by("customer_id").aggregate(n=per_day.n.sum(), most=per_day.n.max())
    robot = busy.most > most
    facts = busy.aggregate(
        customers=busy.count(),
        contacts=busy.n.sum(),
        robots=robot.ifelse(1, 0).sum(),
        of_robots=robot.ifelse(busy.n, 0).sum(),
    )
    facts = facts.to_pandas().iloc[0].fillna(0)
    return once.anti_join(busy.filter(robot), "customer_id") if facts["robots"] else once, facts


def _coded(rows: "ibis.Table", journey: pd.DataFrame) -> pd.DataFrame:
    """Each touchpoint and phase that contacts name: n, code of the touchpoint, place of the phase or -1."""
    found = rows.group_by("touchpoint", "phase").aggregate(n=rows.count()).to_pandas()
    found = found.sort_values(["touchpoint", "phase"], ignore_index=True)
    places = {phase: place for place, phase in enumerate(journey["phase"].drop_duplicates())}
    of_touchpoint = journey.drop_duplicates("touchpoint").set_index("touchpoint")["phase"].map(places)
    rank = {name: at for at, name in enumerate(of_touchpoint.index)}
    ranked = sorted(set(found["touchpoint"]), key=lambda name: (rank.get(name, len(rank)), name))
    place = found["phase"].map(places).fillna(found["touchpoint"].map(of_touchpoint)).fillna(-1)
    code = found["touchpoint"].map({name: at for at, name in enumerate(ranked)})
    return found.assign(code=code.astype("int64"), place=place.astype("int64"))


def _steps(single: "ibis.Table", rule: JourneyRule) -> "ibis.Table":
    """Each contact with those before it in its path."""
    import ibis

    offline = single.channel.isin(rule.offline_channels) if rule.offline_channels else ibis.null("boolean")
    rows = single.select(
        "customer_id",
        "second",
        "code",
        place=single.place.nullif(-1),
        offline=ibis.ifelse(single.channel.isnull(), ibis.null("boolean"), offline),
    )
    way = ibis.window(group_by="customer_id", order_by=["second", "code"])
    lagged = rows.mutate(
        then=rows.second.lag().over(way),
        then_2=rows.second.lag(2).over(way),
        code_1=rows.code.lag().over(way),
        code_2=rows.code.lag(2).over(way),
        offline_1=rows.offline.lag().over(way),
    )
    most = rule.path_days * DAY
    follows = (lagged.second - lagged.then <= most).fill_null(False)
    both = follows & (lagged.then - lagged.then_2 <= most).fill_null(False)
    return lagged.select(
        *rows.columns,
        is_first=~follows,
        before=follows.ifelse(lagged.code_1, ibis.null("int64")),
        before_2=both.ifelse(lagged.code_2, ibis.null("int64")),
        gap=follows.ifelse(lagged.second - lagged.then, ibis.null("int64")),
        offline_before=follows.ifelse(lagged.offline_1, ibis.null("boolean")),
    )


@tells()
def clock_shifts(rows: "ibis.Table") -> pd.DataFrame:
    """Sources whose clocks differ: the same contact stands in both, whole hours apart to the second.

    Args:
        rows: Contacts: customer_id, touchpoint, source, second.

    Returns:
        One row per two sources of which most contacts that match whole hours apart are the same hours apart,
        and ten at the least: source, later (the source whose clock is ahead), hours, n.
    """
    import ibis

    named = rows.filter(rows.source.notnull())
    if named.source.nunique().to_pandas() < 2:
        return pd.DataFrame(columns=["source", "later", "hours", "n"])
    alike = ibis.window(
        group_by=["customer_id", "touchpoint", named.second % HOUR], order_by=["second", "source"]
    )
    pairs = named.select(
        source=named.source.lag().over(alike),
        later=named.source,
        hours=((named.second - named.second.lag().over(alike)) / HOUR).floor().cast("int64"),
    )
    pairs = pairs.filter(pairs.source != pairs.later, pairs.hours.between(1, MOST_HOURS))
    found = pairs.group_by("source", "later", "hours").aggregate(n=pairs.count()).to_pandas()
    found["two"] = [" ".join(sorted(two)) for two in zip(found["source"], found["later"], strict=True)]
    most = found["n"].gt(found.groupby("two")["n"].transform("sum") / 2) & found["n"].ge(LEAST_SHIFTED)
    return found[most].drop(columns="two").sort_values(["source", "later"], ignore_index=True)


@tells()
def contacts_by_touchpoint(contacts: Contacts) -> pd.DataFrame:
    """How many contacts count at each touchpoint.

    Args:
        contacts: From `journey_contacts`.

    Returns:
        One row per touchpoint with contacts, in the order of the journey: touchpoint, contacts.
    """
    counts = contacts.steps.group_by("code").aggregate(contacts=contacts.steps.count()).to_pandas()
    counts = counts.sort_values("code", ignore_index=True)
    names = [contacts.facts.names[code] for code in counts.pop("code")]
    return pd.DataFrame({"touchpoint": pd.Series(names, dtype="str"), **counts.astype("int64")})
