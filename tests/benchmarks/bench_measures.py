"""Measure positions and divisions beside their peers in one run, in CPU seconds over all threads.

The peers (networkit, rustworkx) live in an environment of their own; give its Python:

    python tests/benchmarks/bench_measures.py --peers /path/to/python --people 10000
    python tests/benchmarks/bench_measures.py --people 1000000

Compare rows of one run only: machines and their load differ. Exact betweenness runs up to 20,000 people, above only
when asked: at 100,000 it takes some ten minutes of one processor.

    python tests/benchmarks/bench_measures.py --people 100000 --exact
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from kiemen.measures.betweenness import exact_betweenness, sampled_betweenness
from kiemen.measures.communities import modularity, partition
from kiemen.measures.holes import structural_holes
from kiemen.measures.null_models import build_null_graphs
from kiemen.measures.role_counts import role_counts

if TYPE_CHECKING:
    from collections.abc import Callable

PEER = r"""
import json, sys, time
import numpy as np
work, path = sys.argv[1], sys.argv[2]
d = np.load(path)
n, source, target = int(d["n"]), d["source"], d["target"]
if work == "networkit":
    import networkit as nk
    graph = nk.GraphFromCoo((np.ones(source.size), (source, target)), n=n, weighted=False, directed=False)
    started = time.process_time()
    values = nk.centrality.Betweenness(graph).run().scores()
    halve = 0.5
else:
    import rustworkx as rx
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data(list(zip(source.tolist(), target.tolist())))
    started = time.process_time()
    found = rx.betweenness_centrality(graph, normalized=False)
    values, halve = [found[v] for v in range(n)], 1.0
spent = time.process_time() - started
print(json.dumps({"cpu": spent, "values": (np.asarray(values) * halve).tolist()}))
"""


def organisation(people: int, degree: int, seed: int = 1) -> csr_array:
    """Make a network of circles of about 500 people with hubs; six in ten ties stay inside a circle."""
    rng = np.random.default_rng(seed)
    pull = rng.pareto(2.5, people) + 1
    ends = rng.choice(people, (2, people * degree // 2), p=pull / pull.sum())
    size = max(1, min(people // 20, 500))
    near = rng.random(ends.shape[1]) < 0.6
    ends[1] = np.where(near, np.minimum(ends[0] // size * size + ends[1] % size, people - 1), ends[1])
    keep = ends[0] != ends[1]
    graph = csr_array((np.ones(int(keep.sum())), (ends[0][keep], ends[1][keep])), shape=(people, people))
    graph = csr_array(graph + graph.T)
    graph.data[:] = 1.0
    graph.sort_indices()
    return graph


def told(name: str, work: Callable[[], Any]) -> Any:
    """Run, and say what it took."""
    wall, spent = time.perf_counter(), time.process_time()
    answer = work()
    spent, wall = time.process_time() - spent, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<44} {spent:9.2f} CPU s {wall:9.2f} s wall {peak:7d} MiB", flush=True)
    return answer


def peers(python: str, graph: csr_array, exact: np.ndarray) -> None:
    """Time exact betweenness in the peers and compare the numbers."""
    row = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    once = row < graph.indices
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.npz"
        np.savez(path, n=graph.shape[0], source=row[once], target=graph.indices[once].astype(np.int64))
        for name in ("networkit", "rustworkx"):
            done = subprocess.run([python, "-c", PEER, name, str(path)], capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name}: {done.stderr.strip().splitlines()[-1]}")
                continue
            found = json.loads(done.stdout.splitlines()[-1])
            gap = float(np.abs(np.array(found["values"]) - exact).max() / exact.max())
            print(f"{'  ' + name:<44} {found['cpu']:9.2f} CPU s   largest difference {gap:.1e}")


def main(people: int, degree: int, python: str | None, *, exactly: bool) -> None:
    """Measure one size."""
    small = organisation(2500, 8)
    for warm in (exact_betweenness, structural_holes, partition):
        warm(small)
    role_counts(small, np.arange(2500) // 100)
    sampled_betweenness(small, pairs=100, rng=1)
    next(build_null_graphs(small, directed=False, times=1, rng=1))
    graph = organisation(people, degree)
    print(f"{people:,} people, {graph.nnz // 2:,} ties")
    told("constraint, effective size, hierarchy", lambda: structural_holes(graph))
    told("Gould-Fernandez roles", lambda: role_counts(graph, np.arange(people) // 250))
    told("one rewired network", lambda: next(build_null_graphs(graph, directed=False, times=1, rng=1)))
    found = told("communities", lambda: partition(graph, rng=1))
    print(f"{'  modularity':<44} {modularity(graph, found):9.3f}")
    pairs = max(50_000, min(round(2.5 * people), 200_000)) if people <= 200_000 else 50_000
    drawn = told(f"betweenness of {pairs:,} pairs", lambda: sampled_betweenness(graph, pairs=pairs, rng=1))
    if exactly or people <= 20_000:
        exact = told("exact betweenness", lambda: exact_betweenness(graph))
        top = np.argsort(-exact.value)[:100]
        kept = len(set(top) & set(np.argsort(-drawn.value)[:100]))
        print(f"{'  true top 100 kept by the sample':<44} {kept:9d}")
        if python:
            peers(python, graph, exact.value)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--degree", type=int, default=20)
    parser.add_argument("--peers", default=None, help="Python of an environment with networkit and rustworkx")
    parser.add_argument("--exact", action="store_true", help="exact betweenness whatever the size")
    chosen = parser.parse_args()
    sys.exit(main(chosen.people, chosen.degree, chosen.peers, exactly=chosen.exact))
