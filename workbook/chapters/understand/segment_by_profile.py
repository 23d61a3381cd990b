"""Share of each segment in each profile."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer
from workbook.understand.profiles import Association

say = sayer(__name__)


def exhibit(shares: pd.DataFrame, association: Association, engagement: Engagement) -> Exhibit:
    """Whether the profiles repeat, refine or extend the segmentation, as far as can be known.

    Args:
        shares: Per segment n and the share in each profile, as may be shown.
        association: The test of the association.
        engagement: The settings.
    """
    profiles = [name for name in shares if name not in ("segment", "n")]
    columns = [
        Column("segment", label("segment")),
        Column("n", label("n"), "int"),
        *[Column(name, str(name), "percent") for name in profiles],
    ]
    return table_exhibit(
        shares,
        columns,
        title=say(f"title.{association.verdict}", v=association.v),
        findings=_findings(association),
        note=say("note"),
        tables=("customers", "profile"),
    )


def _findings(association: Association) -> tuple[Phrase, ...]:
    if association.verdict == "unknown":
        return (say("unknown"),)
    ends = {"v": association.v, "low": association.low, "high": association.high}
    return phrases(
        say("test", p=association.p, n_both=association.n, **ends),
        say(association.verdict),
        say("without", n_without=association.n_without),
    )
