import numpy as np
import pandas as pd

from kiemen.adoption.counts import adopted_contacts, tabulate
from kiemen.adoption.times import build_times


def test_counts_contacts_who_adopted_before(crowd, crowd_times):
    window = build_times(crowd, times=crowd_times)
    matrix = crowd.adjacency(weight="weight")
    found = adopted_contacts(matrix, window.slots, 8)
    dense, when = matrix.toarray(), crowd_times.to_numpy()
    for slot in range(8):
        np.testing.assert_allclose(found[:, slot], dense @ (when < slot + 1))


def test_tabulated_people_and_adoptions_add_up(crowd, crowd_times):
    window = build_times(crowd, times=crowd_times)
    slot, k, n, e = tabulate(adopted_contacts(crowd.adjacency(weight=None), window.slots, 8), window)
    known = crowd_times.dropna()
    for place in range(1, 8):
        assert n[slot == place].sum() == (known > place).sum()
        assert e[slot == place].sum() == (known == place + 1).sum()
    assert (k >= 0).all()


def test_one_period_has_nothing_to_count():
    from kiemen.network import Network

    network = Network.from_arrays(list("ab"), [0], [1])
    window = build_times(network, times=pd.Series({"a": 1.0, "b": 1.0}))
    assert [len(part) for part in tabulate(np.zeros((2, 1)), window)] == [0, 0, 0, 0]
