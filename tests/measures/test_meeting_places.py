"""Initiatives as meeting places."""

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import TooLittleDataError
from kiemen.measures.meeting_places import score_meeting_places, score_participation
from kiemen.network import Network


@pytest.fixture
def network():
    joins = [("An", "x"), ("Bo", "x"), ("Cas", "x"), ("An", "y"), ("Bo", "y"), ("Daan", "z"), ("Cas", "z")]
    people = pd.DataFrame({"person": ["An", "Bo", "Cas", "Daan", "Eva"], "team": ["a", "a", "b", "b", None]})
    return Network.from_frames(people, memberships=pd.DataFrame(joins, columns=["person", "initiative"]))


def test_pairs_who_meet_nowhere_else(network):
    """x holds three pairs; An and Bo also meet in y, so two meet only in x, both across teams."""
    found = score_meeting_places(network)
    assert found.table.index.tolist() == ["x", "z", "y"]
    assert found.table["only_here"].tolist() == [2, 1, 0]
    assert found.table["across"].tolist() == [2, 0, 0]
    assert found.table["groups"].tolist() == [2, 1, 1]
    assert found.table["diversity"].tolist() == pytest.approx([4 / 9, 0, 0])
    assert "2 pairs of them meet nowhere else" in found.explain("x", language="en")
    assert "x is the only place where 2 pairs" in found.summary("en")


def test_people_by_what_they_take_part_in(network):
    found = score_participation(network)
    assert found.loc["Cas", ["initiatives", "contacts"]].tolist() == [2, 3]
    assert found.loc["Cas", ["representative", "gatekeeper"]].tolist() == [2, 2]
    assert np.isnan(found.loc["Eva", "constraint"])
    assert found.loc["Eva", "contacts"] == 0


def test_without_groups_or_memberships(network):
    plain = Network.from_frames(memberships=network.memberships)
    assert score_meeting_places(plain).table["diversity"].isna().all()
    assert score_participation(plain)["liaison"].sum() == 0
    with pytest.raises(TooLittleDataError, match="no memberships"):
        score_meeting_places(Network.from_frames(pd.DataFrame({"person": ["a"]})))


def test_places_where_everybody_meets_elsewhere_too():
    joins = pd.DataFrame({"person": ["An", "Bo"] * 2, "initiative": ["x", "x", "y", "y"]})
    found = score_meeting_places(Network.from_frames(memberships=joins))
    assert "No initiative is the only place" in found.summary("en")
