import pandas as pd

from workbook.codebook import Topic
from workbook.feedback.proposals import proposals
from workbook.feedback.topics import Sorted

BOOK = {
    "late": Topic(words=["late"], addressable=(0.1, 0.3)),
    "price": Topic(words=["dear"], addressable=(0, 0.5)),
}
JOURNEY = pd.DataFrame({"phase": ["buy", "help"], "touchpoint": ["till", "desk"]})


def found(n=(20, 20), margin=0.5):
    comments = pd.DataFrame({"touchpoint": ["desk", "desk", "till", "other"]})
    flags = pd.DataFrame({"late": [True, True, True, False], "price": [False, False, False, True]})
    table = pd.DataFrame(
        {
            "topic": ["late", "price"],
            "team": "service",
            "n": n,
            "contacts_year": [100, 40],
            "cost_year": [1000.0, 400.0],
        }
    )
    now = Sorted(comments, flags, pd.Series("rule", comments.index))
    return proposals(table, now, BOOK, JOURNEY, margin=margin, minimum=10)


def test_a_saving_survives_the_margin_that_a_business_case_takes_off():
    late = found().iloc[0]
    assert (late["saves_low"], late["saves_high"]) == (100, 300)
    assert (late["extra_low"], late["extra_likely"], late["extra_high"]) == (200, 400, 600)


def test_a_proposal_is_about_the_touchpoint_that_most_comments_name_if_the_journey_has_it():
    assert found()["touchpoint"].tolist()[0] == "desk" and found()["phase"].tolist()[0] == "help"
    assert found()["touchpoint"].isna().tolist() == [False, True]


def test_few_people_make_no_case():
    assert found(n=(9, 10))["topic"].tolist() == ["price"]
