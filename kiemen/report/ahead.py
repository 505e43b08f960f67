"""What a report needs is loaded while a copy of this process reads the files: that takes over a second by itself."""

from __future__ import annotations

import importlib

# What the parts import when they are called, and what takes longest to load.
LATE = ("scipy.optimize", "scipy.sparse.csgraph", "scipy.spatial", "scipy.special", "jinja2", "xlsxwriter")


def load_ahead() -> None:
    """Load what computes, draws and writes; afterwards a report is the same, and made sooner."""
    from kiemen.plots.style import load_canvases
    from kiemen.report.analysis import ROAD

    for module in (*(module for module, _ in ROAD.values()), "kiemen.report.bundle", *LATE):
        importlib.import_module(module)
    load_canvases()
    _start_compiled_work()


def _start_compiled_work() -> None:
    """Have one compiled loop do a little: the first of them all takes a quarter of a second to get ready."""
    import warnings

    import pandas as pd

    from kiemen.measures.walls import find_walls
    from kiemen.network import Network

    ids = [str(person) for person in range(8)]
    people = pd.DataFrame({"person": ids, "team": ["one", "other"] * 4})
    ties = pd.DataFrame({"source": ids, "target": [*ids[1:], ids[0]]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        find_walls(Network.from_frames(people=people, ties=ties), by="team", rng=0)
