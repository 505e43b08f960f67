import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.adoption.infection import score_infection
from kiemen.errors import InputError
from kiemen.network import Network

IDS = list("abcde")


def star(*, outward: bool) -> Network:
    centre, rest = [4] * 4, [0, 1, 2, 3]
    return Network.from_arrays(IDS, centre if outward else rest, rest if outward else centre)


def both(times, outward, **settings) -> tuple[float, float]:
    found = score_infection(
        star(outward=outward), times=pd.Series(dict(zip(IDS, times, strict=True))), normalized=False, **settings
    )
    return tuple(found.table.loc["e", ["susceptibility", "infectiousness"]])


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"reach": 1}, 1 / 3),
        ({"reach": 2}, 2 / 4),
        ({"reach": 2, "discount": "exponential", "rate": 0.1}, (1 + 2 / 1.1) / (3 + 2 / 1.1)),
    ],
)
def test_star_of_five(settings, expected):
    """netdiffuseR, tests of infection and susceptibility: a star with times 1, 4, 1, 2 and 3 in the middle."""
    assert both([1, 4, 1, 2, 3], outward=True, **settings)[0] == pytest.approx(expected)
    # The mirror image in time gives the same for infectiousness, along ties that come in.
    assert both([4, 1, 4, 3, 2], outward=False, **settings)[1] == pytest.approx(expected)


def by_hand(matrix, when, n_slots, reach, *, forward):
    """The definition, unnormalised, linear discount, static ties."""
    result = np.full(len(when), np.nan)
    for i, mine in enumerate(when):
        if not np.isfinite(mine):
            continue
        above = below = 0.0
        for k in range(1, min(reach, n_slots - 1) + 1):
            target = mine + k if forward else mine - k
            if not 1 <= target <= n_slots:
                continue
            for j, theirs in enumerate(when):
                weight = matrix[j, i] if forward else matrix[i, j]
                if i != j and weight and np.isfinite(theirs):
                    above += weight * (theirs == target) / k
                    below += weight * ((theirs >= target) if forward else (theirs <= target)) / k
        result[i] = above / below if below else 0.0
    return result


@pytest.mark.parametrize("reach", [1, 3, 20])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_equals_the_definition(crowd, crowd_times, reach, weight):
    found = score_infection(crowd, times=crowd_times, reach=reach, weight=weight, normalized=False).table
    matrix = crowd.adjacency(weight=weight).toarray()
    for column, forward in (("infectiousness", True), ("susceptibility", False)):
        expected = by_hand(matrix, crowd_times.to_numpy(), 8, reach, forward=forward)
        np.testing.assert_allclose(found[column].to_numpy(), expected, rtol=1e-12)


def test_normalised_by_how_many_adopted_then():
    times = pd.Series(dict(zip(IDS, [1, 2, 1, 2, 3], strict=True)))
    plain = score_infection(star(outward=True), times=times, normalized=False).table.loc["e", "susceptibility"]
    scaled = score_infection(star(outward=True), times=times).table.loc["e", "susceptibility"]
    assert scaled == pytest.approx(plain / 2)


def test_moving_contacts_use_the_period_of_the_formula(crowd, crowd_times):
    matrix = crowd.adjacency(weight=None)
    copies = {period: matrix.copy() for period in range(1, 9)}
    still = score_infection(crowd, times=crowd_times, reach=3).table
    pd.testing.assert_frame_equal(still, score_infection(crowd, times=crowd_times, reach=3, contacts=copies).table)


def test_edges_of_the_window_and_bad_settings(crowd, crowd_times):
    found = score_infection(crowd, times=crowd_times).table
    assert (found.loc[found["time"] == 1, "susceptibility"] == 0).all()
    assert (found.loc[found["time"] == 8, "infectiousness"] == 0).all()
    assert found.loc[~np.isfinite(found["time"]), "susceptibility"].isna().all()
    for wrong in ({"reach": 0}, {"discount": "none"}, {"rate": -1}):
        with pytest.raises(InputError):
            score_infection(crowd, times=crowd_times, **wrong)


def one_by_one(graphs, slots, n_slots, worth, *, forward, normalized):
    """The definition with ties that differ per period, discount and division by the crowd."""
    found = np.full(len(slots), np.nan)
    crowd = np.bincount(slots[slots < n_slots], minlength=n_slots)
    for i in np.flatnonzero(slots < n_slots):
        above = below = people = 0.0
        for k, value in enumerate(worth, start=1):
            there = slots[i] + (k if forward else -k)
            if not 0 <= there < n_slots:
                continue
            graph = graphs[slots[i] + (k - 1 if forward else 1 - k)]
            for j in range(len(slots)):
                if j != i and slots[j] < n_slots:
                    tie = value * (graph[j, i] if forward else graph[i, j])
                    above += tie * (slots[j] == there)
                    below += tie * (slots[j] >= there if forward else slots[j] <= there)
            people += value * crowd[there]
        share = above / below if below else 0.0
        found[i] = (share / people if people else 0.0) if normalized else share
    return found


@pytest.mark.parametrize("normalized", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_twin_with_ties_that_move(seed, normalized):
    rng = np.random.default_rng(seed)
    n, n_slots = 9, 5
    ids = [f"p{i}" for i in range(n)]
    graphs = [(rng.random((n, n)) < 0.4).astype(float) for _ in range(n_slots)]
    for graph in graphs:
        np.fill_diagonal(graph, 0)
    slots = rng.integers(0, n_slots + 1, n)
    slots[:2] = 0, n_slots - 1
    times = pd.Series(np.where(slots < n_slots, slots + 1.0, np.inf), index=ids)
    moving = {period: csr_array(graph) for period, graph in enumerate(graphs, start=1)}
    network = Network.from_arrays(ids, [0], [1])
    settings = {"reach": 3, "discount": "exponential", "rate": 0.3, "normalized": normalized}
    found = score_infection(network, times=times, contacts=moving, **settings).table
    for name, forward in (("infectiousness", True), ("susceptibility", False)):
        worth = 1.3 ** -np.arange(3.0)
        expected = one_by_one(graphs, slots, n_slots, worth, forward=forward, normalized=normalized)
        np.testing.assert_allclose(found[name], expected, atol=1e-12)
