import random
import time
from itertools import pairwise

import pytest

from workbook.feedback.matching import Tokens, matches


@pytest.mark.parametrize(
    ("term", "text", "is_so"),
    [
        ("retour", "Mijn RETOUR is zoek", True),
        ("retour", "retourneren", False),
        ("retour*", "retourneren", True),
        ("*kosten", "verzendkosten te hoog", True),
        ("*kosten", "kostenloos", False),
        ("ver*kosten", "verzendkosten", True),
        ("te laat", "veel te  laat!", True),
        ("te laat", "te weinig, laat maar", False),
        ("e mail*", "Geen e-mails meer", True),
        ("geen antwoord", "Geen\nantwoord", True),
        ("een", "Eén dag", True),
        ("don t respond", "They don't respond", True),
    ],
)
def test_words_phrases_and_stars(term, text, is_so):
    assert matches(Tokens.of_texts(["iets anders", text, ""]), [term]).tolist() == [False, is_so, False]


def test_a_phrase_does_not_run_over_into_the_next_comment():
    assert not matches(Tokens.of_texts(["veel te", "laat maar"]), ["te laat"]).any()


def test_no_texts_and_no_terms_are_no_fault():
    assert matches(Tokens.of_texts([]), ["a"]).tolist() == []
    assert matches(Tokens.of_texts(["a", "!"]), []).tolist() == [False, False]


def test_matching_agrees_with_looking_at_every_text():
    rng = random.Random(7)
    words = ["te", "laat", "retour", "retourlabel", "geld", "terug", "ok"]
    texts = [" ".join(rng.choices(words, k=rng.randint(0, 6))) for _ in range(300)]
    found = matches(Tokens.of_texts(texts), ["te laat", "retour* geld", "ok"]).tolist()
    assert found == [_looked_at(text.split()) for text in texts]


def _looked_at(words):
    pairs = list(pairwise(words))
    return (
        "ok" in words
        or ("te", "laat") in pairs
        or any(a.startswith("retour") and b == "geld" for a, b in pairs)
    )


def test_a_hundred_thousand_words_of_comments_take_no_time():
    rng = random.Random(1)
    texts = [" ".join(f"w{rng.randint(0, 5000)}" for _ in range(10)) for _ in range(10_000)]
    began = time.process_time()
    matches(Tokens.of_texts(texts), [f"w{number}*" for number in range(100)])
    assert time.process_time() - began < 2
