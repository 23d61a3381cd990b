"""Whether customers who recommend us come back more often than those who do not."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.phrases import Phrase, label, phrases, sayer
from workbook.understand.retention import LEAST_ANSWERS, LEAST_OF_A_KIND

say = sayer(__name__)


def exhibit(table: pd.DataFrame, slope: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """How many of each group came back, whether promoters did more often, and what a point of NPS goes with.

    Args:
        table: From `workbook.understand.retention.retention_by_nps`, as may be shown.
        slope: From `retention_per_point` there, as may be shown.
        engagement: The settings.

    Returns:
        Nothing where no customer is known of an earlier answer.
    """
    if table.empty:
        return None
    shown, found = table.dropna(subset=["back"]), slope.iloc[0]
    names = {"promoter": say("promoter"), "passive": say("passive"), "detractor": say("detractor")}
    groups = [say("group", name=names[row.group], count=row.n) for row in shown.itertuples()]
    return Exhibit(
        title=_title(shown.set_index("group"), found),
        chart=chart(
            "intervals",
            shown.assign(name=groups),
            name="name",
            value="back",
            form="percent",
            axis=label("share_back"),
            percent=True,
        ),
        alt=say("alt"),
        findings=_findings(found),
        note=say("note", minimum=engagement.minimum_group),
        tables=("answers", "transactions"),
    )


def _title(shown: pd.DataFrame, found: pd.Series) -> Phrase:
    """A difference between the groups is told as one only where it was tested and is clear."""
    if pd.isna(found["difference"]):
        return say("title.unknown", n=found["n"])
    low, high = found["difference_low"], found["difference_high"]
    shares = {name: shown["back"].get(name) for name in ("promoter", "detractor")}
    if low <= 0 <= high:
        return say("title.unclear", **shares)
    return say("title.more" if low > 0 else "title.less", **shares)


def _findings(found: pd.Series) -> tuple[Phrase, ...]:
    known = pd.notna(found["slope"])
    difference = {name: 100 * found[name] for name in ("difference", "difference_low", "difference_high")}
    return phrases(
        say("tested", **difference) if pd.notna(found["difference"]) else None,
        _slope(found) if known else _why(found),
        say("association") if known else None,
    )


def _slope(found: pd.Series) -> Phrase:
    """Per ten points of NPS, in percentage points: per point it is too small to read."""
    ends = {name: 1000 * found[name] for name in ("slope", "slope_low", "slope_high")}
    return say("slope", **ends, **as_facts(found, "n", "customers"))


def _why(found: pd.Series) -> Phrase:
    facts = as_facts(found, "n", "customers")
    if found["why"] == "answers":
        return say("few", least=LEAST_ANSWERS, **facts)
    if found["why"] == "back":
        return say("one_sided", least=LEAST_OF_A_KIND, **facts)
    return say("same" if found["why"] == "same" else "small", **facts)
