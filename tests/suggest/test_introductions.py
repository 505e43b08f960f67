import networkx as nx
import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections
from kiemen.suggest.introductions import acquaintances, introducers
from kiemen.suggest.invitations import suggest_invitations


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


def tied(rows, **tables):
    """Everybody tied as (source, target, relation) says, each relation asked of respondents."""
    ties = pd.DataFrame(rows, columns=["source", "target", "relation"])
    kinds = pd.DataFrame({"relation": sorted(set(ties["relation"]))}).assign(directed=True, asked=True)
    return Network.from_frames(ties=ties, relations=kinds, **tables)


PROJECT = [("a", "m", "works with"), ("b", "m", "works with"), ("h", "a", "lunch"), ("h", "b", "lunch")]
DARES = [("a", "d", "dares"), ("b", "d", "dares"), ("d", "a", "dares"), ("d", "b", "dares")]


def named(network, **wishes):
    found = introducers(network, pair(network), **wishes)[0]
    return None if found < 0 else network.ids[found]


def test_who_is_named_for_daring_or_named_somebody_so_does_not_know_them():
    assert named(tied([*PROJECT, *DARES]), relation="works with") == "m"
    assert named(tied(DARES)) is None
    assert named(tied(DARES), relation="dares") is None
    assert named(tied([*DARES, ("a", "m", "works with"), ("m", "b", "works with")])) == "m"


def test_the_relations_that_the_plan_counts_say_who_knows_whom():
    network = tied(PROJECT)
    assert named(network, relation="lunch") == "h"
    assert named(network, relation=["works with"]) == "m"
    # One tie of each kind is no acquaintance in the one that counts.
    mixed = tied([("a", "m", "works with"), ("b", "m", "lunch")])
    assert named(mixed, relation="works with") is None
    assert named(mixed) == "m"


def test_meetings_and_small_initiatives_are_acquaintance_too():
    met = tied([("a", "z", "works with"), ("a", "m", "meeting"), ("b", "m", "meeting")])
    assert named(met, relation="works with") == "m"
    crowd = [f"x{i:02d}" for i in range(60)]
    members = pd.DataFrame(
        [(one, "garden") for one in "ai"] + [(one, "desk") for one in "bi"] + [(one, "club") for one in ["a", *crowd]],
        columns=["person", "initiative"],
    )
    sharing = tied([("a", "z", "works with"), ("b", "x00", "works with")], memberships=members)
    assert named(sharing) == "i"
    # Of a club of sixty nobody says that its members know each other.
    assert named(sharing, barred=np.asarray(sharing.ids == "i")) is None


def test_who_meets_already_needs_no_introduction():
    rows = [("a", "m", "works with"), ("b", "m", "works with")]
    assert named(tied(rows)) == "m"
    together = pd.DataFrame([("a", "garden"), ("b", "garden"), ("m", "garden")], columns=["person", "initiative"])
    assert named(tied(rows, memberships=together)) is None


def test_somebody_outside_is_known_by_ties_of_any_relation():
    people = pd.DataFrame({"person": ["a", "b", "d", "m"], "inside": [True, False, True, True]})
    rows = [("a", "m", "works with"), ("m", "b", "outside"), *DARES]
    assert named(tied(rows, people=people), relation="works with") == "m"
    assert named(tied(rows), relation="works with") is None


def test_acquaintances_are_those_of_a_plain_count():
    rng = np.random.default_rng(4)
    kinds = np.array(["works with", "dares", "meeting", "lunch"])
    drawn = {(*rng.choice(30, 2, replace=False).tolist(), str(rng.choice(kinds))) for _ in range(200)}
    rows = sorted((f"p{i:02d}", f"p{j:02d}", kind) for i, j, kind in drawn)
    joined = sorted({(f"p{rng.integers(30):02d}", f"i{rng.integers(8)}") for _ in range(40)})
    network = tied(rows, memberships=pd.DataFrame(joined, columns=["person", "initiative"]))
    people = network.positions(["p03", "p11", "p20"]).astype(np.int64)
    found = acquaintances(network, people, relation="works with").toarray()
    for row, one in zip(found, network.ids[people], strict=True):
        known = {j for i, j, kind in rows if i == one and kind in {"works with", "meeting"}}
        known |= {i for i, j, kind in rows if j == one and kind in {"works with", "meeting"}}
        mine = {initiative for person, initiative in joined if person == one}
        known |= {person for person, initiative in joined if initiative in mine and person != one}
        assert set(network.ids[row > 0]) == known


def test_plans_and_invitations_name_nobody_who_does_not_know_both():
    rows = [(f"{side}{i}", f"{side}{j}", "works with") for side in "ab" for i in range(5) for j in range(5) if i != j]
    rows += [(f"{side}{i}", "star", "dares") for side in "ab" for i in range(5)]
    people = pd.DataFrame({"person": ["star", *(f"{side}{i}" for side in "ab" for i in range(5))]})
    people["role"] = ["team lead" if person == "b0" else "adviser" for person in people["person"]]
    network = tied(rows, people=people)
    wishes = {"adopters": ["a0", "a1"], "model": "cascade", "rng": 1}
    assert (suggest_connections(network, **wishes, relation="works with", top=5).table["via"] != "star").all()
    assert suggest_invitations(network, **wishes, relation="works with").table["via"].tolist() == [""]
