"""Tried together in `test_sections`."""

from kiemen.report import content


def test_it_says_what_it_is_for():
    assert content.__doc__
