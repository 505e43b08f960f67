"""Every public function of measures and diagnosis says so when it is handed something else than a Network."""

import networkx as nx
import pandas as pd
import pytest

import kiemen
from kiemen._rooms import ROOMS
from kiemen.errors import InputError

# These take matrices, answers or nothing.
OTHERS = {"build_null_graphs", "build_null_memberships"}
DOORS = sorted(
    name
    for name, room in ROOMS.items()
    if room.startswith(("kiemen.measures", "kiemen.diagnosis")) and name.islower() and name not in OTHERS
)


@pytest.mark.parametrize("name", DOORS)
def test_something_else(name):
    for other in (pd.DataFrame({"source": ["a"], "target": ["b"]}), nx.path_graph(3), None, "ties.csv"):
        with pytest.raises(InputError, match="network must be a Network"):
            getattr(kiemen, name)(other)
