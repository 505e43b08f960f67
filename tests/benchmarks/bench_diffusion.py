"""Measure the contagion engine beside its peers in one run, in CPU seconds.

The peers (cynetdiff, pynetim, ndlib) live in an environment of their own; give its Python:

    python tests/benchmarks/bench_diffusion.py --peers /path/to/python --people 10000 100000

Compare rows of one run only: machines and their load differ.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

RUNS = 1000
STARTERS = 10
REPEATS = 3  # best of, for kiemen and cynetdiff alike

PEER = r"""
import json, sys, time
import numpy as np
work, path, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
d = np.load(path)
src, dst, starts, n, p = d["source"], d["target"], d["starts"], int(d["n"]), float(d["p"])
order = np.lexsort((dst, src)); src, dst = src[order], dst[order]
ptr = np.concatenate([[0], np.cumsum(np.bincount(src, minlength=n))])
indeg = np.maximum(np.bincount(dst, minlength=n), 1)

def cyn(weighted):
    import array
    from cynetdiff.models import IndependentCascadeModel
    s, e = array.array("I", ptr[:-1].astype("uint32").tobytes()), array.array("I", dst.astype("uint32").tobytes())
    chances = (1.0 / indeg[dst]).astype("float32") if weighted else np.full(dst.size, p, "float32")
    model = IndependentCascadeModel(s, e, activation_probs=array.array("f", chances.tobytes()))
    model.set_seeds(set(starts.tolist()))
    best = 1e9
    for _ in range(3):
        t = time.process_time(); sizes = []
        for _ in range(runs):
            model.reset_model(); model.advance_until_completion(); sizes.append(model.get_num_activated_nodes())
        best = min(best, time.process_time() - t)
    return best, float(np.mean(sizes))

def ndlib():
    import networkx as nx
    import ndlib.models.ModelConfig as mc
    import ndlib.models.epidemics as ep
    g = nx.DiGraph(); g.add_nodes_from(range(n)); g.add_edges_from(zip(src.tolist(), dst.tolist()))
    t = time.process_time(); sizes = []
    for _ in range(runs):
        model = ep.IndependentCascadesModel(g); config = mc.Configuration()
        for edge in g.edges(): config.add_edge_configuration("threshold", edge, p)
        config.add_model_initial_configuration("Infected", starts.tolist()); model.set_initial_status(config)
        t0 = time.process_time()
        while True:
            state = model.iteration()
            if state["node_count"][1] == 0: break
        sizes.append(n - state["node_count"][0]); t += 0
    return time.process_time() - t, float(np.mean(sizes))

def pynetim():
    import pynetim
    from pynetim import IMGraph
    try:
        from pynetim import OPIMCAlgorithm as Algo
    except ImportError:
        from pynetim.algorithms import OPIMCAlgorithm as Algo
    edges = list(zip(src.tolist(), dst.tolist(), (1.0 / indeg[dst]).tolist()))
    g = IMGraph(edges)
    t = time.process_time(); seeds = Algo(g, "IC").run(50, 0.1)
    return time.process_time() - t, list(seeds)

found = {"cyn": lambda: cyn(False), "cyn_wc": lambda: cyn(True), "ndlib": ndlib, "pynetim": pynetim}[work]()
print(json.dumps(found))
"""


def organisation(n: int, degree: int = 20, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Make ties with communities and a heavy tail."""
    rng = np.random.default_rng(seed)
    half = n * degree // 2
    pull = np.minimum(rng.pareto(1.6, n) + 0.3, n**0.5)
    block = rng.integers(0, max(n // 150, 1), n)
    by_block = np.argsort(block, kind="stable")
    starts = np.searchsorted(block[by_block], np.arange(block.max() + 2))
    one = rng.choice(n, size=half, p=pull / pull.sum())
    far = rng.random(half) < 0.3
    other = np.empty(half, np.int64)
    other[far] = rng.choice(n, size=int(far.sum()), p=pull / pull.sum())
    low, high = starts[block[one[~far]]], starts[block[one[~far]] + 1]
    other[~far] = by_block[(low + (rng.random(low.size) * (high - low)).astype(np.int64))]
    pairs = np.unique(np.sort(np.column_stack([one, other])[one != other], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def ask_peer(python: str, work: str, path: Path, runs: int) -> tuple[float, object] | None:
    """Run one piece of work in the peers' environment."""
    try:
        done = subprocess.run(
            [python, "-c", PEER, work, str(path), str(runs)], capture_output=True, text=True, timeout=900, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
        print(f"  {work}: {getattr(problem, 'stderr', problem)[-300:]}", file=sys.stderr)
        return None
    return tuple(json.loads(done.stdout.strip().splitlines()[-1]))


def clock(work: object) -> tuple[float, float, object]:
    """Give CPU and wall seconds of the best of some calls after the first, and the answer."""
    answer = work()
    times = []
    for _ in range(REPEATS):
        cpu, wall = time.process_time(), time.perf_counter()
        answer = work()
        times.append((time.process_time() - cpu, time.perf_counter() - wall))
    return (*min(times), answer)


def main() -> None:
    """Print one row per piece of work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default="")
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--ndlib-runs", type=int, default=2)
    parser.add_argument("--skip", nargs="*", default=[])
    options = parser.parse_args()
    from kiemen.diffusion.cascade import IndependentCascade
    from kiemen.diffusion.simulation import simulate_spread
    from kiemen.diffusion.starters import find_starters
    from kiemen.network import Network

    for n in options.people:
        source, target = organisation(n)
        ids = [f"{i:08d}" for i in range(n)]
        network = Network.from_arrays(ids, source, target, directed=False)
        ties = np.bincount(np.concatenate([source, target]), minlength=n)
        starts = np.argsort(-ties, kind="stable")[:STARTERS]
        names = [ids[i] for i in starts]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.npz"
            both = (np.concatenate([source, target]), np.concatenate([target, source]))
            np.savez(path, source=both[0], target=both[1], starts=starts, n=n, p=0.01)
            for label, peer, model in (
                ("1,000 cascades p = .01", "cyn", IndependentCascade(0.01)),
                ("1,000 weighted cascades", "cyn_wc", IndependentCascade("weighted")),
            ):
                cpu, wall, spread = clock(
                    lambda model=model: simulate_spread(network, adopters=names, model=model, runs=RUNS, rng=1)
                )
                print(f"{n:>9,} {label:<26} kiemen {cpu:8.3f} CPU s {wall:8.3f} s  mean {spread.mean:.1f}")
                if options.peers and peer not in options.skip:
                    found = ask_peer(options.peers, peer, path, RUNS)
                    if found:
                        print(f"{'':>36} cynetdiff {found[0]:8.3f} CPU s  mean {found[1]:.1f}  {found[0] / cpu:.1f} x")
            if options.peers and "ndlib" not in options.skip:
                found = ask_peer(options.peers, "ndlib", path, options.ndlib_runs)
                if found:
                    print(f"{'':>36} ndlib {found[0] / options.ndlib_runs * RUNS:8.1f} CPU s for 1,000 at p = .01")
            for epsilon in (0.1, 0.02):
                cpu, wall, best = clock(
                    lambda epsilon=epsilon: find_starters(network, k=50, model=IndependentCascade("weighted"),
                                                          epsilon=epsilon, rng=1)
                )  # fmt: skip
                print(f"{n:>9,} 50 starters, epsilon {epsilon:<5} kiemen {cpu:8.3f} CPU s {wall:8.3f} s  "
                      f"{best.certificate.spread:.1f}\n{best.comparison.round(1)}")  # fmt: skip
            if options.peers and "pynetim" not in options.skip:
                found = ask_peer(options.peers, "pynetim", path, 1)
                if found:
                    print(f"{'':>36} pynetim OPIM-C {found[0]:8.3f} CPU s")


if __name__ == "__main__":
    main()
