"""What every suggestion starts from: the people, who started, what may be proposed, and the models to replay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import seed_from
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.suggest.portfolio import named_models, set_fields
from kiemen.suggest.reasons import People
from kiemen.suggest.register import lost_decisions
from kiemen.suggest.selection import Limits, agreed_pairs, set_board
from kiemen.suggest.worth import MANY_ARCS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.adopters import StartingSet
    from kiemen.diffusion.base import Model
    from kiemen.diffusion.contacts import Contacts
    from kiemen.network import Network
    from kiemen.results import Fact
    from kiemen.suggest.board import Board
    from kiemen.suggest.growth import Field
    from kiemen.suggest.register import Register

EVERYBODY_STARTED = mark("Everybody is an adopter already: no tie can win anybody over.")
EVERYBODY_TIED = mark("Everybody is tied to everybody already: there is no new tie to suggest.")
NOBODY_INSIDE = mark("Nobody in this network works inside the organisation: there is nobody to win over.")
NOBODY_FREE = mark("Nobody may take on a new tie: every person is spared or has no room.")
ONE_PERSON = mark("There is only one person in this network: there is nobody to be tied to.")
ONE_FREE = mark("Only one person may take on a new tie; everybody else is spared or has no room.")


@dataclass(frozen=True)
class Wishes:
    """What all `suggest_` functions may be asked alike.

    Parameters
    ----------
    adopters, propensity, share
        Who already tries it, or a ranking with the share of adopters.
    model
        Model, its name, several, or "mixed".
    by
        Column with the group.
    horizon
        Periods to look ahead.
    relation
        Relations along which behaviour travels.
    rng
        Seed or generator.
    n_jobs
        Workers.
    """

    adopters: Sequence[str] | pd.Series[Any] | None = None
    propensity: pd.Series[Any] | None = None
    share: float | None = None
    model: Model | str | Sequence[Model | str] = "mixed"
    by: str | None = None
    horizon: int | None = None
    relation: str | Sequence[str] | None = None
    rng: int | np.random.Generator | None = None
    n_jobs: int | None = None

    def __post_init__(self) -> None:
        """Keep what can be gone through once only: wishes are looked at again for every form of suggestion."""
        for name in ("adopters", "model"):
            given: object = getattr(self, name)
            if isinstance(given, Iterator):
                object.__setattr__(self, name, list(given))

    def told(self) -> dict[str, Any]:
        """Give the settings for the record."""
        several = self.model if isinstance(self.model, (list, tuple)) else [self.model]
        return {
            "model": ", ".join(str(one) for one in several),
            "share": self.share,
            "by": self.by,
            "horizon": self.horizon,
            "relation": self.relation,
        }


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything computed before the first suggestion.

    Parameters
    ----------
    network
        The network.
    people
        What reasons may say about people.
    board
        What may be proposed.
    starters
        Who starts, fixed or drawn.
    likely
        Positions of the adopters, or of those most often drawn.
    seed
        Seed of everything.
    wishes
        What was asked.
    agreed
        Pairs of positions that agreed to meet or met already, by the register: in the worlds they are tied.
    register
        Decisions on earlier suggestions.
    """

    network: Network
    people: People
    board: Board
    starters: StartingSet
    likely: NDArray[np.int64]
    seed: int
    wishes: Wishes
    agreed: NDArray[np.int64]
    register: Register | None = None

    @classmethod
    def of(cls, network: Network, wishes: Wishes, limits: Limits, *, register: Register | None = None) -> Setting:
        """Check what was asked and gather it."""
        check_network(network)
        if wishes.propensity is not None and wishes.adopters is not None:
            raise InputError("give adopters (declared) or propensity (a ranking), not both.")
        if wishes.propensity is not None and not isinstance(wishes.propensity, (Mapping, pd.Series)):
            raise InputError(
                "propensity must be a Series with a number per person, such as the column propensity of score_adopters "
                f"({type(wishes.propensity).__name__} given); adopters who are known go into adopters=."
            )
        seed = seed_from(check_rng(wishes.rng))
        people = People.of(network, wishes.by)
        board = set_board(network, limits, by=wishes.by, register=register)
        who = wishes.adopters if wishes.propensity is None else wishes.propensity
        starters = resolve_adopters(network, who, share=wishes.share)
        agreed = agreed_pairs(network, register)
        return cls(network, people, board, starters, _likely(starters), seed, wishes, agreed, register)

    @property
    def obstacle(self) -> str | None:
        """The reason why nothing can be suggested, None when something may."""
        n = self.board.n
        inside = np.flatnonzero(self.people.inside)
        if not len(inside):
            return NOBODY_INSIDE
        everybody = np.isin(inside, self.starters.fixed).all()
        if self.starters.size >= len(inside) if self.starters.drawn else everybody:
            return EVERYBODY_STARTED
        if n > 1 and self.board.tied.nnz >= n * (n - 1):
            return EVERYBODY_TIED
        free = int((self.board.room > 0).sum())
        if free < 2:
            return ONE_PERSON if n == 1 else ONE_FREE if free else NOBODY_FREE
        return None

    @property
    def cautions(self) -> tuple[Fact, ...]:
        """What limits the reading of every form of suggestion: decisions that could not be respected."""
        return () if self.register is None else lost_decisions(self.network, self.register)

    def told(self) -> dict[str, Any]:
        """Give the settings for the record; of limits on people only how many there are, never who."""
        return {
            **self.wishes.told(),
            "seed": self.seed,
            "left_alone": int((self.board.room == 0).sum()),
            "kept_apart": len(self.board.barred),
            "decisions": 0 if self.register is None else len(self.register.table),
        }

    def fields(self) -> dict[str, Field]:
        """Set the models up on the network."""
        wishes, network = self.wishes, self.network
        by = wishes.by if wishes.by in set(network.people.columns) else None
        contacts = with_ties(gather_contacts(network, relation=wishes.relation, by=by), self.agreed)
        positions = {str(person): place for place, person in enumerate(network.ids)}
        models = named_models(wishes.model, contacts, self.starters, seed=self.seed)
        return set_fields(
            contacts, models, self.starters, horizon=wishes.horizon, seed=self.seed, positions=positions,
            n_jobs=wishes.n_jobs,
        )  # fmt: skip

    def beside(self, fields: dict[str, Field], pairs: NDArray[np.int64]) -> dict[str, Field]:
        """Give the same models where these ties are there too, so that the rest of a plan can build on them.

        A large network keeps one copy of its ties: there a few more make no difference to what others bring.
        """
        one = next(iter(fields.values()))
        if not len(pairs) or one.engine.contacts.n_arcs > MANY_ARCS:
            return fields
        return set_fields(
            with_ties(one.engine.contacts, pairs), {name: field.engine.model for name, field in fields.items()},
            self.starters, horizon=self.wishes.horizon, seed=self.seed, positions=one.positions,
            n_jobs=self.wishes.n_jobs,
        )  # fmt: skip

    @property
    def starts(self) -> NDArray[np.bool_]:
        """Whether each person is an adopter (or among those most often drawn)."""
        found = np.zeros(self.board.n, dtype=np.bool_)
        found[self.likely] = True
        return found


def with_ties(contacts: Contacts, pairs: NDArray[np.int64]) -> Contacts:
    """Give contacts in which these pairs are in touch both ways, with the usual weight where they were not."""
    if not len(pairs):
        return contacts
    from scipy.sparse import coo_array

    ends = np.concatenate([pairs, pairs[:, ::-1]])
    shape = (contacts.n, contacts.n)
    more = coo_array((np.full(len(ends), contacts.usual_weight), (ends[:, 0], ends[:, 1])), shape=shape).tocsr()
    joined = contacts.matrix().maximum(more).tocsr()
    joined.sort_indices()
    weight = contacts.weight if contacts.weight.size == 1 else joined.data
    return replace(
        contacts, indptr=joined.indptr.astype(np.int64), indices=joined.indices.astype(np.int32), weight=weight,
        kept={},
    )  # fmt: skip


def _likely(starters: StartingSet) -> NDArray[np.int64]:
    """Give the people to build plans around: the adopters, or those most often drawn."""
    if not starters.drawn:
        return starters.fixed.astype(np.int64)
    # The likeliest first: rules deal out starters in this order, and an order by id would favour whoever comes first.
    return np.asarray(np.argsort(-starters.odds, kind="stable")[: starters.size], dtype=np.int64)
