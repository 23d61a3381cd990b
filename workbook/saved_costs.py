"""Costs that are saved, as an opportunity states what it brings."""

from pandas import Series


def as_extra(low: Series, high: Series, margin: float) -> dict[str, Series]:
    """What is saved, as table opportunities takes it.

    A saving is no sale, and a business case takes the margin off what an opportunity brings: so it is divided
    by it. It becomes an opportunity when a person takes it over, and says what it costs.

    Args:
        low: Money saved a year, at the least.
        high: At the most.
        margin: What is left of a sale, as the plan has it.

    Returns:
        extra_low, extra_likely (halfway) and extra_high.

    Example:
        >>> {name: one.tolist() for name, one in as_extra(Series([10.0]), Series([30.0]), 0.5).items()}
        {'extra_low': [20.0], 'extra_likely': [40.0], 'extra_high': [60.0]}
    """
    likely = (low + high) / 2
    return {"extra_low": low / margin, "extra_likely": likely / margin, "extra_high": high / margin}
