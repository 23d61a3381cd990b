"""What the steps of a workshop are about, as the intake holds it."""

from typing import Any

from pandas import DataFrame, Series

from workbook.essa_rules import QUESTIONS
from workbook.store import Period
from workbook.tables.questions import scored_questions
from workbook.understand.journey import evidence
from workbook.understand.scores import leading_question


def steps_setting(quarter: Period) -> dict[str, Any]:
    """Put together what the steps are about.

    Args:
        quarter: The quarter that is planned from.

    Returns:
        As JSON holds it: touchpoints and profiles (names), groups (segments and profiles: kind and name),
        cells (of the journey, with the evidence that there is by `workbook.understand.journey.evidence`),
        statements (of the maturity check: statement, dimension and answer), answered (of those that several
        respondents answered: statement, respondent and answer) and processes (process, step, verdict and the
        answers before it; None where there is none).
    """
    journey, profiles = quarter.inputs("journey"), _names(*_profiles(quarter))
    return {
        "touchpoints": _names(journey["touchpoint"]),
        "profiles": profiles,
        "groups": [
            *[{"kind": "segment", "name": name} for name in _names(_of_customers(quarter, "segment"))],
            *[{"kind": "profile", "name": name} for name in profiles],
        ],
        "cells": _cells(quarter, journey),
        "statements": _records(_statements(quarter), "statement", "dimension", "answer"),
        "answered": _records(_answered(quarter.inputs("readiness")), "statement", "respondent", "answer"),
        "processes": _records(quarter.inputs("processes"), "process", "step", "verdict", *QUESTIONS),
    }


def _statements(quarter: Period) -> DataFrame:
    """Each statement of the maturity check once, with its first answer."""
    return quarter.inputs("readiness").drop_duplicates("statement")


def _answered(readiness: DataFrame) -> DataFrame:
    """The answers to statements that several respondents answered."""
    return readiness[readiness.duplicated("statement", keep=False)]


def _cells(quarter: Period, journey: DataFrame) -> list[dict[str, Any]]:
    """The cells of the journey, with what is known of each: the rule for it is that of the report."""
    contacts = quarter.in_quarter("answers").dropna(subset=["touchpoint", "score"])
    leading = leading_question(contacts, scored_questions(quarter.engagement))
    rated = contacts[contacts["question"].isin(leading)]
    known = evidence(journey, rated.groupby("touchpoint").size(), quarter.inputs("insights"))
    cells = journey.assign(evidence=known["evidence"].to_numpy())
    columns = ("journey", "phase", "touchpoint", "channel", "customer_goal", "activity", "owner", "evidence")
    return _records(cells, *columns)


def _profiles(quarter: Period) -> list[Series]:
    """The profiles in use; of customers, of whom there may be many, the backend tells them."""
    others = [quarter.inputs(name) for name in ("insights", "opportunities")]
    return [_of_customers(quarter, "profile"), *[table["profile"] for table in others]]


def _of_customers(quarter: Period, column: str) -> Series:
    return quarter.scan("customers").select(column).distinct().to_pandas()[column].sort_values()


def _records(table: DataFrame, *columns: str) -> list[dict[str, Any]]:
    """Some columns of the rows, as JSON holds them."""
    rows = table[list(columns)].astype("object")
    return rows.where(rows.notna(), None).to_dict("records")


def _names(*columns: Series) -> list[str]:
    """The values of some columns, each once, in the order in which they first stand there."""
    return list(dict.fromkeys(str(value) for column in columns for value in column.dropna()))
