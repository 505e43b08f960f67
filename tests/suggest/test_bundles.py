import networkx as nx
import pytest

from kiemen.diffusion.threshold import Threshold
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network
from kiemen.suggest.bundles import suggest_bundles


def test_three_ties_light_a_clique_of_ten(two_cliques, left):
    found = suggest_bundles(two_cliques, adopters=left, model=Threshold(contacts=2, noise=0.0), rng=3)
    row = found.table.iloc[0]
    assert (row["ties"], row["gain"], row["alone"]) == (3, 10, 0)
    assert row["crosses"] == "left – right"
    assert len(found.ties) == 3
    said = found.explain(1, language="en")
    assert "10.0 extra adopters (90% interval 10.0 to 10.0); one by one 0.0" in said
    assert "It feeds fuel" in said
    assert "To begin with" in said


def test_with_three_contacts_needed_more_ties_are(two_cliques, left):
    # The first over needs three ties, the second two and the third one.
    found = suggest_bundles(two_cliques, adopters=left, model=Threshold(contacts=3, noise=0.0), size=8, rng=3)
    assert found.table["ties"].iloc[0] == 6
    assert found.table["gain"].iloc[0] == 10


def test_when_no_bundle_helps_it_says_so(two_cliques, left):
    found = suggest_bundles(two_cliques, adopters=left, model=Threshold(contacts=9, noise=0.0), rng=3)
    assert found.table.empty
    assert "No bundle" in found.summary("en")


def test_size_and_column_are_checked(two_cliques, left):
    with pytest.raises(InputError, match="size"):
        suggest_bundles(two_cliques, adopters=left, size=1)
    with pytest.raises(ColumnError, match="no column 'tream'"):
        suggest_bundles(two_cliques, adopters=left, by="tream")


def test_without_groups_the_communities_are_bridged(two_cliques, left):
    model = Threshold(contacts=2, noise=0.0)
    with_teams = suggest_bundles(two_cliques, adopters=left, model=model, rng=3)
    bare = two_cliques.replace(people=two_cliques.people[["name", "inside"]].reset_index())
    found = suggest_bundles(bare, adopters=left, model=model, rng=3)
    assert found.table.loc[1, "crosses"] == "community 1 – community 2"
    same = ["ties", "people", "gain", "alone"]
    assert found.table[same].iloc[0].tolist() == with_teams.table[same].iloc[0].tolist()
    assert "communities found in the ties" in found.summary("en")
    assert "communities found" not in with_teams.summary("en")


def test_room_goes_before_what_holds_for_everybody(two_cliques, left):
    closed = dict.fromkeys(left[1:], 0)
    found = suggest_bundles(
        two_cliques, adopters=left, model=Threshold(contacts=2, noise=0.0), per_person=3, room=closed, rng=3
    )
    assert not set(closed) & set(found.ties["person"])
    assert not set(closed) & set(found.ties["other"])


def test_spared_groups_are_left_alone_and_one_bundle_is_one(two_cliques, left):
    ask = {"adopters": left, "model": Threshold(contacts=2, noise=0.0), "rng": 3}
    assert suggest_bundles(two_cliques, **ask, spare=["right"]).table.empty
    found = suggest_bundles(two_cliques, **ask)
    assert "One bundle carries it" in found.summary("en")
    assert "Eén bundel draagt het" in found.summary("nl")


def test_where_everybody_takes_part_anyway_it_says_so(two_cliques, left):
    graph = nx.barbell_graph(6, 0)
    nx.set_node_attributes(graph, {i: "left" if i < 6 else "right" for i in graph}, "team")
    easy = Threshold(contacts=1, noise=0.0)
    found = suggest_bundles(Network.from_networkx(graph), adopters=["0"], model=easy, rng=1)
    assert found.table.empty
    assert "nearly everybody takes part already" in found.summary("en")
    hard = suggest_bundles(two_cliques, adopters=left, model=Threshold(contacts=2, noise=0.0), rng=1)
    assert "nearly everybody" not in hard.summary("en")


def test_ties_that_need_no_company_are_no_bundle(two_cliques, left):
    # Under a cascade every tie does its part by itself: to say that no tie would bring anything were untrue.
    found = suggest_bundles(two_cliques, adopters=left[:2], model="cascade", rng=1)
    assert found.table.empty
    assert "as much one by one as they do together" in found.headline[0].say("en")
    assert "los van elkaar evenveel op als samen" in found.headline[0].say("nl")


def test_what_is_told_as_the_same_together_and_one_by_one_is_no_bundle():
    star = nx.star_graph(11)
    nx.set_node_attributes(star, {i: "A" if i < 6 else "B" for i in star}, "team")
    found = suggest_bundles(Network.from_networkx(star), adopters=["0", "3"], model="fire", rng=1)
    assert found.table.empty
    assert "no bundle is needed" in found.headline[0].say("en")
