"""People and initiatives: published numbers of the Southern Women, definitions written out, error rates."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.errors import InputError
from kiemen.measures.null_models import build_null_memberships
from kiemen.measures.twomode import (
    membership_chances,
    shared_initiatives,
    two_mode_holes,
    two_mode_roles,
    validated_projection,
    weighted_projection,
)


@pytest.fixture(scope="module")
def women(shared):
    """Eighteen women at fourteen events (Davis, Gardner and Gardner 1941)."""
    nodes = pd.read_csv(shared / "oracles" / "ison_southern_women_nodes.csv")
    ties = pd.read_csv(shared / "oracles" / "ison_southern_women_ties.csv")
    names, events = (list(nodes.loc[nodes["type"] == kind, "id"]) for kind in (False, True))
    ends = (ties["source"].map(names.index), ties["target"].map(events.index))
    return csr_array((np.ones(len(ties)), ends), shape=(len(names), len(events)))


@pytest.mark.oracle
def test_southern_women(women):
    """Evelyn, Laura, Theresa: constraint .2782 .3071 .2965, effective size 2.5 1.378 2.456 (netrics' tests)."""
    found = two_mode_holes(women)
    assert found.constraint[:3].round(4).tolist() == [0.2782, 0.3071, 0.2965]
    assert found.effective_size[:3].round(3).tolist() == [2.5, 1.378, 2.456]
    assert found.redundancy[:3].round(3).tolist() == [14.5, 13.622, 14.544]


def _random(seed, shape=(9, 6), density=0.4):
    return (np.random.default_rng(seed).random(shape) < density).astype(float)


def test_constraint_straight_from_its_definition():
    for seed in range(10):
        x = _random(seed)
        x[x.sum(axis=1) == 0, 0] = 1
        x = x[:, x.sum(axis=0) > 0]
        p, r = x / x.sum(axis=1, keepdims=True), x.T / x.sum(axis=0)[:, None]
        n, m = x.shape

        def around(i, a, p=p, r=r, n=n, m=m):
            return sum(p[i, b] * r[b, j] * p[j, a] for b in range(m) for j in range(n) if b != a and j != i)

        expected = [sum((p[i, a] + around(i, a)) ** 2 for a in range(m) if x[i, a]) for i in range(n)]
        assert two_mode_holes(csr_array(x)).constraint == pytest.approx(expected)


def test_shared_and_weighted_projection_by_hand():
    x = csr_array(np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1.0]]))
    assert shared_initiatives(x).toarray().tolist() == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
    assert weighted_projection(x).toarray().tolist() == [[0, 1.5, 0.5], [1.5, 0, 0.5], [0.5, 0.5, 0]]
    strength = weighted_projection(x).sum(axis=1)
    assert strength.tolist() == [2, 2, 1]


def test_roles_count_pairs_who_share_nothing():
    """The middle one shares one initiative with each; first and last share none: one pair, of three groups."""
    x = csr_array(np.array([[1, 0], [1, 1], [0, 1.0]]))
    assert two_mode_roles(x, np.array([0, 1, 2])).tolist() == [[0] * 5, [0, 0, 0, 0, 1], [0] * 5]
    assert two_mode_roles(x, np.array([0, 0, 1]))[1].tolist() == [0, 0, 1, 1, 0]


def test_people_in_nothing_have_no_value():
    found = two_mode_holes(csr_array(np.array([[1, 0], [0, 0], [0, 1.0]])))
    assert np.isnan(found.constraint).tolist() == [False, True, False]
    assert np.isnan(found.effective_size).all()
    assert found.contacts.tolist() == [0, 0, 0]


def test_chances_keep_the_margins():
    for seed in range(5):
        x = _random(seed, (12, 8))
        chance = membership_chances(csr_array(x))
        assert chance.sum(axis=0) == pytest.approx(x.sum(axis=0), abs=1e-5)
        assert chance.sum(axis=1) == pytest.approx(x.sum(axis=1), abs=1e-5)


def test_probability_against_draws(women):
    found = validated_projection(women)
    chance = membership_chances(women)
    rng = np.random.default_rng(1)
    drawn = rng.random((20_000, *chance.shape)) < chance
    for k in range(0, found.one.size, 20):
        shared = (drawn[:, found.one[k]] & drawn[:, found.other[k]]).sum(axis=1)
        assert (shared >= found.shared[k]).mean() == pytest.approx(found.p[k], abs=0.015)
        assert shared.mean() == pytest.approx(found.expected[k], abs=0.03)


def test_error_rate_and_a_planted_pair():
    x = _random(3, (30, 80), 0.1)
    false = sum(
        bool((validated_projection(drawn).q <= 0.05).any())
        for drawn in build_null_memberships(csr_array(x), times=40, rng=1)
    )
    assert false <= 5
    x[1] = x[0] = 0
    x[0, :16] = x[1, :16] = 1
    found = validated_projection(csr_array(x))
    best = int(found.q.argmin())
    assert (found.one[best], found.other[best]) == (0, 1)
    assert found.q[best] < 0.01


def test_too_many_pairs_are_refused_before_memory_is_taken():
    everybody = csr_array(np.ones((15_000, 1)))
    with pytest.raises(InputError, match="pairs of members"):
        shared_initiatives(everybody)
