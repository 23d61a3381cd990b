"""The models of customer lifetime value against the numbers their authors printed for CDNOW."""

import numpy as np
import pandas as pd
import pytest
from published_data import cdnow_sample

from workbook.recognise.clv import bg_nbd, expected_purchases, expected_spending, gamma_gamma


@pytest.fixture(scope="module")
def cdnow():
    """The 2,357 customers of Fader, Hardie & Lee (2005), in weeks: days / 7, which the file rounds."""
    table = cdnow_sample().rename(columns={"T": "age", "monetary_value": "monetary"})
    days = (table[["recency", "age"]] * 7).round() / 7
    return table.assign(recency=days["recency"], age=days["age"], n=1)


def test_bg_nbd_agrees_with_the_paper(cdnow):
    """Marketing Science 24(2), table 2."""
    fit = bg_nbd(cdnow)
    assert [round(value, 3) for value in fit.parameters.values()] == [0.243, 4.414, 0.793, 2.426]
    assert (round(fit.log_likelihood, 1), fit.n, fit.edge) == (-9582.4, 2357, ())


def test_expected_purchases_agree_with_the_worked_example(cdnow):
    """Fader, Hardie & Lee (2005), Implementing the BG/NBD Model in Excel: customer 1 over 39 weeks."""
    one = pd.DataFrame({"frequency": [2], "recency": [30.43], "age": [38.86]})
    assert round(expected_purchases(bg_nbd(cdnow), one, 39)[0], 3) == 1.226


def test_gamma_gamma_agrees_with_the_note(cdnow):
    """Fader & Hardie (2013), The Gamma-Gamma Model; v within .01: the file holds means in whole cents."""
    spending = cdnow[cdnow["frequency"] > 0]
    fit = gamma_gamma(spending)
    assert [round(fit.parameters[name], 2) for name in "pq"] == [6.25, 3.74]
    assert (fit.parameters["v"], fit.n) == (pytest.approx(15.44, abs=0.01), 946)


def test_expected_spending_agrees_with_lifetimes_on_cdnow(cdnow):
    """The first five customers, as the documentation of lifetimes prints them (with its p, q, v)."""
    found = expected_spending(gamma_gamma(cdnow[cdnow["frequency"] > 0]), cdnow).head(5)
    np.testing.assert_allclose(found, [24.658619, 18.911489, 35.170981, 35.170981, 35.170981], rtol=2e-4)
