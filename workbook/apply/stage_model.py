"""The stages as a model: how many are in each, what they bring, and where they come from and go to."""

from collections.abc import Sequence

from pandas import DataFrame, Series

from workbook.engagement import Stage
from workbook.privacy import tells

SIZE = ("n", "share_of_customers", "share_of_value")
SHARE = ("share", "low", "high")
NO_SIZES = DataFrame({"group": Series(dtype="str"), **{name: Series(dtype=float) for name in SIZE}})
NO_MOVES = DataFrame(
    {
        **{name: Series(dtype="str") for name in ("before", "after")},
        **{name: Series(dtype=float) for name in ("n", *SHARE)},
    }
)
NO_AIMS = DataFrame(
    {
        **{name: Series(dtype="str") for name in ("stage", "aim")},
        **dict.fromkeys(("point", "point_low", "point_high"), Series(dtype=float)),
    }
)
"""What holds where no orders tell who is in which stage."""


def grown_out_of(stages: Sequence[Stage]) -> list[str]:
    """The stages that everybody grows out of, such as that of new customers: who left them says nothing.

    Example:
        >>> grown_out_of([Stage(name="new", rules={"age_days": {"below": 91}})])
        ['new']
    """
    rules = {stage.name: stage.rules.get("age_days") for stage in stages}
    return [name for name, rule in rules.items() if rule is not None and rule.below is not None]


@tells()
def stage_model(stages: Sequence[str], sizes: DataFrame, transitions: DataFrame) -> DataFrame:
    """Bring together what is known of each stage, from tables that hide small groups already.

    Args:
        stages: The names of the stages, in order.
        sizes: group (stage), n, share_of_customers, share_of_value; what is hidden is blank.
        transitions: before, after, n, share (of before), low, high; likewise.

    Returns:
        stage, n, share_of_customers, share_of_value; stays, stays_low, stays_high (share that was still in
        the stage a quarter later); goes_to, goes, goes_low, goes_high (the move out of it that most made);
        comes_from (the stage from which most came). What is not known is blank.

    Example:
        >>> sizes = NO_SIZES.reindex([0]).assign(group="new", n=20)
        >>> moves = [("new", "new", 5, 0.25, 0.1, 0.4), ("new", "gone", 15, 0.75, 0.6, 0.9)]
        >>> model = stage_model(["new", "gone"], sizes, DataFrame(moves, columns=NO_MOVES.columns))
        >>> model[["stage", "stays", "goes_to", "comes_from"]].values.tolist()
        [['new', 0.25, 'gone', nan], ['gone', nan, nan, 'new']]
    """
    stays = transitions[transitions["before"].eq(transitions["after"])].set_index("before")
    moved = transitions[transitions["before"].ne(transitions["after"]) & transitions["n"].gt(0)]
    moved = moved.sort_values("n", ascending=False, kind="stable")
    goes = moved.drop_duplicates("before").set_index("before")
    comes = moved.drop_duplicates("after").set_index("after")
    table = DataFrame({"stage": list(stages)})
    for name in SIZE:
        table[name] = table["stage"].map(sizes.set_index("group")[name])
    for kind, rows in (("stays", stays), ("goes", goes)):
        for name in SHARE:
            table[kind if name == "share" else f"{kind}_{name}"] = table["stage"].map(rows[name])
    return table.assign(
        goes_to=table["stage"].map(goes["after"]), comes_from=table["stage"].map(comes["before"])
    )
