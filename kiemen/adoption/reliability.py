"""How well the items of a scale measure one thing: alpha and omega."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SMALLEST_SHARE = 0.005


def item_covariance(answers: pd.DataFrame) -> NDArray[np.float64]:
    """Give the covariance of the items over everybody who answered both of a pair; NaN with fewer than three."""
    return np.asarray(answers.cov(min_periods=3).to_numpy(dtype=np.float64))


def cronbach_alpha(covariance: NDArray[np.float64]) -> float:
    """Give alpha; NaN with fewer than two items, unknown covariances or no variance at all.

    References
    ----------
    .. [1] Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16, 297-334.
       doi:10.1007/BF02310555
    """
    k, total = len(covariance), covariance.sum()
    if k < 2 or not total > 0:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(covariance) / total))


def mcdonald_omega(covariance: NDArray[np.float64]) -> float:
    """Give omega total of one common factor; NaN where it is not identified (fewer than three items).

    References
    ----------
    .. [1] McDonald, R. P. (1999). Test Theory: A Unified Treatment. Erlbaum.
    """
    if len(covariance) < 3 or not np.isfinite(covariance).all() or not (np.diag(covariance) > 0).all():
        return float("nan")
    loadings, unique = one_factor(covariance)
    common = loadings.sum() ** 2
    return float(common / (common + unique.sum()))


def one_factor(covariance: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one common factor by maximum likelihood; give loadings and unique variances.

    Notes
    -----
    For given unique variances psi the best loadings follow from the first eigenvector of psi^-1/2 S psi^-1/2, which
    leaves a function of psi alone to search (Joreskog's way). Done on correlations, then scaled back.
    """
    from scipy.optimize import minimize

    deviation = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(deviation, deviation)

    def spectrum(psi: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        scale = 1 / np.sqrt(psi)
        values, vectors = np.linalg.eigh(correlation * np.outer(scale, scale))
        return np.maximum(values, 1e-9), vectors

    def misfit(psi: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        values, vectors = spectrum(psi)
        rest = values[:-1]
        loadings = np.sqrt(psi) * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0))
        gradient = (np.outer(loadings, loadings).diagonal() + psi - np.diag(correlation)) / psi**2
        return float((rest - np.log(rest) - 1).sum()), gradient

    # With fewer people than items some items follow from others, and the inverse is nothing but rounding.
    if np.linalg.eigvalsh(correlation)[0] > 1e-8:
        start = np.clip(0.5 / np.diag(np.linalg.inv(correlation)), SMALLEST_SHARE, 1)
    else:
        start = np.full(len(correlation), 0.5)
    psi = minimize(misfit, start, jac=True, method="L-BFGS-B", bounds=[(SMALLEST_SHARE, 1)] * len(start)).x
    values, vectors = spectrum(psi)
    loadings = np.sqrt(psi) * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0))
    loadings *= np.sign(loadings.sum()) or 1.0
    return loadings * deviation, psi * deviation**2
