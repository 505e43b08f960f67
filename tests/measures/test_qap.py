"""QAP and MRQAP against printed numbers, plain correlation and error rates."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.errors import InputError, TooLittleDataError
from kiemen.measures.qap import correlate_matrices, regress_matrices

BUSINESS = (
    "Barbadori-Castellani Barbadori-Ginori Barbadori-Medici Barbadori-Peruzzi Bischeri-Guadagni Bischeri-Lamberteschi "
    "Bischeri-Peruzzi Castellani-Lamberteschi Castellani-Peruzzi Ginori-Medici Guadagni-Lamberteschi "
    "Lamberteschi-Peruzzi Medici-Pazzi Medici-Salviati Medici-Tornabuoni"
)


@pytest.fixture(scope="module")
def padgett(florentine, matrix):
    business = nx.Graph([pair.split("-") for pair in BUSINESS.split()])
    business.add_nodes_from(florentine)
    return matrix(florentine), matrix(business, nodes=list(florentine))


def test_padgett_marriage_and_business(padgett):
    """r = .371868 (UCINET tutorials print .372), one-sided p about .0005; 20 and 15 ties, 8 shared."""
    found = correlate_matrices(*padgett, times=4000, rng=1)
    assert found.value == pytest.approx(0.371868, abs=5e-7)
    assert found.p_greater < 0.003
    assert found.p_less > 0.99


def test_correlation_is_the_plain_one_over_pairs():
    rng = np.random.default_rng(1)
    one, other = rng.random((2, 9, 9)) * (rng.random((2, 9, 9)) < 0.5)
    off = ~np.eye(9, dtype=bool)
    found = correlate_matrices(csr_array(one), csr_array(other), times=9, rng=1)
    assert found.value == pytest.approx(np.corrcoef(one[off], other[off])[0, 1])


def test_correlation_with_oneself_and_with_nothing():
    ties = csr_array(nx.to_scipy_sparse_array(nx.karate_club_graph(), weight=None, dtype=float))
    assert correlate_matrices(ties, ties, times=9, rng=1).value == pytest.approx(1)
    assert np.isnan(correlate_matrices(ties, csr_array(ties.shape), times=9, rng=1).value)


def test_error_rate_under_chance():
    rng = np.random.default_rng(2)
    p = []
    for _ in range(200):
        one, other = (csr_array((rng.random((14, 14)) < 0.2).astype(float)) for _ in range(2))
        p.append(correlate_matrices(one, other, times=99, rng=rng).p_greater)
    assert np.mean(np.array(p) <= 0.05) <= 0.09


@pytest.mark.oracle
def test_sociologists_among_networkers(shared):
    """netlm of messages on the sender's citations, 17 people: 26.811, −0.379, R² .0212 (migraph's tests)."""
    people = pd.read_csv(shared / "oracles" / "ison_networkers_nodes.csv").query("Discipline == 'Sociology'")
    ties = pd.read_csv(shared / "oracles" / "ison_networkers_ties.csv")
    ids = list(people["id"])
    messages = ties.pivot_table(index="source", columns="target", values="weight").reindex(ids, columns=ids).fillna(0)
    cited = np.repeat(people["Citations"].to_numpy()[:, None], len(ids), axis=1)
    found = regress_matrices(messages, {"citations": cited}, times=200, rng=1)
    assert found.table["coefficient"].round(3).tolist() == [26.811, -0.379]
    assert round(found.r_squared, 4) == 0.0212
    assert found.n == 17 * 16


def test_regression_is_least_squares_and_finds_what_is_planted():
    rng = np.random.default_rng(3)
    one, other = rng.normal(size=(2, 20, 20))
    outcome = 2 + 0.8 * one + rng.normal(size=(20, 20))
    found = regress_matrices(outcome, {"one": one, "other": other}, times=199, rng=1)
    off = ~np.eye(20, dtype=bool)
    design = np.column_stack([np.ones(off.sum()), one[off], other[off]])
    assert found.table["coefficient"].tolist() == pytest.approx(np.linalg.lstsq(design, outcome[off])[0].tolist())
    assert found.table.loc["one", "p"] == pytest.approx(0.005)
    assert found.table.loc["other", "p"] > 0.05


def test_related_terms_keep_their_error_rate():
    """A term that only goes along with another one must not be found more often than stated."""
    rng = np.random.default_rng(4)
    p = []
    for _ in range(80):
        person = rng.normal(size=12)
        one = person[:, None] + rng.normal(size=(12, 12))
        other = person[:, None] + rng.normal(size=(12, 12))
        outcome = one + person[None, :] + rng.normal(size=(12, 12))
        p.append(regress_matrices(outcome, {"one": one, "other": other}, times=99, rng=rng).table.loc["other", "p"])
    assert np.mean(np.array(p) <= 0.05) <= 0.13


def test_unknown_pairs_are_left_out():
    rng = np.random.default_rng(5)
    one = rng.normal(size=(8, 8))
    outcome = 3 * one
    outcome[2] = np.nan
    found = regress_matrices(outcome, {"one": one}, times=9, rng=1)
    assert found.n == 7 * 7
    assert found.table.loc["one", "coefficient"] == pytest.approx(3)


def test_faults_are_named():
    ones = np.random.default_rng(6).normal(size=(6, 6))
    with pytest.raises(InputError, match="explain each other fully"):
        regress_matrices(ones, {"one": ones, "two": 2 * ones})
    with pytest.raises(InputError, match="term 'one' has shape"):
        regress_matrices(ones, {"one": ones[:3]})
    with pytest.raises(InputError, match="same people"):
        correlate_matrices(csr_array((3, 3)), csr_array((4, 4)))
    with pytest.raises(TooLittleDataError, match="at least 3 people"):
        correlate_matrices(csr_array((2, 2)), csr_array((2, 2)))
