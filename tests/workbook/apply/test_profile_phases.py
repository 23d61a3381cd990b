from pandas import DataFrame

from workbook.apply.profile_phases import profile_phases

JOURNEY = DataFrame(
    {
        "phase": ["buy", "buy", "use"],
        "touchpoint": ["Till", "Mailing", "Fresh"],
        "activity": ["Pays", None, "Cooks"],
    }
)


def insights(*rows):
    return DataFrame(rows, columns=["profile", "phase", "touchpoint", "need"])


def programmes(*rows):
    return DataFrame(rows, columns=["programme", "profile", "phase", "message", "channel"])


def test_every_profile_has_a_cell_per_phase_and_a_gap_is_a_need_without_a_message():
    known = insights(
        ("Quick", "buy", "Till", "Speed"), ("Quick", "use", "Fresh", "Taste"), (None, "buy", "Till", "All")
    )
    sent = programmes(("Tip", "Quick", "use", None, "e-mail"), ("Mailing", None, None, "Offers", "mail"))
    made = profile_phases(JOURNEY, known, sent).set_index("phase")
    assert made["profile"].unique().tolist() == ["Quick"]
    assert made["gap"].to_dict() == {"buy": "message", "use": ""}
    assert made.loc["use", ["messages", "channels"]].tolist() == [["Tip"], ["e-mail"]]
    assert made.loc["buy", ["for_all", "activities"]].tolist() == [["Offers"], ["Pays"]]


def test_a_profile_that_only_a_programme_names_has_needs_that_are_not_known():
    made = profile_phases(JOURNEY, insights(), programmes(("Tip", "Fresh", "buy", "x", "mail")))
    assert made["gap"].tolist() == ["need", "need"]


def test_without_profiles_there_is_nothing():
    assert profile_phases(JOURNEY, insights(), programmes()).empty
