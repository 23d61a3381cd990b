import json
import subprocess
import sys

import pytest
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
    assert "pushes out" in result.output
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
    table.write_text("opportunity;score;days_it\nA;9,5;6\nB;8,5;6\n", encoding="utf-8")
    capacity = tmp_path / "capacity.csv"
    capacity.write_text("role;quarter;days\nit;2027Q1;7,5\nit;2027Q2;5\n", encoding="utf-8")
    plan = json.loads(run(table, "--budget", 0, "--capacity", capacity, "--json").output)
    assert plan["value"] == 9.5
    assert plan["schedule"][0]["start"] == "2027Q1"


def test_bad_input_ends_with_two_and_the_message_alone(table):
    table.write_text("opportunity,score\nA,-1\n", encoding="utf-8")
    result = run(table, "--budget", 10)
    assert result.exit_code == 2
    assert result.stderr == "The opportunities cannot be used: 1 fault.\n  line 2, score: -1 is below 0\n"


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


def test_nothing_that_fits_ends_with_two(table):
    table.write_text("opportunity,score,cost,must_do\nA,9,11,yes\n", encoding="utf-8")
    result = run(table, "--budget", 10)
    assert (result.exit_code, "the budget is 10" in result.stderr) == (2, True)


def test_no_plan_within_the_time_limit_ends_with_three(table):
    result = run(table, "--budget", 10, "--time-limit", 0)
    assert (result.exit_code, "within 0 seconds" in result.stderr) == (3, True)


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
    assert "requires" in output
    assert "--capacity" in output


def test_help_says_what_the_exit_codes_mean():
    output = " ".join(run("--help").output.split())
    assert "0 done; 2 faults in the input, or nothing fits; 3 no plan" in output


def test_help_needs_neither_pandas_nor_a_solver():
    program = (
        "import prioritization.cli, sys; print({'pandas', 'pulp', 'highspy', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
