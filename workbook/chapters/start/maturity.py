"""Phase per dimension: what is planned against what there is."""

import pandas as pd

from workbook.apply.maturity import ReadinessGap
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import label, labels, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, gap: ReadinessGap, engagement: Engagement) -> Exhibit:
    """Whether the plans run ahead of the preconditions."""
    shown = table.assign(
        name=labels("dimension." + table["dimension"]),
        phase_name=[say("phase", phase=phase, name=label(f"phase.{phase}")) for phase in table["phase"]],
    )
    columns = [
        Column("name", label("dimension")),
        Column(
            "phase_name",
            label("phase"),
            tone=lambda row: "strong" if row["phase"] >= gap.planned else "warn",
        ),
        Column("lowest", label("lowest"), "int"),
        Column("highest", label("highest"), "int"),
        Column("n", label("n"), "int"),
    ]
    ahead = gap.gap > 0
    phases = {"planned": label(f"phase.{gap.planned}"), "ready": label(f"phase.{gap.ready}")}
    weakest = labels(f"dimension.{name}" for name in gap.weakest)
    return table_exhibit(
        shown,
        columns,
        title=say(
            "title.ahead" if ahead else "title.ready", planned_n=gap.planned, ready_n=gap.ready, **phases
        ),
        findings=(say("ahead" if ahead else "ready", n=gap.gap, weakest=weakest),),
        note=say("note"),
        tables=("readiness",),
    )
