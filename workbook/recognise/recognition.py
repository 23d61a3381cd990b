"""How identities became customers: what may be shown of it."""

import pandas as pd

from workbook.privacy import declare


def recognition_tables(joins: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Split the account of how identities became customers.

    Args:
        joins: part, name, n, of, share, as `Period.recognition` gives it.

    Returns:
        Per source how many of its identities (of) are known in another source (n, share); how many offline
        customers (of) are known online (n, share); and counts of links, conflicts and rows, which tell of
        nobody. The first two hide few.
    """
    parts = joins["part"]
    sources, offline = (joins[parts.eq(part)].reset_index(drop=True) for part in ("source", "offline"))
    others = joins[~parts.isin(["source", "offline"])].reset_index(drop=True)
    return declare(sources, "n", "share", n="of"), declare(offline, "n", "share", n="of"), declare(others)
