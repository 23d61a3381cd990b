"""Made-up opportunities for laws of the plan."""

from random import Random

import pandas as pd


def eight_opportunities(random: Random) -> pd.DataFrame:
    """Opportunities o0 to o7, each with a score and a cost of 1 to 9."""
    return pd.DataFrame(
        [
            {"opportunity": f"o{n}", "score": random.randint(1, 9), "cost": random.randint(1, 9)}
            for n in range(8)
        ]
    )
