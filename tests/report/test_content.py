"""Tried together in `test_sections`."""

import pickle

import pytest

from kiemen.errors import PrivacyError
from kiemen.report import content


def test_it_says_what_it_is_for():
    assert content.__doc__


@pytest.mark.parametrize("audience", ["management", "team", "participant"])
def test_what_is_meant_for_others_than_the_analyst_cannot_be_packed(audience):
    made = content.Content("t", "s", audience, "en", (), shown_groups=(frozenset({"p1"}),))
    with pytest.raises(PrivacyError, match="cannot be pickled"):
        pickle.dumps(made)


def test_the_analysts_own_comes_back_whole():
    made = content.Content("t", "s", "analyst", "en", (), shown_groups=(frozenset({"p1"}),))
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - written two lines up
