import networkx as nx
import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.suggest.introductions import introducers


def star(**tables):
    graph = nx.Graph([("a", "m"), ("b", "m"), ("a", "h"), ("b", "h"), *(("h", f"x{i}") for i in range(8))])
    network = Network.from_networkx(graph)
    return network.replace(**tables) if tables else network


def pair(network):
    return np.array([network.positions(["a", "b"])])


def test_the_one_with_time_introduces():
    network = star()
    assert network.ids[introducers(network, pair(network))[0]] == "m"


def test_only_those_who_take_part_are_named():
    answered = pd.DataFrame(
        {"person": ["a", "b", "h", "m"], "wave": "1", "status": ["answered"] * 3 + ["not answered"]}
    )
    network = star(participation=answered)
    assert network.ids[introducers(network, pair(network))[0]] == "h"


def test_nobody_is_named_who_is_barred_or_not_shared():
    network = star()
    barred = np.isin(network.ids, ["m", "h"])
    assert introducers(network, pair(network), barred=barred)[0] == -1
    assert introducers(network, np.array([network.positions(["a", "x1"])]))[0] == network.positions(["h"])[0]


def test_nobody_introduces_somebody_whom_they_may_not_meet():
    network = star()
    n, (a, m) = len(network.ids), network.positions(["a", "m"])
    apart = np.array([min(a, m) * n + max(a, m)])
    assert network.ids[introducers(network, pair(network), apart=apart)[0]] == "h"
