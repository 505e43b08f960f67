"""Covariates that say the same thing, so that their separate coefficients mean nothing."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from kiemen.errors import DoubtfulInputWarning
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Smallest eigenvalue of the correlations that still counts as information: two columns that correlate 0.9999.
LEAST = 1e-4


def find_collinear(X: NDArray[np.float64], names: Sequence[str]) -> list[str]:
    """Find the columns that together follow (nearly) from each other, among people who have all of them."""
    rows = X[~np.isnan(X).any(axis=1)]
    if X.shape[1] < 2 or len(rows) < 2:
        return []
    centred = rows - rows.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    varying = length > 0
    scaled = centred[:, varying] / length[varying]
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    # A direction that holds next to nothing weighs the columns that cancel out in it.
    part = (vectors[:, values < LEAST] ** 2).sum(axis=1)
    return [name for name, share in zip(np.asarray(names)[varying], part, strict=True) if share > 1e-3]


def cautions_on(X: NDArray[np.float64], names: Sequence[str], *, stacklevel: int) -> tuple[Fact, ...]:
    """Warn of columns that say the same, and give the caution that goes with the result."""
    same = find_collinear(X, names)
    if not same:
        return ()
    named = ", ".join(map(str, same))
    warnings.warn(
        f"covariates: {named} say the same thing. How the effect is divided among them means nothing; leave out what "
        "follows from the others.",
        DoubtfulInputWarning,
        stacklevel=stacklevel + 1,
    )
    said = mark("These columns say the same thing, so how the effect is divided among them means nothing: {names}.")
    return (Fact(said, {"names": named}),)
