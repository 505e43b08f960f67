import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, rankdata

from kiemen.adoption.blocks import (
    behaviour_block,
    gather_blocks,
    mean_ranks,
    nomination_block,
    normal_scores,
    readiness_scales,
    survey_block,
    unanswered,
)
from kiemen.errors import InputError
from kiemen.network import Network


def office() -> Network:
    people = pd.DataFrame({"person": list("abcdef")})
    scales = {"q": ("innovativeness", 3), "o": ("opinion_leadership", 2), "b": ("barriers", 2)}
    items = pd.DataFrame(
        [{"item": f"{k}{i}", "scale": s, "low": 1, "high": 5} for k, (s, n) in scales.items() for i in range(n)]
    )
    rng = np.random.default_rng(1)
    answers = [
        {"person": person, "item": item, "value": float(rng.integers(1, 6))}
        for person in "abcd"
        for item in items["item"]
        if not (person == "d" and item.startswith("q"))
    ]
    ties = pd.DataFrame({"source": list("aabc"), "target": list("efff"), "relation": "durft"})
    members = pd.DataFrame({"person": ["a", "b"], "initiative": "garden", "start": ["2024-01-01", "2024-02-01"]})
    return Network.from_frames(people, ties, items=items, responses=pd.DataFrame(answers), memberships=members)


def test_ranks_share_ties():
    values = np.random.default_rng(1).integers(0, 6, 50).astype(float)
    assert mean_ranks(values).tolist() == rankdata(values).tolist()
    assert mean_ranks(np.array([])).tolist() == []


def test_normal_scores():
    found = normal_scores(np.array([3.0, 1.0, np.nan, 2.0]))
    np.testing.assert_allclose(found[[0, 1, 3]], norm.ppf([5 / 6, 1 / 6, 0.5]), atol=1e-12)
    assert np.isnan(found[2])
    assert np.isnan(normal_scores(np.array([np.nan]))).all()


def test_only_scales_that_show_readiness_count():
    assert sorted(readiness_scales(office(), None)) == ["innovativeness", "opinion_leadership"]
    assert readiness_scales(office(), ["barriers"]) == ["barriers"]
    with pytest.raises(InputError, match="inovation"):
        readiness_scales(office(), ["inovation"])


def test_survey_is_the_mean_of_the_scales_a_person_answered():
    block = survey_block(office(), None, None)
    assert np.isnan(block.value).tolist() == [False] * 4 + [True] * 2
    one = normal_scores(block.detail["innovativeness"].to_numpy())
    other = normal_scores(block.detail["opinion_leadership"].to_numpy())
    assert block.value[0] == pytest.approx((one[0] + other[0]) / 2)
    assert block.value[3] == pytest.approx(other[3]), "d answered one scale only"
    assert block.error[3] > 0


def test_behaviour_and_nominations():
    behaviour = behaviour_block(office(), None, memberships=True)
    assert behaviour.value[0] > behaviour.value[1] > behaviour.value[2] == behaviour.value[5]
    assert behaviour_block(office(), None, memberships=False) is None
    named = nomination_block(office(), "durft", None)
    assert named.detail["named"].tolist() == [0, 0, 0, 0, 1, 3]
    assert named.value.argmax() == 5
    assert nomination_block(office(), None, None) is None


def test_what_is_absent_is_left_out():
    bare = Network.from_frames(pd.DataFrame({"person": list("ab")}))
    settings = {"scales": None, "nominations": None, "wave": None, "innovations": None, "memberships": True}
    assert gather_blocks(bare, **settings) == {}
    assert list(gather_blocks(office(), **{**settings, "nominations": "durft"})) == [
        "survey",
        "behaviour",
        "nominations",
    ]


def test_who_did_not_answer_may_have_named_back():
    ties = pd.DataFrame(
        [("a", "b"), ("b", "a"), ("a", "c"), ("c", "b"), ("a", "z"), ("b", "z"), ("c", "a")],
        columns=["source", "target"],
    ).assign(relation="durft")
    participation = pd.DataFrame({"person": list("abcz"), "status": ["answered"] * 3 + ["not answered"]})
    network = Network.from_frames(pd.DataFrame({"person": list("abcz")}), ties, participation=participation)
    asked, reciprocity, silent = unanswered(network, "durft", None)
    assert asked.tolist() == [0, 1]
    assert reciprocity == 4 / 5, "a-b and a-c are mutual, c-b is not"
    assert silent == 1
