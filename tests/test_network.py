"""The Network: what goes in comes out, nothing changes, nothing depends on the order of rows."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.errors import ColumnError, InputError
from kiemen.network import Network


def small() -> Network:
    people = pd.DataFrame(
        {
            "person": ["bram", "an", "carla", "daan"],
            "name": ["Bram Jansen", "An de Vries", "Carla Smit", ""],
            "inside": [True, True, True, False],
            "department": ["Zorg", "Wijken", None, "Buurt"],
        }
    )
    ties = pd.DataFrame(
        {
            "source": ["an", "bram", "an", "an"],
            "target": ["bram", "carla", "bram", "an"],
            "weight": [1.0, 2.5, 3.0, 1.0],
            "relation": ["advice", "advice", "meets", "advice"],
            "wave": ["1", "2", "", "1"],
        }
    )
    return Network.from_frames(
        people,
        ties,
        relations=pd.DataFrame({"relation": ["advice", "meets"], "directed": [True, False]}),
        waves=pd.DataFrame({"wave": ["1", "2"], "date": ["2025-01-01", "2025-06-01"]}),
        memberships=pd.DataFrame({"person": ["an", "bram"], "initiative": ["Groen", "Groen"]}),
        participation=pd.DataFrame(
            {
                "person": ["an", "bram", "carla", "an"],
                "wave": ["1", "1", "1", "2"],
                "status": ["answered", "partial", "not answered", "answered"],
            }
        ),
        items=pd.DataFrame({"item": ["q1", "q2"], "scale": ["room", "room"], "low": [1, 1], "high": [5, 5]}),
        responses=pd.DataFrame(
            {
                "person": ["an", "bram", "an"],
                "wave": ["1", "1", "1"],
                "item": ["q1", "q1", "open"],
                "value": [4, 2, np.nan],
                "text": ["", "", "Ik wil leren van Bram Jansen"],
            }
        ),
        adoptions=pd.DataFrame({"person": ["an", "bram"], "status": ["adopted", "not adopted"], "time": [3, np.nan]}),
    )


def test_sizes_and_names():
    network = small()
    assert (network.n_people, network.n_contacts, network.n_nodes, network.n_ties) == (3, 1, 4, 3)
    assert network.people.loc["daan", "name"] == "daan"  # a blank name is the id, never nothing
    assert repr(network) == "<Network: 3 people, 1 contact, 1 initiative, 3 ties>"


def test_a_self_tie_is_listed_and_not_kept():
    ledger = small().ledger
    assert ledger["reason"].tolist() == ["a tie of a person with himself or herself"]
    assert ledger["value"].tolist() == ["an"]


def test_adjacency_takes_the_latest_wave_of_each_relation():
    network = small()
    names = network.ids.tolist()
    assert names == ["an", "bram", "carla", "daan"]
    everything = network.adjacency().toarray()
    # advice: the latest wave is 2, with bram -> carla; meets has no wave and runs both ways
    expected = np.zeros((4, 4))
    expected[1, 2], expected[0, 1], expected[1, 0] = 2.5, 3.0, 3.0
    assert np.array_equal(everything, expected)
    first = network.adjacency("advice", wave="1", weight=None).toarray()
    assert first.sum() == 1
    assert first[0, 1] == 1


def test_direction():
    network = small()
    out = network.adjacency("advice").toarray()
    assert np.array_equal(network.adjacency("advice", direction="in").toarray(), out.T)
    assert np.array_equal(network.adjacency("advice", direction="both").toarray(), np.maximum(out, out.T))


def test_repeated_ties_add_up():
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "b"], "weight": [1, 2]})
    network = Network.from_frames(ties=ties)
    assert network.adjacency().toarray()[0, 1] == 3
    assert network.adjacency(weight=None).toarray()[0, 1] == 1


def test_unknown_is_not_zero():
    network = small()
    assert network.response("1").to_dict() == {
        "an": "answered",
        "bram": "partial",
        "carla": "not answered",
        "daan": "unknown",
    }
    assert network.response_rate("1") == pytest.approx(2 / 3)
    assert np.isnan(network.response_rate("2"))  # nobody knows who else was asked
    times = network.adoption_times()
    assert times["an"] == 3
    assert times["bram"] == np.inf
    assert np.isnan(times["carla"])
    answers = network.answers()
    assert answers.loc["an", "q1"] == 4
    assert np.isnan(answers.loc["carla", "q1"])
    assert network.groups().isna().tolist() == [False, False, True, False]


def test_frames_make_the_same_network_again():
    network = small()
    again = Network.from_frames(**network.to_frames())
    assert again.fingerprint == network.fingerprint
    for name, frame in network.to_frames().items():
        pd.testing.assert_frame_equal(frame, again.to_frames()[name])


@given(st.randoms(use_true_random=False))
def test_row_order_does_not_matter(random):
    network = small()
    shuffled = {}
    for name, frame in network.to_frames().items():
        order = list(range(len(frame)))
        random.shuffle(order)
        shuffled[name] = frame.iloc[order]
    assert Network.from_frames(**shuffled).fingerprint == network.fingerprint


def test_nothing_can_be_changed():
    network = small()
    before = network.fingerprint
    people = network.people
    people.loc["an", "department"] = "elsewhere"
    ties = network.ties
    ties.loc[0, "weight"] = 99
    with pytest.raises(AttributeError, match="never changes"):
        network.people = people
    with pytest.raises(AttributeError):
        network.something = 1
    assert Network.from_frames(**network.to_frames()).fingerprint == before


def test_the_caller_keeps_his_tables():
    ties = pd.DataFrame({"source": ["b", "a"], "target": ["a", "c"], "weight": ["1", "2"]})
    before = ties.copy(deep=True)
    Network.from_frames(ties=ties)
    pd.testing.assert_frame_equal(ties, before)


def test_all_faults_come_at_once():
    people = pd.DataFrame({"person": ["a", "a", "b"]})
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["x", "a"], "weigth": [1, 2], "weight": [0, "veel"]})
    with pytest.raises(InputError) as caught:
        Network.from_frames(people, ties, membership=pd.DataFrame())
    message = str(caught.value)
    for part in ("more than once: 'a'", "Did you mean 'weight'", "'x'", "not a number", "Did you mean 'memberships'"):
        assert part in message


def test_a_person_without_ties_and_a_network_without_people():
    one = Network.from_frames(pd.DataFrame({"person": ["only"]}))
    assert one.adjacency().shape == (1, 1)
    assert np.isnan(one.response_rate())
    nobody = Network.from_frames()
    assert nobody.n_nodes == 0
    assert nobody.adjacency().shape == (0, 0)
    assert "0 people" in nobody.summary("en")


def test_positions_and_columns_name_the_nearest():
    network = small()
    with pytest.raises(InputError, match="Did you mean 'bram'"):
        network.positions(["brams"])
    with pytest.raises(ColumnError, match="Did you mean 'department'"):
        network.groups("departement")
    with pytest.raises(InputError, match="Did you mean 'advice'"):
        network.adjacency("advise")


def test_arrays_and_frames_agree():
    rng = np.random.default_rng(1)
    ids = [f"p{i:03d}" for i in rng.permutation(60)]
    one, other = rng.integers(0, 60, 300), rng.integers(0, 60, 300)
    keep = one != other
    weight = rng.integers(1, 5, 300).astype(float)
    fast = Network.from_arrays(ids, one, other, weight, directed=False)
    frame = pd.DataFrame(
        {"source": [ids[i] for i in one[keep]], "target": [ids[i] for i in other[keep]], "weight": weight[keep]}
    )
    relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
    slow = Network.from_frames(pd.DataFrame({"person": ids}), frame, relations=relations)
    assert fast.fingerprint == slow.fingerprint
    assert (fast.adjacency() != fast.adjacency().T).nnz == 0


def test_arrays_refuse_what_cannot_be():
    with pytest.raises(InputError, match="positions from 0 to 1"):
        Network.from_arrays(["a", "b"], [0], [2])
    with pytest.raises(InputError, match="above zero"):
        Network.from_arrays(["a", "b"], [0], [1], [0.0])
    with pytest.raises(InputError, match="more than once"):
        Network.from_arrays(["a", "a"], [0], [1])
    with pytest.raises(InputError, match="differ in length"):
        Network.from_arrays(["a", "b"], [0, 1], [1])


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_networkx_there_and_back(kind):
    graph = kind(nx.karate_club_graph())
    network = Network.from_networkx(graph)
    assert network.n_people == 34
    back = network.to_networkx()
    expected = nx.to_scipy_sparse_array(graph, nodelist=sorted(graph, key=str))
    mine = nx.to_scipy_sparse_array(back, nodelist=network.ids.tolist())
    assert abs(expected - mine).max() == 0


def test_without_leaves_no_trace():
    network = small().without(["bram"], reason="objected")
    assert network.ids.tolist() == ["an", "carla", "daan"]
    for frame in network.to_frames().values():
        assert "bram" not in frame.to_csv().casefold()
    assert "objected" in network.ledger["reason"].tolist()
    assert network.fingerprint == small().without(["bram"], reason="else").fingerprint


def test_without_spares_words_that_only_contain_the_name():
    responses = pd.DataFrame({"person": ["jan"], "item": ["open"], "text": ["in januari met an gesproken"]})
    network = Network.from_frames(pd.DataFrame({"person": ["jan", "an", "ja"]}), responses=responses)
    assert network.without(["ja"], reason="x").responses["text"].tolist() == ["in januari met an gesproken"]
    assert network.without(["an"], reason="x").responses["text"].tolist() == [""]


def test_select():
    network = small()
    pair = network.select(["an", "bram"])
    assert pair.n_ties == 2
    assert pair.ties[["source", "target"]].to_numpy().tolist() == [["an", "bram"], ["an", "bram"]]
    assert network.select(inside=False).ids.tolist() == ["daan"]
    assert network.select(relation="meets").n_ties == 1
    assert network.select(wave="1").response_rate() == pytest.approx(2 / 3)


def test_replace():
    network = small()
    other = network.replace(initiatives=pd.DataFrame({"initiative": ["Groen"], "theme": ["klimaat"]}))
    assert other.initiatives.loc["Groen", "theme"] == "klimaat"
    assert "theme" not in network.initiatives
    with pytest.raises(InputError, match="Did you mean"):
        network.replace(initiative=pd.DataFrame())


def test_repr_html_escapes_everything():
    payload = "<script>alert(1)</script>"
    ties = pd.DataFrame({"source": ["a"], "target": ["b"], "relation": [payload]})
    html = Network.from_frames(ties=ties)._repr_html_()
    assert payload not in html
    assert "&lt;script&gt;" in html


def test_without_blanks_attributes_that_name_who_is_gone():
    people = pd.DataFrame({"person": ["1", "2", "3"], "name": ["An", "Bram", "Cas"], "manager": ["2", "", "1"]})
    left = Network.from_frames(people).without(["2"], reason="objected")
    assert left.people["manager"].isna().tolist() == [True, False]
    assert left.people.loc["3", "manager"] == "1"


def test_what_is_no_table_network_or_graph_is_refused_in_words():
    with pytest.raises(InputError, match="table 'ties' must be a DataFrame, not list"):
        Network.from_frames(ties=[("a", "b")])
    with pytest.raises(InputError, match="must be a Network, not DataFrame"):
        small().merge(pd.DataFrame())
    with pytest.raises(InputError, match="networkx graph, not list"):
        Network.from_networkx([("a", "b")])
    with pytest.raises(InputError, match="whole positions"):
        Network.from_arrays(["a", "b"], [0.5], [1])


@pytest.mark.parametrize("missing", [float("nan"), None, ""])
def test_a_missing_weight_is_no_weight_of_one(missing):
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "weight": [2, missing]})
    with pytest.raises(InputError, match="a weight is missing"):
        Network.from_frames(ties=ties)
    assert Network.from_frames(ties=ties.drop(columns="weight")).ties["weight"].tolist() == [1, 1]
