"""How many contacts of each person had adopted before each period, and who was at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.times import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.adoption.times import AdoptionTimes


def adopted_contacts(matrix: csr_array, slots: NDArray[np.int64], n_slots: int) -> NDArray[np.float64]:
    """Give people by slots: the (weighted) number of contacts who had adopted before the slot."""
    steps = np.arange(n_slots)
    before = (slots[:, None] < steps) & (slots[:, None] != UNKNOWN)
    return np.asarray(matrix @ before.astype(np.float64))


def tabulate(
    contacts: NDArray[np.float64], window: AdoptionTimes
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Count people at risk and adoptions per slot (from the second on) and number of adopted contacts.

    Returns
    -------
    tuple of arrays
        Slot, adopted contacts, people at risk and adoptions, one entry per combination that occurs.
    """
    slots, known = window.slots, window.known
    parts = []
    for slot in range(1, len(window.periods)):
        rows = known & (slots >= slot)
        values, place = np.unique(contacts[rows, slot], return_inverse=True)
        at_risk = np.bincount(place, minlength=len(values)).astype(np.float64)
        adopts = np.bincount(place, slots[rows] == slot, minlength=len(values))
        parts.append((np.full(len(values), slot), values, at_risk, adopts))
    if not parts:
        empty = np.zeros(0)
        return np.zeros(0, dtype=np.int64), empty, empty, empty
    slot_, k, n, e = (np.concatenate([part[i] for part in parts]) for i in range(4))
    return slot_.astype(np.int64), k, n, e
