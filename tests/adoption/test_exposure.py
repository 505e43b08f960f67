import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemen.adoption.equivalence import score_equivalence
from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.times import build_times
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network


def by_hand(network, times, *, direction="out", weight=None, lags=0, attribute=None, normalized=True):
    """The definition, one person and period at a time."""
    window = build_times(network, times=times)
    matrix = network.adjacency(weight=weight, direction=direction).toarray()
    when = window.times.to_numpy()
    worth = np.ones(len(when)) if attribute is None else np.asarray(attribute, dtype=float)
    result = np.full((len(when), len(window.periods)), np.nan)
    for i in range(len(when)):
        for place, period in enumerate(window.periods):
            if place < lags:
                continue
            known = [
                j for j in range(len(when)) if matrix[i, j] > 0 and not np.isnan(when[j]) and not np.isnan(worth[j])
            ]
            above = sum(matrix[i, j] * worth[j] for j in known if when[j] <= period - lags)
            below = sum(matrix[i, j] * worth[j] for j in known)
            if below > 0:
                result[i, place] = above / below if normalized else above
            elif (matrix[i] > 0).sum() == 0:
                result[i, place] = 0.0
    return result


@pytest.mark.parametrize("direction", ["out", "in", "both"])
@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("lags", [0, 1, 2])
def test_equals_the_definition(crowd, crowd_times, direction, weight, lags):
    found = score_exposure(crowd, times=crowd_times, direction=direction, weight=weight, lags=lags)
    expected = by_hand(crowd, crowd_times, direction=direction, weight=weight, lags=lags)
    np.testing.assert_allclose(found.to_numpy(), expected, rtol=1e-12)


def test_attributes_weigh_contacts(crowd, crowd_times):
    worth = crowd.people["tenure"].astype(float).mask(crowd.people["tenure"] == 5)
    found = score_exposure(crowd, times=crowd_times, attribute=worth)
    np.testing.assert_allclose(found.to_numpy(), by_hand(crowd, crowd_times, attribute=worth), rtol=1e-12)
    named = score_exposure(crowd, times=crowd_times, attribute="tenure")
    periods = found.columns
    same = pd.DataFrame(dict.fromkeys(periods, crowd.people["tenure"]))
    assert named.equals(score_exposure(crowd, times=crowd_times, attribute=same))


def test_counts_instead_of_shares(crowd, crowd_times):
    found = score_exposure(crowd, times=crowd_times, normalized=False)
    np.testing.assert_allclose(found.to_numpy(), by_hand(crowd, crowd_times, normalized=False), rtol=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_relabelling_rows_and_limits(seed):
    rng = np.random.default_rng(seed)
    n = 12
    ids = np.array([f"q{i:02d}" for i in range(n)])
    source, target = rng.integers(n, size=30), rng.integers(n, size=30)
    times = pd.Series(rng.integers(1, 6, n).astype(float), index=ids)
    found = score_exposure(Network.from_arrays(ids, source, target), times=times)
    assert ((found >= 0) & (found <= 1)).to_numpy().all()
    assert (found.diff(axis=1).iloc[:, 1:] >= -1e-12).to_numpy().all(), "exposure cannot fall when ties stay"
    moved = rng.permutation(n)
    names = ids[moved]
    other = score_exposure(
        Network.from_arrays(names, source, target),
        times=pd.Series(times.to_numpy(), index=names).sample(frac=1, random_state=1),
    )
    np.testing.assert_allclose(other.loc[names].to_numpy(), found.loc[ids].to_numpy())


def test_an_isolate_has_no_exposure_and_unknown_contacts_are_unknown():
    network = Network.from_arrays(list("abc"), [0], [1])
    found = score_exposure(network, times=pd.Series({"a": 2.0, "c": 1.0}))
    assert found.loc["c"].tolist() == [0.0, 0.0]
    assert found.loc["a"].isna().all(), "the only contact is unknown"


@pytest.mark.oracle
def test_lagged_exposure_of_two_doctors(medical):
    """netdiffuseR, article 'Analyzing the Medical Innovation data', head of the lagged exposure table."""
    found = score_exposure(medical.network, times=medical.coded, lags=1).round(4)
    assert found.loc["1-3", 2:9].tolist() == [0, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 1.0]
    assert found.loc["1-4", 2:9].tolist() == [0, 0.3333, 0.3333, 0.3333, 0.3333, 0.6667, 0.6667, 0.6667]
    assert np.isnan(found.loc["1-3", 1])


@pytest.mark.oracle
def test_equivalence_by_city_equals_city_by_city(medical):
    """Property stated and tested by netdiffuseR (test-struct_equiv.R, 'By group')."""
    network = medical.network
    whole = score_exposure(
        network, times=medical.coded, contacts=score_equivalence(network, by="community", inverse=True)
    )
    groups = network.groups("community")
    for name in sorted(groups.unique()):
        part = network.select(groups.index[groups == name])
        window = build_times(part, times=medical.coded.reindex(part.ids), first=1, last=18)
        alone = score_exposure(part, times=window, contacts=score_equivalence(part, inverse=True))
        np.testing.assert_allclose(whole.loc[part.ids].to_numpy(), alone.to_numpy(), rtol=1e-9)


def test_bad_input_is_refused(crowd, crowd_times):
    with pytest.raises(InputError, match="direction"):
        score_exposure(crowd, times=crowd_times, direction="up")
    with pytest.raises(InputError, match="lags"):
        score_exposure(crowd, times=crowd_times, lags=-1)
    with pytest.raises(ColumnError, match="age"):
        score_exposure(crowd, times=crowd_times, attribute="age")
    with pytest.raises(InputError, match="negative"):
        score_exposure(crowd, times=crowd_times, attribute=-crowd.people["tenure"])
    with pytest.raises(InputError, match="no column for period"):
        score_exposure(crowd, times=crowd_times, attribute=pd.DataFrame({1: crowd.people["tenure"]}))
