"""The page with the answer: what is asked, what it brings, why, what changed, and what is not certain.

Where there is no plan it begins with the first finding.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbook.chapters.figure_strip import estimated
from workbook.chapters.prioritise._worth import business, is_tie
from workbook.chapters.prioritise.choices import UNSEEN, gained_money, swap
from workbook.chapters.prioritise.limit_scenarios import gained, what
from workbook.chapters.prioritise.line_of_sight import touched, untouched
from workbook.chapters.prioritise.panel import without_agreement
from workbook.chapters.prioritise.plan_frequency import settling
from workbook.chapters.understand.needs import overserved
from workbook.choices import OBJECTIVES
from workbook.engagement import Engagement
from workbook.opportunities import IN_PLAN, NO_AGREEMENT
from workbook.phrases import Phrase, labels, phrases, sayer

say = sayer(__name__)
Tables = Mapping[str, pd.DataFrame]
SHOWN = 5
DOUBTS = dict(zip(NO_AGREEMENT, ("divided", "moving"), strict=True))
FOUND = (
    "value_by_stage",
    "concentration",
    "outlook",
    "scores_by_touchpoint",
    "scores_by_wave",
    "scores_by_group",
    "needs",
    "drivers",
    "essa_savings",
    "essa_verdicts",
    "programmes",
)
"""The exhibits whose titles say what was found, where there is no plan."""
SEE = {"ask": ("plan", "plan_money"), "choice": ("choices", "limit_scenarios"), "why": ("line_of_sight",)}
"""The exhibits that show more of a block."""
CHANGED = ("plan_changes", "score_changes")
"""The exhibits whose titles say what changed."""


def headline(tables: Tables, quarters: Sequence[str]) -> Phrase:
    """The decision in a sentence: the amount, the days and what is started."""
    asked = tables["plan_asked"]
    if asked.empty:
        return say("headline.none", quarter=quarters[0])
    facts = {
        "n": len(asked),
        "cost": asked["cost"].sum(),
        "days": asked["days"].sum(),
        "quarter": quarters[0],
    }
    return say("headline" if facts["days"] else "headline.money", **facts)


def asks(tables: Tables, quarters: Sequence[str], engagement: Engagement) -> list[Phrase]:
    """What the board is asked to release, by whom and by when, what it brings, and what stays."""
    asked, plan = tables["plan_asked"], tables["plan"].set_index("opportunity")
    panel = tables["plan_options"].set_index("opportunity")
    lines = [
        _line(row, plan.loc[row.opportunity], panel.loc[row.opportunity], engagement.score.scale)
        for row in asked.head(SHOWN).itertuples()
    ]
    rest = len(asked) - len(lines)
    return list(
        phrases(
            *lines,
            say("more", n=rest) if rest else None,
            _stops(tables["plan"]),
            _spread(asked, quarters[0]),
            _runs(tables["plan_under_way"].iloc[0], quarters[0]),
            *_brings(tables, len(asked), engagement),
            _stays(tables, quarters),
        )
    )


def _line(row, planned: pd.Series, panel: pd.Series, scale: tuple[float, float] | None) -> Phrase:
    """One thing to start: by whom, for how much, done when, and what the panel thinks of it."""
    score = panel["panel_score"]
    grade = say("grade", score=score, high=scale[1]) if scale else say("grade.open", score=score)
    judged = DOUBTS.get(planned["verdict"], "score") if panel["n"] else "unscored"
    judgement = say(
        "judged.must" if planned["reason"] == "must_do" else f"judged.{judged}", grade=grade, n=panel["n"]
    )
    key = "ask" if pd.isna(row.team) else "ask.team"
    return say(key, title=row.title, team=row.team, cost=row.cost, finish=row.finish, judgement=judgement)


def _stops(plan: pd.DataFrame) -> Phrase | None:
    """What runs now and had better stop."""
    names = plan.loc[plan["decision"].eq("stop"), "title"].tolist()
    return say("stops", n=len(names), names=names) if names else None


def _spread(asked: pd.DataFrame, quarter: str) -> Phrase | None:
    """How much of the amount is spent in the first quarter, where that is not all."""
    now, cost = asked["cost_now"].sum(), asked["cost"].sum()
    return say("spread", now=now, later=cost - now, quarter=quarter) if now < cost else None


def _brings(tables: Tables, n: int, engagement: Engagement) -> tuple[Phrase, ...]:
    """What comes of it a year, and of the whole plan in the end; without estimates, what they would add."""
    if not _valued(tables):
        return (say("brings.by_nps" if _by_nps(tables) else "brings.unknown"),) if n else ()
    yearly = (_a_year(tables, n, engagement),) if n else ()
    return phrases(*yearly, _loses(tables), _net(tables, engagement), _guessed(tables))


def _by_nps(tables: Tables) -> bool:
    """Whether of something asked for a change in NPS is expected, though nothing follows from it."""
    options = (
        tables["plan_options"].reindex(columns=["opportunity", "nps_change"]).dropna(subset="nps_change")
    )
    return options["opportunity"].isin(tables["plan_asked"]["opportunity"]).any()


def _guessed(tables: Tables) -> Phrase | None:
    """How many in the plan nobody estimated: their cost counts, and nothing that they bring."""
    known = estimated(tables)
    blank = int((~known).sum())
    return say("net.blank", n=blank, n_all=len(known)) if blank else None


def _loses(tables: Tables) -> Phrase | None:
    """What is asked for and costs more than it brings, even on favourable estimates."""
    cases, asked = tables["cases"], tables["plan_asked"]["opportunity"]
    names = cases.loc[cases["opportunity"].isin(asked) & cases["npv_high"].lt(0), "title"].tolist()
    return say("loses", n=len(names), names=names) if names else None


def _net(tables: Tables, engagement: Engagement) -> Phrase | None:
    """What the whole plan leaves in the end, after what it costs."""
    if not estimated(tables).any():
        return None
    end = tables["plan_money"].iloc[-1]
    years = engagement.plan.case_quarters / 4
    if end["net_high"] <= 0:
        return say("net.loss", low=-end["net_high"], high=-end["net_low"], years=years)
    return say("net", low=end["net_low"], high=end["net_high"], years=years)


def _a_year(tables: Tables, n: int, engagement: Engagement) -> Phrase:
    """What is expected of it a year, extra and protected apart."""
    money = tables["plan_asked_money"].set_index("amount")
    blank = n - tables["plan_asked"]["opportunity"].isin(tables["cases"]["opportunity"]).sum()
    facts = {"low": money.at["all", "low"], "high": money.at["all", "high"], "blank": blank, "n": n}
    apart = {"extra": money.at["extra", "expected"], "protected": money.at["protected", "expected"]}
    parts = [
        say(f"brings.{name}", amount=amount, business=business(engagement))
        for name, amount in apart.items()
        if amount
    ]
    return say("brings.some" if blank else "brings", parts=parts, **facts)


def _runs(running: pd.Series, quarter: str) -> Phrase | None:
    """What takes money and days beside what is asked, as it runs already."""
    if not running["n"]:
        return None
    return say("under_way", n=running["n"], cost=running["cost"], days=running["days"], quarter=quarter)


def _valued(tables: Tables) -> bool:
    """Whether anything is known of what an opportunity brings."""
    return "cases" in tables and not tables["cases"].empty


def _stays(tables: Tables, quarters: Sequence[str]) -> Phrase | None:
    """What of the budget stays in the purse, over the quarters of the plan."""
    budget = tables["plan_usage"][tables["plan_usage"]["kind"].eq("budget")]
    if budget.empty:
        return None
    end = budget.iloc[-1]
    facts = {"budget": end["limit"], "left": end["limit"] - end["used"], "used": end["used"]}
    return say("stays", **facts, last=quarters[-1])


def choice(tables: Tables, engagement: Engagement) -> list[Phrase]:
    """The one real choice that there is: a plan as good, the other measure, or a limit worth moving."""
    candidates = (_tie(tables), _other_measure(tables, engagement), _wider(tables, engagement))
    return [found for found in candidates if found][:2]


def _tie(tables: Tables) -> Phrase | None:
    out = tables["left_out"]
    tied = out[out["reason"].eq("worth_less") & out["value_lost"].map(is_tie)]
    tied = tied[tied["makes_way_titles"].map(len).gt(0)]
    if tied.empty:
        return None
    first = tied.iloc[0]
    return say("choice.tie", enters=[first["title"]], leaves=list(first["makes_way_titles"]))


def _other_measure(tables: Tables, engagement: Engagement) -> Phrase | None:
    """What the plan would be if it had most money instead of most points, or the other way round."""
    plans = tables["choices"].set_index("plan")
    if "other" not in plans.index:
        return None
    this, other = plans.loc["this"], plans.loc["other"]
    enters, leaves = list(other["enters_titles"]), list(other["leaves_titles"])
    if not enters and not leaves:
        return say("choice.same")
    points = abs(other["score"] - this["score"])
    nothing_left = not enters and len(leaves) == tables["plan"]["decision"].isin(IN_PLAN).sum()
    if engagement.plan.objective != "value" and nothing_left:
        years = engagement.plan.case_quarters / 4
        return say("choice.nothing", gain=gained_money(other), points=points, years=years)
    for_money = "choice.free" if points < UNSEEN else "choice.money"
    key = "choice.points" if engagement.plan.objective == "value" else for_money
    gain = gained_money(other)
    years = engagement.plan.case_quarters / 4
    totals = {"score": other["score"], "this": this["score"], "cost": other["cost"], "now": this["cost"]}
    return say(key, swap=swap(enters, leaves), gain=gain, years=years, **totals)


def _wider(tables: Tables, engagement: Engagement) -> Phrase | None:
    """The limit that is worth moving most."""
    scenarios = tables.get("limit_scenarios", pd.DataFrame())
    if scenarios.empty or is_tie(scenarios.iloc[0]["gained"]):
        return None
    first = next(scenarios.head(1).itertuples())
    objective = OBJECTIVES[engagement.plan.objective]
    facts = {"what": what(first), "gained": gained(first, objective)}
    enters, leaves = list(first.enters_titles), list(first.leaves_titles)
    money = _in_money(first, engagement)
    if not enters and not leaves:
        return say("choice.wider", money=money, **facts)
    return say("choice.wider.swap", swap=swap(enters, leaves), money=money, **facts)


def _in_money(scenario, engagement: Engagement) -> Phrase:
    """What a wider limit would bring in money, where the plan is for points."""
    gained = getattr(scenario, "npv", None)
    if gained is None or pd.isna(gained) or is_tie(gained):
        return ""
    key = "choice.wider.more" if gained > 0 else "choice.wider.less"
    return say(key, amount=abs(gained), years=engagement.plan.case_quarters / 4)


def why(tables: Tables, engagement: Engagement) -> list[Phrase]:
    """The line of sight from what customers need to what is done when, with what it does not touch."""
    if "line_of_sight" not in tables:
        return []
    table = tables["line_of_sight"]
    if table.empty:
        return [say("why.unknown")] if "needs" in tables or "drivers" in tables else []
    asked = tables["plan_asked"]["title"].tolist()
    found, elsewhere = touched(table, asked)
    reasons = [*found[:2], *untouched(table)[:2]]
    reasons += [say("why.elsewhere", names=elsewhere)] if elsewhere else []
    reasons += _where_over(tables)
    evidence = engagement.plan.evidence
    weights = {"need": evidence.need, "importance": evidence.importance}
    last = say("why.counted", **weights) if engagement.plan.counts_evidence else say("why.shown")
    return [*reasons, last] if reasons else []


def _where_over(tables: Tables) -> list[Phrase]:
    """What is asked for a touchpoint that customers are more satisfied with than it matters to them."""
    if "needs_over" not in tables:
        return []
    place = tables["plan"].set_index("opportunity")["touchpoint"]
    asked = tables["plan_asked"].assign(touchpoint=tables["plan_asked"]["opportunity"].map(place))
    over = asked[asked["touchpoint"].isin(overserved(tables["needs_over"]))]
    return [say("why.over", name=row.title, touchpoint=row.touchpoint) for row in over.itertuples()]


def not_certain(tables: Tables, engagement: Engagement) -> list[Phrase]:
    """What the reader should know before deciding."""
    made_up = labels(f"table.{name}" for name in engagement.illustrative)
    depends = _depends(tables, engagement) if "plan" in tables else None
    return list(
        phrases(
            say("unsure.made_up", names=made_up) if made_up else None,
            depends,
            _unscored(tables["plan"]) if "plan" in tables else None,
            _answered(tables),
            say("unsure.cause") if "drivers" in tables else None,
        )
    )


def _answered(tables: Tables) -> Phrase | None:
    """How many answers scores rest on: about the relation, else about touchpoints."""
    told = {
        "scores_by_touchpoint_relation": "unsure.respondents",
        "scores_by_touchpoint": "unsure.contacts",
    }
    for name, key in told.items():
        if name in tables and (n := tables[name]["n"].sum()):
            return say(key, n=n)
    return None


def _depends(tables: Tables, engagement: Engagement) -> Phrase | None:
    """What is in the plan or not by who is asked, or by how the estimates turn out."""
    plan, robust = tables["plan"], tables["plan_frequency"]
    members = plan[plan["decision"].isin(IN_PLAN)]
    depends = robust["verdict"].eq("depends") & robust["opportunity"].isin(members["opportunity"])
    names = robust.loc[depends, "title"].tolist()
    return say(f"unsure.depends.{OBJECTIVES[engagement.plan.objective]}", names=names) if names else None


def _unscored(plan: pd.DataFrame) -> Phrase | None:
    """What nobody scored, so that the plan could not weigh it."""
    names = plan.loc[plan["verdict"].eq("unscored"), "title"].tolist()
    return say("unsure.unscored", n=len(names), names=names) if names else None


def next_time(tables: Tables, engagement: Engagement) -> list[Phrase]:
    """What is asked before the next quarter."""
    plan = tables["plan"]
    chosen = plan["decision"].isin(IN_PLAN) & plan["reason"].ne("must_do")
    divided, unsettled = without_agreement(plan[chosen])
    return list(
        phrases(
            say("next.one") if tables["plan_options"]["n"].max() == 1 else None,
            say("next.divided", names=divided) if divided else None,
            say("next.moving", names=unsettled) if unsettled else None,
            _settles(tables, engagement),
            None if _valued(tables) else say("next.estimates"),
            say("next.measure"),
        )
    )


def _settles(tables: Tables, engagement: Engagement) -> Phrase | None:
    """What to make certain first, as the plan depends on it most."""
    own = OBJECTIVES[engagement.plan.objective]
    names = settling(tables["plan_frequency_information"], tables["choices"][own].iloc[0])
    return say(f"next.settle.{own}", n=len(names), names=names) if names else None
