"""The limits that hold a plan back, each with what more of it adds: those only of which more pays."""

from collections.abc import Iterator, Mapping

from prioritization.command.answer import MORE, Answer
from prioritization.conflicts import names
from prioritization.limits.kinds import COUNTED
from prioritization.parsing import text

Row = tuple[str, float | str, float | str, str]
UNITS = {"budget": "budget", "capacity": "days", "overtime": "days of overtime"}


def limit_rows(answer: Answer) -> tuple[Row, ...]:
    """Say which limits hold the plan back: by themselves, or only together.

    Args:
        answer: A plan and its explanation.

    Returns:
        Rows of limit, used, of, and what more would add; used and of are empty for several together.
    """
    return (*_single(answer), *_joint(answer))


def limit_remarks(answer: Answer) -> list[str]:
    """Say that no limit holds the plan back, where something is left out and more of nothing pays."""
    if answer.prices is None or answer.prices.empty or _pays(answer):
        return []
    if len(answer.prices) == 1:
        row = next(answer.prices.itertuples())
        more = _more(answer, row.kind, row.limit, row.change, row.role)
    elif answer.joint is None or not answer.joint.empty:
        return []
    else:
        more = f"{MORE * 100:g} % more of all limits at once"
    return [f"{more} would add nothing. What it would take to have one in, --why NAME tells."]


def _pays(answer: Answer) -> bool:
    return any(answer.pays(row) or not row.proven for row in answer.prices.itertuples())


def _single(answer: Answer) -> Iterator[Row]:
    priced = {} if answer.prices is None else {_key(row): row for row in answer.prices.itertuples()}
    for key, row in _rows(answer).items():
        price = priced.get(key)
        if price is None:
            yield _limit(answer, row), row.used, row.limit, "not looked into in the time given"
        elif answer.pays(price) or not price.proven:
            yield _limit(answer, row), row.used, row.limit, _price(answer, price)


def _joint(answer: Answer) -> Iterator[Row]:
    """Limits that pay only together."""
    rows = _rows(answer)
    for group in () if answer.joint is None else answer.joint.itertuples():
        members = [(rows[kind, role, quarter], change) for kind, role, quarter, change in group.limits]
        more = names([_more(answer, row.kind, row.limit, change, row.role) for row, change in members])
        gain = answer.points(group.value - answer.plan.value)
        least = "" if group.proven else "at least "
        yield (
            f"{names([_limit(answer, row) for row, _ in members])}, together",
            *("", ""),
            f"{more} would add {least}{gain}; none of them adds anything alone",
        )


def _rows(answer: Answer) -> dict[tuple[str, str, str], tuple]:
    rows: dict[tuple[str, str, str], tuple] = {}
    for row in answer.limits.itertuples():
        rows.setdefault(_key(row), row)
    return rows


def _key(row: tuple) -> tuple[str, str, str]:
    """The budget is one limit, whichever quarters of it bind."""
    return (row.kind, text(row.role), "" if row.kind == "budget" else text(row.quarter))


def _limit(answer: Answer, row: tuple) -> str:
    where = f" in {row.quarter}" if text(row.quarter) and not answer.problem.limits.timeless else ""
    by_quarter = isinstance(answer.problem.limits.budget, Mapping)
    words = {
        "budget": f"budget{f' up to {row.quarter}' if by_quarter else ''}",
        "capacity": f"days of role {row.role}{where}",
        "overtime": f"overtime of role {row.role}{where}",
        "work_in_progress": f"work in progress of {row.role}{where}",
    }
    return words.get(row.kind, f"{row.kind.replace('_', ' ')} with {row.role}")


def _price(answer: Answer, row: tuple) -> str:
    """What more of a limit brings: another plan was made with it."""
    more = _more(answer, row.kind, row.limit, row.change)
    if not answer.pays(row):
        return f"what {more} adds was not found out in time"
    least = "" if row.proven else "at least "
    return f"{more} would add {least}{answer.points(row.value_up - answer.plan.value)}"


def _more(answer: Answer, kind: str, limit: float, change: float, role: str = "") -> str:
    unit = UNITS.get(kind, "of it") + (
        f" of role {role}" if role and kind in ("capacity", "overtime") else ""
    )
    if kind in COUNTED:
        return f"1 {'fewer' if kind == 'at_least' else 'more'}{f' of {role}' if role else ''}"
    write = answer.figures.money if kind == "budget" else answer.figures.amount
    by_quarter = kind == "budget" and isinstance(answer.problem.limits.budget, Mapping)
    if not limit:
        return f"{write(change)} {unit}"
    return f"{MORE * 100:g} % more {unit}{' in each quarter' if by_quarter else ''} ({write(change)})"
