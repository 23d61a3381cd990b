"""Who the households are in two systems, made up: the loyalty card at the till, and an account online."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from pandas import DataFrame, Series

ONLINE = 0.65  # of the households have an account
MAIL, PHONE = 0.75, 0.6  # of the households gave the till their e-mail address, their phone number
SAME_MAIL, SAME_PHONE, CARD = 0.7, 0.6, 0.15  # of the accounts have that of the till
STRANGERS = 120  # accounts of people without a card
SHARED = 12  # pairs of households with one phone number
SERVICE_DESK = "202-555-0100"  # typed in by the till for who did not give a number


def identities(customers: Series, rng: Generator) -> DataFrame:
    """The table of identities; about half of the households are known online by something that is equal.

    Args:
        customers: The household numbers, which the till declares.
        rng: The source of chance.

    Returns:
        The identities table: the till's, then the web shop's.
    """
    n = len(customers)
    till = DataFrame(
        {
            "source": "till",
            "source_id": [f"card-{number}" for number in customers],
            "customer_id": customers.array,
            "email": _some([f"household{number}@example.com" for number in customers], MAIL, rng),
            "phone": _some([_number(at) for at in range(n)], PHONE, rng),
            "loyalty_card": [f"LC{number:>06}" for number in customers],
        }
    )
    pairs = rng.choice(n, (SHARED, 2), replace=False)
    till.loc[pairs[:, 1], "phone"] = till.loc[pairs[:, 0], "phone"].array
    till.loc[rng.choice(n, 40, replace=False), "phone"] = SERVICE_DESK
    return pd.concat([till, _online(till, rng)], ignore_index=True)


def _online(till: DataFrame, rng: Generator) -> DataFrame:
    """Accounts of some households, written in another way, and of people who are not in the till."""
    own = till.iloc[np.sort(rng.choice(len(till), round(ONLINE * len(till)), replace=False))]
    other = [f"account{number}@example.org" for number in range(len(own) + STRANGERS)]
    same = own["email"].str.title().where(rng.random(len(own)) < SAME_MAIL)
    phone = ("+1 " + own["phone"].str.replace("-", " ")).where(rng.random(len(own)) < SAME_PHONE)
    accounts = DataFrame(
        {
            "email": [*same.fillna(Series(other[: len(own)], index=own.index)), *other[len(own) :]],
            "phone": [*phone, *[None] * STRANGERS],
            "loyalty_card": [*own["loyalty_card"].where(rng.random(len(own)) < CARD), *[None] * STRANGERS],
        },
        dtype="str",
    )
    names = [f"w-{number:05d}" for number in rng.permutation(len(accounts))]
    return accounts.assign(source="webshop", source_id=names).sort_values("source_id", ignore_index=True)


def _number(at: int) -> str:
    return f"202-{200 + at // 10_000}-{at % 10_000:04d}"


def _some(values: list[str], share: float, rng: Generator) -> Series:
    return Series(values, dtype="str").where(rng.random(len(values)) < share)
