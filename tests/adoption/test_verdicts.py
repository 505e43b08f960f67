import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.evaluation import check_scores
from kiemen.adoption.verdicts import VERDICTS, looks_leaked, verdict_of
from kiemen.network import Network


def row(low, high, p):
    return pd.Series({"within_low": low, "within_high": high, "p": p})


def test_interval_and_shuffling_must_agree():
    settings = {"permutations": 999, "confidence": 0.9}
    assert verdict_of(row(0.55, 0.8, 0.01), **settings) == VERDICTS[0]
    assert verdict_of(row(0.55, 0.8, 0.2), **settings) == VERDICTS[1]
    assert verdict_of(row(0.45, 0.8, 0.01), **settings) == VERDICTS[1]
    assert verdict_of(row(0.2, 0.45, 0.99), **settings) == VERDICTS[2]
    assert verdict_of(row(np.nan, np.nan, np.nan), **settings) == VERDICTS[1]
    assert verdict_of(row(0.55, 0.8, 0.5), permutations=1, confidence=0.9) == VERDICTS[0], "one shuffle cannot say less"


def departments(rng, gaps):
    """Departments of 40 people, in each of which the score sets those sought apart by its own gap."""
    code = np.repeat(np.arange(len(gaps)), 40)
    sought = np.tile(np.arange(40) % 4 == 0, len(gaps))
    ids = [f"p{i:03d}" for i in range(len(code))]
    people = pd.DataFrame({"person": ids, "department": [f"d{c}" for c in code]})
    score = rng.normal(size=len(code)) + np.array(gaps)[code] * sought
    return Network.from_frames(people), pd.Series(score, index=ids), pd.Series(sought, index=ids)


@pytest.mark.filterwarnings("ignore::kiemen.errors.NoSignalWarning")
def test_a_score_that_works_in_some_departments_only():
    network, score, sought = departments(np.random.default_rng(1), [3, 3, -0.8, -0.8, 0, 0])
    alone = check_scores(network, score, outcome=sought, permutations=199)
    assert alone.verdict == "better than chance"
    found = check_scores(network, score, outcome=sought, by="department", permutations=199)
    assert found.verdict == "no better than chance"
    assert found.communities == 6
    assert "Within communities" in found.headline[0].say("en")
    assert any("differs too much from one to the next" in caution.say("en") for caution in found.cautions)
    steady, score, sought = departments(np.random.default_rng(1), [1.0] * 6)
    assert check_scores(steady, score, outcome=sought, by="department", permutations=199).verdict == VERDICTS[0]


@pytest.mark.filterwarnings("ignore::kiemen.errors.NoSignalWarning", "ignore::kiemen.errors.SmallSampleWarning")
def test_communities_with_one_kind_of_people_say_nothing():
    network, score, sought = departments(np.random.default_rng(2), [1.0] * 3)
    first = network.people["department"].eq("d0").to_numpy()
    found = check_scores(network, score, outcome=sought & first, by="department", permutations=99)
    assert any("Only one community" in caution.say("en") for caution in found.cautions)
    whole = pd.Series(first, index=score.index)
    found = check_scores(network, score, outcome=whole, by="department", permutations=99)
    assert any("No community" in caution.say("en") for caution in found.cautions)
    assert found.verdict == "no better than chance"
    assert np.isnan(found.table.loc["score", "auc_within"])


def test_weak_is_said_to_be_weak():
    network, score, sought = departments(np.random.default_rng(3), [0.25] * 25)
    found = check_scores(network, score, outcome=sought, permutations=199)
    assert found.verdict == "better than chance"
    assert any("not by much" in caution.say("en") for caution in found.cautions)


def test_leaks():
    y = np.tile([True, False, False], 20)
    assert looks_leaked(pd.Series(y.astype(float)), y, None)
    assert not looks_leaked(pd.Series(np.arange(60.0)), y, None)
