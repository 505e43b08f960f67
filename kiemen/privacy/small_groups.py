"""What may be published about groups, so that nothing smaller than the minimum can be read or derived.

Hiding a group of three is not enough where the total and the other groups are shown: the three are what is left. The
same holds for a table by department beside one by location, and for the report of this month beside that of the last.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.privacy.audiences import MINIMUM_GROUP, check_minimum

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    from numpy.typing import NDArray

# More halves of a difference than these are not listed, nor more differences found than these.
MOST_HALVES, MOST_FOUND = 200_000, 500
LARGEST_SHARE = 0.5
CLOSE = 1e-8


def derivable_groups(
    published: Iterable[Collection[str]], *, minimum_group: int = MINIMUM_GROUP
) -> list[frozenset[str]]:
    """Give the groups below the minimum whose figures follow from the published ones by adding and subtracting.

    Answers: "Can somebody work out the figure of three people from these tables?" Each published group is taken as a
    sum over its people. A group follows when it is a combination of the published sums.

    Parameters
    ----------
    published
        The people behind each figure that is or was published, over all tables and reports together.
    minimum_group
        Groups of fewer people than this may not follow.

    Returns
    -------
    list of frozenset
        The people in each group that follows; empty when all is well.

    Notes
    -----
    People in exactly the same published groups form a piece. A union of pieces follows when its indicator lies in the
    row space of the matrix of groups by pieces. All unions below a minimum of 5 are found (of two pieces where there
    are many hundreds of small ones), below a higher one those of four pieces at least. O(groups² · pieces + pieces²).

    Examples
    --------
    >>> everyone = [f"p{i}" for i in range(12)]
    >>> [len(group) for group in derivable_groups([everyone, everyone[:9]])]
    [3]
    """
    minimum = check_minimum(minimum_group)
    sets = [frozenset(group) for group in published if group]
    pieces, matrix = _split(sets)
    small = [n for n, piece in enumerate(pieces) if len(piece) < minimum]
    if not small:
        return []
    blind = _blind_directions(matrix)
    unions = _vanishing_unions(blind[small], [len(pieces[n]) for n in small], minimum)
    return [frozenset().union(*(pieces[small[n]] for n in union)) for union in unions]


def _split(sets: list[frozenset[str]]) -> tuple[list[frozenset[str]], NDArray[np.float64]]:
    """Give the people split by which groups they are in, and which groups (rows) hold which pieces (columns).

    Nothing finer than a piece can be told apart.
    """
    signature: dict[str, list[int]] = {}
    for number, members in enumerate(sets):
        for person in sorted(members):
            signature.setdefault(person, []).append(number)
    found: dict[tuple[int, ...], list[str]] = {}
    for person, groups in signature.items():
        found.setdefault(tuple(groups), []).append(person)
    pieces = sorted(found.items())
    matrix = np.zeros((len(sets), len(pieces)))
    for column, (holders, _) in enumerate(pieces):
        matrix[list(holders), column] = 1.0
    return [frozenset(people) for _, people in pieces], matrix


def _blind_directions(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give a basis of the changes between pieces that no published figure would show (the null space)."""
    _, size, rows = np.linalg.svd(matrix, full_matrices=True)
    return np.asarray(rows[_rank(size) :].T, dtype=np.float64)


def _rank(size: NDArray[np.float64]) -> int:
    return int((size > CLOSE * max(float(size.max(initial=0.0)), 1.0)).sum())


def _vanishing_unions(blind: NDArray[np.float64], sizes: list[int], minimum: int) -> list[tuple[int, ...]]:
    """Give the unions of fewer people than the minimum that no change could hide: their blind directions add up to 0.

    A union is put together from two halves, looked up by the sum of a fixed projection, so that unions of twice as many
    pieces are found as can be listed.
    """
    found = [(n,) for n in range(len(sizes)) if np.abs(blind[n]).max(initial=0.0) <= CLOSE]
    # A piece that follows by itself makes every union with it follow too; only the rest can hide something.
    rest = [n for n in range(len(sizes)) if (n,) not in set(found)]
    halves = _halves(rest, sizes, minimum)
    shade = blind @ np.cos(np.arange(1.0, blind.shape[1] + 1.0) ** 2) if blind.shape[1] else np.zeros(len(sizes))
    sums = np.array([sum(shade[n] for n in half) for half in halves])
    order = np.argsort(sums, kind="stable")
    ranked = sums[order]
    taken: set[frozenset[int]] = set()
    near = CLOSE * 10
    for half, total in zip(halves, sums, strict=True):
        low, high = np.searchsorted(ranked, [-total - near, -total + near])
        for k in order[low:high]:
            union = frozenset(half) | frozenset(halves[k])
            if len(union) != len(half) + len(halves[k]) or sum(sizes[n] for n in union) >= minimum or not union:
                continue
            if union in taken or np.abs(blind[sorted(union)].sum(axis=0)).max() > CLOSE:
                continue
            taken.add(union)
            if len(taken) >= MOST_FOUND:
                return [*found, *sorted(tuple(sorted(one)) for one in taken)]
    return [*found, *sorted(tuple(sorted(one)) for one in taken)]


def _halves(pieces: list[int], sizes: list[int], minimum: int) -> list[tuple[int, ...]]:
    """List the unions of half as many pieces as fit below the minimum, the empty one included."""
    halves: list[tuple[int, ...]] = [()]
    for count in range(1, minimum // 2 + 1):
        if math.comb(len(pieces), count) > MOST_HALVES:
            break
        halves += [half for half in combinations(pieces, count) if sum(sizes[n] for n in half) < minimum]
    return halves


def publishable_groups(
    groups: Mapping[Hashable, Collection[str]],
    *,
    minimum_group: int = MINIMUM_GROUP,
    known: Iterable[Collection[str]] = (),
) -> list[Hashable]:
    """Give the groups that may be shown, so that none below the minimum can be read or derived.

    Answers: "Which departments may stand in this table?" Groups below the minimum go first; then, as long as one
    follows from what is left and what is known, the smallest group that it cannot do without goes too.

    Parameters
    ----------
    groups
        The people of each group.
    minimum_group
        Smallest size that may be shown, at least 5.
    known
        Groups that are public anyway: everybody together, and what earlier reports showed.

    Returns
    -------
    list
        Keys of the groups that may be shown, in the order given.

    Examples
    --------
    >>> people = {"HR": ["a", "b", "c"], "IT": [f"i{n}" for n in range(12)], "Sales": [f"s{n}" for n in range(8)]}
    >>> everyone = [person for members in people.values() for person in members]
    >>> publishable_groups(people, known=[everyone])
    ['IT']
    """
    minimum = check_minimum(minimum_group)
    given = [frozenset(group) for group in known]
    shown = {key: frozenset(members) for key, members in groups.items() if len(members) >= minimum}
    already = set(derivable_groups(given, minimum_group=minimum))
    while shown:
        leaks = [
            leak for leak in derivable_groups([*shown.values(), *given], minimum_group=minimum) if leak not in already
        ]
        if not leaks:
            break
        for key in _to_hide(shown, given, leaks):
            del shown[key]
    return [key for key in groups if key in shown]


def told_apart(
    people: Collection[str], earlier: Iterable[Collection[str]], *, minimum_group: int = MINIMUM_GROUP
) -> bool:
    """Say whether these people are those of an earlier figure but for a few: the change would tell about those few.

    Where one came and another went, the sum changes by what the one has more than the other. Where more changed on the
    other side than stayed, it is another group, and the few are hidden in the many.

    Examples
    --------
    >>> told_apart("abcdefgX", ["abcdefgY"]), told_apart("abcdefg", ["abcdefg"]), told_apart("abcdefg", ["tuvwxyz"])
    (True, False, False)
    """
    now = frozenset(people)
    for group in earlier:
        before = frozenset(group)
        stayed, came, went = len(now & before), len(now - before), len(before - now)
        few = 0 < came < minimum_group or 0 < went < minimum_group
        if stayed and few and max(came, went) < max(minimum_group, stayed + 1):
            return True
    return False


def apart_from_earlier(
    cells: Mapping[Hashable, Collection[str]],
    earlier: Collection[Collection[str]],
    *,
    minimum_group: int = MINIMUM_GROUP,
) -> list[Hashable]:
    """Give the cells of a column that tell of nobody beside the cells of the same column in earlier reports.

    Parameters
    ----------
    cells
        The people behind each cell.
    earlier
        The people behind each cell that was shown.
    minimum_group
        Groups of fewer people than this may not follow.

    Returns
    -------
    list
        Keys of the cells that may be shown, in the order given.

    Examples
    --------
    >>> apart_from_earlier({"Zorg": "abcdef", "ICT": "tuvwxyz"}, ["abcde"])
    ['ICT']
    """
    if not earlier:
        return list(cells)
    # A cell of a few may be there for figures that rest on more than who answered.
    large = {key: people for key, people in cells.items() if len(people) >= minimum_group}
    shown = set(publishable_groups(large, minimum_group=minimum_group, known=earlier))
    return [
        key
        for key, people in cells.items()
        if (key in shown or key not in large) and not told_apart(people, earlier, minimum_group=minimum_group)
    ]


def _to_hide(
    shown: Mapping[Hashable, frozenset[str]], given: list[frozenset[str]], leaks: list[frozenset[str]]
) -> list[Hashable]:
    """Give for each leak the smallest group that every sum which gives it needs; if none has such, one that it uses.

    A leak is a sum of the published groups with weights. A group that does not follow from the others has the same
    weight in every such sum; where that is not zero, the leak closes without it. Other leaks are closed by the same
    group or keep their own, so that all are settled by one decomposition.
    """
    pieces, matrix = _split([*shown.values(), *given])
    where = {person: n for n, piece in enumerate(pieces) for person in piece}
    target = np.zeros((len(pieces), len(leaks)))
    for column, leak in enumerate(leaks):
        target[[where[person] for person in leak], column] = 1.0
    left, size, right = np.linalg.svd(matrix, full_matrices=False)
    rank = _rank(size)
    weights = left[:, :rank] @ ((right[:rank] @ target) / size[:rank, None])
    uses = np.abs(weights[: len(shown)]) > CLOSE
    # The share of a group that the others do not give: one minus its leverage.
    alone = (left[: len(shown), :rank] ** 2).sum(axis=1) > 1 - CLOSE
    keys = list(shown)
    order = sorted(range(len(keys)), key=lambda n: (len(shown[keys[n]]), str(keys[n])))
    chosen: list[int] = []
    for column in range(len(leaks)):
        needed = [n for n in order if alone[n] and uses[n, column]]
        if needed and not any(uses[n, column] for n in chosen):
            chosen.append(needed[0])
    if not chosen:
        chosen = ([n for n in order if uses[:, 0][n]] or order)[:1]
    return [keys[n] for n in chosen]


def safe_group_means(
    values: pd.DataFrame,
    groups: pd.Series,
    *,
    minimum_group: int = MINIMUM_GROUP,
    known: Iterable[Collection[str]] = (),
) -> pd.DataFrame:
    """Give the mean of each column per group, for the groups and cells that may be shown.

    Answers: "What may management see of these scores?" The rules are applied last, to what would be shown: a cell rests
    on the minimum number of people at least, nothing below it follows by subtraction (over the columns together, whose
    known values differ), no cell where everybody has the same value, none that one person makes up for half or more.

    Parameters
    ----------
    values
        One row per person, numeric columns; NaN is unknown.
    groups
        Group of each person.
    minimum_group
        Smallest number of people behind a figure, at least 5.
    known
        Groups that earlier reports showed.

    Returns
    -------
    DataFrame
        One row per group that may be shown (index `group`), `people` and the mean of each column (NaN where a cell
        may not be shown).

    Examples
    --------
    >>> values = pd.DataFrame({"score": range(20)}, index=[f"p{n}" for n in range(20)], dtype=float)
    >>> groups = pd.Series(["IT"] * 10 + ["Sales"] * 8 + ["HR"] * 2, index=values.index)
    >>> safe_group_means(values, groups).index.tolist()
    ['IT']
    """
    minimum = check_minimum(minimum_group)
    members = _members(groups.reindex(values.index))
    everyone = [frozenset(map(str, values.index))]
    sets = [*everyone, *map(frozenset, known)]
    shown = publishable_groups(members, minimum_group=minimum, known=sets)
    sets += [members[key] for key in shown]
    table = pd.DataFrame({"people": [len(members[key]) for key in shown]}, index=pd.Index(shown, name="group"))
    for column in values.columns:
        numbers = values[column].astype(float)
        answered = {key: members[key] & set(numbers.index[numbers.notna()]) for key in shown}
        cells = publishable_groups(answered, minimum_group=minimum, known=sets)
        sets += [answered[key] for key in cells]
        table[column] = [
            _safe_mean(numbers[sorted(answered[key])].to_numpy()) if key in cells else np.nan for key in shown
        ]
    return table


def _members(groups: pd.Series) -> dict[Hashable, frozenset[str]]:
    return {
        str(group): frozenset(map(str, people))
        for group, people in sorted(groups.dropna().groupby(groups).groups.items(), key=lambda item: str(item[0]))
    }


def _safe_mean(values: NDArray[Any]) -> float:
    """Give the mean, or NaN where it would tell a single person's value: all equal, or one makes up half."""
    if len(values) == 0 or values.min() == values.max():
        return float("nan")
    size = np.abs(values)
    if size.max() >= LARGEST_SHARE * size.sum():
        return float("nan")
    return float(values.mean())
