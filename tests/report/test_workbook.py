"""Tried together in `test_sections`."""

from kiemen.report import workbook


def test_it_says_what_it_is_for():
    assert workbook.__doc__
