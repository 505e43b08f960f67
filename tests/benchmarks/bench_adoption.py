"""Time exposure, thresholds and hazards on a large organisation: people, ties and periods as arguments.

python tests/benchmarks/bench_adoption.py 1000000 20000000 24
"""

import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd

from kiemen.adoption.additive import fit_additive_hazard
from kiemen.adoption.curves import profile_adoption
from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.hazards import fit_hazard
from kiemen.adoption.thresholds import score_thresholds
from kiemen.adoption.times import build_times
from kiemen.errors import KiemenWarning
from kiemen.network import Network


def main(people: int, ties: int, periods: int) -> None:
    rng = np.random.default_rng(1)
    ids = np.char.add("p", np.char.zfill(np.arange(people).astype(str), 7))
    popular = (people * rng.random(ties) ** 2).astype(np.int64)  # a few are named by very many
    started = time.perf_counter()
    network = Network.from_arrays(ids, rng.integers(people, size=ties), popular)
    tell("network", started)
    when = pd.Series(rng.integers(1, 2 * periods, size=people).astype(float), index=network.ids)
    started = time.perf_counter()
    window = build_times(network, times=when, first=1, last=periods)
    tell("times", started)
    whole = time.perf_counter()
    for name, work in (
        ("matrix", lambda: network.adjacency(weight=None)),
        ("curve and hazard", lambda: profile_adoption(network, times=window)),
        ("exposure", lambda: score_exposure(network, times=window, lags=1)),
        ("thresholds", lambda: score_thresholds(network, times=window)),
        ("hazard regression", lambda: fit_hazard(network, times=window)),
        ("additive hazard", lambda: fit_additive_hazard(network, times=window)),
    ):
        started = time.perf_counter()
        work()
        tell(name, started)
    tell("all but reading", whole)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


def tell(name: str, started: float) -> None:
    print(f"{name:20s} {time.perf_counter() - started:6.1f} s", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore", KiemenWarning)
    main(*(int(word) for word in sys.argv[1:4]))
