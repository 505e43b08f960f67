"""Arguments are refused by name, with what to do."""

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen._checks import (
    check_choice,
    check_columns,
    check_integer,
    check_network,
    check_number,
    check_relations,
    check_rng,
    did_you_mean,
)
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network


def test_numbers():
    assert check_number("p", 0.5, low=0, high=1) == 0.5
    for wrong in (2, -1, float("nan"), float("inf"), "0.5", None, True):
        with pytest.raises(InputError, match=r"^p must"):
            check_number("p", wrong, low=0, high=1)
    with pytest.raises(InputError, match="above 0"):
        check_number("p", 0, low=0, low_open=True)
    with pytest.raises(InputError, match="whole"):
        check_integer("k", 1.5)


def test_a_relation_is_a_name_or_several():
    assert check_relations(None, ["ask"]) == check_relations("ask", ["ask"]) == check_relations(("ask",), ["ask"])
    with pytest.raises(InputError, match="relation must be a name, a list of names or None, not 5"):
        check_relations(5, ["ask"])


def test_choice_and_columns_name_the_nearest():
    with pytest.raises(InputError, match="Did you mean 'team'"):
        check_choice("audience", "teem", ["team", "analyst"])
    with pytest.raises(ColumnError, match=r"roster\.csv: no column 'naam '.*'naam'"):
        check_columns(pd.DataFrame({"naam": []}), ["naam "], "roster.csv")
    assert did_you_mean("zzz", ["a", "b"]) == " There is: 'a', 'b'."
    assert did_you_mean("x", []) == ""


def test_rng():
    assert check_rng(3).integers(1000) == np.random.default_rng(3).integers(1000)
    generator = np.random.default_rng(1)
    assert check_rng(generator) is generator
    for wrong in (-1, "seed", True, 1.5):
        with pytest.raises(InputError, match="rng must"):
            check_rng(wrong)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (pd.DataFrame({"source": ["a"], "target": ["b"]}), "not DataFrame; .*from_frames"),
        (nx.MultiDiGraph(), "not MultiDiGraph; .*from_networkx"),
        ("ties.csv", "not str; .*read_network"),
        (Path("ties.csv"), "not .*Path; .*read_network"),
        (None, "not NoneType"),
        (Network, "not type"),
    ],
)
def test_what_is_not_a_network_is_refused_with_a_way_to_make_one(other, said):
    with pytest.raises(InputError, match=f"network must be a Network, {said}"):
        check_network(other)
    check_network(Network.from_frames())
