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


def test_behaviour_for_training_comes_from_before_the_outcome():
    network, _ = organisation()
    assert innovations_in_order(network) == ["n0", "n1"]
    assert latest_innovation(network) == "n1"
    scores = np.zeros((network.n_nodes, 3))
    earlier = scores_before(network, scores, "n1", memberships=True)
    times = network.adoption_times("n0")
    adopted = np.isfinite(times).to_numpy()
    assert np.corrcoef(earlier[adopted, 1], times[adopted])[0, 1] < -0.9
    assert np.isnan(scores_before(network, scores, "n0", memberships=True)[:, 1]).all(), "nothing came before the first"


def test_starts_and_early_adopters():
    rows = [("a", "x", 4.0), ("b", "x", 6.0), ("a", "y", 2.0)]
    adoptions = pd.DataFrame(rows, columns=["person", "innovation", "time"]).assign(status="adopted")
    network = Network.from_frames(pd.DataFrame({"person": list("ab")}), adoptions=adoptions)
    assert innovation_starts(network) == {"x": 4.0, "y": 2.0}
    assert innovations_in_order(network) == ["y", "x"]
    assert find_early_or_none(network, "y") is None
    assert find_early_or_none(network, "x").tolist() == [0.0, 0.0]
