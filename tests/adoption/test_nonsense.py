"""What makes no sense is refused by name, or gives an unknown with its reason."""

import inspect
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen._rooms import ROOMS
from kiemen.adoption.nominations import compare_ratings
from kiemen.errors import InputError, KiemenError
from kiemen.network import Network


def functions():
    """Give every public function of the room that asks for a network."""
    rooms = {name: room for name, room in ROOMS.items() if room.startswith("kiemen.adoption.")}
    found = {name: getattr(kiemen, name) for name in rooms}
    return {
        name: function
        for name, function in found.items()
        if inspect.isfunction(function) and "network" in inspect.signature(function).parameters
    }


FUNCTIONS = functions()
TIMED = sorted(n for n, f in FUNCTIONS.items() if "times" in inspect.signature(f).parameters)


def required(function):
    """Fill what has no default with nothing at all."""
    given = inspect.signature(function).parameters.values()
    return {p.name: None for p in given if p.default is p.empty and p.name != "network"}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_what_is_no_network_is_refused_by_name(name):
    for wrong in (pd.DataFrame({"source": ["a"], "target": ["b"]}), None, "survey.csv"):
        with pytest.raises(InputError, match="network must be a Network, not"):
            FUNCTIONS[name](wrong, **required(FUNCTIONS[name]))


def crowd(n=12):
    ids = [f"p{i:02d}" for i in range(n)]
    people = pd.DataFrame({"person": ids, "team": ["x", "y"] * (n // 2)})
    ties = pd.DataFrame({"source": ids, "target": [*ids[1:], ids[0]]})
    return Network.from_frames(people, ties)


CALLED = sorted(set(TIMED) - {"score_person_effects", "build_times"})
EVERYBODY = [f"p{i:02d}" for i in range(12)]


def call(name, times):
    network, function = crowd(), FUNCTIONS[name]
    ramp = pd.Series(np.arange(12.0), index=network.ids)
    given = {"scores": ramp, "features": ramp.to_frame("f"), "permutations": 99, "rewirings": 99}
    wanted = given.keys() & inspect.signature(function).parameters.keys()
    return function(network, times=pd.Series(times), **{word: given[word] for word in wanted})


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize(
    ("times", "message"),
    [
        ({"p00": 1.0, "nobody": 2.0}, "not in the network"),
        ({"p00": "soon"}, "not a number"),
        (dict.fromkeys(EVERYBODY, np.nan), "No adoption time is known"),
    ],
    ids=["unknown id", "text", "all unknown"],
)
def test_times_without_sense_are_refused(name, times, message):
    with pytest.raises(KiemenError, match=message):
        call(name, times)


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize(
    "times",
    [
        dict.fromkeys(EVERYBODY, 1.0),
        {person: i % 3 + 1.0 for i, person in enumerate(EVERYBODY)},
        {person: 1.0 if person == "p00" else np.inf for person in EVERYBODY},
    ],
    ids=["everybody at once", "everybody", "one"],
)
def test_everybody_or_one_gives_an_answer_or_says_why_not(name, times):
    """No failure of ours, and no number in words that is not a number."""
    with suppress(KiemenError):
        found = call(name, times)
        if hasattr(found, "summary"):
            assert "nan" not in found.summary("en").split()


def test_views_that_are_all_the_same_are_not_compared():
    network = crowd()
    same, other = (pd.Series(values, index=network.ids) for values in (np.ones(12), np.arange(12.0)))
    found = compare_ratings(network, own=same, peers=other)
    assert np.isnan(found.kappa)
    assert np.isnan(found.correlation)
    assert found.headline[0].say("en") == "One of the two views is the same for all 12 people; nothing can be compared."
    with pytest.raises(InputError, match="not in the network"):
        compare_ratings(network, own=pd.Series({"zz": 1.0}), peers=other)


def test_ties_at_the_edge_do_not_depend_on_the_order_of_people():
    network = crowd()
    own = pd.Series([3.0, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1], index=network.ids)
    found = compare_ratings(network, own=own, peers=own)
    assert found.table.to_numpy().tolist() == [[5, 0], [0, 7]]
    turned = pd.Series(own.to_numpy()[::-1], index=network.ids)
    assert compare_ratings(network, own=turned, peers=turned).table.equals(found.table)
