"""A clickstream whose transitions and defects are known."""

from datetime import datetime

import numpy as np
import pandas as pd

START, END = datetime(2017, 10, 1), datetime(2018, 1, 1)
TOUCHPOINTS = ["advert", "search", "basket", "checkout", "helpdesk"]
PHASES = ["orient", "choose", "choose", "buy", "stay"]
CHANNELS = ["web", "web", "app", "web", "store"]
NEXT = np.array(
    [  # advert, search, basket, checkout, helpdesk, end
        [0.10, 0.50, 0.10, 0.00, 0.00, 0.30],
        [0.05, 0.30, 0.40, 0.00, 0.05, 0.20],
        [0.00, 0.20, 0.10, 0.50, 0.00, 0.20],
        [0.00, 0.00, 0.05, 0.05, 0.30, 0.60],
        [0.00, 0.10, 0.00, 0.00, 0.30, 0.60],
    ]
)
"""The chance of what follows each touchpoint in a path."""
KINDS = dict.fromkeys(("customer_id", "touchpoint", "channel", "phase", "source"), "str")
KINDS |= {"at": "datetime64[us]"}
JOURNEY = pd.DataFrame({"journey": "Buying", "phase": PHASES, "touchpoint": TOUCHPOINTS})


def walks(customers: int, seed: int = 1) -> pd.DataFrame:
    """Contacts of customers who take one or two paths, 40 days apart; whole seconds, in order."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        second = int(rng.integers(0, 10 * 86400))
        for _ in range(rng.integers(1, 3)):
            at = 0 if rng.random() < 0.7 else 1
            while at < len(TOUCHPOINTS):
                rows.append((f"c{customer:05}", second, at))
                second += int(rng.exponential(5000)) + 1
                at = int(rng.choice(6, p=NEXT[at]))
            second += 40 * 86400
    frame = pd.DataFrame(rows, columns=["customer_id", "second", "at"])
    frame = frame[frame["second"] < 91 * 86400]
    names, channels = np.array(TOUCHPOINTS, dtype=object), np.array(CHANNELS, dtype=object)
    return pd.DataFrame(
        {
            "customer_id": frame["customer_id"],
            "at": pd.Timestamp(START) + pd.to_timedelta(frame["second"], unit="s"),
            "touchpoint": names[frame["at"]],
            "channel": channels[frame["at"]],
            "phase": None,
            "source": "site",
        }
    ).astype(KINDS)


def robots(count: int, contacts: int) -> pd.DataFrame:
    """Visitors who look at everything within an hour."""
    when = pd.Timestamp(START) + pd.to_timedelta(np.arange(contacts) * 6, unit="s")
    rows = pd.DataFrame({"at": when.as_unit("us"), "touchpoint": "search", "channel": "web", "phase": None})
    return pd.concat([rows.assign(customer_id=f"robot {n}", source="site") for n in range(count)]).astype(
        KINDS
    )


def with_defects(stream: pd.DataFrame, *, repeated: int, unknown: int, shifted: int) -> pd.DataFrame:
    """The stream delivered badly: rows twice, a touchpoint nobody knows, a source two hours ahead, no order.

    Args:
        stream: From `walks`.
        repeated: So many contacts stand there a second time, a few microseconds later.
        unknown: So many more are of a touchpoint that the journey does not have.
        shifted: So many stand there again as another source has them.
    """
    rng = np.random.default_rng(2)
    again = stream.iloc[rng.choice(len(stream), repeated, replace=False)]
    again = again.assign(at=again["at"] + pd.Timedelta(microseconds=300))
    strange = stream.head(unknown).assign(
        touchpoint="banner", at=lambda rows: rows["at"] + pd.Timedelta("1s")
    )
    ahead = stream.iloc[rng.choice(len(stream), shifted, replace=False)]
    ahead = ahead.assign(at=ahead["at"] + pd.Timedelta(hours=2), source="app")
    parts = [stream, again, strange, ahead]
    return pd.concat([part for part in parts if len(part)]).sample(frac=1, random_state=3, ignore_index=True)
