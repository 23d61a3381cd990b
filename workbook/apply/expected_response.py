"""The response to expect of a programme in a stage: drawn towards that of the whole where few tell."""

import numpy as np
from pandas import DataFrame, Series

RATE = ["share", "low", "high"]
OF_STAGE, OF_PROGRAMME = "stage", "programme"
"""Where a response comes from."""


def expected_response(asked: DataFrame, overall: DataFrame, within: DataFrame) -> DataFrame:
    """What is known of the response to each programme in a stage.

    That of the stage is drawn towards that of the programme as a whole, the more so the fewer customers it
    is of and the less stages differ. A customer counts once, whatever they were sent. What is known of the
    whole never counts for more customers than it is of.

    Args:
        asked: programme, stage.
        overall: programme, customers, responded_share, responded_low, responded_high; blank where hidden or
            unknown.
        within: The same per programme and stage.

    Returns:
        As `asked`, row by row: share, low, high (95 %) and known ("stage", "programme" or "").

    Source:
        Beta-binomial by moments: Kleinman (1973), Journal of the American Statistical Association 68,
        p. 46-54; empirical Bayes: Morris (1983), ibid. 78, p. 47-55.
    """
    from scipy.stats import beta

    own = asked[["programme", "stage"]].merge(within, how="left", on=["programme", "stage"])
    whole = asked[["programme"]].merge(overall, how="left", on="programme")
    shares = [table[[f"responded_{name}" for name in RATE]].astype(float) for table in (own, whole)]
    near, far = (table.set_axis(RATE, axis=1) for table in shares)
    here, there = near["share"].notna(), far["share"].notna()
    weight = np.minimum(_likeness(within), whole["customers"].astype(float)).where(here & there)
    n = own["customers"].astype(float)
    hits = near["share"] * n + weight * far["share"]
    ends = [beta.ppf(end, hits, n + weight - hits) for end in (0.025, 0.975)]
    drawn = DataFrame(dict(zip(RATE, (hits / (n + weight), *ends), strict=True)), index=own.index)
    inside = weight.gt(0) & hits.gt(0) & hits.lt(n + weight)
    told = drawn.where(inside, near).where(here, far)
    return told.assign(known=np.select([here, there], [OF_STAGE, OF_PROGRAMME], ""))


def _likeness(within: DataFrame) -> float:
    """For how many customers the whole counts: 0 where it cannot be told, infinity where no stage differs."""
    cells = within.dropna(subset=["responded_share"])
    n, share, of = (
        cells["customers"].astype(float),
        cells["responded_share"].astype(float),
        cells["programme"],
    )
    total = n.groupby(of).transform("sum")
    mean = (n * share).groupby(of).transform("sum") / total
    free = 1 - 1 / of.groupby(of).transform(
        "size"
    )  # of each cell, so that they add up to one less per programme
    spread = n * (share - mean) ** 2 / (mean * (1 - mean)).where(mean.between(0, 1, inclusive="neither"))
    more, most = (spread.fillna(free) - free).sum(), (n - n**2 / total - free).sum()
    if not Series(free).sum() or most <= 0:
        return 0.0
    alike = min(more / most, 1.0)
    return (1 - alike) / alike if alike > 0 else float("inf")
