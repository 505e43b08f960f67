"""Joining sources: blanks are filled, disagreements are told, nothing counts twice."""

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.read.ties import read_ties


def people(**columns: list[object]) -> Network:
    return Network.from_frames(pd.DataFrame(columns))


def test_blanks_are_filled_and_disagreements_listed():
    one = people(person=["a", "b"], department=["Zorg", None], level=[1, 2])
    two = people(person=["a", "b"], department=["Wijken", "Buurt"], phone=["1", "2"])
    joined = one.merge(two)
    assert joined.people["department"].to_dict() == {"a": "Zorg", "b": "Buurt"}
    assert joined.people["phone"].to_dict() == {"a": "1", "b": "2"}
    told = joined.ledger
    assert told["column"].tolist() == ["department"]
    assert told["value"].tolist() == ["Wijken"]
    assert told["action"].tolist() == ["doubtful"]


def test_an_id_that_stands_for_a_name_gives_way_to_the_name():
    one = Network.from_frames(ties=pd.DataFrame({"source": ["a"], "target": ["b"]}))
    two = people(person=["a"], name=["An de Vries"])
    assert one.merge(two).people.loc["a", "name"] == "An de Vries"
    assert one.merge(two).ledger.empty


def test_a_source_that_comes_twice_counts_once():
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "b"], "origin": ["log", "log"]})
    one = Network.from_frames(ties=ties)
    assert one.merge(one).fingerprint == one.fingerprint
    other = Network.from_frames(ties=ties.assign(origin="mail"))
    assert one.merge(other).n_ties == 4


def test_inside_wins_over_outside():
    one = people(person=["a"], inside=[False])
    two = people(person=["a"], inside=[True])
    assert one.merge(two).n_people == two.merge(one).n_people == 1


def test_a_relation_cannot_be_directed_and_not():
    ties = pd.DataFrame({"source": ["a"], "target": ["b"]})
    one = Network.from_frames(ties=ties)
    two = Network.from_frames(ties=ties, relations=pd.DataFrame({"relation": ["tie"], "directed": [False]}))
    with pytest.raises(InputError, match="directed in one source"):
        one.merge(two)


def test_two_sources_of_one_name_stay_two():
    january = read_ties(pd.DataFrame({"van": ["a", "a"], "naar": ["b", "c"]}))
    february = read_ties(pd.DataFrame({"van": ["a", "b"], "naar": ["b", "c"]}))
    joined = january.merge(february)
    assert joined.n_ties == 4
    assert joined.sources.index.tolist() == ["table", "table (2)"]
    assert joined.sources["rows_read"].tolist() == [2, 2]
    assert set(joined.ties["origin"]) == {"table", "table (2)"}
    assert set(joined.assumptions["source"]) == {"table", "table (2)"}
    assert joined.merge(january).fingerprint == january.merge(february, january).fingerprint == joined.fingerprint


def test_contradicting_statuses_are_told():
    asked = pd.DataFrame({"person": ["a", "b"], "status": ["answered", "not answered"]})
    other = pd.DataFrame({"person": ["a", "b"], "status": ["not answered", "not answered"]})
    joined = Network.from_frames(participation=other).merge(Network.from_frames(participation=asked))
    assert joined.participation["status"].tolist() == ["answered", "not answered"]
    assert joined.ledger[["column", "action", "value"]].to_numpy().tolist() == [
        ["status", "doubtful", "answered / not answered"]
    ]
    both = Network.from_frames(participation=pd.concat([asked, other]))
    assert both.fingerprint == Network.from_frames(participation=pd.concat([other, asked])).fingerprint
    assert both.ledger["reason"].str.contains("different statuses").all()
