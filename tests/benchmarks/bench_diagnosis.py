"""Time the full diagnosis of an organisation of about 1,000 people, warm, in CPU seconds over all threads.

    python tests/benchmarks/bench_diagnosis.py --people 1000

The organisation is the municipality of the examples, grown to the size asked for, read as one's own files would be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from typing import TYPE_CHECKING, Any

from kiemen.datasets import organisation
from kiemen.datasets.examples import read_example, read_truth, write_example
from kiemen.diagnosis.ingredients import profile_ingredients
from kiemen.diagnosis.patterns import find_patterns
from kiemen.measures.bridges import score_bridges
from kiemen.measures.communities import find_communities
from kiemen.measures.meeting_places import score_meeting_places
from kiemen.measures.removal import find_key_people, score_removal
from kiemen.measures.roles import score_roles
from kiemen.measures.tie_bridges import find_tie_bridges
from kiemen.measures.walls import find_walls

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemen.network import Network


def grown(people: int, seed: int) -> tuple[Network, list[str]]:
    """Give a municipality of this many people and its true early adopters."""
    usual = dict(organisation.DEPARTMENTS)
    share = people / sum(size for size, _ in usual.values())
    organisation.DEPARTMENTS.update({name: (round(size * share), jobs) for name, (size, jobs) in usual.items()})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = write_example("gemeente", f"{folder}/gemeente", seed=seed)
            network, truth = read_example(path), read_truth(path / "truth" / "people.csv")
    finally:
        organisation.DEPARTMENTS.update(usual)
    return network, [str(person) for person in truth.index[truth["early_adopter"]] if person in network.ids]


def main(people: int, seed: int) -> None:
    """Run everything twice and tell what the second time took."""
    warnings.simplefilter("ignore")
    network, adopters = grown(people, seed)
    print(f"{network.n_people:,} people, {network.n_contacts:,} contacts, {network.n_ties:,} ties")
    parts: dict[str, Callable[[], Any]] = {
        "bridges": lambda: score_bridges(network),
        "roles": lambda: score_roles(network),
        "ties as bridges": lambda: find_tie_bridges(network),
        "walls": lambda: find_walls(network),
        "walls around the organisation": lambda: find_walls(network, by="inside"),
        "communities": lambda: find_communities(network),
        "meeting places": lambda: score_meeting_places(network),
        "key people": lambda: find_key_people(network),
        "removal": lambda: score_removal(network),
        "patterns": lambda: find_patterns(network, adopters=adopters),
        "ingredients": lambda: profile_ingredients(network),
    }
    for work in parts.values():
        work()
    every, wall = time.process_time(), time.perf_counter()
    for name, work in parts.items():
        started = time.process_time()
        work()
        print(f"{name:<32} {time.process_time() - started:7.3f} CPU s")
    print(f"{'all':<32} {time.process_time() - every:7.3f} CPU s {time.perf_counter() - wall:7.3f} s wall")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sys.exit(main(chosen.people, chosen.seed))
