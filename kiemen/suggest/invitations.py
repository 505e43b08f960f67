"""Early invitations to those who can stoke along: directors, team leads, administrators, council, people outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.diffusion.base import Added
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.growth import Worlds, interval
from kiemen.suggest.introductions import introducers
from kiemen.suggest.outcomes import NOTHING
from kiemen.suggest.search import FIRST_WORLDS
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import EVERYBODY_TIED, Setting, Wishes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.growth import Field
    from kiemen.suggest.reasons import People
    from kiemen.suggest.register import Register

HEAT_WORLDS, REPORT_WORLDS = 32, 160
MOST_BLOCKS = 8
TRIED = 80
COLUMNS = ("person", "kind", "invited_by", "via", "shared", "gain", "gain_low", "gain_high")
# What kinds of people with a role are called here.
KINDS = {
    "director": "director",
    "head": "director",
    "team lead": "team lead",
    "administrator": "administrator",
    "council": "council",
}
OUTSIDE = "outside innovator"
KIND_NAMES = {
    "council": mark("a member of the council"),
    "administrator": mark("an administrator"),
    "team lead": mark("a team lead"),
    "director": mark("a director or head"),
    OUTSIDE: mark("somebody from outside"),
}


@dataclass(frozen=True, repr=False, eq=False)
class Invitations(Result):
    """Whom to invite early as an ally."""

    _title: ClassVar[str] = mark("Whom to invite early to stoke along")
    _plot: ClassVar[str] = "plot_invitations"


def suggest_invitations(  # noqa: PLR0913 - every limit on a plan is a wish of its own
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "mixed",
    top: int = 10,
    by: str | None = None,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    spare: Sequence[str] = (),
    register: Register | None = None,
    horizon: int | None = None,
    relation: str | Sequence[str] | None = None,
    rng: int | np.random.Generator | None = None,
) -> Invitations:
    """Suggest which people who can give room or stoke along to invite early, and by whom.

    Answers: "Which director, team lead, administrator, council member or outside innovator should we ask to join in?"
    Roles are read as `find_pokers` reads them; people outside the organisation count as outside innovators unless their
    role says otherwise. It does not say who is in favour: nobody's opinion is used.

    Parameters
    ----------
    network
        People with roles, contacts and ties.
    adopters, propensity, share
        Who already tries it, or a ranking with the share of adopters (see `suggest_connections`).
    model
        A model, its name, several, or "mixed".
    top
        Number of invitations, at least 1.
    by
        Column of people with the groups.
    room
        Per person, how much may be asked; 0 leaves somebody alone, as the one who is invited and as the one who
        invites. Others invite three people at most, and one if they carry far more than their colleagues.
    spare
        Groups to leave alone.
    register
        Decisions on earlier suggestions: who was invited (accepted, done) is not invited again; two people of a pair
        that was passed or forbidden are not brought together, somebody else may invite.
    horizon
        Periods to look ahead; None takes the model's.
    relation
        Relation or relations along which behaviour travels; None takes all.
    rng
        Seed or generator.

    Returns
    -------
    Invitations
        `.table` has one row per person (index ``person`` repeated as a column), the largest growth first, and the
        columns

        person : str, kind : str - "director", "team lead", "administrator", "council" or "outside innovator"
        invited_by : str - the adopter who is nearest to the person
        via : str - who knows both, as in `suggest_connections`, and can introduce the two; "" when they know each other
            or nobody can
        shared : int - contacts they share
        gain, gain_low, gain_high : float - extra adopters at the horizon if the person joins in from the start and gets
            to know the one who invites; 90 % interval of the mean

        Empty, with the reason in `.headline`, when no such person is known.

    Notes
    -----
    The inviter is the adopter who knows the person already, else the one who shares most contacts, as long as that
    adopter is not asked for too much. O(people tried × worlds).

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> people = pd.DataFrame({"person": ["An", "Bo", "Cas"], "role": ["adviser", "director", "adviser"]})
    >>> ties = pd.DataFrame({"source": ["An", "Bo"], "target": ["Cas", "Cas"]})
    >>> network = Network.from_frames(people, ties)
    >>> suggest_invitations(network, adopters=["An"], model="cascade", rng=1).table[["kind", "via"]].iloc[0].tolist()
    ['director', 'Cas']
    """
    top = check_integer("top", top, low=1)
    wishes = Wishes(adopters, propensity, share, model, by, horizon, relation, rng)
    limits = Limits(room=room, spare=spare)
    setting = Setting.of(network, wishes, limits, register=register)
    settings = {**setting.told(), "top": top, "spare": tuple(limits.spare)}
    rows: list[dict[str, Any]] = []
    # Where everybody is tied already somebody can still be asked to join in.
    obstacle = None if setting.obstacle == EVERYBODY_TIED else setting.obstacle
    if obstacle is None:
        rows = _best(setting, list(setting.fields().values()), top, invited=_invited(setting, register))
    labels = pd.Index([row["person"] for row in rows], dtype="str", name="invitation")
    table = pd.DataFrame(rows, columns=list(COLUMNS), index=labels)
    facts: dict[Hashable, tuple[Fact, ...]] = {row["person"]: _facts(setting, row) for row in rows}
    nobody = mark("Nobody with a role that can give room, and nobody outside, is known here.")
    if any(kinds_of(setting.people)):
        nobody = mark(
            "Nobody is left to invite: those who can give room or stoke along take part already, were invited before "
            "or are left alone, or no adopter has room to invite them."
        )
    said = Fact(obstacle or nobody)
    if rows:
        said = _headline(len(rows), float(rows[0]["gain"]))
    provenance = Provenance.of(network, function="suggest_invitations", settings=settings)
    return Invitations(table, settings, provenance, facts, (said,), setting.cautions)


def _headline(n: int, gain: float) -> Fact:
    """Say what inviting brings; a gain that rounds to nothing is told as such."""
    if gain < NOTHING:
        words = mark(
            "{n:One person|# people} could be invited early. In the worlds computed that brings no adopters by itself; "
            "what an ally can give is room."
        )
    elif n > 1:
        words = mark("{n} people could be invited early; the first would bring {gain:.1f} extra adopters.")
    else:
        words = mark("One person could be invited early: {gain:.1f} extra adopters.")
    return Fact(words, {"n": n, "gain": gain})


def kinds_of(people: People) -> list[str]:
    """Give the kind of ally that each person's role makes them, "" for none; others outside are outside innovators."""
    return [
        KINDS.get(str(ally), "" if inside else OUTSIDE) for ally, inside in zip(people.ally, people.inside, strict=True)
    ]


def _invited(setting: Setting, register: Register | None) -> NDArray[np.bool_]:
    """Say who was invited already: agreed on with one of the adopters."""
    found = np.zeros(setting.board.n, dtype=np.bool_)
    if register is not None:
        known = set(setting.network.ids)
        for pair in register.pairs("accepted", "done"):
            if known.issuperset(pair):
                places = setting.network.positions(pair)
                found[places] |= setting.starts[places[::-1]]
    return found


def _best(setting: Setting, fields: list[Field], top: int, *, invited: NDArray[np.bool_]) -> list[dict[str, Any]]:
    people, board = setting.people, setting.board
    kinds = kinds_of(people)
    able = np.array([bool(kind) for kind in kinds]) & ~setting.starts & ~invited & (board.room > 0)
    chosen = np.flatnonzero(able)
    chosen = chosen[np.argsort(-board.degree[chosen], kind="stable")][:TRIED]
    heat = Worlds(11 * FIRST_WORLDS, HEAT_WORLDS)
    hosts, near = _near(setting, chosen)
    scored = []
    for k, person in enumerate(chosen.tolist()):
        if len(hosts) and near[k].max() > -np.inf:
            pair = np.array([hosts[int(near[k].argmax())], person])
            scored.append((-round(float(np.mean([_joined(f, pair, heat).mean() for f in fields])), 9), person, k))
    scored.sort()
    kept = _shared_out(board.room, hosts, near, [(person, k) for _, person, k in scored], 2 * top)
    known = np.asarray(board.tied[kept[:, 0], kept[:, 1]]).ravel() > 0 if len(kept) else np.zeros(0, dtype=np.bool_)
    via = introducers(
        setting.network, kept, relation=setting.wishes.relation, barred=board.room == 0, apart=board.barred
    )
    worlds = Worlds(12 * FIRST_WORLDS, REPORT_WORLDS)
    rows: list[dict[str, Any]] = []
    gains = [_all_joined(f, kept, worlds) for f in fields]
    for k, pair in enumerate(kept):
        parts = [interval(gain[k]) for gain in gains]
        one, other = board.tied[[pair[0]]], board.tied[[pair[1]]]
        rows.append(
            {
                "person": str(setting.network.ids[pair[1]]),
                "kind": kinds[pair[1]],
                "invited_by": str(setting.network.ids[pair[0]]),
                "via": str(setting.network.ids[via[k]]) if via[k] >= 0 and not known[k] else "",
                "shared": int(one.multiply(other).sum()),
                "gain": float(np.mean([part[0] for part in parts])),
                "gain_low": float(np.min([part[1] for part in parts])),
                "gain_high": float(np.max([part[2] for part in parts])),
            }
        )
    rows.sort(key=lambda row: (-round(row["gain"], 9), row["person"]))
    return rows[:top]


def _near(setting: Setting, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the adopters who may invite, and how near each is: tied, else shared contacts, else best connected."""
    board = setting.board
    hosts = setting.likely[board.room[setting.likely] > 0]
    if len(chosen) == 0 or len(hosts) == 0:
        return hosts, np.empty((len(chosen), len(hosts)))
    ties = board.tied[chosen]
    near = (ties @ board.tied[hosts].T).toarray() + 1_000.0 * ties[:, hosts].toarray()
    near += 1e-6 * board.degree[hosts][None, :]
    barred = np.minimum(chosen[:, None], hosts[None, :]) * board.n + np.maximum(chosen[:, None], hosts[None, :])
    near[np.isin(barred, board.barred)] = -np.inf
    return hosts, np.asarray(near)


def _shared_out(
    room: NDArray[np.int64],
    hosts: NDArray[np.int64],
    near: NDArray[np.float64],
    order: list[tuple[int, int]],
    most: int,
) -> NDArray[np.int64]:
    """Give each person, in order, the nearest adopter who has not been asked for enough invitations already."""
    left = room[hosts].copy()
    pairs: list[tuple[int, int]] = []
    for person, k in order:
        score = np.where(left > 0, near[k], -np.inf)
        best = int(score.argmax())
        if score[best] > -np.inf and len(pairs) < most:
            left[best] -= 1
            pairs.append((int(hosts[best]), person))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _joined(field: Field, pair: NDArray[np.int64], worlds: Worlds) -> NDArray[np.float64]:
    """Give extra adopters per world if the second of the pair is active from the start and tied to the first.

    The person counts as an extra adopter only where nothing would have won that person over.
    """
    engine = field.engine
    plan = np.asarray(pair, dtype=np.int64).reshape(1, 2)
    added = engine.arcs(plan) if not engine.contacts.has_arcs(plan[:, 0], plan[:, 1]).any() else Added.none()
    sizes = field.after(worlds, added, np.array([pair[1]], dtype=np.int32))
    return np.asarray(sizes - field.base(worlds), dtype=np.float64)


def _all_joined(field: Field, pairs: NDArray[np.int64], worlds: Worlds) -> NDArray[np.float64]:
    """Give the extra adopters per pair and world, block by block: on a large network coins of few worlds are kept."""
    blocks = [worlds]
    while field.embers is not None and not field.embers.affords(blocks[0].count) and len(blocks) < MOST_BLOCKS:
        halves = [(block, block.count // 2) for block in blocks]
        blocks = [
            part
            for block, half in halves
            for part in (Worlds(block.first, half), Worlds(block.first + half, block.count - half))
        ]
    return np.concatenate([np.array([_joined(field, pair, block) for pair in pairs]) for block in blocks], axis=-1)


def _facts(setting: Setting, row: dict[str, Any]) -> tuple[Fact, ...]:
    places = setting.network.positions([row["person"], row["invited_by"]])
    person, inviter = (str(setting.people.name[p]) for p in places)
    facts = [
        Fact(mark("An invitation to {person}: join the conversation and the work."), {"person": person}, "open"),
        Fact(
            mark(
                'To begin with: "We are trying something new. Would you come and see it on the spot, '
                'and say what you need?"'
            ),
            {},
            "open",
        ),
        Fact(
            mark("{person} is {kind}; {inviter} is the nearest to invite."),
            {"person": person, "kind": Fact(KIND_NAMES[row["kind"]]), "inviter": inviter},
        ),
    ]
    if row["via"]:
        via = str(setting.people.name[setting.network.positions([row["via"]])[0]])
        facts.append(Fact(mark("{via} knows both and can introduce them."), {"via": via}))
    facts.append(Fact(mark("It feeds pokers: allies who stoke along.")))
    facts.append(
        Fact(
            mark(
                "If the person joins in: {gain:.1f} extra adopters at the horizon (90% interval "
                "{low:.1f} to {high:.1f})."
            ),
            {"gain": row["gain"], "low": row["gain_low"], "high": row["gain_high"]},
        )
    )
    return tuple(facts)
