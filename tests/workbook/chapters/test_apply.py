"""What the pressure rule means: what was not recorded is not called zero."""

import pandas as pd
from told import told


def programmes(**columns):
    row = {"programme": "A", "stage": "new", "class": "promotion", "objective": "x", "kpi": "y"}
    counts = {"planned": 0, "sent": 0, "withheld": 0, "withheld_share": 0.0, "low": 0.0, "high": 0.0}
    return pd.DataFrame([row | counts | columns])


def test_what_was_not_recorded_is_not_called_zero():
    shown = told("apply/programmes", programmes())
    assert shown.title.startswith("No programme message is on record")
    assert len(shown.findings) == 1 and "far enough apart" not in shown.findings[0]


def test_what_is_withheld_is_told_of_the_programme_it_hits_most():
    shown = told("apply/programmes", programmes(planned=10, sent=8, withheld=2, withheld_share=0.2))
    assert shown.title.startswith("The pressure rule would have withheld 2 of 10 messages (20%)")
    assert "“A”" in shown.findings[1] and shown.tones[0][-1] == "warn"
    assert "far enough apart" in told("apply/programmes", programmes(planned=10, sent=10)).findings[1]
