"""What each customer is expected to bring goes to the client only where it may be planned on."""

import ibis
import numpy as np
import pandas as pd
import pytest

from workbook.engagement import OutlookRule
from workbook.recognise.clv import bg_nbd, gamma_gamma
from workbook.recognise.histories import customer_values, distinct_histories, distinct_spending
from workbook.recognise.outlook import Outlook, planned_values
from workbook.runs import run

NONE = pd.DataFrame()
PAST = ibis.memtable(
    {
        "customer_id": [f"c{n}" for n in range(60)],
        "frequency": [n % 6 for n in range(60)],
        "active_days": [(n % 6) * (40 + n % 7) for n in range(60)],
        "observed_days": [400 + n % 11 for n in range(60)],
        "cents_again": [(n % 6) * (2000 + 37 * n) for n in range(60)],
    }
)


def found(models, prefer="model", doubts=()):
    errors = pd.DataFrame({"measure": "value", "predictor": ["model", "same"], "error": [0.1, 0.2]})
    errors["prefer"] = errors["predictor"].eq(prefer)
    return Outlook(NONE, NONE, errors, NONE, doubts, models=models)


@pytest.fixture(scope="module")
def models():
    return bg_nbd(distinct_histories(PAST)), gamma_gamma(distinct_spending(PAST))


def test_where_the_model_came_nearest_the_values_are_its_own(models):
    rule = OutlookRule(quarters=2)
    planned = planned_values(found(models), PAST, rule=rule, discount=0.05).to_pandas()
    own = customer_values(PAST, *models, quarters=2, discount=0.05).to_pandas()
    pd.testing.assert_frame_equal(
        planned.sort_values("customer_id", ignore_index=True),
        own.sort_values("customer_id", ignore_index=True),
    )


@pytest.mark.parametrize(
    "facts", [{"prefer": "same"}, {"doubts": ("vague",)}, {"models": None}], ids=["plain", "vague", "none"]
)
def test_where_a_plain_rule_was_nearer_or_too_little_is_known_there_are_none(models, facts):
    assert planned_values(found(**{"models": models} | facts), PAST, rule=OutlookRule(), discount=0.0) is None


def test_what_was_never_checked_is_not_planned_on(models):
    unchecked = Outlook(NONE, NONE, NONE, NONE, (), "unchecked", models)
    assert planned_values(unchecked, PAST, rule=OutlookRule(), discount=0.0) is None


def shop(folder):
    """An export of orders by 1,500 customers who buy and stop as the model has it."""
    chance, start = np.random.default_rng(3), pd.Timestamp("2024-07-01")
    rows = []
    for number in range(1500):
        day, rate, stops = chance.uniform(0, 700), chance.gamma(1, 1 / 25), chance.beta(1, 6)
        amount = chance.gamma(5, 12)
        while day < 822:
            spent = round(float(chance.gamma(4, amount / 4)), 2)
            rows.append((f"C{number:04}", start + pd.Timedelta(days=int(day)), spent))
            if chance.random() < stops:
                break
            day += chance.exponential(1 / rate)
    (folder / "data").mkdir(parents=True)
    (folder / "engagement.yml").write_text("client: Shop\n", "utf-8")
    orders = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount"])
    orders.to_csv(folder / "data" / "transactions.csv", index=False)
    return folder


@pytest.mark.slow
def test_what_customers_are_expected_to_bring_adds_up_to_what_the_report_says(tmp_path, made_at):
    report = run(shop(tmp_path / "shop"), "2026Q3", made_at=made_at).report.parent
    rows = pd.read_csv(report / "crm.csv")
    outlook = pd.read_parquet(report / "tables" / "outlook.parquet")
    assert outlook["value"].notna().all() and len(rows) == outlook["n"].sum() == 1500
    assert rows["expected_value"].sum() == pytest.approx(outlook["value"].sum(), abs=0.005 * len(rows))
    explained = pd.read_csv(report / "crm_explained.csv").set_index("Column")
    assert explained.at["expected_value", "Unit"] == "EUR"
