import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.contacts import (
    build_period_contacts,
    contact_counts,
    contacts_per_slot,
    silent_people,
    still_contacts,
)
from kiemen.adoption.exposure import score_exposure
from kiemen.errors import InputError
from kiemen.network import Network

PEOPLE = pd.DataFrame({"person": list("abc")})


def waves() -> Network:
    ties = pd.DataFrame(
        {"source": ["a", "a"], "target": ["b", "c"], "wave": ["one", "two"], "weight": [2.0, 3.0]},
    )
    return Network.from_frames(PEOPLE, ties)


def test_a_wave_is_in_force_until_the_next():
    network = waves()
    contacts = build_period_contacts(network, periods={1: "one", 3: "two"})
    times = pd.Series({"a": np.inf, "b": 1.0, "c": 9.0})
    shares = score_exposure(network, times=times.where(times < 9, np.inf).replace({1.0: 1.0}), contacts=contacts)
    assert shares.loc["a"].tolist() == [1.0]
    wide = score_exposure(network, times=pd.Series({"a": np.inf, "b": 1.0, "c": 4.0}), contacts=contacts)
    assert wide.loc["a"].tolist() == [1.0, 1.0, 0.0, 1.0]


def test_dated_ties_count_while_they_exist():
    ties = pd.DataFrame(
        {
            "source": ["a", "a", "b"],
            "target": ["b", "c", "c"],
            "start": ["2024-01-01", "2024-03-01", None],
            "end": ["2024-02-15", None, None],
        }
    )
    network = Network.from_frames(
        PEOPLE, ties.assign(start=pd.to_datetime(ties["start"]), end=pd.to_datetime(ties["end"]))
    )
    found = build_period_contacts(network, periods={1: pd.Timestamp("2024-02-01"), 2: pd.Timestamp("2024-04-01")})
    assert found[1].toarray()[0].tolist() == [0, 1, 0]
    assert found[2].toarray()[0].tolist() == [0, 0, 1]
    assert found[1].toarray()[1].tolist() == [0, 0, 1]


def test_weights_and_direction_are_followed():
    network = waves()
    found = build_period_contacts(network, periods={1: "two"}, weight="weight", direction="in")
    assert found[1].toarray()[2].tolist() == [3, 0, 0]


def test_bad_periods_are_refused():
    with pytest.raises(InputError, match="at least one period"):
        build_period_contacts(waves(), periods={})
    with pytest.raises(InputError, match="neither a wave"):
        build_period_contacts(waves(), periods={1: "three"})
    with pytest.raises(InputError, match="does not fit"):
        contacts_per_slot(Network.from_arrays(["q"], [], []).adjacency(), 1, 2, 3)
    with pytest.raises(InputError, match="at least one period"):
        contacts_per_slot({}, 1, 2, 3)


def test_slots_before_the_first_period_use_the_first():
    one, two = waves().adjacency(wave="one"), waves().adjacency(wave="two")
    slots = contacts_per_slot({2: one, 4: two}, 1, 4, 3)
    assert [matrix is slots[0] for matrix in slots] == [True, True, True, False]
    assert [(matrix != one).nnz == 0 for matrix in slots] == [True, True, True, False]


def test_counts_are_row_sums():
    assert contact_counts(waves().adjacency(wave="one", weight="weight")).tolist() == [2, 0, 0]


def test_who_did_not_answer_has_unknown_contacts_only_where_ties_were_asked_for():
    ties = pd.DataFrame({"source": ["a"], "target": ["b"], "relation": ["advice"]})
    participation = pd.DataFrame({"person": list("abc"), "status": ["answered", "answered", "not answered"]})
    relations = pd.DataFrame({"relation": ["advice"], "asked": [True]})
    network = Network.from_frames(PEOPLE, ties, participation=participation, relations=relations)
    assert silent_people(network, None, "out", 3).tolist() == [False, False, True]
    assert not silent_people(network, None, "in", 3).any()
    assert np.isnan(score_exposure(network, times=pd.Series({"a": 1.0, "b": 1.0, "c": 1.0})).loc["c", 1])
    quiet = network.replace(relations=relations.assign(asked=False))
    assert not silent_people(quiet, "advice", "out", 3).any()
    people = network.people.reset_index().assign(inside=lambda t: t["person"] != "b")
    unasked = network.replace(people=people, participation=participation[:1])
    assert silent_people(unasked, None, "out", 3).tolist() == [False, True, False], "nobody asked a contact outside"


def test_analyses_of_one_network_refuse_contacts_that_move():
    network = waves()
    still = {"relation": None, "weight": None, "direction": "out"}
    with pytest.raises(InputError, match="one matrix"):
        still_contacts(network, {1: network.adjacency()}, **still)
    assert still_contacts(network, None, **still).nnz == network.adjacency().nnz
    with pytest.raises(InputError, match="direction"):
        still_contacts(network, None, **{**still, "direction": "up"})
