"""Between which groups a person stands."""

import itertools

import numpy as np
from scipy.sparse import csr_array

from kiemen.measures.grouping import Grouping
from kiemen.measures.reached import Between, contacts_per_group, stands_between


def _star():
    """Person 0 with contacts 1 and 2 of red, 3 of blue and 4 without a group; 1 and 3 know each other."""
    dense = np.zeros((5, 5))
    for one, other in [(0, 1), (0, 2), (0, 3), (0, 4), (1, 3)]:
        dense[one, other] = dense[other, one] = 1
    return csr_array(dense), Grouping("team", ("blue", "red"), np.array([1, 1, 1, 0, -1]))


def test_open_pairs_between_groups_are_counted():
    ties, groups = _star()
    assert stands_between(ties, groups, np.array([0, 2, 1])) == [Between("blue", "red", 1), None, None]


def test_most_open_pairs_agree_with_counting_them_one_by_one():
    rng = np.random.default_rng(5)
    for _ in range(20):
        n, k = int(rng.integers(3, 30)), int(rng.integers(1, 6))
        upper = np.triu(rng.random((n, n)) < rng.uniform(0.1, 0.7), 1)
        ties, codes = upper | upper.T, rng.integers(-1, k, n)
        labels = tuple("abcdef"[:k])
        wanted = []
        for v in range(n):
            open_pairs: dict[tuple[int, int], int] = {}
            for a, b in itertools.permutations(np.flatnonzero(ties[v]), 2):
                if 0 <= codes[a] < codes[b] and not ties[a, b]:
                    key = (int(codes[a]), int(codes[b]))
                    open_pairs[key] = open_pairs.get(key, 0) + 1
            best = min(open_pairs.items(), key=lambda item: (-item[1], item[0]), default=None)
            wanted.append(best and Between(labels[best[0][0]], labels[best[0][1]], best[1]))
        grouping = Grouping("team", labels, codes)
        assert stands_between(csr_array(ties.astype(float)), grouping, np.arange(n)) == wanted


def test_contacts_per_group():
    ties, groups = _star()
    assert contacts_per_group(ties, groups).toarray().tolist() == [[1, 2], [1, 1], [0, 1], [0, 2], [0, 1]]
