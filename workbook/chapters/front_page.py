"""The page with the answer: what to do now, why, what changed, what is not certain, and what is asked.

Where there is no plan it begins with the first finding.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbook.chapters.prioritise.panel import without_agreement
from workbook.engagement import Engagement
from workbook.opportunities import IN_PLAN, NO_AGREEMENT, OUT_OF_PLAN
from workbook.phrases import Phrase, labels, phrases, sayer

say = sayer(__name__)
SHOWN = 6
DOUBTS = dict(zip(NO_AGREEMENT, ("do.divided", "do.moving"), strict=True))
WHY = ("value_by_stage", "nps_by_touchpoint", "needs", "drivers", "essa_savings", "plan_usage")
"""The exhibits whose titles say why, as far as they are there."""
FOUND = (
    "value_by_stage",
    "concentration",
    "outlook",
    "nps_by_touchpoint",
    "nps_by_wave",
    "needs",
    "drivers",
    "essa_savings",
    "essa_verdicts",
    "programmes",
)
"""The exhibits whose titles say what was found, where there is no plan."""
CHANGED = ("plan_changes", "nps_changes")
"""The exhibits whose titles say what changed."""


def headline(tables: Mapping[str, pd.DataFrame], quarters: Sequence[str]) -> Phrase:
    """The decision in a sentence."""
    plan, usage = tables["plan"], tables["plan_usage"]
    listed = plan[plan["decision"].ne("delivered")]
    members = listed[~listed["decision"].isin(OUT_OF_PLAN)]
    starts = len(_starting(plan, quarters[0]))
    return say(
        "headline" if starts else "headline.none",
        starts=starts,
        n_all=len(listed),
        quarter=quarters[0],
        last=quarters[-1],
        cost=members["cost"].sum(),
        budget=usage.loc[usage["kind"].eq("budget"), "limit"].max(),
    )


def to_do(plan: pd.DataFrame, quarters: Sequence[str]) -> list[Phrase]:
    """What starts in the first quarter of the plan, the highest score first."""
    starts = _starting(plan, quarters[0]).sort_values(["score", "title"], ascending=[False, True])
    lines = [_line(row) for row in starts.head(SHOWN).itertuples()]
    rest = len(starts) - len(lines)
    return [*lines, say("more", n=rest)] if rest else lines


def _starting(plan: pd.DataFrame, quarter: str) -> pd.DataFrame:
    return plan[plan["decision"].eq("start") & plan["start"].eq(quarter)]


def _line(row) -> Phrase:
    key = "do.must" if row.reason == "must_do" else DOUBTS.get(row.verdict, "do")
    what = say("what", cost=row.cost) if pd.isna(row.team) else say("what.team", team=row.team, cost=row.cost)
    return say(key, title=row.title, what=what, score=row.score)


def not_certain(tables: Mapping[str, pd.DataFrame], engagement: Engagement) -> list[Phrase]:
    """What the reader should know before deciding."""
    made_up = labels(f"table.{name}" for name in engagement.illustrative)
    relation = tables.get("nps_by_touchpoint_relation", pd.DataFrame({"n": []}))
    of_plan = _not_certain_of_plan(tables["plan"], tables["plan_frequency"]) if "plan" in tables else ()
    return list(
        phrases(
            say("unsure.made_up", names=made_up) if made_up else None,
            *of_plan,
            say("unsure.respondents", n=relation["n"].sum()) if relation["n"].sum() else None,
            say("unsure.cause") if "drivers" in tables else None,
        )
    )


def _not_certain_of_plan(plan: pd.DataFrame, robust: pd.DataFrame) -> list[Phrase | None]:
    members = plan[plan["decision"].isin(IN_PLAN)]
    divided, unsettled = without_agreement(members)
    depends = robust["verdict"].eq("depends") & robust["opportunity"].isin(members["opportunity"])
    names = robust.loc[depends, "title"].tolist()
    return [
        say("unsure.panel", names=divided) if divided else None,
        say("unsure.moving", names=unsettled) if unsettled else None,
        say("unsure.depends", names=names) if names else None,
    ]


def to_decide(plan: pd.DataFrame) -> list[Phrase]:
    """What the board is asked."""
    divided, unsettled = without_agreement(plan[plan["decision"].isin(IN_PLAN)])
    return list(
        phrases(
            say("decide.start") if plan["decision"].eq("start").any() else None,
            say("decide.divided") if divided else None,
            say("decide.moving") if unsettled else None,
            say("decide.measure"),
        )
    )
