"""Ties by code make the same network as ties by name."""

import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.codedties import network_of_codes
from kiemen.read.tables import read_table


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("dated", [True, False])
def test_the_same_network(directed, dated):
    account = Account(read_table(pd.DataFrame({"van": ["x"], "naar": ["y"]}), name="log"))
    people = pd.DataFrame({"name": list("dcba")}, index=pd.Index(list("dcba"), name="person"))
    ids = ["c", "a", "b"]
    day = np.array(["2025-03-01", "NaT", "2025-01-05"] if dated else ["NaT"] * 3, dtype="datetime64[us]")
    ties = pd.DataFrame({"source": [0, 2, 1], "target": [1, 0, 2], "weight": [1.0, 0.5, 2.0], "start": day, "end": day})
    made = network_of_codes(account, people, ids, ties, relation="mail", directed=directed)
    names = {end: [ids[code] for code in ties[end]] for end in ("source", "target")}
    told = Network.from_frames(
        people=people,
        ties=ties.assign(**names, relation="mail", origin="log"),
        relations=pd.DataFrame({"relation": ["mail"], "directed": [directed]}),
        **account.frames(),
    )
    assert made.fingerprint == told.fingerprint
    for name, frame in told.to_frames().items():
        pd.testing.assert_frame_equal(made.to_frames()[name], frame)


def test_no_ties():
    account = Account(read_table(pd.DataFrame({"van": ["x"], "naar": ["y"]})))
    none = pd.DataFrame({"source": [], "target": [], "weight": [], "start": [], "end": []})
    people = pd.DataFrame({"name": ["a"]}, index=pd.Index(["a"], name="person"))
    assert network_of_codes(account, people, ["a"], none, relation="mail", directed=True).n_ties == 0
