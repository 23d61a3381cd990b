"""Every interval of the report is one of 95 %."""

from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
"""So many standard errors to either side of an estimate hold 95 % of a normal distribution: 1.96."""
