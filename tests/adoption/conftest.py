"""The two classic diffusion data sets as networks with adoption times, read from the shared folder."""

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
        people.drop(columns=["time_of_adoption", "adopted"]).rename(columns={"group": "community"}).reset_index(), ties
    )
    return Diffusion(network, people["time_of_adoption"].astype(float), people)


@pytest.fixture(scope="session")
def medical(shared) -> Diffusion:
    return _read(shared / "datasets" / "medical_innovation")


@pytest.fixture(scope="session")
def farmers(shared) -> Diffusion:
    return _read(shared / "datasets" / "brazilian_farmers")
