"""Budget and days per role and quarter: used against available."""

from collections.abc import Callable

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, sayer, show

say = sayer(__name__)
HARDLY = 0.05  # of a limit; where no more of it is left, it is used up, or nearly


def exhibit(table: pd.DataFrame, binding: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which limits hold the plan back.

    Args:
        table: From `Plan.usage`: kind, role, quarter, used, limit.
        binding: From `Plan.binding`.
        engagement: The settings.
    """
    quarters = list(dict.fromkeys(table["quarter"].dropna()))
    tight = set(zip(binding["kind"], binding["role"], binding["quarter"], strict=True))
    rows: dict[tuple, dict] = {}
    for line in table.itertuples():
        row = rows.setdefault((line.kind, line.role), {"name": _limit_name(line)})
        quarter = quarters[-1] if pd.isna(line.quarter) else line.quarter
        form = "money" if line.kind == "budget" else "num"
        row[quarter] = say("cell", used=show(line.used, form), limit=show(line.limit, form))
        row[f"{quarter} tight"] = (line.kind, line.role, line.quarter) in tight
    columns = [Column("name", label("limit")), *[Column(q, q, tone=_tight(q)) for q in quarters]]
    return table_exhibit(
        pd.DataFrame(list(rows.values())),
        columns,
        title=_title(binding),
        note=say("note"),
        tables=PLAN_TABLES,
    )


def _limit_name(line) -> Phrase:
    if line.kind == "budget":
        return label("limit.budget")
    kind = label("days" if line.kind == "capacity" else f"limit.{line.kind}")
    return say("name", role=named("role", line.role), kind=kind)


def _tight(quarter: str) -> Callable[[pd.Series], str]:
    return lambda row: "warn" if row[f"{quarter} tight"] is True else ""


def _title(binding: pd.DataFrame) -> Phrase:
    if binding.empty:
        return say("title.none")
    limits = zip(binding["kind"], binding["role"], strict=True)
    names = [
        label("limit.budget") if kind == "budget" else named("role", role)
        for kind, role in dict.fromkeys(limits)
    ]
    left = (binding["limit"] - binding["used"]).clip(lower=0)
    used_up = left.le(HARDLY * binding["limit"]).all()
    return say(
        "title" if used_up else "title.little", names=list({str(name): name for name in names}.values())
    )
