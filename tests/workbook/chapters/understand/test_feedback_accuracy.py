import pandas as pd
from told import told

PLACE = "understand/feedback_accuracy"


def accuracy(used):
    table = {"topic": "returns", "n": 40, "labelled": 120, "rule_precision": 0.9, "rule_recall": 0.6}
    table |= {"precision": 0.92, "recall": 0.7, "accuracy": 0.88, "baseline": 0.67, "used": used}
    return pd.DataFrame([table])


def test_what_is_used_is_told_and_what_is_not():
    shown = told(PLACE, accuracy(True))
    assert (
        shown.title == "Learned well enough to be used: “Returns”, from 120 comments that people gave a topic"
    )
    assert shown.cells == [["Returns", "40", "90%", "60%", "92%", "70%", "88%", "67%", "used"]]
    assert told(PLACE, accuracy(False)).title.startswith(
        "One topic was learned from 120 labelled comments, and is"
    )


def test_too_few_labels_are_no_fault():
    assert told(PLACE, accuracy(True).head(0)).title.startswith("Too few comments have a topic")
