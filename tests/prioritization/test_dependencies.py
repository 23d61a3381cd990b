import pandas as pd

from prioritization import checked_opportunities
from prioritization.dependencies import commitments, dependents, prerequisites


def table(**columns):
    return pd.DataFrame({"opportunity": ["a", "b", "c"], "score": [1, 2, 3], **columns})


def test_prerequisites_are_followed_to_the_end_except_from_what_is_running():
    chain = checked_opportunities(table(requires=["", "a", "b"]))
    assert prerequisites(chain, ["c"]) == {"a", "b"}
    assert dependents(chain, "a") == {"b", "c"}
    halfway = checked_opportunities(table(requires=["", "a", "b"], status=["new", "running", "new"]))
    assert prerequisites(halfway, ["c"]) == {"b"}


def test_every_plan_holds_must_dos_what_they_require_and_what_is_running():
    checked = checked_opportunities(table(requires=["", "a", ""], must_do=["", "yes", ""]))
    assert commitments(checked)["opportunity"].tolist() == ["a", "b"]
