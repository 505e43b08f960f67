"""Pictures of scores: who is on top, the range behind it, and no way to ask for the lowest."""

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError, LowResponseWarning
from kiemen.measures.bridges import score_bridges
from kiemen.network import Network
from kiemen.plots import (
    plot_adopters,
    plot_axes,
    plot_bridges,
    plot_infection,
    plot_nominations,
    plot_person_effects,
    plot_scale,
)

IDS = pd.Index([f"p{i}" for i in range(30)], name="person")


def labels(ax) -> list[str]:
    return [tick.get_text() for tick in ax.get_yticklabels()]


def test_adopters_with_names_and_what_stands_out(result):
    rank = np.arange(1.0, 31)
    table = pd.DataFrame(
        {"rank": rank, "rank_low": rank - 0.5, "rank_high": rank + 5, "top10": np.where(rank < 3, 0.9, 0.1)}, index=IDS
    )
    ax = plot_adopters(result(table), names={"p0": "An de Vries"}, language="en", top=12)
    assert ax.get_title(loc="left") == "2 people stand out whichever way the evidence is read"
    assert labels(ax)[0] == "An de Vries"
    assert len(labels(ax)) == 12
    assert "mensen" in plot_adopters(result(table), language="nl").get_title(loc="left")
    with pytest.raises(InputError, match="top"):
        plot_adopters(result(table), top=-5)
    with pytest.raises(ColumnError, match="rank"):
        plot_adopters(result(table.drop(columns="rank")))


def test_bridges_say_between_which_groups_and_who_carries_much(result):
    table = pd.DataFrame(
        {
            "score": [1.0, 0.4, 0.0],
            "between": ["A – B", "", ""],
            "overloaded": [True, False, False],
            "name": ["An", "", "X"],
        },
        index=["a", "b", "c"],
    )
    ax = plot_bridges(result(table), language="en")
    assert labels(ax) == ["An", "b"]
    assert any("carries much" in text.get_text() and "A – B" in text.get_text() for text in ax.texts)


def test_who_connects_people_of_one_group_only_is_told_apart(result):
    table = pd.DataFrame(
        {"score": [1.0, 0.4], "groups": [1, 2], "group": ["A", "B"], "inside": True, "name": ["An", "Bo"]},
        index=["a", "b"],
    )
    for group, told in ((table["group"], ["not between groups", ""]), ("A", ["", ""])):
        ax = plot_bridges(result(table.assign(group=group)), language="en")
        assert [text.get_text() for text in ax.texts] == told


def test_propensity_and_leverage_are_two_axes(result):
    adopters = result(pd.DataFrame({"propensity": np.linspace(0, 1, 30)}, index=IDS))
    leverage = result(pd.DataFrame({"leverage": np.linspace(1, 0, 30) ** 2}, index=IDS))
    ax = plot_axes(adopters, leverage, language="en")
    assert "Rank correlation" in " ".join(text.get_text() for text in ax.texts)
    with pytest.raises(ColumnError):
        plot_axes(adopters, adopters)


@pytest.mark.parametrize(
    ("plot", "columns"),
    [
        (plot_adopters, ["rank"]),
        (plot_bridges, ["score"]),
        (plot_nominations, ["rate", "rate_low", "rate_high"]),
        (plot_person_effects, ["effect", "effect_low", "effect_high"]),
        (plot_scale, ["score"]),
        (plot_infection, ["infectiousness", "susceptibility"]),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_score_is_drawn_and_nothing_known_is_said(result, plot, columns, language):
    known = pd.DataFrame({column: np.linspace(0.1, 0.9, 30) for column in columns}, index=IDS)
    ax = plot(result(known), language=language)
    ax.figure.canvas.draw()
    assert ax.get_title(loc="left")
    unknown = known * np.nan
    said = plot(result(unknown), language=language)
    assert len(said.texts) == 1
    assert not said.get_title(loc="left")


def test_a_scale_of_few_steps_has_a_bar_in_the_middle_of_each(result):
    scores = pd.DataFrame({"score": [1.0, 1.5, 1.5, 3.0, 5.0]}, index=list("abcde"))
    ax = plot_scale(result(scores), language="en")
    middles = {round(bar.get_x() + bar.get_width() / 2, 6): bar.get_height() for bar in ax.patches}
    assert {middle: tall for middle, tall in middles.items() if tall} == {1.0: 1, 1.5: 2, 3.0: 1, 5.0: 1}


def test_too_few_answers_name_no_bridge():
    people = pd.DataFrame({"person": list("abcd")})
    relations = pd.DataFrame({"relation": ["advice"], "directed": [True], "asked": [True]})
    status = pd.DataFrame({"person": list("abcd"), "wave": "", "status": ["answered"] + ["not answered"] * 3})
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "relation": "advice"})
    network = Network.from_frames(people, ties, relations=relations, participation=status)
    with pytest.warns(LowResponseWarning):
        found = score_bridges(network)
    ax = plot_bridges(found, language="en")
    assert [said.get_text() for said in ax.texts] == ["Too few people answered to name bridges."]


@pytest.mark.parametrize(("people", "drawn"), [(2, 2), (5, 3), (21, 11), (60, 20)])
def test_nobody_can_be_read_off_as_last(result, people, drawn):
    table = pd.DataFrame({"rank": np.arange(1.0, people + 1), "top10": 0.0}, index=[f"p{n}" for n in range(people)])
    ax = plot_adopters(result(table), language="en")
    assert len(labels(ax)) == drawn
    assert ax.get_title(loc="left") == "Nobody stands out whichever way the evidence is read"
    ax.figure.canvas.draw()
    assert all(tick.get_text().isdigit() for tick in ax.get_xticklabels())
