import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from kiemen.adoption.tops import TOPS, compare_tops, precision_of, share_interval


def draw(seed=1, n=120, shift=0.8):
    rng = np.random.default_rng(seed)
    y = rng.random(n) < 0.3
    return np.round(rng.normal(size=n) + shift * y, 1), y  # rounding makes ties


def compared(score, y, codes=None, k=None, seed=4):
    rng = np.random.default_rng(seed)
    return compare_tops(np.column_stack([score]), y, codes, k=k, confidence=0.9, rng=rng)[0]


def test_average_precision_equals_scikit_learn_with_weights_too():
    score, y = draw()
    weights = np.vstack([np.ones(len(y)), np.random.default_rng(2).integers(0, 3, (3, len(y)))]).astype(float)
    average, _ = precision_of(score, y, weights)
    expected = [average_precision_score(y, score, sample_weight=row) for row in weights]
    np.testing.assert_allclose(average, expected)


def test_precision_at_k_shares_ties():
    """Two at 3 (one positive), then three at 2 (one positive): 2 of 3 places sure, the third one third."""
    score = np.array([3, 3, 2, 2, 2, 1.0])
    y = np.array([True, False, True, False, False, True])
    assert precision_of(score, y, np.ones((1, 6)), 3 / 6)[1][0] == pytest.approx((1 + 1 / 3) / 3)
    assert precision_of(score, y, np.ones((1, 6)))[1][0] == pytest.approx((1 + 1 / 3) / 3), "three positives"
    assert precision_of(score, y, np.ones((1, 6)), 1.0)[1][0] == 0.5


def test_weights_are_people_written_out():
    score, y = draw(n=40)
    weights = np.random.default_rng(3).integers(0, 3, (20, 40))
    average, precision = precision_of(score, y, weights.astype(float), 0.25)
    for row, a, p in zip(weights, average, precision, strict=True):
        s, t = np.repeat(score, row), np.repeat(y, row)
        one = precision_of(s, t, np.ones((1, len(s))), 0.25)
        assert (a, p) == (pytest.approx(one[0][0]), pytest.approx(one[1][0]))


@pytest.mark.parametrize("communities", [None, 6])
@pytest.mark.parametrize("seed", range(5))
def test_intervals_hold_the_estimate_and_stay_in_range(communities, seed):
    score, y = draw(seed)
    found = compared(score, y, None if communities is None else np.arange(len(y)) % communities)
    for name in TOPS:
        assert 0 <= found[f"{name}_low"] < found[name] < found[f"{name}_high"]
    assert max(found["average_precision_high"], found["precision_high"], y.mean() * found["lift_high"]) <= 1
    if communities is None:
        for end in ("", "_low", "_high"):
            assert found[f"lift{end}"] == pytest.approx(found[f"precision{end}"] / y.mean())


def test_more_people_make_shorter_intervals():
    few, many = (compared(*draw(n=n, shift=1.0)) for n in (100, 1600))
    for name in TOPS:
        short, wide = (found[f"{name}_high"] - found[f"{name}_low"] for found in (many, few))
        assert 0.15 * wide < short < 0.4 * wide, "four times, give or take"


def test_the_same_seed_gives_the_same_interval_and_another_nearly():
    score, y = draw()
    assert compared(score, y) == compared(score, y)
    assert compared(score, y, seed=5)["precision_low"] == pytest.approx(compared(score, y)["precision_low"], abs=0.02)
    codes = np.arange(len(y)) % 5
    assert compared(score, y, codes) == compared(score, y, codes, seed=5), "leaving out draws nothing"


def test_a_community_that_stands_apart_makes_wider_intervals():
    score, y = draw(n=200)
    codes = np.arange(200) % 5
    mixed, apart = compared(score, y, codes), compared(np.where(codes == 0, -score, score), y, codes)
    assert apart["precision_high"] - apart["precision_low"] > mixed["precision_high"] - mixed["precision_low"]


def test_undefined_is_unknown():
    score, y = draw()
    assert all(np.isnan(compared(0 * score, y)[f"{name}_low"]) for name in TOPS)
    whole = compared(score, y, k=len(y))
    assert whole["lift"] == pytest.approx(1)
    assert np.isnan(whole["precision_low"])
    assert np.isnan(whole["lift_high"])
    assert whole["average_precision_low"] < whole["average_precision"]


def test_all_right_or_all_wrong_still_leaves_doubt():
    y = np.arange(60) < 12
    found = compared(y.astype(float), y)
    assert found["precision"] == found["precision_high"] == 1
    assert found["precision_low"] == pytest.approx(0.05 ** (1 / 12)), "Clopper and Pearson, twelve of twelve"
    assert share_interval(0.0, 0.0, 10, 20, 0.9) == (0, pytest.approx(1 - 0.05**0.1))
    assert share_interval(0.5, 0.0, 10, 20, 0.9)[0] < 0.3, "nothing varied: as a share of ten"


@pytest.mark.parametrize("departments", [None, 10])
def test_intervals_hold_the_truth_about_nine_times_in_ten(departments):
    """Normal scores, 0.8 apart, a quarter sought; the truth is that of 400,000 people."""
    rng = np.random.default_rng(8)
    y = np.arange(400_000) % 4 == 0
    many = rng.normal(size=len(y)) + 0.8 * y
    truth = [float(x[0]) for x in precision_of(many, y, np.ones((1, len(y))))]
    hits = []
    for _ in range(150):
        y = rng.permutation(200) < 50
        codes = None if departments is None else np.arange(200) % departments
        found = compare_tops((rng.normal(size=200) + 0.8 * y)[:, None], y, codes, k=None, confidence=0.9, rng=rng)[0]
        hits.append([found[f"{n}_low"] <= t <= found[f"{n}_high"] for n, t in zip(TOPS, truth, strict=False)])
    assert (np.mean(hits, axis=0) > 0.84).all()
