"""What the verdicts save: hours before and after, full-time jobs and money, per process and per step."""

from pandas import DataFrame, Series

from workbook.essa.verdicts import DECIDED, VERDICTS
from workbook.essa_rules import EssaRules
from workbook.privacy import tells
from workbook.saved_costs import as_extra

MONTHS = 12
ENDS = ("low", "high")
SUMS = {"steps": ("step", "size"), **{name: (name, "sum") for name in ("hours", "saved_low", "saved_high")}}


@tells()
def essa_savings(verdicts: DataFrame) -> DataFrame:
    """Hours and assumed savings by process and verdict.

    Args:
        verdicts: As `workbook.essa.verdicts.essa_verdicts` returns it.

    Returns:
        One row per process and verdict that it has, the process of most hours first and verdicts in the order
        of ESSA: process, verdict, steps, hours, saved_low, saved_high (hours a month; a step whose hours are
        not known counts for none).

    Example:
        >>> verdicts = DataFrame({
        ...     "process": "returns", "step": ["a", "b"], "verdict": "simplify", "hours": [10.0, 20.0],
        ...     "saved_low": [2.0, 4.0], "saved_high": [4.0, 8.0],
        ... })
        >>> essa_savings(verdicts).values.tolist()
        [['returns', 'simplify', 2, 30.0, 6.0, 12.0]]
    """
    sums = verdicts.groupby(["process", "verdict"], as_index=False).agg(**SUMS)
    size = sums.groupby("process")["hours"].transform("sum")
    order = sums.assign(size=-size, place=sums["verdict"].map(VERDICTS.index))
    return sums.loc[order.sort_values(["size", "process", "place"]).index].reset_index(drop=True)


@tells()
def process_savings(verdicts: DataFrame, rules: EssaRules) -> DataFrame:
    """Hours before and after the review of each process, and what that is in full-time jobs and money.

    The low end is where every assumption turns out low at once, the high end where every one turns out high.

    Args:
        verdicts: As `workbook.essa.verdicts.essa_verdicts` returns it.
        rules: Hours of a full-time job.

    Returns:
        One row per process, the one of most hours first: process, steps, unknown (steps of which hours are
        not known), open (steps whose verdict is), hours, after_low, after_high, saved_low, saved_high,
        decided_low, decided_high (of those saved, by what the team decided; all hours a month), fte_low,
        fte_high, money_low, money_high (a year, of steps with an hourly rate; missing where none of what is
        saved has one) and unpriced (hours a month that are saved at most, and have no rate).

    Example:
        >>> verdicts = DataFrame({
        ...     "process": "returns", "step": ["a", "b"], "verdict": "simplify", "hours": [100.0, 300.0],
        ...     "saved_low": [20.0, 60.0], "saved_high": [40.0, 120.0], "hour_rate": [30.0, None],
        ...     "state": ["decided", "advice"],
        ... })
        >>> table = process_savings(verdicts, EssaRules())
        >>> table[["hours", "after_low", "after_high", "fte_low", "fte_high"]].values.tolist()
        [[400.0, 240.0, 320.0, 0.6, 1.2]]
        >>> table[["money_low", "money_high", "unpriced", "decided_low"]].values.tolist()
        [[7200.0, 14400.0, 120.0, 20.0]]
    """
    decided, priced = verdicts["state"].isin(DECIDED), verdicts["hour_rate"].notna()
    saves = verdicts["saved_high"].gt(0)
    each = DataFrame(
        {
            "process": verdicts["process"],
            "steps": 1,
            "unknown": verdicts["hours"].isna().astype(int),
            "open": verdicts["verdict"].eq("open").astype(int),
            "hours": verdicts["hours"],
            **{f"saved_{end}": verdicts[f"saved_{end}"] for end in ENDS},
            **{f"decided_{end}": verdicts[f"saved_{end}"].where(decided, 0.0) for end in ENDS},
            **{f"money_{end}": _a_year(verdicts, end).where(saves) for end in ENDS},
            "unpriced": verdicts["saved_high"].mask(priced, 0.0),
        }
    )
    table = each.groupby("process").sum()
    none = each["money_high"].groupby(each["process"]).count().eq(0)
    for end, other in zip(ENDS, ENDS[::-1], strict=True):
        table[f"after_{end}"] = table["hours"] - table[f"saved_{other}"]
        table[f"fte_{end}"] = table[f"saved_{end}"] * MONTHS / rules.fte_hours
        table[f"money_{end}"] = table[f"money_{end}"].mask(none & table["unpriced"].gt(0))
    ordered = [f"{name}_{end}" for name in ("after", "saved", "decided", "fte", "money") for end in ENDS]
    names = ["process", "steps", "unknown", "open", "hours", *ordered, "unpriced"]
    return table.reset_index().sort_values(["hours", "process"], ascending=[False, True], ignore_index=True)[
        names
    ]


def _a_year(verdicts: DataFrame, end: str) -> Series:
    """What the saved hours of each step cost a year."""
    return verdicts[f"saved_{end}"] * MONTHS * verdicts["hour_rate"]


@tells()
def run_and_change(verdicts: DataFrame) -> DataFrame:
    """How the hours are parted between keeping the work going and changing it.

    Args:
        verdicts: As `workbook.essa.verdicts.essa_verdicts` returns it.

    Returns:
        One row per kind that there is, run, change, and blank where it is not known: kind, steps, hours,
        saved_low, saved_high (hours a month).
    """
    kinds = verdicts.assign(kind=verdicts["kind"].fillna("")).groupby("kind")
    sums = kinds.agg(**SUMS)
    return sums.reindex([kind for kind in ("run", "change", "") if kind in sums.index]).reset_index()


@tells()
def value_and_effort(verdicts: DataFrame, rules: EssaRules) -> DataFrame:
    """The steps by what they are worth to the customer and the hours that they take.

    Args:
        verdicts: As `workbook.essa.verdicts.essa_verdicts` returns it.
        rules: Up to which customer value work is left to machines.

    Returns:
        One row per step of which both are known, the one of most hours first: process, step, verdict,
        customer_value, hours (a month) and people (True above the value up to which it is automated).
    """
    known = verdicts[verdicts["hours"].notna() & verdicts["customer_value"].notna()]
    table = known[["process", "step", "verdict", "customer_value", "hours"]]
    table = table.assign(people=table["customer_value"].gt(rules.automate_value))
    return table.sort_values(["hours", "process", "step"], ascending=[False, True, True], ignore_index=True)


@tells()
def essa_cases(verdicts: DataFrame, processes: DataFrame, *, margin: float) -> DataFrame:
    """What each verdict that the team accepted would bring a year: the first line of a business case.

    Args:
        verdicts: As `workbook.essa.verdicts.essa_verdicts` returns it.
        processes: Table of steps: process, step, tool.
        margin: What is left of a sale, as the plan has it.

    Returns:
        One row per decided verdict that saves hours, the most first: process, step, role, verdict, state,
        why, by, on, hours, saved_low, saved_high (a month), tool, hour_rate, days_low, days_high (a year, of
        eight hours), saves_low and saves_high (money a year; missing without a rate), and extra_low,
        extra_likely and extra_high (as `workbook.saved_costs.as_extra` gives them).
    """
    kept = verdicts["state"].isin(DECIDED) & verdicts["saved_high"].gt(0)
    table = verdicts.assign(tool=processes["tool"])[kept]
    columns = ["process", "step", "role", "verdict", "state", "why", "by", "on", "hours"]
    table = table[[*columns, "saved_low", "saved_high", "tool", "hour_rate"]]
    for end in ENDS:
        table[f"days_{end}"] = table[f"saved_{end}"] * MONTHS / 8
        table[f"saves_{end}"] = _a_year(table, end)
    table = table.assign(**as_extra(table["saves_low"], table["saves_high"], margin))
    return table.sort_values(
        ["saved_high", "process", "step"], ascending=[False, True, True], ignore_index=True
    )
