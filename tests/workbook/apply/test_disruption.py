from pandas import DataFrame
from told import told

from workbook.apply.disruption import NAMED, disruption

GROUPS = DataFrame({"product_group": ["Books", "Pet food"], "emotion": [2, 2], "distribution_cost": [2, 3]})


def test_the_four_examples_stand_in_the_four_cells_and_only_the_mixed_ones_are_interpretation():
    made = disruption(GROUPS.head(0)).set_index("name")
    assert made["cell"].to_dict() == {
        "air_tickets": "digital",
        "supermarkets": "entrants",
        "holidays": "mixed",
        "kitchens": "low_chance",
    }
    assert made.index[made["interpretation"]].tolist() == ["supermarkets", "holidays"] and len(made) == len(
        NAMED
    )


def test_a_group_of_the_client_is_named_and_its_reading_marked():
    shown = told("start/disruption", disruption(GROUPS))
    assert shown.title == "By this reading, new entrants are to be expected in “Pet food”"
    cells = {cells[0]: cells[-1] for cells in shown.cells}
    assert cells["Pet food"] == "new entrants (interpretation)" and cells["Books"] == "can be wholly digital"
