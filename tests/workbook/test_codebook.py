"""Codebooks: the starter books fit their markets, and what an engagement says is checked all at once."""

import pytest

from workbook.catalogues import catalogue, languages
from workbook.codebook import OF_MARKET, starter, topics_of
from workbook.engagement import engagement_from
from workbook.errors import EngagementError
from workbook.intake import checked_inputs
from workbook.intake.engagement_file import open_engagement


def acme(market="b2c", **codebook):
    return engagement_from({"client": "Acme", "market": market, "codebook": codebook})


@pytest.mark.parametrize("market", OF_MARKET)
def test_a_market_has_topics_with_a_label_and_a_team_in_every_language(market):
    topics = topics_of(acme().codebook, market)
    assert len(topics) == sum(len(starter(book)) for book in OF_MARKET[market]), "no name is in two books"
    for name, topic in topics.items():
        assert set(topic.label) == set(languages()), name
        assert len(topic.words) == len({word.casefold() for word in topic.words}), f"{name} says a word twice"
        assert all(topic.team in catalogue(language)["team"] for language in languages()), name


def test_topics_are_added_changed_and_removed():
    own = acme(
        topics={
            "returns": {"words": ["postpakket"], "team": "Depot"},
            "late": None,
            "gift": {"words": ["bow"]},
        }
    )
    assert own.topics["returns"].words == (*starter("shop")["returns"].words, "postpakket")
    assert own.topics["returns"].team == "Depot" and own.topics["returns"].label["nl"] == "Retouren"
    assert "late" not in own.topics and own.topics["gift"].label == ""
    assert list(acme(books=[], topics={"gift": {"words": ["bow"]}}).topics) == ["gift"]


def test_what_a_topic_does_not_say_the_codebook_says_for_all():
    own = acme(cost_per_contact=6, addressable=[0.2, 0.4], topics={"returns": {"cost_per_contact": 9}})
    assert (own.topics["returns"].cost_per_contact, own.topics["refund"].cost_per_contact) == (9, 6)
    assert own.topics["returns"].addressable == (0.2, 0.4)


def test_all_faults_of_a_codebook_are_told_at_once(tmp_path):
    (tmp_path / "engagement.yml").write_text("client: Acme\nmarket: shop\n")
    (tmp_path / "codebook.yml").write_text(
        "books: [shops]\naddressable: [0.5, 0.2]\ntopics:\n  gift: {words: ['a*', '!!'], team: 3}\n"
    )
    with pytest.raises(EngagementError) as error:
        open_engagement(tmp_path)
    told = str(error.value)
    assert told.startswith("engagement.yml, or codebook.yml, cannot be used: 6 faults.")
    for part in (
        "market",
        "codebook.books",
        "0.5, is above",
        "'a*' stands for too much",
        "'!!' has no letters",
        "3 is not text",
    ):
        assert part in told, told


def test_a_codebook_stands_in_one_place_and_says_each_thing_once(tmp_path):
    (tmp_path / "engagement.yml").write_text("client: Acme\ncodebook: {books: [shop]}\n")
    (tmp_path / "codebook.yml").write_text("# nothing yet\n")
    assert open_engagement(tmp_path).codebook.books == ("shop",)
    (tmp_path / "codebook.yml").write_text("books: [b2b]\n")
    with pytest.raises(EngagementError, match=r"in engagement\.yml and in codebook\.yml"):
        open_engagement(tmp_path)
    (tmp_path / "codebook.yml").write_text("books: [shop]\nbooks: [b2b]\n")
    with pytest.raises(EngagementError, match=r"codebook\.yml cannot be used: 'books' stands there twice"):
        open_engagement(tmp_path)


def test_a_topic_without_words_is_one_of_a_starter_book():
    with pytest.raises(EngagementError, match="topic gifts has no words"):
        acme(topics={"gifts": {"team": "store"}})


def test_a_run_keeps_the_codebook_that_it_works_with(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "answers.csv").write_text("respondent_id,at,question,score\nr1,2017-10-01,nps,9\n")
    (tmp_path / "engagement.yml").write_text("client: Acme\n")
    snapshots = []
    for word in ("bow", "ribbon"):
        (tmp_path / "codebook.yml").write_text(f"topics: {{gift: {{words: [{word}]}}}}\n")
        snapshots.append(checked_inputs(tmp_path, open_engagement(tmp_path)))
    kept = [open_engagement(snapshot).topics["gift"].words for snapshot in snapshots]
    assert kept == [("bow",), ("ribbon",)]
