"""The classic diffusion data sets as networks with adoption times, and small networks to count by hand."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network


@dataclass(frozen=True)
class Diffusion:
    network: Network
    coded: pd.Series  # time of adoption with non-adopters coded one past the last period, as published
    people: pd.DataFrame

    @property
    def censored(self) -> pd.Series:
        """The same with non-adopters as what they are."""
        return self.coded.where(self.coded < self.coded.max(), np.inf)


def _read(folder) -> Diffusion:
    people = pd.read_csv(folder / "nodes.csv", dtype={"id": str}).set_index("id").copy()
    people.index.name = "person"
    ties = pd.read_csv(folder / "edges.csv", dtype={"source": str, "target": str})
    ties = ties[ties["target_surveyed"] == 1][["source", "target"]].drop_duplicates()
    network = Network.from_frames(
        pd.DataFrame({"person": people.index, "community": people["group"].astype(str).to_numpy()}), ties
    )
    return Diffusion(network, people["time_of_adoption"].astype(float), people)


@pytest.fixture(scope="session")
def medical(shared) -> Diffusion:
    """Doctors adopting tetracycline, 125 people in four cities, 18 months."""
    return _read(shared / "datasets" / "medical_innovation")


@pytest.fixture(scope="session")
def farmers(shared) -> Diffusion:
    """Farmers adopting hybrid corn, 692 people in eleven villages; the published window has 21 years from 1946."""
    return _read(shared / "datasets" / "brazilian_farmers")


@pytest.fixture(scope="session")
def crowd() -> Network:
    """Sixty people in three departments with random ties."""
    rng = np.random.default_rng(5)
    ids = [f"p{i:02d}" for i in range(60)]
    people = pd.DataFrame({"person": ids, "department": [f"d{i % 3}" for i in range(60)], "tenure": np.arange(60) % 17})
    ties = pd.DataFrame(
        {"source": rng.choice(ids, 240), "target": rng.choice(ids, 240), "weight": rng.integers(1, 5, 240)}
    )
    return Network.from_frames(people, ties[ties["source"] != ties["target"]])


@pytest.fixture(scope="session")
def crowd_times(crowd) -> pd.Series:
    """Adoption in periods 1 to 8; some did not adopt and of some it is unknown."""
    rng = np.random.default_rng(6)
    times = pd.Series(rng.integers(1, 11, 60).astype(float), index=crowd.ids)
    return times.where(times < 9, np.inf).mask(times == 10)
