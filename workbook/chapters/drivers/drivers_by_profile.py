"""Whether the drivers do the same in each profile as in all customers together."""

import pandas as pd

from workbook.chapters.drivers.drivers_by_segment import by_group
from workbook.drivers.within_groups import WithinGroups
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import sayer

say = sayer(__name__)
TABLES = ("answers", "customers")


def exhibit(found: WithinGroups, table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The drivers whose effect differs between profiles.

    Args:
        found: From `drivers_within`, by profile.
        table: Its table, as published.
        engagement: The settings.
    """
    kind = {"kind": say("kind"), "kinds": say("kinds"), "source": say("source")}
    return by_group(found, table, engagement, names={}, kind=kind, tables=TABLES)
