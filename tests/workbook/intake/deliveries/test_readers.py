"""How the text of an export is read: numbers, dates and answers."""

from datetime import datetime

import duckdb
import pytest

from workbook.intake.deliveries.readers import macros


def reader(**layout):
    data = duckdb.connect()
    for macro in macros(**{"decimal": ".", "dates": "ymd", "zone": "", "zone_here": ""} | layout):
        data.execute(macro)

    def read(call: str, text: str):
        return data.execute(f"SELECT {call}(?)", [text]).fetchone()[0]

    return read


@pytest.mark.parametrize(
    ("decimal", "text", "value"),
    [
        *[(".", "12.50", 12.5), (".", "1,234.50", 1234.5), (".", "-3", -3.0), (".", "€ 12.50", 12.5)],
        *[(".", "12.50 EUR", 12.5), (".", "-$5", -5.0), (".", ".5", 0.5), (".", "1e3", 1000.0)],
        *[
            (".", "12,50", None),
            (".", "12d", None),
            (".", "1_000", None),
            (".", "", None),
            (".", "1,23", None),
        ],
        *[(".", "-", None), (".", "€", None), (".", "1.2.3", None), (".", "0x10", None), (".", "inf", None)],
        *[
            (",", "12,50", 12.5),
            (",", "1.234,50", 1234.5),
            (",", "€\u00a01.061,80", 1061.8),
            (",", "12.50", None),
        ],
        *[(",", "1\u202f234,5", 1234.5), (",", "−7", -7.0)],
        *[
            (".", "10 20", None),
            (".", "1 2 3", None),
            (".", "1234 567", None),
            (".", "1 234 567.5", 1234567.5),
        ],
        *[(".", "1'234.50", 1234.5), (".", "- 12", -12.0), (".", "1e400", None)],
    ],
)
def test_a_number_has_the_decimal_mark_of_the_export(decimal, text, value):
    assert reader(decimal=decimal)("number", text) == value


@pytest.mark.parametrize(
    ("dates", "text", "value"),
    [
        ("ymd", "2024-05-01 09:58:12 +0000", datetime(2024, 5, 1, 9, 58, 12)),
        ("ymd", "2026/09/27 3:00:00 PM GMT+3", datetime(2026, 9, 27, 15)),
        ("ymd", "2025-07-01T11:13:44.123Z", datetime(2025, 7, 1, 11, 13, 44)),
        ("ymd", "2024-05-01", datetime(2024, 5, 1)),
        ("ymd", "12/1/2010", None),
        ("", "12/1/2010", None),
        ("", "2010/12/1", datetime(2010, 12, 1)),
        ("mdy", "12/1/2010 8:26", datetime(2010, 12, 1, 8, 26)),
        ("mdy", "Oct 7, 2025 16:05:00 PM", datetime(2025, 10, 7, 16, 5)),
        ("mdy", "7/27/26 12:06:23 AM", datetime(2026, 7, 27, 0, 6, 23)),
        ("mdy", "2009-12-01 07:45:00", datetime(2009, 12, 1, 7, 45)),
        ("mdy", "25/12/2010", None),
        ("dmy", "16-05-2018 07:32:06", datetime(2018, 5, 16, 7, 32, 6)),
        ("dmy", "11/May/24 03:26 PM", datetime(2024, 5, 11, 15, 26)),
        ("dmy", "3 mrt 2025", datetime(2025, 3, 3)),
        ("dmy", "31-02-2025", None),
        ("dmy", "12/1/10", datetime(2010, 1, 12)),
        ("dmy", "31-12-99", datetime(1999, 12, 31)),
        ("dmy", "1/1/2025 25:00", None),
    ],
)
def test_a_date_is_read_in_the_order_of_the_export(dates, text, value):
    assert reader(dates=dates)("moment", text) == value


@pytest.mark.parametrize(
    ("zone", "text", "value"),
    [
        ("UTC", "2023-06-30 22:24:12", datetime(2023, 7, 1, 0, 24, 12)),
        ("UTC", "2023-01-23 06:24:12", datetime(2023, 1, 23, 7, 24, 12)),
        ("", "2023-06-30 22:24:12", datetime(2023, 6, 30, 22, 24, 12)),
        ("", "2026/09/27 3:00:00 PM GMT+3", datetime(2026, 9, 27, 14)),
        ("", "2026-07-01 12:00:00 -0330", datetime(2026, 7, 1, 17, 30)),
        ("UTC", "2023-06-30", datetime(2023, 6, 30)),
        ("", "2026-01-01T23:30:00Z", datetime(2026, 1, 2, 0, 30)),
        ("America/New_York", "2026-01-01 23:30:00 UTC", datetime(2026, 1, 2, 0, 30)),
    ],
)
def test_a_time_of_another_zone_becomes_the_clients_own(zone, text, value):
    assert reader(zone=zone, zone_here="Europe/Amsterdam")("moment", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("10 - Extremely likely", 10), ("0 - Not at all likely", 0), ("4 / 5", 4), ("9", 9), ("9.0", 9)],
        *[("7. Good", 7), ("5 (best)", 5), ("Very satisfied", None), ("12th", None), ("2026-05-01", None)],
    ],
)
def test_an_answer_counts_for_the_number_that_it_begins_with(text, value):
    assert reader()("label", text) == value


@pytest.mark.parametrize(("text", "filled"), [("NULL", False), ("-", False), (" ", False), ("0", True)])
def test_words_for_nothing_are_nothing(text, filled):
    assert reader()("filled", text) is filled
