"""The first line of a business case for a topic: what its contacts cost, and what could be saved of it."""

from collections.abc import Mapping

from pandas import DataFrame

from workbook.codebook import Topic
from workbook.feedback.topics import Sorted
from workbook.privacy import tells
from workbook.saved_costs import as_extra


@tells()
def proposals(
    topics: DataFrame,
    now: Sorted,
    rules: Mapping[str, Topic],
    journey: DataFrame,
    *,
    margin: float,
    minimum: int,
) -> DataFrame:
    """What preventing a part of the contacts about a topic would bring a year.

    Args:
        topics: As `workbook.feedback.topics.topics` gives them.
        now: The comments of the quarter.
        rules: The topics of the codebook, by name.
        journey: Table of the journey: phase, touchpoint.
        margin: What is left of a sale, as the plan has it.
        minimum: The fewest people who raise a topic that is proposed.

    Returns:
        One row per topic with a cost, the dearest first: topic, team, touchpoint (that most of its comments
        name; blank where none is in the journey), phase, contacts_year, cost_year, saves_low and saves_high
        (a year), and extra_low, extra_likely and extra_high (as `workbook.saved_costs.as_extra` gives them).
    """
    dear = topics[topics["cost_year"].gt(0) & topics["n"].ge(minimum)].sort_values(
        "cost_year", ascending=False
    )
    dear = dear[["topic", "team", "contacts_year", "cost_year"]].reset_index(drop=True)
    ends = [rules[name].addressable or (0.0, 0.0) for name in dear["topic"]]
    places = dict(zip(journey["touchpoint"], journey["phase"], strict=True))
    at = [_touchpoint(now, name, places) for name in dear["topic"]]
    low, high = (dear["cost_year"] * [each[end] for each in ends] for end in (0, 1))
    return dear.assign(
        touchpoint=at,
        phase=[places.get(place) for place in at],
        saves_low=low,
        saves_high=high,
        **as_extra(low, high, margin),
    ).astype({"touchpoint": "str", "phase": "str"})


def _touchpoint(now: Sorted, topic: str, places: Mapping[str, str]) -> str | None:
    named = now.comments.loc[now.flags[topic], "touchpoint"]
    counts = named[named.isin(list(places))].value_counts()
    return None if counts.empty else counts.index[0]
