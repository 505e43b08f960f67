"""Answers: frozen, told in words, safe to show."""

import copy
import dataclasses
import pickle

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.results import Fact, Provenance, Result


def answer(names: list[str]) -> Result:
    network = Network.from_frames(pd.DataFrame({"person": names}))
    return Result(
        table=pd.DataFrame({"score": [0.5] * len(names)}, index=pd.Index(names, name="person")),
        settings={"top": 3},
        provenance=Provenance.of(network, function="score", settings={"top": 3}),
        facts={names[0]: (Fact("{name} joined {n} initiatives early.", {"name": names[0], "n": 2}),)},
        headline=(Fact("There are {n} people.", {"n": len(names)}),),
        cautions=(Fact("This is small."),),
    )


def test_words():
    result = answer(["an", "bram"])
    assert result.explain("an", language="en") == "an joined 2 initiatives early."
    assert "Nothing more" in result.explain("bram", language="en")
    with pytest.raises(InputError, match="Did you mean 'bram'"):
        result.explain("bran")
    said = result.summary("en")
    assert "There are 2 people." in said
    assert "! This is small." in said


def test_html_is_escaped():
    html = answer(["<img src=x onerror=alert(1)>"])._repr_html_()
    assert "<img" not in html


def test_frozen():
    result = answer(["an"])
    with pytest.raises(AttributeError):
        result.table = pd.DataFrame()
    with pytest.raises(TypeError):
        result.settings["top"] = 4


def test_provenance_names_the_data():
    one, other = answer(["an"]).provenance, answer(["bram"]).provenance
    assert one.network != other.network
    assert one.function == "score"


def test_an_answer_knows_whom_it_is_about():
    people = pd.DataFrame({"person": ["a", "b"], "name": ["An", "Bo"]})
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["b", "a"], "relation": ["ask", "help"]})
    network = Network.from_frames(people, ties)
    made = Provenance.of(network, function="score", settings={})
    for there in (made, pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):  # noqa: S301  our own bytes
        assert there.is_about(network)
        assert there.is_about(pickle.loads(pickle.dumps(network)))  # noqa: S301  our own bytes
        assert there.is_about(network.select(relation="ask"))
        assert there.is_about(network.replace(people=people.assign(team="x", age=[3, 4])))
        assert not there.is_about(network.without(["b"], reason="objects"))
        assert not there.is_about(network.replace(people=people.assign(name=["An", "Bob"])))
        assert not there.is_about(network.merge(Network.from_frames(pd.DataFrame({"person": ["c"]}))))
    one, other = (Network.from_frames(pd.DataFrame({"person": ids})) for ids in (["a", "bc"], ["ab", "c"]))
    assert not Provenance.of(one, function="score", settings={}).is_about(other)


def test_a_scope_must_exist():
    with pytest.raises(InputError, match="scope"):
        Fact("x", scope="everyone")


def test_no_picture_is_said():
    with pytest.raises(InputError, match="no picture"):
        answer(["an"]).plot()
    with pytest.raises(InputError, match="n must be"):
        answer(["an"]).top(0)


def test_ids_that_are_numbers_are_found():
    network = Network.from_frames(ties=pd.DataFrame({"source": [1, 2], "target": [2, 3]}))
    made = Result(
        pd.DataFrame({"score": [1.0, 2.0]}, index=pd.Index(["1", "2"], name="person")),
        settings={},
        provenance=Provenance.of(network, function="x", settings={}),
        facts={"1": (Fact("first"),)},
    )
    assert made.explain("1") == made.explain(1) == made.explain(1.0) == made.explain(np.int64(1)) == "first"
    for strange in (7, 1.5, True, None):
        with pytest.raises(InputError, match="nothing here about"):
            made.explain(strange)
    pairs = pd.MultiIndex.from_tuples([("1", "2")], names=["one", "other"])
    of_pairs = Result(made.table.head(1).set_axis(pairs), {}, made.provenance, facts={("1", "2"): (Fact("both"),)})
    assert of_pairs.explain((1, 2)) == "both"


def test_names_are_for_drawing_and_do_not_travel():
    network = Network.from_frames(pd.DataFrame({"person": ["a"], "name": ["An de Vries"]}))
    made = Provenance.of(network, function="test", settings={})
    assert made.names.to_dict() == {"a": "An de Vries"}
    sent = pickle.dumps(made)
    assert b"An de Vries" not in sent
    for copied in (pickle.loads(sent), copy.deepcopy(made), dataclasses.replace(made)):  # noqa: S301  sent here
        assert copied == made
        assert copied.names.empty
    assert "An de Vries" not in repr(made)
    assert not any("name" in part.name for part in dataclasses.fields(made))
