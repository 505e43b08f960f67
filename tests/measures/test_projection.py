"""Ties between those who share initiatives."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.errors import InputError, TooLittleDataError
from kiemen.measures.projection import RELATION, build_projection
from kiemen.network import Network


def members(rows):
    return pd.DataFrame(rows, columns=["person", "initiative"])


@pytest.fixture
def some():
    drawn = np.random.default_rng(4)
    rows = [
        (f"p{i:02d}", f"project {j}") for i in range(22) for j in drawn.choice(6, drawn.integers(1, 4), replace=False)
    ]
    people = pd.DataFrame({"person": [f"p{i:02d}" for i in range(24)], "team": ["a", "b"] * 12})
    return Network.from_frames(people, memberships=members(rows))


def test_weights_are_those_of_newman(some):
    """The collaboration weights of networkx are another implementation of the same formula."""
    two_mode = nx.Graph()
    for person, initiative in some.memberships[["person", "initiative"]].itertuples(index=False):
        two_mode.add_edge(person, ("initiative", initiative))
    theirs = nx.bipartite.collaboration_weighted_projected_graph(two_mode, [p for p in some.ids if p in two_mode])
    ours = build_projection(some).ties
    assert len(ours) == theirs.number_of_edges()
    for row in ours.itertuples():
        assert row.weight == pytest.approx(theirs[row.source][row.target]["weight"])


def test_everybody_hands_out_one_for_each_initiative_in_which_they_meet(some):
    matrix = build_projection(some).adjacency(RELATION)
    assert matrix.sum(axis=1) == pytest.approx(np.asarray(some.incidence().sum(axis=1)).ravel())


def test_nothing_else_changes_and_row_order_does_not_matter(some):
    tied = build_projection(some)
    assert tied.people.equals(some.people)
    assert tied.memberships.equals(some.memberships)
    assert some.n_ties == 0
    turned = Network.from_frames(some.people, memberships=some.memberships.iloc[::-1])
    assert build_projection(turned).fingerprint == tied.fingerprint


def test_large_initiatives_tie_nobody_and_are_named():
    rows = [(f"p{i}", "all") for i in range(6)] + [("p0", "few"), ("p1", "few"), ("p5", "alone")]
    tied = build_projection(Network.from_frames(memberships=members(rows)), largest=5)
    assert tied.ties[["source", "target", "weight"]].to_numpy().tolist() == [["p0", "p1", 1.0]]
    assert "all" in tied.assumptions["choice"].tolist()
    assert tied.n_nodes == 6


def test_ties_of_a_survey_stay(some):
    asked = some.replace(ties=pd.DataFrame({"source": ["p00"], "target": ["p23"], "relation": ["help"]}))
    tied = build_projection(asked)
    assert set(tied.relations.index) == {"help", RELATION}
    assert len(tied.ties[tied.ties["relation"] == "help"]) == 1


def test_what_cannot_be_is_refused(some):
    tied = build_projection(some)
    with pytest.raises(InputError, match="already"):
        build_projection(tied)
    with pytest.raises(TooLittleDataError, match="larger largest"):
        build_projection(some, largest=2)
    with pytest.raises(TooLittleDataError, match="read memberships first"):
        build_projection(Network.from_frames(some.people))
    with pytest.raises(InputError, match="largest"):
        build_projection(some, largest=1)
