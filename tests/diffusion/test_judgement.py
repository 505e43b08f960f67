"""The rule for straw fire and running fire."""

import numpy as np
import pytest

from kiemen.diffusion.judgement import holding, in_worlds, judge, meaning


@pytest.mark.parametrize(
    ("sizes", "lasting", "verdict"),
    [
        ([10] * 100, False, "running fire"),
        ([9] * 100, False, "straw fire"),
        ([9, 10] * 50, False, "undecided"),
        ([32] * 100, True, "straw fire"),
        ([33] * 100, True, "running fire"),
    ],
)
def test_where_it_turns(sizes, lasting, verdict):
    assert judge(np.array(sizes), starters=10, people=100, lasting=lasting).verdict == verdict


def test_nobody_left_never_holds():
    assert holding([0, 0], starters=1, people=1, lasting=False) == 0.0
    assert holding([5], starters=5, people=5, lasting=True) == 1.0


def test_what_most_do_is_no_straw_fire_where_even_more_started():
    assert judge(np.full(100, 90), starters=100, people=100, lasting=False).verdict == "running fire"
    assert judge(np.full(100, 49), starters=100, people=100, lasting=False).verdict == "straw fire"
    assert "half of all" in meaning(100, 100, lasting=False).say("en")
    assert "as at the start" in meaning(10, 100, lasting=False).say("en")
    assert "a quarter" in meaning(10, 100, lasting=True).say("en")


@pytest.mark.parametrize(
    ("share", "language", "said"),
    [
        (1.0, "en", "all 200 worlds"),
        (0.0, "nl", "geen van de 200 doorgerekende werelden"),
        (0.5, "en", "50% of the worlds (40% to 60%)"),
    ],
)
def test_what_is_certain_is_said_without_an_interval(share, language, said):
    assert in_worlds(share, 0.4, 0.6, 200).say(language) == said
