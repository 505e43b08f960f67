"""Joining an initiative: one step that brings several contacts at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.growth import Worlds, interval
from kiemen.suggest.introductions import taking_part
from kiemen.suggest.outcomes import NOBODY, NOTHING, TAKES_AWAY, nobody_joins, said_of_saturation, saying_nobody_joins
from kiemen.suggest.reasons import in_words, labelled
from kiemen.suggest.register import DECISIONS
from kiemen.suggest.search import FIRST_WORLDS
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.growth import Field
    from kiemen.suggest.register import Register

HEAT_WORLDS, REPORT_WORLDS = 32, 160
TRIED = 120
# Members named who could bring somebody along.
COMPANIONS = 3
COLUMNS = ("person", "initiative", "known", "new_contacts", "gain", "gain_low", "gain_high")


@dataclass(frozen=True, repr=False, eq=False)
class Joinings(Result):
    """Who could join which initiative.

    Parameters
    ----------
    contacts
        Per suggestion, the ids of the members whom the person would come to know.
    """

    contacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    _title: ClassVar[str] = mark("Initiatives to join")
    _plot: ClassVar[str] = "plot_joinings"


def suggest_initiatives(  # noqa: PLR0913 - every limit on a plan is a wish of its own
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "mixed",
    top: int = 10,
    new_contacts: int = 6,
    by: str | None = None,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    spare: Sequence[str] = (),
    register: Register | None = None,
    horizon: int | None = None,
    relation: str | Sequence[str] | None = None,
    rng: int | np.random.Generator | None = None,
) -> Joinings:
    """Suggest who could join which initiative.

    Answers: "Where could somebody step in and take part?" Doing something together brings more contacts than coffee
    with one person. Needs memberships.

    Parameters
    ----------
    network
        People, ties, initiatives and memberships.
    adopters, propensity, share
        Who already tries it, or a ranking with the share of adopters (see `suggest_connections`).
    model
        A model, its name, several, or "mixed".
    top
        Number of suggestions, at least 1; each person is asked once.
    new_contacts
        How many members somebody new comes to know, at least 1.
    by
        Column of people with the groups.
    room
        Per person, 0 to leave somebody alone. People who carry far more than their colleagues (as in
        `suggest_connections`) are left alone unless a number above 0 is given here.
    spare
        Groups to leave alone.
    register
        Decisions on earlier suggestions, recorded as pairs of a person and an initiative (id or name): none of them
        comes up again. Nobody is asked to join where somebody takes part with whom a tie was passed or forbidden.
    horizon
        Periods to look ahead; None takes the model's.
    relation
        Relation or relations along which behaviour travels; None takes all.
    rng
        Seed or generator.

    Returns
    -------
    Joinings
        `.table` has one row per suggestion (index ``suggestion``, "person – initiative"), the largest growth first, and
        the columns person, initiative : str; known : int - members known already; new_contacts : int - members who
        would be new; gain, gain_low, gain_high : float - extra adopters at the horizon with 90 % interval of the mean.

        Empty, with the reason in `.headline`, when there are no initiatives or nobody who could join.

    Notes
    -----
    A person comes to know the members who are most often active, up to `new_contacts`. Pairs of a person and an
    initiative in which somebody is known are tried first; O(pairs tried × worlds).

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["a", "b", "c", "d"], "target": ["b", "c", "d", "e"]})
    >>> members = pd.DataFrame({"person": ["a", "b", "c"], "initiative": ["garden"] * 3})
    >>> network = Network.from_frames(ties=ties, memberships=members)
    >>> suggest_initiatives(network, adopters=["a"], model="cascade", rng=1).table["initiative"].unique().tolist()
    ['garden']
    """
    top = check_integer("top", top, low=1)
    new_contacts = check_integer("new_contacts", new_contacts, low=1)
    wishes = Wishes(adopters, propensity, share, model, by, horizon, relation, rng)
    limits = Limits(room=room, least=0, spare=spare)
    setting = Setting.of(network, wishes, limits, register=register)
    settings = {
        **setting.told(), "top": top, "new_contacts": new_contacts, "spare": tuple(limits.spare),
    }  # fmt: skip
    rows: list[dict[str, Any]] = []
    fields: list[Field] = []
    harm = False
    if setting.obstacle is None and len(network.memberships):
        fields = list(setting.fields().values())
        decided = {frozenset(pair) for pair in register.pairs(*DECISIONS)} if register is not None else set()
        every = _best(setting, fields, top, new_contacts, decided=decided)
        rows = [row for row in every if row["gain"] > -NOTHING]
        harm = bool(every) and not rows
    labels = labelled((row["person"], row["initiative"]) for row in rows)
    table = pd.DataFrame(rows, columns=list(COLUMNS), index=pd.Index(labels, dtype="str", name="suggestion"))
    facts: dict[Hashable, tuple[Fact, ...]] = {
        label: _facts(setting, row) for label, row in zip(labels, rows, strict=True)
    }
    nobody = mark("Nobody is left who could join.")
    if not len(network.memberships):
        nobody = mark("The network knows no initiatives with members.")
    said = Fact(setting.obstacle or (TAKES_AWAY if harm else nobody))
    cautions = setting.cautions
    if nobody_joins(row["gain"] for row in rows):
        said = Fact(NOBODY)
        cautions = (*said_of_saturation(fields), *cautions)
        facts = saying_nobody_joins(facts)
    elif rows:
        several = mark("{n} people could join an initiative; the first would bring {gain:.1f} extra adopters.")
        said = Fact(
            several if len(rows) > 1 else mark("One person could join an initiative: {gain:.1f} extra adopters."),
            {"n": len(rows), "gain": float(rows[0]["gain"])},
        )
    provenance = Provenance.of(network, function="suggest_initiatives", settings=settings)
    contacts = {label: row["contacts"] for label, row in zip(labels, rows, strict=True)}
    return Joinings(table, settings, provenance, facts, (said,), cautions, contacts)


def _best(
    setting: Setting, fields: list[Field], top: int, new_contacts: int, *, decided: set[frozenset[str]]
) -> list[dict[str, Any]]:
    heat = Worlds(9 * FIRST_WORLDS, HEAT_WORLDS)
    active = np.mean([f.engine.spread().alive for f in fields], axis=0)
    tried = []
    for person, initiative, known in _pairs(setting, active, decided):
        plan = _contacts(setting, person, initiative, active, new_contacts)
        if len(plan):
            gain = float(np.mean([f.gain(plan, heat) for f in fields]))
            tried.append((-round(gain, 9), person, initiative, known, plan))
    tried.sort(key=lambda one: one[:3])
    worlds = Worlds(10 * FIRST_WORLDS, REPORT_WORLDS)
    rows: list[dict[str, Any]] = []
    helpful = taking_part(setting.network) & (setting.board.room > 0)
    asked: set[int] = set()
    for _, person, initiative, known, plan in tried:
        if person in asked or len(rows) == 2 * top:
            continue
        asked.add(person)
        parts = [interval(f.gains(plan, worlds)) for f in fields]
        rows.append(
            {
                "person": str(setting.network.ids[person]),
                "initiative": str(setting.people.initiatives[initiative]),
                "known": known,
                "new_contacts": len(plan),
                "contacts": tuple(str(setting.network.ids[one]) for one in plan[:, 1]),
                "along": _along(setting, person, initiative, helpful),
                "gain": float(np.mean([part[0] for part in parts])),
                "gain_low": float(np.min([part[1] for part in parts])),
                "gain_high": float(np.max([part[2] for part in parts])),
            }
        )
    rows.sort(key=lambda row: (-round(row["gain"], 9), row["person"]))
    return rows[:top]


def _along(setting: Setting, person: int, initiative: int, helpful: NDArray[np.bool_]) -> tuple[str, ...]:
    """Name up to three members who know the person and may be asked, the least busy first."""
    tied, members = setting.board.tied, setting.network.incidence().tocsc()
    there = members.indices[members.indptr[initiative] : members.indptr[initiative + 1]]
    known = np.intersect1d(there, tied.indices[tied.indptr[person] : tied.indptr[person + 1]])
    known = known[helpful[known]]
    least = known[np.argsort(setting.board.degree[known], kind="stable")][:COMPANIONS]
    return tuple(str(setting.people.name[one]) for one in least)


def _pairs(setting: Setting, active: NDArray[np.float64], decided: set[frozenset[str]]) -> list[tuple[int, int, int]]:
    """Give person, initiative and members known, the most promising first: not active, and known to some members."""
    incidence = setting.network.incidence()
    known = (setting.board.tied @ incidence).tocoo()
    member = np.asarray(incidence[known.row, known.col]).ravel() > 0
    apart = _met_there(setting, incidence)
    fits = ~member & setting.people.inside[known.row] & (setting.board.room[known.row] > 0)
    fits &= np.asarray(apart[known.row, known.col]).ravel() == 0
    row, column, count = known.row[fits], known.col[fits], known.data[fits]
    heat = np.asarray(incidence.T @ active)
    promise = (1.05 - active[row]) * heat[column] * np.sqrt(1.0 + setting.board.degree[row])
    order = np.lexsort((column, row, -np.round(promise, 9)))[: TRIED + len(decided)]
    ids, called = setting.network.ids, (setting.network.initiatives.index, setting.people.initiatives)
    open_ = [
        k for k in order if not any(frozenset((str(ids[row[k]]), str(names[column[k]]))) in decided for names in called)
    ]
    return [(int(row[k]), int(column[k]), int(count[k])) for k in open_[:TRIED]]


def _met_there(setting: Setting, incidence: csr_array) -> csr_array:
    """Count per person and initiative the members who may not be brought together with that person."""
    from scipy.sparse import coo_array

    n, barred = setting.board.n, setting.board.barred
    low, high = barred // n, barred % n
    ends = (np.concatenate([low, high]), np.concatenate([high, low]))
    apart = coo_array((np.ones(2 * len(barred)), ends), shape=(n, n)).tocsr()
    met: csr_array = (apart @ incidence).tocsr()
    return met


def _contacts(
    setting: Setting, person: int, initiative: int, active: NDArray[np.float64], most: int
) -> NDArray[np.int64]:
    incidence = setting.network.incidence().tocsc()
    members = incidence.indices[incidence.indptr[initiative] : incidence.indptr[initiative + 1]].astype(np.int64)
    members = members[np.argsort(-active[members], kind="stable")]
    pairs = np.column_stack([np.full(len(members), person), members])
    return np.asarray(pairs[setting.board.allowed(pairs)][:most], dtype=np.int64)


def _facts(setting: Setting, row: dict[str, Any]) -> tuple[Fact, ...]:
    person = str(setting.people.name[setting.network.positions([row["person"]])[0]])
    along = Fact(mark("Who can bring {person} along: {names}."), {"person": person, "names": in_words(row["along"])})
    return (
        Fact(
            mark("{person} could take part in {initiative}."),
            {"person": person, "initiative": row["initiative"]},
            "open",
        ),
        Fact(mark("To begin with: join once as a guest and see what is being done."), {}, "open"),
        Fact(mark("It feeds stoking: doing, with daily relevance.")),
        Fact(
            mark("Members known already: {known}; new ones: {new}."),
            {"known": row["known"], "new": row["new_contacts"]},
        ),
        *([along] if row["along"] else []),
        Fact(
            mark("It would bring {gain:.1f} extra adopters at the horizon (90% interval {low:.1f} to {high:.1f})."),
            {"gain": row["gain"], "low": row["gain_low"], "high": row["gain_high"]},
        ),
    )
