import json
import re
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from exact_cover import exact_cover, once
from next_release import best_by_milp, budget_of, made_up, opportunities_of
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from prioritization.cli import app

TABLE = "opportunity,score,cost\nA,9,6\nB,8.5,5\nC,8,5\nD,3,1\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "opportunities.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_plan_and_what_is_left_out_are_shown(table):
    result = run(table, "--budget", 10)
    assert result.exit_code == 0
    assert "Plan worth 16.50 (no plan is worth more)" in result.output
    assert result.output.index("In the plan") < result.output.index("Left out")
    assert "worth_less" not in result.output
    said = " ".join(result.output.replace("│", " ").split())
    assert "the plan would lose 4.50 points, as B and C would make way" in said
    assert result.output.index("Left out") < result.output.index("What holds the plan back")


def test_the_plan_as_json_can_be_read_back(table):
    plan = json.loads(run(table, "--budget", 10, "--json").output)
    assert (plan["value"], plan["status"]) == (16.5, "optimal")
    assert [row["decision"] for row in plan["schedule"]] == ["left out", "start", "start", "left out"]
    assert plan["left_out"][0]["makes_way"] == ["B", "C"]


def test_quarters_are_given_at_once_or_one_by_one(table):
    once = run(table, "--budget", 10, "--quarters", "2027Q1,2027Q2", "--json").output
    assert once == run(table, "--budget", 10, "--quarters", "2027Q1", "--quarters", "2027Q2", "--json").output
    assert [row["quarter"] for row in json.loads(once)["usage"]] == ["2027Q1", "2027Q2"]


def test_quarters_are_those_of_the_capacity_where_not_given(table, tmp_path):
    table.write_text("opportunity;score;days_it;cost\nA;9,5;6;0\nB;8,5;6;0\n", encoding="utf-8")
    capacity = tmp_path / "capacity.csv"
    capacity.write_text("role;quarter;days\nit;2027Q1;7,5\nit;2027Q2;5\n", encoding="utf-8")
    plan = json.loads(run(table, "--budget", 0, "--capacity", capacity, "--json").output)
    assert plan["value"] == 9.5
    assert plan["schedule"][0]["start"] == "2027Q1"


def test_bad_input_ends_with_two_and_the_message_alone(table):
    table.write_text("opportunity,score,cost\nA,-1,1\n", encoding="utf-8")
    result = run(table, "--budget", 10)
    assert result.exit_code == 2
    assert result.stderr == "The opportunities cannot be used: 1 fault.\n  line 2, score: -1 is below 0\n"


def test_a_budget_without_costs_is_refused_and_not_met_by_everything(table):
    table.write_text("opportunity,score\nA,9\n", encoding="utf-8")
    result = run(table, "--budget", 10)
    assert result.exit_code == 2
    assert "the table has no column 'cost'" in result.stderr
    assert run(table).exit_code == 0


@pytest.mark.parametrize("first", ["sep=;", "sep=|"])
def test_the_line_with_which_excel_names_the_separator_is_read(table, first):
    part = first[-1]
    table.write_text(
        f"{first}\nOpportunity{part}Score{part}Cost\nA{part}9{part}6\nB{part}8{part}6\n", "utf-8"
    )
    result = run(table, "--budget", 10, "--json")
    assert json.loads(result.output)["value"] == 9


def test_amounts_in_several_currencies_are_refused(table):
    table.write_text("opportunity,score,cost\nA,5,€ 100\nB,4,$ 100\nC,4,100 EUR\n", "utf-8")
    result = run(table, "--budget", 150)
    assert result.exit_code == 2
    assert (
        "line 3, cost: '$ 100' is in another currency than most of the column (EUR); convert" in result.stderr
    )


def test_without_quarters_there_is_no_time_and_that_is_said(table):
    """What takes two quarters fits, what is required is taken too, and a deadline does not bind."""
    table.write_text(
        "opportunity,score,cost,quarters,requires,deadline\nA,9,5,2,B,2020Q1\nB,0,5,3,,\nC,4,5,1,,\n", "utf-8"
    )
    plan = json.loads(run(table, "--budget", 10, "--json").output)
    assert [row["decision"] for row in plan["schedule"]] == ["start", "start", "left out"]
    assert plan["value"] == 9
    assert plan["notes"] == [
        "No quarters were given, so there is no time in this plan; quarters and deadline do not count: what"
        " is required is taken too. Plan in time with --quarters 4, or --quarters 2027Q1,2027Q2."
    ]
    shown = run(table, "--budget", 10).output
    assert "there is no time in this plan" in shown and "finish" not in shown
    in_time = run(table, "--budget", 10, "--quarters", "2027Q1,2027Q2,2027Q3,2027Q4", "--json").output
    assert json.loads(in_time)["value"] < 9
    later = "What is finished a quarter later counts 2 % less (--discount 0.02)."
    assert json.loads(in_time)["notes"] == [later]


def test_running_work_goes_on_without_quarters_and_counts_as_there(table):
    table.write_text("opportunity,score,quarters,status,requires\nA,9,2,new,R\nR,1,3,running,\n", "utf-8")
    plan = json.loads(run(table, "--json").output)
    assert [row["decision"] for row in plan["schedule"]] == ["start", "continue"]


def test_a_release_is_planned_from_its_file(table):
    """Requirements cost, customers bring value and require what they ask for: SciPy's program agrees."""
    release = made_up((10, 20, 40), 50, seed=1)
    rows = opportunities_of(release)
    lists = rows["requires"].map(", ".join)
    rows.drop(columns="quarters").assign(requires=lists).to_csv(table, index=False)
    budget = budget_of(rows, 30)
    plan = json.loads(run(table, "--budget", budget, "--time-limit", 20, "--json").output)
    assert plan["value"] == best_by_milp(release, budget) > 0


def test_a_blank_cost_is_neither_free_nor_in_the_way_of_the_others(table):
    table.write_text("opportunity,score,cost\nA,9,\nB,8,TBD\nC,8,5\n", "utf-8")
    plan = json.loads(run(table, "--budget", 5, "--json").output)
    assert plan["value"] == 8
    assert [row["reason"] for row in plan["left_out"]] == ["not_estimated", "not_estimated"]
    assert plan["notes"][0].startswith("Without a cost, so not planned under a budget: A, B. --blank-cost 0")
    free = json.loads(run(table, "--budget", 5, "--blank-cost", 0, "--json").output)
    assert free["value"] == 25
    assert free["notes"][0] == "Without a cost, so taken as 0 each: A, B."


def test_a_blank_score_is_told_and_not_planned(table):
    table.write_text("opportunity,score,cost\nA,,1\nB,8,2\n", "utf-8")
    plan = json.loads(run(table, "--json").output)
    assert plan["left_out"][0]["reason"] == "not_scored"
    assert plan["notes"] == ["Without a score, so not planned: A."]


def test_titles_stand_beside_the_ids(table):
    table.write_text("opportunity,title,score,cost\nA,Faster checkout,9,6\nB,One login,8,6\n", "utf-8")
    output = run(table, "--budget", 6).output
    assert all(title in output for title in ("Faster checkout", "One login"))


def test_a_sheet_of_the_trade_is_planned_and_its_method_said(table):
    table.write_text("Opportunity;Potential;Importance;Ease\nA;9;10;5\nB;1;1;1\nTotaal;10;11;6\n", "utf-8")
    plan = json.loads(run(table, "--json").output)
    assert plan["value"] == 9
    assert plan["notes"] == [
        "Left out as a total, and not an opportunity: line 4.",
        "Scores by PIE: (potential + importance + ease) / 3, of columns Potential, Importance, Ease.",
    ]
    refused = run(table, "--score", "rice")
    assert (refused.exit_code, "column 'reach' is missing" in refused.stderr) == (2, True)


def test_no_score_is_computed_beside_another_objective(table):
    table.write_text("opportunity,revenue,value,effort\nA,9,8,2\n", "utf-8")
    plan = json.loads(run(table, "--objective", "revenue", "--json").output)
    assert (plan["value"], plan["notes"]) == (9, ["Not read: value, effort."])
    refused = run(table, "--objective", "revenue", "--score", "value-effort")
    assert (refused.exit_code, "leave out --score or --objective" in refused.stderr) == (2, True)


def test_a_number_of_quarters_says_where_it_begins(table):
    result = json.loads(run(table, "--quarters", 2, "--json").output)
    assert re.match(
        r"The plan begins with \d{4}Q[1-4], the next quarter from today; .*--start", result["notes"][0]
    )
    quarters = "--quarters", 4, "--start", "2027Q3", "--budget", 100, "--json"
    usage = json.loads(run(table, *quarters).output)["usage"]
    assert [row["quarter"] for row in usage] == ["2027Q3", "2027Q4", "2028Q1", "2028Q2"]
    both = json.loads(run(table, "--quarters", "2027Q3..2028Q2", "--budget", 100, "--json").output)["usage"]
    assert both == usage
    refused = run(table, "--start", "2027Q1")
    assert (refused.exit_code, "say how many quarters" in refused.stderr) == (2, True)


def test_capacity_may_be_wide_and_lacks_no_quarter_in_silence(table, tmp_path):
    table.write_text("opportunity,score,days_it\nA,9,6\nB,8,6\n", "utf-8")
    capacity = tmp_path / "days.csv"
    capacity.write_text("Rol;Q1 2027;Q2 2027\nit;7;7\n", "utf-8")
    plan = json.loads(run(table, "--capacity", capacity, "--json").output)
    assert [row["start"] for row in plan["schedule"]] == ["2027Q1", "2027Q2"]
    refused = run(table, "--capacity", capacity, "--quarters", "2027Q1..2027Q4")
    assert "role 'it' has no days in 2027Q3, 2027Q4; write 0 where there are none" in refused.stderr
    fewer = json.loads(run(table, "--capacity", capacity, "--quarters", 1, "--json").output)
    assert "Not in the plan, so left out of the capacity: 2027Q2." in fewer["notes"]
    assert fewer["value"] == 9


def test_a_file_is_read_in_its_own_words(table):
    """A Dutch list with a title above it, ids by title, done work, two that belong together and a total."""
    table.write_text(
        "Backlog 2027\n;;;\nIdee;Waarde;Kosten (€);Status;Afhankelijk van;Samen met\n"
        "Login;7;€ 9.000,00;Te doen;Oud;\nChat;6,5;€ 4.250,50;Te doen;login;\nOud;2;;Gereed;;\n"
        "Retouren;7,5;€ 15.000,00;Te doen;;Labels\nLabels;3;€ 12.000,00;Te doen;;\nTotaal;;€ 40.250,50;;;\n",
        "utf-8",
    )
    plan = json.loads(run(table, "--budget", "20k", "--json").output)
    assert [row["opportunity"] for row in plan["schedule"] if row["start"]] == ["Login", "Chat"]
    assert plan["notes"][:6] == [
        "Left out above the header: line 1.",
        "Opportunities are named by column Idee.",
        "Read as known columns: Kosten (€) as cost, Afhankelijk van as requires, Samen met as together.",
        "Left out as a total, and not an opportunity: line 9.",
        "Done or cancelled, so not planned: Oud (Gereed).",
        "Scores are column Waarde.",
    ]


def test_a_panel_gives_the_scores_and_its_verdict_is_said(table, tmp_path):
    given = tmp_path / "scores.csv"
    rows = [("ann", "A", 9), ("bob", "A", 2), ("ann", "B", 6), ("bob", "B", 6)]
    lines = [
        f"{who},{what},{name},{score}"
        for who, what, score in rows
        for name in ("Potential", "Belang", "ease")
    ]
    given.write_text("\n".join(["Expert,Idea,Criterion,Score", *lines]), "utf-8")
    plan = json.loads(run(table, "--scores", given, "--json").output)
    assert plan["value"] == 11.5
    assert plan["notes"][:2] == [
        "Scores by PIE, the median of 2 experts: (potential + importance + ease) / 3.",
        "The panel does not agree on: A.",
    ]
    assert [row["reason"] for row in plan["left_out"]] == ["not_scored", "not_scored"]


def test_limits_that_hold_nothing_back_are_said(table, tmp_path):
    table.write_text("opportunity,score,cost,group\nA,9,6,x\nB,8,6,y\n", "utf-8")
    capacity = tmp_path / "days.csv"
    capacity.write_text("role,quarter,days\nit,2027Q1,5\n", "utf-8")
    limits = "--budget", 100, "--capacity", capacity, "--at-most", "group:x=3", "--json"
    assert json.loads(run(table, *limits).output)["notes"] == [
        "The budget is 100 and all that can be planned costs 12, so it holds nothing back.",
        "Nothing takes days of it, so its capacity holds nothing back; its days stand in a column days_it.",
        "--at-most group:x=3 holds nothing back: the file has 1.",
    ]


def test_thousands_that_no_column_decides_have_a_way_out(table):
    table.write_text("opportunity;score;cost\nA;5;30.000\nB;4;20.000\n", "utf-8")
    result = run(table, "--budget", "30k")
    assert result.exit_code == 2
    assert result.stderr.endswith("Or say which: --decimals comma, or --decimals point.\n")
    assert json.loads(run(table, "--budget", "30k", "--decimals", "comma", "--json").output)["value"] == 5
    table.write_text("opportunity;score;cost\nA;5,5;30.000\nB;4;20.000\n", "utf-8")
    plan = json.loads(run(table, "--budget", "30k", "--json").output)
    assert plan["notes"][0] == "Read 30.000 in cost as a thousand, as score has decimals with a comma."


def test_more_of_a_limit_has_its_price(table):
    output = " ".join(run(table, "--budget", 10).output.split())
    assert "10 % more budget (1) would add 3.00 points" in output


def test_files_are_written_beside_what_is_shown(table, tmp_path):
    html, xlsx = tmp_path / "plan.html", tmp_path / "plan.xlsx"
    result = run(table, "--budget", 10, "--html", html, "--xlsx", xlsx, "--json")
    assert json.loads(result.stdout)["value"] == 16.5
    assert result.stderr.splitlines() == [f"Written: {html}.", f"Written: {xlsx}."]
    assert "Plan worth 16.50" in html.read_text("utf-8")
    refused = run(table, "--html", table, "--xlsx", tmp_path / "none" / "plan.xlsx")
    assert refused.exit_code == 2
    assert [line.split(":")[0].strip() for line in refused.stderr.splitlines()] == [
        "The options cannot be used",
        "--html",
        "--xlsx",
    ]
    assert table.read_text("utf-8") == TABLE


def test_the_example_can_be_planned_and_is_not_written_over(tmp_path):
    file = tmp_path / "start.xlsx"
    assert run(file, "--example").exit_code == 0
    planned = run(file, "--budget", "150k", "--quarters", 4, "--capacity", file, "--json")
    assert (planned.exit_code, json.loads(planned.output)["status"]) == (0, "optimal")
    again = run(file, "--example")
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    assert run("-", "--example").output.startswith("id,title,potential,importance,ease,cost")


@pytest.mark.parametrize("quarter", ["2027q2", "2027 Q2", "2027-Q2"])
def test_a_quarter_is_read_however_it_is_written(table, quarter):
    table.write_text(f"opportunity,score,earliest\nA,9,{quarter}\n", "utf-8")
    plan = json.loads(run(table, "--quarters", "2027Q1,2027q2,2027Q3", "--json").output)
    assert plan["schedule"][0]["start"] == "2027Q2"


def test_a_fault_of_the_capacity_is_on_a_line_of_its_own_file(table, tmp_path):
    capacity = tmp_path / "capacity.csv"
    capacity.write_text("role,quarter,days\nit,2027Q1,5\n\nit,2027Q2,-3\n", encoding="utf-8")
    result = run(table, "--budget", 10, "--capacity", capacity)
    assert result.exit_code == 2
    assert "capacity line 4, days of it: -3 is below 0" in result.stderr


def test_a_budget_per_quarter_is_read(table):
    plan = json.loads(
        run(table, "--budget", "2027Q1=6,2027Q2=4", "--quarters", "2027Q1,2027Q2", "--json").output
    )
    assert [row["limit"] for row in plan["usage"]] == [6, 10]


def test_a_budget_that_is_no_amount_ends_with_two(table):
    result = run(table, "--budget", "much")
    assert (result.exit_code, "'much' is no amount" in result.stderr) == (2, True)


@pytest.mark.parametrize("money", ["300000", "300.000,00", "300,000.00", "€ 300 000,-"])
def test_a_budget_is_read_in_whichever_country_it_is_written(table, money):
    plan = json.loads(run(table, "--budget", money, "--json").output)
    assert [row["limit"] for row in plan["usage"]] == [300_000]


def test_decimal_commas_do_not_part_the_budgets_of_quarters(table):
    money = "2027Q1=1.000,50,2027Q2=4"
    plan = json.loads(run(table, "--budget", money, "--quarters", "2027Q1,2027Q2", "--json").output)
    assert [row["limit"] for row in plan["usage"]] == [1000.5, 1004.5]


def test_a_budget_that_can_be_read_in_two_ways_is_refused_with_the_way_out(table):
    table.write_text("opportunity,score,cost\nA,9,6\n", "utf-8")
    result = run(table, "--budget", "300.000")
    assert result.exit_code == 2
    assert "--budget: '300.000' can be read in two ways; write 300000 or 300.0000" in result.stderr


def test_a_budget_is_read_by_the_decimals_of_the_file_and_so_are_all_numbers_written(table):
    table.write_text("Idee;Waarde;Kosten\nA;8,5;€ 60.000,50\nB;7;50.000\n", "utf-8")
    result = run(table, "--budget", "100.000")
    assert result.exit_code == 0
    assert "Read --budget 100.000 as a thousand, as the file has decimals with a comma." in result.output
    assert "Plan worth 8,50" in result.output and "60.000,50" in result.output
    by_quarter = "--quarters", "2027Q1..2027Q2", "--budget", "2027Q1=60.001,2027Q2=50.000"
    assert "Plan worth 15,36" in run(table, *by_quarter).output
    said = run(table, "--budget", "100,000")
    assert said.exit_code == 2
    assert (
        "--budget: '100,000' is 100 in a file that has decimals with a comma; write 100, or 100000 if"
        in said.stderr
    )


def test_a_price_of_25_and_a_dash_tells_that_the_comma_is_decimal(table):
    table.write_text("opportunity;score;cost\nA;8;€ 60.000,-\nB;7;50.000\n", "utf-8")
    plan = json.loads(run(table, "--budget", "100.000", "--json").output)
    assert [row["cost"] for row in plan["schedule"]] == [60_000, 50_000]


def test_without_a_budget_money_is_not_limited(table):
    plan = json.loads(run(table, "--json").output)
    assert (plan["value"], plan["left_out"]) == (28.5, [])


def test_faults_of_options_are_said_at_once(table):
    result = run(
        *(table, "--budget", "2027Q1=1,2027Q1=2", "--gap", 1, "--time-limit", 0),
        *("--wip", "team", "--at-most", "checkout=2", "--at-least", "g:a=1", "--at-least", "g:a=2"),
    )
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "The options cannot be used: 6 faults.",
        "  --budget: '2027Q1' appears twice",
        "  --wip: 'team' is not written as team=2",
        "  --at-most: 'checkout=2' is not written as group:checkout=2",
        "  --at-least: 'g:a' appears twice",
        "  --gap: 1 is not a share from 0 up to 1, such as 0.01",
        "  --time-limit: 0 is not a number of seconds above 0",
    ]


@pytest.mark.parametrize("option", [("--gap", "-0.1"), ("--gap", "nan"), ("--time-limit", "-1")])
def test_a_gap_or_a_time_that_cannot_be_ends_with_two(table, option):
    result = run(table, "--budget", 10, *option)
    assert (result.exit_code, f"{option[0]}: {option[1]} is not" in result.stderr) == (2, True)


def test_rules_on_groups_and_teams_are_passed_on(table):
    table.write_text("opportunity,score,group,team\nA,9,x,t\nB,8,x,t\nC,7,y,t\n", encoding="utf-8")

    def members(*options):
        plan = json.loads(run(table, *options, "--json").output)
        return "".join(row["opportunity"] for row in plan["schedule"] if row["start"])

    assert members("--at-most", "group:x=1") == "AC"
    assert members("--wip", "t=1") == "A"
    assert members("--wip", "t=1", "--at-least", "group:y=1") == "C"
    assert members("--change-at-once", "group:x=1") == "AC"


def test_money_that_is_not_carried_over_is_lost(table):
    money = ("--budget", "2027Q1=5,2027Q2=5", "--quarters", "2027Q1,2027Q2", "--discount", 0, "--json")
    table.write_text("opportunity,score,cost\nA,9,10\n", encoding="utf-8")
    assert json.loads(run(table, *money).output)["value"] == 9
    assert json.loads(run(table, *money, "--no-carry-over").output)["value"] == 0


def test_quarters_of_the_capacity_stay_in_the_order_of_the_file(table, tmp_path):
    capacity = tmp_path / "capacity.csv"
    capacity.write_text("role,quarter,days\nit,Q9,5\nit,Q10,5\n", encoding="utf-8")
    plan = json.loads(run(table, "--budget", 10, "--capacity", capacity, "--json").output)
    assert list(dict.fromkeys(row["quarter"] for row in plan["usage"])) == ["Q9", "Q10"]


def test_what_is_in_is_not_said_to_be_worth_it(table):
    table.write_text("opportunity,score,requires,must_do\nP,0.1,,\nM,1,P,yes\n", encoding="utf-8")
    output = run(table, "--quarters", "2027Q1,2027Q2").output
    assert "worth it" not in output
    assert "must be done" in output


def test_what_a_terminal_would_obey_is_written_out(table):
    table.write_text("opportunity,score,cost\nA\x9b31m,9,5\nB\x9b2J,9,5\nC\x7f,9,5\n", encoding="utf-8")
    result = run(table, "--budget", 10)
    assert not {"\x9b", "\x7f"} & set(result.output)
    assert all(said in result.output for said in ("A\\x9b31m", "B\\x9b2J", "C\\x7f"))
    table.write_text("opportunity,score,cost\nA\x9b31m,-1,1\nA\x9b31m,1,1\n", encoding="utf-8")
    error = run(table, "--budget", 10).stderr
    assert ("\x9b" in error, "'A\\x9b31m' appears 2 times (lines 2, 3)" in error) == (False, True)


def test_json_keeps_the_data_and_sends_no_control_character(table):
    table.write_text("opportunity,score,cost\nA\x7f\x9bé,9,1\n", encoding="utf-8")
    output = run(table, "--budget", 10, "--json").output
    assert not {"\x7f", "\x9b"} & set(output)
    assert "é" in output
    assert json.loads(output)["schedule"][0]["opportunity"] == "A\x7f\x9bé"


def test_nothing_that_fits_ends_with_two(table):
    table.write_text("opportunity,score,cost,must_do\nA,9,11,yes\n", encoding="utf-8")
    result = run(table, "--budget", 10)
    assert (result.exit_code, "the budget is 10" in result.stderr) == (2, True)


def test_no_plan_within_the_time_limit_ends_with_three(table):
    exact_cover(90, 600).to_csv(table, index=False)
    counts = [f"group:{group}={count}" for (_, group), count in once(90).items()]
    rules = [part for count in counts for part in ("--at-least", count, "--at-most", count)]
    result = run(table, "--time-limit", 1e-9, *rules)
    assert (result.exit_code, "found no plan within" in result.stderr) == (3, True)


def test_the_discount_and_the_second_objective_are_passed_on(table):
    table.write_text("opportunity,score,cost,quarters\nA,8,6,2\nB,8,5,2\n", encoding="utf-8")
    result = run(
        table, "--budget", 6, "--quarters", "a,b", "--discount", 0.1, "--then=-cost", "--gap", 0, "--json"
    )
    plan = json.loads(result.output)
    assert plan["value"] == pytest.approx(7.2)
    assert [row["decision"] for row in plan["schedule"]] == ["left out", "start"]
    assert plan["ties"][0]["enters"] == ["A"]


def test_a_tie_is_told(table):
    table.write_text("opportunity,score,cost\nA,8,5\nB,8,5\n", encoding="utf-8")
    assert "Another plan is worth as much: take in" in run(table, "--budget", 5).output


def test_a_file_that_is_not_there_ends_with_two(tmp_path):
    assert run(tmp_path / "none.csv", "--budget", 10).exit_code == 2


def test_help_teaches_the_columns():
    output = run("--help").output
    assert all(word in output for word in ("requires", "maturity_raises", "stop_loss", "earliest"))
    assert all(word in output for word in ("--capacity", "--wip", "--at-least", "--no-carry-over"))


def test_help_says_what_the_exit_codes_mean():
    output = " ".join(run("--help").output.split())
    assert "0 done; 2 faults in the input, or nothing fits; 3 no plan" in output


def test_help_needs_neither_pandas_nor_a_solver():
    program = (
        "import prioritization.cli, sys; print({'pandas', 'pulp', 'highspy', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_why_is_answered_in_the_terminal_and_in_json(tmp_path):
    file = tmp_path / "backlog.csv"
    file.write_text("opportunity,title,score,cost\nA,Faq,9,6\nB,Chat,8.5,5\nC,App,8,5\nD,Poster,3,1\n")
    shown = run(file, "--budget", "10", "--why", "Faq", "--why", "C")
    assert "Faq is left out. It would be in with 4.50 points more of its own" in " ".join(
        shown.output.split()
    )
    remarks = json.loads(run(file, "--budget", "10", "--why", "C", "--json").output)["remarks"]
    assert remarks[0].startswith(
        "App is worth its place; without it the plan would be worth 4.50 points less"
    )
    assert run(file, "--budget", "10", "--why", "Z").exit_code == 2


SCORED = {
    "pie": ("Potential,Importance,Ease", [(9, 10, 5), (1, 2, 3), (7, 8, 6)], [8, 2, 7]),
    "ice": ("Impact,Confidence,Ease", [(9, 10, 5), (1, 2, 3), (7, 8, 6)], [8, 2, 7]),
    "rice": (
        "Reach,Impact,Confidence,Effort",
        [(500, 2, "80%", 4), (90, 1, "50%", 9), (60, 3, "100%", 2)],
        [200, 5, 90],
    ),
    "wsjf": (
        "User-Business Value,Time Criticality,RR|OE Value,Job Size",
        [(8, 5, 2, 3), (1, 1, 1, 3), (5, 5, 2, 4)],
        [5, 1, 3],
    ),
    "value-effort": ("Waarde,Inspanning", [(8, 2), (3, 3), (9, 3)], [4, 1, 3]),
    "revenue=2, ease=1": ("Revenue,Ease", [(8, 2), (1, 4), (5, 5)], [6, 2, 5]),
    "omzet * 2 / (kosten + min(gemak, 4))": (
        "Omzet,Kosten,Gemak",
        [(24, 2, 4), (3, 1, 5), (9, 1, 2)],
        [8, 1.2, 6],
    ),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("method", SCORED)
def test_every_way_to_score_plans_from_csv_and_xlsx_and_all_outputs_hold_the_same_numbers(
    tmp_path, method, kind
):
    headings, rows, scores = SCORED[method]
    file, html, xlsx = tmp_path / f"in.{kind}", tmp_path / "out.html", tmp_path / "out.xlsx"
    lines = [("Feature", *headings.split(",")), *((f"F{at}", *row) for at, row in enumerate(rows, 1))]
    if kind == "csv":
        file.write_text("\n".join(";".join(map(str, line)) for line in lines), "utf-8")
    else:
        book = Workbook()
        for line in lines:
            book.active.append([float(c[:-1]) / 100 if str(c).endswith("%") else c for c in line])
        book.save(file)
    limits = "--score", method, "--objective", "score", "--quarters", "2027Q1..2027Q2", "--discount", 0
    result = run(file, *limits, "--json", "--html", html, "--xlsx", xlsx)
    assert result.exit_code == 0, result.stderr
    plan = json.loads(result.stdout)
    assert [row["score"] for row in plan["schedule"]] == pytest.approx(scores)
    assert plan["value"] == pytest.approx(sum(scores))
    cells = list(load_workbook(xlsx)["Plan"].iter_rows(min_row=2, values_only=True))
    column = [cell.value for cell in load_workbook(xlsx)["Plan"][1]].index("score")
    assert [row[column] for row in cells] == pytest.approx(scores)
    section = BeautifulSoup(html.read_text("utf-8"), "html.parser").table
    shown = [float(row.find_all("td", class_="figure")[0].text) for row in section.tbody.find_all("tr")]
    assert shown == pytest.approx(scores, abs=0.005)
    assert f"Plan worth {sum(scores):.2f}" in html.read_text("utf-8")


def test_scales_that_differ_are_said_where_criteria_are_weighted(table):
    table.write_text("opportunity,revenue,ease\nA,50000,9\nB,20000,2\n", "utf-8")
    notes = json.loads(run(table, "--score", "revenue=1, ease=1", "--json").output)["notes"]
    assert "Their scales differ: ease goes up to 9, revenue to 50,000" in notes[0]


def test_a_score_that_is_no_method_says_what_else_may_be_typed(table):
    refused = run(table, "--score", "rise")
    assert refused.exit_code == 2
    assert "'rise' is not one of pie, ice, rice, wsjf, value-effort; did you mean 'rice'?\n" in refused.stderr
    assert 'as "revenue=2, ease=1"' in refused.stderr


def test_one_that_is_done_is_not_called_unknown(table):
    table.write_text("opportunity,title,score,status\nA,Faq,9,open\nB,Chat,8,Gereed\n", "utf-8")
    remarks = json.loads(run(table, "--why", "chat", "--json").output)["remarks"]
    assert remarks == ["Chat has the status Gereed in the file, so it is not planned."]


def test_a_column_that_nothing_reads_is_named_once_in_every_output(table, tmp_path):
    table.write_text(
        "Key,Summary,score,Owner,Region,Empty\nA,Chat,9,Ann,north,\nB,Faq,8,Bob,south,\n", "utf-8"
    )
    html, xlsx = tmp_path / "plan.html", tmp_path / "plan.xlsx"
    said = "Not read: Owner, Region."
    assert json.loads(run(table, "--json").output)["notes"].count(said) == 1
    assert run(table, "--html", html, "--xlsx", xlsx).output.count(said) == 1
    assert html.read_text("utf-8").count(said) == 1
    notes = [row[0] for row in load_workbook(xlsx)["Notes"].iter_rows(values_only=True)]
    assert notes.count(said) == 1
    assert "Not read" not in run(table, "--at-most", "Region:north=1", "--at-least", "Owner:Bob=1").output


def test_two_quarters_of_work_are_planned_in_two(table, tmp_path):
    capacity = tmp_path / "days.csv"
    capacity.write_text("role,2027Q1,2027Q2\nit,40,40\n", "utf-8")
    table.write_text("id,score,Doorlooptijd (kwartalen),days_it,must_do\nA,9,2,80,yes\n", "utf-8")
    plan = json.loads(run(table, "--capacity", capacity, "--json").output)
    assert [plan["schedule"][0][name] for name in ("start", "finish")] == ["2027Q1", "2027Q2"]
    table.write_text("id,score,Duur (weken)\nA,9,26\n", "utf-8")
    refused = run(table, "--quarters", 2)
    assert (refused.exit_code, "'Duur (weken)' is in weeks" in refused.stderr) == (2, True)
    assert "Duur (weken) does not count, as no quarters were given." in run(table).output


def test_what_belongs_together_is_in_every_output(table, tmp_path):
    table.write_text("opportunity,score,cost,together\nA,9,6,D\nB,8,5,C\nC,8,5,\nD,3,1,\n", "utf-8")
    html, xlsx = tmp_path / "plan.html", tmp_path / "plan.xlsx"
    result = run(table, "--budget", 10, "--why", "B", "--json", "--html", html, "--xlsx", xlsx)
    plan = json.loads(result.stdout)
    assert [row["together"] for row in plan["schedule"]] == [["D"], ["C"], ["B"], ["A"]]
    assert [row["together"] for row in plan["left_out"]] == [["D"], ["A"]]
    assert plan["remarks"][-1].startswith("B, which goes together with C, is worth its place")
    assert "chosen, together with C" in html.read_text("utf-8")
    book = load_workbook(xlsx)
    assert book["Plan"]["D2"].value == "chosen, together with C"
    assert book["Left out"]["B2"].value.endswith("goes together with D or not at all")


def test_what_can_be_planned_is_told_from_what_is_there(table):
    table.write_text("opportunity,score,cost\nA,9,6\nB,8,\nC,,7\n", "utf-8")
    notes = json.loads(run(table, "--budget", 100, "--json").output)["notes"]
    assert (
        "The budget is 100 and all that can be planned (1 of 3) costs 6, so it holds nothing back." in notes
    )


def test_a_long_list_is_cut_in_the_terminal_and_whole_in_a_file(table, tmp_path):
    rows = [f"o{at},{at % 9 + 1},10" for at in range(150)]
    table.write_text("\n".join(["opportunity,score,cost", *rows]), "utf-8")
    xlsx = tmp_path / "plan.xlsx"
    output = run(table, "--xlsx", xlsx).output
    assert "… and 50 more; --html or --xlsx writes all of them." in output
    assert load_workbook(xlsx)["Plan"].max_row == 151


def test_emoji_of_several_signs_stay_whole_and_what_turns_text_does_not(table):
    family = "\U0001f469\u200d\U0001f467"
    table.write_text(f"opportunity,score\n{family} club,5\n\u202eevil,4\n", "utf-8")
    output = run(table).output
    assert family in output and "\u202e" not in output
