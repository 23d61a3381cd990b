"""ESSA: eliminate, simplify, standardise, and automate last; per process step, with what it would save."""

import numpy as np
from pandas import DataFrame, Series

from workbook.essa_rules import EssaRules
from workbook.privacy import tells

VERDICTS = ("eliminate", "simplify", "standardise", "automate", "keep")


@tells()
def essa_verdicts(processes: DataFrame, rules: EssaRules) -> DataFrame:
    """Give every step the first verdict of ESSA that fits it.

    The questions come in this order; a step is automated only after the first three were answered
    "no". A blank column leaves its question open, unless the answer follows from the others.

    1. eliminate: low customer value, a heavy share of the hours of its process, and many hours;
    2. simplify: many variants or many errors;
    3. standardise: many people do the same act;
    4. automate: it follows rules and customer value is not high.

    Args:
        processes: Table of steps: process, step, role, minutes (each time), per_month (times),
            [customer_value (1 to 5), variants, performers, rule_based, error_rate (0 to 1),
            verdict (what the team proposes)].
        rules: Thresholds and assumed savings.

    Returns:
        One row per step, in the order of `processes`: process, step, role, hours (a month),
        verdict, reason, saved_low, saved_high (hours a month), blocked (the team proposes to
        automate before the other questions are settled), proposed. The reason of a blocked step
        is "eliminate_first", "simplify_first", "standardise_first" or "earlier_question_open";
        otherwise "low_value_heavy", "many_variants", "many_errors", "many_performers",
        "rule_based", and for a step to keep "earlier_question_open", "automate_question_open",
        "high_value" or "not_rule_based".

    Source:
        The ESSA order of lean work redesign; thresholds and savings are `rules`.

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
    hours = processes["minutes"] * processes["per_month"] / 60
    questions = _questions(processes, hours, rules)
    settled = _surely(~questions[["eliminate", "simplify", "standardise"]]).all(axis=1)
    fits = _surely(questions).assign(automate=lambda yes: yes["automate"] & settled)
    verdict = Series(np.select([fits[name] for name in fits], list(fits), "keep"), index=processes.index)
    proposed = processes.get("verdict", Series(None, index=processes.index, dtype="str"))
    blocked = _surely(proposed.eq("automate")) & ~settled
    savings = _savings(rules).loc[verdict]
    return processes[["process", "step", "role"]].assign(
        hours=hours,
        verdict=verdict,
        reason=_reason(processes, questions, verdict, rules).where(~blocked, _block(verdict)),
        saved_low=hours * savings["low"].to_numpy(),
        saved_high=hours * savings["high"].to_numpy(),
        blocked=blocked,
        proposed=proposed,
    )


@tells()
def essa_savings(verdicts: DataFrame) -> DataFrame:
    """Hours and assumed savings by verdict.

    Args:
        verdicts: As `essa_verdicts` returns it.

    Returns:
        One row per verdict, in the order of ESSA: verdict, steps, hours, saved_low, saved_high
        (hours a month); zeros for a verdict that no step has.

    Example:
        >>> verdicts = DataFrame({
        ...     "step": ["a", "b"], "verdict": ["simplify", "simplify"], "hours": [10.0, 20.0],
        ...     "saved_low": [2.0, 4.0], "saved_high": [4.0, 8.0],
        ... })
        >>> essa_savings(verdicts).query("steps > 0").values.tolist()
        [['simplify', 2, 30.0, 6.0, 12.0]]
    """
    sums = verdicts.groupby("verdict").agg(
        steps=("step", "size"),
        hours=("hours", "sum"),
        saved_low=("saved_low", "sum"),
        saved_high=("saved_high", "sum"),
    )
    return sums.reindex(VERDICTS, fill_value=0).rename_axis("verdict").reset_index()


def _surely(answers: DataFrame | Series) -> DataFrame | Series:
    """True where the answer is yes; an open question is not a yes."""
    return answers.fillna(False).astype(bool)


def _savings(rules: EssaRules) -> DataFrame:
    """Assumed savings by verdict: low, high (shares of the hours)."""
    ranges = [getattr(rules, f"{verdict}_saves") for verdict in VERDICTS[:-1]]
    return DataFrame([*ranges, (0.0, 0.0)], index=list(VERDICTS), columns=["low", "high"])


def _questions(processes: DataFrame, hours: Series, rules: EssaRules) -> DataFrame:
    """The answer to each question: yes, no, or missing where a blank leaves it open."""
    numbers = processes.reindex(columns=["customer_value", "variants", "error_rate", "performers"])
    numbers = numbers.astype("Float64")
    rule_based = processes.get("rule_based", Series(None, index=processes.index)).astype("boolean")
    share = hours / hours.groupby(processes["process"]).transform("sum")
    heavy = ((share >= rules.heavy_share) & (hours >= rules.heavy_hours)).astype("boolean")
    return DataFrame(
        {
            "eliminate": (numbers["customer_value"] <= rules.low_value) & heavy,
            "simplify": (numbers["variants"] >= rules.variants) | (numbers["error_rate"] >= rules.error_rate),
            "standardise": numbers["performers"] >= rules.performers,
            "automate": rule_based & (numbers["customer_value"] <= rules.automate_value),
        }
    )


def _reason(processes: DataFrame, questions: DataFrame, verdict: Series, rules: EssaRules) -> Series:
    numbers = processes.reindex(columns=["variants", "customer_value"]).astype("Float64")
    many_variants = _surely(numbers["variants"] >= rules.variants)
    high_value = _surely(numbers["customer_value"] > rules.automate_value)
    open_before = questions[["eliminate", "simplify", "standardise"]].isna().any(axis=1)
    reasons = {
        "low_value_heavy": verdict.eq("eliminate"),
        "many_variants": verdict.eq("simplify") & many_variants,
        "many_errors": verdict.eq("simplify"),
        "many_performers": verdict.eq("standardise"),
        "rule_based": verdict.eq("automate"),
        "earlier_question_open": open_before,
        "automate_question_open": questions["automate"].isna(),
        "high_value": high_value,
    }
    return Series(np.select(list(reasons.values()), list(reasons), "not_rule_based"), index=processes.index)


def _block(verdict: Series) -> Series:
    """Why the team's "automate" has to wait."""
    return (verdict + "_first").where(verdict.isin(VERDICTS[:3]), "earlier_question_open")
