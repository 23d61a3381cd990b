"""NPS in the business case: a change in NPS, the revenue it protects, and the error of both."""

import numpy as np
from pandas import DataFrame

from prioritization import parsing
from prioritization.errors import OpportunitiesError, fault_list
from prioritization.validated_ids import validated_ids

MEASURES = ("nps_change", "retention_per_point")
PERT_REACH = np.sqrt(7.0)
"""Standard deviations from the middle of a symmetric PERT distribution to either end."""


def nps_benefit(changes: DataFrame) -> DataFrame:
    """Turn a change in NPS into existing business protected per quarter.

    protected = nps_change · retention_per_point · revenue_at_stake

    The slope is one for all: what its error is of that of the product is how far they err together.

    Both factors are measured with error, and both errors are carried: of two independent estimates a
    and b, the product has variance a²·sb² + b²·sa² + sa²·sb². Low and high are the ends of the PERT
    distribution with that mean and that standard error, so that a simulation draws with it; they lie
    further out than a 95 % interval.

    That customers with a higher NPS stay more often is an association in the data. It is no proof that
    raising NPS makes them stay: take the result as what is at stake if it does. Retention that builds
    up over the quarters is left out, which is cautious.

    Args:
        changes: A row per opportunity:

            - `opportunity`: its id, unique.
            - `nps_change`, `nps_change_error`: points of NPS it is expected to bring, and the standard
              error of that.
            - `retention_per_point`, `retention_per_point_error`: share of revenue kept per quarter that
              goes with one point of NPS, estimated from the client's own data or declared, and its
              standard error.
            - `revenue_at_stake`: revenue per quarter of the customers concerned, 0 or more.

    Returns:
        opportunity, protected (expected, money per quarter), standard_error, protected_low,
        protected_likely, protected_high, protected_shared (the correlation of its error with that of the
        slope, as `checked_money` takes it); in the order of `changes`.

    Raises:
        OpportunitiesError: The table has faults; the message lists all of them, with row and column.

    Source:
        Goodman (1960), Journal of the American Statistical Association 55(292), p. 708-713.

    Example:
        >>> chat = {"opportunity": ["chat"], "nps_change": 4, "nps_change_error": 3, "revenue_at_stake": 1e6}
        >>> chat |= {"retention_per_point": 0.001, "retention_per_point_error": 0.0}
        >>> nps_benefit(DataFrame(chat))[["protected", "standard_error"]].round(6).iloc[0].tolist()
        [4000.0, 3000.0]
    """
    faults: list[str] = []
    errors = [f"{name}_error" for name in MEASURES]
    table = validated_ids(changes, [*MEASURES, *errors, "revenue_at_stake"], faults)
    (a, b), (sa, sb) = (
        [parsing.numbers(table, name, faults, least=least) for name in names]
        for names, least in ((MEASURES, -np.inf), (errors, 0.0))
    )
    revenue = parsing.numbers(table, "revenue_at_stake", faults)
    if faults:
        raise OpportunitiesError(fault_list("The changes in NPS", faults))
    protected = a * b * revenue
    error = np.sqrt(a**2 * sb**2 + b**2 * sa**2 + sa**2 * sb**2) * revenue
    shared = np.divide(a * sb * revenue, error, out=np.zeros(len(table)), where=error > 0)
    return DataFrame(
        {
            "opportunity": table["opportunity"],
            "protected": protected,
            "standard_error": error,
            "protected_low": protected - PERT_REACH * error,
            "protected_likely": protected,
            "protected_high": protected + PERT_REACH * error,
            "protected_shared": shared,
        }
    )
