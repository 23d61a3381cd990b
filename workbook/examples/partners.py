"""The partners example: a marketplace that is generated, so that what is true of it is known.

The truth, beside the tables: stages and the chain behind them, what training does to the chain (and the
newsletter does not), the drivers of the NPS, the weak touchpoint, what profiles depend on, what Belgian
partners miss, which opportunities are best, on which service norm small partners do worse, and where sign-ups
wait. Behaviour lowers ratings (`content/partners/effects.csv`): return problems Returns, warnings Quality
score, calls Partner service.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from pandas import DataFrame

from workbook.examples import partners_stages as chain
from workbook.examples.panel import CRITERIA, scores
from workbook.examples.partners_activity import touchpoints, transactions
from workbook.examples.partners_customers import COUNTRIES, customers
from workbook.examples.partners_service import service
from workbook.examples.partners_sign_ups import AGAIN, ASKED, CHECKED, SECOND, WAITS, event_log
from workbook.examples.partners_votes import votes
from workbook.examples.survey import answers, standardised
from workbook.examples.written import hand_written, settings, table, with_phase

EXAMPLE = "partners"
RESPONDENTS = 320  # per wave
WAVES = chain.QUARTERS[-4:]
DAYS = ["2017-09-20", "2017-12-13", "2017-12-20"]  # of the rounds in which the panel scores
NOTED = 60  # per cent of the contacts with a note of what they were about
A_YEAR = 365  # sets the chance of the log of sign-ups apart
BEST = 5  # how many opportunities the truth calls best


def engagement(seed: int) -> tuple[dict[str, str], dict[str, DataFrame], dict[str, Any]]:
    """The settings, the tables and the truth.

    Args:
        seed: Of everything.

    Returns:
        Settings by language, tables by name, truth.
    """
    rng = np.random.default_rng(seed)
    state = chain.market(rng)
    partners = customers(state, rng)
    tables = {
        "customers": partners,
        "transactions": transactions(state, partners, rng),
        "touchpoints": touchpoints(state, partners, rng),
        **hand_written(EXAMPLE),
    }
    tables["answers"] = _survey(state, tables, rng)
    tables["scores"] = scores(table(EXAMPLE, "judged"), table(EXAMPLE, "split"), DAYS, rng)
    tables["votes"] = votes(table(EXAMPLE, "judged"), DAYS[-1], np.random.default_rng([seed, len(tables)]))
    tables["service"] = service(tables, rng)
    tables["event_log"] = event_log(np.random.default_rng([seed, A_YEAR]))
    tables["touchpoints"] = _with_notes(tables["touchpoints"], np.random.default_rng([seed, NOTED]))
    return settings(EXAMPLE), tables, _truth(state, partners)


def _with_notes(contacts: DataFrame, rng: Generator) -> DataFrame:
    """What a part of the calls and return problems was about, as it was noted."""
    noted = pd.Series(None, contacts.index, dtype="object")
    for touchpoint, of_it in table(EXAMPLE, "notes").groupby("touchpoint"):
        rows = np.flatnonzero(
            contacts["touchpoint"].eq(touchpoint) & (rng.random(len(contacts)) < NOTED / 100)
        )
        noted.iloc[rows] = rng.choice(of_it["note"], len(rows), p=of_it["weight"] / of_it["weight"].sum())
    return contacts.assign(comment=noted.astype("str"))


def _survey(state: chain.Market, tables: dict[str, DataFrame], rng: Generator) -> DataFrame:
    waves = pd.concat([_wave(quarter, state, tables, rng) for quarter in WAVES], ignore_index=True)
    structure = with_phase(table(EXAMPLE, "survey"), tables["journey"]).set_index("touchpoint")
    return answers(waves, structure, table(EXAMPLE, "effects"), table(EXAMPLE, "comments"), rng)


def _wave(quarter: pd.Period, state: chain.Market, tables: dict[str, DataFrame], rng: Generator) -> DataFrame:
    """Who answers in the last two weeks of a quarter, among the partners with sales in it."""
    stage = state.stage[:, chain.QUARTERS.get_loc(quarter)]
    selling = np.flatnonzero((stage != chain.NOT_YET) & (stage != chain.LAPSED))
    who = tables["customers"].iloc[np.sort(rng.choice(selling, RESPONDENTS, replace=False))]
    behaviour = _behaviour(who, tables["touchpoints"], quarter)
    days = pd.to_timedelta(rng.integers(0, 14, RESPONDENTS), unit="D")
    return standardised(behaviour).assign(
        respondent_id=[f"{quarter}-{number:03d}" for number in range(1, RESPONDENTS + 1)],
        customer_id=who["customer_id"].array,
        at=quarter.end_time.normalize() - days,
        profile=who["profile"].array,
    )


def _behaviour(who: DataFrame, contacts: DataFrame, quarter: pd.Period) -> DataFrame:
    met = contacts[contacts["at"].dt.to_period("Q") == quarter]
    counts = pd.crosstab(met["customer_id"], met["touchpoint"]).reindex(who["customer_id"], fill_value=0)
    return DataFrame(
        {
            "problems": counts["Returns"].to_numpy(),
            "warnings": counts["Quality warning"].to_numpy(),
            "calls": counts["Partner service"].to_numpy(),
            "belgian": who["country"].eq("BE").to_numpy(),
        },
        dtype=float,
    )


def _truth(state: chain.Market, partners: DataFrame) -> dict[str, Any]:
    """What the measures should find, plain enough for JSON."""
    survey = table(EXAMPLE, "survey").set_index("touchpoint")
    judged = table(EXAMPLE, "judged").set_index("opportunity")[CRITERIA].mean(axis=1)
    profiles = table(EXAMPLE, "profiles").set_index("ecommerce_experience")
    return {
        "stages": {str(quarter): _stages(state, partners, quarter) for quarter in WAVES[-2:]},
        "transitions": _transitions(),
        "stage_drivers": {"Training": True, "Newsletter": False},
        "drivers": survey["driver"].to_dict(),
        "levels": survey["level"].to_dict(),
        "weak_touchpoint": (survey["driver"] * (5 - survey["level"])).idxmax(),
        "behaviour_effects": table(EXAMPLE, "effects").to_dict("records"),
        "profiles_given_experience": profiles.to_dict("index"),
        "minority": {"country": "BE", "share": COUNTRIES["BE"], "misses": "Partner service"},
        "opportunity_scores": judged.round(3).to_dict(),
        "best_opportunities": judged.nlargest(BEST).index.tolist(),
        "no_consensus": table(EXAMPLE, "split")["opportunity"].tolist(),
        "norms": _norms(),
        "sign_ups": {"loop": [ASKED, CHECKED], "again": AGAIN, "longest_wait": SECOND, "waits": WAITS},
    }


def _norms() -> dict[str, Any]:
    norms = table(EXAMPLE, "norms").set_index("norm")
    return {
        "small_do_worse": norms.index[norms["small"] < 0].tolist(),
        "small_do_alike": norms.index[norms["small"] == 0].tolist(),
        "rises": norms.index[norms["rise"] > 0].tolist(),
        "mishaps": norms["contact"].to_dict(),
    }


def _stages(state: chain.Market, partners: DataFrame, quarter: pd.Period) -> dict[str, str]:
    stage = state.stage[:, chain.QUARTERS.get_loc(quarter)]
    present = stage != chain.NOT_YET
    return dict(
        zip(partners["customer_id"][present], np.array(chain.STAGES)[stage[present]].tolist(), strict=True)
    )


def _transitions() -> dict[str, Any]:
    share = chain.TRAINING[:, None]
    matrices = {
        "all": share * chain.TRAINED + (1 - share) * chain.ALONE,
        "with_training": chain.TRAINED,
        "without_training": chain.ALONE,
    }
    named = {
        name: DataFrame(matrix, chain.STAGES, chain.STAGES).round(6) for name, matrix in matrices.items()
    }
    return {name: matrix.to_dict("index") for name, matrix in named.items()}
