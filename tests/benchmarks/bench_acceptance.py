"""Were the ties that really formed foreseen, and are the chances right? Temporal hold-out on dated data.

Run: python tests/benchmarks/bench_acceptance.py [--data ../shared] [--shift 0.05] [--rating 2] [--names college_msg]
The network is cut at several moments; everything is learned from the time before a cut, and the new ties of the period
after it are the answer. All pairs that were never tied are judged; "near" are those that share a contact. `--shift`
moves the cuts, `--rating` the friendships that count: splits that nothing was chosen on. The rule that learns nothing
is Adamic–Adar on all ties before the cut, those of earlier waves too.

A line per cut: average precision and precision at the top (as many pairs as there are new ties, at most a hundred),
both over Adamic–Adar's (x) and in standard errors above it (z, pairs drawn again `--draws` times; below -1.96 would be
significantly worse). Expected over came, for all pairs and for those that share no contact; whether the range told
beforehand held; and the slope of the outcome on the log-odds (1 is right, below 1 too sure). At the end: geometric
means, the mean distance of expected from came as a factor, and bands of pairs from likely to unlikely, each with a
tenth of the ties expected in every cut.

A cut by the share of the contacts gives a long period where contacts had become few, which nobody could know: expected
is then too high. The last fifth of the e-mail record is such a time.
"""

import argparse
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.suggest.acceptance import chances, fit_acceptance
from kiemen.suggest.acceptance_check import average_precision, precision_at
from kiemen.suggest.proximity import pair_proximity

EPOCH = pd.Timestamp("2004-01-01")
NAMES = "dutch_college,email_eu_core_temporal,college_msg"
CUTS = (0.6, 0.7, 0.8, 0.9, 1.0)
# What is far below any place that counts is drawn again together.
SEEN = 20_000


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


def cuts_of(data, name, *, shift, rating):
    """Give people, and per cut the ties before, those after, and the days between (None for a wave)."""
    if name == "dutch_college":
        people, ties = waves(data, rating)
        cut = [(ties[ties["wave"] <= k].astype({"wave": str}), ties[ties["wave"] == k + 1], None) for k in (2, 3, 4, 5)]
        return people, cut
    people, ties = dated(data, name)
    start = ties["start"]
    moments = start.quantile([at - shift for at in CUTS]).tolist()
    return people, [
        (ties[start <= a], ties[(start > a) & (start <= b)], (b - a).total_seconds() / 86_400)
        for a, b in pairwise(moments)
    ]


def keys_of(network, ties):
    one, other = network.positions(ties["source"]), network.positions(ties["target"])
    keys = (np.minimum(one, other) * network.n_nodes + np.maximum(one, other))[one != other]
    return np.unique(keys)


def one_cut(people, before, after, days):
    """Give what became of every pair never tied, its log-odds, its Adamic–Adar, what was expected, and CPU seconds."""
    network = Network.from_frames(people, before)
    began = time.process_time()
    model = fit_acceptance(network, horizon=days, rng=1)
    n = network.n_nodes
    past, new = keys_of(network, before), keys_of(network, after)
    left, right = np.triu_indices(n, 1)
    met = np.isin(np.arange(n), np.concatenate([past // n, past % n]))
    fresh = met[left] & met[right] & ~np.isin(left * n + right, past)
    left, right = left[fresh], right[fresh]
    odds = model.log_odds(network, left, right)
    took = time.process_time() - began
    plain = pair_proximity(network.adjacency(weight=None, direction="both"), left, right, method="adamic-adar")
    return np.isin(left * n + right, new), odds, plain, model.expected, took


def beside(label, odds, plain, *, draws):
    """Give average precision and precision at the top, over those of the plain rule, and in standard errors above."""
    top = min(100, int(label.sum()))
    rng = np.random.default_rng(0)
    high = [score >= np.sort(score)[-min(SEEN, len(score))] for score in (odds, plain)]
    kept = np.flatnonzero(label | high[0] | high[1])
    rest = np.setdiff1d(np.arange(len(label)), kept)
    some = rng.choice(rest, size=min(SEEN, len(rest)), replace=False)
    at = np.concatenate([kept, some])
    weight = np.concatenate([np.ones(len(kept)), np.full(len(some), len(rest) / max(len(some), 1))])

    def both(mass):
        drawn = mass > 0
        one, mass = at[drawn], mass[drawn]
        rows = [
            (average_precision(label[one], score[one], mass), precision_at(label[one], score[one], mass, top))
            for score in (odds, plain)
        ]
        return np.array(rows)

    found = both(weight)
    drawn = np.array([np.subtract(*both(weight * rng.poisson(1, len(at)))) for _ in range(draws)])
    # Half a hit more for both: a rule may find none.
    more = np.array([0.0, 0.5 / top])
    return found[0], (found[0] + more) / (found[1] + more), drawn.mean(axis=0) / drawn.std(axis=0)


def slope_of(label, odds):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1e6, max_iter=500).fit(odds[:, None], label).coef_[0, 0]


def bands_of(label, chance):
    """Give pairs, expected and formed in ten bands from likely to unlikely, each with a tenth of what is expected."""
    order = np.argsort(-chance, kind="stable")
    mass = np.cumsum(chance[order])
    band = np.minimum((10 * (mass - chance[order]) / mass[-1]).astype(int), 9)
    return np.column_stack([np.bincount(band, w, 10) for w in (np.ones(len(band)), chance[order], label[order])])


def judged(name, cut, draws):
    label, odds, plain, expected, took = cut
    chance, far = chances(odds), plain == 0
    came = int(label.sum())
    found, ratio, sure = beside(label, odds, plain, draws=draws)
    slope, off = slope_of(label, odds), chance.sum() / came
    # The range is told for all pairs that are not tied now, those of earlier waves too.
    low, high = expected[["low", "high"]] * chance.sum() / expected["expected"]
    held = low <= came <= high
    sys.stdout.write(
        f"{name:24} new {came:5}  average precision {found[0]:.4f} (x {ratio[0]:.2f}, z {sure[0]:+.1f})  "
        f"at the top {found[1]:.3f} (x {ratio[1]:.2f}, z {sure[1]:+.1f})  expected x {off:.2f} "
        f"(not near {chance[far].sum():.0f} for {label[far].sum()})  "
        f"range {low:.0f}-{high:.0f} {'held' if held else 'missed'}  slope {slope:.2f}  "
        f"{took:.0f} s\n"
    )
    sys.stdout.flush()
    row = {"name": name, "ap": np.log(ratio[0]), "top": np.log(ratio[1]), "off": np.log(off), "slope": slope}
    return {**row, "held": held, "worse": bool((sure < -1.96).any())}, bands_of(label, chance)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--shift", type=float, default=0.0)
    parser.add_argument("--rating", type=int, default=2)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--names", default=NAMES)
    asked = parser.parse_args()
    rows, bands = [], np.zeros((10, 3))
    for name in asked.names.split(","):
        people, cuts = cuts_of(asked.data, name, shift=asked.shift, rating=asked.rating)
        for before, after, days in cuts:
            row, counts = judged(name, one_cut(people, before, after, days), asked.draws)
            rows.append(row)
            bands += counts
    table = pd.DataFrame(rows)
    mean = table.groupby("name")[["ap", "top"]].mean().mean()
    sys.stdout.write(
        f"geometric mean over data sets: average precision x {np.exp(mean['ap']):.2f}, at the top x "
        f"{np.exp(mean['top']):.2f}; significantly worse in {table['worse'].sum()} of {len(table)} cuts\n"
        f"expected off by x {np.exp(table['off'].abs().mean()):.2f} on average (with its sign x "
        f"{np.exp(table['off'].mean()):.2f}); range held in {table['held'].sum()}; "
        f"median slope {table['slope'].median():.2f}\n"
    )
    for number, (pairs, expected, formed) in enumerate(bands, start=1):
        sys.stdout.write(f"band {number:2}: {pairs:9.0f} pairs, {expected:6.0f} expected, {formed:5.0f} formed\n")


if __name__ == "__main__":
    main()
