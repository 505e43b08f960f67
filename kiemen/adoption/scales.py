"""Survey scales: reversed and missing items, reliability, standard error and bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_network, check_number
from kiemen.adoption.reliability import cronbach_alpha, item_covariance, mcdonald_omega
from kiemen.errors import Faults, InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemen.network import Network

FORMS = ("mean", "sum")
ENOUGH_ANSWERED = 0.8
DOUBTFUL_ALPHA = 0.6
#: Scales of what stands in somebody's way, by their usual names.
OBSTACLES = ("barriers", "obstacles", "belemmeringen", "barrières", "drempels", "obstakels")


@dataclass(frozen=True, repr=False, eq=False)
class ScaleScores(Result):
    """Scores of one survey scale with its reliability, see `score_scale`.

    Parameters
    ----------
    alpha, omega
        Reliability.
    error
        Standard error of measurement of a full answer.
    n
        People with a score.
    """

    _plot: ClassVar[str] = "plot_scale"
    _title: ClassVar[str] = mark("Survey scale")

    alpha: float = np.nan
    omega: float = np.nan
    error: float = np.nan
    n: int = 0


def score_scale(
    network: Network,
    scale: str,
    *,
    wave: str | None = None,
    form: str = "mean",
    bands: Mapping[str, float] | None = None,
) -> ScaleScores:
    """Score the answers to the items of one scale.

    Answers: "What do the answers say, taken together, and how precisely?" For opinion leadership (six items from 1 to
    7, summed to 6-42) and for your own scales: room to act, barriers, attitude to change. For individual
    innovativeness with its published bands use `score_innovativeness`. People describe themselves here, and some tick
    high on everything: put the scores beside what colleagues say (`score_nominations`).

    Parameters
    ----------
    network
        Items with their scale and range, and the answers.
    scale
        Name of the scale in `network.items`.
    wave
        Which measurement; None takes the latest with answers.
    form
        "mean" stays on the range of the items, "sum" adds them up.
    bands
        Name to lowest score of the band, such as ``{"low": 1, "middle": 2.5, "high": 3.5}``; a score that lies on a
        boundary is in the higher band.

    Returns
    -------
    ScaleScores
        `.table` has one row per person inside, highest score first (barriers by id: nobody is ranked on those), with
        the columns

        score : float - NaN for whoever answered less than 80 % of the items
        answered : float in [0, 1] - share of the items answered
        error : float - standard error of the score, larger where items are missing
        band : str - "" without bands or without a score

        `.alpha` and `.omega` are the reliability, `.error` the standard error of measurement of a full answer, `.n`
        the number of people with a score.

    Raises
    ------
    InputError
        If there is no such scale, an answer lies outside the range of its item, or a reversed item has no range.
    TooLittleDataError
        If nobody answered enough of the items.

    Notes
    -----
    A reversed item counts as low + high - answer. Missing items are replaced by the person's own mean over the rest
    if at least 80 % are answered. Alpha uses the covariances over all who answered both items of a pair; omega is
    that of one common factor fitted by maximum likelihood. The standard error of measurement is
    ``sd * sqrt(1 - alpha)``, for somebody with missing items times ``sqrt(items / answered)``.

    References
    ----------
    .. [1] Flynn, L. R., Goldsmith, R. E. & Eastman, J. K. (1996). Opinion leaders and opinion seekers. Journal of the
       Academy of Marketing Science, 24, 137-147. doi:10.1177/0092070396242004

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> items = pd.DataFrame({"item": ["r1", "r2"], "scale": "room", "low": 1, "high": 5, "reversed": [False, True]})
    >>> answers = pd.DataFrame({"person": ["a", "a", "b", "b"], "item": ["r1", "r2"] * 2, "value": [5, 1, 2, 4]})
    >>> score_scale(Network.from_frames(items=items, responses=answers), "room").table["score"].tolist()
    [5.0, 2.0]
    """
    check_network(network)
    check_choice("form", form, FORMS)
    if bands is not None and not hasattr(bands, "items"):
        raise InputError(f"bands must give each band its lowest score, as {{'low': 1, 'high': 3.5}}, not {bands!r}.")
    coded = coded_answers(network, network.scale_items(scale), wave)
    settings = {"scale": scale, "wave": wave, "form": form, "bands": dict(bands or {})}
    return _scored(network, coded, form=form, bands=bands, settings=settings, function="score_scale")


def scale_means(network: Network, scale: str, *, wave: str | None = None) -> pd.Series[Any]:
    """Give the mean answer to the items of a scale, as `score_scale` does, without the reliability.

    Parameters
    ----------
    network
        Items with their scale and range, and the answers.
    scale
        Name of the scale.
    wave
        Which measurement; None takes the latest with answers.

    Returns
    -------
    pandas.Series
        Index person inside; NaN for whoever answered less than 80 % of the items.

    Raises
    ------
    InputError
        As `score_scale`.
    TooLittleDataError
        If nobody answered enough of the items.
    """
    coded = coded_answers(network, network.scale_items(scale), wave)
    return coded.mean(axis=1).where(_enough(coded, scale))


def coded_answers(network: Network, items: Sequence[str], wave: str | None) -> pd.DataFrame:
    """Give the answers of people inside to these items, reversed items turned, outside the range refused."""
    answers = network.answers(wave)
    about = network.items.loc[list(items)]
    coded = answers.reindex(columns=list(items))[network.people["inside"].to_numpy(dtype=bool)]
    faults = Faults("responses")
    ranges = zip(about.index, about["low"], about["high"], about["reversed"], strict=True)
    for item, low, high, turned in ranges:
        values = coded[item]
        outside = (values < low) | (values > high)
        if outside.any():
            faults.add(
                f"outside the scale from {low:g} to {high:g}: {values[outside].iloc[0]:g}",
                column=str(item),
                rows=coded.index[outside],
            )
        if turned and (pd.isna(low) or pd.isna(high)):
            faults.add(
                "is reversed but its lowest and highest answer are not known; add low and high", column=str(item)
            )
        if turned:
            coded[item] = low + high - values
    faults.raise_if_any()
    return coded


def _scored(
    network: Network,
    coded: pd.DataFrame,
    *,
    form: str,
    bands: Mapping[str, float] | None,
    settings: Mapping[str, object],
    function: str,
    shift: float = 0.0,
) -> ScaleScores:
    answered = coded.notna().mean(axis=1)
    enough = _enough(coded, settings["scale"])
    covariance = item_covariance(coded)
    alpha, omega = cronbach_alpha(covariance), mcdonald_omega(covariance)
    size = coded.shape[1] if form == "sum" else 1
    # Multiplied before it is divided: whole answers then add up to a whole sum, and nobody falls short of a band.
    score = (coded.sum(axis=1) * size / coded.notna().sum(axis=1) + shift).where(enough)
    error = float(score.std(ddof=1) * np.sqrt(1 - np.clip(alpha, 0, 1)))
    table = pd.DataFrame(
        {
            "score": score,
            "answered": answered,
            "error": (error / np.sqrt(answered.where(enough))).astype(float),
            "band": in_bands(score, bands),
        }
    )
    table.index.name = "person"
    private = str(settings["scale"]).casefold() in OBSTACLES
    ordered = table if private else table.iloc[np.argsort(-table["score"].to_numpy(), kind="stable")]
    n = int(enough.sum())
    return ScaleScores(
        table=ordered,
        settings=settings,
        provenance=Provenance.of(network, function=function, settings=settings),
        headline=(_headline(n, float(score.mean()), alpha),),
        cautions=_cautions(alpha, int((answered > 0).sum()) - n, private=private),
        alpha=alpha,
        omega=omega,
        error=error,
        n=n,
    )


def _enough(coded: pd.DataFrame, scale: object) -> pd.Series[bool]:
    """Say who answered enough of the items; refused when nobody did."""
    enough = coded.notna().mean(axis=1) >= ENOUGH_ANSWERED - 1e-9
    if not enough.any():
        raise TooLittleDataError(f"Nobody answered at least {ENOUGH_ANSWERED:.0%} of the items of scale {scale!r}.")
    return enough


def _headline(n: int, mean: float, alpha: float) -> Fact:
    if np.isnan(alpha):
        said = mark("{n:# person has|# people have} a score; the mean is {mean:.2f}.")
        return Fact(said, {"n": n, "mean": mean})
    said = mark(
        "{n:# person has|# people have} a score; the mean is {mean:.2f} and the reliability (alpha) {alpha:.2f}."
    )
    return Fact(said, {"n": n, "mean": mean, "alpha": alpha})


def _cautions(alpha: float, dropped: int, *, private: bool) -> tuple[Fact, ...]:
    found = []
    if private:
        said = mark("Who meets barriers is nobody's business but theirs: tell it per group, never per person.")
        found.append(Fact(said))
    if np.isnan(alpha):
        found.append(Fact(mark("The reliability is unknown: too few items or answers, or no variation in them.")))
    elif alpha < DOUBTFUL_ALPHA:
        found.append(
            Fact(
                mark("The reliability is low ({alpha:.2f}): the items do not measure one thing; do not rank on it."),
                {"alpha": alpha},
            )
        )
    if dropped > 0:
        found.append(
            Fact(
                mark("{n:# person|# people} answered less than 80% of the items and {n:has|have} no score."),
                {"n": dropped},
            )
        )
    return tuple(found)


def in_bands(scores: pd.Series, bands: Mapping[str, float] | None) -> pd.Series:
    """Name the band of each score; "" without bands, below the lowest band or without a score."""
    words = np.full(len(scores), "", dtype=object)
    if bands:
        for name, low in sorted(bands.items(), key=lambda pair: check_number(f"bands[{pair[0]!r}]", pair[1])):
            words[(scores >= low).to_numpy(dtype=bool)] = name
    return pd.Series(words, index=scores.index, dtype="str")
