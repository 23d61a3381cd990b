"""The check of the tables: every fault of every table in one error, with row, column and the way out."""

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples
from sound import BASIC, SETTINGS, SOUND

from workbook.engagement import engagement_from
from workbook.errors import TablesError, WorkbookError
from workbook.tables import TABLES, RawTable, check
from workbook.tables.contracts import REFERENCES

TABLES_GIVEN = {name: SOUND[name] for name in BASIC}
ENGAGEMENT = engagement_from(yaml.safe_load(SETTINGS))
SCALE_1_10 = ENGAGEMENT.model_copy(update={"nps_scale": "1-10"})


def raw(**changed):
    """The required tables as read from sheets, with some of them added or replaced; None takes one away."""
    tables = {**TABLES_GIVEN, **changed}
    return {
        name: RawTable(name, "intake.xlsx", frame.set_axis(range(2, len(frame) + 2)))
        for name, frame in tables.items()
        if frame is not None
    }


def table(name):
    """A copy that takes any value; its first row is row 2 of the sheet."""
    frame = SOUND[name].astype(object)
    return frame.set_axis(range(2, len(frame) + 2))


def broken(name, column, row, value):
    frame = table(name)
    if column not in frame:
        frame[column] = None
    frame.loc[row, column] = value
    return {name: frame}


def refusal(engagement=ENGAGEMENT, **changed):
    with pytest.raises(TablesError) as refused:
        check(raw(**changed), engagement)
    return str(refused.value)


def answers(**columns):
    """Two answers, sound but for the columns given."""
    frame = pd.DataFrame(
        {"respondent_id": ["r1", "r2"], "at": "2017-12-05", "question": "nps", "score": ["9", "10"]},
        dtype=object,
    )
    return frame.assign(**columns)


# --- what is sound ---------------------------------------------------------------------------------


def test_sound_tables_come_back_whole_and_typed():
    checked = check(raw(), ENGAGEMENT)
    assert list(checked) == list(TABLES)
    for name, frame in TABLES_GIVEN.items():
        assert len(checked[name]) == len(frame)
        assert set(TABLES[name].columns) <= set(checked[name])
    assert checked["transactions"]["amount"].sum() == TABLES_GIVEN["transactions"]["amount"].sum()
    assert checked["opportunities"]["must_do"].dtype == "boolean"
    assert checked["answers"]["at"].dtype == "datetime64[us]"


def test_dates_speed_and_maturity_of_opportunities_and_overtime_are_read_when_they_are_there():
    opportunities = table("opportunities").assign(
        earliest="2018q2",
        deadline="2018Q4",
        must_not="nee",
        accelerated_quarters=1,
        stop_loss="1,5",
        group="a;b",
    )
    capacity = table("capacity").assign(overtime=5, overtime_price="1.200,50")
    checked = check(raw(opportunities=opportunities, capacity=capacity), ENGAGEMENT)
    read = checked["opportunities"].loc[0]
    assert (read["deadline"], read["stop_loss"], read["accelerated_quarters"]) == ("2018Q4", 1.5, 1)
    assert not read["must_not"] and read["group"] == "a;b"
    assert checked["capacity"]["overtime_price"].eq(1200.5).all()


@pytest.mark.parametrize(
    ("column", "value", "number"),
    [
        ("deadline", "soon", "soon"),
        ("maturity_needed", 6, "6"),
        ("stop_loss", -1, "-1"),
        ("earliest", 2018, "2018"),
    ],
)
def test_dates_speed_and_maturity_of_opportunities_are_refused_with_what_was_found(column, value, number):
    opportunities = table("opportunities").assign(**{column: None})
    opportunities.loc[2, column] = value
    said = refusal(opportunities=opportunities)
    assert f"row 2, {column}: " in said and number in said


def test_an_optional_table_may_be_absent_and_comes_back_empty():
    identities = check(raw(identities=None), ENGAGEMENT)["identities"]
    assert identities.empty
    assert list(identities) == list(TABLES["identities"].columns)


def test_optional_columns_may_be_absent_and_come_back_missing():
    checked = check(raw(answers=answers()), ENGAGEMENT)["answers"]
    assert checked["score"].tolist() == [9, 10]
    assert checked[["weight", "comment", "touchpoint"]].isna().all(axis=None)


def test_an_answer_without_a_score_is_no_row():
    assert check(raw(answers=answers(score=["9", None])), ENGAGEMENT)["answers"]["score"].tolist() == [9]


def test_an_attribute_of_customers_and_the_days_of_a_role_are_kept():
    checked = check(
        raw(
            customers=table("customers").assign(colour="red"),
            opportunities=table("opportunities").assign(days_legal="1,5"),
            capacity=pd.concat([table("capacity"), table("capacity").assign(role="legal")]),
        ),
        ENGAGEMENT,
    )
    assert set(checked["customers"]["colour"]) == {"red"}
    assert set(checked["opportunities"]["days_legal"]) == {1.5}


@examples(5)
@given(st.permutations(list(TABLES_GIVEN)), st.randoms(use_true_random=False))
def test_the_order_of_tables_and_columns_does_not_matter(names, chance):
    tables = raw()
    shuffled = {}
    for name in names:
        columns = list(tables[name].frame)
        chance.shuffle(columns)
        shuffled[name] = RawTable(name, "intake.xlsx", tables[name].frame[columns])
    checked, expected = check(shuffled, ENGAGEMENT), check(tables, ENGAGEMENT)
    assert all(checked[name][list(expected[name])].equals(expected[name]) for name in TABLES)


def test_one_respondent_may_answer_again_in_another_quarter():
    again = answers(respondent_id="r1", at=["2017-09-30", "2017-10-01"])
    assert len(check(raw(answers=again), ENGAGEMENT)["answers"]) == 2


# --- one thing wrong at a time ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "column", "row", "value", "line"),
    [
        ("answers", "score", 4, 11, "row 4, score: 11 is above 10 (scale nps is 0 to 10)"),
        ("answers", "score", 4, -1, "row 4, score: -1 is below 0 (scale nps is 0 to 10)"),
        ("answers", "score", 4, 7.5, "row 4, score: 7.5 is not whole (scale nps is 0 to 10)"),
        ("answers", "score", 4, "seven", "row 4, score: 'seven' is not a number"),
        (
            "answers",
            "touchpoint",
            6,
            "Trainng",
            "row 6, touchpoint: 'Trainng' is not in table 'journey'; did you mean 'Training'?",
        ),
        (
            "answers",
            "question",
            5,
            "nsp",
            "row 5, question: 'nsp' is not one of nps, satisfaction, importance; did you mean 'nps'?",
        ),
        ("answers", "question", 5, None, "row 5, question: is blank"),
        ("answers", "at", 3, "soon", "row 3, at: 'soon' is not a date; write it as 2017-12-31"),
        ("answers", "weight", 3, 0, "row 3, weight: 0 is not above 0"),
        ("customers", "customer_id", 5, " ", "row 5, customer_id: is blank"),
        ("customers", "since", 5, "#N/A", "row 5, since: holds the spreadsheet error #N/A"),
        ("transactions", "amount", 4, np.inf, "row 4, amount: is infinite"),
        (
            "opportunities",
            "requires",
            4,
            "P01; P99x",
            "row 4, requires: 'P99x' is not in table 'opportunities'",
        ),
        ("opportunities", "cost", 4, -1234567, "row 4, cost: -1,234,567 is below 0"),
        ("opportunities", "days_it", 4, -3, "row 4, days_it: -3 is below 0"),
        ("opportunities", "quarters", 4, 1.5, "row 4, quarters: 1.5 is not a whole number"),
        ("opportunities", "must_do", 4, "perhaps", "row 4, must_do: 'perhaps' is not yes or no"),
        ("processes", "error_rate", 2, 8, "row 2, error_rate: 8 is outside 0 to 1"),
        (
            "processes",
            "error_rate",
            2,
            "8%",
            "row 2, error_rate: '8%' is not a number; write a percentage as a fraction, as 0.12",
        ),
        ("readiness", "answer", 3, 0, "row 3, answer: 0 is outside 1 to 5"),
        (
            "capacity",
            "quarter",
            3,
            "Q1 2018",
            "row 3, quarter: 'Q1 2018' is not a quarter; write it as 2018Q1",
        ),
        ("scores", "score", 6, 0, "row 6, score: 0 is outside 1 to 10"),
        (
            "programmes",
            "class",
            2,
            "newsleter",
            "row 2, class: 'newsleter' is not one of service, legal, triggered, lifecycle, promotion, "
            "newsletter; did you mean 'newsletter'?",
        ),
    ],
)
def test_one_wrong_cell_is_one_fault_with_row_column_and_what_was_found(name, column, row, value, line):
    changed = broken(name, column, row, value)
    if column == "score" and name == "answers":
        changed[name].loc[row, ["respondent_id", "question", "touchpoint"]] = ["new", "nps", None]
    message = refusal(**changed)
    assert line in message
    assert message.startswith(f"Table '{name}' cannot be used: 1 fault in intake.xlsx.")


def test_scores_of_experts_follow_the_method_of_the_engagement():
    names = ["reach", "impact", "confidence", "effort", "potential"]
    given = {"expert": "E1", "round": 1, "opportunity": "O1", "criterion": names, "at": "2017-12-12"}
    scores = pd.DataFrame(given | {"score": [5000, 3, 1.5, 0, 7]})
    rice = engagement_from({"client": "Acme", "score": {"method": "rice"}})
    message = refusal(
        rice, scores=scores, opportunities=pd.DataFrame({"opportunity": ["O1"], "title": "Faq"})
    )
    assert "row 6, criterion: 'potential' is not one of reach, impact, confidence, effort" in message
    assert "row 4, score: 1.5 is outside 0 to 1" in message and "row 5, score: 0 is not above 0" in message


def test_a_zero_is_below_a_scale_from_one():
    assert check(raw(answers=answers(score=[0, 10])), ENGAGEMENT)["answers"]["score"].tolist() == [0, 10]
    message = refusal(SCALE_1_10, answers=answers(score=[0, 10]))
    assert "row 2, score: 0 is below 1 (scale nps is 1 to 10)" in message


def test_a_stage_must_be_one_of_the_settings():
    name = ENGAGEMENT.stages[0].name
    message = refusal(**broken("programmes", "stage", 3, f"{name}x"))
    assert f"row 3, stage: '{name}x' is not a stage in engagement.yml; did you mean '{name}'?" in message


@pytest.mark.parametrize(
    ("column", "value", "line"),
    [
        (
            "norm",
            "on_time",
            "row 3, norm: 'on_time' is not a norm in engagement.yml; did you mean 'on-time'?",
        ),
        ("n", -4, "row 3, n: -4 is below 0"),
        ("n", 2.5, "row 3, n: 2.5 is not a whole number"),
        ("met", None, "row 3, met: is blank"),
        ("met", 4000, "row 3, met: 4,000 is above n, "),
        ("met", -2, "row 3, met: -2 is below 0"),
        ("met", 4.5, "row 3, met: 4.5 is not a whole number"),
        ("customer_id", None, "row 3, customer_id: is blank"),
        ("norm", None, "row 3, norm: is blank"),
        ("n", None, "row 3, n: is blank"),
        ("at", None, "row 3, at: is blank"),
        ("at", "2017Q4", "row 3, at: '2017Q4' is not a date; write it as 2017-12-31"),
        ("customer_id", "P9999", "row 3, customer_id: 'P9999' is not in table 'customers'"),
    ],
)
def test_a_wrong_row_of_service_is_named_with_what_was_found(column, value, line):
    assert line in refusal(**broken("service", column, 3, value))


def test_service_told_twice_is_refused_and_told_in_parts_is_not():
    rows = table("service").head(2).assign(customer_id="P0001", norm="on-time")
    rows["at"] = ["2017-12-30", "2017-12-31"]
    assert len(check(raw(service=rows), ENGAGEMENT)["service"]) == 2
    message = refusal(service=rows.assign(at="2017-12-31"))
    assert "'P0001' appears twice for norm 'on-time', at '2017-12-31' (rows 2, 3)" in message


def test_norms_without_service_and_service_without_norms_are_no_fault():
    assert check(raw(service=None), ENGAGEMENT)["service"].empty
    without = ENGAGEMENT.model_copy(update={"norms": ()})
    rows = SOUND["service"]
    assert len(check(raw(service=rows), without)["service"]) == len(rows)


@pytest.mark.parametrize("name", BASIC)
def test_any_table_may_stand_alone_or_be_absent(name):
    alone = check({name: RawTable(name, "intake.xlsx, sheet x", SOUND[name])}, ENGAGEMENT)
    assert {table: len(rows) for table, rows in alone.items() if len(rows)} == {name: len(SOUND[name])}
    assert check(raw(**{name: None}), ENGAGEMENT)[name].empty


def test_without_any_row_the_tables_are_named_that_could_have_some():
    with pytest.raises(TablesError, match="no table has a row; fill in one of customers, identities, trans"):
        check(
            {"answers": RawTable("answers", "intake.xlsx, sheet answers", SOUND["answers"].iloc[:0])},
            ENGAGEMENT,
        )


def test_days_of_a_role_without_capacity_are_told_before_a_run_finds_out():
    message = refusal(opportunities=table("opportunities").rename(columns={"days_it": "days_ti"}))
    assert "days_ti: role 'ti' is not in table 'capacity'; add its rows, or leave the column out" in message


def test_a_phase_that_is_needed_cannot_be_judged_without_the_maturity_check():
    opportunities = table("opportunities").assign(maturity_needed=3)
    said = refusal(opportunities=opportunities, readiness=None)
    assert "maturity_needed: is asked for, and table 'readiness' has no rows" in said


def test_a_misspelt_table_is_found_back():
    message = refusal(answers=None, anwsers=TABLES_GIVEN["answers"])
    assert "there is no sheet or file 'answers'; did you mean 'anwsers'?" in message


def test_a_misspelt_optional_table_is_not_lost_in_silence():
    message = refusal(identities=None, identites=pd.DataFrame({"source": ["web"]}))
    assert "there is no sheet or file 'identities'; did you mean 'identites'?" in message


def test_another_table_is_passed_over():
    assert check(raw(holidays=pd.DataFrame({"day": ["2017-12-25"]})), ENGAGEMENT)


def test_a_renamed_column_is_found_back():
    renamed = table("answers").rename(columns={"respondent_id": "respondentid"}).assign(comments="fine")
    message = refusal(answers=renamed)
    assert "column 'respondent_id' is missing; did you mean 'respondentid'?" in message
    assert "column 'comment' is not there; did you mean 'comments'?" in message


def test_a_column_that_is_missing_is_named_beside_those_that_are_not_used():
    message = refusal(answers=table("answers").rename(columns={"respondent_id": "klantnummer"}))
    assert "column 'respondent_id' is missing; not used: klantnummer" in message


def test_a_renamed_key_of_customers_is_found_back_among_its_attributes():
    message = refusal(customers=table("customers").rename(columns={"customer_id": "customerid"}))
    assert "column 'customer_id' is missing; did you mean 'customerid'?" in message
    assert message.count("fault") == 1


def test_a_column_that_appears_twice_is_refused():
    doubled = pd.concat([answers(), answers()[["score"]]], axis=1)
    assert "column 'score' appears twice; keep one of them" in refusal(answers=doubled)


@pytest.mark.parametrize("empty", [pd.DataFrame(), TABLES_GIVEN["customers"].iloc[:0]])
def test_an_empty_table_is_one_fault_and_not_blamed_for_what_refers_to_it(empty):
    message = refusal(customers=empty)
    assert message.startswith("Table 'customers' cannot be used: 1 fault in intake.xlsx.")
    assert message.count("\n") == 1


def test_a_key_that_appears_twice_names_both_rows():
    twice = answers(respondent_id="r7", touchpoint="Training")
    assert (
        "respondent_id: 'r7' appears twice for question 'nps', touchpoint 'Training' in 2017Q4 (rows 2, 3)"
        in refusal(answers=twice)
    )


def test_a_key_with_blank_parts_can_appear_twice():
    message = refusal(answers=answers(respondent_id="r7", touchpoint=None))
    assert "respondent_id: 'r7' appears twice for question 'nps' in 2017Q4 (rows 2, 3)" in message


def test_ids_that_differ_by_spaces_or_by_excel_fractions_are_the_same_id():
    customers = table("customers")
    customers.loc[[2, 3, 4], "customer_id"] = ["77 ", 77.0, "77"]
    assert "customer_id: '77' appears 3 times (rows 2, 3, 4)" in refusal(customers=customers)


@pytest.mark.parametrize(("own", "other"), REFERENCES.items())
def test_every_reference_is_followed(own, other):
    name, column = own
    message = refusal(**{other[0]: SOUND[other[0]]} | broken(name, column, 3, "nobody-knows"))
    assert f"row 3, {column}: 'nobody-knows' is not in table '{other[0]}'" in message


def test_a_hint_looks_past_capitals():
    first = TABLES_GIVEN["customers"]["customer_id"].iloc[0]
    message = refusal(**broken("transactions", "customer_id", 2, first.lower()))
    assert f"'{first.lower()}' is not in table 'customers'; did you mean '{first}'?" in message


# --- many things wrong -----------------------------------------------------------------------------


def test_ten_things_wrong_in_eight_tables_are_found_at_once():
    wrong = [
        (broken("answers", "question", 5, "nsp"), "row 5, question: 'nsp' is not one of"),
        (broken("transactions", "amount", 4, "abc"), "row 4, amount: 'abc' is not a number"),
        (broken("journey", "phase", 3, None), "row 3, phase: is blank"),
        (broken("programmes", "stage", 3, "nobody"), "row 3, stage: 'nobody' is not a stage"),
        ({"processes": None, "proceses": table("processes")}, "did you mean 'proceses'?"),
        ({"readiness": table("readiness").iloc[:0]}, "holds no rows; fill in at least one"),
    ]
    opportunities = table("opportunities").rename(columns={"title": "titel"})
    opportunities.loc[4, "requires"] = "P99x"
    capacity = table("capacity")
    capacity.loc[5, "days"] = -1
    capacity.loc[7, ["role", "quarter"]] = capacity.loc[6, ["role", "quarter"]]
    changed = {"opportunities": opportunities, "capacity": capacity}
    for change, _ in wrong:
        changed |= change
    message = refusal(**changed)
    for line in [
        *(line for _, line in wrong),
        "column 'title' is missing; did you mean 'titel'?",
        "row 4, requires: 'P99x' is not in table 'opportunities'",
        "row 5, days: -1 is below 0",
        "(rows 6, 7)",
    ]:
        assert line in message
    assert message.count("cannot be used") == 8


def test_equal_faults_share_a_line_with_their_rows():
    scores = answers().iloc[[0] * 8].assign(respondent_id=[f"r{row}" for row in range(8)], score=11)
    assert "rows 2, 3, 4, 5, 6 and 3 more, score: 11 is above 10" in refusal(answers=scores)


def test_one_fault_is_told_once():
    message = refusal(**broken("answers", "score", 3, "abc"))
    assert message.count("row 3") == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [("customer_id", "x"), ("score", "x"), ("at", "x"), ("question", "x"), ("question", ""), ("score", 99)],
)
@pytest.mark.parametrize("different", [False, True])
def test_a_message_stays_short_when_every_row_is_wrong(column, value, different):
    n = 20_000
    frame = answers().iloc[[0] * n].assign(respondent_id=[f"r{row}" for row in range(n)], customer_id=None)
    frame[column] = [f"{value}{row}" if different else value for row in range(n)]
    with pytest.raises(TablesError) as refused:
        check(raw(answers=frame), ENGAGEMENT)
    lines = str(refused.value).split("\n")
    assert len(lines) <= 12 and max(map(len, lines)) < 200
    assert f"{n:,} faults" in lines[0] or (different and value in ("", 99))


def test_many_keys_that_appear_twice_make_a_short_message():
    n = 20_000
    frame = answers().iloc[[0] * n].assign(respondent_id=[f"r{row // 2}" for row in range(n)])
    message = refusal(answers=frame)
    assert "respondent_id: 9,990 more like these" in message
    assert message.count("\n") == 11


def test_ten_wrong_columns_are_all_shown_though_one_is_wrong_all_over():
    frame = table("answers").assign(comment="", score="many")
    frame.loc[5, "at"] = "soon"
    frame.loc[6, "weight"] = -1
    message = refusal(answers=frame)
    assert "row 5, at: 'soon'" in message and "row 6, weight: -1" in message and "score: 'many'" in message


def test_the_error_holds_the_faults_one_by_one():
    with pytest.raises(WorkbookError) as refused:
        check(raw(**broken("answers", "question", 5, "nsp")), ENGAGEMENT)
    (fault,) = refused.value.faults
    assert isinstance(refused.value, ValueError)
    assert (fault.table, fault.file, fault.column, fault.rows) == ("answers", "intake.xlsx", "question", (5,))


def test_nothing_given_is_changed():
    given_tables = raw()
    before = {name: given_table.frame.copy() for name, given_table in given_tables.items()}
    check(given_tables, ENGAGEMENT)
    assert all(given_tables[name].frame.equals(frame) for name, frame in before.items())


def test_a_misspelt_name_under_illustrative_or_sources_is_found():
    named = ENGAGEMENT.model_copy(update={"illustrative": ("anwers",), "sources": {"transaction": "till"}})
    message = refusal(named)
    assert "illustrative: 'anwers' is not a table; did you mean 'answers'?" in message
    assert "sources: 'transaction' is not a table; did you mean 'transactions'?" in message


def in_currencies(*currencies):
    frame = table("transactions").head(4)
    return {"transactions": frame.assign(currency=[*currencies, *["EUR"] * (4 - len(currencies))])}


def test_amounts_in_the_currency_of_the_engagement_are_sound_however_it_is_written():
    found = check(raw(**in_currencies("eur", " EUR ", None)), ENGAGEMENT)
    assert len(found["transactions"]) == 4


def test_mixed_currencies_are_refused_with_their_counts_rows_and_the_way_out():
    said = refusal(**in_currencies("USD", "usd", "GBP"))
    assert "3 faults in intake.xlsx" in said
    assert (
        "rows 2, 3, currency: 'USD' is not EUR, the currency in engagement.yml (2 of 4 rows); "
        "convert their amounts, or leave them out"
    ) in said
    assert "row 4, currency: 'GBP' is not EUR" in said


def test_one_other_currency_in_every_row_points_to_the_settings():
    said = refusal(**in_currencies("USD", "USD", "USD", "USD"))
    assert "(4 of 4 rows); convert the amounts, or set the currency in engagement.yml" in said
