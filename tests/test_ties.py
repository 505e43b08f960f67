"""Ties as arrays: canonical order, mirrored ties, repeats added."""

import numpy as np
import pandas as pd

from kiemen._ties import TieArrays, coded, dates_or_none, in_order, to_csr


def arrays(source, target, relation=("tie",)):
    zeros = np.zeros(len(source), dtype=np.int16)
    return TieArrays(
        source=np.array(source, dtype=np.int32),
        target=np.array(target, dtype=np.int32),
        weight=np.ones(len(source)),
        relation=zeros,
        wave=zeros,
        origin=zeros,
        start=None,
        end=None,
        relations=relation,
        waves=("",),
        origins=("",),
    )


def test_undirected_ties_run_from_low_to_high():
    ordered = in_order(arrays([2, 0], [1, 1]), frozenset({"tie"}))
    assert ordered.source.tolist() == [0, 1]
    assert ordered.target.tolist() == [1, 2]
    kept = in_order(arrays([2, 0], [1, 1]), frozenset())
    assert kept.source.tolist() == [0, 2]


def test_to_csr_adds_repeats_and_mirrors():
    matrix = to_csr(
        np.array([0, 0]), np.array([1, 1]), np.array([1.0, 2.0]), 2, mirrored=np.array([True, False])
    ).toarray()
    assert matrix.tolist() == [[0, 3], [1, 0]]


def test_codes_and_dates():
    codes, names = coded(pd.Series(["b", "a", "b"]))
    assert names == ("a", "b")
    assert codes.tolist() == [1, 0, 1]
    assert dates_or_none(pd.Series(pd.to_datetime([None, None]))) is None
    assert dates_or_none(pd.Series(pd.to_datetime(["2025-01-01"]))) is not None


def test_to_frame_and_take():
    ids = pd.Index(["a", "b", "c"])
    frame = arrays([0, 1], [1, 2]).take(np.array([False, True])).to_frame(ids)
    assert frame[["source", "target"]].to_numpy().tolist() == [["b", "c"]]
    assert frame["start"].isna().all()


def test_pairs_are_ordered_the_same_whether_or_not_they_fit_one_number():
    rng = np.random.default_rng(3)
    for top in (5, 40_000, 2**31 - 2):
        source, target = rng.integers(0, top + 1, 500), rng.integers(0, top + 1, 500)
        pairs = np.unique(np.column_stack([source, target]), axis=0)
        mixed = rng.permutation(pairs)
        ordered = in_order(arrays(mixed[:, 0], mixed[:, 1]), frozenset())
        assert np.array_equal(np.column_stack([ordered.source, ordered.target]), pairs)
    twice = in_order(arrays([1, 0, 1], [0, 1, 0]), frozenset())
    assert twice.source.tolist() == [0, 1, 1]
    assert len(in_order(arrays([], []), frozenset())) == 0
