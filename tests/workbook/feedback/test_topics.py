import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from workbook.codebook import Topic
from workbook.engagement import Question
from workbook.feedback.classifier import accuracy
from workbook.feedback.comments import comments
from workbook.feedback.topics import COLUMNS, sorted_comments, teams, topics, totals, waves

BOOK = {
    "late": Topic(words=["late"], team="logistics", cost_per_contact=5),
    "price": Topic(words=["dear"], team="assortment"),
}
ASKED = {"nps": Question(kind="nps")}
NOW, BEFORE = pd.Timestamp(2017, 10, 9), pd.Timestamp(2017, 7, 9)


def said(texts, at=NOW, scores=9, start=0, **columns):
    people = [f"r{start + number}" for number in range(len(texts))]
    frame = {"respondent_id": people, "at": at, "question": "nps", "score": scores, "comment": texts}
    return pd.DataFrame(frame | {"touchpoint": None, **columns})


def measured(answers, contacts=None):
    everything = comments(answers, pd.DataFrame() if contacts is None else contacts)
    whole = sorted_comments(everything, BOOK, accuracy(everything, BOOK, precision=0.8, seed=1), seed=1)
    now, before = waves(whole, pd.Timestamp(2017, 10, 1))
    table = topics(now, before, BOOK, answers[answers["at"].ge("2017-10-01")], ASKED)
    return table.set_index("topic"), now, before


def test_people_are_counted_and_not_their_comments():
    table, *_ = measured(
        said(["late", "late and dear", "fine", "late again"]).assign(customer_id=["a", "a", "b", "c"])
    )
    assert table.loc["late", ["n", "comments", "customers"]].tolist() == [2, 3, 2]
    assert table.loc["late", "share"] == pytest.approx(2 / 3)


def test_the_interval_of_a_share_is_wilsons_where_every_person_weighs_the_same():
    table, *_ = measured(said(["late"] * 8 + ["fine"] * 32))
    assert table.loc["late", ["low", "high"]].tolist() == pytest.approx(
        proportion_confint(8, 40, method="wilson"), rel=0.03
    )


def test_weights_count():
    table, *_ = measured(said(["late", "fine", "fine"], weight=[2.0, 1.0, 1.0]))
    assert table.loc["late", "share"] == 0.5


def test_a_change_is_tested_as_a_difference_and_corrected_for_the_number_of_topics():
    before = said(["late"] * 10 + ["dear"] * 20 + ["fine"] * 70, at=BEFORE, start=500)
    table, *_ = measured(
        pd.concat([before, said(["late"] * 40 + ["dear"] * 20 + ["fine"] * 40)], ignore_index=True)
    )
    late, price = table.loc["late"], table.loc["price"]
    assert late["change"] == pytest.approx(0.3) and late["change_low"] > 0.15 and late["p"] < 0.001
    assert price["change"] == 0 and price["p"] == pytest.approx(1)
    assert price["change_high"] == pytest.approx(1.96 * np.sqrt(2 * 0.2 * 0.8 / 100), rel=0.05)


def test_who_says_the_same_in_both_waves_makes_a_change_more_certain():
    texts = ["late"] * 30 + ["fine"] * 70
    same, other = (
        measured(pd.concat([said(texts, at=BEFORE, start=start), said(texts)], ignore_index=True))[0].loc[
            "late"
        ]
        for start in (0, 500)
    )
    widths = [row["change_high"] - row["change_low"] for row in (same, other)]
    assert widths[0] < widths[1] / 5


def test_without_a_wave_before_there_is_no_change():
    table, _, before = measured(said(["late"] * 12))
    assert table["p"].isna().all() and table.loc["late", "n_before"] == 0
    assert totals(before, before)["wave_before"].isna().all()


def test_the_wave_before_is_the_last_quarter_with_comments():
    old = said(["late"] * 3, at=pd.Timestamp(2017, 2, 1), start=50)
    _, now, before = measured(pd.concat([old, said(["late"] * 12)], ignore_index=True))
    whole = totals(now, before).iloc[0]
    assert whole[["wave_before", "people_before", "comments", "without"]].tolist() == ["2017Q1", 3, 12, 0]


def test_a_quarter_in_which_nobody_says_anything_has_no_topics():
    nobody = said([None, None]).assign(at=NOW)
    before = said(["late"] * 3, at=BEFORE, start=50)
    for answers in (nobody, pd.concat([before, nobody], ignore_index=True)):
        table, now, earlier = measured(answers)
        assert table.empty and list(table) == COLUMNS[1:]
        assert totals(now, earlier)["comments"].tolist() == [0] and teams(now, table.reset_index(), 10).empty


def test_only_contacts_cost():
    noted = pd.DataFrame({"customer_id": list("abcd"), "at": NOW, "touchpoint": "call", "comment": "late"})
    table, *_ = measured(said(["late", "dear"]), noted)
    assert table.loc["late", ["contacts", "contacts_year", "cost_year"]].tolist() == [4, 16, 80]
    assert table.loc["price", "contacts"] == 0 and pd.isna(table.loc["price", "cost_year"])


def test_a_team_gets_the_comments_of_topics_that_enough_people_raise():
    table, now, _ = measured(said(["late"] * 12 + ["dear"] * 3))
    found = teams(now, table.reset_index(), 10).set_index("team")
    assert found.loc["logistics", ["n", "handed"]].tolist() == [12, 12]
    assert found.loc["assortment", ["topics", "few", "n", "handed"]].tolist() == [[], ["price"], 3, 0]
