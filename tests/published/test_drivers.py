import pandas as pd
import pytest
from published_data import swiss as swiss_data

from workbook.drivers.importance import relative_importance
from workbook.drivers.models import outcome_model

# Grömping (2006), Journal of Statistical Software 17(1): Fertility on all others.
LMG = {
    "Agriculture": 0.05709122,
    "Examination": 0.17117303,
    "Education": 0.26013468,
    "Catholic": 0.10557015,
    "Infant.Mortality": 0.11276592,
}
VIF = {
    "Agriculture": 2.284,
    "Examination": 3.675,
    "Education": 2.775,
    "Catholic": 1.937,
    "Infant.Mortality": 1.108,
}
R2 = 0.7067350


@pytest.fixture(scope="module")
def swiss():
    return swiss_data()


def test_vif_agrees_with_the_published_table(swiss):
    vif = outcome_model(swiss).set_index("driver")["vif"]
    assert vif.to_dict() == pytest.approx(VIF, abs=5e-4)


def test_driver_importance_holds_the_published_numbers(swiss):
    found = relative_importance(swiss, "Fertility", list(LMG), bootstrap=20)
    assert found.table.set_index("driver")["importance"].to_dict() == pytest.approx(LMG, abs=5e-9)
    assert found.r2 == pytest.approx(R2, abs=5e-8)


def test_relative_weights_agree_with_the_published_ones():
    # R's mtcars (Henderson & Velleman 1981): mpg, cyl, disp, hp, wt.
    rows = """21 6 160 110 2.62|21 6 160 110 2.875|22.8 4 108 93 2.32|21.4 6 258 110 3.215|18.7 8 360 175 3.44
    18.1 6 225 105 3.46|14.3 8 360 245 3.57|24.4 4 146.7 62 3.19|22.8 4 140.8 95 3.15|19.2 6 167.6 123 3.44
    17.8 6 167.6 123 3.44|16.4 8 275.8 180 4.07|17.3 8 275.8 180 3.73|15.2 8 275.8 180 3.78
    10.4 8 472 205 5.25|10.4 8 460 215 5.424|14.7 8 440 230 5.345|32.4 4 78.7 66 2.2|30.4 4 75.7 52 1.615
    33.9 4 71.1 65 1.835|21.5 4 120.1 97 2.465|15.5 8 318 150 3.52|15.2 8 304 150 3.435|13.3 8 350 245 3.84
    19.2 8 400 175 3.845|27.3 4 79 66 1.935|26 4 120.3 91 2.14|30.4 4 95.1 113 1.513|15.8 8 351 264 3.17
    19.7 6 145 175 2.77|15 8 301 335 3.57|21.4 4 121 109 2.78"""
    table = pd.DataFrame(
        [[float(number) for number in row.split()] for row in rows.replace("\n", "|").split("|")],
        columns=["mpg", "cyl", "disp", "hp", "wt"],
    )
    found = relative_importance(table, "mpg", ["cyl", "disp", "hp", "wt"], "johnson", bootstrap=20)
    published = {"cyl": 0.2096904, "disp": 0.1883043, "hp": 0.1799590, "wt": 0.2706812}
    assert found.table.set_index("driver")["importance"].to_dict() == pytest.approx(published, abs=5e-8)
    assert found.r2 == pytest.approx(0.8486348, abs=5e-8)
