"""What the measures of needs mean: nothing is ranked in words that its differences do not rank."""

import clickstream
import ibis
import pandas as pd
import pytest
from told import ACME, chart_rows, told

from workbook.engagement import JourneyRule, Question, engagement_from
from workbook.privacy import hidden
from workbook.render.figures import worded
from workbook.render.words import Words
from workbook.understand import paths
from workbook.understand.contacts import journey_contacts
from workbook.understand.journey import decisive_moments
from workbook.understand.profiles import segment_by_profile
from workbook.understand.scores import measure_of


def touchpoints(*rows):
    table = pd.DataFrame(rows, columns=["touchpoint", "score", "low", "high", "n"])
    return table.assign(question="nps", kind="nps", measure="nps")


def apart(*rows):
    """How far the first is from each other: first, other, difference, low, high, p, share_first."""
    names = ["first", "other", "difference", "low", "high", "p", "share_first"]
    return pd.DataFrame(rows, columns=names)


RELATION = touchpoints((None, 12.0, 4.0, 20.0, 90))
SEARCH, CHECKOUT = ("search", -10.0, -20.0, 0.0, 90), ("checkout", 5.0, -4.0, 14.0, 80)


CLOSE = apart(("search", "checkout", -15.0, -30.0, 1.0, 0.06, 0.97))
CLEAR = apart(("search", "checkout", -15.0, -24.0, -6.0, 0.001, 0.999))


def test_touchpoints_whose_difference_is_not_clear_are_not_ranked_in_words():
    shown = told("understand/scores_by_touchpoint", touchpoints(SEARCH, CHECKOUT), RELATION, CLOSE)
    assert shown.title == "NPS is lowest at “search” (−10), but not clearly below “checkout”"
    assert shown.findings[0] == "In 97% of simulated repeats of the survey, “search” comes out lowest."
    assert [row["name"] for row in chart_rows(shown.exhibit)] == ["search (n = 90)", "checkout (n = 80)"]


def test_a_touchpoint_clearly_under_every_other_is_said_to_be_though_intervals_overlap():
    shown = told("understand/scores_by_touchpoint", touchpoints(SEARCH, CHECKOUT), RELATION, CLEAR)
    assert shown.title == "NPS is lowest at “search”: −10, clearly below every other touchpoint"
    assert shown.findings[0] == "Next comes “checkout”, 15.0 points higher (6.0 to 24.0)."


def test_one_touchpoint_is_not_compared():
    shown = told("understand/scores_by_touchpoint", touchpoints(SEARCH), RELATION, apart())
    assert shown.title.startswith("Too few touchpoints were measured")


def test_no_answer_about_the_relation_and_too_few_of_them_are_two_things():
    none = told("understand/scores_by_touchpoint", touchpoints(SEARCH), RELATION.head(0), apart())
    assert none.findings[0].startswith("There are no answers about the relation")
    hidden = RELATION.assign(n=4, score=float("nan"), low=float("nan"), high=float("nan"))
    few = told("understand/scores_by_touchpoint", touchpoints(SEARCH), hidden, apart())
    assert few.findings[0].startswith("For the relationship as a whole there are 4 answers; under 10")


def needs(**columns):
    ends = {
        "importance_low": [8, 7.5],
        "importance_high": [9, 8.5],
        "satisfaction_low": [2, 3],
        "satisfaction_high": [4, 5],
    }
    table = {"touchpoint": ["a", "b"], "opportunity_score": [14.0, 12.5], "band": ["high", "high"], **ends}
    return pd.DataFrame({**table, "importance": 8.0, "satisfaction": 3.0, "n_satisfaction": 40, **columns})


def over(*rows):
    return pd.DataFrame(rows, columns=["touchpoint", "difference", "p"])


def needs_told(table, *, p=0.2, more=(), language="en"):
    first = apart(("a", "b", 1.5, -0.2, 3.1, p, 0.9))
    return told("understand/needs", table, first, over(*more), language=language)


def test_needs_whose_difference_is_not_clear_are_not_ranked_in_words():
    close = needs_told(needs())
    assert close.title == "We fall furthest short on “a” and “b”, without a clear order among them"
    assert close.findings[0] == "In 90% of simulated repeats of the survey, “a” comes first."
    clear = needs_told(needs(), p=0.01)
    assert clear.title == "“a” is where we fall furthest short: 14.0 out of 20, a high score"
    assert clear.findings[0] == "Next comes “b”, 1.5 points lower (−0.2 to 3.1)."
    alone = needs_told(needs(band=["high", "not"]))
    assert alone.title == clear.title


def test_a_need_whose_satisfaction_is_not_clearly_higher_is_not_called_overserved():
    said = needs_told(needs(), more=[("close", 0.4, 0.07), ("over", 4.0, 0.001)]).findings
    assert said[2].startswith("Overserved, with satisfaction above importance: “over”.")
    assert len(needs_told(needs(), more=[("under", -4.0, 0.001)]).findings) == 2


def test_a_need_of_too_few_is_not_shown():
    shown = needs_told(needs(opportunity_score=[14.0, None]))
    assert len(shown.cells) == 1 and shown.cells[0][1] == "8.0 (8.0 to 9.0)"


@pytest.mark.parametrize(
    ("evidence", "title"),
    [
        (["enough", "enough"], "There is enough evidence for all 2 cells of the journey"),
        (
            ["enough", "some"],
            "There is enough evidence for 1 of the 2 cells of the journey; more is needed at “b”",
        ),
    ],
)
def test_where_evidence_is_missing_is_named(evidence, title):
    assert mapped(evidence=evidence, lacks=["", "both"]).title == title


NPS = {"nps": Question(kind="nps")}


def mapped(leading=NPS, **columns):
    cells = pd.DataFrame({"touchpoint": ["a", "b"], "phase": ["buy", "use"], "channel": ["web", None]})
    cells = cells.assign(journey="Buying", parent=None, measure="nps", score=[1.0, -20.0], low=-9.0, high=9.0)
    cells = cells.assign(n=40, insights=2, sources=1, evidence="some", lacks="insights", contacts=[7, None])
    cells = cells.assign(pains=[["Waits"], []], quote=["Too long", None], quoted=["calls", None])
    cells = cells.assign(opportunities=[["One", "Two", "Three", "Four"], []], owner=["Shop", None])
    for name in ("customer_goal", "company_goal", "need", "activity"):
        cells[name] = None
    return told("understand/journey_map", cells.assign(**columns), leading)


def board_of(made):
    payload = made.exhibit.payload()
    return worded(payload, Words("en", engagement_from({"client": "Acme"})))["board"]


def test_the_map_has_a_lane_for_what_is_known_and_none_for_what_nobody_wrote():
    (strip,) = board_of(mapped())
    lanes = {lane["name"]: [cell["texts"] for cell in lane["cells"]] for lane in strip["lanes"]}
    assert list(lanes) == ["NPS", "Evidence", "Volume", "Pains", "Owner", "Opportunities"]
    assert lanes["Volume"] == [["7 contacts"], ["40 answers"]]
    assert lanes["Pains"] == [["Waits", "“Too long” (calls)"], []]
    assert lanes["Opportunities"][0] == ["One", "Two", "Three", "and one more"]
    assert lanes["Evidence"][0] == ["some", "40 answers, 2 insights, one source"]
    assert strip["lanes"][0]["ends"] == ["+100", "−100"] and lanes["NPS"][1][0] == "−20"


def test_the_source_of_the_map_names_what_is_in_it():
    assert mapped().exhibit.tables == ("journey", "answers", "insights", "opportunities", "touchpoints")
    bare = mapped(n=0, insights=0, contacts=None, opportunities=[[], []])
    assert bare.exhibit.tables == ("journey",)


def test_the_curve_runs_between_the_ends_of_its_own_scale():
    rating = {"stars": Question(scale="1-5")}
    (strip,) = board_of(mapped(rating, measure="mean", score=[1.5, 4.2], low=1.0, high=5.0))
    assert strip["lanes"][0]["ends"] == ["5.00", "1.00"]


def test_a_hidden_score_and_one_that_was_not_asked_are_two_things():
    (strip,) = board_of(mapped(score=[float("nan"), -20.0], n=[4, 40]))
    assert strip["lanes"][0]["cells"][0]["texts"] == ["4 answers: too few to show"]
    (strip,) = board_of(mapped(score=[float("nan"), -20.0], n=[0, 40]))
    assert strip["lanes"][0]["cells"][0]["texts"] == ["not measured"]


def test_a_journey_names_the_one_that_it_is_part_of():
    strips = board_of(mapped(journey=["Buying", "Mailings"], parent=[None, "Buying"]))
    names = [strip["name"] for strip in strips]
    assert names == ["Buying (with its own map of “Mailings”)", "Mailings (part of “Buying”)"]


def moments(**columns):
    cells = pd.DataFrame(
        {"touchpoint": list("abc"), "phase": "buy", "journey": "Buying", "score": [-20.0, 5, 9]}
    )
    cells = cells.assign(low=-25.0, high=-15.0, measure="nps", customer_goal="Pay", company_goal="Sell")
    cells = cells.assign(owner=None, opportunities=[["A fix"], [], []]).assign(**columns)
    asked = pd.DataFrame({"touchpoint": list("abc"), "importance": [9.0, 5.0, 2.0]})
    asked = asked.assign(importance_low=7.0, importance_high=9.5)
    return lambda asked=asked: told("understand/decisive_moments", decisive_moments(cells, asked))


def test_a_decisive_moment_says_who_owns_it_and_what_is_planned():
    made = moments()()
    assert made.title.startswith("“a” is the decisive moment: ")
    assert made.cells == [
        [
            *("buy: a", "Pay", "Sell", "9.0 (7.0 to 9.5)", "−20 (−25 to −15)", "nobody is named", "A fix"),
            "clear: neither interval reaches across its line",
        ]
    ]
    assert made.findings[0] == "Nobody is named as owner of “a”."
    assert "importance is above 5.0" in made.note and "the score is under +5 (the median)" in made.note


def test_why_no_moment_is_decisive_is_said():
    none = moments(score=[30.0, 5, 9])()
    assert none.title.startswith("No moment is decisive by our rule")
    assert none.findings[1].startswith("Of 3 cells, 3 have both goals, 1 matter more")
    nobody = pd.DataFrame(columns=["touchpoint", "importance", "importance_low", "importance_high"])
    unknown = moments(company_goal=None)(nobody)
    assert unknown.title == "Which moments are decisive cannot be told yet"
    assert [said.split(":")[0] for said in unknown.findings][1].startswith("Importance is not known")
    assert unknown.findings[0].startswith("In no cell of the journey map are both")


def waves(change_low):
    columns = ["touchpoint", "wave", "n", "score", "low", "high", "change", "change_low", "change_high"]
    rows = [
        (None, "2017Q3", 90, 10.0, 0.0, 20.0, None, None, None),
        (None, "2017Q4", 90, 22.0, 12.0, 32.0, 12.0, change_low, 26.0),
        ("till", "2017Q4", 40, 5.0, -5.0, 15.0, None, None, None),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(n_both=[None, 40, None])
    return table.assign(question="nps", kind="nps", measure="nps")


def test_whether_the_same_people_answered_in_both_waves_is_said_after_looking():
    same = told("understand/scores_by_wave", waves(2.0)).findings
    assert len(same) == 1 and "; 40 customers answered in both, which the test allows for." in same[0]
    others = told("understand/scores_by_wave", waves(2.0).assign(n_both=0)).findings
    assert others[0].endswith("other customers answered then.")


def test_a_change_over_waves_is_called_one_only_where_chance_cannot_explain_it():
    assert "chance can explain (−2 to +26)" in told("understand/scores_by_wave", waves(-2.0)).title
    clear = told("understand/scores_by_wave", waves(2.0))
    assert clear.title == "NPS of the relation went from +10 in Q3 2017 to +22 in Q4 2017: +12 (+2 to +26)"
    assert [row["name"] for row in chart_rows(clear.exhibit)] == ["Relation", "Relation", "till"]


def test_one_wave_is_no_development():
    assert told("understand/scores_by_wave", waves(2.0).tail(1)) is None


def groups(*backs, n=60):
    names = ["promoter", "passive", "detractor"][: len(backs)]
    table = pd.DataFrame({"group": names, "n": n, "customers": n, "back": backs})
    return table.assign(low=table["back"] - 0.1, high=table["back"] + 0.1)


def slope(value=0.0005, error=0.0001, **facts):
    ends = {"slope_low": value - 2 * error, "slope_high": value + 2 * error}
    row = {"n": 180, "customers": 170, "why": None, "slope": value, "slope_error": error} | ends
    apart = {name.replace("slope", "difference"): 200 * row[name] for name in ("slope", *ends)}
    return pd.DataFrame([row | apart | {"fewest": 60} | facts])


def test_promoters_who_come_back_more_often_are_an_association():
    shown = told("understand/retention_by_nps", groups(0.9, 0.85, 0.8), slope())
    assert shown.title == (
        "Promoters come back more often: 90% came back within a quarter, of detractors 80%"
    )
    assert shown.findings[0].startswith("The difference between promoters and detractors is +10.0 percentage")
    assert shown.findings[1].startswith(
        "Ten points more NPS go with 0.50 percentage points in the share of customers"
    )
    assert shown.findings[2].startswith("This is an association, not a cause")
    assert chart_rows(shown.exhibit)[0]["name"] == "promoters (n = 60)"
    dutch = told("understand/retention_by_nps", groups(0.9, 0.85, 0.8), slope(), language="nl")
    assert dutch.title.startswith("Promotors komen vaker terug: 90%")
    assert dutch.findings[2].startswith("Dit is een samenhang, geen oorzaak")


def test_a_difference_that_chance_can_explain_or_turns_round_is_not_told_as_more():
    unclear = told("understand/retention_by_nps", groups(0.9, 0.85, 0.8), slope(error=0.0004))
    assert unclear.title.endswith("no clear difference")
    less = told("understand/retention_by_nps", groups(0.8, 0.85, 0.9), slope(-0.0005))
    assert less.title.startswith("Promoters come back less often")


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("answers", "180 answers can be followed to the next quarter; from 100 on"),
        ("back", "fewer than 10 were followed by orders"),
        ("same", "fall in the same group"),
        (None, "too small to be shown"),
    ],
)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_without_a_slope_the_reason_is_told(why, words, language):
    blank = slope(float("nan"), why=why)
    shown = told("understand/retention_by_nps", groups(0.9), blank, language=language)
    [said] = shown.findings
    assert (words in said) == (language == "en") and "{" not in said and "180" in shown.title


def test_where_no_customer_is_known_nothing_is_shown():
    assert told("understand/retention_by_nps", groups(), slope()) is None


@pytest.mark.parametrize(
    ("votes", "title"),
    [
        ([6, 3], "“a” got most votes: 6 of 9"),
        ([3, 3], "“a” and “b” got most votes: 3 each, of 6"),
        ([None, None], "2 insights were put together into 2 themes"),
        ([0, 0], "2 insights were put together into 2 themes"),
    ],
)
def test_what_was_said_most_is_by_votes_where_there_are_any(votes, title):
    found = pd.DataFrame({"theme": ["a", "b"], "votes": pd.array(votes, "Int64"), "insights": 1})
    found = found.assign(jobs=1, needs=0, pains=0, texts=[["One text", "Two"], ["Three"]])
    shown = told("understand/themes", found)
    assert shown.title == title and shown.cells[0][-1] == "One text; Two"


def ways(*verdicts):
    names = ["segment", "delivered", "country"][: len(verdicts)]
    table = pd.DataFrame(
        {"grouping": names, "verdict": verdicts, "n": 200, "n_without": [1, 5, 5][: len(names)]}
    )
    return table.assign(v=0.42, low=0.3, high=0.5, p=0.001, homogeneity=0.2, completeness=0.3, ari=0.1)


TOGETHER = [("few", "Brand", 25), ("few", "Price", 75), ("many", "Brand", 97), ("many", "Price", 3)]
SHARES = segment_by_profile(
    pd.DataFrame(TOGETHER, columns=["group", "profile", "n"]).assign(grouping="segment"), draws=9, seed=1
).shares
SEGMENTS = pd.DataFrame(
    [("few", 1, "orders", None, 5.0), ("many", 1, "orders", 5.0, None)],
    columns=["segment", "part", "column", "at_least", "below"],
)


def test_profiles_are_held_against_the_segments_of_the_report_and_every_other_way():
    made = told("understand/segment_by_profile", SHARES, ways("extends", "refines", "unrelated"), SEGMENTS)
    assert made.title == (
        "The profiles extend the segments of this report: they follow them in part, and add to them"
        " (V = 0.42)"
    )
    assert made.cells == [
        ["Few orders", "100", "25%", "75%"],
        ["Many orders", "100", "97%", "3%"],
        ["All customers", "200", "61%", "39%"],
    ]
    assert made.findings[1].startswith("If you know the profile, that takes away 20% of the uncertainty")
    assert made.findings[3] == "One customer without a group or a profile is left out."
    assert made.findings[4] == "They refine the segments delivered with the customers (V = 0.42)."
    assert made.findings[5].startswith("They have nothing to do with the groups of column country")


def test_a_cell_of_three_people_is_hidden_with_what_gives_it_away():
    made = told("understand/segment_by_profile", hidden(SHARES, 10), ways("extends"), SEGMENTS)
    assert [row[2:] for row in made.cells] == [["–", "–"], ["–", "–"], ["61%", "39%"]]


def test_without_segments_of_its_own_the_report_names_the_delivered_ones():
    table = ways("unknown").assign(v=float("nan"))
    made = told("understand/segment_by_profile", SHARES, table, pd.DataFrame())
    assert made.title.startswith("It is not yet known whether needs follow the segments delivered with")
    assert told("understand/segment_by_profile", SHARES, ways("extends").iloc[:0], pd.DataFrame()) is None


def walked(**defects):
    parts = pd.concat(
        [clickstream.with_defects(clickstream.walks(400), **defects), clickstream.robots(1, 501)]
    )
    rule = JourneyRule(offline_channels=("store",))
    span = {"start": clickstream.START, "end": clickstream.END}
    found = journey_contacts(ibis.memtable(parts), clickstream.JOURNEY, rule, **span)
    half = pd.DataFrame({"customer_id": [f"c{n:05}" for n in range(400)]})
    return found, half.assign(stage=["new" if n < 200 else "loyal" for n in range(400)])


def test_a_group_that_goes_on_more_often_is_named_with_the_difference():
    found, by = walked(repeated=0, unknown=0, shifted=0)
    flags = paths.reached(found, end=pd.Timestamp(clickstream.END)).to_pandas()
    new = flags["customer_id"].map(by.set_index("customer_id")["stage"]).eq("new")
    flags["hit"] = flags["hit"].where(new | flags["place"].ne(0), 0)
    table = paths.shares_by_group(ibis.memtable(flags), ibis.memtable(by), found.facts.places, minimum=10)
    made = told("understand/journey_funnel", hidden(table, 10), found.facts)
    assert made.title.startswith("Fewest go on from “")
    assert made.findings[0].startswith("“Loyal”: 0% go on from “orient” to “choose”, ")
    assert "percentage points less than of the others (" in made.findings[0]
    assert [row[2] for row in made.cells[:3]] == ["All customers", "Loyal", "New"]
    without = told("understand/journey_funnel", hidden(table[table["grouping"].isna()], 10), found.facts)
    assert without.findings[0].startswith("Stages and segments are not compared")


def test_paths_say_what_was_left_out_and_why_crossing_is_not_known():
    found, by = walked(repeated=30, unknown=12, shifted=20)
    crossing = paths.shares_by_group(paths.crossed(found), ibis.memtable(by), [0], minimum=10)
    measures = [hidden(table, 10) for table in (paths.journey_paths(found), paths.top_paths(found), crossing)]
    settings = engagement_from({"client": "Acme", "journey": {"offline_channels": ["store"]}})
    made = told("understand/journey_paths", *measures, found.facts, settings=settings)
    assert made.title.startswith("After “search”, “basket” follows most: in ")
    said = " ".join(made.findings)
    assert "30 of " in said and "One of 401 customers had so many contacts" in said and "12 of " in said
    assert "The clock of source “app” may run 2 h ahead of “site”: 20 contacts" in said
    assert " had contact both online and offline (" in said
    unset = told("understand/journey_paths", *measures, found.facts)
    assert "engagement.yml does not say which channels are offline" in " ".join(unset.findings)


def test_a_score_of_another_kind_has_its_own_name_and_unit():
    csat = {"question": "satisfaction", "kind": "satisfaction", "measure": "csat"}
    table = touchpoints(("search", 41.0, 35.0, 47.0, 90), ("checkout", 60.0, 54.0, 66.0, 80)).assign(**csat)
    shown = told(
        "understand/scores_by_touchpoint",
        table,
        RELATION,
        apart(("search", "checkout", -19.0, -27.0, -11.0, 0.001, 1.0)),
    )
    assert shown.title == "CSAT is lowest at “search”: 41%, clearly below every other touchpoint"
    assert shown.findings[0] == "Next comes “checkout”, 19.0 percentage points higher (11.0 to 27.0)."
    assert shown.findings[1].startswith("For the relationship as a whole NPS is +12 (+4 to +20")
    note = Words("en", ACME).text(shown.exhibit.note)
    assert note.startswith("CSAT (satisfaction): share that answers 4 or 5 on a scale of 1 to 5")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            {"kind": "satisfaction", "scale": "0-10"},
            "share that answers 9 or 10 on a scale of 0 to 10. These are the two",
        ),
        (
            {"kind": "satisfaction", "scale": "1-3"},
            "share that gives the highest answer, 3 on a scale of 1 to 3",
        ),
        (
            {"kind": "effort"},
            "CES (Customer Effort Score): mean answer on a scale of 1 to 7, higher is easier",
        ),
        ({"kind": "effort", "formula": "top"}, "share that answers 5 or higher on a scale of 1 to 7"),
        ({"kind": "effort", "formula": "net"}, "minus share that gives one of the three lowest"),
        ({"scale": "stars"}, "Mean rating on a scale of 1 to 5"),
        ({"scale": "yes/no"}, "Share that says yes"),
    ],
)
def test_each_score_says_what_it_is(setting, said):
    acme = engagement_from({"client": "Acme", "questions": {"asked": {**setting, "text": "How was it?"}}})
    measure = measure_of(acme.questions["asked"])
    table = touchpoints(("search", 4.0, 3.0, 5.0, 90)).assign(question="asked", measure=measure)
    shown = told("understand/scores_by_touchpoint", table, RELATION.head(0), apart(), settings=acme)
    note = Words("en", acme).text(shown.exhibit.note)
    assert note.startswith("“How was it?”: ") and said in note


NO_RESPONSE = pd.DataFrame({"answered": [90], "unanswered": [0], "share": [None]})


def days(**columns):
    day = pd.Timestamp("2017-10-02")
    row = {"wave": "2017Q4", "is_named": False, "first": day, "last": day, "n": 90, "days": 9, "on_two": 0.2}
    return pd.DataFrame([{**row, "quarters": 1, "overlaps": None, **columns}])


def now(**columns):
    row = {
        "about": "relation",
        "wave_before": "2017Q3",
        "score_before": 10.0,
        "change": 2.0,
        "p": 0.4,
        "p_holm": 0.8,
    }
    ends = {"change_low": -4.0, "change_high": 8.0}
    return RELATION.drop(columns="touchpoint").assign(**row | ends | columns)


def test_a_change_is_called_one_only_where_it_survives_the_number_of_changes():
    same = told("understand/scores", now(), days(), NO_RESPONSE)
    assert same.title.startswith(
        "NPS of the relationship is +12 (+4 to +20); it did not change by more than chance"
    )
    assert same.cells[0][3:5] == ["NPS +12 (+4 to +20)", "+2 (−4 to +8) since Q3 2017"]
    clear = told(
        "understand/scores",
        now(score_before=21.0, change=-9.0, change_low=-15.0, change_high=-3.0, p_holm=0.01),
        days(),
        NO_RESPONSE,
    )
    assert clear.title == "NPS of the relationship went down from +21 to +12 since Q3 2017: −9 (−15 to −3)"
    first = told("understand/scores", now(wave_before=None, change=None, p_holm=None), days(), NO_RESPONSE)
    assert first.title.endswith("there is no earlier wave to compare it with")
    assert len(first.headings) == 4 and len(same.headings) == 6


def test_how_the_field_days_lie_is_said_after_looking():
    busy = told("understand/scores", now(), days(on_two=0.72), NO_RESPONSE).findings
    assert (
        busy[1]
        == "72% of them fell on the two busiest days: the score says mostly what those days were like."
    )
    over = told(
        "understand/scores", now(), days(wave="b", is_named=True, overlaps="a", quarters=2), NO_RESPONSE
    ).findings
    assert over[1].startswith("Wave “b” began before “a” had ended") and over[2].startswith(
        "“b” ran over the end"
    )
    plain = told("understand/scores", now(), days(), NO_RESPONSE).findings
    assert len(plain) == 2 and plain[1].startswith("How many people were asked is not known")
    known = NO_RESPONSE.assign(unanswered=10, share=0.9)
    assert (
        told("understand/scores", now(), days(), known)
        .findings[1]
        .startswith("Of 100 questions put to respondents")
    )


def by_group(*rows):
    columns = [
        "grouping",
        "group",
        "score",
        "n",
        "difference",
        "p_holm",
        "people",
        "customers",
        "share_people",
        "share_customers",
        "p_share",
    ]
    table = pd.DataFrame(rows, columns=columns).assign(question="nps", kind="nps", measure="nps", p=0.01)
    ends = {"low": table["score"] - 9, "high": table["score"] + 9}
    return table.assign(
        **ends, difference_low=table["difference"] - 5, difference_high=table["difference"] + 5
    )


LOYAL = ("stage", "loyal", 12.0, 90, 1.0, 0.6, 90, 100, 0.9, 0.5, 0.001)
BE = ("country", "BE", -8.0, 40, -20.0, 0.01, 40, 50, 0.4, 0.4, 1.0)
LU = ("country", "LU", None, 4, None, None, 4, 20, 0.04, 0.05, 1.0)
NL = ("country", "NL", 2.0, 60, 3.0, 0.7, 60, 90, 0.56, 0.55, 1.0)
NEW = ("stage", "new", None, 0, None, None, 0, 100, 0.0, 0.4, 0.001)
NO_RULE = pd.DataFrame()


def test_the_average_is_said_to_hide_a_group_only_where_it_can_be_told_apart():
    shown = told("understand/scores_by_group", by_group(LOYAL, BE, LU, NL), NO_RULE)
    assert (
        shown.title
        == "The average hides a group: of “BE” NPS is −8, 20.0 points lower than of the rest (15.0 to 25.0)"
    )
    assert shown.findings[:2] == [
        "Clearly below the rest: “BE”.",
        "The other 2 groups cannot be told apart from the rest; that is not to say that they are equal.",
    ]
    assert shown.findings[2].startswith("Of “LU” too few answered") and shown.cells[2][3] == "too few answers"
    same = told("understand/scores_by_group", by_group(LOYAL, NL, (*BE[:5], 0.2, *BE[6:])), NO_RULE)
    assert same.title.startswith("No group can be told apart from the rest")


def test_who_is_not_among_the_answers_is_named():
    findings = told("understand/scores_by_group", by_group(LOYAL, NEW, BE), NO_RULE).findings
    assert findings[-1].startswith("Nobody answered of “New”, more than chance explains")
    few = (*NEW[:3], 3, None, None, 3, 100, 0.03, 0.4, 0.001)
    under = told("understand/scores_by_group", by_group(LOYAL, few, BE), NO_RULE).findings
    assert under[-1].startswith("Clearly under-represented among those who answered: “New” (3% of those who")
    unlinked = by_group(LOYAL, BE).assign(customers=None, p_share=None)
    assert (
        told("understand/scores_by_group", unlinked, NO_RULE)
        .findings[-1]
        .startswith("The answers name no customers")
    )
