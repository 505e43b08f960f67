"""The data behind the map: in the order of the network, small, and only what was given."""

import json

import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.report.view import ADOPTER, OUTSIDE, network_view


def test_view_follows_the_network(network):
    ids = network.ids
    view = network_view(
        network, by="department", language="nl", adopters=[ids[3]], suggestions=[(ids[0], ids[9]), ("x", "y")]
    )
    assert view["flags"][3] & ADOPTER
    assert view["suggestions"] == [0, 9]
    assert view["groups"] == ["Financiën", "ICT", "Wijken", "Zorg"]
    assert view["groups"][view["group"][0]] == "Zorg"
    matrix = network.adjacency(direction="both", weight=None)
    assert len(view["ties"]) == matrix.nnz
    assert view["degree"] == np.diff(matrix.indptr).tolist()
    assert max(map(abs, [*view["x"], *view["y"]])) <= 1
    json.dumps(view)


def test_contacts_are_marked_and_nobody_gives_no_view():
    people = pd.DataFrame({"person": ["a", "b"], "inside": [True, False]})
    view = network_view(Network.from_frames(people), by=None, language="en")
    assert [flag & OUTSIDE for flag in view["flags"]] == [0, OUTSIDE]
    assert view["group"] == [-1, -1]
    assert network_view(Network.from_frames(), by=None, language="en") is None
