"""The regression behind the importances."""

from workbook.chapters import score_words
from workbook.drivers.found import Drivers, LeftOut
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit, with_facts
from workbook.phrases import Phrase, between, label, phrases, sayer

say = sayer(__name__)
TANGLED = 5  # from this variance inflation on, a driver's own effect is hardly known


def exhibit(found: Drivers, engagement: Engagement) -> Exhibit:
    """How much all drivers explain together, who is in the model, and how far the drivers overlap."""
    table = found.table
    ends = zip(table["coefficient_low"], table["coefficient_high"], strict=True)
    columns = [
        Column("driver", label("driver")),
        Column("coefficient", label("coefficient"), "dec2"),
        Column("ends", label("interval"), kind="range"),
        Column("p_holm", label("p_holm"), "p"),
        Column("ranks", label("rank"), kind="range"),
        Column("vif", label("vif"), "dec1"),
        Column("performance", label("performance"), "dec1"),
    ]
    known = len(table) > 0
    made = table_exhibit(
        table.assign(
            ends=[between(*pair, "dec2") for pair in ends],
            ranks=[between(*pair, "int") for pair in zip(table["rank_low"], table["rank_high"], strict=True)],
        ),
        columns,
        title=say("title", r2=found.r2, n_cases=found.n) if known else say("title.unknown"),
        findings=_findings(found) if known else (),
        note=say("note"),
        tables=("answers",),
    )
    return with_facts(made, **score_words.outcome(found.outcome, engagement))


def _left_out(others: LeftOut | None) -> Phrase | None:
    """Whether who is left out recommends more or less."""
    if others is None:
        return None
    clear = others.low > 0 or others.high < 0
    ends = {"mean": others.mean, "mean_in": others.mean_in, "low": others.low, "high": others.high}
    return say("left_out.differ" if clear else "left_out.alike", n=others.n, **ends)


def _findings(found: Drivers) -> tuple[Phrase, ...]:
    worst = found.table.loc[found.table["vif"].idxmax()]
    return phrases(
        say("cases", n_cases=found.n, n_total=found.n_total, share=found.n / found.n_total),
        _left_out(found.left_out),
        say("repeated", n=found.n, people=found.people) if found.people < found.n else None,
        say("tangled" if worst["vif"] >= TANGLED else "apart", driver=worst["driver"], vif=worst["vif"]),
    )
