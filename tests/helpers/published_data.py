"""The data behind published numbers: files in tests/published/data, and CDNOW from the package lifetimes."""

import gzip
from importlib import resources
from pathlib import Path

import pandas as pd
from pandas import DataFrame

FOLDER = Path(__file__).parents[1] / "published" / "data"


def swiss() -> DataFrame:
    return pd.read_csv(FOLDER / "swiss.csv")


def febrl4(source: str) -> DataFrame:
    return pd.read_parquet(FOLDER / f"febrl4{source}.parquet")


def or_library(name: str) -> list[float]:
    """All numbers of a file of OR-Library, in their order."""
    return [float(word) for word in gzip.decompress((FOLDER / f"{name}.txt.gz").read_bytes()).split()]


def online_retail() -> DataFrame:
    """The order lines of known customers: customer_id, invoice_date, invoice, quantity, price."""
    return pd.read_parquet(FOLDER / "online_retail_2009_2010.parquet")


def cdnow_orders() -> DataFrame:
    """The orders of all customers: customer_id, date, number_of_cds, dollar_value."""
    with (resources.files("lifetimes.datasets") / "CDNOW_master.txt").open() as file:
        return pd.read_csv(file, sep=r"\s+", parse_dates=["date"], date_format="%Y%m%d")


def cdnow_sample() -> DataFrame:
    """The 1/10 sample in weeks: customer_id, frequency, recency, T, monetary_value."""
    from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value

    return load_cdnow_summary_data_with_monetary_value().reset_index()


def attitude() -> DataFrame:
    return pd.read_csv(FOLDER / "attitude.csv")


def ologit() -> DataFrame:
    """How likely students are to apply: apply (unlikely to very likely), pared, public, gpa."""
    return pd.read_csv(FOLDER / "ologit_ucla.csv")


def first_sex() -> DataFrame:
    """A boy per row: id, grade, censor, parental_transition, parental_antisociality."""
    return pd.read_csv(FOLDER / "first_sex.csv")
