"""The leading score per group and phase: how each differs from the rest, and who is among the answers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame, Series, concat

from workbook.differences import holm
from workbook.engagement import Question
from workbook.intervals import Z95
from workbook.privacy import declare
from workbook.understand.answers import answers_to, pulls
from workbook.understand.scores import adds, adjusted, leading_question, moments, scores

if TYPE_CHECKING:
    import ibis

PHASE = "phase"
OWN = ("stage", "segment")
"""Groupings that the report makes itself; the other ones stand in table customers."""
NO_RULE = DataFrame()
"""Of segments, where the report makes none of its own."""
SCORES, REST = (
    ["score", "se", "low", "high"],
    ["difference", "difference_low", "difference_high", "p", "p_holm"],
)
PEOPLE = ["people", "customers", "share_people", "share_customers", "p_share"]


def customer_groups(
    customers: "ibis.Table", stages: "ibis.Table", segments: "ibis.Table", by: Sequence[str]
) -> "ibis.Table":
    """The groups that each customer belongs to.

    Args:
        customers: customer_id, [segment, profile, the columns of `by`].
        stages: customer_id, [stage], of the customers who have one.
        segments: customer_id, [segment], as the report has made them; without it those of `customers` hold.
        by: Further columns to group by; those that are not there are passed over.

    Returns:
        customer_id, and a column per way to group that somebody has a group in; blank where unknown.
    """
    found = customers
    for name, made in zip(OWN, (stages, segments), strict=True):
        if name in made.columns:
            rest = found.drop(name) if name in found.columns else found
            found = rest.left_join(
                made.select(_id=made.customer_id, **{name: made[name]}), [("customer_id", "_id")]
            )
            found = found.drop("_id")
    names = [name for name in dict.fromkeys([*OWN, "profile", *by]) if name in found.columns]
    counts = {name: found[name].count() for name in ("customer_id", *names)}
    filled = found.aggregate(**counts).to_pandas().iloc[0]
    return found.select("customer_id", *[name for name in names if filled[name]])


def scores_by_group(
    answers: DataFrame,
    questions: Mapping[str, Question],
    groups: "ibis.Table",
    journey: DataFrame,
    order: Sequence[str] = (),
) -> DataFrame:
    """The leading score of each group, how it differs from that of the rest, and who answered of it.

    Customers are grouped by what they say of the relation; where nobody was asked of it, of touchpoints.
    Phases are those of the touchpoints. A difference is that between the adjusted scores of the group and of
    all others in the same grouping, over people: who is in both is allowed for.

    Args:
        answers: Answers of the quarter: question, score, touchpoint (blank: the relation), respondent_id,
            [customer_id, phase, cluster, weight].
        questions: Those that can lead, in that order.
        groups: From `customer_groups`.
        journey: touchpoint, phase, in the order of the journey.
        order: Names of groups in the order to show; others follow by name.

    Returns:
        One row per grouping and group: grouping ("phase", "stage", "segment", "profile", or a column of
        customers), group, question, measure, n (answers), score, se, low, high, difference, difference_low,
        difference_high, p, p_holm (corrected for the number of groups in the grouping), people (who
        answered), customers (in the group), share_people, share_customers (both 0 to 1) and p_share (that who
        answered is a random draw of the customers; corrected likewise). The last five are blank for phases.

    Source:
        Difference: Agresti & Caffo (2000), The American Statistician 54(4), p. 280-288, with the linearised
        error of `scores`; shares: exact binomial test; Holm (1979), Scandinavian Journal of Statistics 6(2),
        p. 65-70.
    """
    contacts, whole = answers.dropna(subset=["touchpoint"]), answers[answers["touchpoint"].isna()]
    rows = whole if leading_question(whole, questions) else contacts
    asked = leading_question(rows, questions)
    placed = _in_phases(_in_groups(_scored_rows(rows, asked), groups), journey)
    leading = leading_question(contacts, questions)
    in_phases = _in_phases(_scored_rows(contacts, leading), journey)
    tables = [_compared(in_phases, PHASE, leading)]
    for name in groups.columns[1:]:
        sizes = groups.group_by(name).aggregate(customers=groups.count()).to_pandas()
        tables.append(_represented(_compared(placed, name, asked), placed, sizes, name))
    columns = ["grouping", "group", "question", "measure", "n", "persons", *SCORES, *REST, *PEOPLE]
    table = concat([part for part in tables if len(part)] or [DataFrame(columns=columns)], ignore_index=True)
    table = _in_order(table.reindex(columns=columns), [*journey["phase"].unique(), *order])
    table = declare(table, *SCORES, *REST, n="persons", totals=["grouping"])
    if table["grouping"].nunique() < 2:
        return table
    together = (
        placed.assign(n=1).groupby([*groups.columns[1:], PHASE], dropna=False, as_index=False)["n"].sum()
    )
    return declare(table, *SCORES, *REST, overlaps=together, keep=["segment"])


def _scored_rows(rows: DataFrame, asked: Mapping[str, Question]) -> DataFrame:
    return answers_to(rows, next(iter(asked))) if asked else rows.head(0)


def _in_groups(rows: DataFrame, groups: "ibis.Table") -> DataFrame:
    """The answers with the groups of the customers who gave them."""
    known = rows["customer_id"].dropna().astype("str").unique().tolist()
    found = groups.filter(groups.customer_id.isin(known)).to_pandas().astype({"customer_id": "str"})
    return rows.drop(columns=rows.columns.intersection(groups.columns[1:])).merge(
        found, how="left", on="customer_id"
    )


def _in_phases(rows: DataFrame, journey: DataFrame) -> DataFrame:
    """The answers with their phase; of a touchpoint in several phases only where the respondent names it."""
    cells = journey[["touchpoint", PHASE]].drop_duplicates().drop_duplicates("touchpoint", keep=False)
    phase = rows["touchpoint"].map(cells.set_index("touchpoint")[PHASE])
    return rows.assign(phase=rows[PHASE].fillna(phase) if PHASE in rows else phase)


def _compared(rows: DataFrame, by: str, asked: Mapping[str, Question]) -> DataFrame:
    """The score of each group, and how it differs from that of the rest; no rows where there is no rest."""
    rows = rows.dropna(subset=[by])
    table = scores(rows, asked, [by]).rename(columns={by: "group"}).assign(grouping=by)
    table.attrs.clear()
    if len(table) < 2:
        return table.head(0)
    [question] = asked.values()
    rest = DataFrame([_against_rest(rows, rows[by].eq(group), question) for group in table["group"]])
    return table.join(rest).assign(p_holm=holm(rest["p"]))


def _against_rest(rows: DataFrame, inside: Series, question: Question) -> dict[str, float]:
    from scipy.special import ndtr

    rows = rows.assign(side=np.where(inside, "a", "b"))
    table = moments(rows, question, ["side"])
    centre, error = adjusted(table, question)
    each = pulls(rows, adds(rows["score"], question), ["side"]).unstack("side").dropna()
    covariance = (each["a"] * each["b"]).sum()
    gap = centre[0] - centre[1]
    se = np.sqrt(max(error[0] ** 2 + error[1] ** 2 - 2 * covariance, 0))
    return {
        "difference": table["score"][0] - table["score"][1],
        "difference_low": gap - Z95 * se,
        "difference_high": gap + Z95 * se,
        "p": 2 * ndtr(-abs(gap) / se) if se > 0 else np.nan,
    }


def _represented(table: DataFrame, placed: DataFrame, sizes: DataFrame, by: str) -> DataFrame:
    """The groups with who answered of them, and of how many customers; a group of which nobody answered too.

    Args:
        table: The groups that answered, as `_compared` gives them.
        placed: The answers: customer_id, and their group in the column `by`.
        sizes: Per group the number of customers.
        by: The grouping.
    """
    from scipy.stats import binomtest

    if table.empty:
        return table
    full = sizes.dropna().rename(columns={by: "group"}).merge(table, how="left", on="group")
    full = full.fillna({"n": 0, **table.iloc[0][["grouping", "question", "measure"]]}).astype({"n": int})
    full["people"] = full["group"].map(placed.groupby(by)["customer_id"].nunique()).fillna(0).astype(int)
    of, base = full["people"].sum(), full["customers"] / full["customers"].sum()
    p = [binomtest(int(n), int(of), share).pvalue for n, share in zip(full["people"], base, strict=True)]
    return full.assign(share_people=full["people"] / of, share_customers=base, p_share=holm(p))


def _in_order(table: DataFrame, order: Sequence[str]) -> DataFrame:
    place = {name: at for at, name in enumerate(dict.fromkeys(order))}
    kinds = {name: at for at, name in enumerate(table["grouping"].unique())}
    keys = DataFrame(
        {"kind": table["grouping"].map(kinds), "place": table["group"].map(place).fillna(len(place))}
    ).assign(group=table["group"].astype("str"))
    return table.loc[keys.sort_values(["kind", "place", "group"]).index].reset_index(drop=True)
