"""Groups of people as numbers."""

import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError
from kiemen.measures.grouping import group_people
from kiemen.network import Network


@pytest.fixture
def network():
    people = pd.DataFrame({"person": list("abcd"), "team": ["two", "one", None, "two"], "inside": [True] * 3 + [False]})
    return Network.from_frames(people)


def test_column_in_alphabetical_order_and_unknown_is_minus_one(network):
    found = group_people(network, "team")
    assert found.labels == ("one", "two")
    assert found.codes.tolist() == [1, 0, -1, 1]
    assert found.sizes.tolist() == [1, 2]
    assert found.named().tolist() == ["two", "one", None, "two"]
    assert group_people(network, None).name == "team"


def test_inside_and_a_series(network):
    assert group_people(network, "inside").labels == ("inside", "outside")
    found = group_people(network, pd.Series({"d": "x", "a": "y", "b": ""}, name="circle"))
    assert (found.name, found.codes.tolist()) == ("circle", [1, -1, -1, 0])
    assert group_people(network, pd.Series({"a": 1})).name == "group"


def test_faults_are_named(network):
    with pytest.raises(ColumnError, match="team"):
        group_people(network, "teams")
    with pytest.raises(InputError, match="'a' has more than one group"):
        group_people(network, pd.Series(["x", "y"], index=["a", "a"]))


def test_a_series_by_numbers_finds_people_with_numbers_as_ids():
    network = Network.from_frames(pd.DataFrame({"person": [1, 2, 12]}))
    found = group_people(network, pd.Series(["A", "B", "B"], index=[1, 2, 12]))
    assert dict(zip(network.ids, found.named(), strict=True)) == {"1": "A", "2": "B", "12": "B"}


def test_a_plain_list_of_groups_is_refused_in_words():
    network = Network.from_frames(pd.DataFrame({"person": ["a", "b"]}))
    with pytest.raises(InputError, match="Series indexed by person, not a list"):
        group_people(network, ["A", "B"])
