"""Contagion, tested before it is claimed: shuffled within departments, and against networks that cannot carry it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_number, check_rng
from kiemen.adoption.contacts import DIRECTIONS
from kiemen.adoption.times import UNKNOWN, AdoptionTimes, resolve_times
from kiemen.errors import InputError, NoSignalWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

VERDICTS = ("no relation", "explained by groups", "placebo does as well", "adopters are connected")


@dataclass(frozen=True, repr=False, eq=False)
class ContagionCheck(Result):
    """Whether adoption follows ties more than chance, groups and placebo networks explain; see `check_contagion`.

    Parameters
    ----------
    verdict
        "no relation", "explained by groups", "placebo does as well" or "adopters are connected".
    """

    _plot: ClassVar[str] = "plot_contagion"
    _title: ClassVar[str] = mark("Does adoption follow the ties?")

    verdict: str = VERDICTS[0]


def check_contagion(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    placebo: Sequence[str] = (),
    direction: str = "out",
    by: str | None = None,
    permutations: int = 999,
    level: float = 0.05,
    rng: int | np.random.Generator | None = 0,
) -> ContagionCheck:
    """Check whether people adopt after their contacts more than chance, groups and placebo networks explain.

    Answers: "May we say that it spreads along these ties?" Departments adopt together for reasons of their own, and
    ties lie within departments; so adoption is shuffled within them. Ties turned around, and ties of another kind,
    serve as placebo: what they show as strongly is likeness, not contagion. Nothing here proves influence.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    relation
        Ties that might carry it; None takes all together, without the placebo relations.
    placebo
        Relations that should not carry it, such as sharing a floor; none of them can be in `relation` too.
    direction
        As in `score_exposure`.
    by
        Column with the groups to shuffle within; None takes department, team, ... if there is one.
    permutations
        Number of shuffles, at least 99.
    level
        p-value above which nothing is claimed.
    rng
        Seed or generator.

    Returns
    -------
    ContagionCheck
        `.table` has one row per network: "ties", "ties turned around" (if direction matters) and each placebo, with

        excess : float - adopted contacts of those who adopt, per adoption, above the mean of those still to adopt
        z, p : float - against adoption shuffled over everybody; p is one-sided
        z_within, p_within : float - against adoption shuffled within groups; NaN without groups

        `.verdict` is one of "no relation", "explained by groups", "placebo does as well", "adopters are connected".

    Raises
    ------
    InputError
        If a relation does not exist, or is to carry it and to be a placebo at once.
    TooLittleDataError
        If there are no ties, or fewer than three people adopted after somebody else.

    Warns
    -----
    NoSignalWarning
        If the verdict is not "adopters are connected".

    Notes
    -----
    The statistic is the score of the order-of-adoption likelihood at strength zero, ``sum over adoptions of k_i(t) less
    its mean over all still to adopt``. Cost: ties times permutations.

    References
    ----------
    .. [1] Shalizi, C. R. & Thomas, A. C. (2011). Homophily and contagion are generically confounded in observational
       social network studies. Sociological Methods & Research, 40, 211-239. doi:10.1177/0049124111404820

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen.network import Network
    >>> ring = np.arange(40)
    >>> network = Network.from_arrays([f"p{i:02d}" for i in ring], (ring + 1) % 40, ring, directed=False)
    >>> check_contagion(network, times=pd.Series(ring + 1.0, index=network.ids), permutations=99).verdict
    'adopters are connected'
    """
    check_choice("direction", direction, DIRECTIONS)
    permutations = check_integer("permutations", permutations, low=99)
    level = check_number("level", level, low=0, high=0.5, low_open=True)
    generator = check_rng(rng)
    window = resolve_times(network, times, innovation)
    groups = _groups(network, by)
    relation, placebo = _apart(network, relation, placebo)
    matrices = _matrices(network, relation, placebo, direction)
    known = window.slots != UNKNOWN
    if not matrices["ties"].nnz:
        raise TooLittleDataError("There are no ties, so there is nothing along which adoption could have passed.")
    if (window.slots[window.adopted & window.known] > window.slots[known].min()).sum() < 3:
        raise TooLittleDataError("Fewer than three people adopted after somebody else; there is no order to test.")
    table = _tested(matrices, window, groups, permutations, generator)
    verdict = _verdict(table, level)
    if verdict != VERDICTS[3]:
        warnings.warn(f"Contagion is not shown: {verdict}.", NoSignalWarning, stacklevel=2)
    settings = {
        "innovation": window.innovation,
        "relation": relation,
        "placebo": list(placebo),
        "direction": direction,
        "by": by,
        "permutations": permutations,
        "level": level,
    }
    return ContagionCheck(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="check_contagion", settings=settings),
        headline=(_said(verdict, table),),
        cautions=_cautions(groups),
        verdict=verdict,
    )


def _groups(network: Network, by: str | None) -> NDArray[np.int64] | None:
    from kiemen.errors import ColumnError

    try:
        groups = network.groups(by)
    except ColumnError:
        if by is not None:
            raise
        return None
    return np.asarray(pd.factorize(groups, sort=True)[0], dtype=np.int64)


def _apart(
    network: Network, relation: str | Sequence[str] | None, placebo: str | Sequence[str]
) -> tuple[str | Sequence[str] | None, list[str]]:
    """Keep the ties that might carry it apart from the placebos: what is in both shows likeness in either."""
    others = [placebo] if isinstance(placebo, str) else list(placebo or ())
    if not others:
        return relation, others
    if relation is None:
        left = [str(name) for name in network.relations.index if name not in others]
        if not left:
            raise InputError("placebo: every relation is a placebo, so there are no ties left to test.")
        return left, others
    both = sorted({relation} & set(others) if isinstance(relation, str) else set(relation) & set(others))
    if both:
        raise InputError(f"placebo: {', '.join(both)} cannot be the ties to test and a placebo at once.")
    return relation, others


def _matrices(
    network: Network, relation: str | Sequence[str] | None, placebo: Sequence[str], direction: str
) -> dict[str, csr_array]:
    found = {"ties": network.adjacency(relation, weight=None, direction=direction)}
    if direction != "both":
        turned = network.adjacency(relation, weight=None, direction="in" if direction == "out" else "out")
        if abs(turned - found["ties"]).sum() > 0:
            found["ties turned around"] = turned
    for name in placebo:
        found[name] = network.adjacency(name, weight=None, direction=direction)
    return found


def contact_excess(matrix: csr_array, slots: NDArray[np.int64], n_slots: int, known: NDArray[np.bool_]) -> float:
    """Give adopted contacts of adopters above the mean of those still to adopt, summed over adoptions.

    One pass over the ties: a tie to somebody who adopts earlier counts for its owner at adoption, and for the mean in
    every slot between the two adoptions.
    """
    rows = np.repeat(np.arange(len(slots), dtype=np.int32), np.diff(matrix.indptr))
    mine, theirs = slots[rows], slots[matrix.indices]
    useful = known[rows] & (theirs != UNKNOWN) & (theirs < mine)
    mine, theirs, weight = mine[useful], theirs[useful], matrix.data[useful]
    at_adoption = float(weight[mine < n_slots].sum())
    change = np.bincount(theirs + 1, weight, n_slots + 2) - np.bincount(mine + 1, weight, n_slots + 2)
    total = np.cumsum(change)[:n_slots]
    counts = np.bincount(slots[known], minlength=n_slots + 1)
    adopts = counts[:n_slots]
    naive = counts.sum() - np.concatenate([[0], np.cumsum(adopts)[:-1]])
    expected = float((adopts[naive > 0] * total[naive > 0] / naive[naive > 0]).sum())
    return at_adoption - expected


def _tested(
    matrices: dict[str, csr_array],
    window: AdoptionTimes,
    groups: NDArray[np.int64] | None,
    permutations: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    slots, n_slots, known = window.slots, len(window.periods), window.known
    observed = {name: contact_excess(matrix, slots, n_slots, known) for name, matrix in matrices.items()}
    schemes = {"": np.zeros(len(slots), dtype=np.int64)} | ({} if groups is None else {"_within": groups})
    drawn = {(name, scheme): np.empty(permutations) for name in matrices for scheme in schemes}
    for scheme, codes in schemes.items():
        members = [np.flatnonzero(known & (codes == code)) for code in np.unique(codes[known])]
        for draw in range(permutations):
            shuffled = slots.copy()
            for people in members:
                shuffled[people] = slots[rng.permutation(people)]
            for name, matrix in matrices.items():
                drawn[name, scheme][draw] = contact_excess(matrix, shuffled, n_slots, known)
    adoptions = max(int((slots[known] < n_slots).sum()), 1)
    rows = {}
    for name in matrices:
        row = {"excess": observed[name] / adoptions, "z": np.nan, "p": np.nan, "z_within": np.nan, "p_within": np.nan}
        for scheme in schemes:
            values = drawn[name, scheme]
            spread = values.std(ddof=1)
            row[f"z{scheme}"] = (observed[name] - values.mean()) / spread if spread > 0 else np.nan
            row[f"p{scheme}"] = (1 + (values >= observed[name] - 1e-9).sum()) / (permutations + 1)
        rows[name] = row
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "network"
    return table


def _verdict(table: pd.DataFrame, level: float) -> str:
    ties = table.loc["ties"]
    kind = "" if np.isnan(ties["p_within"]) else "_within"
    if ties["p"] > level:
        return VERDICTS[0]
    if kind and ties["p_within"] > level:
        return VERDICTS[1]
    others = table.drop(index="ties")
    # A placebo that is itself beyond chance and nearly as strong shows that likeness alone can do this.
    rivals = others[(others[f"p{kind}"] <= level) & (others[f"z{kind}"] > ties[f"z{kind}"] - 1)]
    return VERDICTS[2] if len(rivals) else VERDICTS[3]


def _said(verdict: str, table: pd.DataFrame) -> Fact:
    row = table.T["ties"].astype(float)
    values = {"p": float(row["p"]), "within": float(row["p_within"])}
    return Fact(
        {
            VERDICTS[0]: mark("Adopters are connected no more than chance would give (p = {p:.2f})."),
            VERDICTS[1]: mark(
                "Adopters are connected, but no more than the groups they are in explain (p = {within:.2f})."
            ),
            VERDICTS[2]: mark(
                "Adopters are connected, but a network that cannot carry adoption shows it as well: likeness explains "
                "as much."
            ),
            VERDICTS[3]: mark("Adopters are connected beyond what chance and groups explain."),
        }[verdict],
        values,
    )


def _cautions(groups: NDArray[np.int64] | None) -> tuple[Fact, ...]:
    found = [Fact(mark("Likeness that was not measured may still be behind it; this is not proof of influence."))]
    if groups is None:
        found.append(Fact(mark("No groups are known, so adoption could only be shuffled over everybody.")))
    return tuple(found)
