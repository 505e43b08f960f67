"""What never changes can still be copied, pickled and sent to other processes, and stays read-only there."""

import copy
import pickle
from types import MappingProxyType

import pandas as pd
import pytest

import kiemen
from kiemen._portable import Portable
from kiemen.results import Fact, Provenance, Result

TRAVEL = [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))]  # noqa: S301  our own bytes


@pytest.fixture(scope="module")
def network() -> kiemen.Network:
    return kiemen.load_example("gemeente")


@pytest.mark.parametrize("travel", TRAVEL)
def test_a_network_travels(network, travel):
    network.adjacency()
    there = travel(network)
    assert there.fingerprint == network.fingerprint
    assert type(there) is type(network)
    assert (there.adjacency() != network.adjacency()).nnz == 0
    with pytest.raises(AttributeError, match="never changes"):
        there.x = 1


@pytest.mark.parametrize("travel", TRAVEL)
@pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
def test_a_roster_still_knows_who_objects(travel):
    roster = kiemen.read_roster(pd.DataFrame({"id": ["1", "2"], "naam": ["An", "Bo"], "bezwaar": ["", "ja"]}))
    assert travel(roster).known["objects"].tolist() == roster.known["objects"].tolist() == [False, True]


@pytest.mark.parametrize("travel", TRAVEL)
def test_an_answer_travels_and_stays_closed(network, travel):
    walls = kiemen.find_walls(network, times=19, rng=1)
    there = travel(walls)
    assert there.summary("nl") == walls.summary("nl")
    assert there.provenance == walls.provenance
    fact = there.headline[0]
    for part in (there.settings, there.facts, there.provenance.settings, vars(fact)["values"]):
        assert isinstance(part, MappingProxyType)


@pytest.mark.parametrize("travel", TRAVEL)
def test_models_facts_and_plain_holders_travel(travel):
    fire = kiemen.Fire(pokers={"team lead": 2.0})
    assert travel(fire) == fire
    assert travel(Fact("{n} people.", {"n": 2})) == Fact("{n} people.", {"n": 2})

    provenance = Provenance.of(kiemen.Network.from_frames(), function="score", settings={"top": 1})
    assert travel(Result(pd.DataFrame({"a": [1]}), {"top": 1}, provenance)).settings["top"] == 1


def test_a_plain_mapping_stays_plain():
    class Held(Portable):
        def __init__(self) -> None:
            self.open, self.shut = {"a": 1}, MappingProxyType({"a": 1})

    there = copy.deepcopy(Held())
    assert type(there.open) is dict
    assert isinstance(there.shut, MappingProxyType)


def test_tie_arrays_cannot_be_written_into(network):
    with pytest.raises(ValueError, match="read-only"):
        network.tie_arrays.weight[0] = 99
    ties = network.ties
    ties.loc[0, "weight"] = 99.0
    assert network.ties["weight"].iloc[0] != 99
