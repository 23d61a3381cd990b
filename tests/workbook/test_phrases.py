"""Phrases: plain data, whatever numbers and tables they were made of."""

import json

import numpy as np
import pandas as pd

from workbook.phrases import between, label, own, phrases, plain, say, sayer, show


def test_a_phrase_is_json_whatever_its_facts_are():
    phrase = say(
        "a.b",
        n=np.int64(3),
        share=np.float64("nan"),
        names=pd.Series(["x", "y"]),
        at=pd.Timestamp("2017-12-31 10:00"),
        inner=[label("nps"), between(1, np.inf, "int")],
        none=pd.NaT,
    )
    facts = json.loads(json.dumps(phrase, allow_nan=False))["facts"]
    assert (facts["n"], facts["share"], facts["none"]) == (3, None, None)
    assert (facts["names"], facts["at"]) == (["x", "y"], {"date": "2017-12-31"})
    assert facts["inner"][1] == {"between": [1, None], "as": "int"}


def test_the_sentences_of_an_exhibit_start_with_its_stem():
    assert sayer("workbook.chapters.understand.needs")("title.none") == say("needs.title.none")


def test_a_text_of_the_client_stays_what_it_is():
    assert own("Acme") == "Acme" and own({"en": "a", "nl": "b"}) == {"own": {"en": "a", "nl": "b"}}


def test_only_phrases_that_are_there_are_kept():
    assert phrases(None, "", say("a.b"), show(None, "int")) == (say("a.b"), show(None, "int"))


def test_numbers_of_numpy_become_pythons_own():
    assert plain({"a": np.array([1, 2]), "b": (np.float32(0.5),), "c": np.bool_(True)}) == {
        "a": [1, 2],
        "b": [0.5],
        "c": True,
    }
