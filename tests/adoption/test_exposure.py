import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemen.adoption.contacts import build_period_contacts
from kiemen.adoption.curves import profile_adoption
from kiemen.adoption.equivalence import score_equivalence
from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.thresholds import score_thresholds
from kiemen.adoption.times import build_times
from kiemen.errors import ColumnError, DoubtfulInputWarning, InputError
from kiemen.network import Network
from kiemen.read.survey import read_survey


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


@pytest.mark.oracle
def test_survey_of_netdiffuser_from_file_to_thresholds(shared):
    """The made-up survey that netdiffuseR ships: who was not interviewed drops out, which leaves its edge list of ten
    ties and all nine people; thresholds by hand."""
    folder = shared / "datasets" / "netdiffuser_fakes"
    frame = pd.read_csv(folder / "fakesurvey_wide.csv", dtype=str)
    with pytest.warns(DoubtfulInputWarning):
        whole = read_survey(frame, respondent=["group", "id"], nominations=["net1", "net2", "net3"])
    network = whole.select(people=whole.ids[whole.response().eq("answered")])
    listed = pd.read_csv(folder / "fakeEdgelist.csv").dropna(subset=["alter"])
    listed = {tuple(f"{int(i) // 100}-{int(i) % 100}" for i in pair) for pair in listed[["ego", "alter"]].to_numpy()}
    assert set(map(tuple, network.ties[["source", "target"]].to_numpy())) == listed
    assert network.n_people == 9
    times = pd.Series(pd.to_numeric(frame["toa"]).to_numpy(), index=frame["group"] + "-" + frame["id"])
    times = times.fillna(np.inf)
    assert profile_adoption(network, times=times).table["cumulative"].tolist() == [1, 2, 5, 6, 8]
    found = score_thresholds(network, times=times).table["threshold"]
    expected = {"1-1": 0, "1-2": 1, "1-3": 1, "1-4": 1, "1-5": 0, "2-1": 0, "2-2": 0, "2-5": 0, "2-10": np.nan}
    np.testing.assert_array_equal(found[list(expected)], list(expected.values()))
    assert score_exposure(network, times=times).loc["2-10"].tolist() == [0, 0, 0.5, 1, 1]


@pytest.mark.oracle
def test_two_waves_of_the_survey_of_netdiffuser(shared):
    """In the second wave 2-2 names somebody who was interviewed: only then is she exposed."""
    frame = pd.read_csv(shared / "datasets" / "netdiffuser_fakes" / "fakesurveyDyn_wide.csv", dtype=str)
    columns = {"respondent": ["group", "id"], "nominations": ["net1", "net2", "net3"]}
    waves = []
    for wave, rows in frame.groupby("time"):
        with pytest.warns(DoubtfulInputWarning):
            waves.append(read_survey(rows.drop(columns="time"), wave=wave, **columns))
    whole = waves[0].merge(waves[1])
    network = whole.select(people=whole.ids[whole.response("1991").eq("answered")])
    first = frame[frame["time"] == "1990"]
    times = pd.Series(first["toa"].astype(float).to_numpy(), index=first["group"] + "-" + first["id"])
    contacts = build_period_contacts(network, periods={1990: "1990", 1991: "1991"})
    found = score_exposure(network, times=times, contacts=contacts)
    assert found.loc["2-2"].tolist() == [0, 1]
    assert found.loc["1-2"].tolist() == [0, 1]
    assert found.loc["2-10"].tolist() == [0.5, 1]
    assert found.loc["1-1"].tolist() == [0, 0]
