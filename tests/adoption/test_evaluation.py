import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.evaluation import check_scores, find_early
from kiemen.adoption.times import build_times
from kiemen.errors import (
    ColumnError,
    DoubtfulInputWarning,
    InputError,
    NoSignalWarning,
    SmallSampleWarning,
    TooLittleDataError,
)
from kiemen.network import Network

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.SmallSampleWarning")


def truth(network, seed=1):
    rng = np.random.default_rng(seed)
    return pd.Series(rng.random(network.n_nodes) < 0.35, index=network.ids)


def test_a_good_score_beats_its_rivals(crowd):
    y = truth(crowd)
    score = y + np.random.default_rng(2).normal(0, 0.5, 60)
    found = check_scores(crowd, score, outcome=y, seniority="tenure", by="department", permutations=199)
    table = found.table
    assert table.index.tolist() == ["score", "in-degree", "seniority", "chance"]
    assert found.verdict == "better than chance"
    assert table.loc["score", "auc"] > table.loc["seniority", "auc"]
    assert table.loc["score", "p"] == pytest.approx(1 / 200)
    assert table.loc["chance", "precision"] == pytest.approx(y.mean())
    assert table.loc["score", "lift"] == pytest.approx(table.loc["score", "precision"] / y.mean())
    assert found.difference_low < found.difference < found.difference_high
    for name in ("average_precision", "precision", "lift"):
        assert (table[f"{name}_low"] <= table[name]).iloc[:3].all()
        assert (table[name] <= table[f"{name}_high"]).iloc[:3].all()
    shuffled = found.people["score"].sample(frac=1, random_state=1)
    again = check_scores(crowd, shuffled, outcome=y, seniority="tenure", by="department", permutations=199)
    pd.testing.assert_frame_equal(again.table, table)
    assert np.isnan(found.brier), "a rank is no probability"
    assert (found.n, found.positives) == (60, int(y.sum()))


def test_noise_is_no_better_than_chance_and_warns(crowd):
    noise = pd.Series(np.random.default_rng(3).normal(size=60), index=crowd.ids)
    with pytest.warns(NoSignalWarning, match="no better than chance"):
        found = check_scores(crowd, noise, outcome=truth(crowd), permutations=99)
    assert found.verdict == "no better than chance"
    assert "no better than chance" in found.summary("en")


def test_a_top_without_an_interval_is_told(crowd):
    y = truth(crowd)
    noise = pd.Series(np.random.default_rng(3).normal(size=60) + y, index=crowd.ids)
    with pytest.warns(NoSignalWarning):
        found = check_scores(crowd, 0 * noise, outcome=y, permutations=9)
    assert "Iedereen heeft dezelfde score" in found.summary("nl")
    assert np.isnan(found.table.loc["score", "lift_low"])
    found = check_scores(crowd, noise, outcome=y, top=60, permutations=9)
    assert any("top holds everybody" in caution.say("en") for caution in found.cautions)
    assert found.table.loc["score", "lift"] == pytest.approx(1)
    found = check_scores(crowd, noise, outcome=y, top=10, permutations=9)
    assert 0 <= found.table.loc["score", "precision_low"] < found.table.loc["score", "precision_high"] <= 1


def test_a_score_that_points_the_wrong_way_is_worse_than_chance(crowd):
    y = truth(crowd)
    found = check_scores(crowd, -(y + np.random.default_rng(2).normal(0, 0.4, 60)), outcome=y, permutations=99)
    assert found.verdict == "worse than chance"


def test_probabilities_are_calibrated_or_not(crowd):
    rng = np.random.default_rng(5)
    p = pd.Series(rng.random(60), index=crowd.ids, name="probability")
    y = pd.Series(rng.random(60) < p, index=crowd.ids)
    found = check_scores(crowd, p, outcome=y, permutations=99)
    assert found.brier == pytest.approx(((p - y) ** 2).mean())
    assert found.brier_base == pytest.approx(y.mean() * (1 - y.mean()))
    assert 0.3 < found.calibration_slope < 3


def test_leakage_is_called(crowd):
    y = truth(crowd)
    with pytest.warns(DoubtfulInputWarning, match="too good to be true"):
        found = check_scores(crowd, y.astype(float), outcome=y, permutations=99)
    assert any("too good to be true" in caution.say("en") for caution in found.cautions)
    times = pd.Series(np.random.default_rng(7).permutation(60) + 1.0, index=crowd.ids)
    found = check_scores(crowd, -times + np.tile([0, 30.0], 30), times=times, permutations=99)
    assert not any("too good" in caution.say("en") for caution in found.cautions)
    with pytest.warns(DoubtfulInputWarning, match="made from the outcome"):
        leaky = check_scores(crowd, -times + np.tile([0, 5.0], 30), times=times, permutations=99)
    assert any("too good" in caution.say("en") for caution in leaky.cautions)


def test_early_adopters_after_valente(crowd):
    times = pd.Series(np.r_[np.arange(1.0, 51), np.full(5, np.inf), np.full(5, np.nan)], index=crowd.ids)
    early = find_early(build_times(crowd, times=times))
    cut = np.mean(np.arange(1, 51)) - np.std(np.arange(1, 51), ddof=1)
    assert early.sum() == (np.arange(1, 51) < cut).sum()
    assert early.iloc[50:55].tolist() == [0.0] * 5
    assert early.iloc[55:].isna().all()


@pytest.mark.oracle
def test_labels_of_the_published_data(medical, farmers):
    """20 of 125 doctors and 163 of 692 farmers are early adopters; in-degree has AUC 0.622 and 0.581 in sample."""
    for data, count, auc in ((medical, 20, 0.622), (farmers, 163, 0.581)):
        degree = pd.Series(np.asarray(data.network.adjacency(weight=None).sum(axis=0)).ravel(), index=data.network.ids)
        found = check_scores(data.network, degree, times=data.coded, permutations=99)
        assert found.positives == count
        assert round(found.table.loc["score", "auc"], 3) == auc


def test_bad_input(crowd):
    y = truth(crowd)
    with pytest.raises(InputError, match="outcome must hold"):
        check_scores(crowd, y.astype(float), outcome=pd.Series(2.0, index=crowd.ids))
    with pytest.raises(TooLittleDataError, match="at least two"):
        check_scores(crowd, y.astype(float), outcome=pd.Series(1.0, index=crowd.ids))
    with pytest.raises(InputError, match="score_adopters"):
        check_scores(crowd, "score")
    with pytest.raises(ColumnError, match="tenur"):
        check_scores(crowd, y.astype(float), outcome=y, seniority="tenur")
    with pytest.raises(InputError, match="not in the network"):
        check_scores(crowd, pd.Series({"nobody": 1.0}), outcome=y)


def test_few_people_to_find_is_warned_of(crowd):
    few = pd.Series(np.arange(60) % 4 == 0, index=crowd.ids)
    with pytest.warns(SmallSampleWarning, match="only 15 people to find"):
        found = check_scores(crowd, few + np.linspace(0, 2.5, 60), outcome=few, permutations=99)
    assert any("only 15 people" in caution.say("en") for caution in found.cautions)


def test_contacts_outside_do_not_decide_who_is_early():
    people = pd.DataFrame({"person": list("abcdex"), "inside": [True] * 5 + [False]})
    times = pd.Series({"a": 21.0, "b": 22.0, "c": 23.0, "d": 24.0, "e": 25.0, "x": 1.0})
    found = find_early(build_times(Network.from_frames(people), times=times))
    assert found[list("abcde")].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert np.isnan(found["x"])
