"""Ties between groups against the configuration model and against rewired networks."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from kiemen.measures.grouping import Grouping
from kiemen.measures.segregation import mixing_matrix
from kiemen.measures.wall_tests import compare_pairs, expected_ties


def _random(rng, n=90, p=0.1):
    upper = np.triu(rng.random((n, n)) < p, 1)
    return csr_array((upper | upper.T).astype(float))


def test_expectation_by_hand():
    """Two groups with 3 and 5 tie ends: 3·5/8 between them, 3²/16 and 5²/16 inside."""
    mixing = np.array([[2.0, 1.0], [1.0, 4.0]])
    assert expected_ties(mixing, directed=False) == pytest.approx(np.array([[9 / 16, 15 / 8], [15 / 8, 25 / 16]]))
    assert expected_ties(mixing, directed=True) == pytest.approx(np.outer([3, 5], [3, 5]) / 8)
    assert expected_ties(np.zeros((2, 2)), directed=False).sum() == 0


def test_rewiring_and_formula_tell_nearly_the_same():
    rng = np.random.default_rng(4)
    graph = _random(rng)
    grouping = Grouping("team", ("a", "b", "c"), np.repeat([0, 1, 2], 30))
    drawn = compare_pairs(graph, grouping, times=499, rng=1)
    formula = compare_pairs(graph, grouping, times=0, rng=1)
    assert drawn.observed.tolist() == formula.observed.tolist()
    assert drawn.chance == pytest.approx(formula.expected, rel=0.05)
    assert drawn.p == pytest.approx(formula.p, abs=0.1)
    mixing = mixing_matrix(graph, grouping.codes, 3)
    assert drawn.observed.tolist() == [mixing[0, 1], mixing[0, 2], mixing[1, 2]]


def test_so_few_comes_up_by_chance_as_often_as_it_says():
    rng = np.random.default_rng(7)
    grouping = Grouping("team", ("a", "b", "c"), np.repeat([0, 1, 2], 30))
    p = np.concatenate([compare_pairs(_random(rng), grouping, times=99, rng=seed).p for seed in range(60)])
    assert (p <= 0.05).mean() <= 0.1
    assert 0.4 <= p.mean() <= 0.65
