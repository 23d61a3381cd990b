"""A problem of which a plan is hard to find: every group is in the plan once, and opportunities overlap."""

import numpy as np
import pandas as pd


def exact_cover(groups=24, decoys=70, seed=1):
    """Opportunities with three groups each: some hold every group once between them, among many others."""
    rng = np.random.default_rng(seed)
    names = [f"g{number}" for number in range(groups)]
    hidden = rng.permutation(names).reshape(-1, 3)
    triples = [*hidden, *(rng.choice(names, 3, replace=False) for _ in range(decoys))]
    held = [";".join(triples[place]) for place in rng.permutation(len(triples))]
    scores = rng.integers(1, 10, len(held)).astype(float)
    return pd.DataFrame(
        {"opportunity": [f"o{row:03d}" for row in range(len(held))], "score": scores, "group": held}
    )


def once(groups=24):
    """Every group once, as `Limits` takes it."""
    return {("group", f"g{number}"): 1 for number in range(groups)}
