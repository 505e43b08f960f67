"""The stream of random numbers behind the example data."""

import math

import pytest

from kiemen.datasets.draws import Draws, blend


def test_same_seed_gives_the_numbers_it_always_gave():
    """Pinned: a change here would change every shipped file."""
    draws = Draws("gemeente", 2025)
    assert [round(draws.uniform(), 6) for _ in range(3)] == [0.451244, 0.488972, 0.850474]


def test_other_seed_gives_other_numbers():
    assert Draws("a", 1).uniform() != Draws("a", 2).uniform()


def test_normal_is_standard():
    draws = Draws("normal")
    values = [draws.normal() for _ in range(20_000)]
    mean = sum(values) / len(values)
    assert abs(mean) < 0.03
    assert abs(math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)) - 1) < 0.03


def test_integer_reaches_both_ends_only():
    draws = Draws("integer")
    assert {draws.integer(2, 4) for _ in range(200)} == {2, 3, 4}


def test_sample_has_no_repeats_and_leaves_the_choices_alone():
    choices = list(range(10))
    assert sorted(Draws("sample").sample(choices, 10)) == choices
    assert len(Draws("sample").sample(choices, 99)) == 10
    assert choices == list(range(10))


def test_round_keeps_the_mean():
    draws = Draws("round")
    values = [draws.round(2.3) for _ in range(5000)]
    assert set(values) == {2, 3}
    assert abs(sum(values) / 5000 - 2.3) < 0.03


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_blend_keeps_the_spread(correlation):
    draws = Draws("blend", correlation)
    pairs = [(trait := draws.normal(), blend(trait, draws.normal(), correlation)) for _ in range(20_000)]
    assert abs(sum(mixed**2 for _, mixed in pairs) / len(pairs) - 1) < 0.04
    assert abs(sum(a * b for a, b in pairs) / len(pairs) - correlation) < 0.03
