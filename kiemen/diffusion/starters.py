"""Whom to start with: k people from whom the behaviour reaches most, with a certificate and a sober comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_number, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diffusion.comparison import cheap_choices, compare_strategies
from kiemen.diffusion.contacts import Contacts, gather_contacts
from kiemen.diffusion.engine import check_workers, seed_from, weight_of
from kiemen.diffusion.intervals import wilson
from kiemen.diffusion.limits import gather_limits
from kiemen.diffusion.models import resolve_model
from kiemen.diffusion.replay import Replay, choose_by_replay
from kiemen.diffusion.reverse import ReverseSampler, horizonless
from kiemen.diffusion.selection import GREEDY_SHARE, Certificate, Choice, Constraints, certify, choose
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.diffusion.base import Model
    from kiemen.network import Network

EPSILON = 0.02
DELTA = 0.01


@dataclass(frozen=True, repr=False, eq=False)
class Starters(Result):
    """People to start with, in the order in which each adds most.

    Parameters
    ----------
    certificate
        What is proved about the set within the model; ratio and optimum are NaN for models that have no such proof.
    comparison
        Index strategy: size (people), spread, low, high (expected people reached and interval of 95 %). The strategies
        are chosen, degree, betweenness (up to 2,000 people), random, and random plus (random people, as many as it
        takes to reach as far as the chosen ones; where models are simulated to within a twentieth, up to 250,000
        ties).
    curve
        Index size (1, 2, ...): spread, low, high of the first people of the table.
    model
        The contagion model.
    """

    certificate: Certificate | None = None
    comparison: pd.DataFrame = field(default_factory=pd.DataFrame)
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    model: Model | None = None

    _title: ClassVar[str] = mark("People to start with")
    _plot: ClassVar[str] = "plot_starters"


def find_starters(  # noqa: PLR0913 - each limit on the choice is a wish of its own
    network: Network,
    *,
    k: int | None = None,
    model: Model | str = "cascade",
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    costs: Mapping[str, float] | pd.Series[Any] | None = None,
    budget: float | None = None,
    exclude: Iterable[str] = (),
    quota: int | Mapping[str, int] | None = None,
    by: str | None = None,
    horizon: int | None = None,
    epsilon: float = EPSILON,
    delta: float = DELTA,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> Starters:
    """Find the people from whom the behaviour would reach most others.

    Answers: "If we could ask ten people to begin, whom?" The answer is never worse, as far as the sample tells, than
    asking the best connected, those with most ties to others not asked yet, or those who win over most on their own.
    Up to 2,000 people, those most in between others compete as well.
    Look at the comparison before you act on it: often a few more people drawn at random do as well. Position tells
    what a person would bring, not whether that person is willing: see propensity.

    Parameters
    ----------
    network
        People and ties.
    k
        How many people (>= 1); may be None when a budget is given. Where fewer may be chosen, a caution says so.
    model
        "cascade", "linear_threshold", "threshold", "fire", or a model with its parameters. The first two come with a
        proof; the others are searched by simulation.
    adopters
        Who is active already (declared): only what comes on top of them counts. None starts from nobody.
    costs
        What asking a person costs, by id (> 0); people without a cost cost 1.
    budget
        Most that all may cost together (> 0).
    exclude
        Ids that may not be chosen. People outside the organisation may be: exclude them here if they may not.
    quota
        Most people from each group: one number, or a number per group (others without limit).
    by
        Column of `network.people` with the group; None takes department or the like when there is one.
    horizon
        Periods to look ahead; only for models searched by simulation.
    epsilon
        Precision, above 0 and below 1: the sample grows until the proof reaches 1 − 1/e − ε, or within ε of all that
        can be proved under prices and quotas, and until the estimate flatters the choice by no more than ε or a sample
        of twice the size chose no better within ε (people who are equals: a caution says so).
    delta
        Probability, above 0 and below 1, that the certificate is wrong.
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out" (from source to target), "in", "both", or None: along the arrow, but nominations both ways.
    rng
        Seed or generator.
    n_jobs
        Workers, as in joblib.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    Starters
        `.table` has one row per person (index `person`), the one who adds most first, and the columns

        order : int           - 1, 2, ...
        gain : float          - expected extra people reached when this person joins those above
        spread : float        - expected people reached by this person and those above
        low, high : float     - interval of 95 % of that
        cost : float          - what asking the person costs
        group : str           - group

    Raises
    ------
    InputError
        If a parameter is out of range, a person or group is unknown, or nobody may be chosen.
    TooLittleDataError
        If the network has no ties.

    Notes
    -----
    OPIM-C on reverse-reachable sets, O((k + ln 1/δ)(people + ties) / ε²) expected; the choice competes with
    the cheap ways of choosing on fresh sets. The proof is against the best of all sets of k people within the limits:
    under quotas the bound takes the largest marginal coverages that the quotas allow, under a budget it fills the
    budget with the largest per price, the last one in part. So where the budget buys few people the proof may stay
    below 1 − 1/e however large the sample; it then ends there.

    Models without such sets are searched by some 170 simulations of 200 worlds and judged by 1,000 fresh ones; above
    25,000 ties fewer worlds, in proportion, and above a million fewer trials, so that 100,000 people take minutes: the
    intervals hold what that costs.

    References
    ----------
    Tang, J., Tang, X., Xiao, X. & Yuan, J. (2018). Online processing algorithms for influence maximization.
    doi:10.1145/3183713.3183749
    Akbarpour, M., Malladi, S. & Saberi, A. (2020). Just a few seeds more. doi:10.2139/ssrn.3062830

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.starters import find_starters
    >>> network = Network.from_networkx(nx.star_graph(20))
    >>> find_starters(network, k=1, rng=1).table.index.tolist()
    ['0']
    """
    chosen_model = resolve_model(model)
    _check_limits(epsilon, delta, horizon)
    check_workers(n_jobs)
    generator = check_rng(rng)
    contacts = gather_contacts(
        network, relation=relation, weight=weight_of(chosen_model, weight), direction=direction, by=by
    )
    given = _given(network, adopters)
    limits = gather_limits(
        network, contacts, k=k, costs=costs, budget=budget, exclude=exclude, quota=quota, given=given
    )
    rivals = cheap_choices(contacts, chosen_model, limits)
    seed = seed_from(generator)
    sampler = ReverseSampler.of(contacts, chosen_model, seed, n_jobs)
    replay = None
    if sampler is not None:
        choice = choose(sampler, limits, rivals, given, epsilon=epsilon, delta=delta, progress=progress)
    else:
        replay = Replay.of(network, contacts, chosen_model, given, horizon=horizon, seed=seed, n_jobs=n_jobs)
        choice = choose_by_replay(replay, limits, rivals, progress=progress)
    settings = {
        "k": k, "model": repr(chosen_model), "budget": budget, "quota": quota, "by": by, "horizon": horizon,
        "epsilon": epsilon, "delta": delta, "relation": relation, "weight": weight, "direction": direction,
    }  # fmt: skip
    provenance = Provenance.of(network, function="find_starters", settings=settings)
    return _result(
        network, contacts, choice, limits=limits, given=given, replay=replay, provenance=provenance,
        model=chosen_model, seed=seed,
    )  # fmt: skip


def check_starters(  # noqa: PLR0913 - the same choices as in finding them
    network: Network,
    *,
    starters: Sequence[str],
    model: Model | str = "cascade",
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    by: str | None = None,
    horizon: int | None = None,
    epsilon: float = EPSILON,
    delta: float = DELTA,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
) -> Starters:
    """Check how good a set of starters is that somebody chose.

    Answers: "We already have these people in mind; how far do they reach, and how far is that from the best?"

    Parameters
    ----------
    network
        People and ties.
    starters
        Ids of the people chosen.
    model
        "cascade", "linear_threshold", "threshold", "fire", or a model with its parameters.
    adopters
        Who is active already (declared); None starts from nobody.
    by
        Column of `network.people` with the group.
    horizon
        Periods to look ahead; only for models that are simulated.
    epsilon
        Precision of the estimated spread, above 0 and below 1.
    delta
        Probability, above 0 and below 1, that the certificate is wrong.
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out", "in", "both" or None, as in `find_starters`.
    rng
        Seed or generator.
    n_jobs
        Workers, as in joblib.

    Returns
    -------
    Starters
        As from `find_starters`, for the given people.

    Raises
    ------
    InputError
        If a person is unknown or a parameter out of range.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.starters import check_starters
    >>> network = Network.from_networkx(nx.star_graph(20))
    >>> found = check_starters(network, starters=["5"], rng=1)
    >>> found.certificate.low <= found.certificate.spread <= found.certificate.high
    True
    """
    chosen_model = resolve_model(model)
    _check_limits(epsilon, delta, horizon)
    check_workers(n_jobs)
    contacts = gather_contacts(
        network, relation=relation, weight=weight_of(chosen_model, weight), direction=direction, by=by
    )
    given = _given(network, adopters)
    people = _named(network, starters)
    already = np.intersect1d(people, given)
    if already.size:
        raise InputError(
            f"starters names {str(network.ids[already[0]])!r}, who is an adopter already; leave those out."
        )
    limits = gather_limits(
        network, contacts, k=people.size, costs=None, budget=None, exclude=(), quota=None, given=given
    )
    seed = seed_from(check_rng(rng))
    sampler = ReverseSampler.of(contacts, chosen_model, seed, n_jobs)
    replay = None
    if sampler is not None:
        choice = certify(sampler, people, limits, given, epsilon=epsilon, delta=delta)
    else:
        replay = Replay.of(network, contacts, chosen_model, given, horizon=horizon, seed=seed, n_jobs=n_jobs)
        choice = replay.choice(people)
    settings = {
        "starters": len(people), "model": repr(chosen_model), "by": by, "horizon": horizon, "epsilon": epsilon,
        "delta": delta, "relation": relation, "weight": weight, "direction": direction,
    }  # fmt: skip
    provenance = Provenance.of(network, function="check_starters", settings=settings)
    return _result(
        network, contacts, choice, limits=limits, given=given, replay=replay, provenance=provenance,
        model=chosen_model, seed=seed,
    )  # fmt: skip


def _check_limits(epsilon: float, delta: float, horizon: int | None) -> None:
    if horizon is not None:
        check_integer("horizon", horizon, low=1)
    check_number("epsilon", epsilon, low=0.0, high=1.0, low_open=True, high_open=True)
    check_number("delta", delta, low=0.0, high=1.0, low_open=True, high_open=True)


def _named(network: Network, starters: object) -> np.ndarray[Any, Any]:
    if isinstance(starters, (str, Mapping)) or not isinstance(starters, Iterable):
        raise InputError("starters must be a list of ids, such as ['anna', 'bram'].")
    if isinstance(starters, pd.Series) and pd.api.types.is_bool_dtype(starters):
        starters = starters.index[starters.to_numpy(dtype=np.bool_)].astype(str).tolist()
    people = list(starters)
    if not people:
        raise InputError("starters: nobody; name at least one person.")
    return np.unique(network.positions(people)).astype(np.int64)


def _given(network: Network, adopters: Sequence[str] | pd.Series[Any] | None) -> np.ndarray[Any, Any]:
    if adopters is None:
        return np.empty(0, np.int64)
    if isinstance(adopters, pd.Series) and pd.api.types.is_float_dtype(adopters):
        raise InputError("adopters must be declared here: a list of ids or a true/false Series, not a ranking.")
    return resolve_adopters(network, adopters).fixed.astype(np.int64)


def _result(
    network: Network,
    contacts: Contacts,
    choice: Choice,
    *,
    limits: Constraints,
    given: np.ndarray[Any, Any],
    replay: Replay | None,
    provenance: Provenance,
    model: Model,
    seed: int,
) -> Starters:
    curve = replay.curve(choice.people) if replay is not None else _curve(choice, given)
    ids = network.ids.to_numpy()
    labels = np.array([*contacts.group_names, "outside"], dtype=object)[contacts.group]
    gain = np.diff(curve["spread"].to_numpy(), prepend=0.0)
    table = pd.DataFrame(
        {
            "order": np.arange(1, choice.people.size + 1), "gain": gain, "spread": curve["spread"].to_numpy(),
            "low": curve["low"].to_numpy(), "high": curve["high"].to_numpy(),
            "cost": [limits.cost(person) for person in choice.people.tolist()], "group": labels[choice.people],
        },
        index=pd.Index(ids[choice.people], name="person"),
    )  # fmt: skip
    comparison = compare_strategies(contacts, choice, limits=limits, given=given, replay=replay, seed=seed)
    return Starters(
        table=table,
        settings=provenance.settings,
        provenance=provenance,
        facts={
            person: (_reason(order, extra, contacts, place),)
            for person, order, extra, place in zip(table.index, table["order"], gain, choice.people, strict=True)
        },
        headline=_headline(choice, comparison, contacts, limits),
        cautions=(
            *_cautions(choice, model, provenance.settings.get("k"), limits),
            *horizonless(model, provenance.settings["horizon"]),
        ),
        certificate=choice.certificate,
        comparison=comparison,
        curve=curve,
        model=model,
    )


def _curve(choice: Choice, given: np.ndarray[Any, Any]) -> pd.DataFrame:
    sets = choice.judge
    hits = sets.first_hits(np.concatenate([given, choice.people])) - given.size
    seen = np.bincount(hits[hits >= 0], minlength=choice.people.size + 1)[: choice.people.size].cumsum()
    low, high = wilson(seen, sets.size)
    index = pd.RangeIndex(1, choice.people.size + 1, name="size")
    return pd.DataFrame(
        {"spread": seen * sets.scale, "low": low * sets.counted, "high": high * sets.counted}, index=index
    )


def _reason(order: int, extra: float, contacts: Contacts, place: int) -> Fact:
    ties = int(contacts.indptr[place + 1] - contacts.indptr[place])
    return Fact(
        mark("Number {order}: adds {extra:.1f} people in expectation to those above; has {ties:# tie|# ties}."),
        {"order": int(order), "extra": float(extra), "ties": ties},
    )


def _headline(choice: Choice, comparison: pd.DataFrame, contacts: Contacts, limits: Constraints) -> tuple[Fact, ...]:
    certificate = choice.certificate
    facts = [
        Fact(
            mark(
                "Starting with {k:this person|these # people} reaches {spread:.0f} of {n:# person|# people} in "
                "expectation."
            ),
            {"k": choice.people.size, "spread": certificate.spread, "n": contacts.n_counted},
        )
    ]
    if np.isfinite(certificate.ratio):
        any_people = mark(
            "That is at least {ratio:.0%} of what any {k:person|# people} could reach in this model (certain but "
            "for {delta:.1%})."
        )
        any_allowed = mark(
            "That is at least {ratio:.0%} of what any choice within the limits could reach in this model "
            "(certain but for {delta:.1%})."
        )
        facts.append(
            Fact(
                any_allowed if limits.bind else any_people,
                {"ratio": min(certificate.ratio, 1.0), "k": choice.people.size, "delta": certificate.delta},
            )
        )
    matched = comparison["size"].get("random plus", np.nan)
    if np.isfinite(matched):
        facts.append(
            Fact(
                mark("About {n:.0f|# person|# people} drawn at random would reach as far."),
                {"n": float(matched)},
                "team",
            )
        )
    return tuple(facts)


def _cautions(choice: Choice, model: Model, wanted: int | None, limits: Constraints) -> tuple[Fact, ...]:
    facts = [
        Fact(
            mark("This follows from the model “{model}” and its parameters; other models give other answers."),
            {"model": Fact(model.title)}, "team",
        ),
        Fact(mark("What a person would bring says nothing about whether that person wants to.")),
    ]  # fmt: skip
    if wanted is not None and choice.people.size < wanted:
        facts.append(
            Fact(
                mark("{wanted} people were asked for; only {n} may be chosen within the limits."),
                {"wanted": wanted, "n": choice.people.size}, "team",
            )
        )  # fmt: skip
    if np.isfinite(choice.alike):
        facts.append(
            Fact(
                mark(
                    "Many would do as well: a choice made on half as many draws reaches as far within {part:.1%}, so "
                    "which of these people are named is partly chance."
                ),
                {"part": choice.alike}, "team",
            )
        )  # fmt: skip
    if limits.bind and choice.certificate.ratio < GREEDY_SHARE:
        facts.append(
            Fact(
                mark(
                    "Prices and quotas let no more be proved than {ratio:.0%} of the best possible; the choice may "
                    "well be better than its proof."
                ),
                {"ratio": choice.certificate.ratio}, "team",
            )
        )  # fmt: skip
    if not np.isfinite(choice.certificate.ratio):
        facts.append(
            Fact(
                mark("For this model no proof exists: the choice is the best that a search by simulation found."),
                {}, "team",
            )
        )  # fmt: skip
    return tuple(facts)
