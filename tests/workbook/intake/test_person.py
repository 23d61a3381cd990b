"""One person in every table, under any of their ids."""

import pandas as pd
import pytest

from workbook.errors import MeasureError
from workbook.intake.person import Person, person, without_person
from workbook.intake.pseudonyms import Key, pseudonyms

ONE = Key(b"k" * 32)


@pytest.fixture
def plain():
    return {
        "identities": pd.DataFrame(
            {
                "source": ["web", "till", "web", "till"],
                "source_id": ["7", "8", "9", "7"],
                "customer_id": ["C1", "C1", "C2", "till:7"],
            }
        ),
        "transactions": pd.DataFrame({"customer_id": ["C1", "c1 ", "C2", "till:7"], "amount": [1, 2, 3, 4]}),
        "answers": pd.DataFrame({"respondent_id": ["r1", "r2"], "customer_id": ["C1", None]}),
        "journey": pd.DataFrame({"phase": ["buy"]}),
    }


@pytest.fixture
def hidden(plain):
    kinds = {"source_id": "identity", "customer_id": "customer"}
    return {
        name: table.assign(
            **{column: pseudonyms(table[column], kinds[column], ONE) for column in kinds if column in table}
        )
        for name, table in plain.items()
    }


TAKEN = {"identities": 2, "transactions": 2, "answers": 1, "journey": 0}


@pytest.mark.parametrize(("customer", "source"), [("C1", None), ("c1", None), ("8", None), ("7", "web")])
@pytest.mark.parametrize("known", ["plain", "hidden"])
@pytest.mark.parametrize("kept", ["plain", "hidden"])
def test_a_person_known_by_any_id_is_taken_out_of_every_table(request, customer, source, known, kept):
    who = person(request.getfixturevalue(known)["identities"], customer, source=source, key=ONE)
    tables = request.getfixturevalue(kept)
    left, removed = without_person(tables, who, key=ONE)
    assert removed.set_index("table")["n"].to_dict() == TAKEN
    assert {name: len(tables[name]) - len(table) for name, table in left.items()} == TAKEN
    assert left["transactions"]["amount"].tolist() == [3, 4]
    assert without_person(left, who, key=ONE)[1]["n"].sum() == 0


def test_a_pseudonym_finds_the_person_without_a_key(hidden):
    pseudonym = hidden["transactions"]["customer_id"].iloc[0]
    who = person(hidden["identities"], pseudonym)
    assert without_person(hidden, who)[1]["n"].tolist() == list(TAKEN.values())


def test_somebody_who_is_in_no_table_takes_nothing_out(plain):
    who = person(plain["identities"], "C9")
    assert without_person(plain, who)[1]["n"].tolist() == [0, 0, 0, 0]
    stranger = person(plain["identities"], "C1", source="web")
    assert without_person(plain, stranger)[1]["n"].tolist() == [0, 0, 0, 0]


def test_an_id_of_two_customers_is_refused_until_the_source_is_given(plain):
    with pytest.raises(MeasureError, match="stands for 2 customers, in the sources till, web"):
        person(plain["identities"], "7")
    assert person(plain["identities"], "7", source="till").customer_ids == {"till:7"}


def test_answers_of_the_same_respondent_go_too_unless_they_are_of_another_customer():
    answers = pd.DataFrame(
        {"respondent_id": ["r1", "R1 ", "r1", "r2"], "customer_id": ["C1", None, "C2", None]}
    )
    left, removed = without_person({"answers": answers}, Person(frozenset({"C1"}), frozenset()))
    assert left["answers"].index.tolist() == [2, 3] and removed["n"].tolist() == [2]
