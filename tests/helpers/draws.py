"""Made-up scores: draws from normal distributions, and a backlog to plan with them."""

import numpy as np
import pandas as pd

from prioritization import Limits

NOW = Limits(("2027Q1",), 10)
TWO = pd.DataFrame({"opportunity": ["A", "B"], "score": [5.0, 5.5], "cost": [6, 6]})


def normal(means, draws, seed=1, spread=1.0):
    random = np.random.default_rng(seed)
    return pd.DataFrame({name: random.normal(mean, spread, draws).clip(0) for name, mean in means.items()})


def backlog(size=8, seed=3):
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "opportunity": [f"o{number}" for number in range(size)],
            "score": random.uniform(3, 9, size),
            "cost": random.integers(2, 7, size),
        }
    )


def scored(table, draws, seed=5):
    return normal(dict(zip(table["opportunity"], table["score"], strict=True)), draws, seed)
