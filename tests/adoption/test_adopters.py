"""Who starts: declared, on record, or drawn by rank in every world."""

import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.adopters import resolve_adopters
from kiemen.errors import InputError
from kiemen.network import Network

PEOPLE = pd.DataFrame({"person": list("abcdef"), "inside": [True] * 5 + [False]})
NETWORK = Network.from_frames(PEOPLE)


def test_lists_and_true_false_series_are_declared():
    assert resolve_adopters(NETWORK, ["c", "a", "c"]).fixed.tolist() == [0, 2]
    flags = pd.Series([True, False, None], index=["d", "a", "b"], dtype="object")
    found = resolve_adopters(NETWORK, flags)
    assert found.fixed.tolist() == [3]
    assert found.unknown == 1
    assert not found.drawn
    ptr, people = found.of(np.arange(9), 1)
    assert ptr.tolist() == [0, 1]
    assert people.tolist() == [3]


def test_what_is_said_per_person_may_be_a_mapping():
    assert resolve_adopters(NETWORK, {"a": False, "d": True}).fixed.tolist() == [3]
    assert resolve_adopters(NETWORK, {"a": 1.0, "d": 3.0}, share=0.4).drawn
    with pytest.raises(InputError, match="nobody"):
        resolve_adopters(NETWORK, {})


@pytest.mark.parametrize("odd", [3, 2.5, pd.DataFrame({"person": ["a"]}), pd.Series(["a", "b"])])
def test_what_are_no_adopters_is_refused_by_name(odd):
    with pytest.raises(InputError, match="adopters must be"):
        resolve_adopters(NETWORK, odd)


def test_a_ranking_is_drawn_by_rank_and_unknown_stands_in_the_middle():
    ranking = pd.Series([5.0, 4.0, 2.0, 1.0], index=["a", "b", "d", "e"])  # c is unknown, f is outside
    found = resolve_adopters(NETWORK, ranking, share=0.4)
    assert found.size == 2
    assert found.unknown == 1
    ptr, people = found.of(np.arange(2000), 7)
    assert np.diff(ptr).tolist() == [2] * 2000
    chosen = np.bincount(people, minlength=6) / 2000
    assert chosen[5] == 0
    assert chosen[0] > chosen[1] > chosen[2] > chosen[3] > chosen[4]
    again = found.of(np.arange(1000, 2000), 7)[1]
    np.testing.assert_array_equal(again, people[2000:])


def test_kept_starters_are_those_drawn_anew(monkeypatch):
    ranking = pd.Series(np.arange(5.0), index=list("abcde"))
    found = resolve_adopters(NETWORK, ranking, share=0.4)
    far = np.arange(1000, 1020)
    asked = (far, far[5:9], np.array([3, 1003, 2000]), far, np.arange(22), np.arange(30))
    for keeping in (20_000_000, 80, 50):
        monkeypatch.setattr("kiemen.adoption.adopters.KEPT_STARTS", keeping)
        for seed in (4, 5):
            for runs in asked:
                ptr, kept = found.of(runs, seed)
                anew = resolve_adopters(NETWORK, ranking, share=0.4).of(runs, seed)
                assert np.array_equal(ptr, anew[0])
                assert np.array_equal(kept, anew[1])
                assert kept.dtype == np.int32
                assert all(len(rows) * found.size <= keeping for rows in found.kept.values())
        found.kept.clear()


def test_on_record():
    adoptions = pd.DataFrame(
        {"person": ["b", "d"], "innovation": "x", "status": ["adopted", "not adopted"], "time": [1.0, np.nan]}
    )
    assert resolve_adopters(Network.from_frames(PEOPLE, adoptions=adoptions), None).fixed.tolist() == [1]
    two = adoptions.assign(innovation=["x", "y"])
    with pytest.raises(InputError, match="2 innovations"):
        resolve_adopters(Network.from_frames(PEOPLE, adoptions=two), None)


@pytest.mark.parametrize(
    ("adopters", "share", "word"),
    [
        (None, None, "on record"),
        ([], None, "nobody"),
        ("a", None, "list of ids"),
        (["z"], None, "no person 'z'"),
        (["a"], 0.1, "leave share out"),
        (pd.Series([1.0], index=["a"]), None, "share="),
        (pd.Series([1.0], index=["a"]), 0.0, "share"),
        (pd.Series([np.nan], index=["a"]), 0.5, "nobody inside"),
        (pd.Series([np.inf], index=["a"]), 0.5, "infinite"),
        (pd.Series([1.0, 2.0], index=["a", "a"]), 0.5, "twice"),
        (pd.Series(["much"], index=["a"]), 0.5, "true/false or numbers"),
    ],
)
def test_refuses_by_name(adopters, share, word):
    with pytest.raises(InputError, match=word):
        resolve_adopters(NETWORK, adopters, share=share)
