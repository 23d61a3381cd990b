"""Cases of partners under a norm, as a test writes them: by day, by quarter, or as results already judged."""

import pandas as pd

from workbook.engagement import Norm
from workbook.recognise.service_norms import quarter_names

Q1, Q3, Q4 = 2017 * 4, 2017 * 4 + 2, 2017 * 4 + 3
ON_TIME = Norm(name="on time", at_least=0.95)
CANCELLED = Norm(name="cancelled", at_most=0.02, minimum=50, weight=2)


def service(rows):
    """The table of a delivery, from (partner, day, norm, n, met)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "at", "norm", "n", "met"])
    return frame.assign(at=pd.to_datetime(frame["at"]))


def several(quarter_of_rows, norm="on time"):
    """The same from (partner, quarter, n, met), on the last day of the quarter."""
    days = pd.PeriodIndex(quarter_names(pd.Series([row[1] for row in quarter_of_rows])), freq="Q").end_time
    rows = [(row[0], day, norm, *row[2:]) for row, day in zip(quarter_of_rows, days, strict=True)]
    return service(rows)


def results(courses, norm="on time", first=Q1):
    """Results per partner and quarter; a course holds a letter per quarter.

    k is kept, m missed, - too few cases, and blank no row.
    """
    rows = [
        (customer, first + place, norm, 40, 38 if letter == "k" else 30, letter != "-", letter == "k")
        for customer, course in courses.items()
        for place, letter in enumerate(course)
        if letter != " "
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "quarter", "norm", "n", "met", "judged", "kept"])
    return frame.assign(kept=frame["kept"].astype("Int64").where(frame["judged"]))


def sorted_frame(table):
    """A table of the backend as a frame, in order of its keys."""
    frame = table.to_pandas()
    keys = [key for key in ("customer_id", "quarter", "norm") if key in frame]
    return frame.sort_values(keys, ignore_index=True)
