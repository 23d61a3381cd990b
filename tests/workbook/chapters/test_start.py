"""Maturity: one respondent, half a questionnaire, and what the data say against what was answered."""

from pandas import DataFrame
from told import told

from workbook.apply.data_phase import data_phase
from workbook.apply.maturity import asks_more, maturity, organisation, readiness_gap
from workbook.engagement import engagement_from
from workbook.maturity_rules import MaturityRules
from workbook.render.figures import worded
from workbook.render.words import Words

UNMEASURED = DataFrame({"phase": [float("nan")]})
NONE = DataFrame({"programme": [], "class": [], "profile": [], "maturity_needed": []})


def answers(*rows):
    table = DataFrame(rows, columns=["respondent", "dimension", "answer"])
    return table.assign(statement=table["dimension"], theme=None)


def shown(table, measured=UNMEASURED, **settings):
    phases = maturity(table, measured)
    engagement = engagement_from({"client": "Acme", **settings})
    return told("start/maturity", phases, readiness_gap(phases), settings=engagement)


def test_one_respondent_is_told_as_one_opinion_and_spread_only_of_several():
    one = shown(answers(("a", "plan", 4), ("a", "data", 2)))
    assert one.findings[-1] == "One respondent answered: the opinion of one person."
    assert "Lowest respondent" not in one.headings
    nobody = shown(answers((None, "plan", 4), (None, "data", 2)))
    assert nobody.findings[-1].startswith("The answers name no respondent")
    rows = [row for n, name in enumerate("abcde") for row in ((name, "plan", 4), (name, "data", 2 + n // 2))]
    five = shown(answers(*rows))
    assert "Respondents are two phases or more apart on customer data: settle that first." in five.findings
    assert "Lowest respondent" in five.headings
    four = shown(answers(*rows[2:]))
    assert "Lowest respondent" not in four.headings
    assert four.findings[-1] == (
        "4 respondents answered. How far they are apart is told from 5 respondents on: of fewer, it could be"
        " traced who said what."
    )


def test_preconditions_of_which_nothing_is_known_are_named_beside_the_verdict():
    half = shown(answers(("a", "plan", 4), ("a", "data", 2)))
    assert half.findings[1] == (
        "Of people and knowledge and systems nothing is known: the verdict rests on the rest, and may turn"
        " out lower."
    )
    rows = [("a", name, 2) for name in ("plan", "data", "people", "tooling")]
    assert not [line for line in shown(answers(*rows)).findings if "nothing is known" in line]


def test_the_picture_has_the_five_phases_with_what_is_reached_and_what_the_plans_still_ask():
    made = shown(answers(("a", "plan", 4), ("a", "people", 2), ("a", "data", 5)))
    [strip] = worded(made.exhibit.payload(), Words("en", engagement_from({"client": "Acme"})))["board"]
    assert [lane["name"] for lane in strip["lanes"]] == ["people and knowledge", "customer data"]
    assert [[cell["level"] for cell in lane["cells"]] for lane in strip["lanes"]] == [
        [1, 1, 2, 2, 0],
        [1, 1, 1, 1, 1],
    ]
    notes = [place["note"] for place in strip["places"]]
    assert notes == ["", "where we are", "", "what is planned", ""]


def test_what_is_not_measured_says_what_it_would_take_and_only_that():
    counts = DataFrame({"measure": ["consent", "offline"], "n": [60.0, None], "of": [100.0, None]})
    made = told("start/maturity_data", data_phase(counts, MaturityRules()))
    assert made.findings == [
        "Not known, and left out of the verdict: offline customers who are known online. That takes table"
        " identities, and which of its sources are offline in engagement.yml (keys: offline_sources)."
    ]
    assert made.source == "Source: customers."


def test_half_a_questionnaire_compares_nothing():
    half = shown(answers(("a", "data", 2)))
    assert half.title == "Your preconditions are at phase 2 (channel); what you plan was not answered"
    assert half.findings[0].startswith("Only half of the check was answered")


def test_measures_count_above_answers_and_the_settings_say_whether_the_plan_waits():
    table = answers(("a", "plan", 4), ("a", "data", 4))
    told_only = shown(table, DataFrame({"phase": [2.0]}), maturity={"limits_plan": False})
    assert told_only.title.startswith(
        "You plan phase 4 work (personal), but your preconditions are at phase 2"
    )
    assert "The plan does not keep to it" in told_only.findings[2]
    assert told_only.findings[3].startswith(
        "On customer data the measures are stricter than the answers: phase 2 against 4"
    )


def test_what_asks_for_more_says_how_that_is_known():
    rows = DataFrame({"title": ["Advice"], "maturity_needed": [4]})
    gap = readiness_gap(maturity(answers(("a", "plan", 4), ("a", "data", 2)), UNMEASURED))
    made = told("start/maturity_asks", asks_more(rows, NONE, gap.ready), gap)
    assert made.title == "One piece of work asks for more than phase 2 (channel)"
    assert made.cells[0][2:] == ["4 · personal", "stated in the table"]


def test_a_gap_in_the_organisation_says_what_it_means_and_not_asked_is_said():
    rows = answers(("a", "organisation", 1)).assign(theme="bonuses", statement="No bonus steers wrongly")
    made = told("start/organisation", organisation(rows))
    assert made.title == "One of 1 conditions for change does not hold: “No bonus steers wrongly”"
    assert made.findings[0].startswith("Bonuses reward one channel or product")
    assert (
        told("start/organisation", organisation(rows.head(0)))
        .findings[0]
        .startswith("How the organisation works was not asked")
    )
