"""Every recipe that ships, on a small export with the platform's own headings and the traps in it."""

import pandas as pd
import pytest
from deliveries import client_with, folder_with

from workbook.intake.deliveries.delivered import delivered
from workbook.intake.deliveries.recipe import SHIPPED
from workbook.tables import check

NPS, DELIVERY = "nps", {"question": "satisfaction", "touchpoint": "delivery"}
CHECKOUT = {"question": "satisfaction", "touchpoint": "checkout"}
COST = {"cost": "=0"}

# Per recipe: settings of the delivery, the table, its rows, and what is left out or changed, with how many.
CASES = {
    "shopify-orders": (
        {},
        "transactions: order_id customer_id ordered_at amount product channel currency",
        [
            ("#1001", "anna@example.nl", "2024-05-01 09:58:12", 22.0, "MUG", "web", "EUR"),
            ("#1001", "anna@example.nl", "2024-05-01 09:58:12", 33.0, "Plate", "web", "EUR"),
            ("#1002", "bo@example.nl", "2024-05-02 10:00:00", 12.0, "MUG", "pos", "EUR"),
            ("#1005", None, "2024-05-06 10:00:00", 0.0, "Sample", None, "EUR"),
            ("#1006", "31612345678", "2024-05-07 10:00:00", 15.0, "Mug", None, "EUR"),
            ("#1006", "31612345678", "2024-05-07 10:00:00", 5.0, "Spoon", None, "EUR"),
        ],
        {"voided": 1, "cancelled": 1, "refunded": 1, "unpaid": 2},
    ),
    "woocommerce-order-items": (
        {},
        "transactions: order_id customer_id ordered_at amount product currency",
        [
            ("501", "anna@example.nl", "2024-09-15 04:48:06", 12.1, "MUG", "EUR"),
            ("501", "anna@example.nl", "2024-09-15 04:48:06", 24.2, "Plate", "EUR"),
            ("502", "guest@example.nl", "2024-09-16 10:00:00", 0.0, "MUG", "EUR"),
            ("505", "9", "2024-09-19 10:00:00", 20.0, "MUG", "EUR"),
        ],
        {"cancelled": 1, "unpaid": 1, "refunded": 2},
    ),
    "woocommerce-orders": (
        {},
        "transactions: order_id customer_id ordered_at amount currency",
        [
            ("501", "anna@example.nl", "2024-09-15 04:48:06", 36.3, "EUR"),
            ("502", "guest@example.nl", "2024-09-16 10:00:00", 0.0, "EUR"),
            ("505", "9", "2024-09-19 10:00:00", 20.0, "EUR"),
        ],
        {"cancelled": 1, "unpaid": 1, "refunded": 2},
    ),
    "woocommerce-webtoffee": (
        {"dates": "dmy"},
        "transactions: order_id customer_id ordered_at amount currency",
        [("701", "di@example.nl", "2018-05-16 07:32:06", 25.0, "EUR")],
        {"cancelled": 1, "unpaid": 1},
    ),
    "magento-orders": (
        {},
        "transactions: order_id customer_id ordered_at amount",
        [
            ("000000012", "anna@example.nl", "2025-10-07 16:05:00", 110.0),
            ("000000013", "bo@example.nl", "2025-10-08 09:05:00", 50.0),
        ],
        {"cancelled": 1, "unpaid": 1, "refunded": 1, "twice": 1},
    ),
    "prestashop-orders": (
        {"with": {"customer": "Customer"}},
        "transactions: order_id customer_id ordered_at amount currency",
        [
            ("9", "j. doe", "2024-03-01 10:15:00", 1061.8, "EUR"),
            ("10", "j. doe", "2024-03-01 10:15:00", 20.0, "EUR"),
        ],
        {"cancelled": 1, "unpaid": 1},
    ),
    "bigcommerce-orders": (
        {"dates": "dmy"},
        "transactions: order_id customer_id ordered_at amount currency",
        [
            ("100", "anna@example.nl", "2025-04-25", 65.0, "EUR"),
            ("101", None, "2025-04-26", 25.0, "EUR"),
        ],
        {"cancelled": 1, "unpaid": 1, "refunded": 1},
    ),
    "uci-order-lines": (
        {},
        "transactions: order_id customer_id ordered_at amount product",
        [
            ("536365", "17850", "2010-12-01 08:26:00", 15.3, "85123A"),
            ("536366", None, "2010-12-13 09:02:00", 3.7, "22632"),
            ("C536379", "17850", "2010-12-01 09:41:00", -2.55, "85123A"),
        ],
        {"no_sale": 1},
    ),
    "qualtrics": (
        {"questions": {"Q7": NPS, "Q9_1": DELIVERY}, "with": {"comment": "Q10"}},
        "answers: respondent_id at question score touchpoint customer_id comment",
        [
            ("R_1", "2025-07-01 11:13:44", "nps", 10, None, "anna@example.nl", 'Quick, "clear"'),
            ("R_1", "2025-07-01 11:13:44", "satisfaction", 5, "delivery", "anna@example.nl", None),
            ("R_2", "2025-07-01 11:13:44", "nps", 6, None, "K2", None),
            ("R_5", "2025-07-01 11:13:44", "satisfaction", 4, "delivery", None, None),
        ],
        {"preview": 2, "unfinished": 2, "unanswered": 2},
    ),
    "surveymonkey": (
        {
            "questions": {
                "How likely are you to recommend us?": NPS,
                "How satisfied are you with: - Checkout": CHECKOUT,
                "How satisfied are you with: - Delivery": DELIVERY,
            },
            "with": {"comment": "Anything else?"},
        },
        "answers: respondent_id at question score touchpoint customer_id comment",
        [
            ("11800000001", "2026-07-27 19:06:23", "nps", 10, None, "anna@example.nl", "Fine"),
            ("11800000001", "2026-07-27 19:06:23", "satisfaction", 5, "checkout", "anna@example.nl", None),
            ("11800000001", "2026-07-27 19:06:23", "satisfaction", 2, "delivery", "anna@example.nl", None),
            ("11800000002", "2026-07-28 00:06:23", "nps", 0, None, "K9", None),
            ("11800000002", "2026-07-28 00:06:23", "satisfaction", 3, "delivery", "K9", None),
        ],
        {"unanswered": 1},
    ),
    "google-forms": (
        {
            "questions": {
                "How likely are you to recommend us?": NPS,
                "Rate [Checkout]": CHECKOUT,
                "Rate [Delivery]": DELIVERY,
            }
        },
        "answers: respondent_id at question score touchpoint customer_id",
        [
            ("R2", "2026-09-27 14:00:00", "nps", 9, None, "anna@example.nl"),
            ("R2", "2026-09-27 14:00:00", "satisfaction", 4, "checkout", "anna@example.nl"),
            ("R2", "2026-09-27 14:00:00", "satisfaction", 5, "delivery", "anna@example.nl"),
            ("R3", "2026-09-28 08:05:10", "nps", 4, None, "bo@example.nl"),
            ("R3", "2026-09-28 08:05:10", "satisfaction", 2, "delivery", "bo@example.nl"),
        ],
        {"unanswered": 1},
    ),
    "microsoft-forms": (
        {
            "questions": {
                "Zou je ons aanbevelen?": NPS,
                "Hoe tevreden ben je over de bezorging?": DELIVERY,
            }
        },
        "answers: respondent_id at question score touchpoint customer_id",
        [
            ("1", "2026-07-27 19:06:23", "nps", 8, None, None),
            ("1", "2026-07-27 19:06:23", "satisfaction", 5, "delivery", None),
            ("2", "2026-07-28 08:06:23", "satisfaction", 2, "delivery", "bo@example.nl"),
        ],
        {"unanswered": 1},
    ),
    "typeform": (
        {
            "questions": {
                "How likely are you to recommend us to a friend?": NPS,
                "And {{field:abc}}, how was checkout?": CHECKOUT,
            }
        },
        "answers: respondent_id at question score touchpoint",
        [
            ("a1b2", "2023-01-23 07:24:12", "nps", 9, None),
            ("a1b2", "2023-01-23 07:24:12", "satisfaction", 4, "checkout"),
            ("c3d4", "2023-07-01 00:24:12", "nps", 3, None),
        ],
        {"unfinished": 2, "unanswered": 1},
    ),
    "limesurvey": (
        {"questions": {"nps": NPS, "sat[SQ001]": DELIVERY}},
        "answers: respondent_id at question score touchpoint customer_id",
        [
            ("1", "2026-05-03 12:00:00", "nps", 9, None, "tok1"),
            ("1", "2026-05-03 12:00:00", "satisfaction", 4, "delivery", "tok1"),
            ("3", "2026-05-04 12:00:00", "nps", 7, None, "tok3"),
        ],
        {"unfinished": 2, "unanswered": 1},
    ),
    "hubspot-contacts": (
        {"with": {"segment": "Klantsegment"}},
        "customers: customer_id since country segment account_manager",
        [
            ("anna@example.nl", "2024-02-01 09:30", "Netherlands", "Brand", "Kim"),
            ("52", "2024-02-02 09:30", "Belgium", "Price", "Kim"),
        ],
        {"twice": 1},
    ),
    "salesforce-contacts": (
        {"dates": "mdy"},
        "customers: customer_id since country account_manager",
        [("anna@example.nl", "2024-01-31", "NL", "Kim"), ("bo@example.nl", "2024-02-01", "BE", "Kim")],
        {"no_contact": 3},
    ),
    "jira": (
        {"with": {"cost": "Custom field (Budget)"}},
        "opportunities: opportunity title team status cost",
        [
            ("CX-1", "One login, everywhere", "Web", "new", 20000.0),
            ("CX-2", "Returns", "Service", "running", 30000.0),
            ("CX-5", "CX-5", None, "new", 500.0),
        ],
        {"subtask": 1, "done": 1},
    ),
    "azure-devops": (
        {"with": COST},
        "opportunities: opportunity title team status cost",
        [("101", "One login", "Shop", "running", 0.0), ("103", "Returns", "Service", "new", 0.0)],
        {"task": 1, "done": 1},
    ),
    "trello": (
        {"with": COST},
        "opportunities: opportunity title team status cost",
        [("5f1", "One login", "CX", "new", 0.0), ("5f2", "Returns", "CX", "running", 0.0)],
        {"archived": 1, "done": 1},
    ),
    "productboard": (
        {"with": COST},
        "opportunities: opportunity title status cost",
        [("u-1", "One login", "new", 0.0), ("u-2", "Returns", "running", 0.0)],
        {"done": 1},
    ),
}


def test_every_recipe_that_ships_has_its_case():
    assert set(CASES) == {file.stem for file in SHIPPED.glob("*.sql")}


@pytest.mark.parametrize("recipe", CASES)
def test_a_recipe_makes_the_right_table_of_an_export(recipe, tmp_path):
    settings, shape, rows, counts = CASES[recipe]
    table, _, columns = shape.partition(": ")
    client = client_with(recipe, settings)
    came = delivered(folder_with(tmp_path, f"{recipe}.csv"), client)
    assert "" not in came.tables, came.tables[""].faults
    made = check(came.tables, client)[table]
    found = made[columns.split()].astype(object).where(made[columns.split()].notna(), None)
    at = [name for name in columns.split() if name in ("at", "ordered_at", "since")]
    expected = pd.DataFrame(rows, columns=columns.split(), dtype=object)
    for name in at:
        expected[name] = pd.to_datetime(expected[name], format="ISO8601")
    for given, want in zip(found.to_dict("records"), expected.to_dict("records"), strict=True):
        assert given == {
            key: pytest.approx(value) if isinstance(value, float) else value for key, value in want.items()
        }
    assert {count["reason"]: count["n"] for count in came.counts} == counts
    assert all(count["said"] or count["reason"] == "unanswered" for count in came.counts)
