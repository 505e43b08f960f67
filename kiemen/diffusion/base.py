"""The contract every contagion model keeps, so that any of them can be asked for wherever a model is."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._display import Words, html_card, html_table
from kiemen.i18n import mark, resolve_language, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diffusion.contacts import Contacts

ASSUMPTION = mark("an assumption: vary it")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a model in plain words.

    Parameters
    ----------
    name
        Its name in code.
    value
        What it is set to, as shown to a reader.
    unit
        The unit (an English message id).
    meaning
        What it says, in plain words (an English message id).
    source
        Where the default comes from, or that it is an assumption (an English message id).
    """

    name: str
    value: str
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True, eq=False)
class Job:
    """The worlds to run: which, from whom, how long.

    Parameters
    ----------
    start_ptr, starts
        Starters of each world (CSR); two entries in `start_ptr` mean the same starters in every world.
    runs
        Numbers of the worlds: world r has the same draws in every job with this seed.
    seed
        Seed of all draws.
    horizon
        Periods to run at most.
    columns
        Periods to record; the last column absorbs what comes after.
    leave
        Period in which the starters drop out for good; 0 = never. Only models with relapse know it.
    """

    start_ptr: NDArray[np.int64]
    starts: NDArray[np.int32]
    runs: NDArray[np.int64]
    seed: int
    horizon: int
    columns: int
    leave: int = 0

    def part(self, first: int, stop: int) -> Job:
        """Give the worlds from `first` up to `stop`."""
        if self.start_ptr.size == 2:
            ptr = self.start_ptr
            starts = self.starts
        else:
            ptr = self.start_ptr[first : stop + 1]
            starts = self.starts[ptr[0] : ptr[-1]]
            ptr = ptr - ptr[0]
        return Job(ptr, starts, self.runs[first:stop], self.seed, self.horizon, self.columns, self.leave)


@dataclass(frozen=True, eq=False)
class Counts:
    """What happened in some worlds.

    Parameters
    ----------
    active
        Worlds × periods × groups: active people; the last group is people outside.
    alive
        Per person, the worlds in which the person is active at the end.
    ever
        Per person, the worlds in which the person was ever active.
    """

    active: NDArray[np.int32]
    alive: NDArray[np.int64]
    ever: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Added:
    """Arcs that are not in the network and would be there in a what-if, as linked lists per source."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]

    @classmethod
    def none(cls) -> Added:
        """Give no added arcs."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))

    def lists(self, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give head (per source) and next (per arc); empty arrays when nothing is added."""
        if self.source.size == 0:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        head = np.full(n, -1, np.int64)
        following = np.full(self.source.size, -1, np.int64)
        order = np.argsort(self.source, kind="stable")
        same = self.source[order[1:]] == self.source[order[:-1]]
        following[order[1:][same]] = order[:-1][same]
        last = np.append(~same, True)
        head[self.source[order[last]]] = order[last]
        return head, following


class Machine(ABC):
    """A model set up on given contacts, ready to run worlds."""

    contacts: Contacts

    @abstractmethod
    def run(self, job: Job, added: Added) -> Counts:
        """Run the worlds of the job with the added arcs."""

    def blank(self, job: Job) -> Counts:
        """Give counts of zero of the right size."""
        groups = len(self.contacts.group_names) + 1
        n = self.contacts.n
        return Counts(
            np.zeros((job.runs.size, job.columns, groups), np.int32), np.zeros(n, np.int64), np.zeros(n, np.int64)
        )


class Model(ABC):
    """A contagion model: how one person's behaviour makes others likely to take it up.

    A model is a frozen dataclass of plain parameters. `describe` says in words what it assumes; `machine` sets it up
    on contacts. Strings ("cascade", "linear_threshold", "threshold", "fire") stand for a model with its defaults.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    sentence: ClassVar[str]
    lasting: ClassVar[bool] = True

    @abstractmethod
    def parameters(self) -> tuple[Parameter, ...]:
        """Give every parameter with value, unit, meaning and source."""

    @abstractmethod
    def machine(self, contacts: Contacts, positions: Mapping[str, int]) -> Machine:
        """Set the model up on contacts; `positions` gives the place of each person id."""

    @abstractmethod
    def plausible(self) -> tuple[Model, ...]:
        """Give a lower and a higher variant that can hardly be told apart from this one without data."""

    @property
    def default_horizon(self) -> int | None:
        """Periods to look ahead when nobody says; None runs until nothing changes."""
        return None

    def levers(self) -> dict[str, Callable[[float], Model]]:
        """Give what could be turned, by name: each makes the model with that parameter multiplied by a factor."""
        return {}

    def reproduction(self, contacts: Contacts, positions: Mapping[str, int] | None = None) -> csr_array | None:
        """Give K: how many others one active person lights per unit of time alive, one on one (target × source).

        `positions` gives the place of people a model names. None for models that have no such number.
        """
        del contacts, positions
        return None

    def describe(self, language: str | None = None) -> str:
        """Say in plain words what the model assumes and what each parameter means.

        Parameters
        ----------
        language
            "nl", "en" or None for the session's.

        Returns
        -------
        str
            A title, a sentence, and a line per parameter: name, value, unit, meaning, source.
        """
        lines = [f"{text(self.title, language)}: {text(self.sentence, language)}"]
        for one in self.parameters():
            unit = f" {text(one.unit, language)}" if one.unit else ""
            lines.append(
                f"- {one.name} = {_in_numbers_of(one.value, language)}{unit}: {text(one.meaning, language)} "
                f"({text(one.source, language)})"
            )
        return Words("\n".join(lines))

    def _repr_html_(self) -> str:
        rows = [
            (
                f"{_in_numbers_of(one.value)} {text(one.unit) if one.unit else ''}".strip(),
                text(one.meaning),
                text(one.source),
            )
            for one in self.parameters()
        ]
        table = pd.DataFrame(
            rows,
            columns=[text("value"), text("meaning"), text("source")],
            index=pd.Index([one.name for one in self.parameters()], name=text("parameter")),
        )
        return html_card(text(self.title), [text(self.sentence)], [html_table(table)] if rows else [])


def _in_numbers_of(value: str, language: str | None = None) -> str:
    """Give what a parameter is set to with the decimal sign of the language."""
    return re.sub(r"(?<=\d)\.(?=\d)", ",", value) if resolve_language(language) == "nl" else value
