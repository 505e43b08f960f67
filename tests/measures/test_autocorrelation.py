"""Likeness of tied people: published numbers, the definitions written out, error rates."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.errors import InputError, TooLittleDataError
from kiemen.measures.autocorrelation import (
    KINDS,
    geary,
    inverse_distance,
    join_counts,
    local_moran,
    moran,
    row_normalised,
)


def lattice(side):
    """A square with ties to the neighbours above, below, left and right."""
    cells = np.arange(side * side).reshape(side, side)
    dense = np.zeros((side * side, side * side))
    for one, other in ((cells[:, :-1], cells[:, 1:]), (cells[:-1], cells[1:])):
        dense[one.ravel(), other.ravel()] = dense[other.ravel(), one.ravel()] = 1
    return csr_array(dense)


@pytest.fixture(scope="module")
def physicians(shared):
    folder = shared / "oracles"
    people = pd.read_csv(folder / "medInnovationsDiffNet_people.csv")
    ties = pd.read_csv(folder / "medInnovationsDiffNet_ties.csv")
    at = {person: i for i, person in enumerate(people["id"])}
    ends = (ties["source"].map(at), ties["target"].map(at))
    return people, csr_array((np.ones(len(ties)), ends), shape=(len(people), len(people)))


@pytest.mark.oracle
def test_moran_of_first_month_adopters(physicians):
    """Medical innovation: .06624028, mean −.008064516, sd .03265066, p .02286087 (netdiffuseR; six steps)."""
    people, ties = physicians
    first = people["toa"] == 1
    found = moran(inverse_distance(ties, steps=6), first, rng=1)
    assert found.value == pytest.approx(0.06624028, abs=5e-9)
    assert found.expected == pytest.approx(-0.008064516, abs=5e-10)
    assert found.sd == pytest.approx(0.03265066, abs=5e-9)
    assert found.p_normal == pytest.approx(0.02286087, abs=5e-9)
    assert found.p < 0.06
    full = moran(inverse_distance(ties), first, times=0)
    assert (round(full.value, 7), round(full.sd, 7), round(full.p_normal, 4)) == (0.0628290, 0.0321157, 0.0273)


@pytest.mark.oracle
def test_moran_of_every_month(physicians):
    """Months 1 to 17, rounded, as printed in netdiffuseR's article."""
    people, ties = physicians
    weights = inverse_distance(ties, steps=6)
    found = [round(moran(weights, people["toa"] <= month, times=0).value, 2) for month in range(1, 18)]
    printed = [0.07, 0.04, -0.03, -0.02, -0.06, -0.02, 0, 0.01, 0.01, 0.01, 0.02, 0.02, 0.01, 0.04, 0.05, 0.03, 0.02]
    assert found == printed


def test_join_counts_of_a_lattice():
    """Eight zeros and then eight ones on 4 × 4: bb 10, bw 4, ww 10, χ² 8.1667 (esda)."""
    found = join_counts(lattice(4), [0] * 8 + [1] * 8, rng=1)
    assert (found.bb, found.bw, found.ww) == (10, 4, 10)
    assert found.chi2 == pytest.approx(8.1667, abs=5e-5)
    assert found.p < 0.03


def test_definitions_written_out():
    rng = np.random.default_rng(1)
    weights = row_normalised(csr_array((rng.random((12, 12)) < 0.3) * rng.random((12, 12))), weighted=True)
    x = rng.normal(size=12)
    w, z = weights.toarray(), x - x.mean()
    pairs = [(i, j) for i in range(12) for j in range(12)]
    over = sum(w[i, j] * z[i] * z[j] for i, j in pairs)
    assert moran(weights, x, times=0).value == pytest.approx(12 / w.sum() * over / (z @ z))
    gaps = sum(w[i, j] * (x[i] - x[j]) ** 2 for i, j in pairs)
    assert geary(weights, x, times=0).value == pytest.approx(11 * gaps / (2 * w.sum() * (z @ z)))


def test_mean_and_spread_under_shuffling():
    """The formulas of Cliff and Ord against 20,000 shuffles."""
    rng = np.random.default_rng(2)
    weights = row_normalised(csr_array(np.triu((rng.random((15, 15)) < 0.3) * 1.0, 1)))
    x = rng.exponential(size=15)
    for statistic in (moran, geary):
        formula = statistic(weights, x, times=0)
        drawn = [statistic(weights, rng.permutation(x), times=0).value for _ in range(4000)]
        assert np.mean(drawn) == pytest.approx(formula.expected, abs=4 * formula.sd / np.sqrt(4000))
        assert np.std(drawn) == pytest.approx(formula.sd, rel=0.05)


def test_local_parts_add_up_to_the_whole():
    rng = np.random.default_rng(3)
    weights = row_normalised(lattice(5))
    x = rng.normal(size=25)
    local = local_moran(weights, x, times=99, rng=1)
    assert np.nanmean(local.value) == pytest.approx(moran(weights, x, times=0).value)
    assert set(local.kind) <= set(range(len(KINDS)))


def test_a_planted_cluster_is_found_and_its_kind_is_right():
    x = np.random.default_rng(4).normal(size=400)
    corner = [row * 20 + column for row in range(4) for column in range(4)]
    x[corner] += 4
    found = local_moran(row_normalised(lattice(20)), x, times=1999, rng=1)
    core = [21, 22, 41, 42]
    assert (found.q[core] <= 0.05).all()
    assert [KINDS[k] for k in found.kind[core]] == ["high among high"] * 4
    assert moran(row_normalised(lattice(20)), x, rng=1).p == pytest.approx(0.001)


def test_error_rates_under_chance():
    """Values that do not cluster: p at most .05 in 5 % of draws, and hardly any person after correction."""
    rng = np.random.default_rng(5)
    weights = row_normalised(lattice(6))
    p = [moran(weights, rng.normal(size=36), times=99, rng=rng).p for _ in range(300)]
    assert 0.02 <= np.mean(np.array(p) <= 0.05) <= 0.09
    people = [bool((local_moran(weights, rng.normal(size=36), times=199, rng=rng).q <= 0.05).any()) for _ in range(60)]
    assert np.mean(people) <= 0.1


def test_unknown_values_are_left_out():
    weights = row_normalised(lattice(4))
    x = np.random.default_rng(6).normal(size=16)
    x[3] = np.nan
    known = np.flatnonzero(~np.isnan(x))
    part = row_normalised(csr_array(lattice(4).toarray()[np.ix_(known, known)]))
    assert moran(weights, x, times=0).value == pytest.approx(moran(part, x[known], times=0).value)
    assert np.isnan(local_moran(weights, x, times=9, rng=1).value[3])


def test_undefined_is_nan_and_people_alone_have_no_local_value():
    weights = row_normalised(lattice(3))
    assert np.isnan(moran(weights, np.ones(9), times=9).value)
    assert np.isnan(geary(csr_array((9, 9)), np.arange(9.0), times=9).value)
    alone = csr_array((np.ones(2), ([0, 1], [1, 0])), shape=(5, 5))
    local = local_moran(row_normalised(alone), np.arange(5.0), times=9, rng=1)
    assert np.isnan(local.value).tolist() == [False, False, True, True, True]
    assert local.kind.tolist()[2:] == [-1, -1, -1]


def test_faults_are_named():
    with pytest.raises(InputError, match="one number per person, 9 here"):
        moran(row_normalised(lattice(3)), np.ones(4))
    with pytest.raises(TooLittleDataError, match="at least 4"):
        moran(row_normalised(lattice(3)), [1, 2, 3] + [np.nan] * 6)
    with pytest.raises(InputError, match="True and False"):
        join_counts(lattice(3), np.arange(9))
    with pytest.raises(InputError, match="at most 5,000"):
        inverse_distance(csr_array((5001, 5001)))


def test_relabelling_people_does_not_matter():
    rng = np.random.default_rng(7)
    ties, x = lattice(5), rng.normal(size=25)
    order = rng.permutation(25)
    mixed = csr_array(ties.toarray()[np.ix_(order, order)])
    for statistic in (moran, geary):
        one, other = statistic(row_normalised(ties), x, times=0), statistic(row_normalised(mixed), x[order], times=0)
        assert one[:5] == pytest.approx(other[:5])


@pytest.mark.parametrize("n", [5, 12, 30])
def test_where_all_are_tied_to_all_nothing_clusters(n):
    """Then every shuffle gives −1 / (n − 1): equal to what was seen, whatever rounding does below zero."""
    weights = row_normalised(csr_array(np.ones((n, n)) - np.eye(n)))
    found = moran(weights, np.random.default_rng(n).normal(size=n), times=199, rng=1)
    assert found.value == pytest.approx(-1 / (n - 1))
    assert found.p == 1.0
    assert np.isnan(found.sd)


def test_shuffles_equal_to_what_was_seen_count_below_zero():
    """One of seven leaves of a star has it: any leaf would give the same, and only the centre less."""
    star = np.zeros((8, 8))
    star[0, 1:] = star[1:, 0] = 1
    found = moran(row_normalised(csr_array(star)), np.eye(8)[1], times=999, rng=1)
    assert found.value < 0
    assert found.p == pytest.approx(7 / 8, abs=0.04)
