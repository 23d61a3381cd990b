import pytest
from sends import replayed, sends

# Adobe Campaign, pressure rules: three newsletters per two weeks.
DAYS = ["2017-05-30", "2017-06-03", "2017-06-08", "2017-06-12", "2017-06-22", "2017-06-30"]


@pytest.mark.parametrize(
    ("calendar", "withheld"), [(None, ["4"]), ("month", ["4", "6"]), ("quarter", ["4", "5", "6"])]
)
def test_withheld_newsletters_agree_with_the_published_case(calendar, withheld):
    table = sends(*[("Newsletter", day, "newsletter", 1) for day in DAYS])
    table["campaign"] = list("123456")
    found = replayed(table, limit=3, window_days=14, calendar=calendar).messages
    assert found.loc[found["withheld_by"] == "pressure", "campaign"].tolist() == withheld
