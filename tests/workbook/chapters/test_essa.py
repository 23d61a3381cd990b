"""What the verdicts of ESSA tell beside what the team decided."""

import pandas as pd
from told import told

from workbook.essa import EssaRules, essa_verdicts


def verdicts(*team):
    """Of steps that all get the advice to automate, with what the team says of each."""
    steps = {"process": "returns", "step": ["retype", "answer", "book"][: len(team)], "role": "service"}
    facts = {"minutes": 10, "per_month": 60, "customer_value": 3, "variants": 1, "error_rate": 0.0}
    settled = {"performers": 1, "rule_based": True, "verdict": list(team)}
    return essa_verdicts(pd.DataFrame(steps | facts | settled), EssaRules())


def test_what_the_team_decided_stands_beside_the_advice_and_a_difference_is_told():
    shown = told("essa/essa_verdicts", verdicts("automate", "simplify", None), EssaRules())
    assert shown.findings[-1].startswith("The team says otherwise of one step: “answer”.")
    assert shown.headings[-1] == "The team says"
    assert [row[-1] for row in shown.cells] == ["automate", "simplify", ""]


def test_without_a_word_of_the_team_nothing_of_it_is_shown():
    shown = told("essa/essa_verdicts", verdicts(None, None), EssaRules())
    assert len(shown.findings) == 1 and "The team says" not in shown.headings
