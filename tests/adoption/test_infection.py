import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.infection import score_infection
from kiemen.errors import InputError
from kiemen.network import Network

IDS = list("abcde")


def star(*, outward: bool) -> Network:
    centre, rest = [4] * 4, [0, 1, 2, 3]
    return Network.from_arrays(IDS, centre if outward else rest, rest if outward else centre)


def both(times, outward, **settings) -> tuple[float, float]:
    found = score_infection(
        star(outward=outward), times=pd.Series(dict(zip(IDS, times, strict=True))), normalized=False, **settings
    )
    return tuple(found.table.loc["e", ["susceptibility", "infectiousness"]])


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"reach": 1}, 1 / 3),
        ({"reach": 2}, 2 / 4),
        ({"reach": 2, "discount": "exponential", "rate": 0.1}, (1 + 2 / 1.1) / (3 + 2 / 1.1)),
    ],
)
def test_star_of_five(settings, expected):
    """netdiffuseR, tests of infection and susceptibility: a star with times 1, 4, 1, 2 and 3 in the middle."""
    assert both([1, 4, 1, 2, 3], outward=True, **settings)[0] == pytest.approx(expected)
    # The mirror image in time gives the same for infectiousness, along ties that come in.
    assert both([4, 1, 4, 3, 2], outward=False, **settings)[1] == pytest.approx(expected)


def by_hand(matrix, when, n_slots, reach, *, forward):
    """The definition, unnormalised, linear discount, static ties."""
    result = np.full(len(when), np.nan)
    for i, mine in enumerate(when):
        if not np.isfinite(mine):
            continue
        above = below = 0.0
        for k in range(1, min(reach, n_slots - 1) + 1):
            target = mine + k if forward else mine - k
            if not 1 <= target <= n_slots:
                continue
            for j, theirs in enumerate(when):
                weight = matrix[j, i] if forward else matrix[i, j]
                if i != j and weight and np.isfinite(theirs):
                    above += weight * (theirs == target) / k
                    below += weight * ((theirs >= target) if forward else (theirs <= target)) / k
        result[i] = above / below if below else 0.0
    return result


@pytest.mark.parametrize("reach", [1, 3, 20])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_equals_the_definition(crowd, crowd_times, reach, weight):
    found = score_infection(crowd, times=crowd_times, reach=reach, weight=weight, normalized=False).table
    matrix = crowd.adjacency(weight=weight).toarray()
    for column, forward in (("infectiousness", True), ("susceptibility", False)):
        expected = by_hand(matrix, crowd_times.to_numpy(), 8, reach, forward=forward)
        np.testing.assert_allclose(found[column].to_numpy(), expected, rtol=1e-12)


def test_normalised_by_how_many_adopted_then():
    times = pd.Series(dict(zip(IDS, [1, 2, 1, 2, 3], strict=True)))
    plain = score_infection(star(outward=True), times=times, normalized=False).table.loc["e", "susceptibility"]
    scaled = score_infection(star(outward=True), times=times).table.loc["e", "susceptibility"]
    assert scaled == pytest.approx(plain / 2)


def test_moving_contacts_use_the_period_of_the_formula(crowd, crowd_times):
    matrix = crowd.adjacency(weight=None)
    copies = {period: matrix.copy() for period in range(1, 9)}
    still = score_infection(crowd, times=crowd_times, reach=3).table
    pd.testing.assert_frame_equal(still, score_infection(crowd, times=crowd_times, reach=3, contacts=copies).table)


def test_edges_of_the_window_and_bad_settings(crowd, crowd_times):
    found = score_infection(crowd, times=crowd_times).table
    assert (found.loc[found["time"] == 1, "susceptibility"] == 0).all()
    assert (found.loc[found["time"] == 8, "infectiousness"] == 0).all()
    assert found.loc[~np.isfinite(found["time"]), "susceptibility"].isna().all()
    for wrong in ({"reach": 0}, {"discount": "none"}, {"rate": -1}):
        with pytest.raises(InputError):
            score_infection(crowd, times=crowd_times, **wrong)
