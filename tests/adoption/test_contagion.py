import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.contagion import check_contagion, contact_excess
from kiemen.adoption.times import build_times
from kiemen.errors import InputError, NoSignalWarning, TooLittleDataError
from kiemen.network import Network


def by_hand(matrix, when):
    """Adopted contacts of adopters less the mean of all who had not adopted, per adoption."""
    total = 0.0
    for time in np.unique(when[np.isfinite(when)]):
        counts = matrix @ (when < time)
        naive = ~np.isnan(when) & (when >= time)
        total += (counts[when == time] - counts[naive].mean()).sum()
    return total


def test_statistic_equals_the_definition(crowd, crowd_times):
    window = build_times(crowd, times=crowd_times)
    matrix = crowd.adjacency(weight=None)
    found = contact_excess(matrix, window.slots, 8, window.known)
    assert found == pytest.approx(by_hand(matrix.toarray(), crowd_times.to_numpy()))


def blocks(seed, within):
    """Six departments of twenty; ties within departments; adoption early in some departments, along no ties."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame(
        {"person": [f"p{i:03d}" for i in range(120)], "department": [f"d{i // 20}" for i in range(120)]}
    )
    source = np.repeat(np.arange(120), 4)
    target = source // 20 * 20 + rng.integers(20, size=480)
    keep = source != target
    ids = people["person"].to_numpy()
    ties = pd.DataFrame({"source": ids[source[keep]], "target": ids[target[keep]]}).drop_duplicates()
    network = Network.from_frames(people, ties)
    start = np.repeat([1, 3, 5, 7, 9, 11], 20) if within else np.ones(120)
    return network, pd.Series(start + rng.integers(0, 4, 120), index=network.ids, dtype=float)


def test_departments_that_adopt_together_are_not_contagion():
    network, times = blocks(2, within=True)
    with pytest.warns(NoSignalWarning, match="explained by groups"):
        found = check_contagion(network, times=times, by="department", permutations=199)
    assert found.verdict == "explained by groups"
    assert found.table.loc["ties", "p"] < 0.05
    assert found.table.loc["ties", "p_within"] > 0.1
    assert "groups" in found.headline[0].say("en")


def test_random_adoption_shows_no_relation():
    network, times = blocks(2, within=False)
    with pytest.warns(NoSignalWarning):
        assert check_contagion(network, times=times, permutations=199).verdict in {"no relation", "explained by groups"}


def cascade(seed=3):
    """Adoption that does pass along outgoing ties, in random networks without groups."""
    rng = np.random.default_rng(seed)
    matrix = np.zeros((150, 150))
    for i in range(150):
        matrix[i, rng.choice(150, 3, replace=False)] = 1
    np.fill_diagonal(matrix, 0)
    when = np.full(150, np.inf)
    when[:6] = 1
    for period in range(2, 12):
        rate = 0.3 * matrix @ (when < period)
        when[(rng.random(150) < 1 - np.exp(-rate)) & np.isinf(when)] = period
    source, target = np.nonzero(matrix)
    network = Network.from_arrays([f"p{i:03d}" for i in range(150)], source, target)
    return network, pd.Series(when, index=network.ids)


def test_real_contagion_is_seen_and_the_ties_turned_around_are_weaker():
    network, times = cascade()
    found = check_contagion(network, times=times, permutations=199)
    assert found.verdict == "adopters are connected"
    assert found.table.loc["ties", "z"] > found.table.loc["ties turned around", "z"] + 1
    assert "influence" not in found.headline[0].say("en")


def test_a_placebo_that_does_as_well_takes_the_claim_away():
    network, times = cascade()
    ties = network.ties
    both = pd.concat([ties, ties.assign(relation="same floor")])
    doubled = Network.from_frames(network.people.reset_index(), both)
    with pytest.warns(NoSignalWarning, match="placebo"):
        found = check_contagion(doubled, times=times, relation="tie", placebo=["same floor"], permutations=199)
    assert found.verdict == "placebo does as well"


def test_undirected_ties_have_no_reverse_and_the_seed_decides(crowd, crowd_times):
    settings = {"times": crowd_times, "direction": "both", "permutations": 99}
    with pytest.warns(NoSignalWarning):
        one = check_contagion(crowd, rng=1, **settings)
    with pytest.warns(NoSignalWarning):
        other = check_contagion(crowd, rng=1, **settings)
    assert one.table.index.tolist() == ["ties"]
    pd.testing.assert_frame_equal(one.table, other.table)


@pytest.mark.oracle
def test_doctors_are_not_claimed(medical):
    """The null-contagion data set: Van den Bulte and Lilien (2001), doi:10.1086/320819."""
    with pytest.warns(NoSignalWarning):
        found = check_contagion(medical.network, times=medical.censored, by="community", permutations=199)
    assert found.verdict == "no relation"


def test_bad_input(crowd, crowd_times):
    with pytest.raises(InputError, match="permutations"):
        check_contagion(crowd, times=crowd_times, permutations=5)
    with pytest.raises(InputError, match="flor"):
        check_contagion(crowd, times=crowd_times, placebo=["flor"])
    with pytest.raises(TooLittleDataError, match="no order"):
        check_contagion(crowd, times=pd.Series(1.0, index=crowd.ids))


def test_a_placebo_is_not_among_the_ties_it_is_set_against():
    rng = np.random.default_rng(3)
    ties = pd.DataFrame({"source": rng.integers(0, 40, 120), "target": rng.integers(0, 40, 120), "relation": "advice"})
    floor = pd.DataFrame({"source": rng.integers(0, 40, 120), "target": rng.integers(0, 40, 120), "relation": "floor"})
    both = pd.concat([ties, floor]).query("source != target").astype({"source": str, "target": str})
    network = Network.from_frames(ties=both.drop_duplicates())
    times = pd.Series(1.0 + rng.integers(0, 6, network.n_nodes), index=network.ids)
    with pytest.warns(NoSignalWarning):
        named = check_contagion(network, times=times, relation="advice", placebo=["floor"], permutations=99).table
    with pytest.warns(NoSignalWarning):
        pd.testing.assert_frame_equal(
            check_contagion(network, times=times, placebo="floor", permutations=99).table, named
        )
    with pytest.raises(InputError, match="at once"):
        check_contagion(network, times=times, relation=["advice", "floor"], placebo=["floor"], permutations=99)
    with pytest.raises(InputError, match="every relation"):
        check_contagion(network, times=times, placebo=["floor", "advice"], permutations=99)
