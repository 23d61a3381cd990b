import pytest
from published_data import swiss as swiss_data

from workbook.drivers.importance import driver_importance, lmg
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


def test_lmg_agrees_with_relaimpo(swiss):
    shares = lmg(swiss.drop(columns="Fertility"), swiss["Fertility"])
    assert shares.to_dict() == pytest.approx(LMG, abs=5e-9)
    assert shares.sum() == pytest.approx(R2, abs=5e-8)


def test_vif_agrees_with_the_published_table(swiss):
    vif = outcome_model(swiss).set_index("driver")["vif"]
    assert vif.to_dict() == pytest.approx(VIF, abs=5e-4)


def test_driver_importance_holds_the_published_numbers(swiss):
    found = driver_importance(swiss, draws=20, seed=1)
    assert found.table.set_index("driver")["importance"].to_dict() == pytest.approx(LMG, abs=5e-9)
    assert found.r2 == pytest.approx(R2, abs=5e-8)
