"""People and initiatives together, without pretending that everybody in an initiative knows everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kiemen.errors import InputError
from kiemen.measures.adjacency import clean, pattern
from kiemen.measures.role_counts import role_counts

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

# Pairs of members over all initiatives: a thousand initiatives of a thousand people are a thousand million pairs.
MOST_PAIRS = 200_000_000


class TwoModeHoles(NamedTuple):
    """Structural holes of people in what they take part in; NaN for people who take part in nothing.

    Parameters
    ----------
    constraint
        How far a person's initiatives are held by the same other people.
    effective_size
        People met in initiatives, less what they overlap; NaN for people who meet nobody.
    redundancy
        That overlap.
    contacts
        People met in at least one initiative.
    """

    constraint: Floats
    effective_size: Floats
    redundancy: Floats
    contacts: NDArray[np.int64]


def _binary(incidence: csr_array) -> csr_array:
    from scipy.sparse import csr_array

    tidy: csr_array = csr_array(incidence, copy=True).astype(np.float64)
    tidy.sum_duplicates()
    tidy.eliminate_zeros()
    tidy.data[:] = 1.0
    tidy.sort_indices()
    size = np.bincount(tidy.indices, minlength=tidy.shape[1]).astype(np.float64)
    if float((size**2).sum()) > MOST_PAIRS:
        raise InputError(
            f"the initiatives hold {int((size**2).sum()):,} pairs of members, more than {MOST_PAIRS:,}; leave out the "
            "largest ones, in which being a member says little about meeting each other."
        )
    return tidy


def shared_initiatives(incidence: csr_array) -> csr_array:
    """Count for each pair of people the initiatives that they share.

    Parameters
    ----------
    incidence
        People × initiatives.

    Returns
    -------
    csr_array
        People × people, without diagonal.
    """
    tidy = _binary(incidence)
    return clean((tidy @ tidy.T).tocsr())


def weighted_projection(incidence: csr_array) -> csr_array:
    """Give ties between people who share initiatives, where a small initiative counts for more than a large one.

    Parameters
    ----------
    incidence
        People × initiatives.

    Returns
    -------
    csr_array
        People × people; each shared initiative of k people adds 1 / (k − 1), so that everybody's strengths add up to
        the number of initiatives in which they meet somebody.

    References
    ----------
    Newman, M. E. J. (2001). doi:10.1103/PhysRevE.64.016132
    """
    from scipy.sparse import diags_array

    tidy = _binary(incidence)
    size = np.bincount(tidy.indices, minlength=tidy.shape[1]).astype(np.float64)
    share = np.divide(1.0, size - 1, out=np.zeros_like(size), where=size > 1)
    return clean((tidy @ diags_array(share) @ tidy.T).tocsr())


def two_mode_holes(incidence: csr_array) -> TwoModeHoles:
    """Give structural holes of people measured on memberships themselves.

    Parameters
    ----------
    incidence
        People × initiatives. Turn it round for the holes of initiatives.

    Returns
    -------
    TwoModeHoles
        Arrays in the order of people.

    Notes
    -----
    With x the memberships, p_ia the share of initiative a in what person i does and r_bj the share of person j in
    initiative b, constraint is Σ_a (p_ia + Σ_{b≠a} p_ib Σ_{j≠i} r_bj p_ja)². Redundancy is the mean, over the people
    met and by the number of initiatives shared, of how many others whom i meets they meet too; effective size is the
    people met less that. Cost: the pairs of members.

    References
    ----------
    Hollway, J. et al. (2020). doi:10.1007/s10784-019-09464-5
    """
    from scipy.sparse import diags_array

    tidy = _binary(incidence)
    does, size = np.diff(tidy.indptr).astype(np.float64), np.bincount(tidy.indices, minlength=tidy.shape[1])
    per_person = diags_array(np.divide(1.0, does, out=np.zeros_like(does), where=does > 0)) @ tidy
    per_initiative = tidy.T.tocsr().copy()
    per_initiative.data = per_initiative.data / np.repeat(size[size > 0], size[size > 0])
    through = per_initiative @ per_person  # initiative b → person j → initiative a
    p = per_person.tocsr()
    person = np.repeat(np.arange(tidy.shape[0]), np.diff(tidy.indptr))
    p_ia, r_ai = p.data, 1.0 / size[tidy.indices]
    all_b = np.asarray((p @ through).tocsr()[person, tidy.indices]).ravel()
    own = np.bincount(person, weights=p_ia * r_ai, minlength=tidy.shape[0])[person]
    around = all_b - p_ia * through.diagonal()[tidy.indices] - p_ia * (own - p_ia * r_ai)
    constraint = np.bincount(person, weights=(p_ia + around) ** 2, minlength=tidy.shape[0])
    shared = shared_initiatives(tidy)
    met = pattern(shared)
    contacts = np.diff(met.indptr).astype(np.int64)
    total = np.asarray(shared.sum(axis=1)).ravel()
    also_met = (met @ met).multiply(met).tocsr()
    overlap = np.asarray(also_met.multiply(shared).sum(axis=1)).ravel()
    redundancy = np.divide(overlap, total, out=np.full_like(total, np.nan), where=total > 0)
    return TwoModeHoles(np.where(does > 0, constraint, np.nan), contacts - redundancy, redundancy, contacts)


def two_mode_roles(incidence: csr_array, codes: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Count the pairs of people who share no initiative and both share one with a person, by the groups of the three.

    Parameters
    ----------
    incidence
        People × initiatives.
    codes
        Group number of every person; -1 leaves a person out.

    Returns
    -------
    array
        People × 5 in the order of `kiemen.measures.role_counts.ROLES`; representative and gatekeeper both hold the
        pairs of which one is in the person's own group, as memberships have no direction, so count one of the two.

    References
    ----------
    Jasny, L. & Lubell, M. (2015). doi:10.1016/j.socnet.2014.11.005
    """
    counts = role_counts(shared_initiatives(incidence), codes)
    counts[:, [0, 1, 4]] //= 2
    return counts


class ValidatedPairs(NamedTuple):
    """Pairs of people who share more initiatives than chance would give.

    Parameters
    ----------
    one, other
        Positions of the two.
    shared
        Initiatives that they share.
    expected
        By chance, given how much each does and how large each initiative is.
    p, q
        Probability of so many or more, and after correction over all pairs of people.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    shared: NDArray[np.int64]
    expected: Floats
    p: Floats
    q: Floats


def membership_chances(incidence: csr_array) -> Floats:
    """Give the probability of each membership in the most random network with the same numbers (BiCM).

    Parameters
    ----------
    incidence
        People × initiatives.

    Returns
    -------
    array
        People × initiatives; rows and columns add up to the numbers observed (nearly so where the numbers allow only
        one arrangement).

    References
    ----------
    Saracco, F. et al. (2015). doi:10.1038/srep10595
    """
    tidy = _binary(incidence)
    does = np.diff(tidy.indptr).astype(np.float64)
    size = np.bincount(tidy.indices, minlength=tidy.shape[1]).astype(np.float64)
    x, y = does / max(np.sqrt(does.sum()), 1.0), size / max(np.sqrt(does.sum()), 1.0)
    # Who takes part in everything does so for certain, and so does everybody in an initiative of all.
    for _ in range(2000):
        x_new = np.divide(does, (y / (1 + np.outer(x, y))).sum(axis=1), out=np.zeros_like(x), where=does > 0)
        y_new = np.divide(
            size, (x_new[:, None] / (1 + np.outer(x_new, y))).sum(axis=0), out=np.zeros_like(y), where=size > 0
        )
        x_new, y_new = np.minimum(x_new, 1e12), np.minimum(y_new, 1e12)
        moved = max(np.abs(x_new - x).max(initial=0) / max(x_new.max(initial=0), 1e-300), 0.0)
        x, y = x_new, y_new
        if moved < 1e-10:
            break
    product = np.outer(x, y)
    result: Floats = product / (1 + product)
    return result


def validated_projection(incidence: csr_array) -> ValidatedPairs:
    """Test for each pair of people whether they share more initiatives than chance would give.

    Parameters
    ----------
    incidence
        People × initiatives.

    Returns
    -------
    ValidatedPairs
        Pairs who share at least one initiative; all other pairs count in the correction with p = 1.

    Notes
    -----
    Under the most random network with the same number of initiatives per person and members per initiative, the shared
    initiatives of a pair are a sum of independent draws, so the probability is exact given that model.
    Cost: pairs × initiatives.

    References
    ----------
    Saracco, F. et al. (2017). doi:10.1088/1367-2630/aa6b38
    """
    from scipy.sparse import coo_array, triu

    tidy = _binary(incidence)
    n = tidy.shape[0]
    pairs = coo_array(triu(shared_initiatives(tidy), 1))
    order = np.lexsort((pairs.col, pairs.row))
    one, other = pairs.row[order].astype(np.int64), pairs.col[order].astype(np.int64)
    shared = np.rint(pairs.data[order]).astype(np.int64)
    chance = membership_chances(tidy)
    p = np.empty(one.size)
    expected = np.empty(one.size)
    block = max(1, 4_000_000 // max(tidy.shape[1], 1))
    for first in range(0, one.size, block):
        span = slice(first, first + block)
        both = chance[one[span]] * chance[other[span]]
        expected[span] = both.sum(axis=1)
        p[span] = _at_least(both, shared[span])
    q = _among_all(p, n * (n - 1) // 2)
    return ValidatedPairs(one, other, shared, expected, p, q)


def _at_least(both: Floats, shared: NDArray[np.int64]) -> Floats:
    """Give the probability that a sum of independent draws reaches `shared`, by adding one draw at a time."""
    most = int(shared.max(initial=0))
    mass = np.zeros((both.shape[0], most + 1))  # probability of exactly 0 … most − 1, and of most or more
    mass[:, 0] = 1.0
    for e in range(both.shape[1]):
        hit = mass * both[:, e, None]
        mass -= hit
        mass[:, 1:] += hit[:, :-1]
        mass[:, -1] += hit[:, -1]
    below = np.cumsum(mass, axis=1)
    fewer = np.where(shared > 0, below[np.arange(shared.size), np.maximum(shared - 1, 0)], 0.0)
    return np.clip(1.0 - fewer, 0.0, 1.0)


def _among_all(p: Floats, n_tests: int) -> Floats:
    """Correct for all tests when those not listed have p = 1."""
    order = np.argsort(p, kind="stable")
    scaled = p[order] * n_tests / np.arange(1, p.size + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
