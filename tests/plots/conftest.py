"""Networks to draw, and no windows."""

import matplotlib as mpl
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.results import Fact, Provenance, Result

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close():
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def organisation(n: int = 60, groups: int = 4) -> Network:
    ids = [f"p{i:03d}" for i in range(n)]
    pairs = [(i, (i + step) % n) for i in range(n) for step in (groups, 2 * groups, 1 if i % 7 == 0 else groups)]
    people = pd.DataFrame(
        {
            "person": ids,
            "name": [f"Naam {i}" for i in range(n)],
            "department": [f"Afdeling {i % groups}" for i in range(n)],
        }
    )
    ties = pd.DataFrame({"source": [ids[a] for a, _ in pairs], "target": [ids[b] for _, b in pairs]})
    return Network.from_frames(people, ties)


@pytest.fixture(scope="session")
def network() -> Network:
    return organisation()


@pytest.fixture(scope="session")
def result(network):
    """Make a result from a table, with a headline."""

    def make(table: pd.DataFrame, headline: str = "This is the finding.", **more: object) -> Result:
        made = Result(
            table=table,
            settings={},
            provenance=Provenance.of(network, function="test", settings={}),
            headline=(Fact(headline),),
        )
        for name, value in more.items():
            object.__setattr__(made, name, value)
        return made

    return make
