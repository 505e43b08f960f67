"""Random networks that keep how many ties each person has and how many members each initiative."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_integer, check_number, check_rng
from kiemen.measures.adjacency import as_arrays, clean, row_numbers, run_lanes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

Ties = tuple["NDArray[np.int64]", "NDArray[np.int64]"]

# Swaps below which starting threads costs more than it brings, and above which only two draws are kept at a time.
_HEAVY, _HUGE = 200_000, 5_000_000
# Draws of larger networks follow one another in a few chains. Three swaps per tie part almost every tie from its other
# end again, so that one draw of a chain says nothing of the next; small networks refuse many swaps and start anew.
_CHAINS, _CHAINED_FROM = 8, 2_000
# Threads start once for so many links of every chain, as long as so many ties are held.
_LINKS, _HELD = 16, 2_000_000
APART = 3.0


def list_ties(adjacency: csr_array, *, directed: bool) -> Ties:
    """List the ends of every tie once, in canonical order.

    Parameters
    ----------
    adjacency
        People × people. Undirected ties are stored both ways.
    directed
        Whether a tie from one to the other differs from one back.

    Returns
    -------
    tuple of arrays
        Positions of sources and targets.
    """
    source = row_numbers(adjacency)
    target = adjacency.indices.astype(np.int64)
    if directed:
        return source, target
    once = source < target
    return source[once], target[once]


def afford_draws(ties: int, *, budget: float, fewest: int, most: int) -> int:
    """Say how many random networks can be drawn within a number of attempted swaps.

    Parameters
    ----------
    ties
        Ties of the network.
    budget
        Attempted swaps in all draws together.
    fewest, most
        Bounds of the answer.

    Returns
    -------
    int
        At least `fewest`, at most `most`.
    """
    each = (APART if ties > _CHAINED_FROM else 10.0) * max(ties, 1)
    return int(np.clip(budget / each, fewest, most))


def _seeds(rng: int | np.random.Generator | None, times: int) -> NDArray[np.uint64]:
    generator = check_rng(rng)
    entropy = generator.integers(0, 2**63, size=4)
    return np.random.SeedSequence(entropy.tolist()).generate_state(times, np.uint64).astype(np.uint64)


def rewire_ties(
    adjacency: csr_array,
    *,
    directed: bool,
    times: int,
    swaps: float = 10.0,
    rng: int | np.random.Generator | None = None,
) -> Iterator[Ties]:
    """Draw random networks with the same degrees, as lists of ties.

    Answers: "What would this network look like if people only kept their number of ties?" The fast form for statistics
    that need no matrix, such as ties between groups.

    Parameters
    ----------
    adjacency
        People × people; the strengths are not read. Undirected ties are stored both ways.
    directed
        True keeps the number of ties sent and received apart; False keeps the number of ties.
    times
        How many networks, at least 1.
    swaps
        Attempted swaps per tie, at least 10 for a network that has forgotten where it came from.
    rng
        Seed or generator. Every network has its own random stream, so threads do not change the answer.

    Yields
    ------
    tuple of arrays
        Sources and targets of every tie, in the order of `list_ties`: properties of ties travel with the source.

    Notes
    -----
    Refused swaps count, which makes the draw uniform over simple networks. Up to 2,000 ties every draw starts from the
    network itself; larger ones are drawn in chains of which each draw is at least `swaps` per tie away from the network
    and three per tie from the draw before. Cost: times × swaps × ties, about a hundredth of a microsecond each on small
    networks and half a microsecond at millions of ties.

    References
    ----------
    Maslov, S. & Sneppen, K. (2002). doi:10.1126/science.1065103
    Artzy-Randrup, Y. & Stone, L. (2005). doi:10.1103/PhysRevE.72.056708
    Roberts, E. S. & Coolen, A. C. C. (2012). doi:10.1103/PhysRevE.85.046103
    """
    check_integer("times", times, low=1)
    check_number("swaps", swaps, low=0)
    from kiemen._kernels.rewire import rewire

    source, target = list_ties(clean(adjacency), directed=directed)
    n = adjacency.shape[0]
    attempts = int(np.ceil(swaps * source.size))
    seeds = _seeds(rng, times)
    chained = source.size > _CHAINED_FROM
    width = (_CHAINS if attempts < _HUGE else 2) if chained else 64
    drawn: list[Ties] = [(source, target)] * width
    nearer = int(np.ceil(min(swaps, APART) * source.size))
    links = int(np.clip(_HELD // max(width * source.size, 1), 1, _LINKS)) if chained else 1

    def follow(start: Ties, seeds: NDArray[np.uint64], first: int) -> list[Ties]:
        """Draw one part of a chain."""
        found = []
        for link, seed in enumerate(seeds):
            start = rewire(*start, n, directed, first if link == 0 else nearer, seed)
            found.append(start)
        return found

    for begin in range(0, times, width * links):
        part = seeds[begin : begin + width * links]
        first = nearer if chained and begin else attempts
        tasks = [(start, part[lane::width], first) for lane, start in enumerate(drawn[: part.size])]
        found = run_lanes(follow, tasks, heavy=attempts * len(tasks) > _HEAVY)
        for link in range(links):
            yield from (chain[link] for chain in found if link < len(chain))
        if chained:
            drawn = [chain[-1] for chain in found]


def build_null_graphs(
    adjacency: csr_array,
    *,
    directed: bool,
    times: int,
    swaps: float = 10.0,
    rng: int | np.random.Generator | None = None,
) -> Iterator[csr_array]:
    """Draw random networks with the same degrees, as sparse matrices.

    Answers: "Is what I see more than what the number of ties of each person would give?" Strengths travel with the tie:
    in a directed network everybody keeps the strengths they sent.

    Parameters
    ----------
    adjacency
        People × people. Undirected ties are stored both ways.
    directed
        True keeps the number of ties sent and received apart; False keeps the number of ties.
    times
        How many networks, at least 1.
    swaps
        Attempted swaps per tie, at least 10 for a network that has forgotten where it came from.
    rng
        Seed or generator. Every network has its own random stream.

    Yields
    ------
    csr_array
        People × people, sorted, without diagonal.

    See Also
    --------
    rewire_ties : the same as lists of ties, faster.

    Notes
    -----
    Cost: as `rewire_ties`, and one sparse matrix per network.
    """
    from scipy.sparse import csr_array

    tidy = clean(adjacency)
    weight = tidy.data if directed else tidy.data[row_numbers(tidy) < tidy.indices]
    for source, target in rewire_ties(tidy, directed=directed, times=times, swaps=swaps, rng=rng):
        if directed:
            graph = csr_array((weight, (source, target)), shape=tidy.shape)
        else:
            both = (np.concatenate([source, target]), np.concatenate([target, source]))
            graph = csr_array((np.concatenate([weight, weight]), both), shape=tidy.shape)
        graph.sort_indices()
        yield graph


def build_null_memberships(
    incidence: csr_array,
    *,
    times: int,
    trades: float = 10.0,
    rng: int | np.random.Generator | None = None,
) -> Iterator[csr_array]:
    """Draw random memberships in which people join as many initiatives and initiatives have as many members.

    Answers: "Do these two share more initiatives than chance would give?"

    Parameters
    ----------
    incidence
        People × initiatives; any stored value other than zero is a membership.
    times
        How many, at least 1.
    trades
        Trades per person or per initiative, whichever is traded; at least 10 for a good mixing.
    rng
        Seed or generator. Every draw has its own random stream.

    Yields
    ------
    csr_array
        People × initiatives of ones.

    Notes
    -----
    The curveball algorithm: two rows trade the members that they do not share. Cost: times × trades × memberships.

    References
    ----------
    Strona, G. et al. (2014). doi:10.1038/ncomms5114
    """
    check_integer("times", times, low=1)
    check_number("trades", trades, low=0)
    from scipy.sparse import csr_array

    from kiemen._kernels.rewire import curveball

    tidy = csr_array(incidence, copy=True)
    tidy.sum_duplicates()
    tidy.eliminate_zeros()
    # Trade between the longer side, whose rows are short.
    turned = tidy.shape[0] < tidy.shape[1]
    rows = csr_array(tidy.T) if turned else tidy
    rows.sort_indices()
    indptr, indices = as_arrays(rows)
    attempts = int(np.ceil(trades * rows.shape[0]))
    ones = np.ones(indices.size)
    for seed in _seeds(rng, times):
        drawn = curveball(indptr, indices, rows.shape[1], attempts, seed)
        graph = csr_array((ones.copy(), drawn, indptr), shape=rows.shape)
        if turned:
            graph = csr_array(graph.T)
            graph.sort_indices()
        yield graph
