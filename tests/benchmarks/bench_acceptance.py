"""Were the ties that really formed foreseen? Temporal hold-out on dated data, against rules that learn nothing.

Run: python tests/benchmarks/bench_acceptance.py [--data ../shared] [--shift 0.05] [--rating 2] [--names college_msg]
The network is cut at several moments; everything is learned from the time before a cut, and the new ties of the period
after it are the answer. All pairs that were never tied are judged. `--shift` moves the cuts, `--rating` the friendships
that count: splits that nothing was chosen on. Calibration: new ties expected in a period as long as the one that came,
over those that came; the slope of the outcome on the log-odds (1 is right, below 1 too sure); and the skill of the
Brier score against that of the share of new ties.
"""

import argparse
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.suggest.acceptance import fit_acceptance
from kiemen.suggest.proximity import pair_proximity

EPOCH = pd.Timestamp("2004-01-01")


def dated(data, name):
    """Give ties with a date, and people."""
    folder = data / "datasets" / name
    edges = pd.read_csv(folder / "edges.csv")
    start = EPOCH + pd.to_timedelta(edges["time"], unit="s")
    ties = pd.DataFrame({"source": edges["source"].astype(str), "target": edges["target"].astype(str), "start": start})
    people = pd.DataFrame({"person": np.unique(ties[["source", "target"]].to_numpy())})
    if (folder / "nodes.csv").exists():
        nodes = pd.read_csv(folder / "nodes.csv").astype(str)
        people = people.merge(nodes[["id", "department"]].rename(columns={"id": "person"}), how="left")
    return people, ties


def waves(data, rating):
    """Give the friendships of the Dutch students by wave."""
    folder = data / "datasets" / "dutch_college"
    edges = pd.read_csv(folder / "edges.csv")
    edges = edges[edges["rating"] >= rating].astype({"source": str, "target": str})
    people = pd.read_csv(folder / "nodes.csv").astype(str).rename(columns={"id": "person"})
    return people, edges[["source", "target", "wave"]]


def pairs_of(network, ties):
    one, other = network.positions(ties["source"]), network.positions(ties["target"])
    n = network.n_nodes
    keys = (np.minimum(one, other) * n + np.maximum(one, other))[one != other]
    return np.unique(keys)


def judged(label, score, top):
    """Give average precision and precision at the top, equal scores broken at random."""
    from sklearn.metrics import average_precision_score

    order = np.lexsort((np.random.default_rng(0).random(len(score)), -score))
    return average_precision_score(label, score), label[order][:top].mean()


def calibration(label, odds):
    """Give expected over observed, the slope of the outcome on the log-odds, and the skill of the Brier score."""
    from sklearn.linear_model import LogisticRegression

    chance = 1 / (1 + np.exp(-odds))
    slope = LogisticRegression(C=1e6, max_iter=500).fit(odds[:, None], label).coef_[0, 0]
    skill = 1 - ((chance - label) ** 2).mean() / (label.mean() * (1 - label.mean()))
    return chance.sum() / label.sum(), slope, skill


def one_cut(people, before, after, *, days=None, known=None):
    network = Network.from_frames(people, before)
    began = time.process_time()
    model = fit_acceptance(network, horizon=days, rng=1)
    n = network.n_nodes
    past, new = pairs_of(network, before if known is None else known), pairs_of(network, after)
    left, right = np.triu_indices(n, 1)
    seen = np.isin(np.arange(n), np.unique(np.concatenate([past // n, past % n])))
    fresh = seen[left] & seen[right] & ~np.isin(left * n + right, past)
    left, right = left[fresh], right[fresh]
    label = np.isin(left * n + right, new)
    odds = model.log_odds(network, left, right)
    took = time.process_time() - began
    tied = network.adjacency(weight=None, direction="both")
    plain = pair_proximity(tied, left, right, method="adamic-adar")
    top = min(100, int(label.sum()))
    return label.sum(), judged(label, odds, top), judged(label, plain, top), calibration(label, odds), took


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--shift", type=float, default=0.0)
    parser.add_argument("--rating", type=int, default=2)
    parser.add_argument("--names", default="dutch_college,email_eu_core_temporal,college_msg")
    asked = parser.parse_args()
    data = asked.data
    means = []
    for name in asked.names.split(","):
        ratios = []
        cuts = []
        if name == "dutch_college":
            people, ties = waves(data, asked.rating)
            cuts = [
                (
                    ties[ties["wave"] <= k].astype({"wave": str}),
                    ties[ties["wave"] == k + 1],
                    None,
                    ties[ties["wave"] == k],
                )
                for k in (2, 3, 4, 5)
            ]
        else:
            people, ties = dated(data, name)
            moments = (
                ties["start"]
                .quantile(
                    [0.6 - asked.shift, 0.7 - asked.shift, 0.8 - asked.shift, 0.9 - asked.shift, 1.0 - asked.shift]
                )
                .tolist()
            )
            cuts = [
                (
                    ties[ties["start"] <= a],
                    ties[(ties["start"] > a) & (ties["start"] <= b)],
                    (b - a).total_seconds() / 86_400,
                    None,
                )
                for a, b in pairwise(moments)
            ]
        for before, after, days, known in cuts:
            count, mine, plain, (ratio, slope, skill), took = one_cut(people, before, after, days=days, known=known)
            ratios.append(mine[0] / plain[0])
            sys.stdout.write(
                f"{name:24} new {count:5}  expected x {ratio:.2f}  slope {slope:.2f}  skill {skill:.3f}  "
                f"average precision {mine[0]:.4f} (adamic-adar {plain[0]:.4f}, x {ratios[-1]:.2f})  "
                f"at the top {mine[1]:.3f} ({plain[1]:.3f})  {took:.0f} s\n"
            )
            sys.stdout.flush()
        means.append(np.exp(np.mean(np.log(ratios))))
    sys.stdout.write(f"geometric mean over data sets x {np.exp(np.mean(np.log(means))):.2f}\n")


if __name__ == "__main__":
    main()
