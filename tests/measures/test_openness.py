"""Expected ties given how open groups are: sums kept, walls found, no walls where there are none."""

import numpy as np
import pytest

from kiemen.measures.fdr import adjusted
from kiemen.measures.openness import few_between, open_ties


def test_sums_are_kept_and_the_diagonal_is_empty():
    rng = np.random.default_rng(0)
    mixing = rng.integers(1, 40, (6, 6)).astype(float)
    fitted = open_ties(mixing)
    outward = mixing - np.diag(np.diag(mixing))
    assert np.diag(fitted).tolist() == [0] * 6
    assert fitted.sum(axis=1) == pytest.approx(outward.sum(axis=1))
    assert fitted.sum(axis=0) == pytest.approx(outward.sum(axis=0))


def test_three_groups_by_hand():
    # with three groups and symmetric ties the three off-diagonal counts fix the sums, so the fit is exact
    mixing = np.array([[9.0, 4, 2], [4, 7, 6], [2, 6, 1]])
    assert open_ties(mixing) == pytest.approx(mixing - np.diag([9, 7, 1]), abs=1e-6)


def test_what_is_inside_does_not_count():
    rng = np.random.default_rng(1)
    mixing = rng.integers(1, 40, (5, 5)).astype(float)
    assert open_ties(mixing) == pytest.approx(open_ties(mixing + np.diag([100.0, 0, 5, 3, 900])))


def test_groups_without_outward_ties():
    mixing = np.zeros((3, 3))
    assert open_ties(mixing).sum() == 0
    assert np.isnan(few_between(mixing, directed=False).p).all()


def test_pairs_apart_are_read_off_the_others():
    openness = np.array([2.0, 3, 4, 5, 1])
    mixing = np.outer(openness, openness)
    cut = mixing.copy()
    cut[0, 1] = cut[1, 0] = 0
    apart = np.zeros((5, 5), bool)
    apart[0, 1] = apart[1, 0] = True
    assert open_ties(cut, apart) == pytest.approx(mixing * (1 - np.eye(5)), abs=1e-6)


def test_two_or_three_groups_decide_their_own_expectation():
    for k in (2, 3):
        found = few_between(np.arange(1.0, k * k + 1).reshape(k, k), directed=True)
        assert np.isnan(found.p).all()


def drawn(rng, k, *, directed=False, scatter=0.0, walls=(), low=2.0):
    """Counts between groups of uneven openness; `scatter` is the spread of the rate of a pair on a log scale."""
    openness = rng.uniform(low, low + 5, k)
    rate = np.outer(openness, openness) * np.exp(rng.normal(0, scatter, (k, k)) if scatter else 0)
    rate = rate / 2 if directed else np.triu(rate)
    for one, other in walls:
        rate[one, other] = rate[other, one] = 0
    counts = rng.poisson(rate).astype(float)
    return counts if directed else np.triu(counts, 1) + np.triu(counts, 1).T


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize(("k", "scatter"), [(4, 0.0), (5, 0.0), (5, 0.3), (10, 0.0), (10, 0.3)])
def test_random_mixing_shows_no_walls_beyond_the_stated_rate(k, scatter, directed):
    rng = np.random.default_rng(k)
    tests = 150
    wrong = 0
    for _ in range(tests):
        found = few_between(drawn(rng, k, directed=directed, scatter=scatter), directed=directed)
        wrong += bool((adjusted(found.p) <= 0.05).any())
    # 7.5 expected of 150; 15 is the 99.4th percentile
    assert wrong <= 15


def test_a_wall_among_five_groups_does_not_hide_itself():
    rng = np.random.default_rng(3)
    seen = 0
    for _ in range(50):
        found = few_between(drawn(rng, 5, walls=[(0, 1)], low=9.0), directed=False)
        q = adjusted(found.p)
        seen += bool(q[0] <= 0.05)
    assert seen >= 40


def test_two_walls_of_one_group_among_eight():
    rng = np.random.default_rng(4)
    openness = np.full(8, 6.0)
    rate = np.outer(openness, openness)
    rate[0, 1] = rate[0, 2] = 0
    counts = np.triu(rng.poisson(rate), 1).astype(float)
    q = adjusted(few_between(counts + counts.T, directed=False).p)
    assert set(np.flatnonzero(q <= 0.05)) == {0, 1}


def test_power_is_about_how_often_a_half_wall_is_noticed():
    """Simulated: a pair with half of 50 ties among eight groups stands out in some four of ten draws."""
    rng = np.random.default_rng(0)
    rate = np.full((8, 8), 50.0)
    rate[0, 1] = 25.0
    seen, said = [], []
    for _ in range(100):
        counts = np.triu(rng.poisson(rate), 1).astype(float)
        found = few_between(counts + counts.T, directed=False)
        seen.append(adjusted(found.p)[0] <= 0.05)
        said.append(found.power[1:].mean())
    assert np.mean(said) == pytest.approx(np.mean(seen), abs=0.15)
    even = np.full((8, 8), 50.0) - 50 * np.eye(8)
    assert (few_between(4 * even, directed=False).power > 0.95).all()
    assert (few_between(even / 10, directed=False).power < 0.05).all()
    assert np.isnan(few_between(even[:3, :3], directed=False).power).all()
