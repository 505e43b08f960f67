"""Scales are declared once and checked."""

import pytest

from kiemen.errors import InputError
from kiemen.read.scales import Scale, check_scales


def test_reversed_by_name_or_number():
    scale = Scale("room", ["q1", "q2", "q3"], reversed=[3, "q1"])
    assert scale.turned(["q1", "q2", "q3"]) == {"q1", "q3"}


def test_items_with_text():
    assert Scale("room", {"q1": "Ik mag afwijken."}).labels == {"q1": "Ik mag afwijken."}


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"name": "", "items": ["a"]}, "needs a name"),
        ({"name": "x", "items": []}, "no items"),
        ({"name": "x", "items": ["a", "a"]}, "twice"),
        ({"name": "x", "items": ["a"], "low": 5, "high": 1}, "below high"),
    ],
)
def test_faults(how, message):
    with pytest.raises(InputError, match=message):
        Scale(**how)


def test_faults_that_need_the_columns():
    with pytest.raises(InputError, match="reversed has item 4, but there are 2 items"):
        Scale("x", ["a", "b"], reversed=[4]).turned(["a", "b"])
    with pytest.raises(InputError, match="Did you mean 'room1'"):
        Scale("x", ["room1"], reversed=["room2"]).turned(["room1"])
    with pytest.raises(InputError, match="used twice"):
        check_scales([Scale("x", ["a"]), Scale("x", ["b"])])
    with pytest.raises(InputError, match="list of Scale"):
        check_scales([{"name": "x"}])
