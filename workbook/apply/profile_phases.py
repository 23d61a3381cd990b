"""Profiles through the journey: per phase what they need, where, and what we say to them."""

from pandas import DataFrame, Series

from workbook.privacy import tells


@tells()
def profile_phases(journey: DataFrame, insights: DataFrame, programmes: DataFrame) -> DataFrame:
    """Put together what is known and what is said per profile and phase, and where that is nothing.

    Args:
        journey: Table of the journey: phase, touchpoint, activity; in its order.
        insights: Table of insights: profile, phase, touchpoint, need.
        programmes: Table of programmes: programme, profile (blank: for everyone), phase, message, channel.
            One that is itself a touchpoint of the journey stands in its phase.

    Returns:
        A row per profile and phase, in their order: profile, phase, activities (of the phase), needs and
        touchpoints (of the insights of the profile), messages (for the profile), channels (of these),
        for_all (messages for everyone) and gap ("need": none is known; "message": none is for this profile
        although a need is known; "").

    Example:
        >>> journey = DataFrame({"phase": ["buy"], "touchpoint": ["till"], "activity": ["Pays"]})
        >>> insights = DataFrame({"profile": ["Quick"], "phase": "buy", "need": "Speed"})
        >>> insights["touchpoint"] = "till"
        >>> none = DataFrame({"programme": [], "profile": [], "phase": [], "message": [], "channel": []})
        >>> profile_phases(journey, insights, none)[["needs", "gap"]].values.tolist()
        [[['Speed'], 'message']]
    """
    phases = list(dict.fromkeys(journey["phase"]))
    where = dict(zip(journey["touchpoint"], journey["phase"], strict=True))
    given = programmes.get("phase", Series(None, programmes.index, dtype="object"))
    sent = programmes.assign(phase=given.fillna(programmes["programme"].map(where)))
    sent["message"] = sent["message"].fillna(sent["programme"])
    profiles = dict.fromkeys([*insights["profile"].dropna(), *programmes["profile"].dropna()])
    rows = []
    for profile in profiles:
        for phase in phases:
            known = insights[insights["profile"].eq(profile) & insights["phase"].eq(phase)]
            own = sent[sent["profile"].eq(profile) & sent["phase"].eq(phase)]
            everyone = sent[sent["profile"].isna() & sent["phase"].eq(phase)]
            needs = _different(known["need"])
            rows.append(
                {
                    "profile": profile,
                    "phase": phase,
                    "activities": _different(journey.loc[journey["phase"].eq(phase), "activity"]),
                    "needs": needs,
                    "touchpoints": _different(known["touchpoint"]),
                    "messages": _different(own["message"]),
                    "channels": _different(own["channel"]),
                    "for_all": _different(everyone["message"]),
                    "gap": "need" if not needs else "" if len(own) else "message",
                }
            )
    columns = [
        "profile",
        "phase",
        "activities",
        "needs",
        "touchpoints",
        "messages",
        "channels",
        "for_all",
        "gap",
    ]
    return DataFrame(rows, columns=columns)


def _different(texts: Series) -> list[str]:
    return texts.dropna().drop_duplicates().tolist()
