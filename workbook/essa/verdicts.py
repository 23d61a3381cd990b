"""The verdict on each process step: what the rules advise, what the team decided, and what is not known."""

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.essa_rules import QUESTIONS, EssaRules
from workbook.privacy import tells

VERDICTS = (*QUESTIONS, "automate", "keep", "open")
DECIDED = ("decided", "overruled")
"""The states in which the verdict is the team's."""
FACTS = {
    "eliminate": ("customer_value", "minutes", "per_month"),
    "simplify": ("variants", "error_rate"),
    "standardise": ("performers",),
    "automate": ("rule_based", "customer_value", "minutes", "per_month"),
}
"""The columns that answer each question."""


@tells()
def essa_verdicts(processes: DataFrame, rules: EssaRules) -> DataFrame:
    """Give every step the first verdict of ESSA that fits it, and hold the team's against it.

    The questions come in this order, and the first that is answered "yes" gives the advice. Where a question
    is open, so is what comes after it: the verdict is "open".

    1. eliminate: low customer value, a heavy share of the hours of its process, and many hours;
    2. simplify: many variants or many errors;
    3. standardise: many people do the same act;
    4. automate: it follows rules, customer value is not high, and it takes enough hours to be worth it.

    An answer of the team to 1, 2 or 3 goes before what the rules make of the facts; a blank fact leaves its
    question open, unless the answer follows from the others. The team's verdict is decided where it is the
    advice, or where the team gives a reason to overrule it. Its "automate" waits until somebody answered 1, 2
    and 3 "no", whatever the reason.

    Args:
        processes: Table of steps, as its contract has it.
        rules: Thresholds and assumed savings.

    Returns:
        One row per step, in the order of `processes`: process, step, role, kind (run or change), hours (a
        month), customer_value, hour_rate, advice and rule (why; "answered" where the team said so), asks (the
        blank columns that keep a question open, between commas), proposed (by the team), state ("advice"
        where it proposes nothing, "decided", "overruled", "waits" or "unreasoned"), block (why "automate"
        waits), verdict (decided, else the advice), why, by and on (of a decision), saved_low and saved_high
        (hours a month).

    Source:
        The ESSA order of lean work redesign; thresholds and savings are `rules`. Open questions:
        three-valued logic of Kleene (1938), Journal of Symbolic Logic 3(4), p. 150-155.

    Example:
        >>> steps = DataFrame({
        ...     "process": "returns", "step": ["retype form", "call back"], "role": "service",
        ...     "minutes": [6, 10], "per_month": [900, 60], "customer_value": [1, 5],
        ...     "variants": [1, 1], "error_rate": [0, 0], "performers": [2, 2], "rule_based": [True, False],
        ... })
        >>> essa_verdicts(steps, EssaRules())[["step", "hours", "verdict", "saved_low"]]
                  step  hours    verdict  saved_low
        0  retype form   90.0  eliminate       90.0
        1    call back   10.0       keep        0.0
    """
    facts = _facts(processes)
    hours = (facts["minutes"] * facts["per_month"] / 60).astype("Float64")
    answers = _by_rule(facts, hours, processes["process"], rules)
    for name in QUESTIONS:
        answers[name] = facts[name].fillna(answers[name])
    advice = _first_yes(answers)
    table = processes[["process", "step", "role"]].assign(
        kind=facts["kind"],
        hours=hours.astype(float),
        customer_value=facts["customer_value"].astype(float),
        hour_rate=_rates(facts, rules),
        advice=advice,
        rule=_rule(facts, advice, rules),
        asks=[_asks(*row) for row in zip(facts.to_dict("records"), answers.to_dict("records"), strict=True)],
    )
    table = table.join(_team(facts, answers, advice))
    savings = _savings(rules).loc[table["verdict"]]
    ends = {f"saved_{end}": table["hours"] * savings[end].to_numpy() for end in savings}
    return table.assign(**{name: saved.fillna(0.0) for name, saved in ends.items()})


def _facts(processes: DataFrame) -> DataFrame:
    """The columns that verdicts rest on, each there and of its kind."""
    numbers = ["minutes", "per_month", "customer_value", "variants", "performers", "error_rate", "hour_rate"]
    kinds = dict.fromkeys(numbers, "Float64") | dict.fromkeys(["rule_based", *QUESTIONS], "boolean")
    texts = ["role", "kind", "verdict", *[f"verdict_{name}" for name in ("reason", "by", "on")]]
    return processes.reindex(columns=[*kinds, *texts]).astype(kinds)


def _by_rule(facts: DataFrame, hours: Series, process: Series, rules: EssaRules) -> DataFrame:
    """What the rules answer to each question: yes, no, or missing where a blank leaves it open."""
    low = facts["customer_value"] <= rules.low_value
    return DataFrame(
        {
            "eliminate": low & _heavy(hours, process, rules),
            "simplify": (facts["variants"] >= rules.variants) | (facts["error_rate"] >= rules.error_rate),
            "standardise": facts["performers"] >= rules.performers,
            "automate": facts["rule_based"]
            & (facts["customer_value"] <= rules.automate_value)
            & (hours >= rules.automate_hours),
        }
    )


def _heavy(hours: Series, process: Series, rules: EssaRules) -> Series:
    """Whether a step is out of proportion; a process with unknown hours only tells which steps are not."""
    share = hours / hours.groupby(process).transform("sum")
    unknown = hours.isna().groupby(process).transform("any")
    much = (share >= rules.heavy_share).mask((share >= rules.heavy_share).fillna(True) & unknown)
    return much & (hours >= rules.heavy_hours)


def _first_yes(answers: DataFrame) -> Series:
    """The first question that is answered yes, open where one before it is, keep where all are no."""
    cases = [(answers[name].fillna(False), name) for name in answers]
    opens = [(answers[name].isna(), "open") for name in answers]
    ordered = [case for pair in zip(cases, opens, strict=True) for case in pair]
    found = np.select([case.to_numpy(bool) for case, _ in ordered], [name for _, name in ordered], "keep")
    return Series(found, answers.index, dtype="str")


def _rule(facts: DataFrame, advice: Series, rules: EssaRules) -> Series:
    """By which rule a step gets its advice."""
    answered = DataFrame({name: advice.eq(name) & facts[name].fillna(False) for name in QUESTIONS}).any(
        axis=1
    )
    reasons = {
        "answered": answered,
        "low_value_heavy": advice.eq("eliminate"),
        "many_variants": advice.eq("simplify") & (facts["variants"] >= rules.variants).fillna(False),
        "many_errors": advice.eq("simplify"),
        "many_performers": advice.eq("standardise"),
        "rule_based": advice.eq("automate"),
        "open": advice.eq("open"),
        "high_value": (facts["customer_value"] > rules.automate_value).fillna(False),
        "few_hours": facts["rule_based"].fillna(False),
    }
    found = np.select([there.to_numpy(bool) for there in reasons.values()], list(reasons), "not_rule_based")
    return Series(found, facts.index, dtype="str")


def _asks(facts: dict, answers: dict) -> str:
    """The blank columns that keep the first open question open; hours of other steps are "process_hours"."""
    for name, answer in answers.items():
        if pd.isna(answer):
            return ",".join(column for column in FACTS[name] if pd.isna(facts[column])) or "process_hours"
        if answer:
            break
    return ""


def _team(facts: DataFrame, answers: DataFrame, advice: Series) -> DataFrame:
    """What the team says of each step, and the verdict that counts."""
    proposed, reason = facts["verdict"].astype("str"), facts["verdict_reason"].astype("str")
    signed = facts[list(QUESTIONS)].eq(False).fillna(False).all(axis=1)
    waits = proposed.eq("automate") & ~signed.astype(bool)
    states = {
        "advice": proposed.isna(),
        "waits": waits,
        "decided": proposed.eq(advice),
        "overruled": reason.notna(),
    }
    found = np.select([there.to_numpy(bool) for there in states.values()], list(states), "unreasoned")
    state = Series(found, facts.index, dtype="str")
    decided = state.isin(DECIDED)
    half = answers[list(QUESTIONS)].isna().any(axis=1)
    block = np.select(
        [advice.isin(QUESTIONS), half], [advice + "_first", "earlier_question_open"], "unanswered"
    )
    return DataFrame(
        {
            "proposed": proposed,
            "state": state,
            "block": Series(block, facts.index, dtype="str").where(waits),
            "verdict": proposed.where(decided, advice),
            "why": reason.where(state.eq("overruled")),
            "by": facts["verdict_by"].astype("str").where(decided),
            "on": pd.to_datetime(facts["verdict_on"]).where(decided),
        }
    )


def _rates(facts: DataFrame, rules: EssaRules) -> Series:
    """What an hour of each step costs: its own rate, else that of its role."""
    return facts["hour_rate"].astype(float).fillna(facts["role"].map(rules.hour_rates).astype(float))


def _savings(rules: EssaRules) -> DataFrame:
    """Assumed savings by verdict: low, high (shares of the hours)."""
    ranges = [getattr(rules, f"{verdict}_saves") for verdict in VERDICTS[:4]]
    return DataFrame([*ranges, (0.0, 0.0), (0.0, 0.0)], index=list(VERDICTS), columns=["low", "high"])
