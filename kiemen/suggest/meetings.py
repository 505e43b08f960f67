"""Meetings of a few people at one table: reinforcement for those who hesitate, and different corners of the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.growth import Field, Portfolio, Worlds, interval
from kiemen.suggest.lanes import side_by_side
from kiemen.suggest.outcomes import (
    NOBODY,
    NOTHING,
    TAKES_AWAY,
    nobody_joins,
    said_of_fewer,
    said_of_saturation,
    saying_nobody_joins,
)
from kiemen.suggest.reasons import feeds, in_words
from kiemen.suggest.search import FIRST_WORLDS
from kiemen.suggest.seats import WAYS, can_be_filled, kept_apart, welcome
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes
from kiemen.suggest.topics import question_about, shared_topic, whole_word, wishes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.register import Register

SEARCH_WORLDS = 40
JUDGED = Worlds(8 * FIRST_WORLDS, 200)
ADOPTERS_TRIED, OTHERS_TRIED = 16, 36
# A table is begun by two of the best connected adopters, judged with each of the others who promise most.
BEST_CONNECTED, LIKELIEST = 6, 4
# Worlds in which all tables at hand are compared, and how many of them are then looked at in all worlds.
FIRST_LOOK, SECOND_LOOK = 12, 12
ENOUGH_ADOPTERS = 2
# Somebody at the table with two adopters or more is met by the group and not by one: worth a little by itself.
REINFORCED, COMMON_TOPIC, OTHER_GROUP = 0.05, 0.05, 0.02
# Two adopters, and the others and the adopters who may sit with them.
Opening: TypeAlias = "tuple[tuple[int, ...], list[int], list[int]]"
COLUMNS = (
    "size", "adopters", "groups", "new_ties", "gain", "gain_low", "gain_high", "reinforced", "topic", "people",
)  # fmt: skip


@dataclass(frozen=True, repr=False, eq=False)
class Meetings(Result):
    """Suggested meetings.

    Parameters
    ----------
    members
        One row per seat: meeting, person, group, adopter.
    """

    members: pd.DataFrame = field(default_factory=pd.DataFrame)

    _title: ClassVar[str] = mark("Meetings that let the collective grow")
    _plot: ClassVar[str] = "plot_meetings"


def suggest_meetings(  # noqa: PLR0913 - every limit on a plan is a wish of its own
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "mixed",
    size: tuple[int, int] = (4, 8),
    top: int = 5,
    by: str | None = None,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    spare: Sequence[str] = (),
    register: Register | None = None,
    horizon: int | None = None,
    relation: str | Sequence[str] | None = None,
    rng: int | np.random.Generator | None = None,
) -> Meetings:
    """Suggest whom to bring together at one table.

    Answers: "Which small meetings would help people on with their questions and let others join in?" At a table
    somebody who hesitates meets several adopters at once, which single ties do not give. Not a seating plan for a big
    event.

    Parameters
    ----------
    network
        People, ties and, if there are any, groups and answers to what people ask for and offer.
    adopters, propensity, share
        Who already tries it, or a ranking with the share of adopters (see `suggest_connections`).
    model
        A model, its name, several, or "mixed".
    size
        Fewest and most people at a table, from 3.
    top
        Number of meetings, at least 1. Nobody is asked for two of them.
    by
        Column of people with the groups; None takes the first usual one.
    room
        Per person, 0 to leave somebody alone. People who carry far more than their colleagues (as in
        `suggest_connections`) are left alone unless a number above 0 is given here.
    spare
        Groups to leave alone.
    register
        Decisions on earlier suggestions; people of a pair that was passed or forbidden never sit together, and those
        of one that was accepted or done count as tied. Record a whole meeting with `Register.record_meeting`.
    horizon
        Periods to look ahead; None takes the model's.
    relation
        Relation or relations along which behaviour travels; None takes all.
    rng
        Seed or generator.

    Returns
    -------
    Meetings
        `.table` has one row per meeting (index ``meeting``, from 1), the largest growth first, and the columns

        size, adopters, groups : int - people at the table, adopters among them, groups they come from
        new_ties : int - pairs who are not tied yet
        gain, gain_low, gain_high : float - extra adopters at the horizon if all pairs stay in touch, with the 90 %
            interval of the mean; mean over models
        reinforced : int - people at the table who would be tied to two adopters or more and are not now
        topic : str - what several ask for or offer, in one word, "" where unknown
        people : str - their ids

        `.members` has one row per seat: meeting, person, group, adopter. Empty, with the reason in `.headline`, when no
        table can be set.

    Raises
    ------
    InputError
        If `size` makes no sense or nobody is an adopter.

    Notes
    -----
    A table starts with two adopters and grows by whoever adds most: growth in replayed worlds with all new ties of the
    table, and a little for people who meet two adopters or more, for a topic in common and for another group; then
    seats are swapped while that helps. Two adopters at least and two groups, where somebody of another group is free.
    Takes a few dozen people into account per table: O(tables × seats × people × worlds).

    References
    ----------
    Iacopini, I. et al. (2019). Simplicial models of social contagion. doi:10.1038/s41467-019-10431-6
    Benson, A. et al. (2018). Simplicial closure and higher-order link prediction. doi:10.1073/pnas.1800683115

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.diffusion.threshold import Threshold
    >>> from kiemen.network import Network
    >>> graph = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    >>> nx.set_node_attributes(graph, {i: "left" if i < 8 else "right" for i in graph}, "team")
    >>> left = [str(i) for i in range(8)]
    >>> network = Network.from_networkx(graph)
    >>> found = suggest_meetings(network, adopters=left, model=Threshold(contacts=2, noise=0.0), top=1, rng=1)
    >>> found.table[["groups", "gain"]].iloc[0].tolist()
    [2.0, 8.0]
    """
    fewest, most = _checked(size)
    top = check_integer("top", top, low=1)
    given = Wishes(adopters, propensity, share, model, by, horizon, relation, rng)
    limits = Limits(room=room, usual=max(most, 3), least=0, spare=spare)
    setting = Setting.of(network, given, limits, register=register)
    settings = {**setting.told(), "size": (fewest, most), "top": top, "spare": tuple(limits.spare)}
    round_ = _Round(setting, fewest, most) if setting.obstacle is None else None
    return _result(setting, settings, round_, round_.tables(top) if round_ else [])


def _checked(size: tuple[int, int]) -> tuple[int, int]:
    try:
        low, high = size
    except (TypeError, ValueError):
        raise InputError(f"size must be two numbers, fewest and most people, not {size!r}.") from None
    fewest, most = check_integer("size", low, low=3), check_integer("size", high, low=3)
    if fewest > most:
        raise InputError(f"size: the fewest ({fewest}) is above the most ({most}).")
    return fewest, most


class _Round:
    """One round of setting tables."""

    def __init__(self, setting: Setting, fewest: int, most: int) -> None:
        self.setting, self.fewest, self.most = setting, fewest, most
        fields = list(setting.fields().values())
        self.fields = fields
        self.weighed: Field | Portfolio = fields[0] if len(fields) == 1 else Portfolio(fields, [1.0] * len(fields))
        self.starts = setting.starts
        self.asks, self.offers = wishes(setting.network)
        self.ids = [str(one) for one in setting.network.ids]
        self._gains: dict[tuple[int, ...], list[NDArray[np.float64]]] = {}
        self.active = np.mean([f.engine.spread().alive for f in fields], axis=0)
        self.apart = kept_apart(setting.board.barred, setting.board.n)
        self.harm = False

    def tables(self, top: int) -> list[tuple[int, ...]]:
        """Set up to `top` tables; nobody sits twice."""
        free = self.setting.board.room > 0
        found: list[tuple[int, ...]] = []
        worlds = Worlds(7 * FIRST_WORLDS, SEARCH_WORLDS)
        for _ in range(top):
            table = self._one(free, worlds)
            if table is None:
                break
            found.append(table)
            free[list(table)] = False
            worlds = worlds.after(SEARCH_WORLDS)
        worth = {table: float(np.mean([gains.mean() for gains in self.gains(table)])) for table in found}
        kept = [table for table in found if worth[table] > -NOTHING]
        self.harm = bool(found) and not kept
        return sorted(kept, key=lambda table: (-round(worth[table], 9), table))

    def gains(self, table: tuple[int, ...]) -> list[NDArray[np.float64]]:
        """Give the extra adopters per model and world that a table brings; kept."""
        if table not in self._gains:
            plan = self.ties(table)
            self._gains[table] = [field.gains(plan, JUDGED) for field in self.fields]
        return self._gains[table]

    def ties(self, table: Sequence[int]) -> NDArray[np.int64]:
        """Give the pairs at a table that are not tied yet and may be."""
        pairs = np.array(list(combinations(sorted(table), 2)), dtype=np.int64).reshape(-1, 2)
        return pairs[self.setting.board.allowed(pairs)]

    def score(self, table: Sequence[int], worlds: Worlds) -> float:
        """Give growth and what a table is worth besides."""
        plan = self.ties(table)
        gain = self.weighed.gain(plan, worlds) if len(plan) else 0.0
        topic = shared_topic([self.ids[i] for i in table], self.asks, self.offers)
        return (
            gain
            + REINFORCED * self.reinforced(table)
            + COMMON_TOPIC * (topic[1] + topic[2])
            + OTHER_GROUP * self.groups(table)
        )

    def scores(self, tables: Sequence[Sequence[int]], worlds: Worlds) -> list[float]:
        """Give the score of several tables, replayed side by side: -inf for those that a first look puts far behind."""
        chosen = list(range(len(tables)))
        if len(tables) > SECOND_LOOK:
            few = Worlds(worlds.first, FIRST_LOOK)
            hopes = side_by_side({str(i): partial(self.score, table, few) for i, table in enumerate(tables)})
            chosen = np.argsort(-np.round(list(hopes.values()), 9), kind="stable")[:SECOND_LOOK].tolist()
        found = [-np.inf] * len(tables)
        for i, score in side_by_side({str(i): partial(self.score, tables[i], worlds) for i in chosen}).items():
            found[int(i)] = score
        return found

    def reinforced(self, table: Sequence[int]) -> int:
        """Count those who would be tied to two adopters or more and are not now."""
        tied = self.setting.board.tied
        seated = [i for i in table if self.starts[i]]
        count = 0
        for i in table:
            if self.starts[i]:
                continue
            contacts = tied.indices[tied.indptr[i] : tied.indptr[i + 1]]
            now = int(self.starts[contacts].sum())
            then = now + len(set(seated) - set(contacts.tolist()))
            count += now < ENOUGH_ADOPTERS <= then
        return count

    def groups(self, table: Sequence[int]) -> int:
        """Count the groups at a table."""
        return len({str(self.setting.people.group[i]) for i in table} - {""})

    def _one(self, free: NDArray[np.bool_], worlds: Worlds) -> tuple[int, ...] | None:
        """Set one table: with the two adopters who promise most, else with the next two, and so on."""
        first, others = self._people(free)
        if len(first) < ENOUGH_ADOPTERS or len(others) == 0:
            return None
        openings = self._openings(first, others)
        if not openings:
            return None
        tried = [[[*pair, one] for one in guests[:LIKELIEST]] for pair, guests, _ in openings]
        worth = iter(self.scores([table for tables in tried for table in tables], worlds))
        promise = [max(next(worth) for _ in tables) for tables in tried]
        for k in sorted(range(len(openings)), key=lambda k: (-promise[k], k)):
            pair, guests, more = openings[k]
            table = self._filled(list(pair), [*guests, *more], worlds)
            if len(table) >= self.fewest and len(self.ties(table)):
                return tuple(sorted(table))
        return None

    def _openings(self, first: list[int], others: list[int]) -> list[Opening]:
        """Give pairs of adopters with whom a table can be filled, among the best connected where there are any."""
        for among, most in ((first[:BEST_CONNECTED], None), (first, BEST_CONNECTED)):
            pairs = islice(combinations(among, ENOUGH_ADOPTERS), WAYS)
            fitting = (one for pair in pairs if (one := self._opening(pair, first, others)))
            if found := list(islice(fitting, most)):
                return found
        return []

    def _opening(self, pair: tuple[int, ...], first: list[int], others: list[int]) -> Opening | None:
        """Give two adopters with the others and the adopters who may join them, None where no table comes of it.

        For those whom the two may not meet, people further down the ranking come in.
        """
        if pair[1] in self.apart.get(pair[0], ()):
            return None
        guests = welcome(pair, others, self.apart, OTHERS_TRIED)
        more = welcome(pair, first, self.apart, ADOPTERS_TRIED - ENOUGH_ADOPTERS)
        fits = guests and can_be_filled(pair, [*guests, *more], self.fewest, self.apart)
        return (pair, guests, more) if fits else None

    def _filled(self, table: list[int], pool: list[int], worlds: Worlds) -> list[int]:
        """Add whoever adds most, one by one, as long as that helps; never somebody with whom it cannot be filled."""
        while len(table) < self.most:
            rest = welcome(table, pool, self.apart)
            if self.apart:
                rest = [one for one in rest if can_be_filled([*table, one], rest, self.fewest, self.apart)]
            if not rest:
                break
            worth = self.scores([[*table, one] for one in rest], worlds)
            best = int(np.argmax(np.round(worth, 9)))
            if len(table) >= self.fewest and worth[best] <= self.score(table, worlds) + OTHER_GROUP:
                break
            table = [*table, rest[best]]
        return self._mixed(table, pool, worlds)

    def _people(self, free: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
        """Give adopters and others to choose from: the others by how near they are to taking it up, and by reach."""
        board = self.setting.board
        degree = board.degree.astype(np.float64)
        known = np.asarray(board.tied @ self.starts.astype(np.float64))
        first = np.flatnonzero(self.starts & free)
        first = first[np.argsort(-degree[first], kind="stable")]
        rest = np.flatnonzero(~self.starts & free & self.setting.people.inside)
        still = 1.0 - self.active[rest]
        several = (
            still * degree[rest],
            still * (known[rest] + 0.1),
            still * (known[rest] + 0.5) / (degree[rest] + 3.0),
        )
        ranked = np.mean([np.argsort(np.argsort(-score, kind="stable"), kind="stable") for score in several], axis=0)
        order = np.argsort(ranked, kind="stable")
        return first.tolist(), rest[order].tolist()

    def _mixed(self, table: list[int], pool: list[int], worlds: Worlds) -> list[int]:
        """Swap one seat for somebody of another group when all come from one."""
        if self.groups(table) != 1:
            return table
        here = str(self.setting.people.group[table[0]])
        elsewhere = [one for one in pool if str(self.setting.people.group[one]) not in {here, ""}]
        swaps = [
            [*table[:seat], one, *table[seat + 1 :]]
            for seat in range(len(table))
            for one in elsewhere[:8]
            if not (self.starts[table[seat]] and sum(self.starts[table]) <= ENOUGH_ADOPTERS)
            and one not in table
            and welcome([*table[:seat], *table[seat + 1 :]], [one], self.apart)
        ]
        return swaps[int(np.argmax(self.scores(swaps, worlds)))] if swaps else table


def _result(
    setting: Setting, settings: dict[str, Any], round_: _Round | None, tables: list[tuple[int, ...]]
) -> Meetings:
    network, people = setting.network, setting.people
    rows: list[dict[str, Any]] = []
    seats: list[dict[str, Any]] = []
    facts: dict[Hashable, tuple[Fact, ...]] = {}
    if round_ is not None:
        for number, table in enumerate(tables, start=1):
            row = _row(round_, table)
            rows.append(row)
            facts[number] = _facts(setting, table, row)
            seats += [
                {
                    "meeting": number, "person": str(network.ids[i]), "group": str(people.group[i]),
                    "adopter": bool(round_.starts[i]),
                }
                for i in table
            ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).rename_axis("meeting")
    frame.index = frame.index + 1
    said = Fact(setting.obstacle) if setting.obstacle else _why_none(setting)
    if round_ is not None and round_.harm:
        said = Fact(TAKES_AWAY)
    nobody = nobody_joins(row["gain"] for row in rows)
    if nobody:
        said = Fact(NOBODY)
        facts = saying_nobody_joins(facts)
    elif rows:
        several = mark("{n} meetings of at most {high} people; the first would bring {gain:.1f} extra adopters.")
        said = Fact(
            several if len(rows) > 1 else mark("One meeting of {high} people would bring {gain:.1f} extra adopters."),
            {
                "n": len(rows), "high": int(frame["size"].max()),
                "gain": float(rows[0]["gain"]),
            },
        )  # fmt: skip
    return Meetings(
        frame,
        settings,
        Provenance.of(network, function="suggest_meetings", settings=settings),
        facts,
        (said,),
        (
            Fact(mark("The growth supposes that everybody who meets stays in touch: take it as an upper bound.")),
            *(said_of_fewer(len(rows), int(settings["top"])) if rows and not nobody else ()),
            *(said_of_saturation(round_.fields) if nobody and round_ is not None else ()),
            *setting.cautions,
        ),
        pd.DataFrame(seats, columns=["meeting", "person", "group", "adopter"]),
    )


def _why_none(setting: Setting) -> Fact:
    """Say what keeps every table from being set: most often those who started are left alone."""
    adopters = int(setting.starts.sum())
    free = int((setting.starts & (setting.board.room > 0)).sum())
    if free >= ENOUGH_ADOPTERS or adopters < ENOUGH_ADOPTERS:
        return Fact(mark("No table can be set: it needs two adopters who may meet, and enough others who are free."))
    return Fact(
        mark(
            "No table can be set: it needs two adopters who may be asked, and of the {adopters} here that is {free}. "
            "The others are spared or carry far more than their colleagues; with room= they can be asked all the same."
        ),
        {"adopters": adopters, "free": free},
    )


def _row(round_: _Round, table: tuple[int, ...]) -> dict[str, Any]:
    parts = [interval(gains) for gains in round_.gains(table)]
    members = [round_.ids[i] for i in table]
    stem, _, _ = shared_topic(members, round_.asks, round_.offers)
    topic = whole_word(stem, members, round_.asks, round_.offers) if stem else ""
    return {
        "size": len(table),
        "adopters": int(round_.starts[list(table)].sum()),
        "groups": round_.groups(table),
        "new_ties": len(round_.ties(table)),
        "gain": float(np.mean([part[0] for part in parts])),
        "gain_low": float(np.min([part[1] for part in parts])),
        "gain_high": float(np.max([part[2] for part in parts])),
        "reinforced": round_.reinforced(table),
        "topic": topic,
        "people": ", ".join(round_.ids[i] for i in table),
    }


def _facts(setting: Setting, table: tuple[int, ...], row: dict[str, Any]) -> tuple[Fact, ...]:
    network, people = setting.network, setting.people
    names = in_words([str(people.name[i]) for i in table])
    groups = sorted({str(people.group[i]) for i in table} - {""})
    facts = [Fact(mark("At the table: {names}."), {"names": names}, "open")]
    if len(groups) > 1:
        facts.append(Fact(mark("They come from {groups}."), {"groups": in_words(groups)}, "open"))
    facts.append(
        Fact(
            mark("To begin with: everybody brings one case from daily work in which it could be done differently."),
            {},
            "open",
        )
    )
    if row["topic"]:
        facts.append(Fact(mark("Several ask for or offer something about “{topic}”."), {"topic": row["topic"]}))
        asked = question_about(network, [str(network.ids[i]) for i in table], row["topic"])
        facts.append(Fact(mark("A question to put on the table, as it was written: “{question}”"), {"question": asked}))
    facts.append(
        Fact(
            mark(
                "If all stay in touch it brings {gain:.1f} extra adopters at the horizon (90% "
                "interval {low:.1f} to {high:.1f})."
            ),
            {"gain": row["gain"], "low": row["gain_low"], "high": row["gain_high"]},
        )
    )
    facts.append(feeds("fuel"))
    if row["reinforced"]:
        facts.append(Fact(mark("People who meet several adopters for the first time: {n}."), {"n": row["reinforced"]}))
    return tuple(facts)
