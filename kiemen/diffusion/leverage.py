"""Leverage of every person: how much the collective would grow if this person were active, or connected to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng
from kiemen.adoption.adopters import StartingSet, resolve_adopters
from kiemen.diffusion.base import Model
from kiemen.diffusion.contacts import Contacts, gather_contacts
from kiemen.diffusion.engine import check_workers, seed_from, weight_of
from kiemen.diffusion.models import resolve_model, resolve_models
from kiemen.diffusion.pulls import replayed_pulls, reverse_pulls
from kiemen.diffusion.reverse import ReverseSampler, horizonless
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.network import Network

TOP = 10
WORLDS = 20_000  # simulated in total per model, shared out over the people
MEASURES = ("active", "connected")


@dataclass(frozen=True, repr=False, eq=False)
class LeverageScores(Result):
    """Leverage per person and model, beside propensity where that was given.

    Parameters
    ----------
    models
        The models by the name their columns start with.
    scored
        Number of people scored per model.
    """

    models: dict[str, Model] = field(default_factory=dict)
    scored: dict[str, int] = field(default_factory=dict)

    _title: ClassVar[str] = mark("Leverage")
    _plot: ClassVar[str] = "plot_leverage"


def score_leverage(  # noqa: PLR0913 - the network, the start, the models and how to run them
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = ("cascade", "threshold", "fire"),
    propensity: pd.Series[Any] | None = None,
    horizon: int | None = None,
    runs: int | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> LeverageScores:
    """Score how much the collective would grow if a person were active, or had one tie with an adopter.

    Answers: "Whose joining would bring most others along, on top of who is active already?" Leverage is not
    propensity: it says nothing about who is willing. Give `propensity` to see both axes side by side; they are never
    added up. Not for ranking performance: it is a property of the position under a model.

    Parameters
    ----------
    network
        People and ties.
    adopters
        Who is active: ids, a true/false Series, or a ranking together with `share`. None takes those on record.
    share
        Share of the people who are adopters; only with a ranking.
    model
        One model or several, by name or with parameters.
    propensity
        Propensity by person, copied beside the leverage.
    horizon
        Periods to look ahead; only for models that are simulated (threshold and fire).
    runs
        Simulated worlds per person for those models (>= 10); None shares out 20,000 worlds (above 25,000 ties fewer,
        in proportion), at least 20 each, over as many people as that allows, those with most ties to active people and
        to others first.
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out", "in", "both" or None, as in `simulate_spread`.
    rng
        Seed or generator.
    n_jobs
        Workers, as in joblib.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    LeverageScores
        `.table` has one row per person (index `person`), highest leverage first, and the columns

        leverage : float      - mean of `active` (expected extra people) over the models under which all were scored,
            so that people can be compared
        adopter : float in [0, 1] - share of worlds in which the person starts as an adopter
        propensity : float    - as given (only when it was)
        <model>_active, _low, _high : float - expected extra people active if this person started too, the person
            included, and its interval of 95 %; NaN for who is an adopter already, or was not simulated
        <model>_connected, _low, _high : float - expected extra people active if the person had one new tie with an
            adopter

    Raises
    ------
    InputError
        If a parameter is out of range, a person is unknown or nobody starts.
    TooLittleDataError
        If the network has no ties.

    Notes
    -----
    Cascade and linear threshold: all people at once on reverse-reachable sets, O(people + ties) per thousand sets.
    Threshold and fire: paired simulation on shared draws, O(people × runs × ties reached); on large networks only as
    many people are scored as a minute or two allow (100,000 people with 20 ties each: 25), and the cautions say how
    many.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.leverage import score_leverage
    >>> network = Network.from_networkx(nx.star_graph(30))
    >>> score_leverage(network, adopters=["3"], model="cascade", rng=1).table.index[0]
    '0'
    """
    models = _models(model)
    if runs is not None:
        check_integer("runs", runs, low=10)
    if horizon is not None:
        check_integer("horizon", horizon, low=1)
    check_workers(n_jobs)
    if propensity is not None and not isinstance(propensity, pd.Series):
        raise InputError("propensity must be a Series of numbers with person ids as its index.")
    start = resolve_adopters(network, adopters, share=share)
    generator = check_rng(rng)
    columns: dict[str, np.ndarray[Any, Any]] = {}
    scored: dict[str, int] = {}
    for name, one in models.items():
        contacts = gather_contacts(network, relation=relation, weight=weight_of(one, weight), direction=direction)
        seed = seed_from(generator)
        sampler = ReverseSampler.of(contacts, one, seed, n_jobs)
        if sampler is not None:
            found = reverse_pulls(sampler, one, start, seed, progress=progress)
        else:
            places = {str(person): i for i, person in enumerate(network.ids)}
            found = replayed_pulls(
                contacts, one, start, horizon=horizon, runs=runs, worlds=WORLDS, seed=seed, positions=places,
                n_jobs=n_jobs, progress=progress,
            )  # fmt: skip
        scored[name] = int(np.isfinite(found["active"][0]).sum())
        for measure in MEASURES:
            for suffix, values in zip(("", "_low", "_high"), found[measure], strict=True):
                columns[f"{name}_{measure}{suffix}"] = values
    table = _table(network, columns, _comparable(scored), start, propensity)
    settings = {
        "model": [repr(one) for one in models.values()], "share": share, "horizon": horizon, "runs": runs,
        "relation": relation, "weight": weight, "direction": direction,
    }  # fmt: skip
    return LeverageScores(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_leverage", settings=settings),
        facts=_facts(table, models, contacts, network),
        headline=_headline(table, models),
        cautions=(*_cautions(models, scored, len(table), horizon), *_undecided(table, models)),
        models=models,
        scored=scored,
    )


def _models(model: Model | str | Sequence[Model | str]) -> dict[str, Model]:
    wanted = (resolve_model(model),) if isinstance(model, (Model, str)) else resolve_models("model", model)
    if not wanted:
        raise InputError("model: give at least one.")
    found: dict[str, Model] = {}
    for one in wanted:
        name, number = one.name, 2
        while name in found:
            name, number = f"{one.name}_{number}", number + 1
        found[name] = one
    return found


def _comparable(scored: dict[str, int]) -> list[str]:
    """Give the models under which most people were scored: a mean over more models for some would rank them apart."""
    return [name for name, people in scored.items() if people == max(scored.values())]


def _table(
    network: Network,
    columns: dict[str, np.ndarray[Any, Any]],
    comparable: list[str],
    start: StartingSet,
    propensity: pd.Series[Any] | None,
) -> pd.DataFrame:
    table = pd.DataFrame(columns, index=pd.Index(network.ids, name="person"))
    active = table[[f"{name}_active" for name in comparable]]
    table.insert(0, "leverage", active.mean(axis=1))
    table.insert(1, "adopter", _chance_to_start(start, len(table)))
    if propensity is not None:
        values = _numbers(network, propensity)
        table.insert(2, "propensity", values.reindex(table.index).astype("float64"))
    return table.sort_values("leverage", ascending=False, kind="stable", na_position="last")


def _numbers(network: Network, propensity: pd.Series[Any]) -> pd.Series[Any]:
    if not pd.api.types.is_numeric_dtype(propensity):
        raise InputError(f"propensity must hold numbers, not {propensity.dtype}.")
    values = propensity.copy()
    values.index = values.index.astype(str)
    network.positions(values.index)
    if values.index.has_duplicates:
        raise InputError(f"propensity names {values.index[values.index.duplicated()][0]!r} twice.")
    return values


def _chance_to_start(start: StartingSet, n: int) -> np.ndarray[Any, Any]:
    ptr, people = start.of(np.arange(200, dtype=np.int64), 0)
    return np.bincount(people, minlength=n) / (ptr.size - 1)


def _facts(
    table: pd.DataFrame, models: dict[str, Model], contacts: Contacts, network: Network
) -> dict[str, tuple[Fact, ...]]:
    ties = pd.Series(np.diff(contacts.indptr), index=network.ids)
    told = table.head(200)
    message = mark(
        "Under the model “{model}” {extra:.1f} more people would be active ({low:.1f} to {high:.1f}) if this person, "
        "who has {ties:# tie|# ties}, started too."
    )
    return {
        str(person): tuple(
            Fact(
                message,
                {
                    "model": Fact(one.title),
                    "extra": float(row[f"{name}_active"]),
                    "low": float(row[f"{name}_active_low"]),
                    "high": float(row[f"{name}_active_high"]),
                    "ties": int(ties[str(person)]),
                },
            )
            for name, one in models.items()
            if np.isfinite(row[f"{name}_active"])
        )
        for person, row in told.iterrows()
    }


def _headline(table: pd.DataFrame, models: dict[str, Model]) -> tuple[Fact, ...]:
    if not table["leverage"].notna().any():
        return (Fact(mark("Nobody is left to score: everybody is an adopter already, or nobody was simulated.")),)
    tops = [_highest(table[f"{name}_active"].dropna()) for name in models]
    facts = [
        Fact(
            mark("The person with the highest leverage would bring {extra:.1f} extra adopters on average."),
            {"extra": float(table["leverage"].iloc[0])},
        )
    ]
    if len(tops) > 1:
        shared = len(set.intersection(*tops))
        facts.append(
            Fact(
                mark("{n:# person is|# people are} among the ten highest under every one of the {models} models."),
                {"n": shared, "models": len(models)},
            )
        )
    return tuple(facts)


def _undecided(table: pd.DataFrame, models: dict[str, Model]) -> tuple[Fact, ...]:
    """Name the models under which it makes no difference who starts."""
    message = mark("Under “{model}” everybody would bring as much: it makes no difference there who starts.")
    ranges = {name: table[f"{name}_active"].max() - table[f"{name}_active"].min() for name in models}
    return tuple(
        Fact(message, {"model": Fact(one.title)})
        for name, one in models.items()
        if len(table) > 1 and ranges[name] == 0
    )


def _highest(scores: pd.Series[Any]) -> set[str]:
    """Give the ten highest; who is as high as the eleventh is not among them, so that ties are no agreement."""
    if len(scores) <= TOP:
        return set(scores.index)
    return set(scores.index[scores > scores.nlargest(TOP + 1).iloc[-1]])


def _cautions(models: dict[str, Model], scored: dict[str, int], n: int, horizon: int | None) -> tuple[Fact, ...]:
    facts = [Fact(mark("Leverage says what a person would bring, not whether that person wants to."))]
    for name, one in models.items():
        if scored[name] < n:
            facts.append(
                Fact(
                    mark(
                        "Under “{model}” {n:# person was|# people were} scored; the others are adopters already or "
                        "were not simulated."
                    ),
                    {"model": Fact(one.title), "n": scored[name]},
                )
            )
        facts += horizonless(one, horizon)
    compared = len(_comparable(scored))
    if compared < len(models):
        facts.append(
            Fact(
                mark("Leverage is the mean over {n} of the {all} models only: under the others not all were scored."),
                {"n": compared, "all": len(models)},
            )
        )
    return tuple(facts)
