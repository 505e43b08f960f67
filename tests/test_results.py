"""Answers: frozen, told in words, safe to show."""

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


def test_a_scope_must_exist():
    with pytest.raises(InputError, match="scope"):
        Fact("x", scope="everyone")


def test_no_picture_is_said():
    with pytest.raises(InputError, match="no picture"):
        answer(["an"]).plot()
    with pytest.raises(InputError, match="n must be"):
        answer(["an"]).top(0)
