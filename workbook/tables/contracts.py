"""The contract of every input table: columns, kinds, ranges, keys and references.

No table has to be there. A column's kind says how its values are read (`workbook.tables.values`).
"""

from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, get_args

from workbook.engagement import MessageClass
from workbook.essa_rules import QUESTIONS

CLASSES = get_args(MessageClass)
LONG, MANY = 1e5, 1e9
"""More minutes of an act, hours of waiting or rounds a year, and more of anything, is a slip of the keys."""


@dataclass(frozen=True)
class Column:
    """The contract of one column.

    Attributes:
        kind: How its values are read.
        low: The least that a number may be.
        high: The most.
        above: What a number must exceed.
        allowed: The values that a choice may have; empty for any.
        example: What the example row of an empty intake shows.
        required: Whether the column must be there.
        blank: Whether a cell may be blank.
    """

    kind: str
    low: float = -inf
    high: float = inf
    above: float = -inf
    allowed: tuple[str, ...] = ()
    example: str | float | None = None
    required: bool = True
    blank: bool = False

    @property
    def limited(self) -> bool:
        """Whether a number can be out of range."""
        return isfinite(self.low) or isfinite(self.high) or isfinite(self.above)


@dataclass(frozen=True)
class Table:
    """The contract of one table.

    Attributes:
        columns: By name, in the order of the intake.
        key: The columns that tell its rows apart.
        time: The column that says when a row happened; none for a table that holds for all periods.
        each_quarter: Whether the key may come back in another quarter.
        open: Whether any further column is an attribute.
        near: Columns that a further column is taken for where it is named nearly so; every column where the
            table is not open.
        further: How the names begin of columns of numbers that there may be besides, such as days_ROLE.
    """

    columns: dict[str, Column]
    key: tuple[str, ...] = ()
    time: str | None = None
    each_quarter: bool = False
    open: bool = False
    near: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


def _optional(kind: str, **contract: Any) -> Column:
    """A column that may be absent, and blank in any row."""
    return Column(kind, required=False, blank=True, **contract)


def _money() -> Column:
    return _optional("number")


TABLES: dict[str, Table] = {
    "customers": Table(
        {
            "customer_id": Column("id", example="C001"),
            "since": _optional("date", example="2016-03-01"),
            "country": _optional("text", example="NL"),
            "market": _optional("text"),
            "segment": _optional("text", example="Small shops"),
            "size": _optional("text"),
            "account_manager": _optional("text"),
            "consent": _optional("yes/no"),
            "profile": _optional("text", example="Brand builder"),
        },
        ("customer_id",),
        open=True,
    ),
    "identities": Table(
        {
            "source": Column("text", example="webshop"),
            "source_id": Column("id", example="w-17"),
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
        ("source", "source_id"),
        open=True,
        near=("customer_id", "email", "phone", "loyalty_card"),
    ),
    "transactions": Table(
        {
            "customer_id": Column("id", example="C001", blank=True),
            "ordered_at": Column("date", example="2017-10-14"),
            "amount": Column("number", low=-1e12, high=1e12, example=49.95),
            "order_id": _optional("id", example="O1001"),
            "channel": _optional("text", example="web"),
            "product": _optional("text"),
            "product_group": _optional("text", example="Garden"),
            "margin": _optional("number", example=12.5),
            "source": _optional("text"),
            "currency": _optional("text"),
        },
        time="ordered_at",
    ),
    "touchpoints": Table(
        {
            "customer_id": Column("id", example="C001"),
            "at": Column("date", example="2017-10-02"),
            "touchpoint": Column("text", example="Newsletter"),
            "channel": _optional("text", example="mail"),
            "phase": _optional("text", example="orient"),
            "outcome": _optional("text", example="sent"),
            "campaign": _optional("text"),
            "source": _optional("text"),
            "comment": _optional("text"),
        },
        time="at",
    ),
    "service": Table(
        {
            "customer_id": Column("id", example="C001"),
            "at": Column("date", example="2017-12-31"),
            "norm": Column("text", example="on-time"),
            "n": Column("integer", low=0, example=40),
            "met": Column("integer", low=0, example=38),
        },
        ("customer_id", "norm", "at"),
        time="at",
    ),
    "answers": Table(
        {
            "respondent_id": Column("id", example="R001"),
            "at": Column("date", example="2017-12-05"),
            "question": Column("choice", allowed=("nps", "satisfaction", "importance"), example="nps"),
            "score": Column("number", blank=True, example=9),
            "customer_id": _optional("id", example="C001"),
            "touchpoint": _optional("text", example="checkout"),
            "phase": _optional("text", example="buy"),
            "weight": _optional("number", above=0),
            "cluster": _optional("text"),
            "wave": _optional("text"),
            "comment": _optional("text", example="Quick and clear"),
            "topic": _optional("text"),
            "source": _optional("text"),
        },
        ("respondent_id", "question", "touchpoint"),
        time="at",
        each_quarter=True,
    ),
    "journey": Table(
        {
            "journey": Column("text", example="Buying"),
            "phase": Column("text", example="buy"),
            "touchpoint": Column("text", example="checkout"),
            "channel": _optional("text", example="web"),
            "parent": _optional("text"),
            "customer_goal": _optional("text", example="Pay without trouble"),
            "company_goal": _optional("text", example="No lost baskets"),
            "need": _optional("text"),
            "activity": _optional("text"),
            "owner": _optional("text", example="Web team"),
            "channel_objective": _optional("text"),
        },
        ("journey", "phase", "touchpoint"),
    ),
    "insights": Table(
        {
            "insight": Column("id", example="I1"),
            "source": _optional("text", example="interview 3"),
            "text": Column("text", example="Stops when delivery costs appear late"),
            "profile": _optional("text", example="Brand builder"),
            "phase": _optional("text", example="buy"),
            "touchpoint": _optional("text", example="checkout"),
            "job": _optional("text"),
            "need": _optional("text"),
            "pain": _optional("text"),
            "evidence": _optional("text"),
            "theme": _optional("text"),
            "votes": _optional("integer", low=0),
        },
        ("insight",),
    ),
    "processes": Table(
        {
            "process": Column("text", example="Returns"),
            "step": Column("text", example="Retype the return form"),
            "role": Column("text", example="Service desk"),
            "minutes": Column("number", low=0, high=LONG, example=6, blank=True),
            "per_month": Column("number", low=0, high=MANY, example=900, blank=True),
            "customer_value": _optional("number", low=1, high=5, example=1),
            "variants": _optional("integer", low=1, high=MANY, example=3),
            "performers": _optional("integer", low=0, high=MANY, example=8),
            "rule_based": _optional("yes/no", example="yes"),
            "error_rate": _optional("number", low=0, high=1, example=0.08),
            "tool": _optional("text", example="Spreadsheet"),
            "rework_rate": _optional("number", low=0, high=1, example=0.05),
            "wait_hours": _optional("number", low=0, high=LONG, example=20),
            "depends_on": _optional("text"),
            "kind": _optional("choice", allowed=("run", "change"), example="run"),
            "hour_rate": _optional("number", low=0, high=MANY, example=38),
            **{
                name: contract
                for question in QUESTIONS
                for name, contract in (
                    (question, _optional("yes/no", example="no")),
                    (f"{question}_by", _optional("text", example="Head of service")),
                    (f"{question}_on", _optional("date", example="2017-11-14")),
                )
            },
            "verdict": _optional("choice", allowed=(*QUESTIONS, "automate", "keep")),
            "verdict_reason": _optional("text"),
            "verdict_by": _optional("text"),
            "verdict_on": _optional("date"),
        },
        ("process", "step"),
    ),
    "event_log": Table(
        {
            "process": Column("text", example="Returns"),
            "case": Column("id", example="R1001"),
            "activity": Column("text", example="Retype the return form"),
            "at": Column("date", example="2017-10-02 09:14:00"),
            "performer": _optional("text", example="Desk 2"),
            "lifecycle": _optional("choice", allowed=("start", "complete"), example="complete"),
        },
        time="at",
    ),
    "opportunities": Table(
        {
            "opportunity": Column("id", example="O1"),
            "title": Column("text", example="Show delivery costs on the product page"),
            "profile": _optional("text", example="Brand builder"),
            "phase": _optional("text", example="buy"),
            "touchpoint": _optional("text", example="checkout"),
            "team": _optional("text", example="Web team"),
            "kind": _optional("choice", allowed=("run", "change"), example="change"),
            "status": _optional("choice", allowed=("new", "running")),
            "cost": Column("number", low=0, example=20000),
            "quarters": _optional("integer", low=1, example=1),
            "requires": _optional("ids"),
            "excludes": _optional("ids"),
            "must_do": _optional("yes/no", example="no"),
            "must_not": _optional("yes/no"),
            "earliest": _optional("quarter"),
            "deadline": _optional("quarter"),
            "accelerated_quarters": _optional("integer", low=1),
            "accelerated_cost": _optional("number", low=0),
            "stop_loss": _optional("number", low=0),
            "group": _optional("text"),
            "maturity_needed": _optional("integer", low=1, high=5),
            "maturity_raises": _optional("text"),
            "cost_low": _optional("number", low=0),
            "cost_high": _optional("number", low=0),
            "extra_low": _money(),
            "extra_likely": _money(),
            "extra_high": _money(),
            "protected_low": _money(),
            "protected_likely": _money(),
            "protected_high": _money(),
            "nps_change": _optional("number", low=-200, high=200),
            "nps_change_error": _optional("number", low=0),
            "insights": _optional("ids", example="I1"),
        },
        ("opportunity",),
        further=("days_", "own_"),
    ),
    "capacity": Table(
        {
            "role": Column("text", example="it"),
            "quarter": Column("quarter", example="2018Q1"),
            "days": Column("number", low=0, example=60),
            "overtime": _optional("number", low=0),
            "overtime_price": _optional("number", low=0),
        },
        ("role", "quarter"),
    ),
    "decisions": Table(
        {
            "opportunity": Column("id", example="O1"),
            "decided": Column("choice", allowed=("start", "postpone", "stop"), example="start"),
            "decided_on": Column("date", example="2018-01-09"),
            "decided_by": _optional("text", example="Management team"),
            "started_on": _optional("date"),
            "delivered_on": _optional("date"),
            "realised_cost": _optional("number", low=0),
            "realised_extra": _money(),
            "realised_protected": _money(),
            "measured_on": _optional("date"),
            "period": _optional("quarter"),
            "remark": _optional("text"),
        },
        ("opportunity", "decided_on"),
        time="decided_on",
    ),
    "workshops": Table(
        {
            "workshop": Column("text", example="2017Q4-01"),
            "held_on": Column("date", example="2018-01-09"),
            "experts": Column("integer", low=0, example=12),
            "rounds": Column("integer", low=0, example=2),
            "observers": _optional("integer", low=0),
            "limits_moved": _optional("yes/no", example="no"),
            "period": _optional("quarter"),
        },
        ("workshop",),
        time="held_on",
    ),
    "workshop_notes": Table(
        {
            "about": Column("choice", allowed=("dissent", "question", "note"), example="question"),
            "text": Column("text", example="Who pays for the returns?"),
            "said_on": Column("date", example="2018-01-09"),
            "period": _optional("quarter"),
        },
        time="said_on",
    ),
    "programmes": Table(
        {
            "programme": Column("text", example="Welcome"),
            "stage": Column("text", example="new"),
            "trigger": _optional("text", example="First order"),
            "message": _optional("text", example="How to get the most out of it"),
            "channel": Column("text", example="mail"),
            "class": Column("choice", allowed=CLASSES, example="triggered"),
            "weight": Column("number", low=0, high=MANY, example=5),
            "objective": _optional("text", example="A second order"),
            "kpi": _optional("text", example="Second order within 60 days"),
            "target": _optional("text", example="35 %"),
            "profile": _optional("text"),
            "start": _optional("date"),
            "end": _optional("date"),
            "audience": _optional("text", example="Who ordered for the first time in the last quarter"),
            "timing": _optional("text", example="A week after the first order"),
            "day": _optional("number", low=0, high=LONG, example=7),
            "phase": _optional("text", example="buy"),
            "frequency": _optional("text", example="Once"),
            "owner": _optional("text", example="CRM team"),
            "hypothesis": _optional("text", example="Who knows how it works orders again sooner"),
            "control_share": _optional("number", low=0, high=0.9, example=0.1),
            "rate_now": _optional("number", low=0, high=1, example=0.28),
            "rate_aimed": _optional("number", low=0, high=1, example=0.35),
            "value_each": _optional("number", low=0, high=1e12, example=40),
            "rounds": _optional("number", above=0, high=LONG, example=4),
            "maturity_needed": _optional("integer", low=1, high=5),
        },
        ("programme",),
        further=("days_",),
    ),
    "product_groups": Table(
        {
            "product_group": Column("text", example="Garden"),
            "emotion": Column("integer", low=1, high=5, example=2),
            "distribution_cost": Column("integer", low=1, high=5, example=4),
        },
        ("product_group",),
    ),
    "readiness": Table(
        {
            "respondent": _optional("text", example="Head of marketing"),
            "statement": Column("text", example="One key per customer in all systems"),
            "dimension": Column(
                "choice", allowed=("plan", "people", "tooling", "data", "organisation"), example="data"
            ),
            "answer": Column("integer", low=1, high=5, blank=True, example=2),
            "theme": _optional("choice", allowed=("run_change", "bonuses", "sponsor", "goals", "teams")),
        },
        ("statement", "respondent"),
    ),
    "scores": Table(
        {
            "expert": Column("id", example="E01"),
            "round": Column("integer", low=1, example=1),
            "opportunity": Column("id", example="O1"),
            "criterion": Column("choice", allowed=("potential", "importance", "ease"), example="potential"),
            "score": Column("number", blank=True, example=7),
            "at": Column("date", example="2017-12-12"),
            "period": _optional("quarter"),
            "role": _optional("text", example="Marketing"),
            "abstained": _optional("yes/no", example="no"),
            "remark": _optional("text"),
        },
        ("expert", "round", "opportunity", "criterion"),
        time="at",
    ),
    "votes": Table(
        {
            "voter": Column("id", example="V001"),
            "group": _optional("text", example="Customers"),
            "opportunity": Column("id", example="O1"),
            "importance": _optional("integer", low=1, high=10, example=8),
            "satisfaction": _optional("integer", low=1, high=10, example=4),
            "preferred": _optional("yes/no", example="yes"),
            "at": Column("date", example="2017-12-14"),
            "period": _optional("quarter"),
        },
        ("voter", "opportunity"),
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
    ("decisions", "opportunity"): ("opportunities", "opportunity"),
    ("scores", "opportunity"): ("opportunities", "opportunity"),
    ("votes", "opportunity"): ("opportunities", "opportunity"),
}


_FURTHER = {"days_": _optional("number", low=0), "own_": _optional("number")}
_ATTRIBUTE = _optional("text")


def column(table: str, name: str) -> Column | None:
    """The contract of a column; None for a column that the table has no place for.

    Example:
        >>> column("opportunities", "days_it").kind, column("capacity", "colour")
        ('number', None)
    """
    contract = TABLES[table]
    if name in contract.columns:
        return contract.columns[name]
    if name.startswith(contract.further):
        return next(_FURTHER[start] for start in contract.further if name.startswith(start))
    return _ATTRIBUTE if contract.open else None


def time_column(table: str) -> str | None:
    """The column that says when a row happened, or None for a table that holds for all periods.

    Example:
        >>> time_column("answers"), time_column("journey")
        ('at', None)
    """
    return TABLES[table].time
