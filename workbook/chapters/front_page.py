"""The page with the answer: what to do now, why, what changed, what is not certain, and what is asked."""

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
    plan, relation, robust = tables["plan"], tables["nps_by_touchpoint_relation"], tables["plan_frequency"]
    made_up = labels(f"table.{name}" for name in engagement.illustrative)
    members = plan[plan["decision"].isin(IN_PLAN)]
    divided, unsettled = without_agreement(members)
    depends = robust["verdict"].eq("depends") & robust["opportunity"].isin(members["opportunity"])
    names = robust.loc[depends, "title"].tolist()
    return list(
        phrases(
            say("unsure.made_up", names=made_up) if made_up else None,
            say("unsure.panel", names=divided) if divided else None,
            say("unsure.moving", names=unsettled) if unsettled else None,
            say("unsure.depends", names=names) if names else None,
            say("unsure.respondents", n=relation["n"].sum()),
            say("unsure.cause"),
        )
    )


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
