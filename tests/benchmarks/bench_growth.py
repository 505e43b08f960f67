"""How much plans of new ties let the collective grow, against simple rules; judged by simulators that did not choose.

Run: python tests/benchmarks/bench_growth.py [--networks lazega,uk] [--ties 20,100] [--worlds 2000] [--data ../shared]
Each line: network, model, ties, growth of the plan with its standard error, best rule and its growth, the ratio (the
difference where the best rule brings less than one person), and the processor seconds of the plan.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from numba import njit

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections

ROOM = 3
HORIZON = 24
SHARE = 0.045


# ---------------------------------------------------------------- simulators: written for this file only


@njit(cache=True)
def cascade(indptr, indices, starters, p, worlds, seed):
    np.random.seed(seed)
    n = indptr.size - 1
    sizes = np.zeros(worlds)
    queue = np.empty(n, np.int64)
    for w in range(worlds):
        on = np.zeros(n, np.bool_)
        tail = 0
        for s in starters:
            on[s] = True
            queue[tail] = s
            tail += 1
        head = 0
        while head < tail:
            u = queue[head]
            head += 1
            for e in range(indptr[u], indptr[u + 1]):
                v = indices[e]
                if not on[v] and np.random.random() < p:
                    on[v] = True
                    queue[tail] = v
                    tail += 1
        sizes[w] = tail
    return sizes


@njit(cache=True)
def stepwise(  # noqa: PLR0912 - one plain loop over periods, people and contacts
    indptr, indices, starters, kind, a, b, c, horizon, worlds, seed
):
    """Kind 0: threshold (at least a contacts and share b, noise c). Kind 1: fire (ignition a, cooling b)."""
    np.random.seed(seed)
    n = indptr.size - 1
    sizes = np.zeros(worlds)
    for w in range(worlds):
        on = np.zeros(n, np.bool_)
        for s in starters:
            on[s] = True
        for _ in range(horizon):
            count = np.zeros(n, np.int64)
            for u in range(n):
                if on[u]:
                    for e in range(indptr[u], indptr[u + 1]):
                        count[indices[e]] += 1
            then = on.copy()
            for v in range(n):
                k = count[v]
                if kind == 0:
                    if not on[v] and k > 0:
                        degree = indptr[v + 1] - indptr[v]
                        if (k >= a and k >= b * degree - 1e-9) or np.random.random() < c:
                            then[v] = True
                elif on[v]:
                    if np.random.random() < b / (1.0 + k):
                        then[v] = False
                elif k > 0 and np.random.random() < 1.0 - np.exp(-a * (k / 2.0) ** 2):
                    then[v] = True
            on = then
        sizes[w] = on.sum()
    return sizes


# ---------------------------------------------------------------- networks


def named(data, name):
    """Give the undirected pairs of a published network."""
    files = {
        "krackhardt": ("krackhardt_hightech", "friendship"),
        "lazega": ("lazega_lawfirm", "advice"),
        "uk": ("uk_faculty", None),
        "aucs": ("aucs_multiplex", "work"),
        "email": ("email_eu_core", None),
    }
    folder, relation = files[name]
    edges = pd.read_csv(data / "datasets" / folder / "edges.csv")
    if relation:
        edges = edges[edges["relation"] == relation]
    return edges["source"].astype(str).to_numpy(), edges["target"].astype(str).to_numpy()


def made(n, seed=1):
    """Give a network with departments of forty and a heavy tail of contacts."""
    rng = np.random.default_rng(seed)
    group, pull = np.arange(n) % max(2, n // 40), rng.pareto(2.5, n) + 0.3
    one, other = (rng.choice(n, 25 * n, p=pull / pull.sum()) for _ in range(2))
    near = (group[one] == group[other]) | (rng.random(25 * n) < 0.05)
    return one[near][: 6 * n].astype(str), other[near][: 6 * n].astype(str)


def network_of(source, target):
    ids = np.unique(np.concatenate([source, target]))
    a, b = np.searchsorted(ids, source), np.searchsorted(ids, target)
    keys = np.unique((np.minimum(a, b) * len(ids) + np.maximum(a, b))[a != b])
    return Network.from_arrays(ids, keys // len(ids), keys % len(ids), directed=False)


# ---------------------------------------------------------------- rules to beat


def fill(order, adjacency, ties):
    """Take pairs in their order, at most three new ties per person."""
    used, plan = np.zeros(len(adjacency), int), []
    for a, b in order:
        pair = (min(a, b), max(a, b))
        if a == b or adjacency[a, b] or pair in plan or used[a] >= ROOM or used[b] >= ROOM:
            continue
        plan.append(pair)
        used[[a, b]] += 1
        if len(plan) == ties:
            break
    return np.array(plan, dtype=np.int64).reshape(-1, 2)


def rules(adjacency, starters, rng):
    """Give the pairs of every simple rule, best first."""
    n = len(adjacency)
    degree = adjacency.sum(axis=1)
    one, other = np.triu_indices(n, 1)
    everything = np.column_stack([one, other])
    vector = np.linalg.eigh(adjacency)[1][:, -1]
    adamic = (adjacency / np.log(np.maximum(degree, 2))) @ adjacency
    resource = (adjacency / np.maximum(degree, 1)) @ adjacency
    starts = np.zeros(n, bool)
    starts[starters] = True
    touching = starts[one] ^ starts[other]
    both = starts[one] & starts[other]
    jitter = 1e-9 * rng.random(len(one))

    def by(score, chosen=None):
        pairs = everything if chosen is None else everything[chosen]
        value = (score[one, other] + jitter) if chosen is None else (score[one, other] + jitter)[chosen]
        return pairs[np.argsort(-value)]

    hub = np.where(starts[one], degree[other], degree[one]) + jitter
    return {
        "random": rng.permutation(everything),
        "degree product": by(np.outer(degree, degree)),
        "adamic-adar": by(adamic),
        "resource allocation": by(resource),
        "netgel": by(np.outer(vector, vector)),
        "starters to hubs": everything[touching][np.argsort(-hub[touching])],
        "starters together": by(np.outer(degree, degree), both),
        "starters to nearest": by(adamic, touching),
    }


def greedy(adjacency, judge, ties):
    """Try every pair at every step: small networks only."""
    n, plan = len(adjacency), np.empty((0, 2), np.int64)
    everything = np.column_stack(np.triu_indices(n, 1))
    while len(plan) < ties:
        allowed = [p for p in everything if len(fill([*plan, p], adjacency, len(plan) + 1)) == len(plan) + 1]
        if not allowed:
            break
        gains = [judge(np.vstack([plan, p])) for p in allowed]
        plan = np.vstack([plan, allowed[int(np.argmax(gains))]])
    return plan


# ---------------------------------------------------------------- the comparison


def models(degree):
    """Give every model as kiemen knows it and as the simulators here do."""
    branching = (degree**2).sum() / degree.sum() - 1
    mean = degree.mean()
    below, above = 0.6 / branching, min(1.6 / branching, 1.0)
    ignition = {"fire, warm": 0.15 / mean, "fire, cold": 0.4 / mean**2}
    found = {
        "cascade below": (IndependentCascade(below), None, (below,)),
        "cascade above": (IndependentCascade(above), None, (above,)),
        "threshold 0.25": (Threshold(contacts=2, share=0.25, noise=0.002), HORIZON, (0, 2.0, 0.25, 0.002)),
        "threshold 0.35": (Threshold(contacts=2, share=0.35, noise=0.005), HORIZON, (0, 2.0, 0.35, 0.005)),
    }
    for name, chance in ignition.items():
        model = Fire(ignition=chance, fuel=1.0, cooling=0.2)
        found[name] = (model, HORIZON, (1, chance, 0.2, 0.0))
    return found


def judged(adjacency, plan, starters, settings, worlds, seed):
    """Give adopters per world with the plan."""
    matrix = adjacency.copy()
    if len(plan):
        matrix[plan[:, 0], plan[:, 1]] = matrix[plan[:, 1], plan[:, 0]] = 1
    indptr = np.concatenate([[0], np.cumsum(matrix.sum(axis=1))]).astype(np.int64)
    indices = np.nonzero(matrix)[1]
    if len(settings) == 1:
        return cascade(indptr, indices, starters, settings[0], worlds, seed)
    return stepwise(indptr, indices, starters, *settings, HORIZON, worlds, seed)


def compare(network, ties, model, horizon, settings, worlds, *, exhaustive):
    adjacency = (network.adjacency(weight=None, direction="both").toarray() > 0).astype(np.int64)
    n = len(adjacency)
    rng = np.random.default_rng(8)
    starters = np.sort(rng.choice(n, max(2, round(SHARE * n)), replace=False))
    began = time.process_time()
    found = suggest_connections(
        network, adopters=[network.ids[i] for i in starters], model=model, top=ties, per_person=ROOM, horizon=horizon,
        acceptance=1.0, walls=0, rng=3,
    )  # fmt: skip
    took = time.process_time() - began
    table = found.table
    plan = np.column_stack([network.positions(table["person"]), network.positions(table["other"])])
    before = judged(adjacency, plan[:0], starters, settings, worlds, 1)
    growth = {}
    for name, order in rules(adjacency, starters, rng).items():
        rule = fill(order, adjacency, ties)
        growth[name] = judged(adjacency, rule, starters, settings, worlds, 2).mean() - before.mean()
    if exhaustive and n <= 40:
        small = greedy(adjacency, lambda p: judged(adjacency, p, starters, settings, 200, 5).mean(), ties)
        growth["exhaustive greedy"] = judged(adjacency, small, starters, settings, worlds, 2).mean() - before.mean()
    after = judged(adjacency, plan, starters, settings, worlds, 2)
    error = np.hypot(after.std(), before.std()) / np.sqrt(worlds)
    best = max(growth, key=growth.get)
    return before.mean(), after.mean() - before.mean(), error, best, growth[best], took


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", default="krackhardt,lazega,aucs,uk,made300,email")
    parser.add_argument("--ties", default="20,100")
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--exhaustive", action="store_true")
    chosen = parser.parse_args()
    ratios = []
    for name in chosen.networks.split(","):
        pairs = made(int(name[4:])) if name.startswith("made") else named(chosen.data, name)
        network = network_of(*pairs)
        degree = np.diff(network.adjacency(weight=None, direction="both").indptr).astype(float)
        for label, (model, horizon, settings) in models(degree).items():
            for ties in map(int, chosen.ties.split(",")):
                base, mine, error, best, theirs, took = compare(
                    network, ties, model, horizon, settings, chosen.worlds, exhaustive=chosen.exhaustive
                )
                told = f"x {mine / theirs:.2f}" if theirs >= 1 else f"+ {mine - theirs:.2f}"
                ratios += [mine / theirs] if theirs >= 1 else []
                sys.stdout.write(
                    f"{name:10} {label:15} {ties:4} ties  base {base:7.1f}  kiemen {mine:7.2f} ± {error:.2f}  "
                    f"best {theirs:7.2f} ({best})  {told}  {took:.1f} s\n"
                )
                sys.stdout.flush()
    if ratios:
        sys.stdout.write(
            f"geometric mean x {np.exp(np.mean(np.log(np.maximum(ratios, 1e-9)))):.2f}, least x {min(ratios):.2f}\n"
        )


if __name__ == "__main__":
    main()
