"""The menu of network interventions: what every form of suggestion offers, as steps that can be replayed together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.base import Added
from kiemen.i18n import mark
from kiemen.results import Fact
from kiemen.suggest.bundles import suggest_bundles
from kiemen.suggest.connections import suggest_connections
from kiemen.suggest.growth import Worlds
from kiemen.suggest.initiatives import suggest_initiatives
from kiemen.suggest.invitations import suggest_invitations
from kiemen.suggest.meetings import suggest_meetings
from kiemen.suggest.outcomes import NOBODY
from kiemen.suggest.register import DECISIONS, STARTER
from kiemen.suggest.relief import suggest_relief
from kiemen.suggest.search import FIRST_WORLDS
from kiemen.suggest.setting import EVERYBODY_TIED
from kiemen.suggest.steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kiemen.results import Result
    from kiemen.suggest.growth import Field
    from kiemen.suggest.register import Register
    from kiemen.suggest.selection import Limits
    from kiemen.suggest.setting import Setting

# The four strategies of Valente (2012), in the order in which they are told.
STRATEGIES = {
    "individuals": mark("people to win personally"),
    "segmentation": mark("a group at once"),
    "induction": mark("encounters and invitations"),
    "alteration": mark("other ties"),
}
TRIED, WORLDS = 24, 32
STARTERS, MEETINGS, INVITATIONS, JOININGS, RELIEVED = 5, 2, 5, 5, 3
TABLE = (4, 6)
# Values of facts that hold within the part only: what it brings there, and its companions there.
WITHIN = ("gain", "alone", "others", "share", "models")
NO_TIES = np.empty((0, 2), dtype=np.int64)


def gather_steps(
    setting: Setting, fields: Mapping[str, Field], limits: Limits, *, register: Register | None, budget: int
) -> tuple[list[Step], dict[str, Result]]:
    """Ask every form of suggestion for steps; a form that has nothing says why in its own headline."""
    wishes = setting.wishes
    who = {"adopters": wishes.adopters, "propensity": wishes.propensity, "share": wishes.share}
    usual: dict[str, Any] = {
        **who, "model": wishes.model, "by": wishes.by, "horizon": wishes.horizon, "register": register,
        "relation": wishes.relation,
        "rng": setting.seed,
    }  # fmt: skip
    spared: dict[str, Any] = {"room": limits.room, "spare": limits.spare}
    network = setting.network
    parts: dict[str, Result] = {}
    if setting.obstacle != EVERYBODY_TIED:
        parts["connections"] = suggest_connections(
            network, **usual, **spared, forbidden=limits.forbidden, top=max(2, budget // 4)
        )
        parts["meetings"] = suggest_meetings(network, **usual, **spared, size=TABLE, top=MEETINGS)
        parts["bundles"] = suggest_bundles(network, **usual, **spared, size=4, top=1)
        parts["relief"] = suggest_relief(network, by=wishes.by, register=register, top=RELIEVED, **spared)
        parts["initiatives"] = suggest_initiatives(network, **usual, **spared, top=JOININGS)
    parts["invitations"] = suggest_invitations(network, **usual, **spared, top=INVITATIONS)
    found = [*_starters(setting, fields, register)]
    makers = {
        "connections": _connections, "meetings": _meetings, "bundles": _bundles, "relief": _relief,
        "initiatives": _initiatives, "invitations": _invitations,
    }  # fmt: skip
    for name, part in parts.items():
        found += makers[name](setting, part)
    return [step for step in found if not _barred(setting, step)], parts


def _barred(setting: Setting, step: Step) -> bool:
    """Say whether a step brings two people together who may not be, or asks somebody who is left alone."""
    board = setting.board
    low, high = step.ties.min(axis=1, initial=board.n), step.ties.max(axis=1, initial=-1)
    return bool(np.isin(low * board.n + high, board.barred).any() or (board.room[list(step.people)] < 1).any())


def _told(part: Result, label: Any) -> tuple[Fact, ...]:
    """Give what a part says about a row, without what it brings there: the plan as a whole brings something else."""
    return tuple(
        fact for fact in part.facts.get(label, ()) if fact.message != NOBODY and not set(fact.values) & set(WITHIN)
    )


def _pairs(setting: Setting, rows: Any) -> NDArray[np.int64]:
    network = setting.network
    one, other = network.positions(rows["person"]), network.positions(rows["other"])
    return np.column_stack([one, other]).astype(np.int64)


def _of_ties(kind: tuple[str, str], label: str, ties: NDArray[np.int64], hope: float, facts: tuple[Fact, ...]) -> Step:
    """Give a step that asks those whom its ties join; `kind` is strategy and form."""
    people = tuple(np.unique(ties).tolist())
    return Step(*kind, label, people, ties, (), hope, facts)


def _connections(setting: Setting, part: Result) -> list[Step]:
    table = part.table
    pairs = _pairs(setting, table)
    introduced, tied = ("induction", "introduction"), ("alteration", "tie")
    return [
        _of_ties(
            introduced if form == "introduction" else tied, str(label), pairs[k : k + 1], float(table["gain"].iloc[k]),
            _told(part, label),
        )
        for k, (label, form) in enumerate(zip(table.index, table["form"], strict=True))
    ]  # fmt: skip


def _meetings(setting: Setting, part: Any) -> list[Step]:
    found = []
    board = setting.board
    for number, rows in part.members.groupby("meeting", sort=True):
        people = setting.network.positions(rows["person"]).astype(np.int64)
        one, other = np.triu_indices(len(people), 1)
        ties = np.column_stack([people[one], people[other]])
        ties = ties[board.allowed(ties)]
        hope = float(part.table.loc[number, "gain"])
        found.append(
            Step(
                "induction", "meeting", f"meeting {number}", tuple(sorted(people.tolist())), ties, (), hope,
                _told(part, number),
            )
        )  # fmt: skip
    return found


def _bundles(setting: Setting, part: Any) -> list[Step]:
    return [
        _of_ties(
            ("segmentation", "bundle"), f"bundle {number}", _pairs(setting, rows),
            float(part.table.loc[number, "gain"]), _told(part, number),
        )
        for number, rows in part.ties.groupby("bundle", sort=True)
    ]  # fmt: skip


def _relief(setting: Setting, part: Result) -> list[Step]:
    pairs = _pairs(setting, part.table)
    return [
        _of_ties(("alteration", "relief"), str(label), pairs[k : k + 1], 0.0, _told(part, label))
        for k, label in enumerate(part.table.index)
    ]


def _initiatives(setting: Setting, part: Any) -> list[Step]:
    found = []
    ids = {str(one): place for place, one in enumerate(setting.network.ids)}
    for label, row in part.table.iterrows():
        person = ids[str(row["person"])]
        ties = np.array([[person, ids[one]] for one in part.contacts[label]], dtype=np.int64).reshape(-1, 2)
        found.append(
            Step(
                "alteration", "initiative", str(label), (person,), ties, (), float(row["gain"]), _told(part, label),
                str(row["initiative"]),
            )
        )  # fmt: skip
    return found


def _invitations(setting: Setting, part: Any) -> list[Step]:
    found = []
    for label, row in part.table.iterrows():
        guest, host = setting.network.positions([row["person"], row["invited_by"]]).tolist()
        ties = np.array([[host, guest]], dtype=np.int64)
        found.append(
            Step(
                "induction", "invitation", f"invitation {label}", (guest, host), ties, (guest,), float(row["gain"]),
                _told(part, label),
            )
        )  # fmt: skip
    return found


def _starters(setting: Setting, fields: Mapping[str, Field], register: Register | None) -> list[Step]:
    """People who would bring most if they took part from the start: the best connected and those near to adopters."""
    board = setting.board
    known = np.asarray(board.tied @ setting.starts.astype(np.float64))
    several = (board.degree.astype(np.float64), known, known / (board.degree + 3.0))
    able = (board.room > 0) & ~setting.starts & setting.people.inside
    if register is not None:
        asked = {one for pair in register.pairs(*DECISIONS) if STARTER in pair for one in pair}
        able &= ~setting.network.ids.isin(asked)
    tried = np.unique(
        np.concatenate([[v for v in np.argsort(-s, kind="stable") if able[v]][: TRIED // 3] for s in several])
    )
    worlds = Worlds(14 * FIRST_WORLDS, WORLDS)
    found = []
    for person in tried.astype(np.int64).tolist():
        more = np.array([person], dtype=np.int32)
        gains = [f.after(worlds, Added.none(), more) - f.base(worlds) for f in fields.values()]
        name = str(setting.people.name[person])
        facts = (
            Fact(mark("Ask {person} personally to take part from the start."), {"person": name}),
            Fact(mark("It feeds {ingredient}."), {"ingredient": Fact(mark("spark: the first people find each other"))}),
        )
        label = f"starter {setting.network.ids[person]}"
        found.append(
            Step(
                "individuals", "starter", label, (person,), NO_TIES, (person,), float(np.mean(gains)), facts
            )
        )  # fmt: skip
    return sorted(found, key=lambda step: (-round(step.hope, 9), step.label))[:STARTERS]
