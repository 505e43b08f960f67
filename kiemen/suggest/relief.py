"""Relieving a bridge: ties next to it, so that the way between groups no longer hangs on one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.corners import corners_of, said_corner
from kiemen.suggest.reasons import People, feeds, labelled
from kiemen.suggest.register import lost_decisions
from kiemen.suggest.selection import Limits, set_board

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network
    from kiemen.suggest.board import Board
    from kiemen.suggest.register import Register

BRIDGES_TRIED = 40
COLUMNS = ("bridge", "person", "other", "crosses", "carried", "relieved", "ties_of_bridge")


@dataclass(frozen=True, repr=False, eq=False)
class Relief(Result):
    """Ties that relieve people between groups."""

    _title: ClassVar[str] = mark("Bridges to relieve")
    _plot: ClassVar[str] = "plot_relief"


def suggest_relief(
    network: Network,
    *,
    top: int = 10,
    by: str | None = None,
    per_person: int | None = None,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    spare: Sequence[str] = (),
    register: Register | None = None,
) -> Relief:
    """Suggest ties between contacts of a person on whom the way between two groups hangs.

    Answers: "What if she leaves?" For the analyst only: it names people who carry much, and says nothing about how well
    they do it.

    Parameters
    ----------
    network
        People, ties and groups.
    top
        Number of ties, at least 1; two per bridge at most.
    by
        Column of people with the groups; None takes the first usual one, or the communities found in the ties where
        there is none.
    per_person
        New ties per person at most; None: three, and one for people who carry far more than their colleagues.
    room
        Another number for some people; 0 leaves somebody alone.
    spare
        Groups to leave alone.
    register
        Decisions on earlier suggestions.

    Returns
    -------
    Relief
        `.table` has one row per tie (index ``suggestion``, "person – other"), what is carried most first, and the
        columns

        bridge : str - who carries it now
        person, other : str - two of that person's contacts in the two groups
        crosses : str - the groups
        carried : int - pairs of contacts in the two groups who meet only through the bridge
        relieved : float, 0 to 1 - share of those pairs who get another way, of at most three steps, through the new tie
        ties_of_bridge : int - ties the bridge has

        Empty, with the reason in `.headline`, when no two groups hang on one person.

    Raises
    ------
    ColumnError
        If there is no column of that name.

    Notes
    -----
    For each of the 40 people with most contacts in other groups: pairs of contacts in two groups that are not tied and
    share nobody else. The new tie is between the two contacts with most ties to the others of their group. O(squared
    ties of those people).

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.network import Network
    >>> graph = nx.barbell_graph(4, 1)
    >>> graph.add_edges_from([(4, 0), (4, 8)])
    >>> nx.set_node_attributes(graph, {i: "left" if i < 5 else "right" for i in graph}, "team")
    >>> suggest_relief(Network.from_networkx(graph), top=1).table["bridge"].tolist()
    ['4']
    """
    check_network(network)
    top = check_integer("top", top, low=1)
    people = People.of(network, by)
    limits = Limits(per_person=per_person, room=room, spare=spare)
    board = set_board(network, limits, by=by, register=register)
    people, board, told = corners_of(network, people, board, by=by)
    rows = _limited(_rows(network, board, people), board, network, top)
    labels = labelled((row["person"], row["other"]) for row in rows)
    table = pd.DataFrame(rows, columns=list(COLUMNS), index=pd.Index(labels, dtype="str", name="suggestion"))
    facts: dict[Hashable, tuple[Fact, ...]] = {
        label: _facts(network, people, row, found=bool(told)) for label, row in zip(labels, rows, strict=True)
    }
    settings = {"top": top, "by": by, "per_person": per_person, "spare": tuple(limits.spare)}
    if not rows:
        said = _why_none(network, people, board)
    else:
        bridges = len(set(table["bridge"]))
        several = mark(
            "{n:# tie|# ties} would relieve {bridges:the one person|# people} on whom the way between groups hangs."
        )
        one = mark("New ties that would relieve the one person on whom the way between groups hangs: {n}.")
        said = Fact(several if bridges > 1 else one, {"n": len(rows), "bridges": bridges})
    provenance = Provenance.of(network, function="suggest_relief", settings=settings)
    lost = () if register is None else lost_decisions(network, register)
    return Relief(table, settings, provenance, facts, (said,), (*told, *lost))


def _why_none(network: Network, people: People, board: Board) -> Fact:
    """Say what is lacking: ties, a bridge that carries much, or people around it who may be asked."""
    if not board.tied.nnz:
        return Fact(
            mark(
                "No ties are known here, so nobody can tell on whom the way between groups hangs. Read who is in touch "
                "with whom first."
            )
        )
    if len(set(people.group) - {""}) < 2:
        return Fact(mark("No two groups are known here, so there is no wall to bridge; name a column with groups."))
    anybody = replace(board, room=np.ones_like(board.room), barred=board.barred[:0])
    if _rows(network, anybody, people):
        return Fact(
            mark(
                "The way between groups hangs on one person here and there, but none of the ties that would relieve "
                "them may be suggested: who would have to make them is left alone, has no room left or decided "
                "otherwise."
            )
        )
    return Fact(mark("No two groups here hang on one person."))


def _rows(network: Network, board: Board, people: People) -> list[dict[str, Any]]:
    group, tied = board.group, board.tied
    rows: list[dict[str, Any]] = []
    for bridge in _bridges(board):
        contacts = tied.indices[tied.indptr[bridge] : tied.indptr[bridge + 1]].astype(np.int64)
        contacts = contacts[group[contacts] >= 0]
        codes = np.unique(group[contacts])
        inner = tied[contacts][:, contacts].toarray()
        apart = _apart(tied, contacts, inner)
        for a, one in enumerate(codes):
            for other in codes[a + 1 :]:
                rows += _between(
                    network, board, people, bridge=int(bridge), contacts=contacts, apart=apart, inner=inner,
                    one=int(one), other=int(other),
                )  # fmt: skip
    rows.sort(key=lambda row: (-row["carried"] * row["relieved"], row["bridge"], row["person"], row["other"]))
    return rows


def _bridges(board: Board) -> NDArray[np.int64]:
    """Give the people with most contacts in other groups, at most 40."""
    tied, group = board.tied.tocoo(), board.group
    across = (group[tied.row] != group[tied.col]) & (group[tied.row] >= 0) & (group[tied.col] >= 0)
    count = np.bincount(tied.row[across], minlength=board.n)
    order = np.argsort(-count, kind="stable")
    return np.asarray(order[count[order] > 0][:BRIDGES_TRIED], dtype=np.int64)


def _apart(tied: csr_array, contacts: NDArray[np.int64], inner: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which contacts meet nowhere but through the bridge: no tie, and nobody else whom both know."""
    rows = tied[contacts]
    shared = (rows @ rows.T).toarray()
    return np.asarray((inner == 0) & (shared <= 1), dtype=np.bool_)


def _between(
    network: Network,
    board: Board,
    people: People,
    *,
    bridge: int,
    contacts: NDArray[np.int64],
    apart: NDArray[np.bool_],
    inner: NDArray[np.float64],
    one: int,
    other: int,
) -> list[dict[str, Any]]:
    here, there = np.flatnonzero(board.group[contacts] == one), np.flatnonzero(board.group[contacts] == other)
    lonely = apart[np.ix_(here, there)]
    carried = int(lonely.sum())
    if carried == 0:
        return []
    # A new tie from i to j helps whoever is i or tied to i to reach whoever is j or tied to j.
    near_here = inner[np.ix_(here, here)] + np.eye(len(here)) > 0
    near_there = inner[np.ix_(there, there)] + np.eye(len(there)) > 0
    helped = near_here.astype(np.float64) @ lonely.astype(np.float64) @ near_there.astype(np.float64).T
    pairs = np.array([[contacts[i], contacts[j]] for i in here for j in there], dtype=np.int64)
    score = np.where(board.allowed(pairs), helped.ravel(), 0.0)
    best = int(np.argmax(score))
    if score[best] <= 0:
        return []
    i, j = pairs[best].tolist()
    return [
        {
            "bridge": str(network.ids[bridge]), "person": str(network.ids[i]), "other": str(network.ids[j]),
            "crosses": people.wall(i, j), "carried": carried, "relieved": float(score[best] / carried),
            "ties_of_bridge": int(board.degree[bridge]),
        }
    ]  # fmt: skip


def _limited(rows: list[dict[str, Any]], board: Board, network: Network, top: int) -> list[dict[str, Any]]:
    """Keep every person within room, two ties per bridge, and each tie once."""
    room = dict(zip(network.ids, board.room.tolist(), strict=True))
    per_bridge: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    kept = []
    for row in rows:
        pair = (row["person"], row["other"])
        if pair in seen or min(room[pair[0]], room[pair[1]]) < 1 or per_bridge.get(row["bridge"], 0) == 2:
            continue
        seen.add(pair)
        per_bridge[row["bridge"]] = per_bridge.get(row["bridge"], 0) + 1
        for one in pair:
            room[one] -= 1
        kept.append(row)
    return kept[:top]


def _facts(network: Network, people: People, row: dict[str, Any], *, found: bool) -> tuple[Fact, ...]:
    places = network.positions([row["bridge"], row["person"], row["other"]])
    bridge, one, other = (str(people.name[p]) for p in places)
    here, there = (said_corner(group, found=found) for group in sorted(str(people.group[p]) for p in places[1:]))
    return (
        Fact(
            mark("{one} and {other} would find each other directly, across the line between {here} and {there}."),
            {"one": one, "other": other, "here": here, "there": there},
            "team",
        ),
        Fact(
            mark("Pairs of people there who meet only through {bridge}: {carried}. Ties that {bridge} has: {ties}."),
            {"carried": row["carried"], "bridge": bridge, "ties": row["ties_of_bridge"]},
        ),
        Fact(mark("The new tie gives {share:.0%} of these pairs another way."), {"share": row["relieved"]}),
        feeds("fuel"),
        Fact(mark("This is counted in the ties that are known; no model stands behind it.")),
        Fact(mark("A natural moment: come along to a case or a meeting of the other for an hour."), {}, "open"),
    )
