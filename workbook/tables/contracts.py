"""The contract of every input table: columns, kinds, ranges, keys and references.

A column's kind says how its values are read (`workbook.tables.values`); pandera checks what was read.
A table may be `open` (any further column is an attribute, unless it is named nearly as an absent one of those
in `near`), have `days` (a column days_ROLE per role), and hold its key once `each_quarter`.
"""

from typing import Any

import pandera.pandas as pa
from pandera import Check

CLASSES = ("service", "legal", "triggered", "lifecycle", "promotion", "newsletter")


def _column(kind: str, *checks: Check, example: Any = None, **options: Any) -> pa.Column:
    """A column that must be there and filled, unless options say otherwise."""
    return pa.Column(checks=list(checks), metadata={"kind": kind, "example": example}, **options)


def _optional(kind: str, *checks: Check, example: Any = None) -> pa.Column:
    """A column that may be absent, and blank in any row."""
    return _column(kind, *checks, example=example, required=False, nullable=True)


def _table(columns: dict[str, pa.Column], key: list[str], **metadata: Any) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, unique=key or None, metadata={"required": True, **metadata})


def _money(example: float | None = None) -> pa.Column:
    return _optional("number", example=example)


_positive = Check.ge(0)

TABLES: dict[str, pa.DataFrameSchema] = {
    "customers": _table(
        {
            "customer_id": _column("id", example="C001"),
            "since": _optional("date", example="2016-03-01"),
            "country": _optional("text", example="NL"),
            "market": _optional("text"),
            "segment": _optional("text", example="Small shops"),
            "size": _optional("text"),
            "account_manager": _optional("text"),
            "profile": _optional("text", example="Brand builder"),
        },
        ["customer_id"],
        open=True,
    ),
    "identities": _table(
        {
            "source": _column("text", example="webshop"),
            "source_id": _column("id", example="w-17"),
            "customer_id": _optional("id", example="C001"),
            "email": _optional("text"),
            "phone": _optional("id"),
            "postcode": _optional("id"),
            "loyalty_card": _optional("id"),
            "given_name": _optional("text"),
            "surname": _optional("text"),
            "date_of_birth": _optional("text"),
            "street": _optional("text"),
            "suburb": _optional("text"),
        },
        ["source", "source_id"],
        required=False,
        open=True,
        near=("customer_id", "email", "phone", "loyalty_card"),
    ),
    "transactions": _table(
        {
            "customer_id": _column("id", example="C001", nullable=True),
            "ordered_at": _column("date", example="2017-10-14"),
            "amount": _column("number", Check.in_range(-1e12, 1e12), example=49.95),
            "order_id": _optional("id", example="O1001"),
            "channel": _optional("text", example="web"),
            "product": _optional("text"),
            "product_group": _optional("text", example="Garden"),
            "margin": _optional("number", example=12.5),
            "source": _optional("text"),
            "currency": _optional("text"),
        },
        [],
        time="ordered_at",
    ),
    "touchpoints": _table(
        {
            "customer_id": _column("id", example="C001"),
            "at": _column("date", example="2017-10-02"),
            "touchpoint": _column("text", example="Newsletter"),
            "channel": _optional("text", example="mail"),
            "phase": _optional("text", example="orient"),
            "outcome": _optional("text", example="sent"),
            "source": _optional("text"),
        },
        [],
        required=False,
        time="at",
    ),
    "service": _table(
        {
            "customer_id": _column("id", example="C001"),
            "at": _column("date", example="2017-12-31"),
            "norm": _column("text", example="on-time"),
            "n": _column("integer", _positive, example=40),
            "met": _column("integer", _positive, example=38),
        },
        ["customer_id", "norm", "at"],
        required=False,
        time="at",
    ),
    "answers": _table(
        {
            "respondent_id": _column("id", example="R001"),
            "at": _column("date", example="2017-12-05"),
            "question": _column("choice", Check.isin(["nps", "satisfaction", "importance"]), example="nps"),
            "score": _column("number", nullable=True, example=9),
            "customer_id": _optional("id", example="C001"),
            "touchpoint": _optional("text", example="checkout"),
            "phase": _optional("text", example="buy"),
            "weight": _optional("number", Check.gt(0)),
            "comment": _optional("text", example="Quick and clear"),
            "source": _optional("text"),
        },
        ["respondent_id", "question", "touchpoint"],
        time="at",
        each_quarter=True,
    ),
    "journey": _table(
        {
            "journey": _column("text", example="Buying"),
            "phase": _column("text", example="buy"),
            "touchpoint": _column("text", example="checkout"),
            "channel": _column("text", example="web"),
            "parent": _optional("text"),
            "customer_goal": _optional("text", example="Pay without trouble"),
            "company_goal": _optional("text", example="No lost baskets"),
            "need": _optional("text"),
            "activity": _optional("text"),
            "owner": _optional("text", example="Web team"),
            "channel_objective": _optional("text"),
        },
        ["journey", "phase", "touchpoint"],
    ),
    "insights": _table(
        {
            "insight": _column("id", example="I1"),
            "source": _column("text", example="interview 3"),
            "text": _column("text", example="Stops when delivery costs appear late"),
            "profile": _optional("text", example="Brand builder"),
            "phase": _optional("text", example="buy"),
            "touchpoint": _optional("text", example="checkout"),
            "job": _optional("text"),
            "need": _optional("text"),
            "pain": _optional("text"),
            "evidence": _optional("text"),
        },
        ["insight"],
        required=False,
    ),
    "processes": _table(
        {
            "process": _column("text", example="Returns"),
            "step": _column("text", example="Retype the return form"),
            "role": _column("text", example="Service desk"),
            "minutes": _column("number", _positive, example=6),
            "per_month": _column("number", _positive, example=900),
            "customer_value": _optional("number", Check.in_range(1, 5), example=1),
            "variants": _optional("integer", Check.ge(1), example=3),
            "performers": _optional("integer", Check.ge(0), example=8),
            "rule_based": _optional("yes/no", example="yes"),
            "error_rate": _optional("number", Check.in_range(0, 1), example=0.08),
            "tool": _optional("text", example="Spreadsheet"),
            "verdict": _optional(
                "choice", Check.isin(["eliminate", "simplify", "standardise", "automate", "keep"])
            ),
        },
        ["process", "step"],
    ),
    "opportunities": _table(
        {
            "opportunity": _column("id", example="O1"),
            "title": _column("text", example="Show delivery costs on the product page"),
            "profile": _optional("text", example="Brand builder"),
            "phase": _optional("text", example="buy"),
            "touchpoint": _optional("text", example="checkout"),
            "team": _optional("text", example="Web team"),
            "kind": _optional("choice", Check.isin(["run", "change"]), example="change"),
            "status": _optional("choice", Check.isin(["new", "running"]), example="new"),
            "cost": _column("number", _positive, example=20000),
            "quarters": _optional("integer", Check.ge(1), example=1),
            "requires": _optional("ids"),
            "excludes": _optional("ids"),
            "must_do": _optional("yes/no", example="no"),
            "must_not": _optional("yes/no"),
            "earliest": _optional("quarter"),
            "deadline": _optional("quarter"),
            "accelerated_quarters": _optional("integer", Check.ge(1)),
            "accelerated_cost": _optional("number", _positive),
            "stop_loss": _optional("number", _positive),
            "group": _optional("text"),
            "maturity_needed": _optional("integer", Check.in_range(1, 5)),
            "maturity_raises": _optional("text"),
            "extra_low": _money(),
            "extra_likely": _money(),
            "extra_high": _money(),
            "protected_low": _money(),
            "protected_likely": _money(),
            "protected_high": _money(),
            "insights": _optional("ids", example="I1"),
        },
        ["opportunity"],
        days=True,
    ),
    "capacity": _table(
        {
            "role": _column("text", example="it"),
            "quarter": _column("quarter", example="2018Q1"),
            "days": _column("number", _positive, example=60),
            "overtime": _optional("number", _positive),
            "overtime_price": _optional("number", _positive),
        },
        ["role", "quarter"],
    ),
    "programmes": _table(
        {
            "programme": _column("text", example="Welcome"),
            "stage": _column("text", example="new"),
            "trigger": _column("text", example="First order"),
            "message": _column("text", example="How to get the most out of it"),
            "channel": _column("text", example="mail"),
            "class": _column("choice", Check.isin(CLASSES), example="triggered"),
            "weight": _column("number", _positive, example=5),
            "objective": _column("text", example="A second order"),
            "kpi": _column("text", example="Second order within 60 days"),
            "target": _column("text", example="35 %"),
            "profile": _optional("text"),
            "start": _optional("date"),
            "end": _optional("date"),
        },
        ["programme"],
    ),
    "readiness": _table(
        {
            "statement": _column("text", example="One key per customer in all systems"),
            "dimension": _column("choice", Check.isin(["plan", "people", "tooling", "data"]), example="data"),
            "answer": _column("integer", Check.in_range(1, 5), example=2),
        },
        ["statement"],
    ),
    "scores": _table(
        {
            "expert": _column("id", example="E01"),
            "round": _column("integer", Check.ge(1), example=1),
            "opportunity": _column("id", example="O1"),
            "criterion": _column(
                "choice", Check.isin(["potential", "importance", "ease"]), example="potential"
            ),
            "score": _column("number", Check.in_range(1, 10), nullable=True, example=7),
            "at": _column("date", example="2017-12-12"),
            "abstained": _optional("yes/no", example="no"),
            "remark": _optional("text"),
        },
        ["expert", "round", "opportunity", "criterion"],
        time="at",
    ),
}

# (table, column) -> (table, column) that must hold its values.
REFERENCES = {
    ("transactions", "customer_id"): ("customers", "customer_id"),
    ("touchpoints", "customer_id"): ("customers", "customer_id"),
    ("service", "customer_id"): ("customers", "customer_id"),
    ("answers", "customer_id"): ("customers", "customer_id"),
    ("answers", "touchpoint"): ("journey", "touchpoint"),
    ("insights", "touchpoint"): ("journey", "touchpoint"),
    ("opportunities", "touchpoint"): ("journey", "touchpoint"),
    ("opportunities", "requires"): ("opportunities", "opportunity"),
    ("opportunities", "excludes"): ("opportunities", "opportunity"),
    ("opportunities", "insights"): ("insights", "insight"),
    ("scores", "opportunity"): ("opportunities", "opportunity"),
}


_DAYS = _optional("number", _positive)
_ATTRIBUTE = _optional("text")


def column(table: str, name: str) -> pa.Column | None:
    """The contract of a column; None for a column that the table has no place for.

    Example:
        >>> column("opportunities", "days_it").metadata["kind"], column("capacity", "colour")
        ('number', None)
    """
    schema = TABLES[table]
    if name in schema.columns:
        return schema.columns[name]
    if schema.metadata.get("days") and name.startswith("days_"):
        return _DAYS
    return _ATTRIBUTE if schema.metadata.get("open") else None


def time_column(table: str) -> str | None:
    """The column that says when a row happened, or None for a table that holds for all periods.

    Example:
        >>> time_column("answers"), time_column("journey")
        ('at', None)
    """
    return TABLES[table].metadata.get("time")
