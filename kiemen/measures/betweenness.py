"""Betweenness: how often a person lies on the shortest paths between others, exactly or from a sample of pairs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.errors import InputError
from kiemen.measures.adjacency import SMALL, as_arrays, clean, is_symmetric, pattern, reverse, run_lanes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

# Numpy walks all searches level by level; long thin networks have too many levels for that.
_LEVELS_AT_ONCE = 40
# Work is cut in the same pieces whatever the number of processors, so that sums round alike everywhere.
_PIECES = 16
_EXACT_WORK = 2e7
# Up to here matrices answer in a fifth of a second; compiled code is quicker, but takes seconds the first time ever.
_MATRIX_WORK = 2e7


@dataclass(frozen=True, eq=False)
class Betweenness:
    """Betweenness of every person with what is known about its error.

    Parameters
    ----------
    value
        Pairs of others whose shortest paths run through the person: unordered pairs when ties have no direction,
        ordered pairs otherwise.
    error
        Half-width of the interval that holds all values at once with the confidence asked for; 0 when exact.
    share
        `value` as a share of all pairs of others, 0 to 1.
    pairs
        Number of pairs looked at; 0 when every pair was.
    """

    value: NDArray[np.float64]
    error: NDArray[np.float64]
    share: NDArray[np.float64]
    pairs: int


def _scale(*, directed: bool) -> float:
    return 1.0 if directed else 0.5


def exact_betweenness(adjacency: csr_array, *, repeats: int = 1) -> Betweenness:
    """Count for every person the pairs of others whose shortest paths run through them.

    Parameters
    ----------
    adjacency
        People × people; a path counts steps, strengths are not read. A symmetric matrix counts unordered pairs, any
        other ordered pairs.
    repeats
        How many matrices like it will be asked for; with many, compiled code is worth its loading.

    Returns
    -------
    Betweenness
        Without error.

    Notes
    -----
    Brandes' algorithm, many sources at a time. Cost: people × ties; 10,000 people with 100,000 ties take seconds,
    100,000 people with a million ties most of an hour: use `sampled_betweenness` there.

    References
    ----------
    Brandes, U. (2001). doi:10.1080/0022250X.2001.9990249
    """
    graph = clean(adjacency)
    n = graph.shape[0]
    directed = not is_symmetric(pattern(graph))
    total = None
    if n <= SMALL and repeats * n * graph.nnz <= _MATRIX_WORK:
        total = _by_matrices(graph)
    if total is None:
        total = _by_kernel(graph)
    value = total * _scale(directed=directed)
    return Betweenness(value, np.zeros(n), _share(value, n, directed=directed), 0)


def weighted_betweenness(lengths: csr_array) -> Betweenness:
    """Count for every person the pairs of others whose shortest paths run through them, when ties differ in length.

    Parameters
    ----------
    lengths
        People × people, the length of each tie, above 0. A symmetric matrix counts unordered pairs, any other ordered
        pairs.

    Returns
    -------
    Betweenness
        Without error.

    Raises
    ------
    InputError
        If a length is below zero, NaN or infinite.

    Notes
    -----
    Brandes' algorithm over Dijkstra's search. Paths whose lengths differ by less than a hundred-billionth count as
    equally short, so that rounding does not choose between them. Cost: people × ties × log people, some ten times that
    of counting steps.

    References
    ----------
    Brandes, U. (2001). doi:10.1080/0022250X.2001.9990249
    """
    graph = clean(lengths)
    if not (np.isfinite(graph.data).all() and (graph.data > 0).all()):
        raise InputError("lengths must be finite and above 0; leave a tie out to say that there is none.")
    from kiemen._kernels.lengths import betweenness_by_length

    n = graph.shape[0]
    directed = not is_symmetric(graph)
    back = reverse(graph)
    ways = (*as_arrays(graph), graph.data, *as_arrays(back), back.data)
    edges = np.unique(np.linspace(0, n, min(_PIECES, max(n, 1)) + 1).astype(np.int64))
    tasks = [(*ways, int(a), int(b)) for a, b in itertools.pairwise(edges)]
    total = np.zeros(n)
    for part in run_lanes(betweenness_by_length, tasks, heavy=n * graph.nnz > _EXACT_WORK / 10):
        total += part
    value = total * _scale(directed=directed)
    return Betweenness(value, np.zeros(n), _share(value, n, directed=directed), 0)


def _share(value: NDArray[np.float64], n: int, *, directed: bool) -> NDArray[np.float64]:
    others = (n - 1) * (n - 2) * _scale(directed=directed)
    return value / others if others > 0 else np.full(n, np.nan)


def _by_matrices(graph: csr_array) -> NDArray[np.float64] | None:
    """Walk from a block of sources at once; None when paths are so long that this would be slow."""
    n = graph.shape[0]
    forth = pattern(graph)
    back = reverse(forth)
    total = np.zeros(n)
    width = 256
    for first in range(0, n, width):
        sources = np.arange(first, min(first + width, n))
        levels = _levels(back, sources)
        if levels is None:
            return None
        fronts, sigma = levels
        delta = np.zeros_like(sigma)
        for level in range(len(fronts) - 1, 0, -1):
            ratio = np.divide(1.0 + delta, sigma, out=np.zeros_like(sigma), where=fronts[level])
            delta += np.where(fronts[level - 1], sigma * (forth @ ratio), 0.0)
        delta[sources, np.arange(sources.size)] = 0.0
        total += delta.sum(axis=1)
    return total


def _levels(back: csr_array, sources: NDArray[np.int64]) -> tuple[list[NDArray[np.bool_]], NDArray[np.float64]] | None:
    sigma = np.zeros((back.shape[0], sources.size))
    sigma[sources, np.arange(sources.size)] = 1.0
    seen = sigma > 0
    front = sigma.copy()
    fronts = [seen.copy()]
    while True:
        front = np.where(seen, 0.0, back @ front)
        reached = front > 0
        if not reached.any():
            return fronts, sigma
        if len(fronts) > _LEVELS_AT_ONCE:
            return None
        seen |= reached
        sigma += front
        fronts.append(reached)


def _by_kernel(graph: csr_array) -> NDArray[np.float64]:
    from kiemen._kernels.paths import WIDTH, betweenness_batched, betweenness_queue, depth

    n = graph.shape[0]
    out_ptr, out_idx = as_arrays(graph)
    in_ptr, in_idx = as_arrays(reverse(graph))
    # A few searches from busy people tell whether paths are short enough to walk many searches together.
    busiest = np.argsort(-np.diff(out_ptr), kind="stable")[:3]
    deepest = max(int(depth(out_ptr, out_idx, int(s))) for s in busiest) if n else 0
    batches = -(-n // WIDTH)
    edges = np.unique(np.linspace(0, batches, min(_PIECES, batches) + 1).astype(np.int64)) * WIDTH
    spans = [(int(a), int(min(b, n))) for a, b in itertools.pairwise(edges)]
    heavy = n * graph.nnz > _EXACT_WORK
    tasks: list[tuple[Any, ...]]
    if deepest <= _LEVELS_AT_ONCE // 2:
        tasks = [(out_ptr, out_idx, in_ptr, in_idx, a, b) for a, b in spans]
        parts = run_lanes(betweenness_batched, tasks, heavy=heavy)
    else:
        tasks = [(out_ptr, out_idx, a, b) for a, b in spans]
        parts = run_lanes(betweenness_queue, tasks, heavy=heavy)
    total = np.zeros(n)
    for part in parts:
        total += part
    return total


def sampled_betweenness(
    adjacency: csr_array,
    *,
    pairs: int = 100_000,
    confidence: float = 0.95,
    rng: int | np.random.Generator | None = None,
) -> Betweenness:
    """Estimate betweenness from random pairs of people, with a bound on the error of each person.

    Parameters
    ----------
    adjacency
        People × people; a path counts steps. A symmetric matrix counts unordered pairs, any other ordered pairs.
    pairs
        Number of pairs, drawn with repeats. The error falls with its square root.
    confidence
        Probability, above 0 and below 1, that all errors together stay within their bounds.
    rng
        Seed or generator.

    Returns
    -------
    Betweenness
        `error` is per person: people with little betweenness have a small error, so ranks stay meaningful at a million.

    Notes
    -----
    For each pair two searches meet in the middle, and everybody between gets the share of the shortest paths that runs
    through them. The bound is the empirical Bernstein bound √(2 V ln(4n/δ) / r) + 7 ln(4n/δ) / (3 (r − 1)) over
    r pairs and n people. Cost: pairs × the people met, some tens of microseconds per pair at a million people.

    References
    ----------
    Riondato, M. & Upfal, E. (2018). ABRA. doi:10.1145/3208351
    Maurer, A. & Pontil, M. (2009). Empirical Bernstein bounds. arXiv:0907.3740
    """
    check_integer("pairs", pairs, low=2)
    check_number("confidence", confidence, low=0, high=1, low_open=True, high_open=True)
    generator = check_rng(rng)
    graph = clean(adjacency)
    n = graph.shape[0]
    if n < 3:
        raise InputError(f"betweenness needs at least 3 people; this network has {n}.")
    directed = not is_symmetric(pattern(graph))
    from kiemen._kernels.paths import betweenness_pairs

    sources = generator.integers(0, n, size=pairs, dtype=np.int64)
    targets = generator.integers(0, n - 1, size=pairs, dtype=np.int64)
    targets += targets >= sources
    out_ptr, out_idx = as_arrays(graph)
    in_ptr, in_idx = as_arrays(reverse(graph)) if directed else (out_ptr, out_idx)
    tasks = [
        (out_ptr, out_idx, in_ptr, in_idx, s, t)
        for s, t in zip(np.array_split(sources, _PIECES), np.array_split(targets, _PIECES), strict=True)
    ]
    total, square = np.zeros(n), np.zeros(n)
    for part, part_square in run_lanes(betweenness_pairs, tasks, heavy=pairs * 20 > _EXACT_WORK / 20):
        total += part
        square += part_square
    mean = total / pairs
    spread = np.maximum(square - pairs * mean**2, 0.0) / (pairs - 1)
    log = np.log(4 * n / (1 - confidence))
    half = np.sqrt(2 * spread * log / pairs) + 7 * log / (3 * (pairs - 1))
    everything = n * (n - 1) * _scale(directed=directed)
    value = mean * everything
    return Betweenness(value, half * everything, _share(value, n, directed=directed), pairs)


def _lengths(strengths: csr_array) -> csr_array:
    graph = clean(strengths).copy()
    graph.data = 1.0 / graph.data
    return graph


def score_betweenness(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    directed: bool = False,
    pairs: int | None = None,
    rng: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Measure how often each person lies on the shortest paths between others.

    Answers: "Past whom does news travel?" It favours people with very many ties and counts centres and bridges alike;
    for bridges take `kiemen.measures.bridges.score_bridges`.

    Parameters
    ----------
    network
        People and ties.
    relation
        Relation or relations; None takes all together.
    weight
        None lets a path count steps. "weight" makes strong ties short: a tie of strength w is 1 / w long, so that a way
        over two ties of strength 4 is as short as one tie of strength 2. Where strengths are distances or costs
        already, give `weighted_betweenness` the matrix of lengths.
    directed
        True follows the direction of ties.
    pairs
        Number of random pairs of people to look at, at least 2; None counts every path, which takes people × ties.
    rng
        Seed or generator, used with `pairs`.

    Returns
    -------
    pandas.DataFrame
        Index person and the columns

        betweenness : float   - pairs of others whose shortest paths run through the person; with direction each pair
          counts both ways
        share : float in [0, 1] - of all pairs of others; NaN below three people
        low, high : float     - interval of `share` that holds for everybody at once with 95 % confidence; `share` when
          every path was counted
        rank : int            - 1 is the highest; equals share a rank

    Raises
    ------
    InputError
        If pairs are drawn among fewer than three people, or are drawn while ties differ in length.

    Notes
    -----
    Without direction a tie that was told from both sides has the larger of both strengths. Exact cost: people × ties;
    10,000 people with 100,000 ties take some five seconds, ten times as long with lengths. Sampled: some tens of
    microseconds per pair at 100,000 people, half a millisecond at a million.

    References
    ----------
    Brandes, U. (2001). doi:10.1080/0022250X.2001.9990249
    Riondato, M. & Upfal, E. (2018). doi:10.1145/3208351

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.betweenness import score_betweenness
    >>> path = pd.DataFrame({"source": ["An", "Bo"], "target": ["Bo", "Chris"]})
    >>> score_betweenness(Network.from_frames(ties=path))["betweenness"].tolist()
    [0.0, 1.0, 0.0]
    """
    check_network(network)
    graph = network.adjacency(relation, weight=weight, direction="out" if directed else "both")
    if weight is not None:
        if pairs is not None:
            raise InputError("pairs counts steps: leave out pairs, or weight.")
        found = weighted_betweenness(_lengths(graph))
    else:
        found = exact_betweenness(graph) if pairs is None else sampled_betweenness(graph, pairs=pairs, rng=rng)
    # A matrix with all ties both ways is counted without direction.
    ways = 2.0 if directed and is_symmetric(graph if weight is not None else pattern(clean(graph))) else 1.0
    scale = _share(found.error, graph.shape[0], directed=not is_symmetric(pattern(clean(graph))))
    table = pd.DataFrame(
        {
            "betweenness": ways * found.value,
            "share": found.share,
            "low": np.maximum(found.share - scale, 0.0),
            "high": np.minimum(found.share + scale, 1.0),
        },
        index=network.ids,
    )
    table["rank"] = table["betweenness"].rank(method="min", ascending=False).astype(np.int64)
    return table
