"""Positions: roles, communities, key people, removal, meeting places, complex paths."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kiemen import plots
from kiemen.diffusion.complex_paths import score_complex_paths
from kiemen.measures.communities import find_communities
from kiemen.measures.meeting_places import score_meeting_places
from kiemen.measures.removal import find_key_people, score_removal
from kiemen.measures.roles import score_roles
from kiemen.network import Network


@pytest.fixture(scope="module")
def people(network) -> Network:
    joins = pd.DataFrame({"person": [*network.ids[:9], *network.ids[:4]], "initiative": ["x"] * 9 + ["y"] * 4})
    return network.replace(memberships=joins, initiatives=pd.DataFrame({"initiative": ["x", "y"]}))


MADE = {
    "plot_roles": lambda network: score_roles(network, times=19),
    "plot_communities": lambda network: find_communities(network, rng=1),
    "plot_removal": score_removal,
    "plot_key_people": find_key_people,
    "plot_meeting_places": score_meeting_places,
    "plot_complex_paths": score_complex_paths,
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_answer_draws_itself_on_the_axes_given(people, name, language):
    answer = MADE[name](people)
    assert answer._plot == name
    _, ax = plt.subplots()
    drawn = answer.plot(ax, language=language)
    assert drawn is ax
    assert drawn.get_title(loc="left").replace("\n", " ") in {answer.headline[0].say(language), ""}


def test_names_stand_where_they_are_given(people):
    names = people.people["name"]
    ax = plots.plot_key_people(find_key_people(people, top=2), names=names, language="en")
    assert all(tick.get_text().startswith("Naam") for tick in ax.get_yticklabels())


def test_what_those_before_reach_is_pale(people):
    found = find_key_people(people, top=3)
    ax = plots.plot_key_people(found, language="en")
    reached, before = ax.patches[:3], ax.patches[3:]
    assert [bar.get_width() for bar in reached] == pytest.approx((100 * found.table["value"]).tolist())
    assert [bar.get_width() for bar in before] == pytest.approx(
        (100 * (found.table["value"] - found.table["gain"])).tolist(), abs=1e-9
    )


def test_only_roles_beyond_chance_are_framed(result):
    roles = ["coordinator", "consultant", "representative", "gatekeeper", "liaison"]
    table = pd.DataFrame([[1] * 5, [2] * 5], index=["a", "b"], columns=roles).assign(total=5, role=["", "liaison"])
    ax = plots.plot_roles(result(table), language="en")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["b", "a"]
    assert len(ax.patches) == 1
    assert ax.patches[0].get_xy() == pytest.approx((3.53, -0.44))


def test_without_ties_it_says_so():
    alone = Network.from_frames(pd.DataFrame({"person": list("abc"), "team": list("xxy")}))
    for made in (find_communities(alone), score_removal(alone), score_roles(alone, times=19)):
        ax = made.plot(language="nl")
        assert not ax.get_yticks().size
        assert ax.texts
