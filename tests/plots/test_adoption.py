"""Adoption as it went."""

import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.evaluation import check_scores
from kiemen.network import Network
from kiemen.plots import plot_adoption, plot_bass, plot_categories, plot_check, plot_hazard, plot_thresholds

PERIOD = pd.Index(np.arange(1.0, 7), name="period")
CURVE = pd.DataFrame(
    {
        "group": "",
        "adopted": [1, 2, 3, 2, 1, 1],
        "share": [0.1, 0.3, 0.6, 0.8, 0.9, 1.0],
        "hazard": [np.nan, 0.2, 0.4, 0.5, 0.5, 1.0],
        "hazard_low": 0.1,
        "hazard_high": 1.0,
    },
    index=PERIOD,
)


def test_adoption_for_all_and_per_group(result):
    both = pd.concat([CURVE, CURVE.assign(group="Zorg")])
    ax = plot_adoption(result(both), language="en")
    assert ax.get_title(loc="left") == "This is the finding."
    assert [said.get_text() for said in ax.texts][-1] == "Thick: everybody; thin: per group"
    assert len(ax.lines) == 2


def test_of_many_groups_the_largest_are_drawn_and_that_is_said(result):
    groups = [CURVE.assign(group=f"Afdeling {n:02d}", at_risk=10 + n) for n in range(12)]
    ax = plot_adoption(result(pd.concat([CURVE.assign(at_risk=1000), *groups])), language="nl")
    said = [words.get_text() for words in ax.texts]
    assert {f"Afdeling {n:02d}" for n in range(4, 12)} <= set(said)
    assert "Afdeling 03" not in said
    assert said[-1] == "Dik: iedereen; dun: de 8 grootste groepen van de 12"


def test_hazard_names_its_highest_period(result):
    assert "period 6" in plot_hazard(result(CURVE), language="en").get_title(loc="left")
    assert plot_hazard(result(CURVE.assign(hazard=np.nan)), language="nl").texts


def test_thresholds_put_equals_beside_each_other(result):
    table = pd.DataFrame({"time": [1.0, 1, 2, np.inf], "threshold": [0.0, 0, 0.5, np.nan]})
    ax = plot_thresholds(result(table), language="en")
    assert ax.get_title(loc="left") == "2 of 3 adopters went first in their own circle"
    assert len({tuple(spot) for spot in ax.collections[0].get_offsets()}) == 3


def test_who_adopted_in_the_first_period_is_open_and_who_has_no_contacts_is_not_first_among_them(result):
    table = pd.DataFrame({"time": [1.0, 2, 3], "threshold": [0.0, 0, 0.5], "left_censored": [True, False, False]})
    table["contacts"] = [0, 2, 4]
    ax = plot_thresholds(result(table), language="en")
    assert ax.get_title(loc="left") == "1 of 3 adopters went first in their own circle"
    assert "Open: in the first period" in ax.texts[-1].get_text()
    faces = ax.collections[0].get_facecolors()
    assert (faces[0] == 1).all()
    assert not (faces[1] == 1).all()


def test_categories_bass_and_check(result):
    names = pd.Categorical(["early", "late", "late", None], categories=["early", "late"], ordered=True)
    assert len(plot_categories(result(pd.DataFrame({"category": names})), language="en").patches) == 2
    bass = plot_bass(result(CURVE.assign(fitted=CURVE["share"]), p=0.002, q=0.34), language="nl")
    assert "0,2%" in bass.get_title(loc="left")
    assert "q = 0,340" in bass.texts[-1].get_text()
    table = pd.DataFrame({"auc": [0.7, 0.5], "auc_low": [0.6, 0.5], "auc_high": [0.8, 0.5]}, index=["score", "chance"])
    check = plot_check(result(table, verdict="better than chance"), language="en")
    assert "better than chance" in check.get_title(loc="left")


@pytest.mark.parametrize("plot", [plot_adoption, plot_thresholds])
def test_nothing_known_is_said(result, plot):
    empty = pd.DataFrame({name: [] for name in ("share", "adopted", "time", "threshold", "group")}, dtype=float)
    assert plot(result(empty), language="nl").texts


def test_check_within_communities_draws_what_the_verdict_rests_on():
    ids = [f"p{i:02d}" for i in range(80)]
    people = pd.DataFrame({"person": ids, "team": [f"t{i % 4}" for i in range(80)]})
    sought = pd.Series(np.arange(80) % 3 == 0, index=ids)
    score = sought + np.random.default_rng(1).normal(0, 0.8, 80)
    found = check_scores(Network.from_frames(people), score, outcome=sought, by="team", permutations=19)
    ax = plot_check(found, language="nl")
    drawn = np.concatenate([np.asarray(dots.get_offsets())[:, 0] for dots in ax.collections if len(dots.get_offsets())])
    assert found.table.loc["score", "auc_within"] in drawn
    assert any("binnen hun eigen groep" in said.get_text() for said in [*ax.texts, *ax.figure.texts, ax.title])
