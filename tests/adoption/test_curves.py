import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.curves import hazard_counts, profile_adoption
from kiemen.adoption.times import build_times
from kiemen.errors import TooLittleDataError
from kiemen.network import Network


def test_counts_by_hand():
    """Five people known: adopt in 1, 2, 2, 4 and not; the sixth unknown."""
    network = Network.from_arrays(list("abcdef"), [0], [1])
    times = pd.Series(dict(zip("abcdef", [1, 2, 2, 4, np.inf, np.nan], strict=True)))
    found = profile_adoption(network, times=times)
    table = found.table
    assert table["at_risk"].tolist() == [5, 4, 2, 2]
    assert table["adopted"].tolist() == [1, 2, 0, 1]
    assert table["share"].tolist() == [0.2, 0.6, 0.6, 0.8]
    assert table["hazard"].tolist()[1:] == [0.5, 0.0, 0.5]
    assert np.isnan(table["hazard"].iloc[0])
    assert table["rate"].tolist()[1:] == [2.0, 0.0, 1 / 3]
    assert (table["hazard_low"].dropna() <= table["hazard"].dropna()).all()
    assert "4 of 5 people" in found.summary("en")
    assert "unknown" in found.summary("en")


def test_everybody_adopted_leaves_no_hazard_after():
    network = Network.from_arrays(list("ab"), [0], [1])
    window = build_times(network, times=pd.Series({"a": 1.0, "b": 2.0}), last=4)
    table = profile_adoption(network, times=window).table
    assert table["hazard"].tolist()[1] == 1.0
    assert table["hazard"].isna().tolist() == [True, False, True, True]


def test_groups_add_up(crowd, crowd_times):
    table = profile_adoption(crowd, times=crowd_times, by="department").table
    whole = table[table["group"] == ""]
    parts = table[table["group"] != ""].groupby(level="period")[["adopted", "cumulative", "at_risk"]].sum()
    assert (parts == whole[["adopted", "cumulative", "at_risk"]]).all(axis=None)
    assert sorted(table["group"].unique()) == ["", "d0", "d1", "d2"]


def test_nobody_known_is_refused():
    network = Network.from_arrays(list("ab"), [0], [1])
    window = build_times(network, times=pd.Series({"a": np.nan}), first=1, last=2)
    with pytest.raises(TooLittleDataError, match="no curve"):
        profile_adoption(network, times=window)


@pytest.mark.oracle
def test_curve_and_hazard_of_doctors(medical):
    """netdiffuseR, article 'Analyzing the Medical Innovation data', summary table."""
    table = profile_adoption(medical.network, times=medical.coded).table
    expected = [11, 20, 29, 40, 51, 62, 75, 82, 86, 87, 92, 95, 98, 102, 106, 108, 109, 125]
    assert table["cumulative"].tolist() == expected
    hazard = [0.08, 0.09, 0.11, 0.13, 0.15, 0.21, 0.14, 0.09, 0.03, 0.13, 0.09, 0.10, 0.15, 0.17, 0.11, 0.06, 1.00]
    assert table["hazard"].iloc[1:].round(2).tolist() == hazard
    n = medical.network.n_people
    assert (medical.network.n_ties, round(medical.network.n_ties / (n * (n - 1)), 5)) == (294, 0.01897)


def test_intervals_of_the_hazard_hold_the_truth_nine_times_in_ten():
    """4,000 simulated curves of 150 people with hazards between 0.08 and 0.3; all intervals of a curve together."""
    rng = np.random.default_rng(3)
    hazard = np.array([0.1, 0.2, 0.3, 0.15, 0.08])
    hits = total = 0
    from kiemen.adoption.intervals import share_interval

    for _ in range(4000):
        adopts = rng.random((150, 5)) < hazard
        slots = np.where(adopts.any(axis=1), adopts.argmax(axis=1), 5)
        at_risk, adopted = hazard_counts(slots, 5)
        low, high = share_interval(adopted[1:], at_risk[1:], 0.9)
        hits += ((low <= hazard[1:]) & (hazard[1:] <= high)).sum()
        total += 4
    assert 0.88 <= hits / total <= 0.92
