import pandas as pd
import pytest
import statsmodels.datasets.spector as spector
from published_data import first_sex, ologit

from workbook.drivers.logistic import INTERCEPT, logistic_model
from workbook.drivers.promoters import brant


def test_logistic_regression_agrees_with_spector_and_mazzeo():
    # Greene (2003), Econometric Analysis, Table 21.1.
    data = spector.load_pandas().data
    model = logistic_model(data["GRADE"], data[["GPA", "TUCE", "PSI"]])
    printed = {INTERCEPT: -13.021, "GPA": 2.826, "TUCE": 0.095, "PSI": 2.379}
    assert model.coefficients.to_dict() == pytest.approx(printed, abs=5e-4)


def test_the_test_of_proportional_odds_agrees_with_brant_in_r():
    # UCLA's data on applying to graduate school; R package brant, omnibus 4.34 with 3 degrees of freedom.
    data = ologit()
    level = data["apply"].map({"unlikely": 0, "somewhat likely": 1, "very likely": 2})
    models = [logistic_model(level >= border, data[["pared", "public", "gpa"]]) for border in (1, 2)]
    chi2, p, own = brant(models)
    assert (round(chi2, 2), round(p, 2)) == (4.34, 0.23)
    assert own.round(2).tolist() == [0.72, 0.06, 0.67]


@pytest.mark.parametrize(
    ("columns", "deviance"),
    [
        ([], 651.96),
        (["parental_transition"], 634.66),
        (["parental_transition", "parental_antisociality"], 629.15),
    ],
)
def test_hazards_agree_with_singer_and_willett(columns, deviance):
    # Singer & Willett (2003), Applied Longitudinal Data Analysis, Table 11.3: models A, B and D.
    boys = first_sex()
    grades = boys.loc[boys.index.repeat(boys["grade"] - 6)]
    grade = grades.groupby("id").cumcount() + 7
    event = grade.eq(grades["grade"]) & grades["censor"].eq(0)
    levels = pd.get_dummies(grade, dtype=float).add_prefix("grade ").assign(**{INTERCEPT: 0.0})
    rows = pd.concat([levels, grades[columns]], axis=1).reset_index(drop=True)
    model = logistic_model(event.reset_index(drop=True), rows)
    assert model.deviance == pytest.approx(deviance, abs=5.1e-3)
