"""Tried together in `test_sections`."""

from kiemen.report import words


def test_it_says_what_it_is_for():
    assert words.__doc__
