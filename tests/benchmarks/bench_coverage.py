"""How often intervals with a sampling meaning hold the truth: simulated organisations, at 90 %.

python tests/benchmarks/bench_coverage.py [runs] [seed] [case ...]

Without cases all of them run. Every case simulates an organisation from known numbers, asks the library, and notes for
each interval whether it holds the number it was simulated from.
"""

import sys
import time
import warnings
from collections import defaultdict
from functools import cache

import numpy as np
import pandas as pd

from kiemen.adoption.additive import fit_additive_hazard
from kiemen.adoption.curves import profile_adoption
from kiemen.adoption.effects import score_person_effects
from kiemen.adoption.evaluation import check_scores
from kiemen.adoption.hazards import fit_hazard
from kiemen.adoption.leaders import check_leaders
from kiemen.adoption.nominations import compare_ratings, score_nominations
from kiemen.adoption.orders import fit_order
from kiemen.network import Network


def ids_of(n):
    return [f"p{i:04d}" for i in range(n)]


def ties_of(rng, n, number):
    """Give `number` ties per person to others by lot, as two arrays."""
    source = np.repeat(np.arange(n), number)
    target = (source + rng.integers(1, n, n * number)) % n
    return source, target


def organisation(rng, n=150, number=5):
    source, target = ties_of(rng, n, number)
    network = Network.from_arrays(ids_of(n), source, target)
    return network, network.adjacency(weight=None).toarray()


def holds(low, truth, high):
    return bool(low <= truth <= high)


def spread(rng, matrix, periods, chance):
    """Simulate adoption period by period; `chance(period, adopted contacts, share of contacts)` per person."""
    n = len(matrix)
    times = np.where(rng.random(n) < 0.1, 1.0, np.inf)
    degree = np.maximum(matrix.sum(axis=1), 1)
    for period in range(2, periods + 1):
        adopted = times < period
        contacts = matrix @ adopted
        new = ~adopted & (rng.random(n) < chance(period, contacts, contacts / degree))
        times[new] = period
    return times


def curve(rng):
    """Hazard per period, as long as at least ten people are left."""
    hazard = np.array([0.1, 0.05, 0.1, 0.2, 0.15, 0.1])
    times = np.full(150, np.inf)
    for period, chance in enumerate(hazard, start=1):
        times[np.isinf(times) & (rng.random(150) < chance)] = period
    series = pd.Series(times, index=ids_of(150))
    network = Network.from_arrays(series.index, [0], [1])
    table = profile_adoption(network, times=series).table.iloc[1:]
    return [
        ("hazard of a period", holds(row.hazard_low, hazard[p - 1], row.hazard_high)) for p, row in table.iterrows()
    ]


def hazard(rng):
    network, matrix = organisation(rng)
    people = pd.DataFrame({"x": rng.normal(size=150), "flag": rng.random(150) < 0.3}, index=network.ids)
    level = np.array([0, 0, -3.2, -2.8, -2.4, -2.4, -2.6, -2.8])
    own = 0.5 * people["x"].to_numpy() - 0.7 * people["flag"].to_numpy()
    times = spread(rng, matrix, 7, lambda t, _, e: 1 / (1 + np.exp(-(level[t] + 1.2 * e + own))))
    found = fit_hazard(network, times=pd.Series(times, index=network.ids), covariates=people).table
    truth = {"exposure": 1.2, "x": 0.5, "flag True": -0.7}
    names = {"exposure": "hazard: exposure", "x": "hazard: covariate", "flag True": "hazard: yes or no"}
    rows = [(names[t], holds(found.loc[t, "low"], value, found.loc[t, "high"])) for t, value in truth.items()]
    return rows + [
        ("hazard: level of a period", holds(row.low, level[int(term.split()[1])], row.high))
        for term, row in found.iterrows()
        if term.startswith("period")
    ]


def additive(rng):
    network, matrix = organisation(rng)
    rows = []
    for name, level, outside in (("constant", "constant", lambda _: 0.05), ("period", "period", lambda t: 0.02 * t)):
        times = spread(rng, matrix, 8, lambda t, k, _, outside=outside: 1 - np.exp(-(outside(t) + 0.06 * k)))
        fit = fit_additive_hazard(network, times=pd.Series(times, index=network.ids), level=level)
        rows.append((f"additive hazard, level {name}", holds(fit.peer_low, 0.06, fit.peer_high)))
    return rows


def order(rng, n=80, events=60, terms=1):
    """Order of adoption with covariates; every adopted contact adds the rate of somebody without contacts."""
    network, matrix = organisation(rng, n, 4)
    truth = {"x": 0.5, "flag": -0.5} if terms == 2 else {"x": 0.5}
    values = pd.DataFrame({"x": rng.normal(size=n), "flag": (rng.random(n) < 0.4) * 1.0}, index=network.ids)
    times, own = np.full(n, np.inf), np.exp(values[list(truth)] @ pd.Series(truth)).to_numpy()
    for step in range(1, events + 1):
        naive = np.isinf(times)
        rate = np.where(naive, own + 1.0 * (matrix @ ~naive), 0)
        times[rng.choice(n, p=rate / rate.sum())] = step
    found = fit_order(network, times=pd.Series(times, index=network.ids), covariates=values[list(truth)])
    of = f", {events} adoptions, {terms} covariate" + "s" * (terms > 1)
    return [(f"order: strength{of}", holds(found.low, 1.0, found.high))] + [
        (f"order: {name}{of}", holds(found.table.loc[name, "low"], value, found.table.loc[name, "high"]))
        for name, value in truth.items()
    ]


def order_few(rng):
    return order(rng, 45, 30, 1) + order(rng, 45, 30, 2)


def order_more(rng):
    return order(rng, 80, 60, 2) + order(rng, 160, 120, 2)


def order_plain(rng):
    network, matrix = organisation(rng, 80, 4)
    times = np.full(80, np.inf)
    for step in range(1, 61):
        naive = np.isinf(times)
        rate = np.where(naive, 1 + 1.0 * (matrix @ ~naive), 0)
        times[rng.choice(80, p=rate / rate.sum())] = step
    fit = fit_order(network, times=pd.Series(times, index=network.ids))
    return [("order: strength, no covariates", holds(fit.low, 1.0, fit.high))]


def nominations(rng, n=60):
    rate = rng.gamma(1.5, 0.05 / 1.5, n)
    named = rng.random((n, n)) < rate[None, :]
    np.fill_diagonal(named, val=False)
    network = Network.from_arrays(ids_of(n), *np.nonzero(named), relation="names")
    if not named.any():
        return []
    table = score_nominations(network, relation="names").table.loc[network.ids]
    hits = (table["rate_low"].to_numpy() <= rate) & (rate <= table["rate_high"].to_numpy())
    return [("nominations: rate", bool(hit)) for hit in hits]


@cache
def departments(sizes):
    """Give people in departments of these sizes, each naming four others; the same in every run."""
    code = np.repeat(np.arange(len(sizes)), sizes)
    source, target = ties_of(np.random.default_rng(0), len(code), 4)
    people = pd.DataFrame({"person": ids_of(len(code)), "department": [f"d{c:02d}" for c in code]})
    return Network.from_arrays(people["person"], source, target, people=people), code


def ranked(rng, sizes, gap):
    """People in departments, some of them sought, with a score whose AUC is Phi(gap / sqrt(2))."""
    from scipy.special import ndtr

    network, code = departments(sizes)
    sought = rng.random(len(code)) < rng.uniform(0.15, 0.4, len(sizes))[code]
    score = pd.Series(rng.normal(size=len(code)) + gap * sought, index=network.ids)
    return network, score, pd.Series(sought, index=network.ids), float(ndtr(gap / np.sqrt(2)))


def auc(rng):
    rows = []
    for name, sizes, by in (("", (100,), None), (", 8 departments", (30, 25, 20, 20, 15, 15, 10, 10), "department")):
        for gap in (0.0, 0.8):
            network, score, sought, truth = ranked(rng, sizes, gap)
            found = check_scores(network, score, outcome=sought, by=by, permutations=1)
            row = found.table.loc["score"]
            if by is None:
                rows.append((f"AUC {truth:.2f}", holds(row["auc_low"], truth, row["auc_high"])))
            else:
                rows.append((f"AUC {truth:.2f}{name}", holds(row["within_low"], truth, row["within_high"])))
            rows.append((f"AUC less in-degree{name}", holds(found.difference_low, truth - 0.5, found.difference_high)))
    return rows


def effects(rng, n=80, practices=5):
    """Person effects over several innovations; scores are of ranks, so the truth is that of the ranks."""
    theta = rng.normal(size=n)
    theta = (theta - theta.mean()) / theta.std()
    latent = np.sqrt(0.4) * theta[:, None] + np.sqrt(0.6) * rng.normal(size=(n, practices))
    times = pd.DataFrame(np.argsort(np.argsort(-latent, axis=0), axis=0) + 1.0, index=ids_of(n))
    times = times.mask(rng.random(times.shape) < 0.3)
    network = Network.from_arrays(times.index, [0], [1])
    table = score_person_effects(network, times=times).table.loc[network.ids]
    known = table["practices"] > 0
    hits = (table["effect_low"] <= np.sqrt(0.4) * theta) & (np.sqrt(0.4) * theta <= table["effect_high"])
    return [("person effect", bool(hit)) for hit in hits[known]]


def leaders(rng, n=60):
    """Correlation of in-degree and time among 60 adopters."""
    popular = rng.gamma(2.0, 1.0, n)
    named = rng.random((n, n)) < np.minimum(popular / n * 2.0, 1)[None, :]
    np.fill_diagonal(named, val=False)
    network = Network.from_arrays(ids_of(n), *np.nonzero(named))
    degree = named.sum(axis=0)
    times = pd.Series(-0.15 * degree + rng.normal(size=n), index=network.ids)
    times = (np.floor((times - times.min()) * 4) + 1).astype(float)
    row = check_leaders(network, times=times).table.loc["in-degree"]
    return [("leaders: correlation", holds(row["low"], LEADERS, row["high"]))]


#: Correlation of degree and time in the population that `leaders` draws from, by a million draws.
def leaders_truth():
    rng = np.random.default_rng(0)
    popular = rng.gamma(2.0, 1.0, 1_000_000)
    degree = rng.binomial(59, np.minimum(popular / 60 * 2.0, 1))
    return float(np.corrcoef(degree, np.floor((-0.15 * degree + rng.normal(size=len(degree))) * 4))[0, 1])


LEADERS = leaders_truth()


def ratings(rng, n=100):
    from scipy.stats import multivariate_normal

    r = 0.5
    both = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], size=n)
    network = Network.from_arrays(ids_of(n), [0], [1])
    own, peers = (pd.Series(both[:, i], index=network.ids) for i in range(2))
    found = compare_ratings(network, own=own, peers=peers, share=0.2)
    rank = 6 / np.pi * np.arcsin(r / 2)
    cut = -0.8416212335729143
    joint = multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf([cut, cut])
    agree = 2 * joint + 1 - 2 * 0.2
    kappa = (agree - 0.68) / 0.32
    return [
        ("ratings: Spearman", holds(found.correlation_low, rank, found.correlation_high)),
        ("ratings: kappa", holds(found.kappa_low, kappa, found.kappa_high)),
    ]


CASES = {
    case.__name__: case
    for case in (
        curve,
        hazard,
        additive,
        order_plain,
        order,
        order_few,
        order_more,
        nominations,
        auc,
        effects,
        leaders,
        ratings,
    )
}


def coverage(case, runs: int, seed: int) -> pd.DataFrame:
    """Give per interval how often it held the truth, and over how many runs and intervals."""
    found, streams = defaultdict(list), np.random.SeedSequence(seed).spawn(runs)
    for stream in streams:
        for name, hit in CASES[case](np.random.default_rng(stream)):
            found[name].append(hit)
    rows = [(name, runs, len(hits), np.mean(hits)) for name, hits in found.items()]
    return pd.DataFrame(rows, columns=["interval", "runs", "intervals", "holds the truth"])


def main(runs: int, seed: int, cases) -> None:
    for case in cases or CASES:
        started = time.process_time()
        table = coverage(case, runs, seed)
        print(table.round(4).to_string(index=False, header=case == next(iter(cases or CASES))), flush=True)
        print(f"  ({case}: {time.process_time() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    given = sys.argv[1:]
    words = given + ["2000", "1"][len(given) :]
    main(int(words[0]), int(words[1]), words[2:])
