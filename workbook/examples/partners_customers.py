"""Who the partners are: segment on ability and knowledge, profile on experience with e-commerce."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame, Series

from workbook.examples.partners_stages import PARTNERS, Market, first_sales
from workbook.examples.written import table

COUNTRIES = {"NL": 0.92, "BE": 0.08}
MARKETS = ["Books", "Electronics", "Garden", "Home", "Sports", "Toys"]
SIZES = {"small": 0.70, "medium": 0.24, "large": 0.06}
EXPERIENCE = {"none": 0.35, "some": 0.40, "much": 0.25}
PROFILED = 480  # partners whose profile is known


def customers(state: Market, rng: Generator) -> DataFrame:
    """The partners: segment on technical ability and portfolio knowledge, profile on experience.

    Args:
        state: What happened to every partner.
        rng: The source of chance.

    Returns:
        The customers table.
    """
    experience = rng.choice(list(EXPERIENCE), PARTNERS, p=list(EXPERIENCE.values()))
    ability = _points(46 + 6 * Series(experience).map({"none": -1, "some": 0, "much": 1}).to_numpy(), rng)
    knowledge = _points(np.full(PARTNERS, 48.0), rng)
    size = rng.choice(list(SIZES), PARTNERS, p=list(SIZES.values()))
    manager = np.char.add("Account manager ", rng.integers(1, 5, PARTNERS).astype(str))
    return DataFrame(
        {
            "customer_id": [f"P{number:04d}" for number in range(1, PARTNERS + 1)],
            "since": first_sales(state),
            "country": rng.choice(list(COUNTRIES), PARTNERS, p=list(COUNTRIES.values())),
            "market": rng.choice(MARKETS, PARTNERS),
            "segment": _segment(ability, knowledge),
            "size": size,
            "account_manager": Series(manager, dtype="str").where(size == "large"),
            "profile": _profile(experience, rng),
            "ecommerce_experience": experience,
            "technical_ability": ability,
            "portfolio_knowledge": knowledge,
        }
    )


def _points(middle: NDArray, rng: Generator) -> NDArray:
    return np.clip(np.rint(middle + rng.normal(0, 18, PARTNERS)), 0, 100).astype(int)


def _segment(ability: NDArray, knowledge: NDArray) -> NDArray:
    skilled = np.where(ability >= 50, "Skilled", "Unskilled")
    return np.char.add(skilled, np.where(knowledge >= 50, ", knows the range", ", new to the range"))


def _profile(experience: NDArray, rng: Generator) -> Series:
    given = table("partners", "profiles").set_index("ecommerce_experience")
    chances = given.loc[experience].to_numpy()
    drawn = (rng.random(PARTNERS)[:, None] > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)
    known = np.isin(np.arange(PARTNERS), rng.choice(PARTNERS, PROFILED, replace=False))
    return Series(given.columns.to_numpy()[drawn], dtype="str").where(known)
