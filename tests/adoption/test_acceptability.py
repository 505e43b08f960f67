import numpy as np
import pytest
from scipy.stats import beta

from kiemen.adoption.acceptability import AGREEMENT, combined, draw_ranks, rank_aggregation, ranks_of
from kiemen.adoption.blocks import Block, normal_scores


def blocks_of(scores, error=0.0):
    names = ["survey", "behaviour", "nominations"]
    return {name: Block(column, np.full(len(column), error)) for name, column in zip(names, scores.T, strict=True)}


def test_with_all_blocks_it_ranks_as_the_mean():
    scores = np.random.default_rng(1).normal(size=(50, 3))
    assert ranks_of(combined(scores)).tolist() == ranks_of(scores.mean(axis=1)).tolist()


def test_fewer_blocks_are_pulled_to_the_middle_and_none_is_unknown():
    scores = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, np.nan], [1.0, np.nan, np.nan], [np.nan] * 3])
    found = combined(scores)
    assert found[0] > found[1] > found[2] > 0
    assert found[2] == pytest.approx(AGREEMENT)
    assert np.isnan(found[3])


def test_best_guess_of_a_common_trait():
    """With z_k = sqrt(r) f + noise the combination is proportional to the regression of f on the blocks known."""
    r = AGREEMENT
    for k in (1, 2, 3):
        covariance = np.full((k, k), r) + (1 - r) * np.eye(k)
        weight = np.linalg.solve(covariance, np.full(k, np.sqrt(r)))
        scores = np.full((1, 3), np.nan)
        scores[0, :k] = 1.0
        assert combined(scores)[0] == pytest.approx(weight.sum() * np.sqrt(r))


def test_exact_and_agreeing_blocks_leave_no_doubt_but_the_weights():
    rng = np.random.default_rng(2)
    trait = normal_scores(rng.normal(size=60))
    scores = np.column_stack([trait] * 3)
    found = draw_ranks(blocks_of(scores), scores, 60, rng)
    ranks = ranks_of(trait)
    np.testing.assert_allclose(found.low, ranks)
    np.testing.assert_allclose(found.high, ranks)
    assert found.top.sum() == 6
    assert set(found.top[ranks <= 6]) == {1.0}


def test_top_probabilities_add_up_and_missing_evidence_widens():
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(100, 3))
    scores[:20, 2] = np.nan
    scores[99] = np.nan
    found = draw_ranks(blocks_of(scores), scores, 400, rng)
    assert np.nansum(found.top) == pytest.approx(10, abs=1e-6)
    width = found.high - found.low
    assert np.nanmean(width[:20]) > np.nanmean(width[20:99])
    assert np.isnan(found.top[99])


def test_error_widens():
    rng = np.random.default_rng(4)
    scores = rng.normal(size=(80, 3))
    sure = draw_ranks(blocks_of(scores, 0.0), scores, 200, np.random.default_rng(1))
    unsure = draw_ranks(blocks_of(scores, 1.0), scores, 200, np.random.default_rng(1))
    assert (unsure.high - unsure.low).mean() > (sure.high - sure.low).mean()


def test_robust_rank_aggregation_by_hand():
    """Ten people, three blocks; the first is 1st, 1st and 2nd: 3 * min of three Beta probabilities."""
    scores = np.column_stack([-np.arange(10.0), -np.arange(10.0), np.r_[8.5, 9, np.arange(8.0)]])
    r = [0.1, 0.1, 0.2]
    expected = 3 * min(beta.cdf(r[k], k + 1, 3 - k) for k in range(3))
    assert rank_aggregation(scores)[0] == pytest.approx(expected)
    alone = np.column_stack([-np.arange(10.0), np.full(10, np.nan)])
    assert rank_aggregation(alone)[0] == pytest.approx(0.1)
    assert np.isnan(rank_aggregation(np.full((2, 3), np.nan))).all()
    assert (rank_aggregation(np.random.default_rng(1).normal(size=(50, 3))) <= 1).all()
