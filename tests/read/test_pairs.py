"""Repeated ties become one."""

import warnings

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import DoubtfulInputWarning
from kiemen.read.account import Account
from kiemen.read.crowd import identify
from kiemen.read.pairs import NO_NAME, merged_ties, set_aside_unnamed
from kiemen.read.rawtable import RawTable
from kiemen.read.ties import read_ties

ROWS = pd.DataFrame(
    {
        "source": ["a", "b", "a", "b"],
        "target": ["b", "a", "b", "c"],
        "weight": [1.0, 2.0, 4.0, 8.0],
        "start": pd.to_datetime(["2025-03-02", "2025-03-01", "2025-03-04", None]),
    }
)


def test_weights_are_added_and_dates_span():
    made = merged_ties(ROWS, directed=True)
    assert made[["source", "target", "weight"]].to_numpy().tolist() == [
        ["a", "b", 5.0],
        ["b", "a", 2.0],
        ["b", "c", 8.0],
    ]
    assert made["start"].dt.day.tolist()[:2] == [2, 1]
    assert made["end"].dt.day.tolist()[:2] == [4, 1]


def test_undirected_pairs_are_one_whichever_way_they_stand():
    made = merged_ties(ROWS, directed=False)
    assert made[["source", "target", "weight"]].to_numpy().tolist() == [["a", "b", 7.0], ["b", "c", 8.0]]


def test_sums_do_not_hang_on_the_order_of_rows():
    rng = np.random.default_rng(1)
    rows = pd.DataFrame({"source": "a", "target": "b", "weight": rng.random(200), "start": pd.NaT})
    shuffled = rows.sample(frac=1, random_state=2)
    assert merged_ties(rows, directed=True)["weight"][0] == merged_ties(shuffled, directed=True)["weight"][0]


def test_blank_names_are_listed_by_row():
    frame = pd.DataFrame({"van": ["An", "", "Eva"], "naar": ["", "Bram", "An"]}, index=[2, 3, 4], dtype="str")
    account = Account(RawTable(frame, "bron"))
    found = identify({column: frame[column] for column in frame}, account)
    assert set_aside_unnamed(account, found, ["van", "naar"]).tolist() == [False, False, True]
    assert [(note.row, note.column, note.reason) for note in account.notes] == [
        (3, "van", NO_NAME),
        (2, "naar", NO_NAME),
    ]


def test_ties_that_are_written_both_ways_are_told(tmp_path, monkeypatch):
    frame = pd.DataFrame({"van": list("abbc"), "naar": list("bacb"), "gewicht": [1, 1, 2, 2]})
    with pytest.warns(DoubtfulInputWarning, match="both ways"):
        network = read_ties(frame, directed=False)
    assert network.ties["weight"].tolist() == [2, 4]
    path = tmp_path / "ties.csv"
    frame.to_csv(path, index=False)
    monkeypatch.setattr("kiemen.read.aggregate.LARGE", 0)
    with pytest.warns(DoubtfulInputWarning, match="both ways"):
        assert read_ties(path, directed=False).ties["weight"].tolist() == [2, 4]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_ties(frame).n_ties == 4
        assert read_ties(frame.assign(gewicht=[1, 1, 2, 3]), directed=False).n_ties == 2
        assert read_ties(frame.head(3), directed=False).n_ties == 2
