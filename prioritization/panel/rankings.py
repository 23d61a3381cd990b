"""What a panel that ordered a few opportunities shows itself: the places given, and how alike they are."""

from typing import Any

from pandas import DataFrame

from prioritization.panel.consensus import kendall_w

SEED = 1
"""Of the permutations behind the p."""


def ranking_results(ranks: DataFrame) -> dict[str, Any]:
    """Bring the orders of several experts together for all to see; nobody is named.

    Ranks are another question than scores: nothing here becomes a score.

    Args:
        ranks: A row per opportunity, a column per expert: its place in their order, from 1.

    Returns:
        As JSON holds it: n (experts), w and p (`kendall_w`, by permutation; None where there is nothing to
        compare), and items: opportunity, median, and points (the places it was given, from low to high), the
        best median first, then by mean and by name.

    Raises:
        ScoreError: As for `kendall_w`.

    Example:
        >>> found = ranking_results(DataFrame({"a": {"faq": 2, "chat": 1}, "b": {"faq": 2, "chat": 1}}))
        >>> found["w"], [one["opportunity"] for one in found["items"]]
        (1.0, ['chat', 'faq'])
    """
    alike = kendall_w(ranks, seed=SEED)
    middles = DataFrame({"median": ranks.median(axis="columns"), "mean": ranks.mean(axis="columns")})
    middles = middles.rename_axis("opportunity").reset_index()
    order = middles.sort_values(["median", "mean", "opportunity"])
    items = [
        {
            "opportunity": str(name),
            "median": float(median),
            "points": sorted(int(place) for place in ranks.loc[name].dropna()),
        }
        for name, median in zip(order["opportunity"], order["median"], strict=True)
    ]
    w, p = (None if value != value else round(value, 3) for value in (alike.w, alike.permutation_p))
    return {"n": ranks.shape[1], "w": w, "p": p, "items": items}
