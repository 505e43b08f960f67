"""Twenty municipalities per strength, made once for all tests of the generator."""

import io
from functools import cache

import numpy as np
import pandas as pd
import pytest

from kiemen.datasets.gemeente import build_gemeente
from kiemen.datasets.questions import SCALES

SEEDS = range(20)


def table(text: str, separator: str = ";") -> pd.DataFrame:
    """Read a generated file plainly."""
    return pd.read_csv(io.StringIO(text.lstrip("\ufeff")), sep=separator, dtype=str, keep_default_na=False)


class Town:
    """One generated municipality, with what can be seen of everybody beside the truth."""

    def __init__(self, seed: int, strength: str) -> None:
        self.files = build_gemeente(seed, strength)
        self.staff = table(self.files["medewerkers.csv"]).set_index("Personeelsnummer")
        self.truth = table(self.files["truth/people.csv"], ",").set_index("person")
        self.readiness = self.truth["readiness"].astype(float)
        self.early = self.truth["early_adopter"] == "1"
        self.survey = self._survey(1)
        self.ties = table(self.files["truth/ties.csv"], ",")

    def _survey(self, wave: int) -> pd.DataFrame:
        frame = table(self.files[f"vragenlijst_meting{wave}.csv"])
        frame.index = frame["token"].map(dict(zip(self.staff["Enquêtecode"], self.staff.index, strict=True)))
        return frame

    @property
    def answered(self) -> pd.DataFrame:
        return self.survey[(self.survey["submitdate"] != "") & (self.survey["toestemming"] == "Y")]

    def items(self, name: str) -> pd.DataFrame:
        scale = next(scale for scale in SCALES if scale.name == name)
        answers = self.answered[scale.columns()].replace("", np.nan).apply(lambda c: c.str[1:].astype(float))
        for place in scale.reversed:
            answers.iloc[:, place - 1] = 6 - answers.iloc[:, place - 1]
        return answers

    def alpha(self, name: str) -> float:
        covariance = self.items(name).cov()
        k = len(covariance)
        return k / (k - 1) * (1 - np.trace(covariance) / covariance.to_numpy().sum())

    def observables(self) -> dict[str, pd.Series]:
        """Everything a score could use, plainly; unknown people left out."""
        everybody = self.truth.index
        named = table(self.files["truth/names.csv"], ",")
        daring = named[(named["wave"] == "meting 1") & named["column"].str.startswith("durft")]
        joins = table(self.files["deelnames.csv"])
        degree = pd.concat([self.ties["source"], self.ties["target"]])
        return {
            "innovativeness": self.items("innovativeness").mean(axis=1),
            "opinion leadership": self.items("opinion_leadership").mean(axis=1),
            "room": self.items("room").mean(axis=1),
            "barriers": self.items("barriers").mean(axis=1),
            "nominations": daring["person"].value_counts().reindex(everybody, fill_value=0),
            "joining": joins["Deelnemer"].value_counts().reindex(everybody, fill_value=0),
            "answering": pd.Series(everybody.isin(self.answered.index).astype(float), everybody),
            "degree": degree.value_counts().reindex(everybody, fill_value=0),
            "hours": self.staff["Uren per week"].astype(float),
        }


@cache
def town(seed: int, strength: str) -> Town:
    return Town(seed, strength)


@pytest.fixture(scope="session")
def towns():
    return lambda strength: [town(seed, strength) for seed in SEEDS]
