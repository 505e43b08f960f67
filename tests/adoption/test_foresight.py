import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.blocks import BLOCKS
from kiemen.adoption.foresight import check_foresight, quiet_check
from kiemen.adoption.propensity import score_adopters
from tests.adoption.organisations import organisation


def one_after_the_other(**settings):
    """The second innovation starts after the first."""
    return organisation(apart=20, **settings)


def test_what_was_learned_earlier_foretells_the_last():
    network, _ = one_after_the_other()
    found = score_adopters(network, draws=60)
    assert found.foresight.verdict == "better than chance"
    assert any("came before (n0)" in fact.say("en") for fact in found.headline)


def test_what_does_not_last_is_said():
    network, _ = one_after_the_other(n=500)
    adoptions = network.adoptions
    late = adoptions["innovation"] == "n0"
    shuffled = np.random.default_rng(4).permutation(adoptions.loc[late].index)
    adoptions.loc[late, ["status", "time"]] = adoptions.loc[shuffled, ["status", "time"]].to_numpy()
    found = score_adopters(network.replace(adoptions=adoptions), draws=60)
    assert found.basis == "learned"
    assert found.foresight.verdict != "better than chance"
    assert any("may not last" in caution.say("en") for caution in found.cautions)


def test_the_outcome_itself_is_never_used():
    """Scores foretold for the last innovation stay the same whoever adopted it."""
    network, _ = one_after_the_other()
    scores = np.random.default_rng(1).normal(size=(network.n_nodes, len(BLOCKS)))
    adoptions = network.adoptions
    last = adoptions["innovation"] == "n1"
    turned = adoptions.loc[last, ["status", "time"]].to_numpy()[::-1]
    adoptions.loc[last, ["status", "time"]] = turned
    settings = {"fewest": 20, "memberships": True, "by": None}
    one = check_foresight(network, scores, "n1", **settings)
    other = check_foresight(network.replace(adoptions=adoptions), scores, "n1", **settings)
    assert one.check.people["score"].to_dict() == pytest.approx(other.check.people["score"].to_dict())


def test_same_clock_or_too_few_gives_none():
    network, _ = organisation()
    scores = np.zeros((network.n_nodes, len(BLOCKS)))
    assert check_foresight(network, scores, "n1", fewest=20, memberships=True, by=None) is None
    later, _ = one_after_the_other()
    assert check_foresight(later, scores, "n1", fewest=2000, memberships=True, by=None) is None
    nobody = np.zeros(network.n_nodes)
    ranking = pd.DataFrame({"score": 1.0}, index=network.ids)
    assert quiet_check(network, ranking, nobody, None) is None
