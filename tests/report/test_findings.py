"""Tried together in `test_sections`."""

from kiemen.report import findings


def test_it_says_what_it_is_for():
    assert findings.__doc__
