"""Shape alone gives people away."""

import math

import pandas as pd
import pytest

from kiemen.errors import ColumnError, PrivacyError
from kiemen.network import Network
from kiemen.privacy.uniqueness import check_uniqueness


def ring(n: int) -> Network:
    people = pd.DataFrame({"person": [f"p{i}" for i in range(n)], "department": ["A"] * (n - 2) + ["B"] * 2})
    ties = pd.DataFrame({"source": [f"p{i}" for i in range(n)], "target": [f"p{(i + 1) % n}" for i in range(n)]})
    return Network.from_frames(people, ties)


def test_on_a_ring_only_the_small_group_stands_out():
    """Ten people with two contacts each, of whom two are in a department of their own."""
    found = check_uniqueness(ring(10))
    assert found.to_dict() == {"contacts": 0.0, "contacts and group": 0.2, "contacts of contacts": 0.2}


def test_more_knowledge_never_makes_people_harder_to_find():
    network = Network.from_frames(
        pd.DataFrame({"person": list("abcdefgh"), "department": ["A"] * 8}),
        pd.DataFrame({"source": list("aaabbc"), "target": list("bcdcee")}),
    )
    found = check_uniqueness(network)
    assert found.is_monotonic_increasing


def test_nobody_no_column_and_a_low_minimum():
    empty = Network.from_frames(pd.DataFrame({"person": [], "department": []}))
    assert math.isnan(check_uniqueness(empty)["contacts"])
    with pytest.raises(ColumnError):
        check_uniqueness(ring(6), by="nothing")
    with pytest.raises(PrivacyError):
        check_uniqueness(ring(6), minimum_group=1)
