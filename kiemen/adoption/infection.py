"""Infectiousness and susceptibility: who adopts right before and right after the contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_number
from kiemen.adoption.contacts import contacts_per_slot
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.adoption.contacts import Contacts
    from kiemen.network import Network


@dataclass(frozen=True, repr=False, eq=False)
class InfectionScores(Result):
    """Infectiousness and susceptibility of each adopter, see `score_infection`."""

    _plot: ClassVar[str] = "plot_infection"
    _title: ClassVar[str] = mark("Infectiousness and susceptibility")


def score_infection(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    contacts: Contacts | None = None,
    reach: int = 1,
    discount: str = "linear",
    rate: float = 0.5,
    normalized: bool = True,
) -> InfectionScores:
    """Score after whom contacts adopt soon, and who adopts soon after contacts.

    Answers: "Whose adoption is followed by that of the people who name her, and who follows the people she names?" It
    counts the order of adoption among contacts. It does not show that one caused the other.

    Parameters
    ----------
    network, innovation, times, relation, weight, contacts
        As in `score_exposure`. Rows of `contacts` are the ones who look: i looks at j.
    reach
        How many periods away adoption still counts. Cut off at the number of periods less one.
    discount
        How adoption k periods away counts: "linear" divides by k, "exponential" by (1 + rate)^(k-1).
    rate
        Rate of the exponential discount, >= 0.
    normalized
        True divides by the discounted number of all people who adopted k periods away, so that a busy period does not
        make everybody look infectious. Values then compare between people, not between networks.

    Returns
    -------
    InfectionScores
        `.table` has one row per person with the columns

        time : float - period of adoption, inf for not adopted, NaN for unknown
        infectiousness : float >= 0 - among the people who name her, the discounted share that adopts k periods later
        susceptibility : float >= 0 - among the people she names, the discounted share that adopted k periods earlier

        Both are NaN for whoever did not adopt or is unknown. Infectiousness is 0 in the last period and
        susceptibility 0 in the first: there is nothing later or earlier to see.

    Raises
    ------
    InputError
        If the times, reach, discount or matrices do not fit.

    Notes
    -----
    ``S_i = sum_k sum_j x_ij(t_i-k+1) 1[t_j = t_i-k] / w_k  /  sum_k sum_j x_ij(t_i-k+1) 1[t_j <= t_i-k] / w_k``;
    infectiousness mirrors this on incoming ties with ``t_j = t_i+k`` over ``t_j >= t_i+k``. People who did not adopt
    count in neither. Cost: ties times reach.

    References
    ----------
    .. [1] Myers, D. J. (2000). The diffusion of collective violence. American Journal of Sociology, 106, 173-208.
       doi:10.1086/303110
    .. [2] Valente, T. W., Dyal, S. R., Chu, K.-H., Wipfli, H. & Fujimoto, K. (2015). Diffusion of innovations theory
       applied to global tobacco control treaty ratification. Social Science & Medicine, 145, 89-97.
       doi:10.1016/j.socscimed.2015.10.001

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(["a", "b", "c"], [0, 0], [1, 2])
    >>> scores = score_infection(network, times=pd.Series({"a": 3, "b": 1, "c": 2}), normalized=False)
    >>> scores.table["susceptibility"].tolist()
    [0.5, 0.0, 0.0]
    """
    check_choice("discount", discount, ("linear", "exponential"))
    rate = check_number("rate", rate, low=0)
    reach = check_integer("reach", reach, low=1)
    window = resolve_times(network, times, innovation)
    n_slots = len(window.periods)
    if contacts is None:
        contacts = network.adjacency(relation, weight=weight)
    matrices = contacts_per_slot(contacts, window.first, n_slots, len(window.times))
    steps = np.arange(1, min(reach, n_slots - 1) + 1)
    worth = np.asarray(1 / steps if discount == "linear" else (1 + rate) ** -(steps - 1.0), dtype=np.float64)
    slots = window.slots
    susceptibility = infection_array(matrices, slots, worth, normalized=normalized, forward=False)
    infectiousness = infection_array(matrices, slots, worth, normalized=normalized, forward=True)
    table = pd.DataFrame(
        {"time": window.times, "infectiousness": infectiousness, "susceptibility": susceptibility},
        index=window.times.index,
    )
    settings = {
        "innovation": window.innovation,
        "first": window.first,
        "last": window.last,
        "relation": relation,
        "weight": weight,
        "reach": len(steps),
        "discount": discount,
        "rate": rate,
        "normalized": normalized,
    }
    followed = int((infectiousness > 0).sum())
    return InfectionScores(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_infection", settings=settings),
        headline=(
            Fact(
                mark(
                    "{followed} of {n:# adopter|# adopters} {followed:has|have} contacts who adopted within "
                    "{reach:# period|# periods} after them."
                ),
                {"followed": followed, "n": int(window.adopted.sum()), "reach": len(steps)},
            ),
        ),
        cautions=(Fact(mark("This counts who adopts after whom; it does not show that one caused the other.")),),
    )


def infection_array(
    matrices: Sequence[csr_array],
    slots: NDArray[np.int64],
    worth: NDArray[np.float64],
    *,
    normalized: bool,
    forward: bool,
) -> NDArray[np.float64]:
    """Give infectiousness (`forward`) or susceptibility of every adopter, NaN for the rest."""
    n_slots, n_nodes = len(matrices), len(slots)
    adopted = (slots >= 0) & (slots < n_slots)
    above, below, crowd = np.zeros(n_nodes), np.zeros(n_nodes), np.zeros(n_nodes)
    counts = np.bincount(slots[adopted], minlength=n_slots)
    one = all(matrix is matrices[0] for matrix in matrices)
    for k, value in enumerate(worth, start=1):
        target = slots + k if forward else slots - k
        seen = adopted & (target >= 0) & (target < n_slots)
        graph_slots = slots + k - 1 if forward else slots - k + 1
        for moment in [None] if one else np.unique(graph_slots[seen]):
            mine = seen if moment is None else seen & (graph_slots == moment)
            matrix = matrices[0 if moment is None else moment]
            hits, total = _counted(matrix, slots, target, adopted, forward=forward)
            above[mine] += value * hits[mine]
            below[mine] += value * total[mine]
        crowd[seen] += value * counts[target[seen]]
    result = np.full(n_nodes, np.nan)
    share = np.divide(above, below, out=np.zeros(n_nodes), where=below > 0)
    if normalized:
        share = np.divide(share, crowd, out=np.zeros(n_nodes), where=crowd > 0)
    result[adopted] = share[adopted]
    return result


def _counted(
    matrix: csr_array,
    slots: NDArray[np.int64],
    target: NDArray[np.int64],
    adopted: NDArray[np.bool_],
    *,
    forward: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count, per person, the contacts who adopted exactly at and beyond her target slot."""
    n_nodes = len(slots)
    rows = np.repeat(np.arange(n_nodes, dtype=np.int32), np.diff(matrix.indptr))
    ego, alter = (matrix.indices, rows) if forward else (rows, matrix.indices)
    theirs, wanted = slots[alter], target[ego]
    weight = matrix.data * adopted[alter]
    hits = np.asarray(np.bincount(ego, weight * (theirs == wanted), n_nodes), dtype=np.float64)
    beyond = theirs >= wanted if forward else theirs <= wanted
    return hits, np.asarray(np.bincount(ego, weight * beyond, n_nodes), dtype=np.float64)
