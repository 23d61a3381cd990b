import pandas as pd
import pytest

from workbook.apply.contact import apply_pressure

# Adobe Campaign, pressure rules: three newsletters per two weeks.
DAYS = pd.to_datetime(["2017-05-30", "2017-06-03", "2017-06-08", "2017-06-12", "2017-06-22", "2017-06-30"])


@pytest.mark.parametrize(("calendar", "withheld"), [(None, [4]), ("month", [4, 6]), ("quarter", [4, 5, 6])])
def test_withheld_newsletters_agree_with_the_published_case(calendar, withheld):
    sends = pd.DataFrame({"message": range(1, 7), "at": DAYS, "weight": 1, "class": "newsletter"})
    decided = apply_pressure(sends, limit=3, window_days=14, calendar=calendar)
    assert decided.loc[decided["withheld_by"] == "pressure", "message"].tolist() == withheld
