"""What the panel and the plan mean: each kind of doubt apart, every reason of the engine in words."""

import ast
import inspect
from types import SimpleNamespace

import pandas as pd
import pytest
from told import chart_rows, told

from prioritization.explain import left_out as engine_left_out
from workbook.engagement import engagement_from
from workbook.render.words import Words


def said_by(module, call):
    """The texts that can stand first in a call, as the engine's code has them."""
    tree = ast.parse(inspect.getsource(module))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == call]
    parts = [part for node in calls if node.args for part in ast.walk(node.args[0])]
    return {part.value for part in parts if isinstance(part, ast.Constant)}


REASONS = said_by(engine_left_out, "Why")


def test_the_engine_has_the_reasons_that_its_page_lists():
    listed = inspect.getdoc(engine_left_out.why_left_out)
    assert REASONS and {reason for reason in REASONS if f'"{reason}"' not in listed} == set()


def waiting(reason, **facts):
    row = {
        "title": "Chat",
        "score": 5.0,
        "cost": 10.0,
        "verdict": "agreed",
        "reason": reason,
        "value_lost": 1.25,
        "value_lost_at_least": 1.25,
        "makes_way_titles": ["Faq"],
        "enters_titles": [],
        "blocker": "2018Q2",
        "estimated": True,
        "decision": "stop" if reason == "stop" else "left out",
    }
    return pd.DataFrame([row | facts])


def swap(table, language="en", made=None):
    return told("prioritise/left_out", table, 0.005, made or MADE, language=language).cells[0]


def why(table, language="en"):
    return swap(table, language)[1]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_of_the_engine_has_a_sentence(reason, language):
    said = why(waiting(reason, makes_way_titles=[]), language)
    assert len(said) > 15 and said[0].isupper() and "{" not in said and reason not in said.split()


def test_where_time_was_up_nothing_is_said_of_all_that_holds_for_some():
    rows = pd.concat([waiting("not_looked_into", value_lost=None), waiting("worth_less", title="Faq")])
    shown = told("prioritise/left_out", rows, 0.005, MADE)
    assert shown.title == "2 opportunities have to wait"
    assert shown.findings == [
        "One of the 2 was not looked into in the time given; what scores lowest comes last."
    ]
    assert [row[0] for row in shown.cells] == ["Faq (5.0)", "Chat (5.0)"]


def test_a_loss_between_bounds_is_told_as_such():
    bounds = waiting("worth_less", value_lost=0.9, value_lost_at_least=0.5)
    assert swap(bounds)[3] == "0.50 to 0.90 less"
    nearest = told("prioritise/left_out", bounds, 0.005, MADE, language="nl").findings[0]
    assert nearest.endswith("kost tussen 0,50 punten en 0,90 punten van wat het plan waard is.")
    loose = waiting("worth_less", value_lost=0.9, value_lost_at_least=-0.1)
    assert swap(loose, "nl")[3] == "hooguit 0,90 minder"


def test_a_tie_is_told_as_a_tie():
    tie = waiting("worth_less", value_lost=0.0, value_lost_at_least=0.0, makes_way_titles=["Other"])
    assert swap(tie) == ["Chat (5.0)", "“Other”: just as good", "€10", "as much"]
    other = waiting("worth_less", makes_way_titles=["Other", "More"], enters_titles=["Poster"])
    assert swap(other) == ["Chat (5.0), and with it “Poster”", "“Other” and “More”", "€10", "1.25 less"]


def test_a_swap_has_points_and_money_whichever_the_plan_is_made_for():
    made = waiting("worth_less", gained_npv=2100.0)
    assert swap(made)[3:] == ["1.25 less", "€2,100 more"]
    assert told("prioritise/left_out", made, 0.005, MADE).headings[3:] == ["Points", "Value in 3 years"]
    money = SimpleNamespace(**{**vars(MADE), "objective": "npv"})
    by_money = waiting("worth_less", value_lost=900.0, value_lost_at_least=900.0, gained_score=-0.5)
    assert swap(by_money, "nl", money)[3:] == ["0,50 minder", "€\xa0900 minder"]
    cannot = waiting("cannot", value_lost=None, value_lost_at_least=None, gained_npv=None)
    assert swap(cannot)[3:] == ["–", "–"]


@pytest.mark.parametrize(
    ("reasons", "english", "dutch"),
    [
        (["too_long"], "One of the opportunities has to wait", "Van de kansen moet er één wachten"),
        (["stop"], "One running opportunity is stopped", "Eén lopende kans wordt gestopt"),
        (["stop"] * 4, "4 running opportunities are stopped", "4 lopende kansen worden gestopt"),
        (
            ["stop", "worth_less", "too_long"],
            "2 opportunities have to wait; one would fit only if something better made way; "
            "one running opportunity is stopped",
            "2 kansen moeten wachten; één past alleen als er iets beters voor wijkt; "
            "één lopende kans wordt gestopt",
        ),
        (
            ["worth_less"] * 2,
            "2 opportunities have to wait; 2 would fit only if something better made way",
            "2 kansen moeten wachten; 2 passen alleen als er iets beters voor wijkt",
        ),
    ],
)
def test_how_many_wait_and_would_fit_is_told_by_number(reasons, english, dutch):
    waits = pd.concat([waiting(reason) for reason in reasons], ignore_index=True)
    titles = [
        told("prioritise/left_out", waits, 0.005, MADE, language=language).title for language in ("en", "nl")
    ]
    assert titles == [english, dutch]


def test_where_all_that_is_out_is_stopped_nothing_is_said_to_fit():
    assert told("prioritise/left_out", waiting("stop"), 0.005, MADE).findings == []


def test_what_nobody_estimated_is_out_of_a_plan_for_money_for_that():
    money = SimpleNamespace(**{**vars(MADE), "objective": "npv"})
    blank = waiting("worth_less", makes_way_titles=[], estimated=False)
    assert swap(blank, made=money)[1].startswith("Nobody estimated what it brings")
    assert swap(blank)[1] == "Nothing, but others would have to wait longer"
    known = waiting("worth_less", makes_way_titles=[])
    assert swap(known, made=money)[1] == "Nothing, but others would have to wait longer"


def test_a_precondition_is_named_in_words():
    blocked = waiting("readiness", blocker="data")
    assert "customer data" in why(blocked) and "klantdata" in why(blocked, "nl")


# Where the panel does not agree


def verdicts(*given):
    rows = {"title": list("abcdef")[: len(given)], "verdict": given, "n": 12}
    rows["opportunity"] = rows["title"]
    return pd.DataFrame({**rows, "median": 5.0, "low": 4.0, "high": 6.0})


NOTES = pd.DataFrame({"note": ["all_high", "outlier"], "expert": ["E12", "E1"]})
LESS = pd.DataFrame({"opportunity": list("abc"), "others": [0, 2, 0], "rank": [1, 2, 3]})
LESS = LESS.assign(rank_low=[1, 1, 3], rank_high=[1, 4, 3])


def of_panel(table, concordance, notes=None, less=LESS, **options):
    noted = NOTES.head(0) if notes is None else notes
    return told("prioritise/panel", table, concordance, noted, less, **options)


def ranked(**facts):
    return SimpleNamespace(**{"w": 0.6, "p": 0.001, "permutation_p": 0.2, "experts": 12, "items": 9} | facts)


@pytest.mark.parametrize(
    ("given", "english"),
    [
        (("agreed", "agreed"), "The experts agree on all 2 opportunities"),
        (
            ("agreed", "no consensus"),
            "The experts agree on 1 of 2 opportunities; there is no consensus on “b”",
        ),
        (
            ("agreed", "unstable"),
            "The experts agree on 1 of 2 opportunities; the panel has not settled on “b”",
        ),
        (
            ("unstable", "no consensus"),
            "The experts agree on 0 of 2 opportunities; there is no consensus on “b”, "
            "and the panel has not settled on “a”",
        ),
    ],
)
def test_no_consensus_and_moving_opinions_are_told_apart(given, english):
    assert of_panel(verdicts(*given), ranked()).title == english


def test_each_kind_of_disagreement_gets_its_own_remedy_and_colour():
    shown = of_panel(verdicts("agreed", "unstable", "no consensus"), ranked())
    assert len(shown.findings) == 5
    assert "discuss it before deciding" in shown.findings[1] and "score again" in shown.findings[2]
    assert [row["split"] for row in chart_rows(shown.exhibit)] == [0, 2, 1]


def test_the_p_of_a_small_panel_is_counted():
    said = of_panel(verdicts("agreed", "agreed"), ranked(experts=9)).findings
    assert said[0].startswith(
        "Experts rank the opportunities no more alike than chance would: Kendall's W 0.60 (p = 0.200"
    )
    assert "shuffling" in said[1]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"experts": 1}, "One expert scored"),
        ({"experts": 3, "items": 1}, "fewer than two opportunities were scored by all of them"),
        ({"experts": 3, "items": 4}, "each of them gave every opportunity the same score"),
    ],
)
def test_why_it_cannot_be_said_whether_experts_rank_alike_is_a_sentence(facts, said):
    none = ranked(**{"w": float("nan"), "p": float("nan"), "permutation_p": float("nan")} | facts)
    shown = of_panel(verdicts("agreed", "agreed").assign(n=facts["experts"]), none)
    assert any(said in finding for finding in shown.findings)
    assert not any("shuffling" in finding for finding in shown.findings)
    assert ("is not known" in shown.title) == (facts["experts"] == 1)


def test_habits_of_experts_are_told_without_their_names():
    said = of_panel(verdicts("agreed", "agreed"), ranked(), NOTES).findings
    assert any(one.startswith("One expert gave nearly everything 9 or more:") for one in said)
    assert not any("E12" in one for one in said)
    dutch = of_panel(verdicts("agreed"), ranked(), pd.concat([NOTES, NOTES]), language="nl").findings
    assert any(one.startswith("2 experts gaven vrijwel alles een 9 of hoger") for one in dutch)


def test_what_one_expert_less_changes_is_told():
    said = of_panel(verdicts("agreed", "agreed"), ranked()).findings
    assert said[-2].startswith("With one expert fewer the verdict could be another on “b”;")
    assert said[-1] == "In the ranking, one expert fewer moves nothing by more than 2 places."
    firm = LESS.assign(others=0, rank_low=LESS["rank"], rank_high=LESS["rank"])
    said = of_panel(verdicts("agreed", "agreed"), ranked(), less=firm).findings
    assert said[-2].endswith("every verdict stays the same, whoever is left out.")
    assert said[-1].endswith("moves nothing.")


WEIGHTED = engagement_from(
    {
        "client": "Acme",
        "score": {
            "method": "weighted",
            "criteria": [
                {"name": "revenue", "label": {"en": "Revenue", "nl": "Omzet"}, "weight": 0.6, "scale": "1-5"},
                {"name": "effort", "weight": 0.4, "scale": "1-5"},
            ],
        },
    }
)


def test_the_scale_of_the_score_reaches_the_axis_and_the_note():
    shown = of_panel(verdicts("agreed", "agreed"), ranked(), settings=WEIGHTED, language="nl")
    assert shown.exhibit.chart["options"]["domain"] == [1, 5]
    note = Words("nl", WEIGHTED).text(shown.exhibit.note)
    assert note.startswith("Gewogen score: Omzet (60%), effort (40%) (1–\u20605).")
    assert "binnen 0,9\xa0punten" in note
    rice = engagement_from({"client": "Acme", "score": {"method": "rice"}})
    shown = of_panel(verdicts("agreed", "agreed"), ranked(), settings=rice)
    assert "domain" not in shown.exhibit.chart["options"]
    assert "within 40% of the median" in Words("en", rice).text(shown.exhibit.note)


def test_where_no_reason_was_given_one_is_asked_for():
    sides = {"title": list("abcc"), "side": ["lower"] * 3 + ["higher"], "score": [3.0, 4.0, 2.0, 9.0]}
    table = pd.DataFrame(sides | {"remark": ["Too dear", "", "Too late", "Sells"]})
    shown = told("prioritise/dissent", table, table[["title", "score"]], 12)
    assert len(shown.findings) == 3 and "“a”" in shown.findings[1] and "“b”" in shown.findings[2]
    assert len(chart_rows(shown.exhibit)) == 4 and shown.title.endswith("from 2.0 to 9.0")
    rice = engagement_from({"client": "Acme", "score": {"method": "rice"}})
    whole = table[["title"]].assign(score=294_000.0)
    title = told("prioritise/dissent", table, whole, 12, settings=rice).title
    assert title.endswith("range from 294,000 to 294,000")
    none = told("prioritise/dissent", table.head(0), table.head(0), 12)
    assert none.cells == [] and none.exhibit.chart is None


# The plan


SCHEDULE = pd.DataFrame(
    {
        "title": ["Long", "Out"],
        "decision": ["start", "left out"],
        "start": ["2018Q2", None],
        "finish": ["2018Q3", None],
        "score": [7.0, 5.0],
        "cost": [1000.0, 1.0],
        "verdict": ["agreed", "agreed"],
        "opportunity": ["a", "b"],
        "requires": [None, "a"],
        "must_do": [False, False],
    }
)
OTHERS = pd.DataFrame({"tied": [True], "enters_titles": [["b"]], "leaves_titles": [["a"]]})
QUARTERS = ["2018Q1", "2018Q2", "2018Q3"]


def spending():
    rows = [
        ("budget", quarter, used, 1500.0)
        for quarter, used in zip(QUARTERS, (0.0, 500.0, 1000.0), strict=True)
    ]
    return pd.DataFrame(rows, columns=["kind", "quarter", "used", "limit"])


def plan(others=OTHERS, schedule=SCHEDULE):
    made = SimpleNamespace(
        status="optimal", value=9.0, bound=9.0, gap=0.0, objective="score", usage=spending()
    )
    return told("prioritise/plan", schedule, made, others, QUARTERS)


def test_a_plan_fills_the_quarters_of_the_work_with_what_they_cost():
    shown = plan()
    assert shown.tones[0][4:] == ["idle", "busy", "busy"] and shown.cells[0][4:] == ["", "€500", "€500"]
    assert shown.cells[1][0] == "budget (cumulative)" and shown.tones[1][4:] == ["", "", ""]
    assert shown.cells[1][4:] == ["€0 of €1,500", "€500 of €1,500", "€1,000 of €1,500"]


def test_a_plan_marks_what_is_mandatory_and_what_comes_first():
    both = SCHEDULE.assign(decision="start", start="2018Q2", finish="2018Q3", must_do=[True, False])
    assert [row[1] for row in plan(schedule=both).cells[:2]] == ["start, mandatory", "start, after “Long”"]


def test_another_plan_is_told_of_only_where_it_is_worth_as_much():
    assert "worth as much: “b” instead of “a”" in " ".join(plan().findings)
    assert "worth as much" not in " ".join(plan(OTHERS.assign(tied=False)).findings)


def draws(*given):
    names = list("abcdef")[: len(given)]
    facts = {"frequency": 1.0, "low": 0.954, "high": 1.0, "draws": 500, "exact": 80, "gap": 0.005}
    return pd.DataFrame({"opportunity": names, "title": names, "verdict": given, **facts})


def fewer(*inside):
    """Of a plan of a and b, in how many of twelve panels with one expert fewer each is chosen."""
    counts = inside or (12, 12, 0, 0)
    names = list("abcd")
    return pd.DataFrame(
        {"opportunity": names, "title": names, "planned": [True, True, False, False], "inside": counts}
    ).assign(panels=12)


def test_what_one_expert_fewer_does_to_the_plan_is_told():
    known = pd.DataFrame({"title": ["b"], "evppi": [0.0], "switches": [0.0]})
    for counts, words in (
        ((12, 12, 0, 0), ["Whichever single expert had not been asked"]),
        ((12, 11, 1, 0), ["could lose “b”", "could gain “c”"]),
    ):
        drawn = draws("always", "always", "never", "never")
        said = " ".join(
            told("prioritise/plan_frequency", drawn, known, MISSED, fewer(*counts), MADE).findings
        )
        assert all(one in said for one in words) and said.count("expert") == len(words)


def test_draws_that_all_agree_do_not_deny_what_one_expert_fewer_changes():
    known = pd.DataFrame({"title": ["b"], "evppi": [0.0], "switches": [0.0]})
    same = draws("always", "always", "never", "never")
    swapped = told("prioritise/plan_frequency", same, known, MISSED, fewer(12, 11, 1, 0), MADE)
    assert swapped.title.startswith("In nearly every draw the same opportunities are chosen, though with one")
    settled = told("prioritise/plan_frequency", same, known, MISSED, fewer(), MADE)
    assert settled.title.startswith("Whichever experts are asked, the same opportunities")


def test_of_a_panel_of_one_nothing_is_said_of_others():
    known = pd.DataFrame({"title": ["b"], "evppi": [0.0], "switches": [0.0]})
    alone = fewer().assign(panels=0)
    shown = told("prioritise/plan_frequency", draws("always", "never"), known, MISSED, alone, MADE)
    assert shown.title == "" and shown.findings == [
        "One expert scored: whether the plan would stay with other experts is not known."
    ]
    assert told("prioritise/start_frequency", STARTS, STARTS.head(0), alone, MADE, ["2018Q1"]) is None
    table = pd.DataFrame({"title": ["a"], "side": "higher", "score": 7.0, "remark": ""})
    assert told("prioritise/dissent", table, table[["title", "score"]], 1) is None
    single = of_panel(verdicts("agreed", "one expert"), ranked())
    assert "One expert scored “b”: whether others see it alike is not known." in single.findings


MISSED = SimpleNamespace(mean=0.5, p95=1.5, best=0.64)
MADE = SimpleNamespace(value=40.0, members=("a", "b"), objective="score")


def test_what_depends_is_told_by_whether_it_is_in_the_plan():
    known = pd.DataFrame({"title": ["b", "c"], "evppi": [1.0, 1.0], "switches": [0.1, 0.0]})
    table = draws("always", "depends", "depends", "never")
    said = told("prioritise/plan_frequency", table, known, MISSED, fewer(), MADE).findings
    assert said[0].startswith("“Nearly always”: in every draw, of which 80 were planned in full;")
    assert "in at least 95% of all" in said[0]
    assert said[1].endswith("who is asked: “b”.") and said[2].endswith("are asked: “c”.")
    assert "a certain score for “b”" in said[3] and "1.00 points" in said[3]
    assert "0.50 points short" in said[4] and "64% of the draws" in said[4]


def test_points_that_were_given_up_for_money_are_no_shortfall():
    known = pd.DataFrame({"title": ["b"], "evppi": [0.0], "switches": [0.0]})
    both = engagement_from({"client": "Acme", "plan": {"objective": "both"}})
    table = draws("always", "never")
    said = [
        " ".join(told("prioritise/plan_frequency", table, known, MISSED, fewer(), MADE, **more).findings)
        for more in ({}, {"settings": both})
    ]
    assert ["64% of the draws" in text for text in said] == [True, False]


def test_where_money_is_planned_estimates_are_drawn_and_no_experts():
    known = pd.DataFrame({"title": ["b"], "evppi": [4000.0], "switches": [0.1]})
    made = SimpleNamespace(value=50_000.0, members=("a", "b"), objective="npv")
    missed = SimpleNamespace(mean=1200.0, p95=9000.0, best=0.5)
    for language, words in (("en", ("However the estimates", "€")), ("nl", ("Hoe de schattingen", "€"))):
        shown = told(
            "prioritise/plan_frequency",
            draws("always", "depends"),
            known,
            missed,
            fewer().head(0),
            made,
            language=language,
        )
        assert shown.title.startswith(words[0])
        text = " ".join([shown.title, *shown.findings, shown.note])
        assert words[1] in text and "expert" not in text and "point" not in text and "punt" not in text


STARTS = pd.DataFrame(
    [
        ("a", "2018Q1", 1.0, 0.954, 1.0),
        ("a", "2018Q2", 0.0, 0.0, 0.04),
        ("a", "", 0.0, 0.0, 0.04),
        ("b", "2018Q1", 0.6, 0.5, 0.7),
        ("b", "2018Q2", 0.4, 0.3, 0.5),
        ("b", "", 0.0, 0.0, 0.04),
        ("c", "2018Q1", 0.0, 0.0, 0.04),
        ("c", "2018Q2", 0.0, 0.0, 0.04),
        ("c", "", 1.0, 0.954, 1.0),
    ],
    columns=["opportunity", "quarter", "frequency", "low", "high"],
).assign(draws=80)
STARTS["title"] = STARTS["opportunity"]


def test_whether_and_when_are_told_apart_with_the_cost_of_another_quarter():
    schedule = pd.DataFrame({"opportunity": ["a", "b", "c"], "start": ["2018Q1", "2018Q2", None]})
    made = SimpleNamespace(value=40.0, members=("a", "b"), objective="score", schedule=schedule)
    moves = pd.DataFrame({"title": ["b"], "quarter": ["2018Q2"], "other": ["2018Q1"], "value_lost": [0.6]})
    moves["value_lost_at_least"] = moves["value_lost"]
    shown = told("prioritise/start_frequency", STARTS, moves, fewer(), made, ["2018Q1", "2018Q2"])
    assert shown.title.startswith("One of the 2 opportunities in the plan starts in the same quarter")
    assert shown.cells == [["a", "100%", "0%", "0%"], ["b", "60%", "40%", "0%"]]
    assert shown.tones == [["", "busy", "idle", "idle"], ["", "warn", "busy", "idle"]]
    assert shown.findings[0] == "Certain to be in the plan, but not in which quarter: “b”."
    assert shown.findings[1] == (
        "“b” from Q1 2018 instead of Q2 2018: the best plan with it is worth 0.60 points less, 1.5% at most."
    )
    tie = told(
        "prioritise/start_frequency",
        STARTS,
        moves.assign(value_lost=0.0),
        fewer(),
        made,
        ["2018Q1", "2018Q2"],
    )
    assert tie.findings[1].endswith("makes no difference to what the plan is worth.")
    little = moves.assign(value_lost=0.12)
    shown = told(
        "prioritise/start_frequency", STARTS, little, fewer(), made, ["2018Q1", "2018Q2"], language="nl"
    )
    assert shown.findings[1].endswith("maakt vrijwel niets uit: hooguit 0,3% van wat het plan waard is.")


def start_title(*members, language="en"):
    table = STARTS.copy()
    in_some = pd.DataFrame(
        [("d", "2018Q1", 0.0, 0.0, 0.04), ("d", "2018Q2", 0.86, 0.77, 0.92), ("d", "", 0.14, 0.08, 0.23)],
        columns=["opportunity", "quarter", "frequency", "low", "high"],
    ).assign(draws=80, title="d")
    schedule = pd.DataFrame({"opportunity": list("abcd"), "start": "2018Q1"})
    made = SimpleNamespace(value=40.0, members=members, objective="score", schedule=schedule)
    moves = pd.DataFrame(columns=["title", "quarter", "other", "value_lost", "value_lost_at_least"])
    table, quarters = pd.concat([table, in_some]), ["2018Q1", "2018Q2"]
    return told("prioritise/start_frequency", table, moves, fewer(), made, quarters, language=language).title


@pytest.mark.parametrize(
    ("members", "english"),
    [
        ("a", "Every opportunity in the plan starts in the same quarter in nearly every draw"),
        ("ab", "in nearly every draw; for one the quarter can move"),
        ("ad", "in nearly every draw; one is left out in some draws, but does not move to another quarter"),
        (
            "d",
            "The one opportunity in the plan does not start in the same quarter in nearly every draw: one",
        ),
        (
            "bd",
            "None of the 2 opportunities in the plan starts in the same quarter in nearly every draw: for",
        ),
    ],
)
def test_what_is_left_out_in_some_draws_is_not_said_to_move(members, english):
    assert english in start_title(*members)
    assert "{" not in start_title(*members, language="nl")


def test_what_hardly_pays_to_know_is_not_named():
    known = pd.DataFrame({"title": ["b"], "evppi": [0.1], "switches": [0.3]})
    shown = told("prioritise/plan_frequency", draws("always", "never"), known, MISSED, fewer(), MADE)
    assert shown.findings[1].startswith("No single score")
    assert shown.title.startswith("Whichever experts are asked, the same opportunities")


def test_what_is_used_stands_beside_what_there_is_and_a_full_cell_stands_out():
    rows = [
        ("budget", None, "2018Q1", 50.0, 100.0),
        ("capacity", "it", "2018Q1", 9.0, 10.0),
        ("capacity", "it", "2018Q2", 10.0, 10.0),
    ]
    table = pd.DataFrame(rows, columns=["kind", "role", "quarter", "used", "limit"])
    shown = told("prioritise/plan_usage", table, table[table["used"].eq(table["limit"])])
    assert shown.title == "Used up, or nearly, in one quarter or more: IT"
    assert shown.cells == [["budget (cumulative)", "€50 / €100", ""], ["IT (days)", "9 / 10", "10 / 10"]]
    assert shown.tones[1] == ["", "", "warn"]
    wide = table.tail(1).assign(used=20.0, limit=30.0)
    assert told("prioritise/plan_usage", table, wide).title == (
        "Less is left than any candidate left out needs, in one quarter or more: IT"
    )
    assert told("prioritise/plan_usage", table, wide.assign(used=29.0)).title.startswith("Used up, or nearly")


def cases(**facts):
    row = {"opportunity": "a", "title": "Faq", "cost": 100.0, "extra_year": 80.0, "protected_year": 20.0}
    row |= {
        "npv": 150.0,
        "npv_low": 90.0,
        "npv_high": 210.0,
        "payback": 5.0,
        "waiting_cost": 20.0,
        "loss": 0.0,
        "nps_year": None,
        "nps_year_low": None,
        "nps_year_high": None,
    }
    return pd.DataFrame([row | facts])


def per_point(source="measured", slope=0.0004, error=0.0001, revenue=1e6):
    row = {"source": source, "retention_per_point": slope, "retention_per_point_error": error}
    return pd.DataFrame([row | {"revenue_at_stake": revenue}])


def assumed(**facts):
    row = {"title": "Faq", "estimated": True, "cost_low": 100.0, "cost": 100.0, "cost_high": 100.0}
    row |= {"days_cost": 0.0, "nps_change": None, "nps_year": None, "rests_on_nps": False}
    return pd.DataFrame([row | facts])


def test_a_case_says_what_pays_for_itself_and_what_nobody_estimated():
    given = pd.concat([assumed(), assumed(title="Chat", estimated=False)])
    shown = told("prioritise/cases", cases(), given, per_point())
    assert shown.title == "One of 1 opportunities pays for itself within 3 years: “Faq”"
    assert shown.cells == [["Faq", "€100", "€80", "€20", "€90 to €210", "5", "€20"]]
    assert "no business case" in shown.findings[-1] and "“Chat”" in shown.findings[-1]


def test_a_case_that_never_pays_back_says_so():
    shown = told("prioritise/cases", cases(npv=-5.0, npv_high=-1.0, payback=None), assumed(), per_point())
    assert shown.title == "None of the 1 opportunities pays for itself within 3 years"
    assert shown.cells[0][5] == "not in that time"
    assert shown.findings[0] == "“Faq” costs more than it brings even on favourable estimates."


NPS = {"nps_change": 3.0, "nps_year": 4800.0}


def test_a_case_says_what_rests_on_nps_and_what_only_stands_beside_it():
    given = pd.concat([assumed(**NPS, rests_on_nps=True), assumed(**NPS, title="Chat")])
    table = cases(nps_year=4800.0, nps_year_low=900.0, nps_year_high=8700.0)
    shown = told("prioritise/cases", table, given, per_point())
    assert shown.cells[0][4] == "€900 to €8,700" and len(shown.cells[0]) == 8
    rests, beside, slope = shown.findings[-3:]
    assert "“Faq”" in rests and "only if the association is causal" in rests
    assert "“Chat”" in beside and beside.endswith("stands beside it and is not added.")
    assert slope.startswith(
        "Ten points more NPS go with 0.40 percentage points in the share of customers kept"
    )
    assert "(0.20 to 0.60)" in slope and "€1,000,000 per quarter" in slope
    assert shown.exhibit.tables == ("opportunities", "answers", "transactions")
    dutch = told("prioritise/cases", table, given, per_point(), language="nl").findings
    assert "telt alleen als de samenhang oorzakelijk is" in dutch[-3] and "(0,20 tot 0,60)" in dutch[-1]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"error": 0.0003}, "not clearly different from nothing"),
        ({"source": "declared"}, "declared in engagement.yml, not measured"),
    ],
)
def test_a_slope_that_is_unclear_or_declared_is_said_to_be(terms, words):
    given = assumed(**NPS, rests_on_nps=True)
    shown = told("prioritise/cases", cases(), given, per_point(**terms))
    assert words in shown.findings[-1]
    assert ("answers" in shown.exhibit.tables) == ("source" not in terms)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"source": "unknown", "slope": None}, "neither measured nor declared"),
        ({"revenue": None}, "the revenue at stake is not known"),
    ],
)
def test_a_change_in_nps_of_which_nothing_can_be_made_counts_nothing_and_is_said(terms, words):
    given = pd.concat([assumed(), assumed(title="Chat", estimated=False, nps_change=3.0)])
    shown = told("prioritise/cases", cases(), given, per_point(**terms))
    assert "“Chat”" in shown.findings[-1] and words in shown.findings[-1]
    assert "no business case" not in " ".join(shown.findings)
    assert shown.exhibit.tables == ("opportunities",)
    alone = assumed(title="Chat", estimated=False, nps_change=3.0)
    nothing = told("prioritise/cases", cases().head(0), alone, per_point(**terms))
    assert nothing.title == "" and words in nothing.findings[0]


def test_the_money_of_a_plan_says_what_rests_on_nps():
    findings = told("prioritise/plan_money", money(-5.0, 9.0), assumed(rests_on_nps=True)).findings
    assert findings[2].startswith("What “Faq” protects follows from an expected change in NPS")


def money(*net, low=None, high=None):
    quarters = ["2018Q1", "2018Q2", "2018Q3", "2018Q4"][: len(net)]
    ends = {"net_low": low or [x - 5 for x in net], "net_high": high or [x + 5 for x in net]}
    table = pd.DataFrame({"quarter": quarters, "net": net} | ends)
    return table.assign(cost=20.0, extra=30.0, protected=10.0, planned=[True, *[False] * (len(net) - 1)])


@pytest.mark.parametrize(
    ("net", "title"),
    [
        ((-20.0, -9.0, 1.0, 12.0), "The plan pays for itself by Q3 2018; in 3 years it leaves €7 to €17"),
        (
            (-20.0, -9.0, -3.0, 2.0),
            "The plan is expected to pay for itself by Q4 2018, but",
        ),
        (
            (-20.0, -9.0, -6.0, -2.0),
            "The plan is not expected to pay for itself within 3 years, though",
        ),
        (
            (-20.0, -15.0, -9.0, -8.0),
            "The plan does not pay for itself: in 3 years it costs €3 to €13 more than it brings",
        ),
    ],
)
def test_a_plan_pays_for_itself_surely_perhaps_or_not(net, title):
    assert told("prioritise/plan_money", money(*net), assumed()).title.startswith(title)


def test_what_the_money_of_a_plan_assumes_is_said():
    settings = engagement_from({"client": "A", "plan": {"margin": 0.4, "day_rates": {"it": 500}}})
    given = assumed(days_cost=1500.0, cost_high=130.0)
    findings = told("prioritise/plan_money", money(-5.0, 9.0), given, settings=settings).findings
    assert findings[1] == "In nineteen of twenty draws it has paid for itself by Q2 2018."
    assert findings[2] == "Of all business 40% counts, the margin that was given."
    assert findings[3].endswith("at the day rates given: €1,500.") and len(findings) == 4
    part = pd.concat([assumed(), assumed(estimated=False)])
    plain = told("prioritise/plan_money", money(-5.0, 9.0), part).findings
    assert plain[2].startswith("Nobody estimated what “Faq” brings")
    assert [line.split(":")[0] for line in plain[3:]] == [
        "Business counts in full",
        "People's time is not in the cost",
        "Costs count as they were given",
    ]
    unknown = told("prioritise/plan_money", money(-5.0, 9.0), assumed(estimated=False))
    assert unknown.title == "" and len(unknown.findings) == 1


BROUGHT = assumed()


def test_the_estimate_that_decides_is_named():
    row = {
        "title": "Faq",
        "amount": "extra",
        "npv_low": -5.0,
        "npv_high": 40.0,
        "npv_likely": 20.0,
        "swing": 45.0,
    }
    shown = told("prioritise/tornado", pd.DataFrame([row, row | {"title": "Chat", "npv_low": 5.0}]), BROUGHT)
    assert shown.title.endswith("the extra business of “Faq”: €45 between its low and its high")
    assert shown.findings == [
        "An estimate that by itself decides whether the plan pays for itself: of “Faq”. Check these first."
    ]
    assert told("prioritise/tornado", pd.DataFrame([row]).head(0), BROUGHT) is None
    assert told("prioritise/tornado", pd.DataFrame([row]), BROUGHT.assign(estimated=False)) is None


BRINGS = pd.DataFrame({"title": ["Chat", "Faq"], "worth": [9.0, 5.0], "worth_low": 4.0, "worth_high": 9.5})
BRINGS = BRINGS.assign(cost=[5.0, 7.0], cost_low=4.0, cost_high=8.0, in_plan=[True, False])


def test_the_other_plan_has_its_points_and_its_money():
    rows = [
        ("this", 16.5, 100.0, 10.0, (), ()),
        ("other", 12.0, 150.0, 7.0, ("Faq",), ("Chat",)),
        ("next 1", 16.0, 90.0, 9.0, ("Faq",), ()),
        ("list", 12.0, 80.0, 7.0, (), ()),
    ]
    table = pd.DataFrame(rows, columns=["plan", "score", "npv", "cost", "enters_titles", "leaves_titles"])
    table = table.assign(gain_low=[None, 30.0, None, None], gain_high=[None, 70.0, None, None])
    shown = told("prioritise/choices", table, BRINGS, MADE)
    money = "Planning for money instead of points would bring"
    assert shown.title == f"{money} €30 to €70 more, and give up 4.5 points"
    unsure = told("prioritise/choices", table.assign(gain_low=-20.0), BRINGS, MADE).title
    assert unsure == f"{money} perhaps more, perhaps less money (−€20 to €70), and give up 4.5 points"
    assert shown.findings == [
        "Choosing together is worth 4.50 points more than working the list down from the highest score.",
        "The plan on the other measure would take up “Faq”, and leave out “Chat”.",
    ]
    assert [row[-1] for row in shown.cells] == [
        "",
        "“Faq” instead of “Chat”",
        "“Faq” as well",
        "the same opportunities, in other quarters",
    ]
    points = told("prioritise/choices", table[table["plan"].ne("other")].drop(columns="npv"), BRINGS, MADE)
    assert points.title == "The plan beside 2 others within the same limits"
    of_money, of_points = (one.exhibit.chart["options"] for one in (shown, points))
    assert (of_money["y_form"], of_points["y_form"]) == ("money", "num")
    assert [row["kind"] for row in chart_rows(shown.exhibit, WEIGHTED, "nl")] == [
        "in het plan",
        "niet in het plan",
    ]


def scenarios(**facts):
    row = {"kind": "capacity", "name": "it", "title": None, "change": 10.0, "gained": 3.0, "npv": 50.0}
    row |= {"gained_at_most": 3.0, "enters_titles": ("Faq",), "leaves_titles": ()}
    return pd.DataFrame([row | facts])


def test_a_limit_holds_the_plan_back_only_where_moving_it_pays():
    idle = scenarios(kind="budget", name="", change=5.0, gained=0.0, gained_at_most=0.0, enters_titles=())
    shown = told("prioritise/limit_scenarios", pd.concat([scenarios(), idle]), MADE)
    assert shown.title == "What would bring most: 10 more days of IT in every quarter, for 3.00 points more"
    assert shown.findings == [
        "More room for budget would bring nothing by itself, however much of it is used."
    ]
    assert shown.cells[1] == ["€5 more budget", "nothing", "€50", ""]
    assert told("prioritise/limit_scenarios", idle, MADE).title.startswith(
        "No single limit holds the plan back"
    )
    unknown = told("prioritise/limit_scenarios", idle.assign(gained_at_most=0.4), MADE)
    assert (
        unknown.title.startswith("No gain was found")
        and unknown.cells[0][1] == "not found; at most 0.40 points"
    )


def test_the_budget_curve_says_what_is_enough_or_what_more_would_bring():
    rows = [
        (0.0, 0.0, False, False),
        (5.0, 8.0, True, False),
        (9.0, 9.0, False, True),
        (20.0, 9.0, False, False),
    ]
    curve = pd.DataFrame(rows, columns=["budget", "value", "knee", "chosen"])
    shown = told("prioritise/budget_curve", curve, MADE)
    assert shown.title == "More budget than €9 would bring nothing more"
    ample = curve.assign(chosen=[False, False, False, True])
    assert told("prioritise/budget_curve", ample, MADE).title == (
        "€9 is enough for the best plan: the rest of €20 buys nothing more"
    )
    assert "bends at €5: that buys 8.0 points, 89% of the most" in shown.findings[0]
    more = told("prioritise/budget_curve", curve.assign(value=[0.0, 8.0, 9.0, 12.0]), MADE)
    assert more.title == "More budget would still bring more: 3.0 points for €11 on top"


def test_where_a_plan_is_worth_less_than_nothing_no_share_of_the_gain_is_told():
    rows = [(0.0, -9.0, False, False), (5.0, -5.3, True, False), (9.0, 15.6, False, True)]
    curve = pd.DataFrame(rows, columns=["budget", "value", "knee", "chosen"])
    (said,) = told("prioritise/budget_curve", curve, MADE).findings
    assert said.startswith(
        "The curve bends at €5: the best plan is worth \u22125.3 points there, and 15.6 points"
    )
    assert "%" not in said


def sight(**facts):
    row = {"touchpoint": "help", "opportunity_score": 13.0, "need_rank": 1.0, "importance": 0.2}
    row |= {"driver_rank": 1.0, "effect": True, "planned": ["Faq"], "quarters": ["2018Q1"]}
    return pd.DataFrame([row | {"waiting": [], "delivered": []} | facts])


def test_the_line_of_sight_says_what_is_done_where_and_where_nothing_is():
    other = sight(
        touchpoint="pay", opportunity_score=4.0, need_rank=2.0, driver_rank=2.0, planned=[], quarters=[]
    )
    shown = told("prioritise/line_of_sight", pd.concat([sight(), other]))
    assert shown.title.startswith("The plan works on “help”") and shown.title.endswith(": “Faq”")
    assert shown.findings == [
        "Nothing on the list is about “pay”, which is linked to their overall judgement."
    ]
    assert [row[-1] for row in shown.cells] == ["Faq (from Q1 2018)", "nothing"]
    waits = told("prioritise/line_of_sight", sight(planned=[], quarters=[], waiting=["Chat"]))
    assert waits.title.startswith("The plan does nothing about “help”") and waits.cells[0][-1] == "Chat"
    done = told("prioritise/line_of_sight", sight(planned=[], quarters=[], delivered=["Chat"])).findings[0]
    assert done.endswith("nothing more is planned. Delivered: “Chat”.")
    calm = sight(opportunity_score=4.0, effect=False)
    assert told("prioritise/line_of_sight", calm).title.startswith("No need is badly met")
    assert told("prioritise/line_of_sight", sight().head(0)) is None


def core(*verdicts):
    names = list("abcd")[: len(verdicts)]
    index = {"core": 1.0, "borderline": 0.5, "exterior": 0.0}
    rows = {"opportunity": names, "title": names, "core_index": [index[one] for one in verdicts]}
    return pd.DataFrame(rows | {"verdict": verdicts, "portfolios": 4})


TWO_WEIGHTS = engagement_from(
    {
        "client": "Acme",
        "score": {
            "method": "weighted",
            "criteria": [{"name": "fit", "weight": 0.75}, {"name": "pace", "weight": 0.25}],
        },
    }
)


def test_what_rests_on_the_weights_is_told_apart():
    shown = told("prioritise/core_index", core("core", "borderline", "exterior"), MADE, settings=TWO_WEIGHTS)
    assert shown.title.startswith("If the weights were otherwise, 1 of 3 opportunities would still be chosen")
    assert shown.cells[0] == ["a", "100%", "always", "yes"] and shown.cells[1][2] == "the weights decide"
    assert shown.findings == [
        "The plan holds all that is chosen whatever the weights, and nothing that never is."
    ]
    assert "(fit 75%, pace 25%)" in shown.note and "4 choices" in shown.note
    against = told("prioritise/core_index", core("exterior", "core", "core"), MADE, settings=TWO_WEIGHTS)
    assert against.title.startswith("Whatever the weights, the same opportunities are chosen: 2 of 3")
    assert against.findings[0].endswith("stand in the way: “c”.") and "“a”" in against.findings[1]


def same_plans(**facts):
    rows = [("this", 16.5, 10.0), ("list", 16.5, 10.0)]
    table = pd.DataFrame(rows, columns=["plan", "score", "cost"]).assign(gain_low=None, gain_high=None)
    table = table.assign(enters_titles=[[]] * 2, leaves_titles=[[]] * 2)
    return told("prioritise/choices", table.assign(**facts), BRINGS, MADE)


def test_the_plan_itself_is_not_listed_as_another_one():
    shown = same_plans()
    assert [row[0] for row in shown.cells] == ["This plan"]
    assert shown.title == "No other choice of opportunities that counts fits within the same limits"
    assert shown.findings == [
        "Working the list down from the highest score leads to the same opportunities, for just as much."
    ]
    later = same_plans(score=[16.5, 16.0])
    assert later.title == "The plan beside one other within the same limits"
    assert later.cells[1][-1] == "the same opportunities, in other quarters"


def test_where_nothing_is_left_to_decide_that_is_said_with_what_became_of_each():
    rows = [
        ("Faq", "delivered", "recorded"),
        ("Chat", "delivered", "assumed"),
        ("App", "stopped", "recorded"),
    ]
    table = pd.DataFrame([*rows, ("Bot", "impossible", "")], columns=["title", "outcome", "basis"])
    shown = told("prioritise/nothing_left", table)
    assert shown.title == "Nothing is left to decide: all 4 opportunities on the list are settled"
    assert [row[1:] for row in shown.cells[:3]] == [
        ["Delivered", "recorded"],
        ["Delivered", "assumed"],
        ["Stopped by decision", "recorded"],
    ]
    assert shown.cells[3][1].startswith("No longer possible") and shown.cells[3][2] == ""
    assert shown.findings[0].startswith("Of one the delivery is assumed")
    dutch = told("prioritise/nothing_left", table.head(1), language="nl")
    assert dutch.title.startswith("Er valt niets meer te besluiten") and len(dutch.findings) == 1


def decided(**columns):
    rows = {"title": ["Faq", "App"], "decided": ["start", "postpone"], "plan_start": [None, "2018Q1"]}
    rows |= {"decided_by": [None, "Board"], "remark": [None, "<b>Too dear</b>"], "differs": [True, True]}
    return pd.DataFrame(rows | {"divided": [True, False]} | columns)


WORKSHOPS = pd.DataFrame({"held_on": pd.to_datetime(["2018-01-09"]), "experts": [12], "limits_moved": [True]})
SAID = pd.DataFrame({"about": ["question", "dissent"], "text": ["Who pays?", "IT says *it* is too early"]})


def test_decisions_stand_beside_the_plan_with_dissent_and_open_questions():
    shown = told("prioritise/decided", decided(), WORKSHOPS, SAID)
    assert shown.title == "Of 2 decisions on this plan, 2 differ from it"
    assert shown.cells == [
        ["Faq", "start", "not in it", "", ""],
        ["App", "postpone", "starts in Q1 2018", "Board", "<b>Too dear</b>"],
    ]
    assert [row[2] for row in shown.tones] == ["warn", "warn"]
    first, *said = shown.findings
    assert first.startswith("12 experts took part in the workshop of 9 January 2018. The plan on its pages")
    assert said == [
        "Decided although the experts did not agree: “Faq”.",
        "Dissent: “IT says *it* is too early”",
        "Open question: “Who pays?”",
    ]


def test_decisions_that_follow_the_plan_say_so_and_a_workshop_without_any_too():
    same = decided(differs=False, divided=False)
    assert told("prioritise/decided", same, WORKSHOPS.head(0), SAID.head(0)).title == (
        "All 2 decisions on this plan follow it"
    )
    shown = told("prioritise/decided", decided().head(0), WORKSHOPS, SAID)
    assert shown.title == "Nothing was decided on this plan yet" and len(shown.findings) == 3
    assert told("prioritise/decided", decided().head(0), WORKSHOPS.head(0), SAID.head(0)) is None


def voted(*rows):
    """Votes beside experts: group, title, n, preferred, its ends, n_preferred, median and rank."""
    names = ["group", "title", "n", "preferred", "preferred_low", "preferred_high", "n_preferred"]
    table = pd.DataFrame(rows, columns=[*names, "median", "rank"]).assign(ranked=8, opportunity_score=7.5)
    measures = {"importance": 7.0, "importance_low": 6.0, "importance_high": 8.0}
    measures |= {name.replace("importance", "satisfaction"): value for name, value in measures.items()}
    return table.assign(**{name: [value] * len(table) for name, value in measures.items()})


def test_what_customers_put_first_stands_beside_where_the_experts_put_it():
    rows = voted(
        ("Customers", "Idea 1", 40, 0.6, 0.45, 0.74, 40, 6.0, 3),
        ("Customers", "Idea 2", 40, 0.4, 0.26, 0.55, 40, 8.0, 1),
        ("", "Idea 2", 12, 0.75, 0.47, 0.91, 12, float("nan"), float("nan")),
    )
    shown = told("prioritise/votes", rows)
    assert shown.title == "Of Customers, 60% would do “Idea 1” first (45% to 74%, n = 40)"
    assert shown.findings == [
        "Of the voters, 75% would do “Idea 2” first (47% to 91%, n = 12).",
        "The experts put “Idea 1” at place 3 of 8, with a median of 6.",
        "No expert scored “Idea 2”.",
        "The votes are evidence beside the scores: they are not counted in the plan.",
    ]
    assert "7.0 (6.0 to 8.0)" in shown.cells[0]


def test_too_few_votes_are_told_with_their_reason():
    rows = voted(("Customers", "Idea 1", 4, None, None, None, 4, 6.0, 3))
    rows[["importance", "satisfaction", "preferred"]] = float("nan")
    shown = told("prioritise/votes", rows)
    assert shown.title == "Too few voted to tell what they chose"
    assert "At most 4 people of a group voted; under 10 only their number is told." in shown.findings


def test_what_opportunities_rest_on_is_told_and_what_rests_on_nothing_is_named():
    table = pd.DataFrame({"title": ["Chat", "Shop"], "insights": [1, 0], "findings": [1, 0]}).assign(
        source=[["needs"], []], subject=[["pay"], []], n=[[90.0], []], strength=[[13.0], []]
    )
    made = told("prioritise/opportunity_evidence", table)
    assert made.title == "1 of the 2 opportunities are about something that was measured or said"
    assert made.cells[0][1].startswith("Opportunity score 13.0 out of 20, from 90 people’s answers")
    assert made.findings[0].startswith("Nothing measured and no insight is about “Shop”: it rests on")
    every = told("prioritise/opportunity_evidence", table.head(1))
    assert every.title == "Every opportunity is about something that was measured or said"
