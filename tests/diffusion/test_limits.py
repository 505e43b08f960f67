"""Wishes about starters become limits."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.limits import gather_limits
from kiemen.errors import InputError
from kiemen.network import Network

NETWORK = Network.from_networkx(nx.path_graph(6))
CONTACTS = gather_contacts(NETWORK)
FREE = {"k": None, "costs": None, "budget": None, "exclude": (), "quota": None, "given": np.empty(0, np.int64)}


def limits(**changes):
    return gather_limits(NETWORK, CONTACTS, **{**FREE, **changes})


def test_a_budget_alone_says_how_many():
    found = limits(budget=3.0, costs={"0": 5.0, "1": 0.5})
    assert found.k == 3  # one for a half, two for one each
    assert found.cost(1) == 0.5
    assert found.cost(2) == 1.0


def test_excluded_and_active_people_are_out():
    found = limits(k=6, exclude=["2"], given=np.array([4]))
    assert found.allowed.tolist() == [True, True, False, True, False, True]
    assert found.k == 4


def test_quotas():
    assert limits(k=2, quota=1).quota.tolist() == [1, 1]
    assert limits(k=2, quota={"everybody": 1}).quota.tolist() == [1, 6]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "budget="),
        ({"k": 2, "quota": {"Zorg": 1}}, "Zorg"),
        ({"k": 2, "quota": {"everybody": 0}}, "quota is 0"),
        ({"budget": 0.5}, "nobody may be chosen"),
        ({"k": 2, "costs": {"1": "dear"}}, "'1' has 'dear'"),
    ],
)
def test_refuses_by_name(changes, word):
    with pytest.raises(InputError, match=word):
        limits(**changes)
