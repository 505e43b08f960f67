"""All patterns in one table: planted ones found, nothing found in random organisations, privacy of persons."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.patterns import find_patterns
from kiemen.errors import InputError
from kiemen.network import Network
from tests.diagnosis.scenes import organisation, with_scale


def planted():
    network = organisation(5)
    rng = np.random.default_rng(5)
    values = pd.Series(np.clip(rng.normal(2.8, 0.7, 120), 1, 5), index=network.ids)
    values[network.groups() == "D"] += 1.3
    return with_scale(network, "barriers", values.clip(1, 5))


def test_a_blocked_department_comes_out_on_top():
    found = find_patterns(planted(), adopters=["a01", "b02", "c03"])
    first = found.table.iloc[0]
    assert (first["kind"], first["group"]) in {("blocked group", "D"), ("barriers lie close together", "")}
    blocked = found.table[(found.table["kind"] == "blocked group") & found.table["found"]]
    assert blocked["group"].tolist() == ["D"]
    assert "D" in found.explain(int(blocked.index[0]), language="nl")
    assert not any(found.table.loc[row, "kind"] == "blocked group" for row in found.members)


def test_without_adopters_it_says_what_was_left_out():
    found = find_patterns(planted())
    assert not found.table["kind"].str.contains("adopter|enthusiast").any()
    assert any("Nobody is known as an adopter" in fact.say("en") for fact in found.cautions)
    assert found.clusters is None


def test_random_organisations_seldom_show_anything():
    shown = 0
    for seed in range(20):
        network = organisation(seed, inside=0.04, outside=0.04)
        rng = np.random.default_rng(seed)
        network = with_scale(network, "barriers", pd.Series(rng.integers(1, 6, 120).astype(float), index=network.ids))
        adopters = list(rng.choice(network.ids, 12, replace=False))
        table = find_patterns(network, adopters=adopters, rng=seed, times=199).table
        tested = table[table["q"].notna()]
        shown += tested[tested["found"]].groupby("kind").size().shape[0]
    # five tested kinds in twenty organisations at 5 % each: 5 expected; 12 is beyond the 99.8th percentile
    assert shown <= 12


def test_the_same_seed_gives_the_same_table_whatever_the_row_order():
    network = planted()
    shuffled = Network.from_frames(**{k: v.sample(frac=1, random_state=2) for k, v in network.to_frames().items()})
    one = find_patterns(network, adopters=["a01", "b02"], rng=3).table
    two = find_patterns(shuffled, adopters=["a01", "b02"], rng=3).table
    pd.testing.assert_frame_equal(one, two)


def test_refusals_and_empty_networks():
    with pytest.raises(InputError, match="'barriers' and 'room'"):
        find_patterns(planted(), scales={"walls": "barriers"})
    with pytest.raises(InputError, match="no scale"):
        find_patterns(planted(), scales={"room": "rooms"})
    alone = Network.from_frames(pd.DataFrame({"person": ["a"], "team": ["x"]}))
    assert find_patterns(alone).headline[0].say("en").startswith("There was too little")


def test_one_person_and_a_scale_that_nobody_answered():
    alone = Network.from_frames(pd.DataFrame({"person": ["a"], "team": ["x"]}))
    assert find_patterns(alone, adopters=["a"]).table["kind"].tolist() == ["people at the edge"]
    network = organisation(1)
    silent = network.replace(
        items=pd.DataFrame({"item": ["barriers1"], "scale": ["barriers"], "low": [1], "high": [5]})
    )
    found = find_patterns(silent)
    assert "blocked group" not in found.table["kind"].tolist()
    assert any("or too few" in fact.say("en") for fact in found.cautions)


def test_evidence_is_shown_in_the_language_asked_for():
    found = find_patterns(organisation(3))
    said = found.summary("nl")
    assert "verbindingen met andere groepen" in said
    assert "ties to other groups" not in said
    assert "ties to other groups" in found.summary("en")
