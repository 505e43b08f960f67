"""Strengths in numbers and words."""

import json

import pandas as pd
import pytest

from kiemen import read_ties
from kiemen.errors import DoubtfulInputWarning, InputError

ROWS = {"van": ["a", "a", "b", "c"], "naar": ["b", "c", "c", "a"]}


def weights(network):
    return network.ties["weight"].tolist()


def test_words_are_recorded_and_told():
    frame = pd.DataFrame({**ROWS, "frequentie": ["dagelijks", "Wekelijks", "maandelijks", "nooit"]})
    with pytest.warns(DoubtfulInputWarning, match="times per month"):
        network = read_ties(frame)
    assert weights(network) == [20, 4, 1]
    said = dict(network.assumptions[["subject", "choice"]].to_numpy().tolist())
    assert said["weights of frequentie"] == "dagelijks = 20, Wekelijks = 4, maandelijks = 1, nooit = 0"
    settings = json.loads(network.sources["settings"].iloc[0])
    assert settings["weights"]["frequentie"]["Wekelijks"] == 4
    assert network.ledger["reason"].str.contains("not above zero").sum() == 1
    assert network.sources["rows_set_aside"].tolist() == [1]


def test_an_order_weighs_one_to_five():
    frame = pd.DataFrame({**ROWS, "frequentie": ["soms", "vaak", "altijd", "zelden"]})
    with pytest.warns(DoubtfulInputWarning, match="order from 1 to 5"):
        assert weights(read_ties(frame)) == [2, 4, 5, 1]


def test_the_analyst_chooses():
    frame = pd.DataFrame({**ROWS, "frequentie": ["soms", "vaak", "7", "zelden"]})
    with pytest.warns(DoubtfulInputWarning, match="not a number"):
        network = read_ties(frame, weights={"soms": 0.5, "vaak": 3})
    assert weights(network) == [0.5, 3, 7]


def test_refused():
    frame = pd.DataFrame({**ROWS, "frequentie": ["soms", "vaak", "7", "zelden"]})
    with pytest.raises(InputError, match=r"weights\['soms'\]"):
        read_ties(frame, weights={"soms": -1})
    with pytest.raises(InputError, match="weight="):
        read_ties(pd.DataFrame(ROWS), weights={"soms": 1})
    with pytest.raises(InputError, match="no number"):
        read_ties(pd.DataFrame({**ROWS, "gewicht": ["rood", "groen", "geel", "wit"]}))


def test_yes_and_no_are_a_tie_and_none():
    frame = pd.DataFrame({"van": ["An", "Bo", "Cas"], "naar": ["Bo", "Cas", "An"], "samen": ["ja", "nee", ""]})
    with pytest.warns(DoubtfulInputWarning) as said:
        network = read_ties(frame, weight="samen")
    assert network.ties[["source", "target", "weight"]].to_numpy().tolist() == [["An", "Bo", 1.0]]
    assert "not above zero" in str(said[0].message)
    with pytest.warns(DoubtfulInputWarning, match="pass it as weight="):
        assert read_ties(frame).n_ties == 3
    # Ones and noughts are numbers.
    with pytest.warns(DoubtfulInputWarning):
        assert read_ties(frame.assign(samen=["1", "0", "2"]), weight="samen").ties["weight"].tolist() == [1, 2]
