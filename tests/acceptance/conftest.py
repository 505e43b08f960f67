"""Municipalities written to files and read as anybody's own would be, once for all acceptance tests."""

import warnings
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from kiemen.adoption.propensity import AdopterScores, score_adopters
from kiemen.datasets.examples import write_example
from kiemen.datasets.gemeente import Municipality, draw_gemeente
from kiemen.errors import KiemenWarning
from kiemen.network import Network
from kiemen.read.project import read_project

from .assembled import assembled

SEEDS = range(20)
WAVE = "meting 1"


@dataclass(frozen=True)
class Town:
    """One municipality: what was drawn, and what can be read of it."""

    drawn: Municipality
    network: Network

    @cached_property
    def scores(self) -> AdopterScores:
        return score_adopters(self.network, wave=WAVE, uncertainty="none")

    @cached_property
    def propensity(self) -> pd.Series:
        return self.scores.table["propensity"].dropna()

    @cached_property
    def early(self) -> pd.Series:
        """Who is an early adopter, of everybody who did not opt out."""
        early = pd.Series({person.number: person.early for person in self.drawn.people})
        return early[early.index.isin(self.network.ids)]

    def numbers(self, places) -> set[str]:
        return {self.drawn.people[place].number for place in places}

    @property
    def walls(self) -> set[frozenset[str]]:
        return {frozenset(wall) for wall in self.drawn.planted.walls}


def read_town(folder: Path) -> Network:
    """Read staff, memberships and the first survey of a municipality."""
    project = read_project(folder)
    steps = [step for step in project.steps if step["with"] in {"roster", "memberships"} or step.get("wave") == WAVE]
    with warnings.catch_warnings():
        # Opt-outs and doubtful names are part of the example.
        warnings.simplefilter("ignore", KiemenWarning)
        return replace(project, steps=tuple(steps)).network()


@cache
def silent_town(seed: int) -> Town:
    """Give a municipality without a signal, straight from what was drawn: reading it would show nothing more."""
    drawn = draw_gemeente(seed, "none")
    return Town(drawn, assembled(drawn))


@cache
def town(seed: int) -> Town:
    with TemporaryDirectory() as folder:
        write_example("gemeente", folder, seed=seed)
        return Town(draw_gemeente(seed, "normal"), read_town(Path(folder)))


@pytest.fixture(scope="session")
def towns():
    return [town(seed) for seed in SEEDS]


@pytest.fixture(scope="session")
def silent_towns():
    return [silent_town(seed) for seed in SEEDS]
