"""Hazard regression: whether the exposure of a period earlier foretells who adopts now."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_columns, check_integer, check_number
from kiemen.adoption.collinearity import cautions_on
from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.intervals import normal_quantile
from kiemen.adoption.regression import expit, newton, null_deviance
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.adoption.values import person_rows, person_values
from kiemen.errors import ConvergenceWarning, InputError, NoSignalWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.contacts import Contacts
    from kiemen.network import Network

EXPOSURE = "exposure"


@dataclass(frozen=True, repr=False, eq=False)
class HazardFit(Result):
    """A hazard regression on lagged exposure, see `fit_hazard`.

    Parameters
    ----------
    deviance, null_deviance, aic
        How well it fits.
    n
        Person-periods.
    events
        Adoptions among them.
    settled
        Whether the search settled.
    """

    _plot: ClassVar[str] = "plot_hazard_fit"
    _title: ClassVar[str] = mark("Does exposure foretell adoption?")

    deviance: float = np.nan
    null_deviance: float = np.nan
    aic: float = np.nan
    n: int = 0
    events: int = 0
    settled: bool = True


@dataclass(frozen=True)
class Block:
    """People at risk in one period: slot, columns, and per row how many there are and how many adopt."""

    slot: int
    X: NDArray[np.float64]
    trials: NDArray[np.float64]
    events: NDArray[np.float64]


@dataclass(frozen=True)
class PeriodLogit:
    """Logistic regression over person-periods, with a free level per period."""

    blocks: tuple[Block, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return int(self.blocks[0].X.shape[1])

    @property
    def size(self) -> int:
        """Number of coefficients: the columns and one level per period."""
        return self.width + len(self.blocks)

    def value(self, b: NDArray[np.float64]) -> float:
        """Give minus the log likelihood."""
        total = 0.0
        for place, block in enumerate(self.blocks):
            eta = block.X @ b[: self.width] + b[self.width + place]
            total += float(block.trials @ np.logaddexp(0, eta) - block.events @ eta)
        return total

    def slopes(self, b: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give gradient and Hessian."""
        gradient, hessian = np.zeros(self.size), np.zeros((self.size, self.size))
        k = self.width
        for place, block in enumerate(self.blocks, start=k):
            p = expit(block.X @ b[:k] + b[place])
            residual = block.trials * p - block.events
            gradient[:k] += block.X.T @ residual
            gradient[place] = residual.sum()
            weight = block.trials * p * (1 - p)
            hessian[:k, :k] += (block.X * weight[:, None]).T @ block.X
            hessian[:k, place] = hessian[place, :k] = weight @ block.X
            hessian[place, place] = weight.sum()
        return gradient, hessian


def fit_hazard(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    covariates: Sequence[str] | pd.DataFrame | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str = "out",
    contacts: Contacts | None = None,
    attribute: str | pd.Series | pd.DataFrame | None = None,
    lags: int = 1,
    confidence: float = 0.9,
) -> HazardFit:
    """Fit the chance of adopting in a period on the exposure one period earlier.

    Answers: "Do people with more adopters around them adopt sooner, given who they are and when it is?" A positive
    coefficient says that adopters are connected. Similar people know each other and hear the same news, so it does
    not show that one moved the other; put in `covariates` what drives both, and compare with `check_contagion`.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    covariates
        Columns of people, or a frame per person. Text and true/false become one column per value but the first; a
        community column works as a level per community. People with a missing covariate are left out.
    relation, weight, direction, contacts, attribute
        As in `score_exposure`.
    lags
        How many periods earlier the exposure is taken, at least 1: exposure in the same period may follow adoption.
    confidence
        Level of the intervals.

    Returns
    -------
    HazardFit
        `.table` has one row per term: exposure, the covariates, and "period t" for the level of each period. Columns

        estimate, error, low, high : float - log-odds
        z, p : float - two-sided p of no relation
        odds_ratio : float > 0

        A term that tells apart without exception who adopts has no finite estimate: its error is infinite, its
        interval has no ends and p is 1.

        `.deviance`, `.null_deviance`, `.aic`, `.n` (person-periods) and `.events` (adoptions) describe the fit.

    Raises
    ------
    InputError
        If a covariate is constant or not usable, or `lags` is below 1.
    TooLittleDataError
        If there are no adoptions after the first periods, or nobody who did not adopt.

    Warns
    -----
    NoSignalWarning
        If the interval of exposure holds 0: do not claim a relation.
    ConvergenceWarning
        If a group adopted entirely or not at all, so that a coefficient has no finite value.
    DoubtfulInputWarning
        If covariates follow from each other; it names them.

    Notes
    -----
    ``logit h_i(t) = a_t + b E_i(t - lags) + g' x_i`` over all periods in which i had not adopted before, up to and
    including the one of adoption; the same as a logistic regression with dummies for periods. Periods in which nobody
    or everybody left adopts say nothing about b; they count in `.n` and leave no level. Cost: ties times periods, and
    per step people times periods times covariates squared.

    References
    ----------
    .. [1] Valente, T. W. (1995). Network models of the diffusion of innovations. Hampton Press.
    .. [2] Van den Bulte, C. & Lilien, G. L. (2001). Medical Innovation revisited. American Journal of Sociology, 106,
       1409-1435. doi:10.1086/320819

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen.network import Network
    >>> ring = np.arange(60)
    >>> network = Network.from_arrays([f"p{i:02d}" for i in ring], ring, (ring + 1) % 60)
    >>> times = pd.Series(1 + np.arange(60) * 7 % 10, index=network.ids)
    >>> fit_hazard(network, times=times.where(times < 9, np.inf)).table.index[0]
    'exposure'
    """
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    lags = check_integer("lags", lags, low=1)
    window = resolve_times(network, times, innovation)
    exposure = score_exposure(
        network,
        times=window,
        relation=relation,
        weight=weight,
        direction=direction,
        contacts=contacts,
        attribute=attribute,
        lags=lags,
    ).to_numpy()
    X, names = covariate_matrix(network, covariates, window.known)
    same = cautions_on(X[window.known], names, stacklevel=2)
    problem, n, events = person_periods(exposure, X, window, lags)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # said once, below, with the terms it is about
        beta, covariance, settled = newton(problem, problem.size)
    endless = unbounded(problem, beta)
    settled = settled and not endless.any()
    covariance[endless, endless] = np.inf
    periods = [f"period {window.first + block.slot}" for block in problem.blocks]
    table = coefficient_table(beta, covariance, [EXPOSURE, *names, *periods], confidence)
    row = table.T[EXPOSURE].astype(float)
    if not settled:
        warn_unsettled(table.index[endless])
    if row["low"] <= 0 <= row["high"]:
        warnings.warn(
            "Exposure says nothing about who adopts here: its interval holds 0. Do not claim that adoption spreads "
            "along these ties.",
            NoSignalWarning,
            stacklevel=2,
        )
    deviance = 2 * problem.value(beta)
    settings = {
        "innovation": window.innovation,
        "first": window.first,
        "last": window.last,
        "covariates": names,
        "relation": relation,
        "weight": weight,
        "direction": direction,
        "lags": lags,
        "confidence": confidence,
    }
    return HazardFit(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="fit_hazard", settings=settings),
        headline=_headline(row),
        cautions=(*same, *_cautions(table.index[endless])),
        deviance=deviance,
        null_deviance=null_deviance(events, n),
        aic=deviance + 2 * len(beta),
        n=n,
        events=events,
        settled=settled,
    )


FLAT = 1e-7


def unbounded(problem: PeriodLogit, beta: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which coefficients have no finite value, because some direction tells apart without exception who adopts.

    In such a direction the likelihood is curved at zero and flat at the end. Columns that others explain fully are
    flat at both, and their smallest coefficients stand.
    """
    start, end = problem.slopes(np.zeros(problem.size))[1], problem.slopes(beta)[1]
    scale = 1 / np.sqrt(np.maximum(np.diag(start), 1e-300))
    values, vectors = np.linalg.eigh(start * np.outer(scale, scale))
    kept = values > FLAT
    whitened = vectors[:, kept] / np.sqrt(values[kept])
    left, directions = np.linalg.eigh(whitened.T @ (end * np.outer(scale, scale)) @ whitened)
    escaping = whitened @ directions[:, left < FLAT]
    return np.asarray((np.abs(escaping) > 1e-3 * np.abs(escaping).max(initial=1e-300)).any(axis=1))


def warn_unsettled(terms: Sequence[str] | pd.Index) -> None:
    """Warn that terms have no finite value."""
    named = ", ".join(map(str, terms[:5])) or "a coefficient"
    warnings.warn(
        f"The regression has no finite value for {named}: it tells apart without exception who adopts and who does "
        "not. There are too few adoptions for it.",
        ConvergenceWarning,
        stacklevel=3,
    )


def _cautions(endless: pd.Index) -> tuple[Fact, ...]:
    found = [Fact(HOMOPHILY)]
    if len(endless):
        found.append(
            Fact(
                mark("No finite value exists for: {terms}. There are too few adoptions to tell."),
                {"terms": ", ".join(map(str, endless))},
            )
        )
    return tuple(found)


HOMOPHILY = mark("People who are alike know each other, so ties between adopters do not show that one moved the other.")


def _headline(row: pd.Series) -> tuple[Fact, ...]:
    shown = {name: float(row[name]) for name in ("odds_ratio", "p")}
    shown |= {"low": float(np.exp(row["low"])), "high": float(np.exp(row["high"]))}
    if np.isinf(row["error"]):
        said = mark("There are too few adoptions to say whether adoption follows these ties.")
    elif row["low"] > 0:
        said = mark(
            "Adopters are connected: with all contacts adopted the odds of adopting are {odds_ratio:.1f} times those "
            "with none ({low:.1f} to {high:.1f})."
        )
    elif row["high"] < 0:
        said = mark("People with more adopters around them adopt later, not sooner (odds ratio {odds_ratio:.2f}).")
    else:
        said = mark(
            "No sign that adoption follows these ties: odds ratio of exposure {odds_ratio:.2f} "
            "({low:.2f} to {high:.2f}), p = {p:.2f}."
        )
    return (Fact(said, shown),)


def covariate_matrix(
    network: Network, covariates: Sequence[str] | pd.DataFrame | None, known: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], list[str]]:
    """Give covariates as numbers, in the order of the network; text becomes one column per value but the first."""
    if covariates is None:
        return np.zeros((network.n_nodes, 0)), []
    if hasattr(covariates, "to_frame") and not isinstance(covariates, pd.DataFrame):
        raise InputError("covariates must be names of columns or a frame with the person as index, not a Series.")
    if isinstance(covariates, pd.DataFrame):
        frame = person_rows(network, "covariates", covariates)
    else:
        names = [covariates] if isinstance(covariates, str) else list(covariates)
        people = network.people
        check_columns(people, names, "people")
        frame = people[names]
    columns: dict[str, NDArray[np.float64]] = {}
    for name in frame.columns:
        values = frame[name]
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            columns[str(name)] = person_values(network, f"covariates {name!r}", values).to_numpy(dtype=np.float64)
        else:
            columns |= _levels(str(name), values, known)
    matrix = np.column_stack([*columns.values()]) if columns else np.zeros((network.n_nodes, 0))
    for name, column in columns.items():
        seen = column[known]
        seen = seen[~np.isnan(seen)]
        if not len(seen) or np.ptp(seen) == 0:
            raise InputError(f"covariates: {name!r} has the same value for everybody and can explain nothing.")
    return matrix, list(columns)


def _levels(name: str, values: pd.Series, known: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    words = values.astype("object").where(values.notna(), None).map(lambda v: None if v is None else str(v))
    levels = sorted({word for word in words[known] if word})
    missing = words.isna().to_numpy() | (words == "").to_numpy()
    return {
        f"{name} {level}": np.where(missing, np.nan, (words == level).to_numpy().astype(float)) for level in levels[1:]
    }


def person_periods(
    exposure: NDArray[np.float64], X: NDArray[np.float64], window: AdoptionTimes, lags: int
) -> tuple[PeriodLogit, int, int]:
    """Give who is at risk in which period, and the number of person-periods and adoptions among them."""
    slots, n_slots = window.slots, len(window.periods)
    usable = window.known & ~np.isnan(X).any(axis=1)
    kept: list[Block] = []
    n = events = 0
    for slot in range(lags, n_slots):
        rows = np.flatnonzero(usable & (slots >= slot) & ~np.isnan(exposure[:, slot]))
        adopts = slots[rows] == slot
        n, events = n + len(rows), events + int(adopts.sum())
        if 0 < adopts.sum() < len(rows):
            kept.append(_block(slot, np.column_stack([exposure[rows, slot], X[rows]]), adopts))
    if kept and len(np.unique(np.concatenate([block.X[:, 0] for block in kept]))) < 2:
        raise TooLittleDataError(
            "Everybody had the same exposure (are there ties, and did anybody adopt before?); nothing can be fitted."
        )
    if not kept:
        raise TooLittleDataError(
            "There is no period in which some adopted and others did not, with exposure known before it; nothing can "
            "be fitted."
        )
    return PeriodLogit(tuple(kept)), n, events


def _block(slot: int, X: NDArray[np.float64], adopts: NDArray[np.bool_]) -> Block:
    """Make a block; with exposure as the only column, people with the same exposure become one row."""
    if X.shape[1] > 1:
        return Block(slot, X, np.ones(len(X)), adopts.astype(np.float64))
    values, place = np.unique(X[:, 0], return_inverse=True)
    events = np.asarray(np.bincount(place, adopts), dtype=np.float64)
    return Block(slot, values[:, None], np.bincount(place).astype(np.float64), events)


def coefficient_table(
    beta: NDArray[np.float64], covariance: NDArray[np.float64], terms: Sequence[str], confidence: float
) -> pd.DataFrame:
    """Give estimates with errors, intervals and p-values per term."""
    from scipy.special import ndtr

    error = np.sqrt(np.maximum(np.diag(covariance), 0))
    half = normal_quantile(confidence) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        z = beta / error
    return pd.DataFrame(
        {
            "estimate": beta,
            "error": error,
            "low": beta - half,
            "high": beta + half,
            "z": z,
            "p": 2 * ndtr(-np.abs(z)),
            "odds_ratio": np.exp(np.minimum(beta, 700.0)),
        },
        index=pd.Index(terms, name="term"),
    )
