"""Files of capacity: long or wide, by hand."""

import pytest
from openpyxl import Workbook

from prioritization import LimitsError
from prioritization.capacity_file import capacity_in

LONG = [("it", "2027Q1", 20.0), ("it", "2027Q2", 15.0), ("crm", "2027Q1", 5.5), ("crm", "2027Q2", 0.0)]


@pytest.mark.parametrize(
    "text",
    [
        "role,quarter,days\nit,2027Q1,20\nit,2027Q2,15\ncrm,2027Q1,5.5\ncrm,2027Q2,0\n",
        "Rol;Kwartaal;Dagen\nit;Q1 2027;20\nit;K2 2027;15\ncrm;2027-Q1;5,5\ncrm;2027 q2;0\n",
        "Team,Q1 2027,Q2 2027\nit,20,15\ncrm,5.5,0\n",
        "Capacity 2027\nTeam,2027Q1,2027Q2,Total\nit,20,15,35\ncrm,5.5,0,5.5\nTotal,25.5,15,40.5\n",
        "quarter,it,days_crm,total\n2027Q1,20,5.5,25.5\n2027Q2,15,0,15\n",
        "When,it,crm\nQ1 2027,20,5.5\nQ2 2027,15,0\n",
    ],
)
def test_capacity_is_the_same_long_or_wide(tmp_path, text):
    path = tmp_path / "days.csv"
    path.write_text(text, "utf-8")
    rows = capacity_in(path).table[["role", "quarter", "days"]].itertuples(index=False, name=None)
    assert sorted(rows) == sorted(LONG)


def test_a_corner_without_a_heading_is_that_of_the_roles(tmp_path):
    book = Workbook()
    for row in ([None, "2027Q1", "2027Q2"], ["it", 20, 15], ["crm", 5.5, 0]):
        book.active.append(row)
    book.save(tmp_path / "days.xlsx")
    rows = capacity_in(tmp_path / "days.xlsx").table[["role", "quarter", "days"]]
    assert sorted(rows.itertuples(index=False, name=None)) == sorted(LONG)


def test_a_blank_cell_of_a_wide_table_is_a_fault_and_not_nothing(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("role,2027Q1,2027Q2\nit,20,\n", "utf-8")
    with pytest.raises(LimitsError, match="capacity line 2, days: is blank"):
        capacity_in(path)
