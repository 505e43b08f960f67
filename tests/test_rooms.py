"""The table of public names: every one is where it says, in the order of the alphabet."""

import importlib

import pytest

import kiemen
from kiemen._rooms import ROOMS


@pytest.mark.parametrize("name", ROOMS)
def test_it_lives_there(name):
    room = importlib.import_module(ROOMS[name])
    assert getattr(kiemen, name) is getattr(room, name)


def test_the_table_is_in_order():
    assert list(ROOMS) == sorted(ROOMS)
