"""Votes of customers and partners on opportunities: importance, satisfaction, and first choice."""

from collections.abc import Callable

import numpy as np
from pandas import DataFrame, Series

from workbook.privacy import tells

ASKED = ("importance", "satisfaction")
LOW, HIGH = 1, 10


@tells()
def votes_by_option(votes: DataFrame, score: Callable[[Series, Series], Series], minimum: int) -> DataFrame:
    """Mean importance and satisfaction per group and opportunity, and how many prefer it.

    What fewer than `minimum` voters of a group answered is blank, here and not at publication: no total over
    the groups is shown anywhere, so that nothing has to be hidden beside it.

    Args:
        votes: Table of votes: voter, group (blank is a group of its own), opportunity, importance and
            satisfaction (1 to 10, blank where not answered), preferred (whether it is the voter's first
            choice; blank where they chose none).
        score: The opportunity score of importances and satisfactions.
        minimum: The fewest answers of which more than their number is told.

    Returns:
        One row per group and opportunity, sorted: group, opportunity, n (voters who answered anything about
        it), importance, satisfaction (means) and preferred (share of those who chose), each with _low and
        _high (95 %: Student's t for a mean, kept within 1 to 10; Wilson for a share) and n_ (answers), and
        opportunity_score (of the two means, 0 to 20).

    Source:
        Wilson (1927), Journal of the American Statistical Association 22, p. 209-212; Student (1908),
        Biometrika 6, p. 1-25.

    Example:
        >>> rows = DataFrame({"voter": list("abcd"), "group": "partners", "opportunity": "O1"})
        >>> rows = rows.assign(importance=[8, 9, 7, 8], satisfaction=3, preferred=[True, True, False, None])
        >>> found = votes_by_option(rows, lambda importance, satisfaction: importance, 4)
        >>> found[["importance", "importance_low", "n_preferred", "preferred"]].round(1).values.tolist()
        [[8.0, 6.7, 3.0, nan]]
    """
    from statsmodels.stats.proportion import proportion_confint

    rows = votes.assign(
        group=votes["group"].astype("object").where(votes["group"].notna(), ""),
        **{name: votes[name].astype("Float64").astype("float64") for name in ASKED},
        preferred=votes["preferred"].astype("boolean").astype("Float64").astype("float64"),
    )
    grouped = rows.groupby(["group", "opportunity"], sort=True)
    found = DataFrame({"n": grouped["voter"].nunique()})
    for name in ASKED:
        answers = grouped[name]
        margin = _margin(answers.std(), answers.count())
        found[name], found[f"n_{name}"] = answers.mean(), answers.count()
        found[f"{name}_low"] = (found[name] - margin).clip(lower=LOW)
        found[f"{name}_high"] = (found[name] + margin).clip(upper=HIGH)
    chosen, n = grouped["preferred"].sum(), grouped["preferred"].count()
    found["preferred"], found["n_preferred"] = chosen / n.where(n > 0), n
    found["preferred_low"], found["preferred_high"] = proportion_confint(
        chosen, n.where(n > 0), method="wilson"
    )
    for name in (*ASKED, "preferred"):
        few = found[f"n_{name}"] < minimum
        found[[name, f"{name}_low", f"{name}_high"]] = found[[name, f"{name}_low", f"{name}_high"]].mask(few)
    known = found.dropna(subset=list(ASKED))
    found["opportunity_score"] = score(*(known[name] for name in ASKED))
    return found.reset_index()


def _margin(deviation: Series, n: Series) -> Series:
    """Half the width of the 95 % interval of a mean; missing for one answer."""
    from scipy.stats import t

    freedom = (n - 1).where(n > 1)
    return Series(t.ppf(0.975, freedom), index=n.index) * deviation / np.sqrt(n)


@tells()
def beside_experts(found: DataFrame, panel: DataFrame, listed: DataFrame) -> DataFrame:
    """Put what customers voted beside what the experts scored; neither changes the other.

    Args:
        found: From `votes_by_option`.
        panel: Of each opportunity that experts scored: opportunity, median.
        listed: Table of opportunities: opportunity, title.

    Returns:
        The rows of `found` with title, median, rank (of the opportunity among those that experts scored, 1 is
        the highest) and ranked (how many those are); missing where no expert scored it.
    """
    ranks = panel["median"].rank(ascending=False, method="min")
    experts = panel[["opportunity", "median"]].assign(rank=ranks, ranked=panel["median"].count())
    titles = listed[["opportunity", "title"]]
    return found.merge(titles, on="opportunity").merge(experts, on="opportunity", how="left")
