"""Reverse-reachable sets of a simple contagion: the sample on which starters, certificates and leverage rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.cascade import GIVEN, WEIGHTED, IndependentCascade, arc_chances
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.progress import compiling
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.diffusion.contacts import Contacts

PIECE = 4096  # sets drawn at a time by one worker
MOST_SETS = 2**24  # of one sample; the sets of a second one are numbered from here


def horizonless(model: Model, horizon: int | None) -> tuple[Fact, ...]:
    """Say that a horizon plays no part in models that are followed backwards until nothing is added."""
    if horizon is None or not isinstance(model, (IndependentCascade, LinearThreshold)):
        return ()
    message = mark("Under “{model}” people are followed until nothing changes: the horizon of {horizon} plays no part.")
    return (Fact(message, {"model": Fact(model.title), "horizon": horizon}, "team"),)


@dataclass(frozen=True, eq=False)
class ReverseSets:
    """Random sets of people: set i holds everybody who would have reached a person drawn at random.

    Parameters
    ----------
    ptr, members
        The sets in CSR form.
    n
        People and contacts.
    counted
        People inside, from whom the person of each set is drawn.
    """

    ptr: NDArray[np.int64]
    members: NDArray[np.int32]
    n: int
    counted: int

    @property
    def size(self) -> int:
        """Number of sets."""
        return self.ptr.size - 1

    @property
    def scale(self) -> float:
        """People that one covered set stands for."""
        return self.counted / self.size

    @property
    def roots(self) -> NDArray[np.int32]:
        """The person each set was drawn for."""
        return self.members[self.ptr[:-1]]

    def first_hits(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give for each set the place in `order` of its first member; the length of `order` when it has none."""
        from kiemen._kernels.rrsets import first_places

        rank = np.full(self.n, order.size, np.int32)
        rank[order] = np.arange(order.size, dtype=np.int32)
        found: NDArray[np.int64] = first_places(self.ptr, self.members, rank)
        return found

    def covered(self, people: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say for each set whether it holds one of these people."""
        return self.first_hits(people) < people.size

    def coverage(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of sets covered by the first 1, 2, ... people of `order`."""
        hits = self.first_hits(order)
        return np.cumsum(np.bincount(hits, minlength=order.size + 1)[: order.size])

    def marginal(self, uncovered: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Give for each person the number of (uncovered) sets that hold the person."""
        members = self.members
        if uncovered is not None:
            members = members[np.repeat(uncovered, np.diff(self.ptr))]
        return np.bincount(members, minlength=self.n)

    def joined(self, other: ReverseSets) -> ReverseSets:
        """Put two samples together."""
        ptr = np.concatenate([self.ptr, other.ptr[1:] + self.ptr[-1]])
        return ReverseSets(ptr, np.concatenate([self.members, other.members]), self.n, self.counted)


@dataclass(frozen=True, eq=False)
class ReverseSampler:
    """Draws reverse-reachable sets of one model on given contacts.

    Parameters
    ----------
    contacts
        The arcs.
    chance, mode
        What the kernel needs of the model.
    seed
        Seed of the sets; set i is the same however the work is cut.
    n_jobs
        Workers, as in joblib.
    """

    contacts: Contacts
    chance: NDArray[np.float64]
    mode: int
    seed: int
    n_jobs: int | None = None

    @classmethod
    def of(cls, contacts: Contacts, model: Model, seed: int, n_jobs: int | None = None) -> ReverseSampler | None:
        """Give a sampler for a cascade or a linear threshold; None for models that have no such sets."""
        from kiemen._kernels.rrsets import BY_ARC, BY_PERSON, ONE_IN, ONE_IN_BY_ARC

        degree = np.maximum(contacts.in_degree, 1)
        if isinstance(model, IndependentCascade):
            if model.probability == GIVEN:
                _, _, places = contacts.reverse
                chance = np.broadcast_to(arc_chances(contacts, GIVEN), contacts.n_arcs)[places].astype(np.float64)
                return cls(contacts, chance, BY_ARC, seed, n_jobs)
            if model.probability == WEIGHTED:
                return cls(contacts, 1.0 / degree, BY_PERSON, seed, n_jobs)
            return cls(contacts, np.full(contacts.n, float(model.probability)), BY_PERSON, seed, n_jobs)
        if isinstance(model, LinearThreshold):
            if contacts.weight.size == 1:
                return cls(contacts, 1.0 / degree, ONE_IN, seed, n_jobs)
            ptr, _, places = contacts.reverse
            share = contacts.weight[places] / np.repeat(contacts.in_weight, np.diff(ptr))
            return cls(contacts, share, ONE_IN_BY_ARC, seed, n_jobs)
        return None

    def draw(self, count: int, first: int = 0) -> ReverseSets:
        """Draw the sets numbered `first` to `first + count`; everybody inside is in turn the root of one."""
        from joblib import Parallel, delayed

        contacts = self.contacts
        ptr, indices, _ = contacts.reverse
        turns = np.random.default_rng([self.seed, first // MOST_SETS])
        roots = turns.permutation(np.flatnonzero(contacts.counted))
        edges = [*range(first, first + count, PIECE), first + count]

        def piece(start: int, stop: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
            from kiemen._kernels.rrsets import sample_sets

            drawn: tuple[NDArray[np.int64], NDArray[np.int32]] = sample_sets(
                ptr, indices, self.chance, self.mode, roots, start, stop - start, self.seed
            )
            return drawn

        with compiling("rrsets"):
            pieces = Parallel(n_jobs=self.n_jobs, prefer="threads")(delayed(piece)(a, b) for a, b in pairwise(edges))
        ends = [np.zeros(1, np.int64)]
        offset = 0
        for starts, members in pieces:
            ends.append(starts[1:] + offset)
            offset += members.size
        return ReverseSets(
            np.concatenate(ends), np.concatenate([members for _, members in pieces]), contacts.n, roots.size
        )
