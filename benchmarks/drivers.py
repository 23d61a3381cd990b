"""What is claimed about the speed of the drivers, as CPU seconds and ratios within one run.

    python benchmarks/drivers.py

The straightforward way is a least-squares fit of every subset of the drivers, as packages for dominance
analysis do; pingouin 0.7 is timed too where it is installed (it is no dependency). Each line names the claim.
"""

import sys
import time
from itertools import combinations
from math import comb
from pathlib import Path

# This file is named for the package that it times, and its folder comes first: put the root there instead.
sys.path[:1] = [str(Path(__file__).parents[1])]

import numpy as np
import pandas as pd

from workbook.drivers.correlations import Moments, is_sound
from workbook.drivers.shares import lmg_shares


def table(cases: int, drivers: int) -> np.ndarray:
    """Answers that hang together, the outcome first."""
    rng = np.random.default_rng(drivers)
    ratings = rng.normal(size=(cases, drivers)) + rng.normal(size=(cases, 1))
    outcome = ratings @ rng.uniform(0, 1, drivers) + rng.normal(size=cases) * drivers / 2
    return np.column_stack([outcome, ratings])


def fitted(answers: np.ndarray) -> np.ndarray:
    """LMG by a fit of every subset."""
    y, x = answers[:, 0] - answers[:, 0].mean(), answers[:, 1:] - answers[:, 1:].mean(axis=0)
    drivers, r2 = x.shape[1], {(): 0.0}
    for size in range(1, drivers + 1):
        for subset in combinations(range(drivers), size):
            left = y - x[:, subset] @ np.linalg.lstsq(x[:, subset], y, rcond=None)[0]
            r2[subset] = 1 - (left @ left) / (y @ y)
    shares = np.zeros(drivers)
    for subset, worth in r2.items():
        for driver in set(range(drivers)) - set(subset):
            gain = r2[tuple(sorted((*subset, driver)))] - worth
            shares[driver] += gain / (drivers * comb(drivers - 1, len(subset)))
    return shares


def ours(answers: np.ndarray) -> np.ndarray:
    """LMG by `lmg_shares`."""
    return lmg_shares(np.corrcoef(answers, rowvar=False)[None])[0]


def redrawn(answers: np.ndarray, draws: int) -> np.ndarray:
    """LMG of people drawn again."""
    found = Moments(answers, np.ones(len(answers)), np.arange(len(answers))).redrawn(draws, 1)
    return lmg_shares(found[is_sound(found)])


def cpu(what, *given) -> float:
    """CPU seconds of the quicker of two."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        what(*given)
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> None:
    """Print every claim with what was measured."""
    answers = table(1000, 15)
    assert np.allclose(ours(table(200, 8)), fitted(table(200, 8)))
    began = time.process_time()
    fitted(answers)
    plain = time.process_time() - began
    print(f"lmg    15 drivers, 1,000 cases: {plain / cpu(ours, answers):,.0f} x a fit of every subset")
    try:
        import pingouin
    except ImportError:
        print("       pingouin is not installed: not compared")
    else:
        frame = pd.DataFrame(answers).add_prefix("d")
        theirs = cpu(lambda: pingouin.linear_regression(frame.iloc[:, 1:], frame["d0"], relimp=True))
        print(f"       {theirs / cpu(ours, answers):,.0f} x pingouin {pingouin.__version__} (300 or more)")
    print(f"       20 drivers: {cpu(ours, table(1000, 20)):.2f} s (under .5)")
    print(f"draws  1,000 at 10 drivers, 1,000 cases: {cpu(redrawn, table(1000, 10), 1000):.2f} s (under 1)")
    print(
        f"       1,000 at 15 drivers, 10,000 cases: {cpu(redrawn, table(10_000, 15), 1000):.2f} s (under 5)"
    )


if __name__ == "__main__":
    main()
