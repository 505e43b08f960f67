"""What is known of two people before they are tied: contacts they share, how active they are, what is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.suggest.proximity import pair_proximity

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network
    from kiemen.suggest.history import Snapshot

NOT_ATTRIBUTES = {"name", "inside"}
ATTRIBUTES_USED = 6
DENSE_PEOPLE = 3_000


def attribute_codes(network: Network) -> dict[str, NDArray[np.float64]]:
    """Give attributes that can make people alike: codes for texts, standardised values for numbers, NaN unknown."""
    found: dict[str, NDArray[np.float64]] = {}
    people = network.people
    for name in sorted(set(people.columns) - NOT_ATTRIBUTES):
        column = people[name]
        levels = column.nunique(dropna=True)
        if not 2 <= levels <= max(2, len(people) // 2):
            continue
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            values = column.to_numpy(dtype=np.float64, na_value=np.nan)
            found[f"{name} apart"] = (values - np.nanmean(values)) / max(float(np.nanstd(values)), 1e-9)
        else:
            codes = pd.factorize(column, sort=True)[0].astype(np.float64)
            found[f"same {name}"] = np.where(codes < 0, np.nan, codes)
        if len(found) == ATTRIBUTES_USED:
            break
    return found


def pair_features(
    snapshot: Snapshot,
    attributes: dict[str, NDArray[np.float64]],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> pd.DataFrame:
    """Give one row per pair and one column per thing known; symmetric in left and right.

    O(ties of the two) per pair, plus n³ multiplications for paths of length three up to 3,000 people; above, paths of
    length three cost O(ties of the contacts) per pair.
    """
    tied = snapshot.tied
    degree = np.diff(tied.indptr).astype(np.float64)
    shared = pair_proximity(tied, left, right, method="common")
    columns: dict[str, NDArray[np.float64]] = {
        "shared contacts": np.log1p(shared),
        # Between none and one lies more than between one and two.
        "any shared contact": (shared > 0).astype(np.float64),
        "adamic-adar": np.log1p(pair_proximity(tied, left, right, method="adamic-adar")),
        "resource allocation": np.log1p(pair_proximity(tied, left, right, method="resource-allocation")),
        "paths of three": np.log1p(paths_of_three(tied, left, right)),
        **_activity("ties", degree, left, right),
    }
    for name, strength in zip(("recent", "lasting"), snapshot.strengths, strict=True):
        total = np.asarray(strength.sum(axis=1), dtype=np.float64)
        columns[f"{name} shared contact"] = np.log1p(faded_proximity(strength, total, left, right))
        columns |= _activity(f"{name} contact", total, left, right)
    idle = snapshot.idle
    columns["idle longest"] = -np.log1p(np.maximum(idle[left], idle[right]))
    columns["idle together"] = -np.log1p(idle[left] + idle[right])
    for name, values in attributes.items():
        apart = np.abs(values[left] - values[right])
        alike = -apart if name.endswith(" apart") else (apart == 0).astype(np.float64)
        columns[name] = np.where(np.isnan(apart), np.nanmean(alike) if (~np.isnan(apart)).any() else 0.0, alike)
    if snapshot.incidence is not None:
        columns["shared initiatives"] = np.log1p(_row_products(snapshot.incidence, snapshot.incidence, left, right))
    columns["adamic-adar of all time"] = columns["adamic-adar"]
    if snapshot.former.nnz:
        ever = (tied + snapshot.former).tocsr()
        ever.sort_indices()
        columns["adamic-adar of all time"] = np.log1p(pair_proximity(ever, left, right, method="adamic-adar"))
        columns["tied before"] = np.asarray(snapshot.former[left, right], dtype=np.float64).ravel()
    if snapshot.silent.size:
        silent = snapshot.silent.astype(np.float64)
        columns["named nobody"] = silent[left] + silent[right]
    return pd.DataFrame(columns)


def _activity(
    name: str, amount: NDArray[np.float64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    one, other = np.log1p(amount[left]), np.log1p(amount[right])
    return {f"{name} together": one + other, f"{name} of the quieter": np.minimum(one, other)}


def faded_proximity(
    strength: csr_array, total: NDArray[np.float64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give resource allocation over faded contacts: both strengths to a shared contact over all of its contacts."""
    from scipy.sparse import diags_array

    scaled = strength @ diags_array(1.0 / np.maximum(total, 1e-9))
    return _row_products(scaled.tocsr(), strength, left, right)


def _row_products(
    one: csr_array, other: csr_array, left: NDArray[np.int64], right: NDArray[np.int64], block: int = 50_000
) -> NDArray[np.float64]:
    parts = [
        np.asarray(one[left[at : at + block]].multiply(other[right[at : at + block]]).sum(axis=1)).ravel()
        for at in range(0, len(left), block)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def paths_of_three(tied: csr_array, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the number of paths left–u–v–right, each divided by the root of the ties of all four people."""
    from scipy.sparse import diags_array

    degree = np.maximum(np.diff(tied.indptr).astype(np.float64), 1.0)
    root = 1.0 / np.sqrt(degree)
    evened = (diags_array(root) @ tied @ diags_array(root)).tocsr()
    n = tied.shape[0]
    if n <= DENSE_PEOPLE and len(left) > n:
        two = (evened @ evened).toarray()
        three = evened @ two
        return np.asarray(three[left, right])
    from kiemen._kernels.proximity import three_steps

    start, columns = evened.indptr.astype(np.int64), evened.indices.astype(np.int32)
    return np.asarray(three_steps(start, columns, evened.data, left, right))
