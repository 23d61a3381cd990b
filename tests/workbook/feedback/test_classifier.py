import numpy as np
import pandas as pd

from workbook.codebook import Topic
from workbook.feedback.classifier import accuracy, topics_learned
from workbook.feedback.topics import sorted_comments

BOOK = {"late": Topic(words=["te laat"]), "price": Topic(words=["duur"])}
LATE = [
    "wacht al dagen op pakket",
    "bezorger kwam niet opdagen",
    "pakket nog niet gezien",
    "dagen op bezorger gewacht",
]
PRICE = [
    "veel geld voor zo iets",
    "elders minder geld betaald",
    "kost veel te veel geld",
    "zo veel euro betaald",
]


def labelled(n=120, noise=0.0, seed=3):
    rng = np.random.default_rng(seed)
    topics = rng.choice(["late", "price"], n)
    texts = [
        f"{rng.choice(LATE if topic == 'late' else PRICE)} {number}x" for number, topic in enumerate(topics)
    ]
    flipped = np.where(rng.random(n) < noise, np.where(topics == "late", "price", "late"), topics)
    return pd.DataFrame({"text": texts, "given": flipped, "person": [f"p{number}" for number in range(n)]})


def test_what_can_be_learned_is_and_goes_where_words_leave_over():
    new = pd.DataFrame(
        {"text": ["al dagen op het pakket gewacht", "te laat", "mooi weer"], "person": list("abc")}
    )
    said = pd.concat([labelled(), new], ignore_index=True)
    found = accuracy(said, BOOK, precision=0.8, seed=1).set_index("topic")
    assert found["used"].all() and found["precision"].gt(0.95).all() and found["recall"].gt(0.95).all()
    assert found["rule_recall"].eq(0).all() and found["baseline"].lt(0.6).all()
    whole = sorted_comments(said, BOOK, found.reset_index(), seed=1)
    assert whole.by.tail(3).tolist()[:2] == ["learned", "rule"]
    assert whole.flags.tail(3)["late"].tolist()[:2] == [True, True]


def test_what_is_not_right_often_enough_is_not_used():
    said = labelled(noise=0.5)
    found = accuracy(said, BOOK, precision=0.8, seed=1)
    assert len(found) == 2 and not found["used"].any()
    assert sorted_comments(said.assign(given=None), BOOK, found, seed=1).by.eq("").all()


def test_the_texts_of_one_person_are_never_on_both_sides():
    """Labels by chance, but everybody has words of their own: with the person known, all would be right."""
    rng = np.random.default_rng(5)
    people = np.repeat(np.arange(24), 5)
    said = pd.DataFrame(
        {
            "person": [f"p{one}" for one in people],
            "text": [f"eigen{one} woord{one} {number}y" for number, one in enumerate(people)],
            "given": np.where(np.repeat(rng.random(24) < 0.5, 5), "late", "price"),
        }
    )
    assert accuracy(said, BOOK, precision=0.8, seed=1)["accuracy"].lt(0.75).all()


def test_few_labels_and_few_people_teach_nothing():
    assert accuracy(labelled().assign(person="a"), BOOK, precision=0.8, seed=1).empty
    assert accuracy(labelled(30), BOOK, precision=0.8, seed=1).empty
    assert not topics_learned(labelled(30), BOOK, [], 1).any().any()
