"""Complex paths: how well a person's circle can start a contagion that needs several contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.progress import compiling, progress_bar
from kiemen.errors import TooLargeError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.network import Network

MOST_WORK = 2e11
PIECE = 256


@dataclass(frozen=True, repr=False, eq=False)
class ComplexPaths(Result):
    """How well each person's circle can start a contagion that needs several contacts."""

    _title: ClassVar[str] = mark("Complex paths")
    _plot: ClassVar[str] = "plot_complex_paths"


def score_complex_paths(
    network: Network,
    *,
    contacts: int = 2,
    relation: str | Sequence[str] | None = None,
    direction: str | None = None,
    progress: bool = True,
) -> ComplexPaths:
    """Score how far a contagion that needs several contacts gets when it starts in a person's circle.

    Answers: "Around whom could a new way of working that people must see with several colleagues take hold?" The person
    and all direct contacts start; others join once enough of their contacts have. Not for news and tips, which one
    contact can pass on.

    Parameters
    ----------
    network
        People and ties.
    contacts
        Active contacts that a person needs (>= 1).
    relation
        One relation, several, or None for all.
    direction
        "out", "in", "both" or None, as in `simulate_spread`.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    ComplexPaths
        `.table` has one row per person (index `person`), longest first, and the columns

        length : float   - mean distance from the person to everybody, through activated people only; who is not
            activated counts as 0, so longer means that it gets further
        activated : int  - people active in the end, the circle included
        ties : int       - ties that touch an activated person

    Raises
    ------
    TooLargeError
        If people times ties are beyond what fits in some minutes.

    Notes
    -----
    O(people × ties) time.

    References
    ----------
    Guilbeault, D. & Centola, D. (2021). Topological measures for identifying and predicting the spread of complex
    contagions. doi:10.1038/s41467-021-24704-6

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.complex_paths import score_complex_paths
    >>> network = Network.from_networkx(nx.circulant_graph(12, [1, 2]))
    >>> score_complex_paths(network).table["length"].unique().tolist()
    [1.75]
    """
    check_integer("contacts", contacts, low=1)
    arcs = gather_contacts(network, relation=relation, direction=direction)
    if float(arcs.n) * arcs.n_arcs > MOST_WORK:
        raise TooLargeError(
            f"complex paths of {arcs.n} people over {arcs.n_arcs} ties are too much work; select a part of the people."
        )
    from kiemen._kernels.complex_paths import complex_paths

    found = []
    with progress_bar(arcs.n, mark("Complex paths"), show=progress) as bar, compiling("complex paths"):
        for first in range(0, arcs.n, PIECE):
            some = np.arange(first, min(first + PIECE, arcs.n), dtype=np.int64)
            found.append(np.column_stack(complex_paths(arcs.indptr, arcs.indices, contacts, some)))
            bar.update(some.size)
    numbers = np.concatenate(found)
    table = pd.DataFrame(
        {"length": numbers[:, 1] / arcs.n, "activated": numbers[:, 0], "ties": numbers[:, 2]},
        index=pd.Index(network.ids, name="person"),
    ).sort_values("length", ascending=False, kind="stable")
    settings = {"contacts": contacts, "relation": relation, "direction": direction}
    whole = int((table["activated"] == arcs.n).sum())
    said = mark(
        "The circles of {n} of {all:# person|# people} could reach everybody when "
        "{contacts:# contact is|# contacts are} needed."
    )
    if not whole:
        said = mark("Nobody's circle could reach everybody when {contacts:# contact is|# contacts are} needed.")
    return ComplexPaths(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_complex_paths", settings=settings),
        headline=(Fact(said, {"n": whole, "all": arcs.n, "contacts": contacts}),),
        cautions=(Fact(mark("How many contacts people need is an assumption; missing ties shorten every path.")),),
    )
