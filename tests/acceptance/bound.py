"""The best score that knows the generator: who is ready, given everything that can be seen of a municipality.

It uses what no analysis can know: the true correlations, the size of every error, who could have joined or been named.
It does not know who was planted, for that is the answer. Per person it works out the chance of being an early adopter
by Bayes' rule on a grid of readiness.
"""

import numpy as np
import pandas as pd
from scipy.stats import norm

from kiemen.datasets.gemeente import Municipality
from kiemen.datasets.initiatives import joining_window
from kiemen.datasets.plant import PLANT
from kiemen.datasets.questions import SCALES
from kiemen.datasets.surveys import header

GRID = np.linspace(-4.0, 4.0, 81)
CUTS = np.array([-np.inf, -1.6, -0.8, 0.1, 1.1, np.inf])
EARLY = norm.ppf(1 - PLANT.early_share)


def chance_of_being_early(town: Municipality, wave: int = 0) -> pd.Series:
    """Give everybody's chance of being an early adopter, at strength normal, by personnel number."""
    log = np.zeros((len(town.people), GRID.size))
    for trait, correlation in (
        (_attitude(town, wave), PLANT.self_image),
        (_joining(town), PLANT.deeds),
        (_naming(town, wave), PLANT.repute),
    ):
        # Readiness on the rows, the trait on the columns: what is seen depends on readiness through the trait alone.
        given = norm.pdf(GRID[None, :], correlation * GRID[:, None], np.sqrt(1 - correlation**2))
        log += np.log(_normalised(trait) @ given.T + 1e-300)
    log += _voice(town, wave)
    posterior = np.exp(log - log.max(axis=1, keepdims=True)) * norm.pdf(GRID)
    posterior /= posterior.sum(axis=1, keepdims=True)
    return pd.Series(posterior[:, GRID > EARLY].sum(axis=1), [person.number for person in town.people])


def _normalised(log: np.ndarray) -> np.ndarray:
    return np.exp(log - log.max(axis=1, keepdims=True))


def _answers(town: Municipality, wave: int) -> dict[int, dict[str, str]]:
    place = {person.token: index for index, person in enumerate(town.people)}
    columns = header()
    rows = (dict(zip(columns, row, strict=True)) for row in town.waves[wave].rows)
    return {place[row["token"]]: row for row in rows}


def _item_log(scale_name: str, row: dict[str, str], spread: float = 1.0) -> np.ndarray:
    """The log chance of somebody's answers to one scale, for every value of the trait on the grid."""
    scale = next(scale for scale in SCALES if scale.name == scale_name)
    log = np.zeros(GRID.size)
    error = np.sqrt(1 - PLANT.loading**2 + (PLANT.loading * spread) ** 2 - PLANT.loading**2)
    for place, column in enumerate(scale.columns(), start=1):
        if not row[column]:
            continue
        code = int(row[column][1])
        bounds = CUTS[[code - 1, code]] if place not in scale.reversed else -CUTS[[code, code - 1]]
        log += np.log(
            norm.cdf((bounds[1] - PLANT.loading * GRID) / error)
            - norm.cdf((bounds[0] - PLANT.loading * GRID) / error)
            + 1e-300
        )
    return log


def _attitude(town: Municipality, wave: int) -> np.ndarray:
    """Self-image: from the answers, and from having answered at all."""
    answers = _answers(town, wave)
    chance = np.clip(PLANT.response + PLANT.response_slope * GRID, 0.25, 0.97)
    log = np.zeros((len(town.people), GRID.size))
    for index, person in enumerate(town.people):
        if index in answers:
            log[index] = np.log(chance) + _item_log("innovativeness", answers[index])
        elif not person.objects:
            log[index] = np.log(1 - chance)
    return log


def _voice(town: Municipality, wave: int) -> np.ndarray:
    """Opinion leadership: 0.4 of readiness, and noise that is larger than that."""
    noise = np.sqrt(0.9**2 + (0.6 * 0.33) ** 2)
    given = norm.pdf(GRID[None, :], 0.4 * GRID[:, None], noise)
    log = np.zeros((len(town.people), GRID.size))
    for index, row in _answers(town, wave).items():
        log[index] = np.log(np.exp(_item_log("opinion_leadership", row)) @ given.T + 1e-300)
    return log


def _joining(town: Municipality) -> np.ndarray:
    """Inclination: from every initiative one could have joined, and how soon one did."""
    log = np.zeros((len(town.people), GRID.size))
    for initiative in town.initiatives:
        # Who was planted is the truth, not something to be seen: the lonely group's own initiative counts as any other.
        homes = initiative.homes or {town.people[index].department for index in initiative.members}
        pool = [i for i, p in enumerate(town.people) if p.department in homes]
        share = len(initiative.members) / len(pool)
        bar = norm.ppf(1 - share) * np.sqrt(0.8**2 + 1)
        window = joining_window(initiative)
        for index in pool:
            if index not in initiative.members:
                log[index] += norm.logcdf(bar - 0.8 * GRID)
                continue
            days = initiative.members[index]
            log[index] += norm.logsf(bar - 0.8 * GRID)
            expected = 130 - 55 * GRID
            if days == 0 or index == initiative.leader:
                log[index] += norm.logcdf((0.5 - expected) / 60)
            elif days == window:
                log[index] += norm.logsf((window - 0.5 - expected) / 60)
            else:
                log[index] += norm.logpdf((days - expected) / 60)
    return log


def _naming(town: Municipality, wave: int) -> np.ndarray:
    """Repute: from everybody who could have named one, and whether they did."""
    place = {person.number: index for index, person in enumerate(town.people)}
    survey = town.waves[wave]
    named: dict[int, list[int]] = {}
    respondents = {row[0]: index for index, row in zip(_order(town, wave), survey.rows, strict=True)}
    for _, response, column, _, who in survey.truth:
        if column.startswith("durft") and who in place:
            named.setdefault(respondents[response], []).append(place[who])
    log = np.zeros((len(town.people), GRID.size))
    for index in respondents.values():
        chosen = named.get(index, [])
        known = {*survey.ties.of[index], *survey.circles[index]} - {index}
        if not chosen or len(chosen) >= len(known):
            continue
        bar = norm.ppf(1 - len(chosen) / len(known)) * np.sqrt(2)
        for other in known:
            log[other] += norm.logsf(bar - GRID) if other in chosen else norm.logcdf(bar - GRID)
    return log


def _order(town: Municipality, wave: int) -> list[int]:
    place = {person.token: index for index, person in enumerate(town.people)}
    token = header().index("token")
    return [place[row[token]] for row in town.waves[wave].rows]
