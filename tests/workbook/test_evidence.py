"""What was measured beside what the panel thinks: a weighted mean on the panel's scale."""

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.evidence import drawn_with_evidence, with_evidence

DRIVERS = pd.DataFrame({"importance": [0.1, 0.4]})
OPTIONS = pd.DataFrame(
    {
        "opportunity": ["both", "need", "neither", "unscored"],
        "score": [6.0, 6.0, 6.0, 0.0],
        "scored": [True, True, True, False],
        "need_score": [20.0, 0.0, None, 20.0],
        "importance": [0.2, None, None, 0.4],
    }
)


def settings(need, importance, **more):
    plan = {"evidence": {"need": need, "importance": importance}}
    return engagement_from({"client": "Acme", "plan": plan} | more)


def test_a_measure_that_is_missing_leaves_its_weight_to_the_panel():
    found = with_evidence(OPTIONS, DRIVERS, settings(0.2, 0.1))
    # both: .7 * 6 + .2 * 10 + .1 * 5.5; need alone: .8 * 6 + .2 * 1
    assert found["score"].tolist() == pytest.approx([6.75, 5.0, 6.0, 0.0])
    assert found["evidence_share"].tolist() == pytest.approx([0.3, 0.2, 0.0, 0.0])
    assert found["panel_score"].tolist() == OPTIONS["score"].tolist()


def test_without_weights_the_panel_alone_counts():
    assert with_evidence(OPTIONS, DRIVERS, settings(0, 0))["score"].tolist() == OPTIONS["score"].tolist()


def test_draws_are_weighed_as_the_panel_is():
    options = with_evidence(OPTIONS, DRIVERS, settings(0.2, 0.1))
    panel = OPTIONS[OPTIONS["scored"]].set_index("opportunity")["score"]
    drawn = drawn_with_evidence(pd.DataFrame([panel, panel + 1], index=[0, 1]), options)
    assert drawn.loc[0].tolist() == pytest.approx(options.loc[options["scored"], "score"].tolist())
    assert (drawn.loc[1] - drawn.loc[0]).tolist() == pytest.approx([0.7, 0.8, 1.0])


def test_evidence_counts_on_the_scale_of_the_score():
    criteria = [{"name": "revenue", "weight": 1.0, "scale": "0-4"}]
    weighted = settings(0.5, 0, score={"method": "weighted", "criteria": criteria})
    found = with_evidence(OPTIONS.assign(score=2.0), DRIVERS, weighted)
    assert found["score"].tolist()[:3] == pytest.approx([3.0, 1.0, 2.0])
