import numpy as np
import pandas as pd
from scipy.special import ndtr

from kiemen.adoption.communities import within_auc
from kiemen.adoption.discrimination import auc_components, auc_interval


def people(rng, sizes, gap=0.7):
    code = np.repeat(np.arange(len(sizes)), sizes)
    sought = rng.random(len(code)) < 0.3
    return np.column_stack([rng.normal(size=len(code)) + gap * sought, rng.normal(size=len(code))]), sought, code


def by_hand(scores, sought, code):
    """Pairs counted one by one, and the variance with its matrices written out."""
    right, pairs = [], []
    for name in np.unique(code):
        mine = code == name
        a, b = scores[mine & sought], scores[mine & ~sought]
        if len(a) and len(b):
            wins = [((x[:, None] > y) + 0.5 * (x[:, None] == y)).sum() for x, y in zip(a.T, b.T, strict=True)]
            right.append(wins)
            pairs.append((len(a), len(b)))
    right, counts = np.array(right), np.array(pairs)
    p, q = counts.T
    weight = p * q / (p + q + 1)
    auc = (weight[:, None] * right / (p * q)[:, None]).sum(axis=0) / weight.sum()
    typical = weight**2 * (1 / p + 1 / q + 1 / (p * q))
    maker = np.eye(len(p)) - np.outer(weight, np.ones(len(p))) / weight.sum()
    form = maker.T @ np.diag(1 / (1 - weight / weight.sum())) @ maker
    factor = typical.sum() / np.trace(np.diag(typical) @ form)
    weighed = right / (p + q + 1)[:, None]
    return auc, factor * weighed.T @ form @ weighed / weight.sum() ** 2


def test_twin_with_matrices_written_out():
    scores, sought, code = people(np.random.default_rng(1), [20, 14, 9, 30, 1])
    found = within_auc(scores, sought, code)
    auc, covariance = by_hand(scores, sought, code)
    np.testing.assert_allclose(found.auc, auc)
    np.testing.assert_allclose(found.covariance, covariance)
    assert found.df == 3
    assert found.informative == 4


def test_one_community_or_none():
    scores, sought, code = people(np.random.default_rng(2), [40])
    found = within_auc(scores, sought, code)
    np.testing.assert_allclose(found.covariance, auc_components(scores, sought)[1])
    assert found.informative == 1
    apart = within_auc(scores, sought, sought.astype(int))
    assert np.isnan(apart.auc).all()
    assert apart.informative == 0


def test_interval_allows_for_communities_that_differ():
    """Where the score works in some communities only, people as the unit would be far too sure."""
    rng = np.random.default_rng(3)
    hits = {"community": 0, "person": 0}
    truth = ndtr(0.6 / np.sqrt(2 + 0.36))
    for _ in range(400):
        gaps = 0.6 + 0.6 * rng.normal(size=10)
        code = np.repeat(np.arange(10), 30)
        sought = rng.random(300) < 0.3
        score = (rng.normal(size=300) + gaps[code] * sought)[:, None]
        found = within_auc(score, sought, code)
        sides = (int(sought.sum()), int((~sought).sum()))
        low, high = auc_interval(found.auc[0], found.covariance[0, 0], *sides, 0.9, df=found.df)
        hits["community"] += low <= truth <= high
        auc, covariance = auc_components(score, sought, code)
        low, high = auc_interval(auc[0], covariance[0, 0], *sides, 0.9)
        hits["person"] += low <= truth <= high
    assert 0.86 <= hits["community"] / 400 <= 0.94
    assert hits["person"] / 400 < 0.8


def test_names_of_communities_do_not_matter():
    scores, sought, code = people(np.random.default_rng(4), [20, 14, 9])
    turned = within_auc(scores[::-1], sought[::-1], 7 - code[::-1])
    pd.testing.assert_series_equal(
        pd.Series(turned.covariance.ravel()), pd.Series(within_auc(scores, sought, code).covariance.ravel())
    )
