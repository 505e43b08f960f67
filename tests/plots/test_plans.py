"""What could be done, drawn: gains with their margin, parts beside wholes, nobody when nothing is to be done."""

import pandas as pd
import pytest

from kiemen import plots
from kiemen.measures.communities import find_communities
from kiemen.suggest.proximity import score_proximity

GAINS = {"gain": [2.0, 1.0], "gain_low": [1.0, 0.0], "gain_high": [3.0, 2.0]}
TABLES = {
    "plot_joinings": {"person": ["a", "b"], "initiative": ["x", "y"], **GAINS},
    "plot_plan": {"form": ["tie", "meeting"], "people": ["a, b", "c, d"], **GAINS},
    "plot_invitations": {"person": ["a", "b"], "kind": ["director", "team lead"], **GAINS},
    "plot_bundles": {"crosses": ["x – y", "y – z"], "ties": [3, 2], "alone": [0.5, 0.2], **GAINS},
    "plot_relief": {
        "bridge": ["c", "d"],
        "person": ["a", "b"],
        "other": ["e", "f"],
        "carried": [4, 2],
        "relieved": [0.5, 1.0],
    },
    "plot_proximity": {"person": ["a", "b"], "other": ["c", "d"], "score": [2.0, 1.0], "shared": [3, 1]},
    "plot_acceptance": {"average_precision": [0.3, 0.1], "precision": [0.2, 0.1]},
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_row_each_with_the_first_on_top(result, name, language):
    made = result(pd.DataFrame(TABLES[name], index=["learned", "chance"]))
    ax = getattr(plots, name)(made, language=language)
    assert ax.get_yticks().tolist() == [1, 0]
    assert ax.get_xlabel()
    assert ax.get_title(loc="left") == "This is the finding."


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_plan_says_why(result, name):
    made = result(pd.DataFrame(TABLES[name]).iloc[:0], headline="Nobody is left.")
    ax = getattr(plots, name)(made, language="en")
    assert ax.texts
    assert not ax.get_yticks().size


def test_names_and_words_of_the_language(result):
    names = {"a": "An", "b": "Bo"}
    ax = plots.plot_invitations(result(pd.DataFrame(TABLES["plot_invitations"])), names=names, language="en")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["An · director", "Bo · team lead"]


def test_what_the_ties_bring_one_by_one_is_an_open_dot(result):
    ax = plots.plot_bundles(result(pd.DataFrame(TABLES["plot_bundles"])), language="en")
    assert ax.collections[-1].get_offsets()[:, 0].tolist() == [0.5, 0.2]


def test_the_real_ones_know_their_picture(network):
    assert score_proximity(network, top=3).plot(language="nl").get_xlabel() == "Nabijheid (adamic-adar)"
    assert find_communities(network, rng=1).plot().patches


def test_a_comma_in_an_id_or_a_name_makes_no_two_people_of_one(result):
    table = pd.DataFrame(
        {"form": ["tie", "starter"], "people": ["Vries, An de, Bos, Jan", "Vos, Cas"], **GAINS}, index=[1, 2]
    )
    pairs = [(1, "Vries, An de", "Bos, Jan"), (2, "Vos, Cas", "starter")]
    made = result(table)
    object.__setattr__(made, "pairs", pd.DataFrame(pairs, columns=["step", "person", "other"]))
    names = {"Vries, An de": "An de Vries", "Bos, Jan": "Jan Bos", "Vos, Cas": "Vos, Cas"}
    labels = [label.get_text() for label in plots.plot_plan(made, names=names, language="en").get_yticklabels()]
    assert labels == ["tie: An de Vries, Jan Bos", "starter: Vos, Cas"]
    labels = [label.get_text() for label in plots.plot_plan(made, names={}, language="en").get_yticklabels()]
    assert labels[0] == "tie: Vries, An de; Bos, Jan"
