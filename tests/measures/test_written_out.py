"""Measures that draw or assume chance, once more by counting every case: permutations, networks, memberships."""

from collections import Counter
from itertools import combinations, permutations, product

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import chisquare

from kiemen.measures.null_models import build_null_memberships, rewire_ties
from kiemen.measures.qap import correlate_matrices, regress_matrices
from kiemen.measures.role_counts import expected_roles, role_counts
from kiemen.measures.twomode import membership_chances, two_mode_roles, validated_projection, weighted_projection


def _memberships(seed, shape=(8, 5), density=0.4):
    return (np.random.default_rng(seed).random(shape) < density).astype(float)


def _t(outcome, columns, k):
    """Give the t of column k by the textbook, from plain least squares."""
    design = np.column_stack(columns)
    coefficient, *_ = np.linalg.lstsq(design, outcome)
    residual = outcome - design @ coefficient
    variance = residual @ residual / (outcome.size - design.shape[1])
    return coefficient[k] / np.sqrt(variance * np.linalg.pinv(design.T @ design)[k, k])


def _all_relabellings(outcome, matrices, k):
    """Give t of term k for every order of people, its own unexplained part relabelled (Dekker et al. 2007)."""
    n = len(outcome)
    off = ~np.eye(n, dtype=bool)
    others = [np.ones(off.sum()), *(m[off] for place, m in enumerate(matrices) if place != k)]
    fitted, *_ = np.linalg.lstsq(np.column_stack(others), matrices[k][off])
    left = np.zeros((n, n))
    left[off] = matrices[k][off] - np.column_stack(others) @ fitted
    moved = (left[np.ix_(order, order)][off] for order in map(list, permutations(range(n))))
    return np.array([_t(outcome[off], [*others, column], len(others)) for column in moved])


def test_regression_of_matrices_over_every_order_of_five_people():
    rng = np.random.default_rng(7)
    one, other = rng.normal(size=(2, 5, 5))
    outcome = 0.5 * one + rng.normal(size=(5, 5))
    found = regress_matrices(outcome, {"one": one, "other": other}, times=3000, rng=2).table
    for k, name in enumerate(["one", "other"]):
        t = _all_relabellings(outcome, [one, other], k)
        assert found.loc[name, "t"] == pytest.approx(t[0])
        assert found.loc[name, "p_greater"] == pytest.approx((t >= t[0] - 1e-9).mean(), abs=0.03)
        assert found.loc[name, "p_less"] == pytest.approx((t <= t[0] + 1e-9).mean(), abs=0.03)
        assert found.loc[name, "p"] == pytest.approx((abs(t) >= abs(t[0]) - 1e-9).mean(), abs=0.03)


def test_correlation_of_matrices_over_every_order_of_six_people():
    rng = np.random.default_rng(8)
    one, other = (rng.random((2, 6, 6)) < 0.4).astype(float) * rng.integers(1, 4, (2, 6, 6))
    np.fill_diagonal(one, 0)
    np.fill_diagonal(other, 0)
    sums = np.array([(one[np.ix_(o, o)] * other).sum() for o in map(list, permutations(range(6)))])
    found = correlate_matrices(csr_array(one), csr_array(other), times=3000, rng=1)
    assert found.p_greater == pytest.approx((sums >= sums[0]).mean(), abs=0.03)
    assert found.p_less == pytest.approx((sums <= sums[0]).mean(), abs=0.03)


def test_two_mode_roles_person_by_person():
    for seed in range(12):
        x = _memberships(seed)
        group = np.random.default_rng(seed).integers(-1, 3, len(x))
        counts = np.zeros((len(x), 5), int)
        for v, (a, b) in product(range(len(x)), combinations(range(len(x)), 2)):
            if v in (a, b) or min(group[v], group[a], group[b]) < 0:
                continue
            if x[a] @ x[b] or not (x[a] @ x[v] and x[b] @ x[v]):
                continue
            own = int(group[a] == group[v]) + int(group[b] == group[v])
            if own == 1:
                counts[v, 2:4] += 1
            else:
                counts[v, 0 if own == 2 else 1 if group[a] == group[b] else 4] += 1
        assert two_mode_roles(csr_array(x), group).tolist() == counts.tolist()


def test_weighted_projection_pair_by_pair():
    for seed in range(5):
        x = _memberships(seed)
        expected = np.zeros((len(x), len(x)))
        for a, b in permutations(range(len(x)), 2):
            expected[a, b] = sum(
                x[a, e] * x[b, e] / (x[:, e].sum() - 1) for e in range(x.shape[1]) if x[:, e].sum() > 1
            )
        assert weighted_projection(csr_array(x)).toarray() == pytest.approx(expected)


def test_validated_pairs_over_every_set_of_shared_initiatives():
    for seed in range(6):
        x = _memberships(seed, (7, 6), 0.45)
        chance = membership_chances(csr_array(x))
        found = validated_projection(csr_array(x))
        pairs = [(a, b) for a, b in combinations(range(7), 2) if x[a] @ x[b]]
        assert list(zip(found.one.tolist(), found.other.tolist(), strict=True)) == pairs
        p = {}
        for a, b in pairs:
            both = chance[a] * chance[b]
            p[a, b] = sum(
                np.prod([c if hit else 1 - c for c, hit in zip(both, hits, strict=True)])
                for hits in product((False, True), repeat=6)
                if sum(hits) >= x[a] @ x[b]
            )
            place = pairs.index((a, b))
            assert found.shared[place] == x[a] @ x[b]
            assert found.expected[place] == pytest.approx(both.sum())
            assert found.p[place] == pytest.approx(p[a, b])
        everyone = sorted([*p.values(), *[1.0] * (21 - len(pairs))])
        for place, pair in enumerate(pairs):
            steps = [value * 21 / rank for rank, value in enumerate(everyone, start=1) if value >= p[pair] - 1e-12]
            assert found.q[place] == pytest.approx(min(1.0, *steps))


def test_membership_chances_are_odds_of_person_times_initiative():
    """The most random network with these numbers has odds that are a product; that and the sums fix it."""
    for seed in range(5):
        x = _memberships(seed, (9, 7))
        chance = membership_chances(csr_array(x))
        rows, columns = (x.sum(axis=1) % 7 > 0), (x.sum(axis=0) % 9 > 0)
        odds = np.log(chance[np.ix_(rows, columns)] / (1 - chance[np.ix_(rows, columns)]))
        even = odds - odds.mean(axis=1, keepdims=True) - odds.mean(axis=0) + odds.mean()
        assert even == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("sizes", [(2, 1, 1), (2, 2), (3, 1)])
def test_expected_roles_over_every_network_of_four(sizes):
    group = np.repeat(np.arange(len(sizes)), sizes)
    cells = [(a, b) for a in range(4) for b in range(4) if a != b]
    d = 5 / 12
    mean, square = np.zeros((4, 6)), np.zeros((4, 6))
    for ties in product((0.0, 1.0), repeat=12):
        dense = np.zeros((4, 4))
        dense[tuple(zip(*cells, strict=True))] = ties
        weight = d ** sum(ties) * (1 - d) ** (12 - sum(ties))
        counts = np.zeros((4, 5))
        for a, v, b in permutations(range(4), 3):
            if dense[a, v] and dense[v, b] and not dense[a, b]:
                same = group[a] == group[v], group[v] == group[b], group[a] == group[b]
                role = 0 if all(same) else 1 if same[2] else 2 if same[0] else 3 if same[1] else 4
                counts[v, role] += 1
        full = np.column_stack([counts, counts.sum(axis=1)])
        mean += weight * full
        square += weight * full**2
    chance = expected_roles(5, np.array(sizes))
    assert chance.expected[group] == pytest.approx(mean)
    assert chance.sd[group] == pytest.approx(np.sqrt(square - mean**2))


def _all_directed(sent, received):
    """Give every directed network without self-ties with these numbers."""
    n = len(sent)
    rows = [list(combinations([b for b in range(n) if b != a], sent[a])) for a in range(n)]
    for chosen in product(*rows):
        if np.bincount([b for row in chosen for b in row], minlength=n).tolist() == received:
            yield tuple((a, b) for a, row in enumerate(chosen) for b in row)


def _even(seen, every):
    assert set(seen) == set(every)
    return chisquare([seen[one] for one in every]).pvalue > 0.001


def test_rewired_directed_networks_come_up_evenly():
    dense = np.zeros((5, 5))
    dense[[0, 0, 1, 2, 3, 4, 4], [1, 2, 2, 0, 4, 3, 0]] = 1
    every = sorted(_all_directed(dense.sum(axis=1).astype(int).tolist(), dense.sum(axis=0).astype(int).tolist()))
    assert len(every) > 20
    drawn = rewire_ties(csr_array(dense), directed=True, times=100 * len(every), swaps=30, rng=1)
    seen = Counter(tuple(sorted(zip(s.tolist(), t.tolist(), strict=True))) for s, t in drawn)
    assert _even(seen, every)


def test_rewired_networks_with_a_hub_come_up_evenly():
    """Degrees 4 2 2 2 1 1: networks in which many swaps are refused must not come up less."""
    graph = nx.havel_hakimi_graph([4, 2, 2, 2, 1, 1])
    pairs = list(combinations(range(6), 2))
    every = [
        chosen
        for chosen in combinations(pairs, 6)
        if np.bincount(np.ravel(chosen), minlength=6).tolist() == [4, 2, 2, 2, 1, 1]
    ]
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(6), dtype=float))
    drawn = rewire_ties(adjacency, directed=False, times=100 * len(every), swaps=30, rng=2)
    seen = Counter(
        tuple(sorted((min(a, b), max(a, b)) for a, b in zip(s.tolist(), t.tolist(), strict=True))) for s, t in drawn
    )
    assert _even(seen, every)


def test_traded_memberships_come_up_evenly():
    dense = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 0.0], [1, 0, 0, 0]])
    does, size = dense.sum(axis=1).astype(int), dense.sum(axis=0)
    rows = [list(combinations(range(4), k)) for k in does]
    every = sorted(
        chosen
        for chosen in product(*rows)
        if np.bincount([c for row in chosen for c in row], minlength=4).tolist() == size.tolist()
    )
    drawn = build_null_memberships(csr_array(dense), times=100 * len(every), trades=30, rng=1)
    seen = Counter(tuple(tuple(np.flatnonzero(row).tolist()) for row in one.toarray()) for one in drawn)
    assert _even(seen, every)


def test_roles_of_chance_are_those_that_are_counted():
    """The mean over networks of the counting road is the formula; here over all with three ties of three people."""
    group = np.array([0, 1, 1])
    cells = [(a, b) for a in range(3) for b in range(3) if a != b]
    total = np.zeros((3, 5))
    for ties in product((0.0, 1.0), repeat=6):
        dense = np.zeros((3, 3))
        dense[tuple(zip(*cells, strict=True))] = ties
        total += role_counts(csr_array(dense), group) / 64
    assert total == pytest.approx(expected_roles(3, np.array([1, 2])).expected[group][:, :5])
