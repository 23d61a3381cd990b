"""The answer on one page: what to do now, and what is not certain."""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbook.opportunities import IN_PLAN, NO_AGREEMENT, OUT_OF_PLAN
from workbook.wording.words import Text, Words

SHOWN = 6
DOUBTS = {"no consensus": ".divided", "unstable": ".moving"}


def headline(tables: Mapping[str, pd.DataFrame], quarters: Sequence[str], words: Words) -> Text:
    """The decision in a sentence."""
    plan, usage = tables["plan"], tables["plan_usage"]
    listed = plan[plan["decision"].ne("delivered")]
    members = listed[~listed["decision"].isin(OUT_OF_PLAN)]
    money = usage.loc[usage["kind"].eq("budget"), "limit"].max()
    facts = {"quarter": quarters[0], "last": quarters[-1], "cost": members["cost"].sum(), "budget": money}
    starts = len(_starting(plan, quarters[0]))
    key = "answer.headline" if starts else "answer.headline.none"
    return words.say(key, starts=starts, n_all=len(listed), **facts)


def to_do(plan: pd.DataFrame, quarters: Sequence[str], words: Words) -> list[Text]:
    """What starts in the first quarter of the plan, the highest score first."""
    starts = _starting(plan, quarters[0]).sort_values(["score", "title"], ascending=[False, True])
    lines = [_line(row, words) for row in starts.head(SHOWN).itertuples()]
    rest = len(starts) - len(lines)
    return [*lines, words.say("answer.more", n=rest)] if rest else lines


def _starting(plan: pd.DataFrame, quarter: str) -> pd.DataFrame:
    return plan[plan["decision"].eq("start") & plan["start"].eq(quarter)]


def _line(row, words: Words) -> Text:
    doubt = DOUBTS.get(row.verdict, "")
    key = "answer.do.must" if row.reason == "must_do" else f"answer.do{doubt}"
    team = "" if pd.isna(row.team) else f"{row.team}, "
    return words.say(key, title=row.title, team=team, cost=row.cost, score=row.score)


def not_certain(tables: Mapping[str, pd.DataFrame], words: Words) -> list[Text]:
    """What the reader should know before deciding."""
    plan, relation = tables["plan"], tables["nps_relation"]
    made_up = [words.label(f"table.{name}") for name in words.engagement.illustrative]
    divided, moving = (_doubtful(plan, verdict)["title"].tolist() for verdict in NO_AGREEMENT)
    robust = tables["plan_frequency"]
    taken = plan.loc[plan["decision"].isin(IN_PLAN), "opportunity"]
    depends = robust.loc[robust["verdict"].eq("depends") & robust["opportunity"].isin(taken), "title"]
    lines = [words.say("answer.unsure.made_up", names=made_up)] if made_up else []
    lines += [words.say("answer.unsure.panel", names=divided)] if divided else []
    lines += [words.say("answer.unsure.moving", names=moving)] if moving else []
    lines += [words.say("answer.unsure.depends", names=depends.tolist())] if len(depends) else []
    lines.append(words.say("answer.unsure.respondents", n=int(relation["n"].sum())))
    return [*lines, words.say("answer.unsure.cause")]


def to_decide(plan: pd.DataFrame, words: Words) -> list[str]:
    """What the board is asked."""
    divided, moving = (len(_doubtful(plan, verdict)) > 0 for verdict in NO_AGREEMENT)
    starts = plan["decision"].eq("start").any()
    asked = {
        "decide.start": starts,
        "decide.divided": divided,
        "decide.moving": moving,
        "decide.measure": True,
    }
    return words.labels(key for key, needed in asked.items() if needed)


def _doubtful(plan: pd.DataFrame, verdict: str) -> pd.DataFrame:
    return plan[plan["decision"].isin(IN_PLAN) & plan["verdict"].eq(verdict)]
