"""Between which groups a person stands."""

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
    assert stands_between(ties, groups, 0) == Between("blue", "red", 1)
    assert stands_between(ties, groups, 2) is None
    assert stands_between(ties, groups, 1) is None


def test_contacts_per_group():
    ties, groups = _star()
    assert contacts_per_group(ties, groups).toarray().tolist() == [[1, 2], [1, 1], [0, 1], [0, 2], [0, 1]]
