"""How long a plan takes: 600 people with intervals and reasons, or a million people with 20 million ties.

Run: python tests/benchmarks/bench_plan.py [--people 600] [--ties 25] [--model mixed] [--degree 12] [--repeats 3]
     python tests/benchmarks/bench_plan.py --people 1000000 --degree 40 --ties 1000 --model cascade --repeats 1
Each line: model, seconds on the clock, processor seconds, and the most memory so far. A first small plan is not
counted: it compiles, or loads what was compiled before.
"""

import argparse
import resource
import sys
import time

import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections

SHARE = 0.045
GROUP = 40
MANY = 100_000


def heavy_tailed(people, degree, seed=1):
    """Give a network with groups of forty (numbers for large ones) and a heavy tail of contacts."""
    rng = np.random.default_rng(seed)
    pull = np.cumsum(rng.pareto(2.5, people) + 0.3)
    wanted = people * degree // 2

    def drawn(count):
        return np.searchsorted(pull, rng.random(count) * pull[-1]).astype(np.int64)

    one = drawn(2 * wanted)
    near = rng.random(one.size) < 0.7
    # Most ties stay in the group; those of the whole network follow the pull of people.
    other = np.where(near, one // GROUP * GROUP + rng.integers(0, GROUP, one.size), drawn(one.size))
    other = np.minimum(other, people - 1)
    keys = np.unique((np.minimum(one, other) * people + np.maximum(one, other))[one != other])
    keys = np.sort(rng.permutation(keys)[:wanted])
    ids = pd.Index([f"p{i:07d}" for i in range(people)])
    frame = pd.DataFrame({"person": ids, "department": [f"D{i // GROUP % 500:03d}" for i in range(people)]})
    return Network.from_arrays(ids, keys // people, keys % people, people=frame.set_index("person"), directed=False)


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def timed(network, model, ties, repeats):
    rng = np.random.default_rng(2)
    starters = network.ids[np.sort(rng.choice(network.n_nodes, round(SHARE * network.n_nodes), replace=False))]
    for turn in range(repeats):
        clock, busy = time.perf_counter(), time.process_time()
        found = suggest_connections(network, adopters=list(starters), model=model, top=ties, rng=3 + turn)
        for label in found.table.index[:25]:
            found.explain(label, language="nl")
        sys.stdout.write(
            f"{model:10} {len(found.table):5} ties  {time.perf_counter() - clock:7.1f} s  processor "
            f"{time.process_time() - busy:7.1f} s  {memory():5.1f} GB  {found.headline[0].say('en')}\n"
        )
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--ties", type=int, default=25)
    parser.add_argument("--model", default="mixed")
    parser.add_argument("--degree", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    small = heavy_tailed(120, 8)
    for model in asked.model.split(","):
        suggest_connections(small, adopters=list(small.ids[:6]), model=model, top=3, rng=1)
    began = time.perf_counter()
    network = heavy_tailed(asked.people, asked.degree)
    sys.stdout.write(
        f"{network.n_nodes} people, {network.n_ties} ties: {time.perf_counter() - began:.1f} s, {memory():.1f} GB\n"
    )
    sys.stdout.flush()
    for model in asked.model.split(","):
        timed(network, model, asked.ties, asked.repeats)


if __name__ == "__main__":
    main()
