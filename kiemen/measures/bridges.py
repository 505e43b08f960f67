"""People as bridges: who connects what would otherwise be apart, between which groups, and who carries too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_rng
from kiemen.errors import ColumnError
from kiemen.i18n import mark, text
from kiemen.measures.adjacency import clean, pattern
from kiemen.measures.betweenness import exact_betweenness, sampled_betweenness
from kiemen.measures.brokerage import everett_valente, largest_brokerage
from kiemen.measures.grouping import SIDES, Grouping, group_people
from kiemen.measures.holes import structural_holes
from kiemen.measures.load import demand, overloaded
from kiemen.measures.reached import Between, contacts_per_group, stands_between
from kiemen.measures.silence import response_cautions
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Floats = NDArray[np.float64]

# Up to here every shortest path is counted; above, pairs of people are drawn: so many per person that it takes well
# under a tenth of counting all, and fewer where each takes longer.
EXACT_UP_TO = 20_000
_PAIRS_EACH, _PAIRS_AT_MOST = 2.5, 200_000
_PAIRS_WHEN_HUGE, _HUGE = 50_000, 200_000
# Reasons are worded for everybody in ordinary organisations and for the strongest bridges in very large ones.
_REASONS_FOR_ALL = 5_000
_REASONS_AT_MOST = 1_000
_GROUPS_NAMED = 6

_CONTACTS = mark("{name} is tied to {n} people in {k} groups: {groups}.")
_CONTACTS_SOME = mark("{name} is tied to {all} people, {n} of them in {k} known groups: {groups}.")
_CONTACTS_ONE = mark("All {n} contacts of {name} with a known group are in {groups}.")
_CONTACT = mark("The only contact of {name} with a known group is in {groups}.")
_CONTACTS_PLAIN = mark("{name} is tied to {n} people.")
_CONTACT_PLAIN = mark("{name} is tied to one person.")
_BETWEEN = mark(
    "{name} stands between {one} and {other}: {pairs:# pair of people there is|# pairs of people there are} tied to "
    "{name} and not to each other."
)
_COUNTED = mark("{group} ({n})")
_LISTED = mark("{some}, {last}")
_PATHS = mark("{share:.1%} of the shortest paths between others run through {name}.")
_NO_PATHS = mark("No shortest path between others runs through {name}.")
_CARRIES = mark(
    "{name} may carry too much: {demand:.0f|# person or initiative asks|# people and initiatives ask} for "
    "attention, the middle is {middle:.0f}."
)
_SILENT = mark("{name} did not answer, so only what others told is known.")
_UNSURE = mark("Too few people answered to say whether {name} is a bridge.")
_TOO_FEW = mark("Too few people answered to name anybody as a bridge: {rate:.0%}, and 70% is the least.")
_ALONE = mark("Nothing is known of ties of {name}.")
_FIRST_ONE = mark("The strongest bridge is {names}.")
_FIRST = mark("The strongest bridges are {names}.")
_FIRST_BETWEEN = mark("{name} stands between {one} and {other}.")
_OVERLOAD = mark(
    "{n} people carry far more than their colleagues, among them {names}: bridges that each rest on one person."
)
_OVERLOAD_ONE = mark("{names} carries far more than colleagues: a bridge that rests on one person.")
_NOBODY = mark("Nobody here connects people who are not tied already.")
_NOBODY_BETWEEN = mark("Nobody here connects people of different groups who are not tied already.")
_ONE_GROUP = mark("Only one group is known, so it cannot be said between which groups people stand.")
_NO_GROUPS = mark("No groups are known, so it cannot be said between which groups people stand.")
_DRAWN = mark("Betweenness is estimated from {pairs:.0f} pairs of people; neighbouring ranks may change places.")
_AND = mark("{some} and {last}")


@dataclass(frozen=True, repr=False, eq=False)
class BridgeScores(Result):
    """People as bridges, the strongest first.

    `table` has one row per person (index ``person``) with the columns that `score_bridges` describes; `explain(person)`
    says between which groups somebody stands.

    Parameters
    ----------
    individual_claims
        Whether single people may be named as bridges: False if fewer than 70 % answered. The numbers are then there
        to look at, and nothing is said of anybody.
    """

    _title: ClassVar[str] = mark("Bridges")
    _plot: ClassVar[str] = "plot_bridges"

    individual_claims: bool = True

    def _shown(self, language: str | None) -> pd.DataFrame:
        shown = super()._shown(language)
        if "between" not in shown.columns:
            return shown
        return shown.assign(between=[_worded_sides(str(pair), language) for pair in shown["between"]])


def score_bridges(
    network: Network,
    *,
    by: str | pd.Series[Any] | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = "weight",
    rng: int | np.random.Generator | None = 0,
) -> BridgeScores:
    """Score how much each person connects people and groups that would otherwise be apart.

    Answers: "Who should be in the room when two departments must start working together, and who carries so much that
    the bridge may give way?" The score is what runs between others through a person for each tie that the person keeps
    up, so that a few well-placed ties count for more than very many. It does not say who adopts early; that is another
    axis. Do not use it on single people when fewer than seven in ten answered.

    Parameters
    ----------
    network
        People and ties. Direction is ignored, except in who asks whom for attention.
    by
        Groups for the words: a column of people, a Series by person, or None for the first usual column. The score
        itself does not look at groups; where there are several, the headline names only who has contacts in more than
        one.
    relation
        Relation or relations; None takes all together.
    weight
        "weight" lets constraint and effective size count strong ties for more; None counts every tie as 1.
    rng
        Seed or generator, used above 20,000 people.

    Returns
    -------
    BridgeScores
        `.table` has one row per person (index ``person``), the strongest bridge first, and the columns

        score : float in [0, 1]         - betweenness per contact relative to the strongest; NaN for people without ties
        rank : int                      - 1 is the strongest; equals share a rank; missing without a score
        betweenness : float in [0, 1]   - share of pairs of others whose shortest path runs through the person
        brokerage : float in [0, 1]     - brokerage of Everett and Valente as a share of the most possible at this size
        constraint : float              - Burt's constraint, low for a bridge; NaN without ties
        effective_size : float          - contacts less what they overlap; NaN without ties
        degree : int                    - people tied in either direction
        demand : int                    - people who turn to this person, and initiatives
        groups : int                    - number of groups among the contacts; contacts outside without one are a group
        between : str                   - the two groups whose members this person links most, "" when there are none;
          "outside" stands for contacts outside without a group
        overloaded : bool               - demand far above that of colleagues, see `kiemen.measures.load.overloaded`
        group : str or NaN              - own group
        inside : bool                   - False for contacts outside
        name : str

    Raises
    ------
    ColumnError
        If `by` is not a column; the message names the nearest.

    Warns
    -----
    LowResponseWarning
        If ties were asked for in a survey that fewer than 70 % answered.

    See Also
    --------
    kiemen.measures.walls.find_walls : Where the walls are that a bridge could cross.
    kiemen.measures.roles.score_roles : Which part people play between which groups.

    Notes
    -----
    Score b_i / d_i with b_i betweenness and d_i the number of contacts. Brokerage is (2 b_i + r_i) / d_i with r_i the
    number of others within reach, 0 when b_i = 0. The two rank alike in a sparse network; in a dense one a person's
    own paths (r_i) drown what runs between others, and somebody with three contacts, all in one group, would come
    first. That is why the score leaves them out. Up to 20,000 people b is exact, O(people × ties); above, b is
    estimated from 2.5 random pairs per person, at most 200,000 (50,000 above 200,000 people, half a minute of one
    processor at a million).

    References
    ----------
    Everett, M. G. & Valente, T. W. (2016). doi:10.1016/j.socnet.2015.09.001
    Burt, R. S. (2004). doi:10.1086/421787

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.bridges import score_bridges
    >>> ties = pd.DataFrame([("An", "Bo"), ("Bo", "Chris"), ("An", "Chris"), ("Chris", "Daan"), ("Daan", "Eva")])
    >>> score_bridges(Network.from_frames(ties=ties.set_axis(["source", "target"], axis=1))).top(2).index.tolist()
    ['Daan', 'Chris']
    """
    check_network(network)
    generator = check_rng(rng)
    directed = network.adjacency(relation, weight=None)
    either = pattern(clean(network.adjacency(relation, weight=None, direction="both")))
    grouping = _grouping(network, by)
    share, brokerage, caution = _brokerage(either, generator)
    table = _table(network, network.adjacency(relation, weight=weight), either, (share, brokerage))
    asked = demand(directed, network.incidence())
    table["demand"] = asked.astype(np.int64)
    table["overloaded"] = overloaded(asked, share)
    sides = _with_outside(grouping, table["inside"].to_numpy(dtype=np.bool_)) if grouping else None
    reached = contacts_per_group(either, sides) if sides else None
    table["groups"] = np.diff(reached.indptr) if reached is not None else 0
    table["group"] = pd.Series(grouping.named() if grouping else None, index=table.index, dtype="str")
    order = np.lexsort((np.arange(len(table)), -table["score"].fillna(-1.0).to_numpy()))
    silent = network.response().to_numpy() == "not answered"
    low = response_cautions(network)
    facts, between = _reasons(silent, table, order, either, (sides, reached), claims=not low)
    pairs = {person: f"{found.one} – {found.other}" for person, found in between.items()}
    table["between"] = pd.Series(pairs, dtype="str").reindex(table.index).fillna("")
    table = table.iloc[order][_COLUMNS]
    settings = {
        "by": grouping.name if grouping else None,
        "relation": relation,
        "weight": weight,
        "rng": str(rng),
    }
    return BridgeScores(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_bridges", settings=settings),
        facts=facts,
        headline=(Fact(_TOO_FEW, {"rate": network.response_rate()}),) if low else _headline(table, between),
        cautions=(*caution, *_groups_lacking(table), *low),
        individual_claims=not low,
    )


_COLUMNS = [
    "score",
    "rank",
    "betweenness",
    "brokerage",
    "constraint",
    "effective_size",
    "degree",
    "demand",
    "groups",
    "between",
    "overloaded",
    "group",
    "inside",
    "name",
]


def _grouping(network: Network, by: str | pd.Series[Any] | None) -> Grouping | None:
    try:
        return group_people(network, by)
    except ColumnError:
        if by is None:
            return None
        raise


def _with_outside(grouping: Grouping, inside: NDArray[np.bool_]) -> Grouping:
    """Give contacts outside of whom no group is known a group of their own: who links to them is a bridge as well."""
    loose = ~inside & (grouping.codes < 0)
    if not loose.any():
        return grouping
    codes = np.where(loose, len(grouping.labels), grouping.codes)
    return Grouping(grouping.name, (*grouping.labels, "outside"), codes)


def _worded_sides(pair: str, language: str | None) -> str:
    apart = " – "
    return apart.join(text(end, language) if end in SIDES else end for end in pair.split(apart))


def _side(label: str) -> Fact | str:
    return Fact(SIDES[label]) if label in SIDES else label


def _brokerage(either: csr_array, rng: np.random.Generator) -> tuple[Floats, Floats, tuple[Fact, ...]]:
    n = either.shape[0]
    if n <= EXACT_UP_TO:
        found = exact_betweenness(either)
        return found.share, everett_valente(either, found.value), ()
    pairs = min(round(_PAIRS_EACH * n), _PAIRS_AT_MOST) if n <= _HUGE else _PAIRS_WHEN_HUGE
    found = sampled_betweenness(either, pairs=pairs, rng=rng)
    return found.share, everett_valente(either, found.value), (Fact(_DRAWN, {"pairs": float(pairs)}),)


def _table(
    network: Network,
    weighted: csr_array,
    either: csr_array,
    flow: tuple[Floats, Floats],
) -> pd.DataFrame:
    share, brokerage = flow
    holes = structural_holes(weighted)
    degree = np.diff(either.indptr)
    carried = share / np.maximum(degree, 1)
    most = carried.max(initial=0.0)
    score = np.where(degree > 0, carried / most if most > 0 else 0.0, np.nan)
    people = network.people
    table = pd.DataFrame(
        {
            "score": score,
            "betweenness": share,
            "brokerage": brokerage / largest_brokerage(either.shape[0]) if most > 0 else np.zeros(score.size),
            "constraint": holes.constraint,
            "effective_size": holes.effective_size,
            "degree": degree.astype(np.int64),
            "inside": people["inside"],
            "name": people["name"],
        },
        index=network.ids,
    )
    table["rank"] = table["score"].rank(method="min", ascending=False).astype("Int64")
    return table


def _reasons(
    silent: NDArray[np.bool_],
    table: pd.DataFrame,
    order: NDArray[np.int64],
    either: csr_array,
    groups: tuple[Grouping | None, csr_array | None],
    *,
    claims: bool,
) -> tuple[dict[str, tuple[Fact, ...]], dict[str, Between]]:
    chosen = order if len(order) <= _REASONS_FOR_ALL else order[:_REASONS_AT_MOST]
    grouping, reached = groups
    middle = float(table["demand"].median())
    facts: dict[str, tuple[Fact, ...]] = {}
    between: dict[str, Between] = {}
    stands = stands_between(either, grouping, chosen) if grouping and claims else [None] * len(chosen)
    rows = table[["name", "betweenness", "demand", "overloaded", "degree"]].to_dict("records")
    ids = table.index.to_list()
    for i, linked in zip(chosen, stands, strict=True):
        row = rows[i]
        name = row["name"]
        said = [_contact_fact(name, row["degree"], int(i), grouping, reached)]
        quiet = [Fact(_SILENT, {"name": name})] if silent[i] else []
        if not claims:
            facts[str(ids[i])] = (*said, *quiet, Fact(_UNSURE, {"name": name}))
            continue
        found = linked if row["betweenness"] > 0 else None
        if found:
            between[str(ids[i])] = found
            values = {"name": name, "one": _side(found.one), "other": _side(found.other), "pairs": found.pairs}
            said.append(Fact(_BETWEEN, values))
        said += _burden(row, middle)
        facts[str(ids[i])] = (*said, *quiet)
    return facts, between


def _burden(row: Mapping[Hashable, Any], middle: float) -> list[Fact]:
    """Say what runs through a person, and whether that is too much."""
    said, name = [], row["name"]
    if row["degree"]:
        share = row["betweenness"]
        said.append(Fact(_PATHS, {"share": share, "name": name}) if share > 0 else Fact(_NO_PATHS, {"name": name}))
    if row["overloaded"]:
        said.append(Fact(_CARRIES, {"name": name, "demand": row["demand"], "middle": middle}))
    return said


def _contact_fact(name: str, degree: int, i: int, grouping: Grouping | None, reached: csr_array | None) -> Fact:
    if degree == 0:
        return Fact(_ALONE, {"name": name})
    plain = Fact(_CONTACTS_PLAIN if degree > 1 else _CONTACT_PLAIN, {"name": name, "n": degree})
    if grouping is None or reached is None:
        return plain
    span = slice(reached.indptr[i], reached.indptr[i + 1])
    groups, counts = reached.indices[span], reached.data[span].astype(np.int64)
    if groups.size == 0:
        return plain
    known = int(counts.sum())
    if groups.size == 1:
        only = {"name": name, "n": known, "groups": _side(grouping.labels[groups[0]])}
        return Fact(_CONTACTS_ONE if known > 1 else _CONTACT, only)
    order = np.lexsort((groups, -counts))
    listed = _groups_listed([(grouping.labels[groups[k]], int(counts[k])) for k in order])
    word = _CONTACTS if known == degree else _CONTACTS_SOME
    return Fact(word, {"name": name, "all": degree, "n": known, "k": int(groups.size), "groups": listed})


def _groups_listed(counted: list[tuple[str, int]]) -> Fact | str:
    words: list[Fact | str] = [
        Fact(_COUNTED, {"group": _side(label), "n": n}) if label in SIDES else f"{label} ({n})"
        for label, n in counted[:_GROUPS_NAMED]
    ]
    if len(counted) > _GROUPS_NAMED:
        words.append("…")
    listed = words[0]
    for word in words[1:]:
        both_plain = isinstance(listed, str) and isinstance(word, str)
        listed = f"{listed}, {word}" if both_plain else Fact(_LISTED, {"some": listed, "last": word})
    return listed


def _listed(names: list[str]) -> Fact | str:
    return names[0] if len(names) == 1 else Fact(_AND, {"some": ", ".join(names[:-1]), "last": names[-1]})


def marked_bridges(table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of a table of bridges whose people may be called one, the strongest first.

    Something runs through them and, where there are several groups, their contacts are in more than one: whoever knows
    people of one group only connects no groups. A table that says nothing of groups is taken as it is.
    """
    strong = table[table["score"] > 0]
    told = {"groups", "group", "inside"} <= set(table.columns)
    return strong[strong["groups"] > 1] if told and _known_groups(table) > 1 else strong


def _known_groups(table: pd.DataFrame) -> int:
    """Count the groups that people are in; contacts outside of whom none is known are one."""
    loose = bool((table["group"].isna() & ~table["inside"]).any())
    known = int(table["group"].nunique())
    return known + 1 if known and loose else known


def _groups_lacking(table: pd.DataFrame) -> tuple[Fact, ...]:
    known = _known_groups(table)
    return () if known > 1 else (Fact(_ONE_GROUP if known else _NO_GROUPS),)


def _headline(table: pd.DataFrame, between: Mapping[str, Between]) -> tuple[Fact, ...]:
    strong = marked_bridges(table)
    if strong.empty:
        return (Fact(_NOBODY_BETWEEN if (table["score"] > 0).any() else _NOBODY),)
    names = _listed([str(name) for name in strong["name"].head(3)])
    said = [Fact(_FIRST if len(strong) > 1 else _FIRST_ONE, {"names": names})]
    first = strong.iloc[0]
    found = between.get(str(strong.index[0]))
    if found:
        said.append(Fact(_FIRST_BETWEEN, {"name": first["name"], "one": _side(found.one), "other": _side(found.other)}))
    heavy = [str(name) for name in strong.loc[strong["overloaded"], "name"]]
    if heavy:
        values = {"n": len(heavy), "names": _listed(heavy[:3])}
        said.append(Fact(_OVERLOAD if len(heavy) > 1 else _OVERLOAD_ONE, values))
    return tuple(said)
