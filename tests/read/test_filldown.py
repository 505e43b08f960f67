"""Cells that were merged come as blanks, and the message says what to do."""

import pandas as pd
import pytest

from kiemen.errors import DoubtfulInputWarning
from kiemen.read.meetings import read_meetings
from kiemen.read.memberships import read_memberships
from kiemen.read.ties import read_ties

GROUPS = ["Groen", "", "", "Lean", ""]
PEOPLE = ["An", "Bram", "Chaima", "Bram", "An"]


@pytest.mark.parametrize(
    ("read", "columns"),
    [
        (read_memberships, {"initiatief": GROUPS, "naam": PEOPLE}),
        (read_memberships, {"naam": GROUPS, "initiatief": PEOPLE}),
        (read_meetings, {"vergadering": GROUPS, "deelnemer": PEOPLE}),
        (read_ties, {"van": ["An", "", "", "Bram", ""], "naar": ["Bram", "Chaima", "Daan", "An", "Daan"]}),
    ],
)
def test_the_remedy_is_told(read, columns):
    frame = pd.DataFrame(columns)
    with pytest.warns(DoubtfulInputWarning, match="Go To Special"):
        network = read(frame)
    told = network.ledger[network.ledger["reason"].str.contains("Go To Special")]
    assert told["column"].tolist() == [next(iter(columns))]
    assert network.sources["rows_set_aside"].iloc[0] == 3


def test_a_lone_blank_is_no_group():
    with pytest.warns(DoubtfulInputWarning) as said:
        read_memberships(pd.DataFrame({"naam": PEOPLE, "initiatief": ["a", "b", "", "c", "d"]}))
    assert "Go To Special" not in str(said[0].message)
