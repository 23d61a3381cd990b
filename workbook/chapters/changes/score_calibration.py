"""Whether what scored higher also brought more."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)
TABLES = ("decisions", "scores")


def exhibit(
    scored: pd.DataFrame, line: pd.DataFrame, by_role: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """What a point of the panel's score was worth; with too few results, how many it takes.

    Args:
        scored: From `workbook.decisions.scored_results`, with titles.
        line: From `prioritization.score_calibration`.
        by_role: From `prioritization.score_calibrations`, per role of the experts.
        engagement: The settings.
    """
    found = line.iloc[0]
    if pd.isna(found["slope"]):
        equal = found["n"] >= found["needed"]
        told = say("equal", n=found["n"]) if equal else say("few", n=found["n"], needed=found["needed"])
        return Exhibit(title="", findings=(told,), tables=TABLES)
    shown = scored.dropna(subset="realised").sort_values(["score", "title"], ascending=[False, True])
    return table_exhibit(
        shown,
        [
            Column("title", label("title")),
            Column("score", label("score"), "dec1"),
            Column("realised", label("realised_a_year"), "money"),
        ],
        title=_title(found),
        findings=(say("read"), *_roles(by_role)),
        note=say("note", n=found["n"]),
        tables=TABLES,
    )


def _roles(by_role: pd.DataFrame) -> tuple[Phrase, ...]:
    """Per group of experts whether what they scored higher brought more, as far as that can be said."""
    known = by_role.dropna(subset="slope")
    unknown = by_role.loc[by_role["slope"].isna(), "role"].tolist()
    told = [say(f"role.{_way(row)}", role=row["role"], **_ends(row)) for _, row in known.iterrows()]
    return (*told, *([say("role.few", roles=unknown)] if unknown else []))


def _title(found: pd.Series) -> Phrase:
    return say(f"title.{_way(found)}", n=found["n"], **_ends(found))


def _way(found: pd.Series) -> str:
    return "more" if found["slope_low"] > 0 else "less" if found["slope_high"] < 0 else "none"


def _ends(found: pd.Series) -> dict[str, float]:
    return {"slope": abs(found["slope"]), "low": found["slope_low"], "high": found["slope_high"]}
