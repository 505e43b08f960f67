"""Six ingredients per group: levels, intervals, what is missing, and what is for the analyst only."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.ingredients import _lowest, profile_ingredients
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network
from tests.diagnosis.scenes import organisation, with_scale


def planted(seed=0, shift=1.5):
    network = organisation(seed)
    rng = np.random.default_rng(seed)
    values = pd.Series(np.clip(rng.normal(3.2, 0.7, 120), 1, 5), index=network.ids)
    values[network.groups() == "C"] = (values[network.groups() == "C"] - shift).clip(1, 5)
    return with_scale(network, "room", values)


def test_a_group_without_oxygen():
    profile = profile_ingredients(planted(), adopters=["a01", "b01"])
    assert profile.table.loc["C", "missing"] == "oxygen"
    assert (profile.table.drop(index="C")["missing"] != "oxygen").all()
    detail = profile.detail.set_index(["group", "ingredient"])
    assert detail.loc[("C", "oxygen"), "high"] < detail.loc[("C", "oxygen"), "organisation"]
    assert (profile.detail["low"] <= profile.detail["level"]).all()
    assert profile.table["fuel"].isna().all()  # nothing measured is unknown, not zero
    assert "fuel" in " ".join(fact.say("en") for fact in profile.cautions)
    assert "oxygen" in profile.explain("C", language="en")
    assert "zuurstof" in profile.explain("C", language="nl")


def test_no_difference_no_lack():
    lacking = sum((profile_ingredients(planted(seed, 0.0)).table["missing"] != "").sum() for seed in range(40))
    assert lacking <= 6  # forty organisations at 5 %


def test_interval_holds_the_level_of_a_sampled_group():
    """With 60 % of each group answering, the 90 % interval holds the level of the whole group about that often."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        people = pd.DataFrame({"person": [f"p{i:03d}" for i in range(120)], "team": ["x", "y", "z"] * 40})
        values = pd.Series(rng.integers(1, 6, 120).astype(float), index=people["person"])
        truth = (values.groupby(people.set_index("person")["team"]).mean() - 1) / 4
        values[rng.random(120) < 0.4] = np.nan
        detail = profile_ingredients(with_scale(Network.from_frames(people), "room", values)).detail
        row = detail.set_index("group").loc["x"]
        held += row["low"] <= truth["x"] <= row["high"]
    assert 0.84 * 200 <= held <= 0.97 * 200


def test_initiatives_and_small_groups():
    network = planted().replace(
        memberships=pd.DataFrame({"person": ["a01", "a02", "c01"], "initiative": ["Groen", "Groen", "Lean"]})
    )
    profile = profile_ingredients(network, by="initiative")
    assert profile.table.index.tolist() == ["Groen", "Lean"]
    assert profile.table["people"].tolist() == [2, 1]
    assert profile.table["small"].all()
    assert profile.table["missing"].tolist() == ["", ""]  # too few to test
    assert "No group" in profile.headline[1].say("en")


def test_of_what_was_not_measured_nothing_is_said_to_be_more_or_less():
    profile = profile_ingredients(planted(), adopters=["a01", "b01"])
    assert profile.headline[0].say("en").startswith("Of the 2 ingredients that were measured, spark is lowest in the")
    one = profile_ingredients(planted())
    assert one.headline[0].say("en").startswith("Only oxygen was measured")


def test_levels_that_are_nearly_equal_are_not_put_in_an_order():
    whole = pd.Series({"spark": 0.47, "oxygen": 0.48, "matches": np.nan, "fuel": 0.49, "pokers": 0.73})
    said = "spark (47%), oxygen (48%) and fuel (49%) are lowest in the whole organisation, and about equal."
    assert _lowest(whole).say("en") == f"Of the 4 ingredients that were measured, {said}"
    assert "ongeveer gelijk" in _lowest(whole).say("nl")
    assert _lowest(whole.drop("pokers")).say("en").startswith("The 3 ingredients that were measured are about equal")
    assert "spark is lowest" in _lowest(whole - [0.1, 0, 0, 0, 0]).say("en")


def test_levels_do_not_depend_on_row_order():
    network = planted()
    shuffled = Network.from_frames(**{k: v.sample(frac=1, random_state=1) for k, v in network.to_frames().items()})
    pd.testing.assert_frame_equal(profile_ingredients(network).table, profile_ingredients(shuffled).table)


def test_refusals():
    with pytest.raises(TooLittleDataError, match="No ingredient"):
        profile_ingredients(organisation(0))
    with pytest.raises(InputError, match="'air'"):
        profile_ingredients(planted(), scales={"air": ["room"]})


def test_what_a_level_rests_on_is_told():
    network = organisation(0)
    values = pd.Series(np.full(120, 4.0), index=network.ids)
    values[network.groups() == "B"] = np.resize([2.0, 3.0, 5.0], int((network.groups() == "B").sum()))
    few = network.ids[(network.groups() == "C").to_numpy()][3:]
    values[few] = np.nan
    parts = profile_ingredients(with_scale(network, "room", values)).parts
    oxygen = parts[parts["ingredient"] == "oxygen"].set_index("group")
    assert set(oxygen["indicator"]) == {"room"}
    assert oxygen["others"].isna().all()
    assert oxygen.loc["A", "spread"] == 0
    assert oxygen.loc["B", "spread"] > 0
    assert oxygen.loc["C", ["known", "largest"]].tolist() == [3, pytest.approx(1 / 3)]


def test_a_scale_that_nobody_answered_does_not_take_the_rest_along():
    network = organisation(4, sizes=(8, 8))
    network = with_scale(network, "room", pd.Series(3.0, index=network.ids[:12]))
    network = with_scale(network, "shown_results", pd.Series(dtype="float64"))
    found = profile_ingredients(network)
    assert found.table["oxygen"].notna().all()
    assert found.table["matches"].isna().all()
    assert "Only oxygen was measured" in found.summary("en")


def test_initiatives_need_no_other_groups():
    ids = [f"p{i}" for i in range(12)]
    joins = pd.DataFrame({"person": ids, "initiative": ["x"] * 6 + ["y"] * 6})
    network = with_scale(Network.from_frames(memberships=joins), "room", pd.Series([1.0] * 6 + [5.0] * 6, index=ids))
    found = profile_ingredients(network, by="initiative")
    assert found.table["oxygen"].tolist() == [0.0, 1.0]
    assert found.settings["by"] == "initiative"
