import numpy as np
import pandas as pd

from kiemen.adoption.history import (
    find_early_or_none,
    innovation_starts,
    innovations_in_order,
    latest_innovation,
    scores_before,
)
from kiemen.network import Network
from tests.adoption.organisations import organisation


def one_after_the_other() -> Network:
    """The second innovation starts in period 5, when the first, of twelve periods, is under way."""
    return organisation(apart=4)[0]


def test_behaviour_for_training_comes_from_before_the_outcome():
    network = one_after_the_other()
    assert innovations_in_order(network) == ["n0", "n1"]
    assert latest_innovation(network) == "n1"
    scores = np.zeros((network.n_nodes, 3))
    behaviour = scores_before(network, scores, "n1", memberships=True)[:, 1]
    times = network.adoption_times("n0").to_numpy()
    assert np.corrcoef(behaviour[times < 5], times[times < 5])[0, 1] < -0.9
    assert len(set(behaviour[times >= 5])) == 1, "who adopted at the first adoption of n1 or later had not yet"
    assert behaviour[times >= 5][0] < behaviour[times < 5].min()
    assert np.isnan(scores_before(network, scores, "n0", memberships=True)[:, 1]).all(), "nothing came before the first"


def test_on_the_same_clock_nothing_came_before_and_names_do_not_decide():
    network, _ = organisation()
    scores = np.zeros((network.n_nodes, 3))
    for name in ("n0", "n1"):
        assert np.isnan(scores_before(network, scores, name, memberships=True)[:, 1]).all()


def test_nothing_from_the_first_adoption_on_is_a_feature():
    """Whatever happens to the other innovation in the period of the first adoption or later changes nothing."""
    network = one_after_the_other()
    scores = np.zeros((network.n_nodes, 3))
    adoptions = network.adoptions
    late = (adoptions["innovation"] == "n0") & ~(adoptions["time"] < 5)
    adoptions.loc[late, "status"] = "adopted"
    adoptions.loc[late, "time"] = np.random.default_rng(1).integers(5, 30, late.sum()).astype(float)
    changed = network.replace(adoptions=adoptions)
    one, other = (scores_before(n, scores, "n1", memberships=True) for n in (network, changed))
    np.testing.assert_array_equal(one, other)
    assert find_early_or_none(network, "n0", before=5).sum() > 0
    np.testing.assert_array_equal(
        find_early_or_none(network, "n0", before=5), find_early_or_none(changed, "n0", before=5)
    )


def test_starts_and_early_adopters():
    rows = [("a", "x", 4.0), ("b", "x", 6.0), ("a", "y", 2.0)]
    adoptions = pd.DataFrame(rows, columns=["person", "innovation", "time"]).assign(status="adopted")
    network = Network.from_frames(pd.DataFrame({"person": list("ab")}), adoptions=adoptions)
    assert innovation_starts(network) == {"x": 4.0, "y": 2.0}
    assert innovations_in_order(network) == ["y", "x"]
    assert find_early_or_none(network, "y") is None
    assert find_early_or_none(network, "x").tolist() == [0.0, 0.0]
