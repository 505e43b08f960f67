"""A small organisation with results that need no computing, canaries for leaks, and hostile names."""

from typing import ClassVar

import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.results import Fact, Provenance, Result

HOSTILE = [
    "</script><script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "<svg onload=window.hacked=1>",
    '{"a":1}</title>',
    "{{ 7*7 }}{% raw %}",
    '=HYPERLINK("http://kwaad.example","klik")',
    "+31612345678",
    "@SUM(1+1)",
    "$x^2$ & co",
    "\u202eevil\u2028",
    "'; DROP TABLE people;--",
    "../../etc/passwd",
    "\ttab=1",
    "\r=1+1",
    "-1+1",
    "   ",
    "👩‍🔬 Zoë",
    "x" * 3000,
    "</style><style>body{display:none}",
    "<!-- <script>",
    "javascript:window.hacked=1",
]


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    return HOSTILE


def make(n: int = 40, groups: tuple[str, ...] = ("Zorg", "Wijken", "Financiën", "ICT"), names: list[str] | None = None):
    ids = [f"ID-{7000 + 11 * i}" for i in range(n)]
    called = names or [f"Zqx{i:02d}wv Kanarie{i:02d}" for i in range(n)]
    people = pd.DataFrame(
        {
            "person": ids,
            "name": [called[i % len(called)] if names else called[i] for i in range(n)],
            "email": [f"kn{i:02d}@lek.example" for i in range(n)],
            "department": [groups[i % len(groups)] for i in range(n)],
        }
    )
    pairs = [(i, (i + step) % n) for i in range(n) for step in (1, 4, 7) if (i * step) % 5]
    ties = pd.DataFrame({"source": [ids[a] for a, _ in pairs], "target": [ids[b] for _, b in pairs]})
    return Network.from_frames(people, ties)


@pytest.fixture(scope="session")
def network() -> Network:
    return make()


@pytest.fixture(scope="session")
def nasty() -> Network:
    return make(36, groups=("<b>Zorg</b>", "=1+1", "Wijken"), names=HOSTILE)


class Suggestions(Result):
    """Suggestions as the report reads them."""

    _plot: ClassVar[str] = "plot_suggestions"


def suggestions_of(network: Network) -> Result:
    ids = [str(person) for person in network.ids]
    names = network.people["name"]
    rows = [(ids[0], ids[5]), (ids[1], ids[6]), (ids[0], ids[9])]
    table = pd.DataFrame(rows, columns=["person", "other"])
    table["gain"] = [0.5, 0.4, 0.3]
    table.index = pd.Index([f"{a} – {b}" for a, b in rows], name="suggestion")
    facts = {
        label: (
            Fact("Both take part in {initiative}.", {"initiative": "Buurttuin"}, scope="open"),
            Fact("{via} knows both.", {"via": str(names.iloc[12])}, scope="open"),
            Fact("It crosses the line.", {}, scope="team"),
            Fact("It brings {gain:.1f} extra adopters.", {"gain": 0.5}),
        )
        for label in table.index
    }
    return Suggestions(
        table=table,
        settings={"top": 3},
        provenance=Provenance.of(network, function="suggest_connections", settings={"top": 3}),
        facts=facts,
        headline=(Fact("{n} new ties would bring growth.", {"n": 3}),),
        cautions=(Fact("This rests on an assumption."),),
    )


@pytest.fixture(scope="session")
def suggestions(network: Network) -> Result:
    return suggestions_of(network)
