import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from kiemen.adoption.categories import ROGERS, VALENTE, cut_points, find_categories, valente_classes
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network


def network_of(n: int) -> Network:
    return Network.from_arrays([f"p{i:04d}" for i in range(n)], [0], [1])


def test_exactly_at_a_cut_point_goes_to_the_later_class():
    """Times 1, 2, 3: mean 2, sample sd 1, so that 1, 2 and 3 lie exactly on the cuts."""
    network = network_of(3)
    found = find_categories(network, times=pd.Series([1.0, 2.0, 3.0], index=network.ids))
    assert found.cutoffs.tolist() == [1.0, 2.0, 3.0]
    assert found.table["category"].tolist() == ["early majority", "late majority", "laggard"]


def test_under_a_normal_curve_the_shares_are_those_of_the_textbook():
    times = norm.ppf((np.arange(4000) + 0.5) / 4000)
    network = network_of(4000)
    found = find_categories(network, times=pd.Series(times, index=network.ids), scheme="rogers").table["category"]
    shares = found.value_counts(normalize=True).reindex(ROGERS)
    np.testing.assert_allclose(shares, [0.0228, 0.1359, 0.3413, 0.3413, 0.1587], atol=2e-3)


def test_not_adopted_and_unknown_are_no_laggards():
    network = network_of(5)
    found = find_categories(network, times=pd.Series([1.0, 2.0, 4.0, np.inf, np.nan], index=network.ids)).table
    assert found["category"].iloc[3] == "not adopted"
    assert found["category"].isna().tolist() == [False] * 4 + [True]


def test_too_few_adopters_and_unknown_schemes_are_refused():
    network = network_of(3)
    with pytest.raises(TooLittleDataError, match="at least two"):
        find_categories(network, times=pd.Series([1.0, np.inf, np.inf], index=network.ids))
    with pytest.raises(InputError, match="scheme"):
        find_categories(network, times=pd.Series([1.0, 2, 3], index=network.ids), scheme="moore")
    assert set(valente_classes(np.array([0.5, np.nan]), VALENTE)) == {""}


def test_one_time_for_all_knows_no_early_or_late():
    network = network_of(4)
    with pytest.raises(TooLittleDataError, match="same time"):
        find_categories(network, times=pd.Series(2.0, index=network.ids))
    with pytest.raises(TooLittleDataError, match="same time"):
        cut_points(np.full(4, 2.0), VALENTE)


@pytest.mark.oracle
def test_cut_offs_of_farmers(farmers):
    """netdiffuseR, reference page of classify_adopters: 1955.10, 1959.80, 1964.50 (year 1 is 1946)."""
    cuts = find_categories(farmers.network, times=farmers.coded).cutoffs + 1945
    assert cuts.round(2).tolist() == [1955.10, 1959.80, 1964.50]


def test_contacts_outside_do_not_count():
    """Somebody outside who had it years before must not make everybody inside late."""
    people = pd.DataFrame({"person": list("abcdex"), "inside": [True] * 5 + [False]})
    times = pd.Series({"a": 21.0, "b": 22.0, "c": 23.0, "d": 24.0, "e": 25.0, "x": 1.0})
    found = find_categories(Network.from_frames(people), times=times)
    inside = find_categories(Network.from_frames(people[:5]), times=times[:5])
    assert found.cutoffs.tolist() == inside.cutoffs.tolist()
    assert found.table["category"][:5].tolist() == inside.table["category"].tolist()
    assert pd.isna(found.table.loc["x", "category"])
    assert found.headline[0].say("en") == inside.headline[0].say("en")
