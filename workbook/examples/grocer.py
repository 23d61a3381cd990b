"""The grocer example: real purchases, and an illustrative survey and backlog around them.

What behaviour does to the survey (`content/grocer/effects.csv`), per standard deviation within a wave:
more mailings in the quarter lower the rating of Mailing; more different stores lower Finding products;
longer gaps between visits go with a lower Availability; a redeemed coupon raises Coupon redemption.
What ratings do to the NPS is in `content/grocer/survey.csv`: Availability, Fresh quality and Checkout
drive it, Prices and offers and Finding products a little, Mailing and Customer service hardly, Coupon
redemption not.
"""

import numpy as np
import pandas as pd
from numpy.random import Generator
from pandas import DataFrame, Series

from workbook.examples import grocer_data as data
from workbook.examples.grocer_identities import identities
from workbook.examples.panel import scores
from workbook.examples.survey import answers, standardised
from workbook.examples.written import hand_written, settings, table, with_phase

EXAMPLE = "grocer"
PROFILED = 450  # households whose profile is known
RESPONDENTS = 380  # per wave
DAYS = ["2017-09-19", "2017-12-12", "2017-12-19"]  # of the rounds in which the panel scores
KEENNESS = 3.0  # how much likelier a household with a known profile is to answer
PULL = 0.8  # how strongly behaviour decides the profile, against chance

# What each profile does more (or less) of than others.
TRAITS = {
    "Quick stop": {"basket": -1.0, "visits": 0.6},
    "Big basket planner": {"basket": 1.0},
    "Bargain hunter": {"discount": 1.0},
    "Fresh first": {"fresh": 1.0},
}
OLDER = "Needs a hand"  # a minority: two thirds of the households of 65 and over


def engagement(seed: int) -> tuple[dict[str, str], dict[str, DataFrame], None]:
    """The settings, the tables, and no truth: who really feels what is not known.

    Args:
        seed: Of everything illustrative.

    Returns:
        Settings by language, tables by name, None.
    """
    rng = np.random.default_rng(seed)
    raw = data.sources()
    customers = data.households(raw["transactions"], raw["demographics"])
    habits = data.basket_habits(raw["transactions"], raw["products"])
    customers["profile"] = _profiles(customers, habits, rng)
    purchases = data.transactions(raw["transactions"], raw["products"])
    contacts = data.touchpoints(raw["campaigns"], raw["campaign_descriptions"], raw["coupon_redemptions"])
    tables = {
        "customers": customers,
        "transactions": purchases,
        "touchpoints": contacts,
        **hand_written(EXAMPLE),
    }
    tables["answers"] = _survey(tables, rng)
    tables["scores"] = scores(table(EXAMPLE, "judged"), table(EXAMPLE, "split"), DAYS, rng)
    tables["identities"] = identities(customers["customer_id"], rng)
    return settings(EXAMPLE), tables, None


def _profiles(customers: DataFrame, habits: DataFrame, rng: Generator) -> Series:
    """Draw a profile from behaviour plus noise, for some of the households with demographics."""
    likely = standardised(habits.rank()) @ DataFrame(TRAITS).reindex(habits.columns).fillna(0.0) * PULL
    choice = (likely + rng.gumbel(size=likely.shape)).to_numpy().argmax(axis=1)
    older = customers["age"].eq("65+").to_numpy() & (rng.random(len(customers)) < 2 / 3)
    asked = rng.choice(np.flatnonzero(customers["segment"].notna()), PROFILED, replace=False)
    profile = Series(np.where(older, OLDER, likely.columns[choice]), index=customers.index, dtype="str")
    return profile.where(customers.index.isin(asked))


def _survey(tables: dict[str, DataFrame], rng: Generator) -> DataFrame:
    journey, profile = tables["journey"], tables["customers"].set_index("customer_id")["profile"]
    habits = data.quarter_habits(tables["transactions"], tables["touchpoints"])
    waves = [_wave(quarter, group, profile, rng) for quarter, group in habits.groupby(level="quarter")]
    structure = with_phase(table(EXAMPLE, "survey"), journey).set_index("touchpoint")
    effects, comments = table(EXAMPLE, "effects"), table(EXAMPLE, "comments")
    return answers(pd.concat(waves, ignore_index=True), structure, effects, comments, rng)


def _wave(quarter: pd.Period, habits: DataFrame, profile: Series, rng: Generator) -> DataFrame:
    """Who answers in the last two weeks of a quarter, among the households that bought in it."""
    customer = habits.index.get_level_values("customer_id")
    weight = np.where(profile.reindex(customer).notna(), KEENNESS, 1.0)
    chosen = np.sort(rng.choice(len(habits), RESPONDENTS, replace=False, p=weight / weight.sum()))
    behaviour = standardised(np.log1p(habits.iloc[chosen])).reset_index(drop=True)
    days = pd.to_timedelta(rng.integers(0, 14, RESPONDENTS), unit="D")
    return behaviour.assign(
        respondent_id=[f"{quarter}-{number:03d}" for number in range(1, RESPONDENTS + 1)],
        customer_id=customer[chosen],
        at=quarter.end_time.normalize() - days,
        profile=profile.reindex(customer[chosen]).array,
    )
